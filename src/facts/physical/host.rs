//! Normal forms of hosts and URLs.

use super::reason::Reason;

/// A host in lower case, without scheme, user, path, trailing dot and default port. Several hosts of one cluster are sorted.
pub(super) fn host(text: &str, default_port: Option<&str>) -> Result<String, Reason> {
    let text = text.trim();
    if is_normal(text) {
        return if is_local(text) {
            Err(Reason::Local)
        } else {
            Ok(text.to_owned())
        };
    }
    let text = text.split_once("://").map_or(text, |(_, rest)| rest);
    let text = text.strip_prefix("tcp:").unwrap_or(text);
    let text = text.split(['/', '?', '#', ';']).next().unwrap_or("");
    let text = text.rsplit_once('@').map_or(text, |(_, rest)| rest);
    let mut hosts: Vec<String> = Vec::new();
    let is_name = |part: &&str| part.chars().any(char::is_alphanumeric);
    for part in text.split(',').map(str::trim).filter(is_name) {
        if part.bytes().all(|byte| byte.is_ascii_digit()) {
            // SQL Server writes `host,port`.
            if let Some(last) = hosts.last_mut().filter(|_| default_port != Some(part)) {
                last.push(':');
                last.push_str(part);
            }
            continue;
        }
        hosts.push(one_host(part, default_port)?);
    }
    hosts.sort_unstable();
    hosts.dedup();
    if hosts.is_empty() {
        return Err(Reason::Missing);
    }
    Ok(hosts.join(","))
}

/// Whether a host is written as it is compared, which most are.
fn is_normal(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-' || byte == b'.';
    text.starts_with(|first: char| first.is_ascii_lowercase()) && !text.ends_with('.') && text.bytes().all(is_plain)
}

fn one_host(text: &str, default_port: Option<&str>) -> Result<String, Reason> {
    if is_placeholder(text) {
        return Err(Reason::Variable);
    }
    let (name, port) = match text.rsplit_once(':') {
        Some((name, port)) if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) => {
            if name.contains(':') && !name.starts_with('[') {
                (text, None)
            } else {
                (name, Some(port))
            }
        }
        _ => (text, None),
    };
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    if is_local(&name) {
        return Err(Reason::Local);
    }
    Ok(match port {
        Some(port) if Some(port) != default_port => format!("{name}:{port}"),
        _ => name,
    })
}

/// Whether a host means another machine for everybody, or none at all.
pub(super) fn is_local(host: &str) -> bool {
    let host = host.trim_matches(['[', ']']);
    let host = host.split('\\').next().unwrap_or(host);
    matches!(
        host,
        "localhost"
            | "::1"
            | "0.0.0.0"
            | "."
            | "(local)"
            | "(localdb)"
            | "host.docker.internal"
            | "example.com"
            | "example.org"
            | "example.net"
    ) || host.starts_with("127.")
        || [
            ".localhost",
            ".invalid",
            ".example.com",
            ".example.org",
            ".example.net",
            ".docker.internal",
        ]
        .iter()
        .any(|suffix| host.ends_with(suffix))
}

/// Whether a text stands for a value that somebody will put in later.
pub(in crate::facts) fn is_placeholder(text: &str) -> bool {
    text.contains("${")
        || text.contains("{{")
        || text.contains("#{")
        || (text.starts_with('<') && text.ends_with('>'))
        || (text.len() > 4
            && text.starts_with("__")
            && text.contains("__")
            && text.trim_end_matches('_').len() > 2
            && text.ends_with("__"))
        || (text.len() > 2 && text.starts_with('%') && text.ends_with('%'))
}

/// A path without empty parts and without slashes at its ends; its case matters and is kept.
pub(in crate::facts) fn path(text: &str) -> String {
    let mut normal = String::with_capacity(text.len());
    for part in text.split(['/', '\\']).filter(|part| !part.is_empty() && *part != ".") {
        if !normal.is_empty() {
            normal.push('/');
        }
        normal.push_str(part.trim());
    }
    normal
}

/// Undoes `%20` and its kin.
pub(super) fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut index = 0;
    while let Some(&byte) = bytes.get(index) {
        let code = (byte == b'%')
            .then(|| text.get(index + 1..index + 3))
            .flatten()
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        decoded.push(code.unwrap_or(byte));
        index += if code.is_some() { 3 } else { 1 };
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}
