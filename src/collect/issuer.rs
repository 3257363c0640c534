//! How those who issue tokens and assertions are asked.

use std::time::Duration;

use reqwest::{Client, Method, Url, redirect};
use serde_json::Value;

use super::cloud::is_loopback;
use super::identity::IdentityError;

/// How long an issuer may take.
const DEADLINE: Duration = Duration::from_secs(30);

/// The largest reply of an issuer, in bytes.
const REPLY: usize = 1 << 20;

/// Where a managed identity is asked, in the clear by design.
const METADATA_SERVICE: &str = "169.254.169.254";

/// How issuers are asked: by https, or on this machine, or the metadata service of Azure; never by way of a redirect.
#[derive(Clone, Debug)]
pub(super) struct IdentityWire {
    client: Client,
    service: Option<Url>,
}

/// What an issuer answered.
pub(super) struct IssuerReply {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl IdentityWire {
    pub(super) fn new(service: Option<&String>) -> Result<Self, IdentityError> {
        let client = Client::builder()
            .redirect(redirect::Policy::none())
            .timeout(DEADLINE)
            .build()
            .map_err(|_| IdentityError::Refused {
                reason: "no HTTP client could be made".into(),
                code: None,
            })?;
        Ok(Self {
            client,
            service: service.and_then(|service| Url::parse(service).ok()),
        })
    }

    /// Sends a request to an issuer: a POST where there is a body.
    pub(super) async fn send(
        &self,
        url: Url,
        body: Option<Vec<u8>>,
        headers: Vec<(String, String)>,
    ) -> Result<IssuerReply, IdentityError> {
        let unreachable = |_: reqwest::Error| IdentityError::Refused {
            reason: "the issuer could not be reached".into(),
            code: None,
        };
        let is_metadata = url.host_str() == Some(METADATA_SERVICE)
            || self
                .service
                .as_ref()
                .is_some_and(|service| service.origin() == url.origin());
        if url.scheme() != "https" && !is_loopback(&url) && !is_metadata {
            return Err(IdentityError::Address(url.host_str().unwrap_or_default().into()));
        }
        let method = if body.is_some() { Method::POST } else { Method::GET };
        let mut request = self.client.request(method, url);
        for (name, value) in headers {
            request = request.header(name, value);
        }
        if let Some(body) = body {
            request = request.body(body);
        }
        let mut reply = request.send().await.map_err(unreachable)?;
        let headers = reply.headers().iter();
        let headers = headers
            .filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned())))
            .collect();
        let status = reply.status().as_u16();
        let mut body = Vec::new();
        while let Some(chunk) = reply.chunk().await.map_err(unreachable)? {
            body.extend_from_slice(&chunk);
            if body.len() > REPLY {
                return Err(IdentityError::Refused {
                    reason: "the issuer's reply is far too long".into(),
                    code: None,
                });
            }
        }
        Ok(IssuerReply { status, headers, body })
    }

    /// Asks for an object and gives one of its members.
    pub(super) async fn member(
        &self,
        url: Url,
        body: Option<Vec<u8>>,
        bearer: &str,
        member: &str,
    ) -> Result<String, IdentityError> {
        let headers = vec![
            ("authorization".to_owned(), format!("Bearer {bearer}")),
            ("content-type".to_owned(), "application/json".to_owned()),
            ("accept".to_owned(), "application/json".to_owned()),
        ];
        let reply = self.send(url, body, headers).await?;
        let value: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
        match value.get(member).and_then(Value::as_str) {
            Some(text) if reply.status == 200 => Ok(text.to_owned()),
            _ => Err(IdentityError::Refused {
                reason: format!("the workload's own issuer answered HTTP {}", reply.status).into(),
                code: None,
            }),
        }
    }
}
