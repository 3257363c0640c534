//! What a check says of one subject.

use crate::text::Step;

use super::level::Level;

/// One violation, as the policy states it.
#[derive(Clone, Debug, PartialEq)]
pub struct Violation {
    /// What is wrong.
    pub message: Box<str>,
    /// Where in the subject.
    pub path: Vec<Step>,
    /// The domains that take part, where the policy names them.
    pub parties: Vec<Box<str>>,
    /// What was found.
    pub actual: Option<serde_json::Value>,
    /// What should be.
    pub expected: Option<serde_json::Value>,
    /// What to do; wins over the metadata's.
    pub remediation: Option<Box<str>>,
    /// What tells it from another violation of the same subject at the same path.
    pub key: Option<Box<str>>,
    /// A level below the policy's, where this violation deserves less.
    pub level: Option<Level>,
    /// The policy's own exception that covers it, where one does.
    pub exception: Option<Box<str>>,
}

impl Violation {
    /// A violation of which no more is known than this message.
    pub(super) fn saying(message: &str) -> Self {
        Self {
            message: message.into(),
            path: Vec::new(),
            parties: Vec::new(),
            actual: None,
            expected: None,
            remediation: None,
            key: None,
            level: None,
            exception: None,
        }
    }
}

impl Violation {
    /// The violation as a policy in Rego would write it; what it does not say is left out.
    pub fn to_json(&self) -> serde_json::Value {
        let path: Vec<serde_json::Value> = self
            .path
            .iter()
            .map(|step| match step {
                Step::Key(key) => (&**key).into(),
                Step::Index(index) => (*index).into(),
            })
            .collect();
        let mut members = serde_json::Map::new();
        members.insert("message".to_owned(), (&*self.message).into());
        members.insert("path".to_owned(), path.into());
        let texts = [
            ("remediation", self.remediation.as_deref()),
            ("key", self.key.as_deref()),
        ];
        for (name, text) in texts {
            if let Some(text) = text {
                members.insert(name.to_owned(), text.into());
            }
        }
        for (name, value) in [("actual", &self.actual), ("expected", &self.expected)] {
            if let Some(value) = value {
                members.insert(name.to_owned(), value.clone());
            }
        }
        if let Some(level) = self.level {
            members.insert("level".to_owned(), level.name().into());
        }
        if !self.parties.is_empty() {
            let parties: Vec<&str> = self.parties.iter().map(|party| &**party).collect();
            members.insert("parties".to_owned(), parties.into());
        }
        members.into()
    }
}

/// The outcome of one check on one subject.
#[derive(Clone, Debug, PartialEq)]
pub enum Judged {
    /// Nothing is wrong.
    Pass,
    /// The policy does not speak of this subject.
    NotApplicable,
    /// Something is wrong; never empty.
    Violations(Vec<Violation>),
    /// Nothing wrong was seen, but facts are missing: the reasons, never empty.
    CannotEvaluate(Vec<Box<str>>),
}

/// Why a check broke. It concerns the policy, never the subject.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The policy failed while it ran.
    #[error("{message}")]
    Failed {
        /// What the interpreter says.
        message: Box<str>,
        /// The line of the policy, from 1, where it says one.
        line: Option<u32>,
    },
    /// The policy panicked.
    #[error("the policy made its interpreter panic: {message}")]
    Panicked {
        /// What the panic says.
        message: Box<str>,
    },
    /// The policy ran for too long.
    #[error("the policy ran for more than {milliseconds} ms on one subject")]
    OutOfTime {
        /// The limit.
        milliseconds: u64,
    },
    /// The policy used too much memory.
    #[error("the policy used more than {mebibytes} MiB on one subject")]
    OutOfMemory {
        /// The limit.
        mebibytes: u64,
    },
    /// The policy ran over a limit on several subjects, and was not asked again.
    #[error("the policy ran over its limits on several subjects and was given up")]
    GivenUp,
    /// The policy gave something that is not a violation.
    #[error("{message}")]
    Malformed {
        /// What it gave.
        message: Box<str>,
    },
}
