//! What the rules of a conftest policy give, read as conftest reads it.
//!
//! A result is a text, or an object with `msg`; whatever else is in such an object describes the result and decides nothing.
//! A result without words is none. A rule whose name `exception` names, without `deny_`, `violation_` or `warn_` in front, is
//! excepted for that document.

use std::collections::BTreeSet;

use regorus::Value;

use crate::policy::{Fault, Level, Violation};

use super::convert::to_json;
use super::outcome::{malformed, path, told};

/// The words with which the name of a rule begins that says something.
const KINDS: [&str; 3] = ["violation", "deny", "warn"];

/// The names of the rules that are excepted for one document.
#[derive(Debug, Default)]
pub(super) struct Exceptions {
    /// The path of the rule that names them.
    rule: String,
    names: BTreeSet<Box<str>>,
}

impl Exceptions {
    /// The names in what the rule at this path gave: those two steps inside, as in `exception[_][_]`.
    pub(super) fn read(rule: &str, given: &Value) -> Self {
        let names = members(given)
            .into_iter()
            .flat_map(members)
            .filter_map(|name| match name {
                Value::String(name) => Some(Box::from(&**name)),
                _ => None,
            });
        Self {
            rule: rule.to_owned(),
            names: names.collect(),
        }
    }

    /// The question whose answer excepts a rule, in the words of conftest.
    fn of(&self, rule: &str) -> Option<Box<str>> {
        let name = bare(rule);
        let question = || format!("{}[_][_] == {}", self.rule, serde_json::Value::from(name)).into();
        self.names.contains(name).then(question)
    }
}

/// The results that a rule gave. `level` is that of the rule's name.
pub(super) fn results(
    rule: &str,
    given: &Value,
    level: Option<Level>,
    exceptions: &Exceptions,
    into: &mut Vec<Violation>,
) -> Result<(), Fault> {
    let elements: Vec<&Value> = match given {
        Value::Set(_) | Value::Array(_) => members(given),
        _ => return Ok(()),
    };
    for element in elements {
        let mut violation = match element {
            Value::String(message) => Violation::saying(message),
            Value::Object(_) => described(rule, element)?,
            other => {
                let gave = format!("`{rule}` gave {}, not a text or an object with `msg`", told(other));
                return Err(malformed(gave));
            }
        };
        if !violation.message.is_empty() {
            violation.level = level;
            violation.exception = exceptions.of(rule);
            into.push(violation);
        }
    }
    Ok(())
}

/// An object with a message. A `path`, `actual`, `expected` or `remediation` that is as ours would be is taken for one.
fn described(rule: &str, element: &Value) -> Result<Violation, Fault> {
    let text = |field: &str| match &element[field] {
        Value::String(text) => Some(Box::from(&**text)),
        _ => None,
    };
    let message = text("msg").or_else(|| text("message")).ok_or_else(|| {
        let gave = format!("`{rule}` gave {}, which has no `msg` that is a text", told(element));
        malformed(gave)
    })?;
    Ok(Violation {
        path: path(rule, &element["path"]).unwrap_or_default(),
        actual: to_json(&element["actual"]),
        expected: to_json(&element["expected"]),
        remediation: text("remediation"),
        ..Violation::saying(&message)
    })
}

fn members(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(elements) => elements.iter().collect(),
        Value::Set(elements) => elements.iter().collect(),
        Value::Object(members) => members.iter().map(|(_, value)| value).collect(),
        _ => Vec::new(),
    }
}

/// The name of a rule without the word for its kind.
fn bare(rule: &str) -> &str {
    if KINDS.contains(&rule) {
        return "";
    }
    KINDS.iter().fold(rule, |name, kind| {
        name.strip_prefix(kind)
            .and_then(|rest| rest.strip_prefix('_'))
            .unwrap_or(name)
    })
}

#[cfg(test)]
mod tests {
    use super::bare;

    #[test]
    fn exceptions_name_rules_without_their_kind() {
        let names = ["deny", "warn", "deny_a_b", "violation_deny_x", "warn_y"];
        assert_eq!(names.map(bare), ["", "", "a_b", "x", "y"]);
    }
}
