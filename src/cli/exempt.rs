//! `meshgov exempt`.

use std::path::PathBuf;

use clap::Args;

use crate::facts::Facts;
use crate::federation::{self, Governance, InForce, in_force};
use crate::finding::{Assessment, Finding, Judged, OldDebt, Outcome, Strictness, assess};
use crate::policy::{JudgeLimits, Level, Point};
use crate::report::ExemptionDraft;
use crate::snapshot::Scope;

use super::arguments::{MeshArguments, PointArgument, date};
use super::exit::Exit;
use super::judging::{Exemptions, judge, refuse_misplaced};
use super::pack::PackArguments;
use super::run::{as_of, complain, load, print};

/// The fewest characters of a fingerprint that name a finding.
const SHORTEST: usize = 6;

#[derive(Debug, Args)]
pub(super) struct Exempt {
    /// The fingerprint of a finding, or how it begins; `check --output json` tells it
    #[arg(value_name = "FINDING")]
    finding: String,
    #[command(flatten)]
    pub(super) mesh: MeshArguments,
    #[command(flatten)]
    pack: PackArguments,
    /// The enforcement point at which the finding was met
    #[arg(long, value_enum, default_value_t = PointArgument::Gate)]
    point: PointArgument,
    /// Who asks for it [default: `user.email` of git]
    #[arg(long, value_name = "ACCOUNT")]
    requested_by: Option<String>,
    /// Where it was discussed
    #[arg(long, value_name = "LINK")]
    ticket: Option<String>,
    /// The last day on which it should hold [default: as long as the mesh and the policy allow]
    #[arg(long, value_name = "DATE", value_parser = date)]
    expires: Option<jiff::civil::Date>,
    /// Where the file is written [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(super) fn run(arguments: &Exempt) -> Result<Exit, String> {
    let pack = arguments.pack.load("nothing was judged")?;
    let snapshot = load(&arguments.mesh)?;
    let governance = Governance::of(&snapshot);
    refuse_misplaced(&governance, &pack)?;
    let (point, today) = (Point::from(arguments.point), as_of(&arguments.mesh));
    let facts = Facts::derive(&snapshot, None, today);
    let InForce { policies, standings } = in_force(None, &pack.policies, &facts, point, today);
    let plan = Exemptions::Heeded.plan(policies);
    let (facts, judgements) = judge(facts, standings, &plan, &JudgeLimits::default());
    let judged = Judged {
        facts: &facts,
        plan: &plan,
        judgements: &judgements,
    };
    let strictness = Strictness {
        point,
        fail_on: Level::Deny,
        old_debt: OldDebt::default(),
    };
    let assessment = assess(judged, None, strictness);
    let finding = named(&assessment, &arguments.finding)?;
    let policy = pack
        .find(&finding.policy.0)
        .ok_or_else(|| format!("there is no policy `{}`", finding.policy))?;
    let longest = policy
        .metadata
        .exemption_days
        .unwrap_or(governance.terms.exemption_days);
    let latest = today
        .checked_add(jiff::Span::new().days(i64::from(longest)))
        .map_err(|error| format!("the last day cannot be reckoned: {error}"))?;
    if let Some(expires) = arguments
        .expires
        .filter(|expires| *expires > latest || *expires < today)
    {
        return Err(format!(
            "an exemption from {} holds for at most {longest} days from {today}, which is until {latest}; {expires} is not among them",
            policy.metadata.id
        ));
    }
    let requested_by = arguments.requested_by.clone().or_else(account);
    let draft = ExemptionDraft {
        finding,
        policy: &policy.metadata,
        requested_by: requested_by.as_deref(),
        ticket: arguments.ticket.as_deref(),
        expires: arguments.expires.unwrap_or(latest),
    };
    write(arguments, &draft)?;
    tell(arguments, &governance, &draft);
    Ok(Exit::Clean)
}

/// The violation with this fingerprint.
fn named<'a>(assessment: &'a Assessment, name: &str) -> Result<&'a Finding, String> {
    let is_told = |finding: &&Finding| matches!(finding.outcome, Outcome::Violation | Outcome::Exempt);
    let exact = assessment.findings.iter().filter(is_told);
    let mut found: Vec<&Finding> = exact.filter(|finding| *finding.fingerprint == *name).collect();
    if found.is_empty() && name.len() >= SHORTEST {
        let all = assessment.findings.iter().filter(is_told);
        found = all.filter(|finding| finding.fingerprint.starts_with(name)).collect();
    }
    match found.as_slice() {
        [one] => match &one.exemption {
            Some(exemption) => Err(format!(
                "it is exempt already, by {} until {}",
                exemption.name, exemption.expires
            )),
            None => Ok(one),
        },
        [] => Err(format!(
            "there is no violation with the fingerprint `{name}` in this mesh; `meshgov check --output json` lists them (at least {SHORTEST} characters are needed)"
        )),
        many => {
            let names: Vec<String> = many
                .iter()
                .map(|finding| format!("{} ({})", finding.fingerprint, finding.message))
                .collect();
            Err(format!("`{name}` may mean several violations: {}", names.join("; ")))
        }
    }
}

fn write(arguments: &Exempt, draft: &ExemptionDraft<'_>) -> Result<(), String> {
    let Some(file) = &arguments.output else {
        return print(&draft.render());
    };
    if file.exists() {
        return Err(format!("{} exists; name another file", file.display()));
    }
    std::fs::write(file, draft.render()).map_err(|error| {
        format!(
            "{} could not be written: {}; name a file in a folder that exists and can be written to",
            file.display(),
            error.kind()
        )
    })
}

/// What is left to do.
fn tell(arguments: &Exempt, governance: &Governance<'_>, draft: &ExemptionDraft<'_>) {
    if let Some(file) = &arguments.output {
        complain(&format!("wrote {}", file.display()));
    }
    let owner = &draft.policy.owner;
    let scope = owner
        .strip_prefix("domain.")
        .map_or(Scope::Mesh, |domain| Scope::Domain(domain.into()));
    match federation::authority_of(governance, &scope) {
        Some(authority) => complain(&format!(
            "fill in the reason; it counts once {} has approved it and it lies in {}",
            authority.signers(),
            authority.folder()
        )),
        None => complain(&format!(
            "no authority governs {owner}, so that nobody can approve it yet: declare one in a file of kind Authority"
        )),
    }
}

/// The account of whoever uses git here.
fn account() -> Option<String> {
    let output = std::process::Command::new("git")
        .args(["config", "user.email"])
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}
