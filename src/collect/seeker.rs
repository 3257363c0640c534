//! Which credential the environment speaks of.

use std::path::PathBuf;

use super::assertion::{Assertion, certificate};
use super::azure::Credential;
use super::cloud::Addresses;
use super::identity::{IdentityError, Source, Token, Variables, Way};
use super::issuer::IdentityWire;

/// Looks for a credential.
pub(super) struct Seeker<'a> {
    pub(super) variables: &'a Variables,
    pub(super) wire: &'a IdentityWire,
    pub(super) addresses: &'a Addresses,
}

impl Seeker<'_> {
    pub(super) fn source(&self, way: Way) -> Result<Source, IdentityError> {
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
