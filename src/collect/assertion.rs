//! Assertions of who asks: signed by the platform that a workload runs on, or by a certificate.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use data_encoding::BASE64URL_NOPAD;
use reqwest::Url;
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use serde_json::json;
use sha2::{Digest as _, Sha256};

use super::identity::IdentityError;
use super::issuer::IdentityWire;

/// How long an assertion of a certificate holds, in seconds.
const LIFE: i64 = 600;

/// Whom a workload's token is made out to. Source: workload identity federation of Microsoft Entra.
const AUDIENCE: &str = "api://AzureADTokenExchange";

/// Where assertions come from. Each is made anew for each token, since platforms make them out for a few minutes only.
#[derive(Clone)]
pub(super) enum Assertion {
    /// A file that the platform renews.
    File(PathBuf),
    /// One that stands in the environment.
    Given(Box<str>),
    /// A job of GitHub Actions.
    GitHub { url: Box<str>, token: Box<str> },
    /// A task of Azure DevOps.
    AzureDevOps {
        url: Box<str>,
        token: Box<str>,
        connection: Box<str>,
    },
    /// A certificate, by the thumbprint of it and its key.
    Certificate { thumbprint: Box<str>, key: Arc<RsaKeyPair> },
}

impl fmt::Debug for Assertion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::File(_) => "File",
            Self::Given(_) => "Given",
            Self::GitHub { .. } => "GitHub",
            Self::AzureDevOps { .. } => "AzureDevOps",
            Self::Certificate { .. } => "Certificate",
        })
    }
}

impl Assertion {
    /// A new assertion.
    pub(super) async fn sign(
        &self,
        wire: &IdentityWire,
        authority: &Url,
        tenant: &str,
        client: &str,
    ) -> Result<String, IdentityError> {
        match self {
            Self::File(path) => {
                let text = std::fs::read_to_string(path).map_err(|error| IdentityError::Unreadable {
                    variable: "AZURE_FEDERATED_TOKEN_FILE",
                    path: path.display().to_string().into(),
                    reason: error.kind().to_string().into(),
                })?;
                Ok(text.trim().to_owned())
            }
            Self::Given(token) => Ok(token.as_ref().to_owned()),
            Self::GitHub { url, token } => {
                let mut url = issuer(url)?;
                url.query_pairs_mut().append_pair("audience", AUDIENCE);
                wire.member(url, None, token, "value").await
            }
            Self::AzureDevOps { url, token, connection } => {
                let mut url = issuer(url)?;
                url.query_pairs_mut()
                    .append_pair("api-version", "7.1")
                    .append_pair("serviceConnectionId", connection);
                wire.member(url, Some(Vec::new()), token, "oidcToken").await
            }
            Self::Certificate { thumbprint, key } => signed(thumbprint, key, authority, tenant, client),
        }
    }
}

fn issuer(url: &str) -> Result<Url, IdentityError> {
    Url::parse(url).map_err(|_| IdentityError::Address("the workload's own issuer".into()))
}

/// Reads a certificate and its RSA key from PEM.
pub(super) fn certificate(pem: &[u8]) -> Result<Assertion, IdentityError> {
    let certificate = CertificateDer::from_pem_slice(pem)
        .map_err(|_| IdentityError::Certificate("it holds no certificate in PEM"))?;
    let key = PrivateKeyDer::from_pem_slice(pem)
        .map_err(|_| IdentityError::Certificate("it holds no private key in PEM besides"))?;
    let key = match &key {
        PrivateKeyDer::Pkcs8(key) => RsaKeyPair::from_pkcs8(key.secret_pkcs8_der()),
        PrivateKeyDer::Pkcs1(key) => RsaKeyPair::from_der(key.secret_pkcs1_der()),
        _ => return Err(IdentityError::Certificate("its key is not RSA")),
    };
    let key = key.map_err(|_| IdentityError::Certificate("its key is no RSA key of 2048 bits or more"))?;
    Ok(Assertion::Certificate {
        thumbprint: BASE64URL_NOPAD.encode(&Sha256::digest(&certificate)).into(),
        key: Arc::new(key),
    })
}

/// A JSON web token that a certificate signs. Source: certificate credentials of the Microsoft identity platform.
fn signed(
    thumbprint: &str,
    key: &RsaKeyPair,
    authority: &Url,
    tenant: &str,
    client: &str,
) -> Result<String, IdentityError> {
    let now = jiff::Timestamp::now().as_second();
    let audience = format!(
        "{}/{tenant}/oauth2/v2.0/token",
        authority.as_str().trim_end_matches('/')
    );
    let head = json!({"alg": "RS256", "typ": "JWT", "x5t#S256": thumbprint});
    let nonce = Sha256::digest(format!("{now} {} {client}", std::process::id()));
    let claims = json!({
        "aud": audience, "iss": client, "sub": client, "jti": BASE64URL_NOPAD.encode(&nonce),
        "nbf": now, "iat": now, "exp": now + LIFE,
    });
    let encoded = |value: &serde_json::Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
    let text = format!("{}.{}", encoded(&head), encoded(&claims));
    let mut signature = vec![0; key.public().modulus_len()];
    key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text.as_bytes(), &mut signature)
        .map_err(|_| IdentityError::Certificate("its key cannot sign"))?;
    Ok(format!("{text}.{}", BASE64URL_NOPAD.encode(&signature)))
}
