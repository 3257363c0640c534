//! What must never be kept, let alone printed: passwords, keys and tokens.

use std::borrow::Cow;

/// Whether a setting of this name holds a secret. Spaces, case and separators do not matter.
pub(crate) fn is_secret(name: &str) -> bool {
    let name: String = name
        .chars()
        .filter(|character| character.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    let name = name.as_str();
    ["password", "passphrase", "secret", "token", "credential", "signature"]
        .iter()
        .any(|word| name.contains(word))
        || name.ends_with("key")
        || matches!(name, "pwd" | "pass" | "sig" | "sas" | "code" | "authheaders")
}

/// Whether a longer text gives a secret by name, as in `...;Password=hunter2` or `?sig=...`.
pub(crate) fn spells_secret(text: &str) -> bool {
    text.match_indices('=').any(|(at, _)| {
        let name = text[..at].trim_end();
        let start = name
            .rfind(|character: char| !character.is_alphanumeric())
            .map_or(0, |at| at + 1);
        // A multi-byte separator ends past its first byte.
        name.get(start..).is_some_and(is_secret)
    })
}

/// A text without the credentials that a URL may carry: `user:password@`, a shared access signature, keys in the query.
pub(crate) fn without_credentials(text: &str) -> Cow<'_, str> {
    let text = without_user_info(text);
    // A question mark after white space is no URL's: queries in SQL hold them too.
    let Some((path, query)) = text
        .split_once('?')
        .filter(|(path, _)| !path.contains(char::is_whitespace))
    else {
        return text;
    };
    let names = query
        .split('&')
        .map(|pair| pair.split_once('=').map_or(pair, |(name, _)| name));
    if !names.clone().any(is_secret) {
        return text;
    }
    if names.clone().any(|name| name.eq_ignore_ascii_case("sig")) {
        return path.to_owned().into();
    }
    let kept: Vec<&str> = query
        .split('&')
        .filter(|pair| !is_secret(pair.split_once('=').map_or(*pair, |(name, _)| name)))
        .collect();
    if kept.is_empty() {
        return path.to_owned().into();
    }
    format!("{path}?{}", kept.join("&")).into()
}

/// `scheme://user:password@host` without the part before the host. A user alone stays: in `abfss://` it is the container.
fn without_user_info(text: &str) -> Cow<'_, str> {
    let Some((scheme, rest)) = text.split_once("://") else {
        return text.into();
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let host = match rest[..end].rfind('@') {
        Some(at) => rest[..at].contains(':').then_some(at + 1),
        // A password may hold the very characters that end an authority; what follows the colon is then no port.
        None => rest[..end]
            .split_once(':')
            .filter(|(_, port)| !port.bytes().all(|byte| byte.is_ascii_digit()))
            .and_then(|_| rest.find('@'))
            .map(|at| at + 1),
    };
    match host {
        Some(host) => format!("{scheme}://{}", &rest[host..]).into(),
        None => text.into(),
    }
}

/// Names that stand before a secret and nothing else, however a file writes name and value.
const PLAIN: &[&str] = &[
    "password",
    "pwd",
    "passphrase",
    "accountkey",
    "sharedaccesskey",
    "sharedaccesssignature",
    "clientsecret",
    "sastoken",
];

/// A line as it may be shown: the value after the name of a secret becomes asterisks, one for each character, so that
/// columns stay what they are.
pub(crate) fn masked_line(line: &str) -> Cow<'_, str> {
    let mut masked: Option<Vec<char>> = None;
    for (at, sign) in line.match_indices(['=', ':']) {
        let Some(before) = line.get(..at) else { continue };
        let name = before.trim_end_matches([' ', '"', '\'']);
        let start = name
            .rfind(|character: char| !character.is_alphanumeric() && character != '_')
            .map_or(0, |position| {
                position
                    + name
                        .get(position..)
                        .and_then(|rest| rest.chars().next())
                        .map_or(1, char::len_utf8)
            });
        let name = name.get(start..).unwrap_or_default();
        let plain = PLAIN.contains(&name.to_lowercase().replace('_', "").as_str());
        if !(plain || sign == "=" && is_secret(name) && !name.is_empty()) {
            continue;
        }
        let rest = line.get(at + sign.len()..).unwrap_or_default();
        let value = rest.trim_start_matches([' ', '"', '\'']);
        let from = line.chars().count() - value.chars().count();
        let length = value
            .chars()
            .take_while(|character| !matches!(character, ';' | '"' | '\'' | '&' | ',' | '{' | '['))
            .count();
        let characters = masked.get_or_insert_with(|| line.chars().collect());
        for character in characters.iter_mut().skip(from).take(length) {
            *character = '*';
        }
    }
    masked.map_or(Cow::Borrowed(line), |characters| {
        Cow::Owned(characters.into_iter().collect())
    })
}

