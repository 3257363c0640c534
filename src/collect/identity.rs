//! Who asks: credentials from the environment, and tokens that are refreshed in time.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use reqwest::Url;
use tokio::sync::Mutex;

use super::assertion::Assertion;
use super::azure::{Credential, exchanged};
use super::cloud::Addresses;
use super::issuer::IdentityWire;
use super::seeker::Seeker;

/// A token is refreshed when it has less than this to live, in seconds.
const EARLY: i64 = 300;

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
pub(super) enum Source {
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
