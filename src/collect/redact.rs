//! Secrets that a service returns in place of hiding them, taken out before a row is kept. What tells one source of data from
//! another, such as the server and the database of a connection string, stays.

use std::fmt;

use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::ser::{SerializeMap as _, SerializeSeq as _};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What stands in place of a secret.
const HIDDEN: &str = "(hidden)";

/// Members whose text is a secret, lower-cased and without signs between their words.
const SECRET_MEMBERS: &[&str] = &[
    "password",
    "pwd",
    "accountkey",
    "accesskey",
    "sharedaccesskey",
    "sharedaccesssignature",
    "sastoken",
    "sasuri",
    "encryptedcredential",
    "serviceprincipalkey",
    "accesstoken",
    "refreshtoken",
    "apikey",
    "apitoken",
    "clientsecret",
    "secretaccesskey",
    "privatekey",
    "privatekeycontent",
    "passphrase",
    "authorization",
    "xfunctionskey",
    "xapikey",
    "ocpapimsubscriptionkey",
    "functionkey",
    "credential",
    "bearertoken",
    "secretkey",
    "connectionsecret",
];

/// Parts of a connection string or of a query whose value is a secret, lower-cased and without blanks.
const SECRET_PARTS: &[&str] = &[
    "password",
    "pwd",
    "accountkey",
    "sharedaccesskey",
    "sharedaccesssignature",
    "sig",
    "accesskey",
    "apikey",
    "clientsecret",
    "token",
    "accesstoken",
    "secret",
    "authkey",
    "code",
];

/// A row without the secrets in it; the row as it is where nothing in it looks like one.
pub(super) fn redacted(row: &str) -> Box<str> {
    if !is_suspect(row) {
        return row.into();
    }
    let Ok(mut node) = serde_json::from_str::<Node>(row) else {
        return row.into();
    };
    node.hide(None);
    serde_json::to_string(&node).map_or_else(|_| row.into(), Into::into)
}

/// Whether anything in a row may be a secret: a search that is cheap, and finds too much rather than too little.
fn is_suspect(row: &str) -> bool {
    const SIGNS: [&[u8]; 11] = [
        b"passw",
        b"pwd",
        b"secret",
        b"secure",
        b"key",
        b"sig=",
        b"token",
        b"credential",
        b"signature",
        b"authorization",
        b"://",
    ];
    let bytes = row.as_bytes();
    SIGNS.iter().any(|sign| {
        let first = sign.first().copied().unwrap_or_default();
        memchr::memchr2_iter(first, first.to_ascii_uppercase(), bytes).any(|at| {
            bytes
                .get(at..at + sign.len())
                .is_some_and(|found| found.eq_ignore_ascii_case(sign))
        })
    })
}

/// JSON that keeps the order of its members.
#[derive(Debug)]
enum Node {
    Null,
    Bool(bool),
    Number(serde_json::Number),
    Text(String),
    List(Vec<Self>),
    Object(Vec<(String, Self)>),
}

impl Node {
    /// Hides what is secret; `member` is the name of the member that this is the value of.
    fn hide(&mut self, member: Option<&str>) {
        let is_secret = member.is_some_and(|name| SECRET_MEMBERS.contains(&&*plain(name)));
        match self {
            Self::Text(text) if is_secret && !text.is_empty() => HIDDEN.clone_into(text),
            Self::Text(text) => hide_parts(text),
            Self::List(items) => {
                for item in items {
                    item.hide(member);
                }
            }
            Self::Object(members) => {
                let is_secure = members.iter().any(|(name, value)| {
                    name.eq_ignore_ascii_case("type")
                        && matches!(value, Self::Text(text) if text.eq_ignore_ascii_case("SecureString"))
                });
                let named = name_of_pair(members).map(str::to_owned);
                for (name, value) in members {
                    let is_value = ["value", "defaultvalue"].contains(&&*name.to_lowercase());
                    if is_secure && is_value && !matches!(value, Self::Object(_)) {
                        *value = Self::Text(HIDDEN.to_owned());
                    } else if is_value && named.is_some() && matches!(value, Self::Text(_)) {
                        // A header or a parameter as a pair of a name and a value.
                        value.hide(named.as_deref());
                    } else {
                        value.hide(Some(name));
                    }
                }
            }
            Self::Null | Self::Bool(_) | Self::Number(_) => {}
        }
    }
}

fn name_of_pair(members: &[(String, Node)]) -> Option<&str> {
    members.iter().find_map(|(name, value)| match value {
        Node::Text(text) if name.eq_ignore_ascii_case("name") || name.eq_ignore_ascii_case("key") => {
            Some(text.as_str())
        }
        _ => None,
    })
}

fn plain(name: &str) -> String {
    name.chars()
        .filter(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_ascii_lowercase()
}

/// Hides the secret parts of a text that is a connection string, a list of pairs, or an address.
fn hide_parts(text: &mut String) {
    if let Some(hidden) = without_user_info(text) {
        *text = hidden;
    }
    if !text.contains('=') {
        return;
    }
    let mut hidden = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let end = rest.find([';', '&', '?', '#', '\n', ',']).unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        match part.split_once('=') {
            Some((key, value)) if !value.trim().is_empty() && is_secret_part(key) => {
                hidden.push_str(key);
                hidden.push('=');
                // A quoted value may hold the signs that parts end with.
                let quote = value
                    .trim_start()
                    .chars()
                    .next()
                    .filter(|c| matches!(c, '"' | '\'' | '{'));
                hidden.push_str(HIDDEN);
                if let Some(quote) = quote {
                    let close = if quote == '{' { '}' } else { quote };
                    let from = rest.len() - part.len() - after.len() + key.len() + 1;
                    let tail = rest.get(from..).unwrap_or_default();
                    let open = tail.find(quote).map_or(0, |at| at + 1);
                    let closed = tail.get(open..).and_then(|inner| inner.find(close));
                    if let Some(closed) = closed {
                        let beyond = from + open + closed + 1;
                        if beyond > end {
                            rest = rest.get(beyond..).unwrap_or_default();
                            continue;
                        }
                    }
                }
            }
            _ => hidden.push_str(part),
        }
        let mut signs = after.chars();
        hidden.extend(signs.next());
        rest = signs.as_str();
    }
    *text = hidden;
}

