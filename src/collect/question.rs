//! What is asked of a tenant.

use std::collections::BTreeSet;

use crate::snapshot::Kind;

use super::listing::{At, Listing};

/// Which part of a tenant is collected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// The tenant; where none is named, that of the credential.
    pub tenant: Option<String>,
    /// Only what is below these management groups, by name or id; all where none is named.
    pub management_groups: Vec<String>,
    /// Only these subscriptions, by id or name; all where none is named.
    pub subscriptions: Vec<String>,
    /// Not these subscriptions, by id or name.
    pub exclude: Vec<String>,
    /// The kinds that are left out.
    pub skipped: BTreeSet<Kind>,
}

impl Question {
    /// The kinds that can be collected.
    pub fn kinds() -> BTreeSet<Kind> {
        Listing::ALL.iter().map(|listing| listing.kind()).collect()
    }

    /// The question with only some kinds.
    #[must_use]
    pub fn only(mut self, only: &BTreeSet<Kind>) -> Self {
        if !only.is_empty() {
            self.skipped.extend(Self::kinds().difference(only));
        }
        self
    }

    /// Whether rows of a kind are wanted.
    pub(super) fn wants(&self, kind: Kind) -> bool {
        !self.skipped.contains(&kind)
    }

    /// Whether a listing is asked: for its own rows, or because others follow from it.
    pub(super) fn asks(&self, listing: Listing) -> bool {
        match listing {
            // Nothing can be asked without them.
            Listing::Tenants | Listing::Subscriptions => true,
            Listing::ManagementGroups => {
                self.wants(Kind::ManagementGroup)
                    || !self.management_groups.is_empty()
                    || Listing::at_level(At::ManagementGroup).any(|listing| self.wants(listing.kind()))
            }
            // The list of role assignments is held against it.
            Listing::UsageMetrics => self.wants(Kind::Subscription) || self.wants(Kind::RoleAssignment),
            listing => self.wants(listing.kind()) || listing.of_each().any(|each| self.wants(each.kind())),
        }
    }

    /// Whether a subscription is wanted, by its id and its name; why not.
    pub(super) fn leaves_out(&self, id: &str, name: &str) -> Option<&'static str> {
        let is = |named: &String| {
            let named = named.trim_start_matches("/subscriptions/");
            named.eq_ignore_ascii_case(id) || named.eq_ignore_ascii_case(name)
        };
        if self.exclude.iter().any(is) {
            return Some("left out by --exclude");
        }
        (!self.subscriptions.is_empty() && !self.subscriptions.iter().any(is)).then_some("not one of --subscription")
    }

    /// The question in words, for the journal: two collections with the same words ask the same.
    pub(super) fn words(&self, endpoint: &str) -> Box<str> {
        let list = |items: &[String]| {
            let mut items: Vec<String> = items.iter().map(|item| item.to_lowercase()).collect();
            items.sort();
            items.join(",")
        };
        let skipped: Vec<&str> = self.skipped.iter().map(|kind| kind.name()).collect();
        format!(
            "endpoint={endpoint} tenant={} management-groups={} subscriptions={} exclude={} skip={}",
            self.tenant.as_deref().unwrap_or_default(),
            list(&self.management_groups),
            list(&self.subscriptions),
            list(&self.exclude),
            skipped.join(","),
        )
        .into()
    }
}
