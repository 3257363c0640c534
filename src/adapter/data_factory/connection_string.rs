//! Connection strings: `Server=...;Database=...;Password=...`.

use crate::snapshot::Setting;

use super::super::field::literal;
use super::setting::{Settings, of_text, setting};
use super::view::View;
use crate::text::{is_secret, spells_secret};

/// Adds the parts of a connection string as `connectionString.<part>`, the part in lower case. A string that nothing can
/// be known of (masked, an expression, in a key vault) is one setting `connectionString`. Secrets are dropped.
pub(super) fn collect<'t, V: View<'t>>(value: V, settings: &mut Settings) {
    // A secure string may hold a whole connection string in the clear, of which all but the secrets is of use.
    let text = value.as_str().or_else(|| value.str("value"));
    let Some(whole) = text.map(of_text).or_else(|| setting(value)) else {
        return;
    };
    let is_split = match (&whole, text) {
        (Setting::Literal(_) | Setting::Unresolved(_), Some(text)) => {
            split(text, settings);
            true
        }
        // An expression that begins the string makes all of it; one inside makes a part.
        (Setting::Expression(_), Some(text)) if !text.starts_with('@') => split(text, settings),
        _ => false,
    };
    if !is_split {
        settings.insert("connectionString".into(), whole);
    }
}

/// Whether there was any part.
fn split(text: &str, settings: &mut Settings) -> bool {
    let before = settings.len();
    for part in parts(text) {
        let Some((name, value)) = part.split_once('=').filter(|(name, _)| !name.contains("://")) else {
            if part.contains("://") {
                settings.insert("connectionString.url".into(), literal(part.trim()));
            }
            continue;
        };
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        let value = unquoted(value.trim());
        if value.is_empty() || is_secret(&name) {
            continue;
        }
        let setting = of_text(value);
        // Quotes gone astray may have swallowed the part with the password.
        let swallowed = match &setting {
            Setting::Literal(text) | Setting::Unresolved(text) => spells_secret(text),
            Setting::Expression(_) | Setting::Masked | Setting::Secret { .. } => false,
        };
        if !swallowed && !spells_secret(&name) {
            settings.insert(format!("connectionString.{name}").into(), setting);
        }
    }
    settings.len() > before
}

/// The parts between semicolons; those within quotes, and within `{...}` or `@{...}`, do not part anything. A quote that
/// never ends is none.
fn parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut closing: Option<char> = None;
    let mut depth = 0_usize;
    let mut before = None;
    for (at, character) in text.char_indices() {
        match (closing, character) {
            (Some('}'), '{') => depth += 1,
            (Some('}'), '}') if depth > 1 => depth -= 1,
            (Some(end), _) if end == character => closing = None,
            (None, ';') => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            (None, '"' | '\'') if before == Some('=') => closing = Some(character),
            (None, '{') if matches!(before, Some('=' | '@')) => (closing, depth) = (Some('}'), 1),
            _ => {}
        }
        if !character.is_whitespace() {
            before = Some(character);
        }
    }
    if closing.is_some() {
        return text.split(';').collect();
    }
    parts.push(&text[start..]);
    parts
}

fn unquoted(value: &str) -> &str {
    if value.starts_with("{{") {
        return value;
    }
    for (open, close) in [('"', '"'), ('\'', '\''), ('{', '}')] {
        if let Some(inner) = value.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)) {
            return inner.trim();
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::setting::Settings;
    use super::collect;
    use crate::snapshot::Setting;

    fn settings(value: &Value) -> Vec<(String, String)> {
        let mut settings = Settings::new();
        collect(value, &mut settings);
        let words = settings.into_iter().map(|(key, setting)| {
            let word = match setting {
                Setting::Literal(text) => text.to_string(),
                Setting::Expression(text) => format!("expression {text}"),
                Setting::Unresolved(text) => format!("unresolved {text}"),
                Setting::Masked => "masked".to_owned(),
                Setting::Secret { store, name } => format!("secret {store}/{name}"),
            };
            (key.to_string(), word)
        });
        words.collect()
    }

    #[test]
    fn parts_are_kept_and_secrets_are_not() {
        for (value, expected) in [
            (
                json!(
                    "Server=tcp:erp.database.windows.net,1433;Initial  Catalog=erp;User ID=etl;Password=\"a;b=c\";Encrypt=True"
                ),
                vec![
                    ("connectionString.encrypt", "True"),
                    ("connectionString.initial catalog", "erp"),
                    ("connectionString.server", "tcp:erp.database.windows.net,1433"),
                    ("connectionString.user id", "etl"),
                ],
            ),
            (
                json!({"type": "SecureString", "value": "AccountName=lake;AccountKey=abc==;EndpointSuffix=core.windows.net"}),
                vec![
                    ("connectionString.accountname", "lake"),
                    ("connectionString.endpointsuffix", "core.windows.net"),
                ],
            ),
            (
                json!(
                    "BlobEndpoint=https://lake.blob.core.windows.net/?sv=1&sig=abc;SharedAccessSignature=sv=1&sig=abc"
                ),
                vec![("connectionString.blobendpoint", "https://lake.blob.core.windows.net/")],
            ),
            (
                json!("Server=@{linkedService().server};Database=erp"),
                vec![
                    ("connectionString.database", "erp"),
                    ("connectionString.server", "expression @{linkedService().server}"),
                ],
            ),
            (
                json!("@concat('Server=', linkedService().s)"),
                vec![("connectionString", "expression @concat('Server=', linkedService().s)")],
            ),
            (
                json!({"type": "SecureString", "value": "**********"}),
                vec![("connectionString", "masked")],
            ),
            (
                json!({"type": "AzureKeyVaultSecret", "store": {"referenceName": "kv"}, "secretName": "erp"}),
                vec![("connectionString", "secret kv/erp")],
            ),
            (
                json!("mongodb://u:p@db.example.com/shop"),
                vec![("connectionString.url", "mongodb://db.example.com/shop")],
            ),
            (
                json!("Driver={ODBC; 17};Server=a"),
                vec![
                    ("connectionString.driver", "ODBC; 17"),
                    ("connectionString.server", "a"),
                ],
            ),
            (
                json!("Server={{ host }};Pwd=x"),
                vec![("connectionString.server", "unresolved {{ host }}")],
            ),
            (
                json!("@{linkedService().all}"),
                vec![("connectionString", "expression @{linkedService().all}")],
            ),
            (
                json!("@concat('Password=hunter2;Server=', item())"),
                vec![("connectionString", "expression @")],
            ),
            (json!("hunter2"), vec![]),
            (json!(""), vec![]),
        ] {
            let expected: Vec<_> = expected
                .into_iter()
                .map(|(key, word)| (key.to_owned(), word.to_owned()))
                .collect();
            assert_eq!(settings(&value), expected, "{value}");
        }
    }
}
