//! What a policy may have that lets it run and not do what its author wants.

use serde_json::Value;

use crate::policy::nearest::nearest;

/// A finding about a policy.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum Lint {
    /// A field that the subject does not have.
    #[error("{of} has no field `{name}`")]
    UnknownField {
        /// The field.
        name: Box<str>,
        /// What should have it, as the policy writes it.
        of: Box<str>,
        /// What may have been meant.
        nearest: Option<Box<str>>,
        /// The fields that there are.
        known: Vec<Box<str>>,
    },
    /// A field that no schema describes, and that is nearly the name of one which is described.
    #[error("`{name}` is no field that is described")]
    LikelyField {
        /// The field.
        name: Box<str>,
        /// The one that may have been meant.
        nearest: Box<str>,
    },
    /// A value that a field never has.
    #[error("`{of}` is never {value}{}", if *.is_difference { ", so that this always holds" } else { "" })]
    UnknownValue {
        /// The value.
        value: Value,
        /// The field, as the policy writes it.
        of: Box<str>,
        /// Whether the comparison asks for a difference.
        is_difference: bool,
        /// The values that it can have.
        known: Vec<Value>,
    },
    /// Metadata that should be there.
    #[error("the metadata has no `{key}`")]
    NoMetadata {
        /// The key.
        key: &'static str,
        /// What to write.
        help: &'static str,
    },
    /// A parameter that nothing reads.
    #[error("the parameter `{0}` is never read")]
    UnusedParameter(Box<str>),
    /// A placeholder that neither the violation nor the subject fills.
    #[error("no subject has `{name}`, so that the placeholder is never filled")]
    EmptyPlaceholder {
        /// The placeholder's text, without its braces.
        name: Box<str>,
        /// What may have been meant.
        nearest: Option<Box<str>>,
    },
    /// A condition that never holds.
    #[error("this never holds{}{}", against(*.line), consequence(.rule.as_deref()))]
    NeverHolds {
        /// The line of the condition that it contradicts.
        line: Option<u32>,
        /// The rule that cannot be reached because of it.
        rule: Option<Box<str>>,
    },
    /// A policy that never judges.
    #[error("`not_applicable` always holds, so that the policy never judges anything")]
    NeverApplicable,
    /// Rego of before v1.
    #[error("this is Rego of before v1")]
    OldForm(Box<str>),
}

fn against(line: Option<u32>) -> String {
    line.map_or_else(String::new, |line| format!(" beside line {line}"))
}

fn consequence(rule: Option<&str>) -> String {
    match rule {
        Some(rule) => format!(", so that this `{rule}` is never reached"),
        None => ", so that nothing is found here".to_owned(),
    }
}

impl Lint {
    /// The stable name of the finding's sort.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::UnknownField { .. } => "unknown-field",
            Self::LikelyField { .. } => "likely-field",
            Self::UnknownValue { .. } => "unknown-value",
            Self::NoMetadata { .. } => "missing-metadata",
            Self::UnusedParameter(_) => "unused-parameter",
            Self::EmptyPlaceholder { .. } => "empty-placeholder",
            Self::NeverHolds { .. } => "never-holds",
            Self::NeverApplicable => "never-applicable",
            Self::OldForm(_) => "old-form",
        }
    }

    /// What to do about it.
    pub fn help(&self) -> Option<String> {
        Some(match self {
            Self::UnknownField {
                nearest: Some(nearest), ..
            }
            | Self::EmptyPlaceholder {
                nearest: Some(nearest), ..
            } => {
                format!("did you mean `{nearest}`?")
            }
            Self::LikelyField { nearest, .. } => format!("did you mean `{nearest}`?"),
            Self::UnknownField {
                known, nearest: None, ..
            } => match known.as_slice() {
                [] => "it has no fields at all".to_owned(),
                known => format!("it has {}", listed(known)),
            },
            Self::UnknownValue { value, known, .. } => {
                let texts: Vec<&str> = known.iter().filter_map(Value::as_str).collect();
                let nearest = value.as_str().and_then(|value| nearest(value, texts));
                nearest.map_or_else(
                    || {
                        let known: Vec<Box<str>> = known.iter().map(|value| value.to_string().into()).collect();
                        format!("it can be {}", listed(&known))
                    },
                    |nearest| format!("did you mean \"{nearest}\"?"),
                )
            }
            Self::NoMetadata { help, .. } => (*help).to_owned(),
            Self::UnusedParameter(_) => "read it from `data.parameters`, or take it out".to_owned(),
            Self::EmptyPlaceholder { nearest: None, .. } => {
                "name a field of the subject, or `actual`, `expected`, `message`, `key` or `parties` of the violation"
                    .to_owned()
            }
            Self::NeverHolds { .. } => "take the rule out, or mend the condition".to_owned(),
            Self::NeverApplicable => "give it a condition, or take it out".to_owned(),
            Self::OldForm(instead) => format!("write `{instead}`; `opa fmt --write --v0-v1` rewrites the file"),
        })
    }
}

/// The most names that a list shows.
const MOST_LISTED: usize = 12;

fn listed(names: &[Box<str>]) -> String {
    let shown: Vec<&str> = names.iter().take(MOST_LISTED).map(|name| &**name).collect();
    let more = names.len().saturating_sub(MOST_LISTED);
    let list = shown.join(", ");
    if more > 0 {
        format!("{list} and {more} more")
    } else {
        list
    }
}
