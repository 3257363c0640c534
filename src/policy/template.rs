//! Texts with `{placeholders}`.

use serde_json::Value;

use crate::text::Span;

use super::violation::Violation;

/// A text whose `{field}` and `{nested.field}` placeholders a violation or its subject fills.
///
/// `{{` and `}}` stand for braces. A placeholder that nothing fills is shown as `<field>`: a report must not fail over it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Template {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(Box<str>),
    Field(Box<str>),
}

/// What is wrong with a template, and where in it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// `{` without `}`.
    #[error("the placeholder is never closed")]
    Unclosed(Span),
    /// `}` without `{`.
    #[error("`}}` closes no placeholder")]
    Unopened(Span),
    /// `{}` or a name that no field can have.
    #[error("`{name}` is no name of a field")]
    BadName {
        /// Where.
        span: Span,
        /// What stands there.
        name: Box<str>,
    },
}

impl TemplateError {
    /// The bytes of the template that are wrong.
    pub const fn span(&self) -> Span {
        match self {
            Self::Unclosed(span) | Self::Unopened(span) | Self::BadName { span, .. } => *span,
        }
    }
}

impl Template {
    /// Reads a template.
    pub fn parse(text: &str) -> Result<Self, TemplateError> {
        let mut parts = Vec::new();
        let mut literal = String::new();
        let mut rest = text;
        while let Some(at) = rest.find(['{', '}']) {
            let start = text.len() - rest.len() + at;
            literal.push_str(rest.get(..at).unwrap_or_default());
            let brace = rest.get(at..).unwrap_or_default();
            if let Some(after) = brace.strip_prefix("{{").or_else(|| brace.strip_prefix("}}")) {
                literal.push_str(brace.get(..1).unwrap_or_default());
                rest = after;
                continue;
            }
            let Some(body) = brace.strip_prefix('{') else {
                return Err(TemplateError::Unopened(span(start, 1)));
            };
            let Some(end) = body
                .find(['{', '}'])
                .filter(|end| body.as_bytes().get(*end) == Some(&b'}'))
            else {
                return Err(TemplateError::Unclosed(span(start, 1)));
            };
            let name = body.get(..end).unwrap_or_default();
            if !is_path(name) {
                return Err(TemplateError::BadName {
                    span: span(start, end + 2),
                    name: name.into(),
                });
            }
            if !literal.is_empty() {
                parts.push(Part::Text(std::mem::take(&mut literal).into()));
            }
            parts.push(Part::Field(name.into()));
            rest = body.get(end + 1..).unwrap_or_default();
        }
        literal.push_str(rest);
        if !literal.is_empty() {
            parts.push(Part::Text(literal.into()));
        }
        Ok(Self { parts })
    }

    /// The top-level field of each placeholder, in order of appearance.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Field(path) => path.split('.').next(),
            Part::Text(_) => None,
        })
    }

    /// Each placeholder, in order of appearance.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Field(path) => Some(&**path),
            Part::Text(_) => None,
        })
    }

    /// The text, filled by what the violation says, else by the subject.
    pub fn fill(&self, violation: &Violation, subject: &Value) -> String {
        self.fill_with(|path| of_violation(violation, path).or_else(|| of_value(subject, path)))
    }

    /// The text, filled by whatever a function knows of a path.
    pub(super) fn fill_with(&self, known: impl Fn(&str) -> Option<String>) -> String {
        let mut filled = String::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => filled.push_str(text),
                Part::Field(path) => filled.push_str(&known(path).unwrap_or_else(|| format!("<{path}>"))),
            }
        }
        filled
    }
}

fn span(start: usize, length: usize) -> Span {
    let offset = |at| u32::try_from(at).unwrap_or(u32::MAX);
    Span::new(offset(start), offset(start + length))
}

