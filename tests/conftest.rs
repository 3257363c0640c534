//! Policies as people write them for conftest, over documents as they stand.

#[expect(dead_code, reason = "other test files use more of it")]
mod command;

use command::{Mesh, findings};

const DENY: &str = r#"package main

import data.kubernetes

name := input.metadata.name

deny contains msg if {
	kubernetes.is_deployment
	not input.spec.template.spec.securityContext.runAsNonRoot
	msg := sprintf("Containers must not run as root in Deployment %s", [name])
}

deny contains msg if {
	kubernetes.is_deployment
	some container in input.spec.template.spec.containers
	endswith(container.image, ":latest")
	msg := sprintf("%s uses the latest image of %s", [name, container.name])
}

warn contains msg if {
	kubernetes.is_service
	not input.metadata.labels.team
	msg := sprintf("Service %s has no team", [name])
}

violation_replicas contains {"msg": msg, "details": {}} if {
	kubernetes.is_deployment
	input.spec.replicas < 2
	msg := sprintf("%s has one replica", [name])
}
"#;

const HELPER: &str = "package kubernetes

is_service if input.kind == \"Service\"

is_deployment if input.kind == \"Deployment\"
";

const MANIFESTS: &str = "\
apiVersion: v1
kind: Service
metadata:
  name: front
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: front
spec:
  replicas: 1
  template:
    spec:
      containers:
        - name: web
          image: nginx:latest
";

const SOUND: &str = r#"{
  "apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "back"},
  "spec": {"replicas": 3, "template": {"spec": {"securityContext": {"runAsNonRoot": true},
    "containers": [{"name": "api", "image": "api:1.2"}]}}}
}"#;

const ARGUMENTS: [&str; 4] = ["deployment", "--no-default-policies", "--policies", "policy"];

fn mesh() -> Mesh {
    let mesh = Mesh::empty();
    mesh.write("policy/deny.rego", DENY);
    mesh.write("policy/helper/kubernetes.rego", HELPER);
    mesh.write("deployment/front.yaml", MANIFESTS);
    mesh.write("deployment/back.json", SOUND);
    mesh
}

#[test]
fn a_policy_folder_of_conftest_runs_unchanged() {
    let (code, report) = mesh().check(&ARGUMENTS);
    assert_eq!(code, 1);
    let mut found: Vec<(&str, &str, &str)> = findings(&report)
        .filter_map(|finding| {
            Some((
                finding["location"]["file"].as_str()?,
                finding["level"].as_str()?,
                finding["message"].as_str()?,
            ))
        })
        .collect();
    found.sort_unstable();
    assert_eq!(
        found,
        [
            (
                "deployment/front.yaml",
                "deny",
                "Containers must not run as root in Deployment front"
            ),
            ("deployment/front.yaml", "deny", "front has one replica"),
            ("deployment/front.yaml", "deny", "front uses the latest image of web"),
            ("deployment/front.yaml", "warn", "Service front has no team"),
        ]
    );
    assert_eq!(report["summary"]["fault"], 0);
}

#[test]
fn findings_point_into_their_own_document_of_a_file() {
    let (_, report) = mesh().check(&ARGUMENTS);
    for finding in findings(&report) {
        let line = finding["location"]["line"].as_u64().unwrap_or(0);
        let is_of_service = finding["level"] == "warn";
        assert_eq!(line < 5, is_of_service, "{finding:#}");
        assert!(line > 0);
    }
}

#[test]
fn without_what_it_denies_the_run_is_clean() {
    let mesh = mesh();
    mesh.write("deployment/front.yaml", "kind: Service\nmetadata: {name: front}\n");
    let (code, report) = mesh.check(&ARGUMENTS);
    assert_eq!((code, findings(&report).count()), (0, 1), "a warning fails nothing");
    let mut strict = ARGUMENTS.to_vec();
    strict.extend(["--fail-on", "warn"]);
    assert_eq!(mesh.check(&strict).0, 1);
}

#[test]
fn rego_of_before_v1_runs_too() {
    let mesh = mesh();
    mesh.write(
        "policy/deny.rego",
        "package main\n\ndeny[msg] {\n\tinput.kind == \"Deployment\"\n\tinput.spec.replicas < 2\n\tmsg := \"look if there is one in it\"\n}\n",
    );
    let (code, report) = mesh.check(&ARGUMENTS);
    assert_eq!((code, findings(&report).count()), (1, 1));
}