/// What is shown in place of a secret.
const MASK: &str = "**********";

/// Takes the secrets out of the JSON of a connection: texts under the name of a secret, secure strings, and texts that spell
/// a secret out. Names of secrets in a vault stay.
pub(crate) fn redact(value: &mut serde_json::Value) {
    use serde_json::Value;
    match value {
        Value::String(text) if spells_secret(text) => MASK.clone_into(text),
        Value::String(text) => {
            if let Cow::Owned(clean) = without_credentials(text) {
                *text = clean;
            }
        }
        Value::Array(elements) => elements.iter_mut().for_each(redact),
        Value::Object(members) => {
            let secure = members.get("type").is_some_and(|kind| kind == "SecureString");
            for (name, member) in members.iter_mut() {
                let names_vault = matches!(name.as_str(), "secretName" | "secretVersion");
                match member {
                    Value::String(text) if !names_vault && (is_secret(name) || secure && name == "value") => {
                        MASK.clone_into(text);
                    }
                    other => redact(other),
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{is_secret, masked_line, redact, without_credentials};

    #[test]
    fn a_shown_line_hides_secrets_and_keeps_its_columns() {
        for (line, shown) in [
            (
                r#"  "connectionString": "Server=db;Password=hunter2;Database=x","#,
                r#"  "connectionString": "Server=db;Password=*******;Database=x","#,
            ),
            (r#"  "accountKey": "abc==""#, r#"  "accountKey": "*****""#),
            (
                "url: https://a.b/c?sv=1&sig=x%2By&se=2",
                "url: https://a.b/c?sv=1&sig=*****&se=2",
            ),
            ("    password: hunter2", "    password: *******"),
            ("    primaryKey: true", "    primaryKey: true"),
            (r#"  "secretName": "wms-reader""#, r#"  "secretName": "wms-reader""#),
        ] {
            assert_eq!(masked_line(line), shown);
            assert_eq!(masked_line(line).chars().count(), line.chars().count());
        }
    }

    #[test]
    fn connections_lose_their_secrets_and_keep_the_rest() {
        let mut connection = json!({
            "url": "https://a.dfs.core.windows.net",
            "accountKey": "abc",
            "password": {"type": "SecureString", "value": "hunter2"},
            "sasUri": {"type": "AzureKeyVaultSecret", "secretName": "sas", "store": {"referenceName": "Vault"}},
            "connectionString": "Server=db;Password=hunter2",
            "retries": 3,
        });
        redact(&mut connection);
        assert_eq!(
            connection,
            json!({
                "url": "https://a.dfs.core.windows.net",
                "accountKey": "**********",
                "password": {"type": "SecureString", "value": "**********"},
                "sasUri": {"type": "AzureKeyVaultSecret", "secretName": "sas", "store": {"referenceName": "Vault"}},
                "connectionString": "**********",
                "retries": 3,
            })
        );
    }

    #[test]
    fn names_of_secrets_are_known_in_every_spelling() {
        for name in [
            "Password",
            "pwd",
            "AccountKey",
            "SharedAccessSignature",
            "sasToken",
            "Access Key",
            "client_secret",
        ] {
            assert!(is_secret(name), "{name}");
        }
        for name in [
            "Server",
            "User ID",
            "Initial Catalog",
            "AccountName",
            "EndpointSuffix",
            "keyspace",
            "url",
        ] {
            assert!(!is_secret(name), "{name}");
        }
    }

    #[test]
    fn credentials_are_cut_out_of_urls_and_nothing_else_is() {
        for (text, clean) in [
            (
                "https://a.blob.core.windows.net/c?sv=2020&sig=abc",
                "https://a.blob.core.windows.net/c",
            ),
            (
                "https://api.example.com/v1?page=2&code=xyz",
                "https://api.example.com/v1?page=2",
            ),
            ("https://api.example.com/v1?page=2", "https://api.example.com/v1?page=2"),
            ("mongodb://admin:p@ss@db:27017/shop", "mongodb://db:27017/shop"),
            (
                "abfss://raw@lake.dfs.core.windows.net/a",
                "abfss://raw@lake.dfs.core.windows.net/a",
            ),
            ("mongodb://admin:p/w@db/shop", "mongodb://db/shop"),
            ("https://host:8080/a@b", "https://host:8080/a@b"),
            (
                "select a from b where c = '?' and key = 1",
                "select a from b where c = '?' and key = 1",
            ),
        ] {
            assert_eq!(without_credentials(text), clean);
        }
    }
}