fn is_path(name: &str) -> bool {
    name.split('.').all(|step| {
        !step.is_empty()
            && step
                .chars()
                .all(|character| character.is_alphanumeric() || matches!(character, '_' | '-'))
    })
}

fn of_violation(violation: &Violation, path: &str) -> Option<String> {
    let (field, rest) = path
        .split_once('.')
        .map_or((path, None), |(field, rest)| (field, Some(rest)));
    let value = |value: &Option<Value>| match (value, rest) {
        (Some(value), None) => shown(value),
        (Some(value), Some(rest)) => of_value(value, rest),
        (None, _) => None,
    };
    match (field, rest) {
        ("actual", _) => value(&violation.actual),
        ("expected", _) => value(&violation.expected),
        ("message", None) => Some(violation.message.to_string()),
        ("key", None) => violation.key.as_deref().map(str::to_owned),
        ("parties", None) if !violation.parties.is_empty() => Some(violation.parties.join(", ")),
        _ => None,
    }
}

/// What a dotted path names in a value, as people read it.
pub(super) fn of_value(value: &Value, path: &str) -> Option<String> {
    path.split('.')
        .try_fold(value, |value, step| match value {
            Value::Object(members) => members.get(step),
            Value::Array(elements) => step.parse::<usize>().ok().and_then(|index| elements.get(index)),
            _ => None,
        })
        .and_then(shown)
}

fn shown(value: &Value) -> Option<String> {
    match value {
        Value::Null | Value::Object(_) => None,
        Value::Bool(value) => Some(value.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => (!text.is_empty()).then(|| text.clone()),
        Value::Array(elements) => {
            let elements: Option<Vec<String>> = elements.iter().map(shown).collect();
            elements
                .filter(|elements| !elements.is_empty())
                .map(|elements| elements.join(", "))
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

    use serde_json::json;

    use super::{Template, TemplateError};
    use crate::policy::Violation;
    use crate::text::Span;

    fn violation() -> Violation {
        Violation {
            message: "m".into(),
            path: Vec::new(),
            parties: vec!["hr".into(), "sales".into()],
            actual: Some(json!(4)),
            expected: None,
            remediation: None,
            key: None,
            level: None,
            exception: None,
        }
    }

    #[test]
    fn the_violation_fills_before_the_subject() {
        let template = Template::parse("{actual} of {limit.max} for {parties}; {tags} {{as is}}").unwrap();
        let subject = json!({"actual": 9, "limit": {"max": 3}, "tags": ["a", "b"], "parties": "none"});
        assert_eq!(
            template.fill(&violation(), &subject),
            "4 of 3 for hr, sales; a, b {as is}"
        );
        assert_eq!(
            template.fields().collect::<Vec<_>>(),
            ["actual", "limit", "parties", "tags"]
        );
    }

    #[test]
    fn what_nothing_fills_stays_readable() {
        let template = Template::parse("Ask {primary_domain}, {owner.name} or {list}").unwrap();
        let subject = json!({"primary_domain": null, "owner": {"name": ""}, "list": []});
        assert_eq!(
            template.fill(&violation(), &subject),
            "Ask <primary_domain>, <owner.name> or <list>"
        );
    }

    #[test]
    fn broken_placeholders_say_where() {
        assert_eq!(
            Template::parse("é {a").unwrap_err(),
            TemplateError::Unclosed(Span::new(3, 4))
        );
        assert_eq!(
            Template::parse("a {b {c}").unwrap_err(),
            TemplateError::Unclosed(Span::new(2, 3))
        );
        assert_eq!(
            Template::parse("a } b").unwrap_err(),
            TemplateError::Unopened(Span::new(2, 3))
        );
        let bad = TemplateError::BadName {
            span: Span::new(1, 6),
            name: "a b".into(),
        };
        assert_eq!(Template::parse("x{a b}").unwrap_err(), bad);
        assert!(Template::parse("{}").is_err());
        assert!(Template::parse("{a..b}").is_err());
    }
}
