//! Tests of policies through their boundary: folders in, judgements out.

mod heads;
mod foreign;
mod hostile;
mod judging;
mod layout;
mod unit_tests;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use super::{Fault, Judge, JudgeLimits, Judged, Pack, Policy, Shipped, load};

/// A folder with these files in it.
pub(super) fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

pub(super) fn pack(files: &[(&str, &str)]) -> Pack {
    let folder = folder(files);
    load(&[folder.path().to_owned()], Shipped::Exclude)
}

/// Every error as `file:line:column message`, the file without the folder.
pub(super) fn errors(files: &[(&str, &str)]) -> Vec<String> {
    let folder = folder(files);
    let pack = load(&[folder.path().to_owned()], Shipped::Exclude);
    pack.errors.iter().map(|error| told(error, folder.path())).collect()
}

pub(super) fn told(error: &super::PolicyError, root: &Path) -> String {
    let name = error
        .source
        .name()
        .strip_prefix(&format!("{}/", root.display()))
        .unwrap_or(error.source.name());
    let place = error.place();
    format!("{name}:{}:{} {}", place.line, place.column, error.message())
}

/// The one policy in these files.
pub(super) fn policy(files: &[(&str, &str)]) -> Arc<Policy> {
    let pack = pack(files);
    assert!(
        pack.errors.is_empty(),
        "{:#?}",
        pack.errors.iter().map(super::PolicyError::message).collect::<Vec<_>>()
    );
    assert_eq!(pack.policies.len(), 1);
    Arc::clone(pack.policies.first().unwrap())
}

pub(super) fn limits() -> JudgeLimits {
    JudgeLimits {
        time: Duration::from_millis(300),
        memory: 8 << 20,
    }
}

/// A judge with the policy's own defaults.
pub(super) fn judge(policy: &Policy) -> Judge {
    super::quiet_panics();
    let parameters: BTreeMap<Box<str>, Value> = policy
        .metadata
        .parameters
        .iter()
        .map(|(name, parameter)| (name.clone(), parameter.default.clone()))
        .collect();
    policy
        .judge(&parameters, jiff::civil::date(2026, 11, 23), &limits())
        .unwrap()
}

/// What a policy of these rules says of a subject.
pub(super) fn said(rules: &str, subject: &Value) -> Result<Judged, Fault> {
    judge(&policy(&[("area/rule/p.rego", &headed("mesh.area.rule", "", rules))])).evaluate(subject)
}

/// The head of a policy on products, with more lines below `custom`.
pub(super) fn headed(package: &str, custom: &str, rules: &str) -> String {
    let custom: String = custom.lines().flat_map(|line| ["#   ", line, "\n"]).collect();
    format!("# METADATA\n# title: T\n# custom:\n#   subject: product\n{custom}package {package}\n\n{rules}\n")
}
