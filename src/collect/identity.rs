//! Who asks: credentials from the environment, and tokens that are refreshed in time.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use reqwest::{Client, Method, Url, redirect};
use serde_json::Value;
use tokio::sync::Mutex;

use super::assertion::{Assertion, certificate};
use super::azure::{Credential, exchanged};
use super::cloud::{Addresses, is_loopback};

/// A token is refreshed when it has less than this to live, in seconds.
const EARLY: i64 = 300;

/// How long an issuer may take.
const DEADLINE: Duration = Duration::from_secs(30);

/// The largest reply of an issuer, in bytes.
const REPLY: usize = 1 << 20;

/// Where a managed identity is asked, in the clear by design.
const METADATA_SERVICE: &str = "169.254.169.254";

/// Variables of the environment: `cli` reads them, and gives those that matter here.
pub type Variables = BTreeMap<String, String>;

/// The variables that credentials are read from.
pub const VARIABLES: &[&str] = &[
    "AZURE_TENANT_ID",
    "AZURE_CLIENT_ID",
    "AZURE_CLIENT_SECRET",
    "AZURE_CLIENT_CERTIFICATE_PATH",
    "AZURE_FEDERATED_TOKEN",
    "AZURE_FEDERATED_TOKEN_FILE",
    "ACTIONS_ID_TOKEN_REQUEST_URL",
    "ACTIONS_ID_TOKEN_REQUEST_TOKEN",
    "SYSTEM_OIDCREQUESTURI",
    "SYSTEM_ACCESSTOKEN",
    "AZURESUBSCRIPTION_TENANT_ID",
    "AZURESUBSCRIPTION_CLIENT_ID",
    "AZURESUBSCRIPTION_SERVICE_CONNECTION_ID",
    "IDENTITY_ENDPOINT",
    "MESHGOV_AZURE_TOKEN",
];

/// How the credential is found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Way {
    /// The first of the others for which the environment says something; else the Azure CLI.
    #[default]
    Auto,
    /// `AZURE_CLIENT_SECRET`, or `AZURE_CLIENT_CERTIFICATE_PATH`.
    Environment,
    /// A token of the workload: of GitHub, of Azure DevOps, or in a file.
    WorkloadIdentity,
    /// The identity of the machine.
    ManagedIdentity,
    /// Whoever is logged in to `az`.
    AzureCli,
    /// A token in `MESHGOV_AZURE_TOKEN`, as it stands.
    Token,
}

impl Way {
    /// Every way.
    pub const ALL: [Self; 6] = [
        Self::Auto,
        Self::Environment,
        Self::WorkloadIdentity,
        Self::ManagedIdentity,
        Self::AzureCli,
        Self::Token,
    ];

    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Environment => "environment",
            Self::WorkloadIdentity => "workload-identity",
            Self::ManagedIdentity => "managed-identity",
            Self::AzureCli => "azure-cli",
            Self::Token => "token",
        }
    }

    /// The way with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.name() == name)
    }
}

/// Why there is no token.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdentityError {
    /// The environment does not say what the credential needs.
    #[error("{way} needs {needs}, which the environment does not say")]
    Unsaid {
        /// The credential.
        way: &'static str,
        /// The variables.
        needs: &'static str,
    },
    /// A file could not be read.
    #[error("{path}, which {variable} names, could not be read: {reason}")]
    Unreadable {
        /// The variable.
        variable: &'static str,
        /// The file.
        path: Box<str>,
        /// Why.
        reason: Box<str>,
    },
    /// The certificate is none that tokens can be asked with.
    #[error("the certificate that AZURE_CLIENT_CERTIFICATE_PATH names cannot be used: {0}")]
    Certificate(&'static str),
    /// The issuer said no.
    #[error("no token was issued: {reason}{}", code.as_ref().map(|code| format!(" ({code})")).unwrap_or_default())]
    Refused {
        /// Why.
        reason: Box<str>,
        /// The issuer's code, `AADSTS` and a number.
        code: Option<Box<str>>,
    },
    /// An issuer at an address that tokens do not go to.
    #[error("{0} is no address that a credential is sent to: it must be https, or on this machine")]
    Address(Box<str>),
}

