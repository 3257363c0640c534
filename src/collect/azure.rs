//! The only file that names the Azure crates: how the management plane is asked, and who asks. They are the last release of
//! their line; what comes after them changes this file alone.
//!
//! The management crates prepare requests and are not let to send them: their typed replies would lose a page for one value
//! that they do not know.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use azure_core::auth::{AccessToken, Secret, TokenCredential};
use azure_core::error::ErrorKind;
use azure_core::headers::{HeaderName, HeaderValue, Headers};
use azure_core::{Body, BytesStream, HttpClient, Request, Response, RetryOptions, StatusCode, TransportOptions};
use azure_identity::{
    AppServiceManagedIdentityCredential, AzureCliCredential, TokenCredentialOptions,
    VirtualMachineManagedIdentityCredential, federated_credentials_flow,
};
use azure_mgmt_authorization::package_2022_04_01 as authorization;
use azure_mgmt_resources::{
    package_locks_2020_05 as locks, package_policy_2021_06 as policy, package_resources_2021_04 as resources,
    package_subscriptions_2021_01 as subscriptions,
};
use futures_util::StreamExt as _;
use reqwest::Url;

use super::cloud::Addresses;
use super::identity::{IdentityError, Token};
use super::issuer::IdentityWire;
use super::listing::Listing;

/// The address of the first page of a listing that the management crates know; none for the others.
pub(super) async fn prepared(addresses: &Addresses, listing: Listing, scope: &str) -> Option<Url> {
    let sketch = Arc::new(Sketch::default());
    let subscription = scope.rsplit('/').next().unwrap_or_default().to_owned();
    // Scopes are put in the middle of a path, without the slashes at their ends.
    let inner = scope.trim_matches('/').to_owned();
    macro_rules! client {
        ($package:ident) => {
            $package::Client::builder(Arc::new(Nobody))
                .endpoint(addresses.management.clone())
                .scopes(&[])
                .retry(RetryOptions::none())
                .transport(TransportOptions::new(Arc::clone(&sketch) as Arc<dyn HttpClient>))
                .build()
                .ok()?
        };
    }
    macro_rules! sketched {
        ($request:expr) => {{
            // Whatever came of it: the sketch holds what would have been sent.
            let _ = $request.into_stream().next().await;
        }};
    }
    match listing {
        Listing::Tenants => sketched!(client!(subscriptions).tenants_client().list()),
        Listing::Subscriptions => sketched!(client!(subscriptions).subscriptions_client().list()),
        Listing::ResourceGroups => sketched!(client!(resources).resource_groups_client().list(subscription)),
        Listing::Resources => sketched!(
            client!(resources)
                .resources_client()
                .list(subscription)
                .expand("createdTime,changedTime,provisioningState")
                .top(1000)
        ),
        Listing::Locks => sketched!(
            client!(locks)
                .management_locks_client()
                .list_at_subscription_level(subscription)
        ),
        Listing::PolicyAssignments => {
            sketched!(client!(policy).policy_assignments_client().list(subscription));
        }
        Listing::RoleAssignments => sketched!(
            client!(authorization)
                .role_assignments_client()
                .list_for_subscription(subscription)
        ),
        Listing::GroupRoleAssignments => sketched!(
            client!(authorization)
                .role_assignments_client()
                .list_for_scope(inner)
                .filter("atScope()")
        ),
        Listing::RoleDefinitions => sketched!(client!(authorization).role_definitions_client().list(inner)),
        _ => return None,
    }
    sketch.0.lock().unwrap_or_else(PoisonError::into_inner).take()
}

/// Takes a request in place of sending it.
#[derive(Debug, Default)]
struct Sketch(Mutex<Option<Url>>);

#[async_trait]
impl HttpClient for Sketch {
    async fn execute_request(&self, request: &Request) -> azure_core::Result<Response> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(request.url().clone());
        Ok(Response::new(
            StatusCode::NoContent,
            Headers::default(),
            Box::pin(BytesStream::new_empty()),
        ))
    }
}

/// Whoever only prepares a request needs no token.
#[derive(Debug)]
struct Nobody;

#[async_trait]
impl TokenCredential for Nobody {
    async fn get_token(&self, _scopes: &[&str]) -> azure_core::Result<AccessToken> {
        let never: azure_core::auth::Secret = Secret::new("");
        let now = std::time::SystemTime::now();
        Ok(AccessToken::new(never, now.into()))
    }

    async fn clear_cache(&self) -> azure_core::Result<()> {
        Ok(())
    }
}

/// A credential of the identity crate.
#[derive(Clone)]
pub(super) struct Credential(Arc<dyn TokenCredential>);

impl fmt::Debug for Credential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Credential")
    }
}

impl Credential {
    /// The secret of an application.
    pub(super) fn secret(wire: &IdentityWire, authority: &Url, tenant: &str, client: &str, secret: String) -> Self {
        Self(Arc::new(azure_identity::ClientSecretCredential::new(
            Arc::new(wire.clone()),
            authority.clone(),
            tenant.to_owned(),
            client.to_owned(),
            secret,
        )))
    }

