//! What a policy's rules give, read as violations.

use regorus::Value;

use crate::policy::{Fault, Level, Violation};
use crate::text::{Pointer, Step};

use super::convert::to_json;

/// The violations in the set that a rule gave. `level` is that of the rule's name: `warn` warns.
pub(super) fn violations(
    rule: &str,
    given: &Value,
    level: Option<Level>,
    into: &mut Vec<Violation>,
) -> Result<(), Fault> {
    match given {
        Value::Undefined => Ok(()),
        Value::Set(elements) => {
            for element in elements.iter() {
                into.push(violation(rule, element, level)?);
            }
            Ok(())
        }
        other => Err(malformed(format!(
            "`{rule}` is {}, not a set of violations",
            told(other)
        ))),
    }
}

/// The reasons in what `cannot_evaluate` gave, in order.
pub(super) fn reasons(given: &Value) -> Result<Vec<Box<str>>, Fault> {
    match given {
        Value::Undefined => Ok(Vec::new()),
        Value::Set(elements) => elements
            .iter()
            .map(|element| match element {
                Value::String(reason) => Ok(Box::from(&**reason)),
                other => Err(malformed(format!("`cannot_evaluate` gave {}, not a text", told(other)))),
            })
            .collect(),
        other => Err(malformed(format!(
            "`cannot_evaluate` is {}, not a set of texts",
            told(other)
        ))),
    }
}

/// Whether `not_applicable` holds.
pub(super) fn holds(given: &Value) -> Result<bool, Fault> {
    match given {
        Value::Undefined => Ok(false),
        Value::Bool(holds) => Ok(*holds),
        other => Err(malformed(format!(
            "`not_applicable` is {}, not true or false",
            told(other)
        ))),
    }
}

fn violation(rule: &str, element: &Value, level: Option<Level>) -> Result<Violation, Fault> {
    let mut violation = Violation {
        level,
        ..Violation::saying("")
    };
    match element {
        Value::String(message) => violation.message = Box::from(&**message),
        Value::Object(_) => {
            let text = |field: &str| text(rule, element, field);
            violation.message = match text("message")? {
                Some(message) => message,
                None => text("msg")?
                    .ok_or_else(|| malformed(format!("`{rule}` gave {}, which has no `message`", told(element))))?,
            };
            violation.path = path(rule, &element["path"])?;
            violation.parties = parties(rule, &element["parties"])?;
            violation.actual = to_json(&element["actual"]);
            violation.expected = to_json(&element["expected"]);
            violation.remediation = text("remediation")?;
            violation.key = text("key")?;
            if let Some(name) = text("level")? {
                let named = Level::from_name(&name).ok_or_else(|| {
                    malformed(format!(
                        "`{rule}` gave the level `{name}`, which is none of note, warn and deny"
                    ))
                })?;
                violation.level = Some(named);
            }
        }
        other => {
            return Err(malformed(format!(
                "`{rule}` gave {}, not a text or an object",
                told(other)
            )));
        }
    }
    Ok(violation)
}

fn text(rule: &str, element: &Value, field: &str) -> Result<Option<Box<str>>, Fault> {
    match &element[field] {
        Value::Undefined | Value::Null => Ok(None),
        Value::String(text) => Ok(Some(Box::from(&**text))),
        other => Err(malformed(format!(
            "`{rule}` gave a `{field}` that is {}, not a text",
            told(other)
        ))),
    }
}

pub(super) fn path(rule: &str, given: &Value) -> Result<Vec<Step>, Fault> {
    let wrong = |what: &Value| {
        malformed(format!(
            "`{rule}` gave a `path` with {}, not a key or an index",
            told(what)
        ))
    };
    match given {
        Value::Undefined | Value::Null => Ok(Vec::new()),
        Value::String(pointer) if pointer.is_empty() => Ok(Vec::new()),
        Value::String(pointer) if pointer.starts_with('/') => Ok(Pointer::from_text(&**pointer)
            .tokens()
            .map(|token| match token.parse() {
                Ok(index) => Step::Index(index),
                Err(_) => Step::Key(token.into()),
            })
            .collect()),
        Value::String(field) => Ok(vec![Step::Key(Box::from(&**field))]),
        Value::Array(steps) => steps
            .iter()
            .map(|step| match step {
                Value::String(key) => Ok(Step::Key(Box::from(&**key))),
                Value::Number(number) => number
                    .as_u64()
                    .and_then(|index| usize::try_from(index).ok())
                    .map(Step::Index)
                    .ok_or_else(|| wrong(step)),
                other => Err(wrong(other)),
            })
            .collect(),
        other => Err(wrong(other)),
    }
}

/// The parties; one that is not known is null, and left out.
fn parties(rule: &str, given: &Value) -> Result<Vec<Box<str>>, Fault> {
    let elements: Vec<&Value> = match given {
        Value::Undefined | Value::Null => Vec::new(),
        Value::Array(elements) => elements.iter().collect(),
        Value::Set(elements) => elements.iter().collect(),
        one => vec![one],
    };
    let mut parties = Vec::with_capacity(elements.len());
    for element in elements {
        match element {
            Value::String(party) => parties.push(Box::from(&**party)),
            Value::Null => {}
            other => {
                return Err(malformed(format!(
                    "`{rule}` gave a party that is {}, not a text",
                    told(other)
                )));
            }
        }
    }
    parties.sort();
    parties.dedup();
    Ok(parties)
}

pub(super) fn malformed(message: String) -> Fault {
    Fault::Malformed {
        message: message.into(),
    }
}

/// A value for an error message: its beginning.
pub(super) fn told(value: &Value) -> String {
    const LONGEST: usize = 80;
    let text = match value {
        Value::Undefined => "undefined".to_owned(),
        // What is large is not worth spelling out to show its beginning.
        Value::Array(elements) if elements.len() > LONGEST => format!("an array of {} elements", elements.len()),
        Value::Set(elements) if elements.len() > LONGEST => format!("a set of {} elements", elements.len()),
        Value::Object(members) if members.len() > LONGEST => format!("an object of {} members", members.len()),
        other => to_json(other).map_or_else(|| other.to_string(), |json| json.to_string()),
    };
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}...", text.get(..at).unwrap_or_default()),
        None => text,
    }
}