/// A token, and when it expires in seconds since 1970. It is never shown.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Token {
    secret: Arc<str>,
    expires: i64,
}

impl Token {
    pub(super) fn new(secret: String, expires: i64) -> Self {
        Self {
            secret: secret.into(),
            expires,
        }
    }

    /// What is sent.
    pub(super) fn secret(&self) -> &str {
        &self.secret
    }

    fn is_fresh(&self) -> bool {
        self.expires.saturating_sub(jiff::Timestamp::now().as_second()) > EARLY
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token")
    }
}

/// Where tokens come from.
#[derive(Clone, Debug)]
enum Source {
    Fixed(Token),
    Crate(Credential),
    Assertion {
        assertion: Assertion,
        tenant: Box<str>,
        client: Box<str>,
    },
}

/// Hands out tokens, and gets new ones when they expire.
#[derive(Debug)]
pub(super) struct Tokens {
    source: Source,
    wire: IdentityWire,
    authority: Url,
    held: Mutex<BTreeMap<Box<str>, Token>>,
}

impl Tokens {
    /// Finds a credential in the environment; nothing is asked yet.
    pub(super) fn find(way: Way, variables: &Variables, addresses: &Addresses) -> Result<Self, IdentityError> {
        let wire = IdentityWire::new(variables.get("IDENTITY_ENDPOINT"))?;
        let seeker = Seeker {
            variables,
            wire: &wire,
            addresses,
        };
        Ok(Self {
            source: seeker.source(way)?,
            wire,
            authority: addresses.authority.clone(),
            held: Mutex::new(BTreeMap::new()),
        })
    }

    /// A token that has some time to live.
    pub(super) async fn token(&self, audience: &str) -> Result<Token, IdentityError> {
        let mut held = self.held.lock().await;
        if let Some(token) = held.get(audience).filter(|token| token.is_fresh()) {
            return Ok(token.clone());
        }
        let token = self.issue(audience).await?;
        held.insert(audience.into(), token.clone());
        Ok(token)
    }

    /// A token in place of one that was refused as expired. Where another call has already got a new one, that.
    pub(super) async fn renewed(&self, audience: &str, refused: &Token) -> Result<Token, IdentityError> {
        let mut held = self.held.lock().await;
        if let Some(token) = held.get(audience).filter(|token| *token != refused) {
            return Ok(token.clone());
        }
        let token = self.issue(audience).await?;
        held.insert(audience.into(), token.clone());
        Ok(token)
    }

    async fn issue(&self, audience: &str) -> Result<Token, IdentityError> {
        match &self.source {
            Source::Fixed(token) => Ok(token.clone()),
            Source::Crate(credential) => credential.token(audience).await,
            Source::Assertion {
                assertion,
                tenant,
                client,
            } => {
                let signed = assertion.sign(&self.wire, &self.authority, tenant, client).await?;
                exchanged(&self.wire, &self.authority, (tenant, client), &signed, audience).await
            }
        }
    }
}

/// Looks for a credential.
struct Seeker<'a> {
    variables: &'a Variables,
    wire: &'a IdentityWire,
    addresses: &'a Addresses,
}

