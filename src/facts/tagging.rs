//! Which tags count where: those of a thing itself, and what the mesh says that it inherits.
//!
//! Azure compares the names of tags without case and their values with case, and inherits none by itself.

use std::borrow::Cow;

use serde_json::{Map, Value};

use crate::snapshot::{Snapshot, TagInheritance};

use super::inventory::Inventory;
use super::place::PlaceId;
use super::rows::{member, members, string};

/// The tags that resource groups and subscriptions hand down, by the number of the place.
#[derive(Debug)]
pub(super) struct Tagging<'s> {
    handed_down: Vec<Tags<'s>>,
    /// Places that hand tags down, or would, and whose own row was not collected.
    unknown: Vec<bool>,
}

/// Tags by lower-cased name, the nearest first.
type Tags<'s> = Vec<(String, Cow<'s, str>)>;

impl<'s> Tagging<'s> {
    /// Reads the tags of what hands tags down.
    pub(super) fn derive(snapshot: &'s Snapshot, inventory: &Inventory<'s>) -> Self {
        let mode = snapshot
            .declared
            .meshes
            .first()
            .map_or_else(TagInheritance::default, |mesh| mesh.tag_inheritance);
        let hands_down = |is_group: bool| match mode {
            TagInheritance::None => false,
            TagInheritance::ResourceGroup => is_group,
            TagInheritance::Subscription => true,
        };
        let own = |place: PlaceId, is_group: bool| match inventory.row_of(place) {
            Some(row) if hands_down(is_group) => own_tags(row).collect(),
            _ => Tags::new(),
        };
        let handed_down = inventory
            .places
            .all()
            .map(|(place, known)| {
                let mut tags = own(place, known.subscription.is_some());
                if let Some(subscription) = known.subscription {
                    tags.extend(own(subscription, false));
                }
                tags
            })
            .collect();
        let is_missing = |place: PlaceId, is_group: bool| hands_down(is_group) && inventory.row_of(place).is_none();
        let unknown = inventory
            .places
            .all()
            .map(|(place, known)| {
                is_missing(place, known.subscription.is_some())
                    || known
                        .subscription
                        .is_some_and(|subscription| is_missing(subscription, false))
            })
            .collect();
        Self { handed_down, unknown }
    }

    /// The effective tags of a row within a place: `{lower-case name: value}`.
    pub(super) fn effective(&self, row: &str, within: Option<PlaceId>) -> Map<String, Value> {
        let mut tags = Map::new();
        for (name, value) in own_tags(row) {
            tags.entry(name).or_insert_with(|| value.into());
        }
        for (name, value) in self.inherited(within) {
            if !tags.contains_key(name) {
                tags.insert(name.clone(), (&**value).into());
            }
        }
        tags
    }

    /// Whether all that is inherited within a place is known: every place that hands tags down there was collected.
    pub(super) fn is_complete(&self, within: Option<PlaceId>) -> bool {
        let unknown = within.and_then(|place| self.unknown.get(place.number() as usize));
        !unknown.copied().unwrap_or(false)
    }

    /// One effective tag of a row within a place; `name` is lower-case.
    pub(super) fn tag(&self, name: &str, row: &'s str, within: Option<PlaceId>) -> Option<Cow<'s, str>> {
        own_tags(row)
            .find(|(own, _)| own == name)
            .map(|(_, value)| value)
            .or_else(|| {
                let inherited = self.inherited(within).iter().find(|(inherited, _)| inherited == name);
                inherited.map(|(_, value)| value.clone())
            })
    }

    fn inherited(&self, within: Option<PlaceId>) -> &[(String, Cow<'s, str>)] {
        within
            .and_then(|place| self.handed_down.get(place.number() as usize))
            .map_or(&[], |tags| tags)
    }
}

/// One tag that a row itself has, by its lower-case name; none where it is blank.
pub(super) fn own_tag<'s>(name: &str, row: &'s str) -> Option<Cow<'s, str>> {
    let mut tags = own_tags(row);
    tags.find(|(own, _)| own == name)
        .map(|(_, value)| value)
        .filter(|value| !value.trim().is_empty())
}

/// The tags that a row itself has. One whose value is null is none; numbers and booleans, which only rows written by hand
/// hold, count as their text.
fn own_tags(row: &str) -> impl Iterator<Item = (String, Cow<'_, str>)> {
    members(member(row, "tags").unwrap_or("null")).filter_map(|(name, text)| {
        let value = match text.as_bytes().first()? {
            b'"' => string(text)?,
            b'{' | b'[' | b'n' => return None,
            _ => Cow::Borrowed(text),
        };
        Some((name.to_lowercase(), value))
    })
}