/// The key of a pair may stand at the end of other words, as in `jdbc:x://host/db;user id=a;password=b`.
fn is_secret_part(key: &str) -> bool {
    let key = key
        .rsplit([' ', '"', '\'', '/', '{', '('])
        .next()
        .map_or_else(String::new, plain);
    SECRET_PARTS.contains(&&*key)
}

/// An address without the password in it.
fn without_user_info(text: &str) -> Option<String> {
    let (before, after) = text.split_once("://")?;
    let end = after.find(['/', '?', '#', ' ']).unwrap_or(after.len());
    let (authority, rest) = after.split_at(end);
    let (user_info, host) = authority.rsplit_once('@')?;
    let (user, _) = user_info.split_once(':')?;
    Some(format!("{before}://{user}:{HIDDEN}@{host}{rest}"))
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(serde_json::Number::from_f64(value).map_or(Node::Null, Node::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Node, A::Error> {
        let mut object = Vec::new();
        while let Some(member) = members.next_entry()? {
            object.push(member);
        }
        Ok(Node::Object(object))
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Number(value) => value.serialize(serializer),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(item)?;
                }
                list.end()
            }
            Self::Object(members) => {
                let mut object = serializer.serialize_map(Some(members.len()))?;
                for (name, value) in members {
                    object.serialize_entry(name, value)?;
                }
                object.end()
            }
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot set its stage should fail loudly")]
mod tests {
    use super::redacted;

    fn of(json: &str) -> String {
        redacted(json).into_string()
    }

    #[test]
    fn secrets_go_and_what_tells_sources_apart_stays() {
        let row = r#"{"id":"/x","properties":{"typeProperties":{"connectionString":"Server=tcp:erp.example,1433;Database=sales;User ID=reader;Password=hunter2;Encrypt=True","password":{"type":"SecureString","value":"hunter3"},"encryptedCredential":"ew0K"}}}"#;
        let hidden = of(row);
        for secret in ["hunter2", "hunter3", "ew0K"] {
            assert!(!hidden.contains(secret), "{hidden}");
        }
        for kept in [
            "tcp:erp.example,1433",
            "Database=sales",
            "User ID=reader",
            "Encrypt=True",
        ] {
            assert!(hidden.contains(kept), "{hidden}");
        }
    }

    #[test]
    fn secrets_in_addresses_headers_quotes_and_parameters_go() {
        for (row, secret) in [
            (
                r#"{"url":"https://a.blob.core.windows.net/c?sv=2020&sig=abc%2Fdef&se=2030"}"#,
                "abc%2Fdef",
            ),
            (r#"{"url":"https://user:hunter2@host.example/path"}"#, "hunter2"),
            (r#"{"headers":{"Authorization":"Bearer abc.def"}}"#, "abc.def"),
            (r#"{"headers":[{"name":"x-functions-key","value":"abcdef"}]}"#, "abcdef"),
            (r#"{"c":"Server=a;Password='hun;ter2';Database=b"}"#, "ter2"),
            (r#"{"c":"Driver=x;PWD={hun;ter2};Database=b"}"#, "ter2"),
            (
                r#"{"parameters":{"p":{"type":"secureString","defaultValue":"hunter2"}}}"#,
                "hunter2",
            ),
            (
                r#"{"c":"DefaultEndpointsProtocol=https;AccountName=a;AccountKey=abc+/=="}"#,
                "abc+/==",
            ),
            (
                r#"{"c":"Endpoint=sb://a/;SharedAccessKeyName=n;SharedAccessKey=zzz="}"#,
                "zzz",
            ),
            (r#"{"servicePrincipalKey":"hunter2"}"#, "hunter2"),
        ] {
            let hidden = of(row);
            assert!(!hidden.contains(secret), "{hidden}");
            assert!(serde_json::from_str::<serde_json::Value>(&hidden).is_ok(), "{hidden}");
        }
        assert!(of(r#"{"c":"Server=a;Password='hun;ter2';Database=b"}"#).contains("Database=b"));
    }

    #[test]
    fn what_is_no_secret_stays_as_it_came() {
        for row in [
            r#"{"id":"/subscriptions/s/resourceGroups/keyvault-rg","tags":{"token":"","n":"a=b"},"n":1.50E-2}"#,
            r#"{"id":"/x","properties":{"a":[1,2.0,null,true]}}"#,
        ] {
            assert_eq!(
                serde_json::from_str::<serde_json::Value>(&of(row)).unwrap(),
                serde_json::from_str::<serde_json::Value>(row).unwrap()
            );
        }
        let reference =
            r#"{"password":{"type":"AzureKeyVaultSecret","secretName":"erp-password","store":{"referenceName":"kv"}}}"#;
        assert_eq!(of(reference), reference);
        let plain = r#"{"n":1.50E-2,"id":"/x"}"#;
        assert_eq!(of(plain), plain);
    }
}
