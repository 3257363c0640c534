//! Ids of Azure Resource Manager: taken apart by their segments.
//!
//! Azure returns one id in several spellings (`resourcegroups` and `resourceGroups`, `TEST_VM` and `test_vm`), so no id is
//! ever compared as plain text: see [`super::no_case`].

/// What sort of scope an id names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum ScopeKind {
    /// `/`: the whole tenant.
    Tenant,
    /// A management group.
    ManagementGroup,
    /// A subscription.
    Subscription,
    /// A resource group.
    ResourceGroup,
    /// A resource or a part of one, in a resource group or right below a subscription.
    Resource,
    /// Anything else, such as a provider of the tenant.
    Other,
}

impl ScopeKind {
    /// The name in subjects.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Tenant => "tenant",
            Self::ManagementGroup => "management_group",
            Self::Subscription => "subscription",
            Self::ResourceGroup => "resource_group",
            Self::Resource => "resource",
            Self::Other => "other",
        }
    }
}

/// An id taken apart. It borrows the text, keeps its spelling, and takes a missing or doubled outer slash in its stride.
#[derive(Clone, Copy, Debug)]
pub(super) struct ArmId<'a> {
    text: &'a str,
}

impl<'a> ArmId<'a> {
    /// An id from its text.
    pub(super) fn new(text: &'a str) -> Self {
        let trimmed = text.trim_end_matches('/');
        Self { text: trimmed }
    }

    /// What the id names as a scope.
    pub(super) fn kind(self) -> ScopeKind {
        let mut segments = self.segments();
        let Some(first) = segments.next() else {
            return ScopeKind::Tenant;
        };
        let second = segments.next();
        let third = segments.next();
        let fourth = segments.next();
        let more = segments.next().is_some();
        if first.eq_ignore_ascii_case("subscriptions") && second.is_some() {
            return match (third, fourth, more) {
                (None, _, _) => ScopeKind::Subscription,
                (Some(third), Some(_), false) if third.eq_ignore_ascii_case("resourceGroups") => {
                    ScopeKind::ResourceGroup
                }
                (Some(third), None, _) if third.eq_ignore_ascii_case("resourceGroups") => ScopeKind::Other,
                _ => ScopeKind::Resource,
            };
        }
        if self.management_group().is_some() && third.is_some() && !more && fourth.is_some() {
            return ScopeKind::ManagementGroup;
        }
        ScopeKind::Other
    }

    /// The subscription's own id, such as a GUID.
    pub(super) fn subscription(self) -> Option<&'a str> {
        let mut segments = self.segments();
        let first = segments.next()?;
        first
            .eq_ignore_ascii_case("subscriptions")
            .then(|| segments.next())
            .flatten()
    }

    /// The part of the text that names the subscription: `/subscriptions/{id}`.
    pub(super) fn subscription_scope(self) -> Option<&'a str> {
        let name = self.subscription()?;
        self.up_to(name)
    }

    /// The name of the resource group.
    pub(super) fn resource_group(self) -> Option<&'a str> {
        let mut segments = self.segments();
        let first = segments.next()?;
        segments.next()?;
        let third = segments.next()?;
        let named = first.eq_ignore_ascii_case("subscriptions") && third.eq_ignore_ascii_case("resourceGroups");
        named.then(|| segments.next()).flatten()
    }

    /// The part of the text that names the resource group: `/subscriptions/{id}/resourceGroups/{name}`.
    pub(super) fn resource_group_scope(self) -> Option<&'a str> {
        let name = self.resource_group()?;
        self.up_to(name)
    }

    /// The name of the management group that the id names or lies below.
    pub(super) fn management_group(self) -> Option<&'a str> {
        let mut segments = self.segments();
        let is_there = segments.next()?.eq_ignore_ascii_case("providers")
            && segments.next()?.eq_ignore_ascii_case("Microsoft.Management")
            && segments.next()?.eq_ignore_ascii_case("managementGroups");
        is_there.then(|| segments.next()).flatten()
    }

    /// The scope that an extension resource (a role assignment, a lock) is put on: the text before its last `/providers/`.
    /// Empty for the tenant.
    pub(super) fn extended(self) -> Option<&'a str> {
        const PROVIDERS: &str = "/providers/";
        let bytes = self.text.as_bytes();
        let at = (0..=bytes.len().checked_sub(PROVIDERS.len())?).rev().find(|at| {
            bytes
                .get(*at..at + PROVIDERS.len())
                .is_some_and(|part| part.eq_ignore_ascii_case(PROVIDERS.as_bytes()))
        })?;
        self.text.get(..at)
    }

    /// The last segment.
    pub(super) fn name(self) -> &'a str {
        self.text.rsplit('/').next().unwrap_or(self.text)
    }

    fn segments(self) -> impl Iterator<Item = &'a str> {
        self.text.split('/').filter(|segment| !segment.is_empty())
    }

    /// The text up to the end of one of its segments.
    fn up_to(self, segment: &'a str) -> Option<&'a str> {
        let start = (segment.as_ptr() as usize).checked_sub(self.text.as_ptr() as usize)?;
        self.text.get(..start + segment.len())
    }
}

#[cfg(test)]
mod tests {
    use super::{ArmId, ScopeKind};

    const VM: &str = "/subscriptions/EA42/resourcegroups/TEST_VM/providers/Microsoft.Compute/virtualMachines/vm";

    #[test]
    fn an_id_names_its_subscription_and_resource_group_in_its_own_spelling() {
        let id = ArmId::new(VM);
        assert_eq!(id.subscription_scope(), Some("/subscriptions/EA42"));
        assert_eq!(
            id.resource_group_scope(),
            Some("/subscriptions/EA42/resourcegroups/TEST_VM")
        );
        assert_eq!(id.resource_group(), Some("TEST_VM"));
        assert_eq!(id.name(), "vm");
    }

    #[test]
    fn scopes_are_told_apart_by_their_segments() {
        let group = "/providers/Microsoft.Management/managementGroups/custodian-test";
        for (id, kind) in [
            ("/", ScopeKind::Tenant),
            (group, ScopeKind::ManagementGroup),
            ("/subscriptions/ea42", ScopeKind::Subscription),
            ("/subscriptions/ea42/", ScopeKind::Subscription),
            ("/Subscriptions/ea42/resourcegroups/a", ScopeKind::ResourceGroup),
            (VM, ScopeKind::Resource),
            ("/subscriptions/ea42/providers/Microsoft.Sql/x/y", ScopeKind::Resource),
            ("/providers/Microsoft.Capacity", ScopeKind::Other),
            ("/subscriptions", ScopeKind::Other),
        ] {
            assert_eq!(ArmId::new(id).kind(), kind, "{id}");
        }
        assert_eq!(ArmId::new(group).management_group(), Some("custodian-test"));
    }

    #[test]
    fn an_extension_resource_knows_what_it_is_put_on() {
        let on = |id| ArmId::new(id).extended();
        let lock = format!("{VM}/providers/microsoft.authorization/locks/l");
        assert_eq!(on(&lock), Some(VM));
        assert_eq!(on("/providers/Microsoft.Authorization/roleAssignments/1"), Some(""));
        assert_eq!(on("/x"), None);
    }
}
