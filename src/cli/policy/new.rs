//! `meshgov policy new`.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;

use crate::cli::arguments::kind;
use crate::cli::exit::Exit;
use crate::policy::{self, NewPolicy, NewPolicyLanguage, PolicyId, Shipped};
use crate::snapshot::Kind;

/// Makes the folder of a new policy: the rule with its metadata, a test and examples. They pass as they are; change them step
/// by step into the rule that you mean.
#[derive(Debug, Args)]
pub(in crate::cli) struct New {
    /// The id: mesh.<area>.<rule>, or domain.<name>.<rule>, with _ between words
    #[arg(value_name = "ID", value_parser = id)]
    id: PolicyId,
    /// Make a JSON Schema in place of Rego
    #[arg(long)]
    schema: bool,
    /// The folder of policies that it is made in
    #[arg(long, value_name = "DIR", default_value = "policies")]
    dir: PathBuf,
    /// The kind of subject that the policy judges
    #[arg(long, value_name = "KIND", default_value = "product", value_parser = kind)]
    subject: Kind,
}

/// Makes the files and says what they are.
pub(super) fn run(arguments: &New) -> Result<Exit, String> {
    let policy = NewPolicy {
        id: arguments.id.clone(),
        subject: arguments.subject,
        language: if arguments.schema {
            NewPolicyLanguage::Schema
        } else {
            NewPolicyLanguage::Rego
        },
    };
    let shipped = policy::load(&[], Shipped::Include);
    if shipped.policies.iter().any(|known| known.metadata.id == policy.id) {
        return Err(format!("{} comes with meshgov already: choose another id", policy.id));
    }
    let folder = arguments.dir.join(policy.folder());
    if folder.exists() {
        return Err(format!(
            "{} exists already: choose another id, or another folder with --dir",
            folder.display()
        ));
    }
    fs::create_dir_all(&folder).map_err(|error| unwritten(&folder, &error))?;
    let mut out = std::io::stdout().lock();
    for file in policy.files() {
        let path = folder.join(&file.name);
        fs::write(&path, &file.text).map_err(|error| unwritten(&path, &error))?;
        // A closed pipe, such as that of `head`, is no error.
        let _ = writeln!(out, "made  {}", path.display());
    }
    let _ = writeln!(
        out,
        "next  meshgov policy test {} --filter {}",
        arguments.dir.display(),
        policy.id
    );
    Ok(Exit::Clean)
}

fn id(text: &str) -> Result<PolicyId, String> {
    policy::new_id(text).map_err(|error| error.to_string())
}

fn unwritten(path: &Path, error: &std::io::Error) -> String {
    format!("{} cannot be made: {}", path.display(), error.kind())
}
