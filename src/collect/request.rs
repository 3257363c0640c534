//! Addresses of listings, and which requests are ever sent.

use reqwest::{Method, Url};

use super::azure::prepared;
use super::call::Call;
use super::cloud::Addresses;
use super::listing::{Listing, Provider};

/// The only requests besides GET: queries that the service takes by POST, by the end of their paths. Nothing that is sent
/// changes anything.
pub const QUERIES: &[&str] = &["/providers/Microsoft.ResourceGraph/resources"];

/// Whether a request only reads.
pub fn is_reading(method: &Method, url: &Url) -> bool {
    match *method {
        Method::GET => true,
        Method::POST => QUERIES.iter().any(|query| url.path().eq_ignore_ascii_case(query)),
        _ => false,
    }
}

/// The address of the first page of a call.
pub(super) async fn first(addresses: &Addresses, call: &Call) -> Option<Url> {
    match &call.host {
        None => match prepared(addresses, call.listing, &call.scope).await {
            Some(url) => Some(url),
            None => address(addresses, call.listing, &call.scope, None),
        },
        host => address(addresses, call.listing, &call.scope, host.as_deref()),
    }
}

/// The address that the table of listings gives. None for a scope that makes no address.
pub(super) fn address(addresses: &Addresses, listing: Listing, scope: &str, host: Option<&str>) -> Option<Url> {
    let (path, query) = listing.path().split_once('?').unwrap_or((listing.path(), ""));
    let mut url = match host {
        Some(host) => Url::parse(host).ok()?,
        None => addresses.management.clone(),
    };
    let base = url.path().trim_end_matches('/').to_owned();
    let scope = if listing.provider() == Provider::Synapse {
        ""
    } else {
        scope
    };
    let parts = [base.trim_matches('/'), scope.trim_matches('/'), path];
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    // An id that climbs out of its scope would ask for something else.
    if parts
        .iter()
        .any(|part| part.split('/').any(|step| step == ".." || step == "."))
    {
        return None;
    }
    url.set_path(&parts.join("/"));
    {
        let mut pairs = url.query_pairs_mut();
        pairs.clear().append_pair("api-version", listing.version());
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            pairs.append_pair(key, value);
        }
    }
    Some(url)
}
