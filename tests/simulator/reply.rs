//! Replies: pages, errors in their envelope, and broken ones.

use std::convert::Infallible;
use std::io;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{Response, StatusCode};
use futures_util::stream;
use serde_json::json;

use super::extras::SECRETS;
use super::fault::Fault;

/// A reply with a JSON body.
pub(super) fn json(status: u16, headers: &[(&str, String)], body: String) -> Response<Body> {
    let mut reply = Response::builder()
        .status(StatusCode::from_u16(status).unwrap())
        .header("content-type", "application/json; charset=utf-8")
        .header("x-ms-request-id", "6f1d6c83-5b0a-4dbb-a3a7-b0ec2ebb1f7f");
    for (name, value) in headers {
        reply = reply.header(*name, value);
    }
    reply.body(Body::from(body)).unwrap()
}

/// An error. Its words hold a secret, as those of careless services do.
pub(super) fn error(status: u16, code: &str, message: &str) -> Response<Body> {
    let message = format!("{message} {}", SECRETS[5]);
    json(
        status,
        &[],
        json!({"error": {"code": code, "message": message}}).to_string(),
    )
}

fn throttled(headers: &[(&str, String)], message: &str) -> Response<Body> {
    let body = json!({"error": {"code": "ResourceCollectionRequestsThrottled", "message": message}});
    json(429, headers, body.to_string())
}

/// What a fault makes of a request whose page is known; none where the fault is inside the page.
pub(super) fn broken(fault: Fault, path: &str, page: &str) -> Option<Response<Body>> {
    let words = "Operation 'GET' failed as server encountered too many requests.";
    Some(match fault {
        Fault::ThrottledSeconds(seconds) => throttled(&[("retry-after", seconds.to_string())], words),
        Fault::ThrottledDate(seconds) => {
            let at = jiff::Timestamp::now() + Duration::from_secs(seconds);
            let date = jiff::fmt::rfc2822::DateTimePrinter::new()
                .timestamp_to_rfc9110_string(&at)
                .unwrap();
            throttled(&[("retry-after", date)], words)
        }
        Fault::ThrottledOwnHeader(seconds) => throttled(
            &[(
                "x-ms-ratelimit-microsoft.costmanagement-qpu-retry-after",
                seconds.to_string(),
            )],
            words,
        ),
        Fault::ThrottledWords(seconds) => throttled(&[], &format!("{words} Please try after '{seconds}' seconds.")),
        Fault::ThrottledSilent => json(429, &[], String::new()),
        Fault::Status(status) => json(status, &[], "<html>error</html>".to_owned()),
        Fault::NotRegistered => error(502, "SubscriptionNotRegistered", "The subscription is not registered."),
        Fault::Redirect => json(302, &[("location", "https://evil.example/".to_owned())], String::new()),
        Fault::BadRequestForDenied => error(
            400,
            "BadRequest",
            "Permission to access management group denied. Reader level access is required on the management group or group ancestors.",
        ),
        Fault::Expired => {
            let body = json!({"error": {"code": "ExpiredAuthenticationToken", "message": "The access token expiry UTC time is earlier than current UTC time."}});
            let why = "Bearer authorization_uri=\"https://login.windows.net/\", error=\"invalid_token\"";
            json(401, &[("www-authenticate", why.to_owned())], body.to_string())
        }
        Fault::Denied => {
            let action = path.rsplit("/providers/").next().unwrap_or_default();
            error(
                403,
                "AuthorizationFailed",
                &format!(
                    "The client 'c' with object id 'o' does not have authorization to perform action '{action}/read' over scope '{path}' or the scope is invalid."
                ),
            )
        }
        Fault::Gone => error(404, "ResourceNotFound", "It was not found."),
        Fault::StaleLink => error(400, "InvalidSkipToken", "The skip token is no longer valid."),
        Fault::Cut => json(200, &[], page[..half(page)].to_owned()),
        Fault::Reset => {
            let first = Bytes::from(page[..half(page)].to_owned());
            let parts = [Ok(first), Err(io::Error::from(io::ErrorKind::ConnectionReset))];
            body(Body::from_stream(stream::iter(parts)))
        }
        Fault::Drip => {
            let drops = stream::unfold((), |()| async {
                tokio::time::sleep(Duration::from_millis(50)).await;
                Some((Ok::<_, Infallible>(Bytes::from_static(b" ")), ()))
            });
            body(Body::from_stream(drops))
        }
        Fault::ByteOrderMark => json(200, &[], format!("\u{feff}{}", page.replacen(":[", ":\r\n[\r\n", 1))),
        Fault::Proxy => json(
            200,
            &[],
            "<!DOCTYPE html><html><body>Sign in to the proxy</body></html>".to_owned(),
        ),
        Fault::EmptyPage
        | Fault::Loop
        | Fault::ForeignLink
        | Fault::RowTwice
        | Fault::OtherCase
        | Fault::StrangeRow => return None,
    })
}

fn half(page: &str) -> usize {
    (0..=page.len() / 2)
        .rev()
        .find(|at| page.is_char_boundary(*at))
        .unwrap_or(0)
}

fn body(body: Body) -> Response<Body> {
    Response::builder()
        .status(200)
        .header("content-type", "application/json")
        .body(body)
        .unwrap()
}
