//! Where the rows of the tenant lie, place by place, and how much of each limit they use.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use crate::snapshot::Kind;

use super::arm_id::ArmId;
use super::intern::Interner;
use super::inventory::Inventory;
use super::no_case::{compare, same};
use super::place::PlaceId;
use super::row_index::RowIndex;
use super::rows::{member, members, string, text_of};

/// The type of a storage account.
const STORAGE_ACCOUNT: &str = "Microsoft.Storage/storageAccounts";

/// Rows by place. They are in the order of places, so that those of one place lie together.
#[derive(Debug)]
pub(super) struct Census {
    resources: Option<Vec<Range<u32>>>,
    containers: Option<Vec<Range<u32>>>,
    groups: Vec<Vec<PlaceId>>,
}

/// A count, and of what it is the fullest.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Fullest<'s> {
    /// How many.
    pub(super) count: u32,
    /// Of which type or in which region; none where there is nothing.
    pub(super) of: Option<Cow<'s, str>>,
}

impl Census {
    /// Finds the rows of every place; the rows themselves are not read.
    pub(super) fn of(inventory: &Inventory<'_>) -> Self {
        let places = inventory.places.len();
        let spans = |kind| inventory.rows(kind).map(|rows| spans(rows, places));
        let mut groups = vec![Vec::new(); places];
        for (id, place) in inventory.places.all() {
            let within = place.subscription.map(|within| within.number() as usize);
            if let Some(within) = within.and_then(|within| groups.get_mut(within)) {
                within.push(id);
            }
        }
        Self {
            resources: spans(Kind::Resource),
            containers: spans(Kind::Container),
            groups,
        }
    }

    /// The resource groups of a subscription that rows are, or are in.
    pub(super) fn groups(&self, subscription: PlaceId) -> &[PlaceId] {
        self.groups
            .get(subscription.number() as usize)
            .map_or(&[], |groups| groups)
    }

    /// The resources in a place and in the resource groups of it; none where nobody collected resources.
    pub(super) fn resources(&self, place: PlaceId) -> Option<impl Iterator<Item = u32> + '_> {
        Some(self.within(self.resources.as_ref()?, place))
    }

    /// The containers of the storage accounts there; nothing where nobody collected containers.
    pub(super) fn containers(&self, place: PlaceId) -> impl Iterator<Item = u32> + '_ {
        let spans = self.containers.as_deref().unwrap_or(&[]);
        self.within(spans, place)
    }

    /// The resource groups of a subscription that have rows; none where nobody collected resource groups.
    pub(super) fn listed_groups(&self, inventory: &Inventory<'_>, subscription: PlaceId) -> Option<u32> {
        inventory.rows(Kind::ResourceGroup)?;
        let groups = self.groups(subscription).iter();
        let listed = groups.filter(|group| {
            inventory
                .places
                .get(**group)
                .is_some_and(|place| place.subject.is_some())
        });
        Some(super::rows::number(listed.count()))
    }

    /// The region of a subscription with the most storage accounts; of equals the first in the alphabet.
    pub(super) fn storage_accounts<'s>(&self, inventory: &Inventory<'s>, subscription: PlaceId) -> Option<Fullest<'s>> {
        let rows = inventory.rows(Kind::Resource)?;
        let mut regions: BTreeMap<String, u32> = BTreeMap::new();
        for index in self.resources(subscription)? {
            let row = rows.text(index);
            if text_of(row, "type").is_some_and(|kind| same(&kind, STORAGE_ACCOUNT)) {
                let region = text_of(row, "location").map_or_else(String::new, |location| region(&location));
                *regions.entry(region).or_default() += 1;
            }
        }
        let mut fullest = Fullest { count: 0, of: None };
        for (region, count) in regions {
            if count > fullest.count {
                let of = Some(Cow::Owned(region));
                fullest = Fullest { count, of };
            }
        }
        Some(fullest)
    }

    /// The type of which a resource group holds the most resources; of equals the first in the alphabet.
    pub(super) fn resources_of_type<'s>(&self, inventory: &Inventory<'s>, group: PlaceId) -> Option<Fullest<'s>> {
        let rows = inventory.rows(Kind::Resource)?;
        let mut types = Interner::default();
        let mut counts: Vec<u32> = Vec::new();
        for index in self.resources(group)? {
            let kind = types.intern(text_of(rows.text(index), "type").unwrap_or_default()) as usize;
            if counts.len() <= kind {
                counts.resize(kind + 1, 0);
            }
            if let Some(count) = counts.get_mut(kind) {
                *count += 1;
            }
        }
        let counted = types.into_texts().into_iter().zip(counts);
        let fullest = counted.max_by(|left, right| left.1.cmp(&right.1).then_with(|| compare(&right.0, &left.0)));
        Some(fullest.map_or(Fullest { count: 0, of: None }, |(kind, count)| Fullest {
            count,
            of: Some(kind),
        }))
    }

    fn within<'c>(&'c self, spans: &'c [Range<u32>], place: PlaceId) -> impl Iterator<Item = u32> + 'c {
        let of = |place: PlaceId| spans.get(place.number() as usize).cloned().unwrap_or_default();
        let below = self.groups(place).iter();
        of(place).chain(below.flat_map(move |group| of(*group)))
    }
}

