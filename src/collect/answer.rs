//! What a reply means. Sources: the error envelope of Azure Resource Manager, and recordings of what it really sends.

use std::time::Duration;

use serde_json::Value;

use super::listing::Shape;
use super::page::{Page, read};
use super::wire::{NoReply, Raw};

/// What came of one request.
#[derive(Debug)]
pub(super) enum Answer {
    /// Rows.
    Page(Page),
    /// The service refuses for load; it may say for how long.
    Throttled(Option<Duration>),
    /// It failed in a way that may pass.
    Passing {
        /// What happened, for the ledger.
        reason: Box<str>,
        /// How long the service asks to wait.
        wait: Option<Duration>,
    },
    /// The credential may not.
    Denied {
        /// The right that the service names.
        action: Option<Box<str>>,
        /// Where it is missing.
        scope: Option<Box<str>>,
    },
    /// There is no such thing at this scope by nature.
    NotPresent(Box<str>),
    /// The scope is gone.
    Gone,
    /// The link to the next page is no longer taken.
    Stale(Box<str>),
    /// It failed for good.
    Failed(Box<str>),
}

/// Codes that say that a provider was never registered, so that nothing of it can exist.
const UNREGISTERED: [&str; 4] = [
    "SubscriptionNotRegistered",
    "MissingSubscriptionRegistration",
    "NoRegisteredProviderFound",
    "ResourceProviderNotRegistered",
];

/// Reads a reply. `shape` is what was asked for; `is_next` tells a page after the first.
pub(super) fn answer(reply: &Result<Raw, NoReply>, shape: Shape, is_next: bool) -> Answer {
    let raw = match reply {
        Ok(raw) => raw,
        Err(reason) => return no_reply(reason),
    };
    match raw.status {
        200 => match read(&raw.body, shape) {
            Ok(page) => Answer::Page(page),
            // A proxy's page, or a body that was cut: the next reply may be whole.
            Err(reason) => passing(reason, None),
        },
        204 => Answer::Page(Page::default()),
        300..400 => {
            Answer::Failed("it answers with a redirect, which is not followed: a token must not leave for it".into())
        }
        status => refused(raw, status, is_next),
    }
}

fn no_reply(reason: &NoReply) -> Answer {
    match reason {
        NoReply::Broken => passing("the connection broke", None),
        NoReply::Late => passing("no whole reply within the deadline", None),
        NoReply::TooLarge => Answer::Failed("a reply is larger than anything that is read".into()),
        NoReply::Foreign(host) => Answer::Failed(
            format!("it leads to {host}, which is not of this Azure: a token must not leave for it").into(),
        ),
        NoReply::Identity(error) => Answer::Failed(error.to_string().into()),
    }
}

fn passing(reason: &str, wait: Option<Duration>) -> Answer {
    Answer::Passing {
        reason: reason.into(),
        wait,
    }
}

fn refused(raw: &Raw, status: u16, is_next: bool) -> Answer {
    let error = Envelope::of(&raw.body);
    let wait = wait(raw, &error);
    if error.codes.iter().any(|code| UNREGISTERED.contains(&&**code)) {
        return Answer::NotPresent(format!("the provider is not registered ({})", error.code()).into());
    }
    let failed = || Answer::Failed(format!("HTTP {status}{}", error.told()).into());
    match status {
        429 => Answer::Throttled(wait),
        403 => denied(&error),
        401 => match raw.header("www-authenticate") {
            Some(why) if why.contains("invalid_token") || error.is("ExpiredAuthenticationToken") => {
                Answer::Failed("the token has expired, and the credential gives no new one".into())
            }
            _ => denied(&error),
        },
        // Management groups answer so in place of 403.
        400 if error.message.contains("access is required") => denied(&error),
        400 | 410 if is_next => Answer::Stale(format!("HTTP {status}{}", error.told()).into()),
        404 if error.is("NotFound") && error.message.contains("No tag inheritance") => {
            Answer::NotPresent("nothing is set".into())
        }
        404 | 410 => Answer::Gone,
        408 | 500 | 502..=504 => passing(&format!("HTTP {status}{}", error.told()), wait),
        409 if wait.is_some() => passing("HTTP 409", wait),
        _ => failed(),
    }
}

