//! What the files hold.

use std::path::PathBuf;

use crate::policy::metadata::PolicyId;
use crate::snapshot::Kind;

/// A policy that is to be begun.
#[derive(Clone, Debug)]
pub struct NewPolicy {
    /// Its id.
    pub id: PolicyId,
    /// What it judges.
    pub subject: Kind,
    /// What it is written in.
    pub language: NewPolicyLanguage,
}

/// What a policy is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewPolicyLanguage {
    /// Rego.
    Rego,
    /// JSON Schema.
    Schema,
}

/// One file of a new policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFile {
    /// Its name in the policy's folder.
    pub name: String,
    /// What it holds.
    pub text: String,
}

impl NewPolicy {
    /// The policy's folder below that of its bundle: the id without its scope.
    pub fn folder(&self) -> PathBuf {
        let scope = if self.id.0.starts_with("domain.") { 2 } else { 1 };
        self.id.0.split('.').skip(scope).collect()
    }

    /// The files, which pass as they are.
    pub fn files(&self) -> Vec<NewFile> {
        let rule = self.id.0.rsplit('.').next().unwrap_or_default();
        let file = |name: String, template: &str| NewFile {
            name,
            text: template
                .replace("@ID@", &self.id.0)
                .replace("@RULE@", rule)
                .replace("@SUBJECT@", self.subject.name())
                .replace("@SUBJECT_WORDS@", &self.subject.name().replace('_', " ")),
        };
        match self.language {
            NewPolicyLanguage::Rego => vec![
                file(format!("{rule}.rego"), include_str!("rule.rego.in")),
                file(format!("{rule}_test.rego"), include_str!("rule_test.rego.in")),
                file("examples.yaml".to_owned(), include_str!("rule_examples.yaml.in")),
            ],
            NewPolicyLanguage::Schema => vec![
                file(format!("{rule}.schema.json"), include_str!("rule.schema.json.in")),
                file("examples.yaml".to_owned(), include_str!("schema_examples.yaml.in")),
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(
        clippy::unwrap_used,
        reason = "a test that cannot write its files should fail loudly"
    )]

    use super::{NewPolicy, NewPolicyLanguage};
    use crate::policy::Shipped;
    use crate::policy::new_policy::new_id;
    use crate::policy::testing::{Measure, TestRun, TestVerdict};
    use crate::snapshot::Kind;

    #[test]
    fn what_is_made_passes_at_once_for_every_kind_and_is_covered() {
        let folder = tempfile::tempdir().unwrap();
        for (at, kind) in Kind::ALL.iter().enumerate() {
            for (language, id) in [
                (NewPolicyLanguage::Rego, format!("mesh.made.rego_{at}")),
                (NewPolicyLanguage::Schema, format!("domain.sales.made.schema_{at}")),
            ] {
                let policy = NewPolicy {
                    id: new_id(&id).unwrap(),
                    subject: *kind,
                    language,
                };
                let into = folder.path().join(policy.folder());
                std::fs::create_dir_all(&into).unwrap();
                for file in policy.files() {
                    assert!(!file.text.contains('@'), "{}", file.text);
                    std::fs::write(into.join(file.name), file.text).unwrap();
                }
            }
        }
        let run = TestRun {
            directories: &[folder.path().to_owned()],
            shipped: Shipped::Exclude,
            filter: None,
            coverage: Measure::Yes,
            limits: crate::policy::JudgeLimits::default(),
        };
        let report = run.run();
        let errors: Vec<String> = report.errors.iter().map(crate::policy::PolicyError::message).collect();
        assert_eq!(errors, [] as [String; 0]);
        let failed: Vec<_> = report.results.iter().filter_map(|result| result.failure()).collect();
        assert!(failed.is_empty(), "{failed:#?}");
        assert_eq!(report.verdict(Some(100.0)), TestVerdict::Passed);
        assert_eq!(report.lacking, []);
    }
}
