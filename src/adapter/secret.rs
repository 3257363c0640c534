//! What must never be kept, let alone printed: passwords, keys and tokens.

use std::borrow::Cow;

/// Whether a setting of this name holds a secret. Spaces, case and separators do not matter.
pub(super) fn is_secret(name: &str) -> bool {
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
pub(super) fn spells_secret(text: &str) -> bool {
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
pub(super) fn without_credentials(text: &str) -> Cow<'_, str> {
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

#[cfg(test)]
mod tests {
    use super::{is_secret, without_credentials};

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
