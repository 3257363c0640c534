//! The whole log: one run.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use crate::finding::{Assessment, Finding, Outcome, Verdict};
use crate::policy::Point;

use super::location::{bare_place, place};
use super::result::results;
use super::rule::{rules, sentence};
use super::wire::{
    AutomationDetails, Described, Descriptor, Driver, Invocation, Log, Notification, Reference, Run, Text, Tool,
    UriBases,
};

/// The schema's place, as OASIS publishes it.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// The notification of a policy that broke.
const FAULT: &str = "fault";
/// The notification of a reason for distrust.
const DISTRUST: &str = "distrust";
/// The notification that the format's own limit left findings out.
const LEFT_OUT: &str = "left_out";

/// Writes the log.
pub(in crate::report) fn write(assessment: &Assessment, out: &mut dyn io::Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &log(assessment))?;
    out.write_all(b"\n")
}

fn log(assessment: &Assessment) -> Log<'_> {
    let rule_indices: BTreeMap<&str, usize> = assessment
        .policies
        .iter()
        .enumerate()
        .map(|(index, row)| (&*row.policy.id.0, index))
        .collect();
    let results = results(assessment, &rule_indices);
    let (descriptors, notifications) = notifications(assessment, &rule_indices, results.left_out);
    let run = Run {
        tool: Tool {
            driver: Driver {
                name: env!("CARGO_PKG_NAME"),
                full_name: format!("{} {}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_DESCRIPTION")),
                semantic_version: env!("CARGO_PKG_VERSION"),
                rules: rules(&assessment.policies),
                notifications: descriptors,
            },
        },
        // GitHub takes what is before the last slash for the category: gate and audit do not replace each other.
        automation_details: AutomationDetails {
            id: format!("meshgov/{}/", assessment.point.name()),
        },
        original_uri_base_ids: UriBases {
            source_root: Described {
                description: Text {
                    text: "The directory that the command ran in: the root of the repository.".to_owned(),
                },
            },
        },
        column_kind: "unicodeCodePoints",
        invocations: [Invocation {
            execution_successful: assessment.verdict != Verdict::Untrusted && assessment.summary.distrust.is_empty(),
            exit_code: assessment.verdict.exit_code(),
            exit_code_description: exit_code_description(assessment),
            tool_execution_notifications: notifications,
        }],
        results: results.results,
    };
    Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [run],
    }
}

fn exit_code_description(assessment: &Assessment) -> String {
    let verdict = match assessment.verdict {
        Verdict::Clean => "Nothing fails the run",
        Verdict::Violations => "There are violations that fail the run",
        Verdict::Untrusted => "The run is not to be trusted",
    };
    let point = match assessment.point {
        Point::Gate => "gate",
        Point::Audit => "audit",
    };
    format!("{verdict} ({point}, {}).", assessment.as_of)
}

/// A notification before its descriptor has an index.
struct Draft<'a> {
    descriptor: &'static str,
    level: &'static str,
    text: String,
    locations: Vec<super::wire::Place>,
    policy: Option<&'a str>,
}

fn notifications(
    assessment: &Assessment,
    rule_indices: &BTreeMap<&str, usize>,
    left_out: usize,
) -> (Vec<Descriptor>, Vec<Notification>) {
    let drafts = drafts(assessment, left_out);
    let names: BTreeSet<&'static str> = drafts.iter().map(|draft| draft.descriptor).collect();
    let indices: BTreeMap<&'static str, usize> = names.iter().enumerate().map(|(index, name)| (*name, index)).collect();
    let notifications = drafts
        .into_iter()
        .map(|draft| Notification {
            level: draft.level,
            message: Text { text: draft.text },
            locations: draft.locations,
            descriptor: Reference {
                id: draft.descriptor.to_owned(),
                index: indices.get(draft.descriptor).copied().unwrap_or_default(),
            },
            associated_rule: draft.policy.and_then(|policy| {
                rule_indices.get(policy).map(|index| Reference {
                    id: policy.to_owned(),
                    index: *index,
                })
            }),
        })
        .collect();
    (names.into_iter().map(descriptor).collect(), notifications)
}

fn descriptor(id: &'static str) -> Descriptor {
    let (what, help) = match id {
        FAULT => (
            "A policy broke.".to_owned(),
            "Mend the policy: its results are missing.",
        ),
        DISTRUST => (
            "The run may not be trusted.".to_owned(),
            "Make complete what the message names.",
        ),
        LEFT_OUT => ("Findings were left out.".to_owned(), "Read the JSON report."),
        // The others are the codes of problems.
        code => (
            format!(
                "Something could not be read as it should be: {}.",
                code.replace('_', " ")
            ),
            "Follow the message.",
        ),
    };
    Descriptor {
        id,
        short_description: Text { text: what.clone() },
        full_description: Text { text: what },
        help: Text { text: help.to_owned() },
    }
}

fn drafts(assessment: &Assessment, left_out: usize) -> Vec<Draft<'_>> {
    let faults = assessment
        .findings
        .iter()
        .filter(|finding| finding.outcome == Outcome::Fault)
        .map(fault);
    let problems = assessment.problems.iter().map(|problem| Draft {
        descriptor: problem.code.name(),
        level: "warning",
        text: match &problem.help {
            Some(help) => format!("{} Next: {}", sentence(&problem.message), sentence(help)),
            None => sentence(&problem.message),
        },
        locations: vec![bare_place(&problem.location)],
        policy: None,
    });
    let distrust = assessment.summary.distrust.iter().map(|reason| Draft {
        descriptor: DISTRUST,
        level: "error",
        text: sentence(reason),
        locations: Vec::new(),
        policy: None,
    });
    let limit = (left_out > 0).then(|| Draft {
        descriptor: LEFT_OUT,
        level: "warning",
        text: format!("{left_out} findings of the lowest levels are left out, because code scanning takes 25,000 results a run. The JSON report has them all."),
        locations: Vec::new(),
        policy: None,
    });
    faults.chain(problems).chain(distrust).chain(limit).collect()
}