    /// The identity of the machine, or of the service that the program runs in.
    pub(super) fn managed(wire: &IdentityWire) -> Self {
        let transport: Arc<dyn HttpClient> = Arc::new(wire.clone());
        match AppServiceManagedIdentityCredential::create(TokenCredentialOptions::from(Arc::clone(&transport))) {
            Ok(service) => Self(Arc::new(service)),
            Err(_) => Self(Arc::new(VirtualMachineManagedIdentityCredential::new(
                TokenCredentialOptions::from(transport),
            ))),
        }
    }

    /// Whoever is logged in to the Azure CLI.
    pub(super) fn cli() -> Self {
        Self(Arc::new(AzureCliCredential::new()))
    }

    /// A new token; what the credential still holds is forgotten.
    pub(super) async fn token(&self, audience: &str) -> Result<Token, IdentityError> {
        self.0.clear_cache().await.map_err(|error| refused(&error))?;
        let scope = format!("{audience}/.default");
        let token = self.0.get_token(&[&scope]).await.map_err(|error| refused(&error))?;
        Ok(Token::new(
            token.token.secret().to_owned(),
            token.expires_on.unix_timestamp(),
        ))
    }
}

/// A token in exchange for a signed assertion of who asks.
pub(super) async fn exchanged(
    wire: &IdentityWire,
    authority: &Url,
    (tenant, client): (&str, &str),
    assertion: &str,
    audience: &str,
) -> Result<Token, IdentityError> {
    let scope = format!("{audience}/.default");
    let transport: Arc<dyn HttpClient> = Arc::new(wire.clone());
    let reply = federated_credentials_flow::perform(transport, client, assertion, &[&scope], tenant, authority)
        .await
        .map_err(|error| refused(&error))?;
    let now = jiff::Timestamp::now().as_second();
    let lasts = i64::try_from(reply.expires_in).unwrap_or(0);
    Ok(Token::new(
        reply.access_token().secret().to_owned(),
        now.saturating_add(lasts),
    ))
}

/// What the identity crate says, without the reply that it quotes: nobody knows what is in that.
fn refused(error: &azure_core::Error) -> IdentityError {
    let text = format!("{error:?}");
    let code = text.find("AADSTS").map(|at| {
        let rest = text.get(at..).unwrap_or_default();
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        rest.get(..end).unwrap_or_default().into()
    });
    let reason = match error.kind() {
        ErrorKind::HttpResponse { status, .. } => format!("HTTP {}", u16::from(*status)),
        ErrorKind::Io => "it could not be reached".to_owned(),
        _ => "it gave no token".to_owned(),
    };
    IdentityError::Refused {
        reason: reason.into(),
        code,
    }
}

#[async_trait]
impl HttpClient for IdentityWire {
    async fn execute_request(&self, request: &Request) -> azure_core::Result<Response> {
        let headers = request
            .headers()
            .iter()
            .map(|(name, value)| (name.as_str().to_owned(), value.as_str().to_owned()))
            .collect();
        let body = match request.body() {
            Body::Bytes(bytes) => bytes.to_vec(),
            Body::SeekableStream(_) => Vec::new(),
        };
        let is_post = *request.method() == azure_core::Method::Post;
        let reply = self
            .send(request.url().clone(), is_post.then_some(body), headers)
            .await
            .map_err(|error| azure_core::Error::message(ErrorKind::Io, error.to_string()))?;
        let status = StatusCode::try_from(reply.status).unwrap_or(StatusCode::BadGateway);
        let mut headers = Headers::default();
        for (name, value) in reply.headers {
            headers.insert(HeaderName::from(name), HeaderValue::from(value));
        }
        Ok(Response::new(status, headers, Box::pin(BytesStream::new(reply.body))))
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot set its stage should fail loudly")]
mod tests {
    use super::prepared;
    use crate::collect::cloud::{Addresses, Cloud};
    use crate::collect::listing::{At, Listing};
    use crate::collect::request::address;

    /// What the crates would ask is what the table of listings says, so that the table may stand in for them.
    #[test]
    fn the_crates_ask_as_the_table_says() {
        let addresses = Addresses::of(Cloud::Public, None, None, None).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let mut compared = 0;
        for listing in Listing::ALL.iter().copied() {
            let scope = match listing.at() {
                At::Tenant => "/",
                At::ManagementGroup => "/providers/Microsoft.Management/managementGroups/mg",
                At::Subscription | At::Each(_) => "/subscriptions/11111111-2222-3333-4444-555555555555",
            };
            let Some(prepared) = runtime.block_on(prepared(&addresses, listing, scope)) else {
                continue;
            };
            let table = address(&addresses, listing, scope, None).unwrap();
            let parts = |url: &reqwest::Url| {
                let mut pairs: Vec<(String, String)> = url
                    .query_pairs()
                    .map(|(k, v)| (k.into_owned(), v.into_owned()))
                    .collect();
                pairs.sort();
                (url.path().to_lowercase(), pairs)
            };
            assert_eq!(parts(&prepared), parts(&table), "{}", listing.name());
            compared += 1;
        }
        assert_eq!(compared, 9);
    }
}
