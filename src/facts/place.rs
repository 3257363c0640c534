//! Where things are in the tenant: its subscriptions and resource groups, found by the beginning of an id.

use std::borrow::Cow;
use std::num::NonZeroU32;

use super::arm_id::ArmId;
use super::intern::Interner;

/// A subscription or a resource group, by its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PlaceId(NonZeroU32);

impl PlaceId {
    fn from_number(number: u32) -> Self {
        Self(NonZeroU32::MIN.saturating_add(number))
    }

    /// The number, from 0.
    pub(super) const fn number(self) -> u32 {
        self.0.get() - 1
    }
}

/// What is known of a place.
#[derive(Debug)]
pub(super) struct Place<'s> {
    /// Its id, as its own row spells it; where it has no row, as the first thing within it does.
    pub(super) id: Cow<'s, str>,
    /// The subscription that a resource group is in; none for a subscription.
    pub(super) subscription: Option<PlaceId>,
    /// Its place in the order of its kind's subjects, where it has a row.
    pub(super) subject: Option<u32>,
}

/// All places that rows are, or are in.
#[derive(Debug, Default)]
pub(super) struct Places<'s> {
    ids: Interner<'s>,
    list: Vec<Place<'s>>,
    last: Option<PlaceId>,
}

impl<'s> Places<'s> {
    /// The innermost place that an id is or lies in, made where it is new.
    #[expect(clippy::ptr_arg, reason = "what is borrowed for as long as the rows must stay so")]
    pub(super) fn place(&mut self, id: &Cow<'s, str>) -> Option<PlaceId> {
        if let Some(last) = self.last.filter(|last| self.holds(*last, id)) {
            return Some(last);
        }
        let arm = ArmId::new(id);
        let subscription = self.intern(id, arm.subscription_scope()?, None);
        let group = arm
            .resource_group_scope()
            .map(|scope| self.intern(id, scope, Some(subscription)));
        self.last = group;
        group.or(Some(subscription))
    }

    /// Says that a place has a row of its own.
    pub(super) fn own(&mut self, place: PlaceId, subject: u32) {
        if let Some(own) = self.list.get_mut(place.number() as usize) {
            own.subject = own.subject.or(Some(subject));
        }
    }

    /// Takes over the places of another list, and says which they are here.
    pub(super) fn adopt(&mut self, other: Self) -> Vec<PlaceId> {
        other
            .list
            .into_iter()
            .filter_map(|place| self.place(&place.id))
            .collect()
    }

    /// The place of every place in the order of lower-cased ids: a subscription, then its resource groups.
    pub(super) fn ranks(&self) -> Vec<u32> {
        let mut order: Vec<usize> = (0..self.list.len()).collect();
        order.sort_by_cached_key(|place| {
            self.list
                .get(*place)
                .map(|place| format!("{}/", place.id).to_lowercase())
        });
        let mut ranks = vec![0; order.len()];
        for (rank, place) in (0..).zip(order) {
            if let Some(slot) = ranks.get_mut(place) {
                *slot = rank;
            }
        }
        ranks
    }

    /// The place with exactly this id.
    pub(super) fn find(&self, id: &str) -> Option<PlaceId> {
        self.ids.find(id.trim_matches('/')).map(PlaceId::from_number)
    }

    /// What is known of a place.
    pub(super) fn get(&self, place: PlaceId) -> Option<&Place<'s>> {
        self.list.get(place.number() as usize)
    }

    /// What is known of the place with a number.
    pub(super) fn with_number(&self, number: u32) -> Option<&Place<'s>> {
        self.list.get(number as usize)
    }

    /// How many places there are.
    pub(super) fn len(&self) -> usize {
        self.list.len()
    }

    /// Every place, in the order of the numbers.
    pub(super) fn all(&self) -> impl Iterator<Item = (PlaceId, &Place<'s>)> {
        (0..).map(PlaceId::from_number).zip(&self.list)
    }

    /// Rows come in the order of their ids, so that most lie in the resource group of the one before.
    fn holds(&self, place: PlaceId, id: &str) -> bool {
        let rest = self.get(place).and_then(|place| id.strip_prefix(&*place.id));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    #[expect(clippy::ptr_arg, reason = "what is borrowed for as long as the rows must stay so")]
    fn intern(&mut self, id: &Cow<'s, str>, scope: &str, subscription: Option<PlaceId>) -> PlaceId {
        let spelled = beginning(id, scope.len());
        let lead = scope.len() - scope.trim_start_matches('/').len();
        let number = self.ids.intern(after(&spelled, lead));
        if self.list.len() <= number as usize {
            self.list.push(Place {
                id: spelled,
                subscription,
                subject: None,
            });
        }
        PlaceId::from_number(number)
    }
}

fn beginning<'s>(text: &Cow<'s, str>, length: usize) -> Cow<'s, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.get(..length).unwrap_or(text)),
        Cow::Owned(text) => Cow::Owned(text.get(..length).unwrap_or(text).to_owned()),
    }
}

fn after<'s>(text: &Cow<'s, str>, lead: usize) -> Cow<'s, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.get(lead..).unwrap_or(text)),
        Cow::Owned(text) => Cow::Owned(text.get(lead..).unwrap_or(text).to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::Places;

    #[test]
    fn a_thing_is_in_its_resource_group_in_any_spelling() {
        let mut places = Places::default();
        let group = places.place(&"/subscriptions/S/resourceGroups/Rg".into());
        let inside = places.place(&"/SUBSCRIPTIONS/s/resourcegroups/RG/providers/A/b/c".into());
        assert!(group.is_some());
        assert_eq!(inside, group);
        assert_eq!(places.find("subscriptions/s/resourceGroups/rg/"), group);
        let neighbour = places.place(&"/subscriptions/S/resourceGroups/Rg2".into());
        assert_ne!(neighbour, group);
        assert_eq!(
            places.place(&"/providers/Microsoft.Management/managementGroups/m".into()),
            None
        );
        assert_eq!(places.len(), 3);
    }
}