impl Seeker<'_> {
    fn source(&self, way: Way) -> Result<Source, IdentityError> {
        match way {
            Way::Token => self.fixed(),
            Way::Environment => self.environment(),
            Way::WorkloadIdentity => self.workload(),
            Way::ManagedIdentity => Ok(Source::Crate(Credential::managed(self.wire))),
            Way::AzureCli => Ok(Source::Crate(Credential::cli())),
            Way::Auto => self.source(self.likely()),
        }
    }

    /// The first way for which the environment says something.
    fn likely(&self) -> Way {
        if self.has("MESHGOV_AZURE_TOKEN") {
            Way::Token
        } else if self.has("AZURE_CLIENT_SECRET") || self.has("AZURE_CLIENT_CERTIFICATE_PATH") {
            Way::Environment
        } else if self.workload().is_ok() {
            Way::WorkloadIdentity
        } else if self.has("IDENTITY_ENDPOINT") {
            Way::ManagedIdentity
        } else {
            Way::AzureCli
        }
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.variables
            .get(name)
            .map(String::as_str)
            .filter(|value| !value.is_empty())
    }

    fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    fn fixed(&self) -> Result<Source, IdentityError> {
        let token = self.get("MESHGOV_AZURE_TOKEN").ok_or(IdentityError::Unsaid {
            way: "token",
            needs: "MESHGOV_AZURE_TOKEN",
        })?;
        Ok(Source::Fixed(Token::new(token.to_owned(), i64::MAX)))
    }

    fn environment(&self) -> Result<Source, IdentityError> {
        let unsaid = IdentityError::Unsaid {
            way: "environment",
            needs: "AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET or AZURE_CLIENT_CERTIFICATE_PATH",
        };
        let (Some(tenant), Some(client)) = (self.get("AZURE_TENANT_ID"), self.get("AZURE_CLIENT_ID")) else {
            return Err(unsaid);
        };
        if let Some(secret) = self.get("AZURE_CLIENT_SECRET") {
            let authority = &self.addresses.authority;
            let secret = Credential::secret(self.wire, authority, tenant, client, secret.to_owned());
            return Ok(Source::Crate(secret));
        }
        let path = self.get("AZURE_CLIENT_CERTIFICATE_PATH").ok_or(unsaid)?;
        let pem = std::fs::read(path).map_err(|error| IdentityError::Unreadable {
            variable: "AZURE_CLIENT_CERTIFICATE_PATH",
            path: path.into(),
            reason: error.kind().to_string().into(),
        })?;
        Ok(Source::Assertion {
            assertion: certificate(&pem)?,
            tenant: tenant.into(),
            client: client.into(),
        })
    }

    /// What a pipeline of Azure DevOps says has names of its own.
    fn workload(&self) -> Result<Source, IdentityError> {
        let either = |one, other| self.get(one).or_else(|| self.get(other));
        let tenant = either("AZURE_TENANT_ID", "AZURESUBSCRIPTION_TENANT_ID");
        let client = either("AZURE_CLIENT_ID", "AZURESUBSCRIPTION_CLIENT_ID");
        let (Some(tenant), Some(client), Some(assertion)) = (tenant, client, self.assertion()) else {
            return Err(IdentityError::Unsaid {
                way: "workload-identity",
                needs: "AZURE_TENANT_ID, AZURE_CLIENT_ID and a token of the workload: AZURE_FEDERATED_TOKEN_FILE, ACTIONS_ID_TOKEN_REQUEST_URL with its token (a GitHub job with `id-token: write`), or SYSTEM_OIDCREQUESTURI with SYSTEM_ACCESSTOKEN and AZURESUBSCRIPTION_SERVICE_CONNECTION_ID (an Azure DevOps task)",
            });
        };
        Ok(Source::Assertion {
            assertion,
            tenant: tenant.into(),
            client: client.into(),
        })
    }

    fn assertion(&self) -> Option<Assertion> {
        if let Some(path) = self.get("AZURE_FEDERATED_TOKEN_FILE") {
            return Some(Assertion::File(PathBuf::from(path)));
        }
        if let Some(token) = self.get("AZURE_FEDERATED_TOKEN") {
            return Some(Assertion::Given(token.into()));
        }
        if let (Some(url), Some(token)) = (
            self.get("ACTIONS_ID_TOKEN_REQUEST_URL"),
            self.get("ACTIONS_ID_TOKEN_REQUEST_TOKEN"),
        ) {
            return Some(Assertion::GitHub {
                url: url.into(),
                token: token.into(),
            });
        }
        Some(Assertion::AzureDevOps {
            url: self.get("SYSTEM_OIDCREQUESTURI")?.into(),
            token: self.get("SYSTEM_ACCESSTOKEN")?.into(),
            connection: self.get("AZURESUBSCRIPTION_SERVICE_CONNECTION_ID")?.into(),
        })
    }
}

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
    fn new(service: Option<&String>) -> Result<Self, IdentityError> {
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