/// How many custom roles a tenant has; none where nobody collected role definitions.
pub(super) fn custom_roles(inventory: &Inventory<'_>) -> Option<u32> {
    let rows = inventory.rows(Kind::RoleDefinition)?;
    let is_custom = |index: &u32| {
        let kind = member(rows.text(*index), "properties").and_then(|properties| text_of(properties, "type"));
        kind.is_some_and(|kind| same(&kind, "CustomRole"))
    };
    Some(super::rows::number((0..rows.len()).filter(is_custom).count()))
}

/// How many tags a row itself has, each name once whatever its case.
pub(super) fn tags(row: &str) -> u32 {
    let mut names = Interner::default();
    for (name, _) in members(member(row, "tags").unwrap_or("null")).filter(|(_, text)| *text != "null") {
        names.intern(name);
    }
    super::rows::number(names.into_texts().len())
}

/// The name of a storage account and where its id begins and ends, where an id is that of an account.
pub(super) fn account_name(id: &str) -> Option<&str> {
    let arm = ArmId::new(id);
    let name = arm.name();
    let before = id.trim_end_matches('/').strip_suffix(name)?;
    let kind = before.strip_suffix('/')?;
    let from = kind.len().checked_sub(STORAGE_ACCOUNT.len() + 1)?;
    let kind = kind.get(from..)?.strip_prefix('/')?;
    (!name.is_empty() && same(kind, STORAGE_ACCOUNT)).then_some(name)
}

/// A region as Azure names it and as people write it: `West Europe` is `westeurope`.
fn region(location: &str) -> String {
    location
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect()
}

fn spans(rows: &RowIndex<'_>, places: usize) -> Vec<Range<u32>> {
    let mut spans = vec![0..0; places];
    for index in 0..rows.len() {
        let place = rows.place(index).map(|place| place.number() as usize);
        if let Some(span) = place.and_then(|place| spans.get_mut(place)) {
            if span.start == span.end {
                span.start = index;
            }
            span.end = index + 1;
        }
    }
    spans
}

/// The string of a member of a member, such as `properties.metadata`.
pub(super) fn nested_text<'s>(row: &'s str, path: [&str; 2], name: &str) -> Option<Cow<'s, str>> {
    let [outer, inner] = path;
    let inner = member(member(row, outer)?, inner)?;
    members(inner)
        .find(|(key, _)| same(key, name))
        .and_then(|(_, text)| string(text))
        .filter(|text| !text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::{account_name, nested_text, region, tags};

    #[test]
    fn only_the_id_of_an_account_names_one() {
        let id = "/subscriptions/S/resourceGroups/G/providers/microsoft.storage/StorageAccounts/lake";
        assert_eq!(account_name(id), Some("lake"));
        assert_eq!(account_name(&format!("{id}/")), Some("lake"));
        assert_eq!(account_name(&format!("{id}/blobServices/default")), None);
        assert_eq!(account_name("/x/NotMicrosoft.Storage/storageAccounts/lake"), None);
        assert_eq!(account_name("é"), None);
    }

    #[test]
    fn a_region_has_one_name_and_a_tag_one_spelling() {
        assert_eq!(region("West Europe"), "westeurope");
        assert_eq!(tags(r#"{"tags": {"a": "1", "A": "2", "b": "", "c": null}}"#), 2);
        assert_eq!(tags(r#"{"tags": null}"#), 0);
    }

    #[test]
    fn metadata_is_read_without_case_and_blank_says_nothing() {
        let row = r#"{"properties": {"metadata": {"Domain": "sales", "owner": " "}}}"#;
        let of = |name| nested_text(row, ["properties", "metadata"], name);
        assert_eq!(of("domain").as_deref(), Some("sales"));
        assert_eq!(of("owner"), None);
    }
}
