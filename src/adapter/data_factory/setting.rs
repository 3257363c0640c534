//! Values of Data Factory: literal, expression, masked, or a reference to a key vault.

use std::collections::BTreeMap;

use crate::snapshot::Setting;

use super::super::field::literal;
use super::connection_string;
use super::view::View;
use crate::text::{is_secret, spells_secret};

/// Settings by key.
pub(super) type Settings = BTreeMap<Box<str>, Setting>;

/// A value as a setting; an object that is no expression, secure string or key vault reference is none.
pub(super) fn setting<'t, V: View<'t>>(value: V) -> Option<Setting> {
    if !value.is_object() {
        return value.scalar().map(|text| of_text(&text));
    }
    match value.str("type")? {
        kind if kind.eq_ignore_ascii_case("Expression") => value.get("value")?.scalar().map(|text| of_text(&text)),
        kind if kind.eq_ignore_ascii_case("SecureString") => Some(match value.get("value").and_then(setting) {
            Some(expression @ Setting::Expression(_)) => expression,
            _ => Setting::Masked,
        }),
        kind if kind.eq_ignore_ascii_case("AzureKeyVaultSecret") => {
            let store = value.get("store").and_then(|store| store.str("referenceName"));
            let name = value.get("secretName").and_then(setting);
            Some(Setting::Secret {
                store: store.unwrap_or_default().into(),
                name: match name {
                    Some(Setting::Literal(name) | Setting::Expression(name) | Setting::Unresolved(name)) => name,
                    _ => Box::default(),
                },
            })
        }
        _ => None,
    }
}

/// A text as a setting. `@` begins an expression and `@{` one within a text; doubled, the at-sign stands for itself.
pub(super) fn of_text(text: &str) -> Setting {
    if is_masked(text) {
        Setting::Masked
    } else if is_expression(text) {
        // An expression that spells out a secret is one all the same, but its text is not kept.
        Setting::Expression(if spells_secret(text) { "@" } else { text.trim() }.into())
    } else {
        literal(&text.strip_prefix("@@").map_or_else(
            || text.replace("@@{", "@{"),
            |rest| format!("@{}", rest.replace("@@{", "@{")),
        ))
    }
}

/// The service replaces what is secret by asterisks.
fn is_masked(text: &str) -> bool {
    let text = text.trim();
    text.len() >= 3 && text.bytes().all(|byte| byte == b'*')
}

fn is_expression(text: &str) -> bool {
    if text.starts_with('@') && !text.starts_with("@@") && !text.starts_with("@{") {
        return true;
    }
    text.match_indices("@{").any(|(at, _)| !text[..at].ends_with('@'))
}

/// Adds every setting of an object by its key, connection strings by their parts. Passwords, keys and tokens are left out,
/// but for where a key vault holds them.
pub(super) fn collect<'t, V: View<'t>>(object: V, settings: &mut Settings) {
    for (key, value) in object.members() {
        if key.eq_ignore_ascii_case("connectionString") {
            connection_string::collect(value, settings);
        } else if let Some(setting) = setting(value)
            && (!is_secret(key) || matches!(setting, Setting::Secret { .. } | Setting::Masked))
        {
            settings.insert(key.into(), setting);
        }
    }
}

/// The default values of `parameters`; one that is a secure string is masked.
pub(super) fn defaults<'t, V: View<'t>>(owner: V) -> Settings {
    let mut defaults = Settings::new();
    for (name, parameter) in owner.get("parameters").into_iter().flat_map(V::members) {
        let Some(default) = parameter.get("defaultValue").and_then(setting) else {
            continue;
        };
        let secure = parameter
            .str("type")
            .is_some_and(|kind| kind.eq_ignore_ascii_case("SecureString"));
        let hidden = secure || is_secret(name) && matches!(default, Setting::Literal(_));
        defaults.insert(name.into(), if hidden { Setting::Masked } else { default });
    }
    defaults
}

/// The arguments that a reference passes.
pub(super) fn arguments<'t, V: View<'t>>(reference: V) -> Settings {
    let parameters = reference.get("parameters").into_iter().flat_map(V::members);
    parameters
        .filter_map(|(name, value)| {
            let setting = setting(value)?;
            let hidden = is_secret(name) && matches!(setting, Setting::Literal(_));
            Some((name.into(), if hidden { Setting::Masked } else { setting }))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Setting, setting};

    #[test]
    fn each_way_to_write_a_value_is_told_apart() {
        let literal = |text: &str| Some(Setting::Literal(text.into()));
        let expression = |text: &str| Some(Setting::Expression(text.into()));
        for (value, expected) in [
            (json!("orders"), literal("orders")),
            (json!(5432), literal("5432")),
            (json!(""), None),
            (json!(null), None),
            (json!("@dataset().folder"), expression("@dataset().folder")),
            (json!("raw/@{item().name}"), expression("raw/@{item().name}")),
            (json!("@{item().name}"), expression("@{item().name}")),
            (json!("@@home"), literal("@home")),
            (json!("a@@{b}"), literal("a@{b}")),
            (json!("me@example.com"), literal("me@example.com")),
            (json!({"value": "@item()", "type": "Expression"}), expression("@item()")),
            (json!({"value": "plain", "type": "Expression"}), literal("plain")),
            (json!("**********"), Some(Setting::Masked)),
            (
                json!({"type": "SecureString", "value": "**********"}),
                Some(Setting::Masked),
            ),
            (
                json!({"type": "SecureString", "value": "hunter2"}),
                Some(Setting::Masked),
            ),
            (
                json!({"type": "AzureKeyVaultSecret", "store": {"referenceName": "kv", "type": "LinkedServiceReference"}, "secretName": "erp"}),
                Some(Setting::Secret {
                    store: "kv".into(),
                    name: "erp".into(),
                }),
            ),
            (json!("${HOST}"), Some(Setting::Unresolved("${HOST}".into()))),
            (json!("<server>"), Some(Setting::Unresolved("<server>".into()))),
            (json!({"referenceName": "x", "type": "LinkedServiceReference"}), None),
            (json!(["a"]), None),
        ] {
            assert_eq!(setting(&value), expected, "{value}");
        }
    }
}