fn fault(finding: &Finding) -> Draft<'_> {
    Draft {
        descriptor: FAULT,
        level: "error",
        text: format!(
            "The policy {} broke on {} subjects: {}",
            finding.policy,
            finding.subjects,
            sentence(&finding.message)
        ),
        locations: vec![place(
            finding.location.as_ref(),
            finding.subject.as_ref(),
            &finding.policy.0,
        )],
        policy: Some(&finding.policy.0),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a failing test may panic")]

    use serde_json::{Value, json};

    use crate::finding::Assessment;
    use crate::policy::Level;
    use crate::report::{Format, Style, samples};
    use crate::snapshot::Kind;

    fn log(assessment: &Assessment) -> Value {
        serde_json::from_slice(&Format::Sarif.render(assessment, Style::default()).unwrap()).unwrap()
    }

    #[test]
    fn what_an_exception_covers_is_suppressed() {
        let suppressions = |assessment: &Assessment| -> Vec<Value> {
            let log = log(assessment);
            let results = log["runs"][0]["results"].as_array().unwrap();
            results.iter().map(|result| result["suppressions"].clone()).collect()
        };
        let covered = json!({
            "kind": "external",
            "status": "accepted",
            "justification": "data.main.exception[_][_] == \"required_tags\"",
        });
        assert_eq!(suppressions(&samples::excepted()), [json!([]), json!([covered])]);
        assert!(suppressions(&samples::mesh()).iter().all(Value::is_null));
    }

    #[test]
    fn every_log_keeps_to_the_standards_schema() {
        let schema = serde_json::from_str(include_str!("../../../tests/schemas/sarif-2.1.0.json")).unwrap();
        let validator = jsonschema::options()
            .should_validate_formats(true)
            .build(&schema)
            .unwrap();
        for assessment in samples::all() {
            let log = log(&assessment);
            let errors: Vec<String> = validator
                .iter_errors(&log)
                .map(|error| format!("{}: {error}", error.instance_path()))
                .collect();
            assert_eq!(errors, [""; 0]);
        }
    }

    #[test]
    fn every_policy_is_a_rule_and_every_index_leads_to_its_rule() {
        let log = log(&samples::mesh());
        let run = &log["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        assert_eq!(rules.len(), samples::mesh().policies.len());
        let results = run["results"].as_array().unwrap();
        assert_eq!(results.len(), 10);
        for result in results {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(rules[index]["id"], result["ruleId"]);
        }
    }

    #[test]
    fn regions_count_from_one() {
        // The eighth line of the sample is `  - name: erp-orders`.
        let region = &log(&samples::mesh())["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["region"];
        assert_eq!(
            *region,
            json!({"startLine": 8, "startColumn": 11, "endLine": 8, "endColumn": 21})
        );
    }

    #[test]
    fn things_of_the_tenant_have_a_stable_relative_name() {
        let log = log(&samples::mesh());
        let location = &log["runs"][0]["results"][1]["locations"][0];
        let id = "subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-sales/providers/Microsoft.Storage/storageAccounts/stsales1";
        assert_eq!(
            location["physicalLocation"]["artifactLocation"]["uri"],
            format!(".meshgov/azure/{id}")
        );
        assert_eq!(location["logicalLocations"][0]["fullyQualifiedName"], format!("/{id}"));
    }

    #[test]
    fn what_could_not_be_evaluated_is_open_and_a_fault_is_a_notification() {
        let log = log(&samples::mesh());
        let run = &log["runs"][0];
        let open: Vec<&Value> = run["results"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|result| result["kind"] == "open")
            .collect();
        assert_eq!(open.len(), 1);
        assert_eq!(open[0]["level"], "none");
        let invocation = &run["invocations"][0];
        assert_eq!(invocation["executionSuccessful"], false);
        let notification = &invocation["toolExecutionNotifications"][0];
        assert_eq!(notification["associatedRule"]["id"], "mesh.service_level.declared");
        let descriptor = usize::try_from(notification["descriptor"]["index"].as_u64().unwrap()).unwrap();
        assert_eq!(run["tool"]["driver"]["notifications"][descriptor]["id"], "fault");
    }

    #[test]
    fn over_the_limit_the_lowest_levels_are_left_out_and_it_says_so() {
        let mut assessment = samples::clean();
        assessment.findings = (0..25_010)
            .map(|number| {
                let level = if number < 10 { Level::Note } else { Level::Deny };
                let id = number.to_string();
                samples::finding(
                    "mesh.cost.required_tags",
                    level,
                    (Kind::Resource, &id, &id),
                    None,
                    "no tags",
                    "",
                    None,
                )
            })
            .collect();
        let log = log(&assessment);
        let results = log["runs"][0]["results"].as_array().unwrap();
        assert_eq!(results.len(), 25_000);
        assert!(results.iter().all(|result| result["level"] == "error"));
        let notification = &log["runs"][0]["invocations"][0]["toolExecutionNotifications"][0];
        assert!(
            notification["message"]["text"]
                .as_str()
                .unwrap()
                .starts_with("10 findings")
        );
    }
}
