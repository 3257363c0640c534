//! HTTP to Azure: reads only, to hosts that are known, without redirects, each reply within a deadline and a size.

use std::collections::BTreeMap;
use std::time::Duration;

use reqwest::header::{ACCEPT, AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE, HeaderMap};
use reqwest::{Client, Method, Url, redirect};

use super::cloud::{Addresses, is_loopback};
use super::identity::{IdentityError, Token, Tokens};
use super::request::is_reading;

/// The largest reply that is read, in bytes. A page of a thousand rows has about one MiB.
const REPLY: usize = 64 << 20;

/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(15);

/// A reply as it came.
#[derive(Debug)]
pub(super) struct Raw {
    pub(super) status: u16,
    /// By lower-cased name.
    pub(super) headers: BTreeMap<String, String>,
    pub(super) body: Vec<u8>,
}

impl Raw {
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }
}

/// Why there is no reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum NoReply {
    /// The connection broke or was never made.
    Broken,
    /// The deadline passed.
    Late,
    /// It is larger than anything that is read.
    TooLarge,
    /// The address is not of this Azure, and a token must not leave for it.
    Foreign(Box<str>),
    /// There is no token.
    Identity(IdentityError),
}

/// What a request asks.
#[derive(Clone, Debug)]
pub(super) enum Ask {
    /// A GET.
    Get(Url),
    /// One of the queries that are taken by POST, with its body.
    Query(Url, Vec<u8>),
}

impl Ask {
    pub(super) const fn url(&self) -> &Url {
        match self {
            Self::Get(url) | Self::Query(url, _) => url,
        }
    }
}

/// The connections to one Azure.
#[derive(Debug)]
pub(super) struct Wire {
    client: Client,
    addresses: Addresses,
    tokens: Tokens,
    deadline: Duration,
}

impl Wire {
    pub(super) fn new(addresses: Addresses, tokens: Tokens, deadline: Duration) -> Result<Self, NoReply> {
        let mut client = Client::builder()
            .user_agent(concat!("meshgov/", env!("CARGO_PKG_VERSION")))
            .redirect(redirect::Policy::none())
            .connect_timeout(CONNECT)
            .https_only(!is_loopback(&addresses.management));
        if is_loopback(&addresses.management) {
            // What is on this machine is not asked by way of a proxy.
            client = client.no_proxy();
        }
        Ok(Self {
            client: client.build().map_err(|_| NoReply::Broken)?,
            addresses,
            tokens,
            deadline,
        })
    }

    pub(super) const fn addresses(&self) -> &Addresses {
        &self.addresses
    }

    /// A token for Azure Resource Manager.
    pub(super) async fn management_token(&self) -> Result<Token, IdentityError> {
        self.tokens.token(&self.addresses.audience).await
    }

    /// Asks, with a token. A token that has expired in the meantime is renewed once.
    pub(super) async fn ask(&self, ask: &Ask) -> Result<Raw, NoReply> {
        let audience = self.audience(ask.url())?;
        let token = self.tokens.token(&audience).await.map_err(NoReply::Identity)?;
        let reply = self.sent(ask, &token).await?;
        if reply.status != 401 {
            return Ok(reply);
        }
        let renewed = self.tokens.renewed(&audience, &token).await;
        let renewed = renewed.map_err(NoReply::Identity)?;
        if renewed == token {
            return Ok(reply);
        }
        self.sent(ask, &renewed).await
    }

    /// Whom a token for an address is made out to.
    fn audience(&self, url: &Url) -> Result<String, NoReply> {
        let loopback = is_loopback(&self.addresses.management);
        if self.addresses.is_management(url) && (!loopback || !url.path().starts_with("/synapse/")) {
            return Ok(self.addresses.audience.to_string());
        }
        if self.addresses.is_synapse(url) {
            return Ok(format!("https://{}", self.addresses.synapse));
        }
        Err(NoReply::Foreign(url.host_str().unwrap_or("no host").into()))
    }

    async fn sent(&self, ask: &Ask, token: &Token) -> Result<Raw, NoReply> {
        tokio::time::timeout(self.deadline, self.exchange(ask, token))
            .await
            .map_err(|_| NoReply::Late)?
    }

    async fn exchange(&self, ask: &Ask, token: &Token) -> Result<Raw, NoReply> {
        let (method, url, body) = match ask {
            Ask::Get(url) => (Method::GET, url, None),
            Ask::Query(url, body) => (Method::POST, url, Some(body)),
        };
        if !is_reading(&method, url) {
            return Err(NoReply::Foreign("a request that does not only read".into()));
        }
        let mut request = self
            .client
            .request(method, url.clone())
            .header(AUTHORIZATION, format!("Bearer {}", token.secret()))
            .header(ACCEPT, "application/json")
            // The tree of management groups is cached for minutes otherwise.
            .header(CACHE_CONTROL, "no-cache");
        if let Some(body) = body {
            request = request.header(CONTENT_TYPE, "application/json").body(body.clone());
        }
        let mut reply = request.send().await.map_err(|_| NoReply::Broken)?;
        let status = reply.status().as_u16();
        let headers = lower_cased(reply.headers());
        let mut body = Vec::new();
        while let Some(chunk) = reply.chunk().await.map_err(|_| NoReply::Broken)? {
            if body.len() + chunk.len() > REPLY {
                return Err(NoReply::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Raw { status, headers, body })
    }
}

fn lower_cased(headers: &HeaderMap) -> BTreeMap<String, String> {
    headers
        .iter()
        .filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned())))
        .collect()
}
