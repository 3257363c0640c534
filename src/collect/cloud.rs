//! Which Azure is asked: public, for the US government, in China, or at an address of its own.

use std::net::IpAddr;

use reqwest::Url;

/// A cloud with addresses that everybody knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Cloud {
    /// `management.azure.com`.
    #[default]
    Public,
    /// `management.usgovcloudapi.net`.
    UsGovernment,
    /// `management.chinacloudapi.cn`, run by 21Vianet.
    China,
}

impl Cloud {
    /// Every cloud.
    pub const ALL: [Self; 3] = [Self::Public, Self::UsGovernment, Self::China];

    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::UsGovernment => "us-government",
            Self::China => "china",
        }
    }

    /// The cloud with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|cloud| cloud.name() == name)
    }

    const fn management(self) -> &'static str {
        match self {
            Self::Public => "https://management.azure.com",
            Self::UsGovernment => "https://management.usgovcloudapi.net",
            Self::China => "https://management.chinacloudapi.cn",
        }
    }

    const fn authority(self) -> &'static str {
        match self {
            Self::Public => "https://login.microsoftonline.com",
            Self::UsGovernment => "https://login.microsoftonline.us",
            Self::China => "https://login.partner.microsoftonline.cn",
        }
    }

    /// The data plane of Synapse: each workspace is a host below this one.
    const fn synapse(self) -> &'static str {
        match self {
            Self::Public => "dev.azuresynapse.net",
            Self::UsGovernment => "dev.azuresynapse.usgovcloudapi.net",
            Self::China => "dev.azuresynapse.azure.cn",
        }
    }
}

/// The addresses of one Azure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Addresses {
    /// Azure Resource Manager.
    pub management: Url,
    /// Whom a token for it is made out to.
    pub audience: Box<str>,
    /// Who issues tokens.
    pub authority: Url,
    /// The domain below which the data planes of Synapse workspaces are.
    pub synapse: Box<str>,
}

/// Why an address may not be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// It is no URL with a host.
    #[error("{0} is no address: write it as https://management.azure.com")]
    NoAddress(Box<str>),
    /// A token would be sent in the clear.
    #[error("{0} is not https, and plain http goes only to this machine: a token would be sent in the clear")]
    Clear(Box<str>),
}

impl Addresses {
    /// Those of a cloud, some of them replaced: an endpoint of one's own has an audience of its own, which is the endpoint where
    /// none is named.
    pub fn of(
        cloud: Cloud,
        endpoint: Option<&str>,
        audience: Option<&str>,
        authority: Option<&str>,
    ) -> Result<Self, AddressError> {
        let management = address(endpoint.unwrap_or(cloud.management()))?;
        let audience = audience.map_or_else(
            || management.as_str().trim_end_matches('/').to_owned(),
            |audience| audience.trim_end_matches('/').to_owned(),
        );
        Ok(Self {
            management,
            audience: audience.into(),
            authority: address(authority.unwrap_or(cloud.authority()))?,
            synapse: cloud.synapse().into(),
        })
    }

    /// Whether an address is that of Azure Resource Manager.
    pub(super) fn is_management(&self, url: &Url) -> bool {
        url.origin() == self.management.origin()
    }

    /// Whether an address is the data plane of a Synapse workspace. An endpoint on this machine stands for those too.
    pub(super) fn is_synapse(&self, url: &Url) -> bool {
        let below = |host: &str| {
            host.strip_suffix(&*self.synapse)
                .is_some_and(|rest| rest.ends_with('.'))
        };
        (url.scheme() == "https" && url.port().is_none() && url.host_str().is_some_and(below))
            || (is_loopback(&self.management) && url.origin() == self.management.origin())
    }
}

/// Reads an address that a token may go to.
fn address(text: &str) -> Result<Url, AddressError> {
    let url = Url::parse(text).map_err(|_| AddressError::NoAddress(text.into()))?;
    if url.host_str().is_none() || !url.username().is_empty() || url.password().is_some() {
        return Err(AddressError::NoAddress(url.host_str().unwrap_or("this").into()));
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        _ => Err(AddressError::Clear(text.into())),
    }
}

/// Whether an address is on this machine.
pub(super) fn is_loopback(url: &Url) -> bool {
    match url.host_str() {
        Some("localhost") => true,
        Some(host) => host
            .trim_matches(['[', ']'])
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback()),
        None => false,
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test that cannot set its stage should fail loudly")]
mod tests {
    use reqwest::Url;

    use super::{AddressError, Addresses, Cloud};

    #[test]
    fn plain_http_goes_only_to_this_machine() {
        for fine in [
            "http://127.0.0.1:8080",
            "http://[::1]:1",
            "http://localhost:80",
            "https://arm.example",
        ] {
            assert!(Addresses::of(Cloud::Public, Some(fine), None, None).is_ok(), "{fine}");
        }
        for wrong in [
            "http://management.azure.com",
            "http://127.0.0.1.evil.example",
            "ftp://127.0.0.1",
        ] {
            let error = Addresses::of(Cloud::Public, Some(wrong), None, None);
            assert!(matches!(error, Err(AddressError::Clear(_))), "{wrong}");
        }
    }

    #[test]
    fn a_host_that_only_ends_like_synapse_is_not_synapse() {
        let addresses = Addresses::of(Cloud::Public, None, None, None).unwrap();
        let is_synapse = |url: &str| addresses.is_synapse(&Url::parse(url).unwrap());
        assert!(is_synapse("https://ws.dev.azuresynapse.net/linkedservices"));
        assert!(!is_synapse("https://evildev.azuresynapse.net/linkedservices"));
        assert!(!is_synapse("http://ws.dev.azuresynapse.net/linkedservices"));
        assert!(!is_synapse("https://ws.dev.azuresynapse.net.evil.example/"));
        assert!(!is_synapse("https://management.azure.com/"));
    }
}
