//! Ids of Azure Resource Manager: compared without case, and taken apart by their segments.
//!
//! Azure returns one id in several spellings (`resourcegroups` and `resourceGroups`, `TEST_VM` and `test_vm`), so no id is
//! ever compared as plain text.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::hash::{BuildHasherDefault, Hash, Hasher};

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

/// Text that compares without case.
#[derive(Clone, Debug)]
pub(super) struct NoCase<'a>(pub(super) Cow<'a, str>);

impl PartialEq for NoCase<'_> {
    fn eq(&self, other: &Self) -> bool {
        same(&self.0, &other.0)
    }
}

impl Eq for NoCase<'_> {}

impl Hash for NoCase<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(fold(&self.0));
    }
}

/// Whether two texts are one, but for case.
pub(super) fn same(left: &str, right: &str) -> bool {
    compare(left, right) == Ordering::Equal
}

/// Orders two texts by their lower-cased code points.
pub(super) fn compare(left: &str, right: &str) -> Ordering {
    let (one, two) = (left.as_bytes(), right.as_bytes());
    let equal = one
        .chunks_exact(8)
        .zip(two.chunks_exact(8))
        .take_while(|(one, two)| one == two)
        .count()
        * 8;
    for at in equal.. {
        return match (one.get(at), two.get(at)) {
            (Some(first), Some(second)) if !first.is_ascii() || !second.is_ascii() => rest(left, right, at),
            (Some(first), Some(second)) => match first.to_ascii_lowercase().cmp(&second.to_ascii_lowercase()) {
                Ordering::Equal => continue,
                other => other,
            },
            (first, second) => first.cmp(&second),
        };
    }
    Ordering::Equal
}

/// Orders from the first byte on that is not ASCII.
fn rest(left: &str, right: &str, at: usize) -> Ordering {
    let mut start = at;
    while !(left.is_char_boundary(start) && right.is_char_boundary(start)) {
        start -= 1;
    }
    let lower = |text: &str| {
        text.get(start..)
            .unwrap_or("")
            .chars()
            .flat_map(char::to_lowercase)
            .collect::<Vec<_>>()
    };
    lower(left).cmp(&lower(right))
}

/// A hash of the lower-cased text.
fn fold(text: &str) -> u64 {
    if text.is_ascii() {
        return fold_bytes(text.as_bytes());
    }
    let lower: String = text.chars().flat_map(char::to_lowercase).collect();
    fold_bytes(lower.as_bytes())
}

/// Setting one bit makes upper case lower; that a few signs fall together too only costs a comparison.
fn fold_bytes(bytes: &[u8]) -> u64 {
    const LOWER: u64 = 0x2020_2020_2020_2020;
    const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
    let mix = |hash: u64, word: u64| {
        let product = u128::from(hash ^ (word | LOWER)) * u128::from(FACTOR);
        #[expect(
            clippy::cast_possible_truncation,
            reason = "both halves of the product are folded into one"
        )]
        let folded = (product as u64) ^ ((product >> 64) as u64);
        folded
    };
    let mut chunks = bytes.chunks_exact(8);
    let mut hash = bytes.len() as u64;
    for chunk in &mut chunks {
        hash = mix(hash, word(chunk));
    }
    mix(hash, word(chunks.remainder()))
}

fn word(bytes: &[u8]) -> u64 {
    let mut word = [0; 8];
    for (to, from) in word.iter_mut().zip(bytes) {
        *to = *from;
    }
    u64::from_le_bytes(word)
}

/// Passes on the hash that [`NoCase`] made.
#[derive(Debug, Default)]
pub(super) struct Folded(u64);

impl Hasher for Folded {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = self.0.rotate_left(5) ^ fold_bytes(bytes);
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

/// For maps whose keys are [`NoCase`].
pub(super) type Folding = BuildHasherDefault<Folded>;

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use proptest::prelude::*;

    use super::{ArmId, ScopeKind, compare, fold, same};

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

    #[test]
    fn letters_beyond_ascii_compare_without_case_too() {
        assert!(same("/rg/GRÖSSE-ÄÖ", "/rg/größe-äö".replace('ß', "SS").as_str()));
        assert!(!same("/rg/größe", "/rg/größf"));
        assert_eq!(compare("aÉb", "aéC"), Ordering::Less);
        assert_eq!(fold("\u{212a}ey-é"), fold("KEY-É"));
    }

    proptest! {
        #[test]
        fn the_order_is_that_of_lower_cased_text(left in "[a-cA-C/_é-ëÉ-Ë-]{0,20}", right in "[a-cA-C/_é-ëÉ-Ë-]{0,20}") {
            prop_assert_eq!(compare(&left, &right), left.to_lowercase().cmp(&right.to_lowercase()));
            prop_assert!(same(&left, &left.to_uppercase()));
            prop_assert_eq!(fold(&left), fold(&left.to_uppercase()));
        }
    }
}