fn denied(error: &Envelope) -> Answer {
    let quoted = |before: &str| {
        let rest = error.message.split_once(before)?.1;
        let text = rest.split_once('\'')?.0;
        let is_plain = |c: char| c.is_ascii_alphanumeric() || "/-._*() ".contains(c);
        (text.len() < 512 && text.chars().all(is_plain)).then(|| text.into())
    };
    Answer::Denied {
        action: quoted("perform action '"),
        scope: quoted("over scope '"),
    }
}

/// How long the service asks to wait: by the standard header, by one of its own, else in its words.
fn wait(raw: &Raw, error: &Envelope) -> Option<Duration> {
    let standard = raw
        .header("retry-after")
        .and_then(|value| seconds(value).or_else(|| until(value)));
    let own = || {
        let own = raw.headers.iter().filter(|(name, _)| {
            name.starts_with("x-ms-") && (name.ends_with("retry-after") || name.ends_with("resets-after"))
        });
        own.filter_map(|(_, value)| seconds(value).or_else(|| clock(value)))
            .max()
    };
    standard.or_else(own).or_else(|| told(&error.message))
}

fn seconds(text: &str) -> Option<Duration> {
    let seconds: f64 = text.trim().parse().ok()?;
    Duration::try_from_secs_f64(seconds).ok()
}

/// The time until a date of HTTP; nothing for one that has passed.
fn until(text: &str) -> Option<Duration> {
    let at = jiff::fmt::rfc2822::parse(text.trim()).ok()?.timestamp();
    let left = at.duration_since(jiff::Timestamp::now());
    Some(Duration::try_from(left).unwrap_or_default())
}

/// `hh:mm:ss`.
fn clock(text: &str) -> Option<Duration> {
    let mut parts = text.trim().split(':').map(|part| part.parse::<u64>().ok());
    let (hours, minutes, seconds) = (parts.next()??, parts.next()??, parts.next()??);
    let all = hours
        .checked_mul(3600)?
        .checked_add(minutes.checked_mul(60)?)?
        .checked_add(seconds)?;
    parts.next().is_none().then(|| Duration::from_secs(all))
}

/// The number of seconds in words such as "try again after '120' seconds".
fn told(message: &str) -> Option<Duration> {
    let after = message.find("after")?;
    let rest = message.get(after..)?;
    let start = rest.find(|c: char| c.is_ascii_digit())?;
    let digits: String = rest.get(start..)?.chars().take_while(char::is_ascii_digit).collect();
    // The number must be near the word, else it is of something else.
    (start < 16)
        .then(|| digits.parse().ok().map(Duration::from_secs))
        .flatten()
}

/// The parts of an error that are read. Its message is looked at and never shown: nobody knows what is in it.
#[derive(Debug, Default)]
struct Envelope {
    codes: Vec<Box<str>>,
    message: String,
}

impl Envelope {
    fn of(body: &[u8]) -> Self {
        let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
        let value: Value = serde_json::from_slice(body).unwrap_or_default();
        let error = value
            .get("error")
            .or_else(|| value.get("Error"))
            .filter(|error| error.is_object())
            .unwrap_or(&value);
        let text = |of: &Value, key: &str| match of.get(key) {
            Some(Value::String(text)) => Some(text.clone()),
            Some(Value::Number(number)) => Some(number.to_string()),
            _ => None,
        };
        let details = error.get("details").and_then(Value::as_array).into_iter().flatten();
        let codes = std::iter::once(error).chain(details);
        let codes = codes.filter_map(|of| text(of, "code").or_else(|| text(of, "Code")));
        Self {
            codes: codes.map(|code| plain(&code)).filter(|code| !code.is_empty()).collect(),
            message: text(error, "message")
                .or_else(|| text(error, "Message"))
                .unwrap_or_default(),
        }
    }

    fn is(&self, code: &str) -> bool {
        self.codes.iter().any(|own| own.eq_ignore_ascii_case(code))
    }

    fn code(&self) -> &str {
        self.codes.first().map_or("no code", |code| code)
    }

    fn told(&self) -> String {
        self.codes.first().map_or_else(String::new, |code| format!(" {code}"))
    }
}

/// What a code may be made of; anything else in its place is not shown.
fn plain(code: &str) -> Box<str> {
    let is_plain = code.len() <= 80 && code.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c));
    if is_plain { code.into() } else { "".into() }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot set its stage should fail loudly")]
