//! What somebody thinks of changing, and why it cannot be tried.

use std::fmt;

use jiff::civil::Date;

use crate::policy::{Level, Point};

/// One change of what the owner of a policy has in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proposal {
    /// The next dated stage of a policy begins now.
    Advance {
        /// The policy, by id or code.
        policy: Box<str>,
    },
    /// A policy gets a level.
    Level {
        /// The policy, by id or code.
        policy: Box<str>,
        /// The level.
        level: Level,
    },
    /// A parameter gets a value.
    Parameter {
        /// The policy, by id or code.
        policy: Box<str>,
        /// The parameter.
        name: Box<str>,
        /// The value as it was written: JSON, or a bare text.
        value: Box<str>,
    },
}

impl Proposal {
    /// The policy that it names.
    pub fn policy(&self) -> &str {
        match self {
            Self::Advance { policy } | Self::Level { policy, .. } | Self::Parameter { policy, .. } => policy,
        }
    }
}

/// Why a proposal cannot be tried; each says what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProposalError {
    /// No policy has this id or code.
    NoPolicy {
        /// What was written.
        name: Box<str>,
        /// The ids and codes that may have been meant.
        alike: Vec<Box<str>>,
    },
    /// The policy has no stage that is still to come.
    NoStage {
        /// The policy.
        policy: Box<str>,
        /// The point.
        point: Point,
        /// The day.
        day: Date,
        /// Its stages there.
        stages: Vec<(Option<Date>, Level)>,
    },
    /// The policy has no such parameter.
    NoParameter {
        /// The policy.
        policy: Box<str>,
        /// What was written.
        name: Box<str>,
        /// The parameters that it has.
        known: Vec<Box<str>>,
        /// The one that may have been meant.
        near: Option<Box<str>>,
    },
    /// The value is not of the parameter's type.
    Mistyped {
        /// The policy.
        policy: Box<str>,
        /// The parameter.
        name: Box<str>,
        /// What was written.
        value: Box<str>,
        /// What it takes, in words.
        takes: &'static str,
        /// Its value as its author wrote it, as JSON.
        default: Box<str>,
    },
    /// An advisory policy is never above `warn`.
    Advisory {
        /// The policy.
        policy: Box<str>,
    },
    /// Two proposals speak of the same thing.
    Twice {
        /// The policy.
        policy: Box<str>,
        /// What of it.
        what: Box<str>,
    },
}

impl fmt::Display for ProposalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoPolicy { name, alike } => {
                write!(f, "there is no policy `{name}`; ")?;
                match offered(alike) {
                    Some(names) => write!(f, "did you mean {names}?"),
                    None => f.write_str("`meshgov policy list` lists them all"),
                }
            }
            Self::NoStage {
                policy,
                point,
                day,
                stages,
            } => {
                let stages: Vec<String> = stages.iter().copied().map(stage).collect();
                write!(
                    f,
                    "{policy} has no stage after {day} at the {}: it is {}; try another level with --level {policy}=LEVEL",
                    point.name(),
                    stages.join(", ")
                )
            }
            Self::NoParameter {
                policy,
                name,
                known,
                near,
            } => {
                write!(f, "{policy} has no parameter `{name}`; ")?;
                match near {
                    Some(near) => write!(f, "did you mean `{near}`?"),
                    None if known.is_empty() => f.write_str("it has none"),
                    None => write!(f, "it has {}", known.join(", ")),
                }
            }
            Self::Mistyped {
                policy,
                name,
                value,
                takes,
                default,
            } => write!(
                f,
                "{policy}: {name} = {value} is not {takes}; write it as the policy does: {default}"
            ),
            Self::Advisory { policy } => {
                write!(f, "{policy} is advisory, and never above warn; try warn, note or off")
            }
            Self::Twice { policy, what } => {
                write!(
                    f,
                    "the {what} of {policy} is proposed twice; say once what it should be"
                )
            }
        }
    }
}

impl std::error::Error for ProposalError {}

fn offered(names: &[Box<str>]) -> Option<String> {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    let (last, others) = quoted.split_last()?;
    Some(match others {
        [] => last.clone(),
        _ => format!("{} or {last}", others.join(", ")),
    })
}

fn stage((from, level): (Option<Date>, Level)) -> String {
    from.map_or_else(|| level.to_string(), |from| format!("{level} from {from}"))
}
