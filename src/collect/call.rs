//! One listing of one scope.

use super::listing::Listing;

/// What is asked, as often as it takes to read all of its pages.
#[derive(Clone, Debug)]
pub struct Call {
    /// What is listed.
    pub listing: Listing,
    /// Where: the Azure id as it was first seen; `/` for the tenant.
    pub scope: Box<str>,
    /// The host of the scope's own data plane, where the listing is asked there.
    pub(super) host: Option<Box<str>>,
}

impl Call {
    /// A listing of Azure Resource Manager.
    pub(super) fn new(listing: Listing, scope: &str) -> Self {
        Self {
            listing,
            scope: scope.into(),
            host: None,
        }
    }

    /// What two calls have in common that ask the same: ids compare without case.
    pub(super) fn key(&self) -> CallKey {
        (self.listing, self.scope.to_lowercase().into())
    }

    /// The subscription that it is about, lower-cased; none of the tenant and of management groups.
    pub(super) fn subscription(&self) -> Option<Box<str>> {
        subscription_of(&self.scope)
    }
}

/// The identity of a call, in the order in which calls are told.
pub(super) type CallKey = (Listing, Box<str>);

/// The subscription that an id lies in, lower-cased.
pub(super) fn subscription_of(id: &str) -> Option<Box<str>> {
    let mut parts = id.split('/').skip(1);
    parts
        .next()
        .is_some_and(|first| first.eq_ignore_ascii_case("subscriptions"))
        .then(|| parts.next())
        .flatten()
        .filter(|name| !name.is_empty())
        .map(|name| name.to_lowercase().into())
}