mod tests {
    use std::collections::BTreeMap;
    use std::time::Duration;

    use super::{Answer, answer};
    use crate::collect::listing::Shape;
    use crate::collect::wire::Raw;

    fn reply(status: u16, headers: &[(&str, &str)], body: &str) -> Answer {
        let headers: BTreeMap<String, String> = headers
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
            .collect();
        let raw = Raw {
            status,
            headers,
            body: body.as_bytes().to_vec(),
        };
        answer(&Ok(raw), Shape::Pages, false)
    }

    fn wait_of(headers: &[(&str, &str)], body: &str) -> Option<Duration> {
        match reply(429, headers, body) {
            Answer::Throttled(wait) => wait,
            other => panic!("throttled is expected: {other:?}"),
        }
    }

    #[test]
    fn a_wait_is_read_from_headers_then_from_words() {
        let words = r#"{"error":{"code":"ResourceCollectionRequestsThrottled","message":"Number of requests exceeded the limit of '50' for time interval '00:05:00'. Please try after '120' seconds."}}"#;
        let seconds = |n| Some(Duration::from_secs(n));
        assert_eq!(wait_of(&[("retry-after", "7")], words), seconds(7));
        let own = [
            ("x-ms-ratelimit-microsoft.costmanagement-qpu-retry-after", "31"),
            ("x-ms-user-quota-resets-after", "00:00:05"),
        ];
        assert_eq!(wait_of(&own, words), seconds(31));
        assert_eq!(wait_of(&own[1..], ""), seconds(5));
        assert_eq!(wait_of(&[], words), seconds(120));
        assert_eq!(wait_of(&[], "<html>"), None);
        let date = jiff::Timestamp::now() + jiff::SignedDuration::from_secs(60);
        let date = jiff::fmt::rfc2822::DateTimePrinter::new()
            .timestamp_to_rfc9110_string(&date)
            .unwrap();
        let wait = wait_of(&[("retry-after", &date)], "").unwrap();
        assert!((55..=60).contains(&wait.as_secs()), "{wait:?}");
        assert_eq!(
            wait_of(&[("retry-after", "Wed, 21 Oct 2015 07:28:00 GMT")], ""),
            seconds(0)
        );
        assert_eq!(wait_of(&[("retry-after", "-3")], ""), None);
    }

    #[test]
    fn what_is_denied_names_the_right_and_nothing_else_of_the_message() {
        let body = r#"{"error":{"code":"AuthorizationFailed","message":"The client 'a' with object id 'b' does not have authorization to perform action 'Microsoft.Authorization/roleAssignments/read' over scope '/subscriptions/s' or the scope is invalid."}}"#;
        let Answer::Denied { action, scope } = reply(403, &[], body) else {
            panic!("denied is expected")
        };
        assert_eq!(action.as_deref(), Some("Microsoft.Authorization/roleAssignments/read"));
        assert_eq!(scope.as_deref(), Some("/subscriptions/s"));
        let group = r#"{"error":{"code":"BadRequest","message":"Reader level access is required on the management group or group ancestors."}}"#;
        assert!(matches!(reply(400, &[], group), Answer::Denied { action: None, .. }));
        let cost = r#"{"error":{"code":"RBACAccessDenied","message":"no"}}"#;
        assert!(matches!(reply(401, &[], cost), Answer::Denied { .. }));
    }

    #[test]
    fn a_permanent_502_is_told_from_one_that_passes() {
        let body = r#"{"error":{"code":"SubscriptionNotRegistered","message":"x"}}"#;
        assert!(matches!(reply(502, &[], body), Answer::NotPresent(_)));
        assert!(matches!(reply(502, &[], "<html>"), Answer::Passing { .. }));
        assert!(matches!(reply(200, &[], "<html>"), Answer::Passing { .. }));
        assert!(matches!(
            reply(302, &[("location", "https://evil.example")], ""),
            Answer::Failed(_)
        ));
        assert!(matches!(reply(404, &[], ""), Answer::Gone));
    }

    #[test]
    fn a_code_that_is_no_code_is_not_shown() {
        let Answer::Failed(reason) = reply(418, &[], r#"{"code":"Password=hunter2;"}"#) else {
            panic!("failed is expected")
        };
        assert_eq!(&*reason, "HTTP 418");
    }
}
