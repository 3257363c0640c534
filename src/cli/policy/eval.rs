//! `meshgov policy eval`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::Value;

use crate::cli::arguments::MeshArguments;
use crate::cli::exit::Exit;
use crate::cli::mesh::load;
use crate::cli::pack::PackArguments;
use crate::cli::run::{as_of, print};
use crate::facts::{Facts, Fields};
use crate::policy::{JudgeLimits, Policy};
use crate::text::{Limits, Look, Source, parse, render_problem};

use super::select::{policy, subject};

#[derive(Debug, Args)]
pub(in crate::cli) struct Eval {
    /// The id or the code of the policy
    #[arg(value_name = "ID|CODE")]
    policy: String,
    /// The subject of the mesh with this id [default: every subject of the policy's kinds, one line each]
    #[arg(long, value_name = "ID", conflicts_with = "input")]
    subject: Option<String>,
    /// A file with the subject, in YAML or JSON
    #[arg(long, value_name = "FILE", conflicts_with_all = ["paths", "snapshot"])]
    input: Option<PathBuf>,
    #[command(flatten)]
    pub(super) mesh: MeshArguments,
    #[command(flatten)]
    pack: PackArguments,
}

pub(super) fn run(arguments: &Eval) -> Result<Exit, String> {
    let pack = arguments.pack.load("nothing was evaluated")?;
    let policy = policy(&pack, &arguments.policy)?;
    let evaluate = |input: &Value| document(policy, as_of(&arguments.mesh), input);
    if let Some(file) = &arguments.input {
        print(&format!("{:#}\n", evaluate(&read(file)?)?))?;
        return Ok(Exit::Clean);
    }
    let loaded = load(&arguments.mesh)?;
    let facts = Facts::derive(&loaded.mesh, loaded.earlier(), as_of(&arguments.mesh));
    let mut text = String::new();
    if let Some(id) = &arguments.subject {
        for subject in subject(&facts, &policy.metadata.subjects, id)? {
            let result = evaluate(&facts.subject(subject, &Fields::All))?;
            text.extend([format!("{result:#}"), "\n".to_owned()]);
        }
    } else {
        for kind in &policy.metadata.subjects {
            for index in 0..facts.count(*kind) {
                let subject = crate::facts::SubjectRef { kind: *kind, index };
                let result = evaluate(&facts.subject(subject, &Fields::All))?;
                let line = serde_json::json!({ "kind": kind.name(), "id": facts.key(subject).id, "result": result });
                text.extend([line.to_string(), "\n".to_owned()]);
            }
        }
    }
    print(&text)?;
    Ok(Exit::Clean)
}

fn document(policy: &Policy, day: jiff::civil::Date, input: &Value) -> Result<Value, String> {
    let parameters: BTreeMap<Box<str>, Value> = policy
        .metadata
        .parameters
        .iter()
        .map(|(name, parameter)| (name.clone(), parameter.default.clone()))
        .collect();
    policy
        .document(&parameters, day, &JudgeLimits::default(), input)
        .map_err(|fault| format!("{} broke: {fault}", policy.metadata.id))
}

/// The first document of a file.
fn read(file: &Path) -> Result<Value, String> {
    let bytes = std::fs::read(file).map_err(|error| format!("{} cannot be read: {}", file.display(), error.kind()))?;
    let name = file.to_string_lossy();
    let parsed = parse(&name, &bytes, &Limits::default());
    if let Some(problem) = parsed.problems.first() {
        let source = Source::new(&*name, String::from_utf8_lossy(&bytes));
        let shown = render_problem(&source, problem, &Look::default());
        return Err(format!("{} is no subject\n{shown}", file.display()));
    }
    let document = parsed.documents.first();
    document
        .map(|document| document.root.to_json())
        .ok_or_else(|| format!("{} is empty; a subject is expected", file.display()))
}
