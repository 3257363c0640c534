//! The part of Data Factory's expression language that files alone can resolve: parameters, text and `concat`.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::snapshot::Setting;

use super::host::is_placeholder;
use super::reason::Reason;

/// A value, or why it is not known.
pub(in crate::facts) type Known<'a> = Result<Cow<'a, str>, Reason>;

/// What an expression may refer to, from the inside out: a linked service, the dataset that uses it, the pipeline around both.
#[derive(Clone, Copy, Debug)]
pub(in crate::facts) struct Scope<'a> {
    /// The name before the parameters: `linkedService`, `dataset` or `pipeline`.
    pub(in crate::facts) name: &'static str,
    /// Arguments passed from outside.
    pub(in crate::facts) arguments: Option<&'a BTreeMap<Box<str>, Setting>>,
    /// Default values.
    pub(in crate::facts) defaults: &'a BTreeMap<Box<str>, Setting>,
    /// The scope in which the arguments are written.
    pub(in crate::facts) outer: Option<&'a Self>,
}

impl<'a> Scope<'a> {
    /// What a setting comes to in this scope.
    pub(in crate::facts) fn resolve(&self, setting: &'a Setting) -> Known<'a> {
        match setting {
            Setting::Expression(text) => evaluate(text, Some(self)),
            other => plain(other),
        }
    }

    fn parameter(&self, name: &str) -> Known<'a> {
        if let Some(setting) = self.arguments.and_then(|arguments| arguments.get(name)) {
            return match self.outer {
                Some(outer) => outer.resolve(setting),
                None => plain(setting),
            };
        }
        self.defaults.get(name).map_or(Err(Reason::Expression), plain)
    }
}

/// What a setting comes to where there is nothing to refer to, such as in a contract.
pub(in crate::facts) fn plain(setting: &Setting) -> Known<'_> {
    match setting {
        Setting::Literal(text) if is_placeholder(text) => Err(Reason::Variable),
        Setting::Literal(text) => Ok(Cow::Borrowed(text)),
        Setting::Expression(text) => evaluate(text, None),
        Setting::Masked => Err(Reason::Masked),
        Setting::Secret { .. } => Err(Reason::KeyVault),
        Setting::Unresolved(_) => Err(Reason::Variable),
    }
}

fn evaluate<'a>(text: &'a str, scope: Option<&Scope<'a>>) -> Known<'a> {
    if !text.contains('@') {
        if is_placeholder(text) {
            return Err(Reason::Variable);
        }
        return Ok(Cow::Borrowed(text));
    }
    if let Some(literal) = text.strip_prefix("@@") {
        return Ok(Cow::Owned(format!("@{literal}")));
    }
    if let Some(expression) = text.strip_prefix('@').filter(|rest| !rest.starts_with('{')) {
        return term(expression.trim(), scope);
    }
    if !text.contains("@{") {
        return Ok(Cow::Borrowed(text));
    }
    let mut resolved = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("@{") {
        let (inside, behind) = after.split_once('}').ok_or(Reason::Expression)?;
        resolved.push_str(before);
        resolved.push_str(&term(inside.trim(), scope)?);
        rest = behind;
    }
    resolved.push_str(rest);
    Ok(Cow::Owned(resolved))
}

/// A literal, a parameter, or `concat` of such.
fn term<'a>(text: &str, scope: Option<&Scope<'a>>) -> Known<'a> {
    if let Some(literal) = text.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
        if literal.replace("''", "").contains('\'') {
            return Err(Reason::Expression);
        }
        return Ok(Cow::Owned(literal.replace("''", "'")));
    }
    if let Some(arguments) = text.strip_prefix("concat(").and_then(|rest| rest.strip_suffix(')')) {
        let mut resolved = String::new();
        for argument in arguments_of(arguments).ok_or(Reason::Expression)? {
            resolved.push_str(&term(argument.trim(), scope)?);
        }
        return Ok(Cow::Owned(resolved));
    }
    let mut scope = scope;
    while let Some(here) = scope {
        let parameter = text
            .strip_prefix(here.name)
            .and_then(|rest| rest.strip_prefix("()."))
            .map(|rest| rest.strip_prefix("parameters.").unwrap_or(rest))
            .filter(|name| {
                name.chars()
                    .all(|character| character.is_alphanumeric() || "_- ".contains(character))
            });
        if let Some(name) = parameter {
            return here.parameter(name);
        }
        scope = here.outer;
    }
    Err(Reason::Expression)
}

/// Arguments between commas that are in no quotes and no parentheses.
fn arguments_of(text: &str) -> Option<Vec<&str>> {
    let mut arguments = Vec::new();
    let (mut depth, mut quoted, mut start) = (0_u32, false, 0);
    for (index, character) in text.char_indices() {
        match character {
            '\'' => quoted = !quoted,
            _ if quoted => {}
            '(' => depth += 1,
            ')' => depth = depth.checked_sub(1)?,
            ',' if depth == 0 => {
                arguments.push(text.get(start..index)?);
                start = index + 1;
            }
            _ => {}
        }
    }
    arguments.push(text.get(start..)?);
    Some(arguments)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Reason, Scope};
    use crate::snapshot::Setting;

    #[test]
    fn what_files_resolve_is_resolved_and_nothing_else() {
        let literal = |text: &str| Setting::Literal(text.into());
        let expression = |text: &str| Setting::Expression(text.into());
        let parameters = BTreeMap::from([("day".into(), literal("mon")), ("vault".into(), Setting::Masked)]);
        let pipeline = Scope {
            name: "pipeline",
            arguments: None,
            defaults: &parameters,
            outer: None,
        };
        let arguments = BTreeMap::from([
            (
                "file".into(),
                expression("@concat('orders_', pipeline().parameters.day, '.csv')"),
            ),
            ("now".into(), expression("@utcnow()")),
            ("hidden".into(), expression("@pipeline().parameters.vault")),
        ]);
        let defaults = BTreeMap::from([("folder".into(), literal("in")), ("file".into(), literal("default"))]);
        let dataset = Scope {
            name: "dataset",
            arguments: Some(&arguments),
            defaults: &defaults,
            outer: Some(&pipeline),
        };
        for (setting, expected) in [
            (literal("plain"), Ok("plain")),
            (literal("@plain"), Ok("@plain")),
            (expression("@dataset().folder"), Ok("in")),
            (
                expression("@{dataset().folder}/@{dataset().file}"),
                Ok("in/orders_mon.csv"),
            ),
            (expression("@dataset().file\n"), Ok("orders_mon.csv")),
            (expression("@concat('it''s', '')"), Ok("it's")),
            (expression("orders/exports/json"), Ok("orders/exports/json")),
            (expression("@dataset().now"), Err(Reason::Expression)),
            (expression("@dataset().nobody"), Err(Reason::Expression)),
            (
                expression("@concat(dataset().folder, utcnow())"),
                Err(Reason::Expression),
            ),
            (expression("@{dataset().folder"), Err(Reason::Expression)),
            (expression("@item().table"), Err(Reason::Expression)),
            (expression("@dataset().hidden"), Err(Reason::Masked)),
            (Setting::Unresolved("${X}".into()), Err(Reason::Variable)),
        ] {
            assert_eq!(
                dataset.resolve(&setting).as_deref(),
                expected.as_ref().map(|text| *text),
                "{setting:?}"
            );
        }
    }
}
