//! `meshgov policy check`.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use crate::cli::exit::Exit;
use crate::cli::pack::look_of_stdout;
use crate::cli::run::{must_be_folder, print};
use crate::policy::{LintReport, PolicyError, PolicyErrorKind, lint};

use super::list::ListFormat;

#[derive(Debug, Args)]
pub(in crate::cli) struct Check {
    /// Folders of policies [default: the policies that come with meshgov]
    #[arg(value_name = "DIR")]
    directories: Vec<PathBuf>,
    /// Excerpts with what to do, or JSON for other tools
    #[arg(long, short, value_enum, default_value_t = ListFormat::Human)]
    output: ListFormat,
}

pub(super) fn run(arguments: &Check) -> Result<Exit, String> {
    for folder in &arguments.directories {
        must_be_folder(folder, "it takes the folders that policies are in")?;
    }
    let report = lint(&arguments.directories);
    print(&match arguments.output {
        ListFormat::Human => told(&report),
        ListFormat::Json => format!("{:#}\n", listed(&report)),
    })?;
    Ok(if report.findings.is_empty() {
        Exit::Clean
    } else {
        Exit::Violations
    })
}

fn told(report: &LintReport) -> String {
    let mut text = String::new();
    for finding in &report.findings {
        text.push_str(&finding.render(&look_of_stdout()));
        text.push('\n');
    }
    let policies = counted(report.policies, "policy", "policies");
    let findings = match report.findings.len() {
        0 => "nothing to mend".to_owned(),
        number => counted(number, "finding", "findings"),
    };
    text.extend([&*policies, ", ", &findings, "\n"]);
    text
}

fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

fn listed(report: &LintReport) -> Value {
    let findings: Vec<Value> = report.findings.iter().map(finding).collect();
    json!({ "version": 1, "policies": report.policies, "findings": findings })
}

fn finding(error: &PolicyError) -> Value {
    let place = error.place();
    let rule = match &error.kind {
        PolicyErrorKind::Lint(lint) => lint.name(),
        _ => "error",
    };
    json!({
        "rule": rule,
        "message": error.message(),
        "help": error.help(),
        "location": {
            "file": error.source.name(),
            "line": place.line.get(),
            "column": place.column.get(),
            "end_line": place.end_line.get(),
            "end_column": place.end_column.get(),
        },
    })
}
