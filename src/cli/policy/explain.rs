//! `meshgov policy explain`.

use clap::Args;

use crate::cli::arguments::MeshArguments;
use crate::cli::exit::Exit;
use crate::cli::mesh::load;
use crate::cli::pack::PackArguments;
use crate::cli::run::{as_of, print};
use crate::facts::Facts;
use crate::federation::{InForce, in_force};
use crate::policy::Point;
use crate::policy::testing::written_examples;
use crate::report::{RuleView, Says, Style, explanation, run_on_subject};

use super::select::{policy, subject};

#[derive(Debug, Args)]
pub(in crate::cli) struct Explain {
    /// The id or the code of the policy
    #[arg(value_name = "ID|CODE")]
    policy: String,
    /// Run the policy on the subject with this id, and tell what it read and why it decided so
    #[arg(long, value_name = "ID")]
    subject: Option<String>,
    #[command(flatten)]
    pub(super) mesh: MeshArguments,
    #[command(flatten)]
    pack: PackArguments,
}

pub(super) fn run(arguments: &Explain) -> Result<Exit, String> {
    let pack = arguments.pack.load("nothing is explained")?;
    let policy = policy(&pack, &arguments.policy)?;
    let day = as_of(&arguments.mesh);
    let examples = written_examples(&pack, &arguments.pack.policies, arguments.pack.shipped());
    let view = RuleView {
        policy,
        examples: examples.get(&policy.metadata.id).map_or(&[], Vec::as_slice),
    };
    let mut text = explanation(&view, day, Style::default());
    if let Some(id) = &arguments.subject {
        let loaded = load(&arguments.mesh)?;
        let facts = Facts::derive(&loaded.mesh, loaded.earlier(), day);
        let InForce { policies, .. } = in_force(loaded.earlier(), &pack.policies, &facts, Point::Gate, day);
        let rule = policies.find(&policy.metadata.id.0);
        for subject in subject(&facts, &policy.metadata.subjects, id)? {
            let case = rule.and_then(|rule| Some((rule, rule.case(&policies.tree, &facts, subject)?)));
            let Some((rule, case)) = case else {
                let owner = &policy.metadata.owner;
                let name = facts.key(subject).name;
                text.extend([
                    "\n",
                    &name,
                    " is no matter of ",
                    owner,
                    ": the policy does not speak of it\n",
                ]);
                continue;
            };
            let says = Says::of(rule, &case, day, policies.exemption(rule, subject));
            let run = run_on_subject(policy, &facts, subject, day, Some(says));
            text.push_str(&run.render(policy, day, Style::default()));
        }
    }
    print(&text)?;
    Ok(Exit::Clean)
}
