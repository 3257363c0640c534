//! Microsoft's validator on our logs: it knows rules of the standard's text that no schema can say.

#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a failing test may panic, and a skipped one says so"
)]

use std::process::Command;

use serde_json::Value;

use crate::report::{Format, Style, samples};

/// Names the executable, as npm's `@microsoft/sarif-multitool` installs it.
const VARIABLE: &str = "MESHGOV_SARIF_MULTITOOL";

#[test]
fn the_multitool_finds_no_error_in_any_log() {
    let Some(executable) = std::env::var(VARIABLE).ok().filter(|name| !name.is_empty()) else {
        eprintln!("skipped: {VARIABLE} does not name the sarif-multitool executable");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    for (number, assessment) in samples::all().iter().enumerate() {
        let log = folder.path().join(format!("{number}.sarif"));
        std::fs::write(&log, Format::Sarif.render(assessment, Style::default()).unwrap()).unwrap();
        // One kind of rule at a time: npm's wrapper gives a list with semicolons to a shell.
        for kind in ["Sarif", "Ghas"] {
            let verdict = folder.path().join(format!("{number}.{kind}.sarif"));
            let run = Command::new(&executable)
                .arg("validate")
                .arg(&log)
                .args(["--rule-kind", kind, "--level", "Error", "--output"])
                .arg(&verdict)
                .output()
                .unwrap();
            let said: Value = serde_json::from_slice(&std::fs::read(&verdict).unwrap_or_default())
                .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&run.stdout)));
            let errors: Vec<&Value> = said["runs"][0]["results"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|result| result["level"] == "error")
                .collect();
            assert_eq!(errors, [&Value::Null; 0], "sample {number}");
        }
    }
}
