//! Which subjects a setting of the federation is for.

use crate::snapshot::{Kind, SubjectSelector};

use super::arm_id::ArmId;
use super::derive::Facts;
use super::parties::Party;
use super::place::PlaceId;
use super::stated;
use super::subject::SubjectRef;

impl Facts<'_> {
    /// Whether all that a selector says applies to a subject, in which these parties take part.
    pub fn selects(&self, selector: &SubjectSelector, subject: SubjectRef, parties: &[Party<'_>]) -> bool {
        let is_of_kind = selector.kinds.is_empty() || selector.kinds.contains(&subject.kind);
        is_of_kind
            && (selector.tiers.is_empty() || self.has_tier(selector, parties))
            && (selector.nodes.is_empty() && selector.tags.is_empty() || self.lies_there(selector, subject, parties))
    }

    fn has_tier(&self, selector: &SubjectSelector, parties: &[Party<'_>]) -> bool {
        let products = parties
            .iter()
            .filter_map(|party| self.ownership.product(party.product?));
        let mut tiers = products.filter_map(|product| stated::text(&product.custom, "tier"));
        tiers.any(|tier| selector.tiers.iter().any(|wanted| wanted.eq_ignore_ascii_case(&tier)))
    }

    /// Whether it is, or lies in, one of the nodes, with all of the tags.
    fn lies_there(&self, selector: &SubjectSelector, subject: SubjectRef, parties: &[Party<'_>]) -> bool {
        let (row, mut places) = self.whereabouts(subject);
        if places.is_empty() {
            let of_products = parties.iter().filter_map(|party| self.nodes.of_product(party.product?));
            places.extend(of_products);
        }
        let is_in_node = selector.nodes.is_empty() || places.iter().any(|place| self.is_node(selector, *place));
        is_in_node
            && selector.tags.iter().all(|(name, value)| {
                let name = name.to_lowercase();
                let own = row.and_then(|(row, within)| self.tagging.tag(&name, row, within));
                let of_places = || {
                    places.iter().any(|place| {
                        let row = self.inventory.row_of(*place).unwrap_or("null");
                        let above = self.inventory.places.get(*place).and_then(|known| known.subscription);
                        self.tagging.tag(&name, row, above).as_deref() == Some(&**value)
                    })
                };
                match (row, own) {
                    (Some(_), own) => own.as_deref() == Some(&**value),
                    (None, _) => of_places(),
                }
            })
    }

    /// The row of a subject of the tenant with what it inherits tags from, and its place.
    fn whereabouts(&self, subject: SubjectRef) -> (Option<(&str, Option<PlaceId>)>, Vec<PlaceId>) {
        let kind = if subject.kind == Kind::Node {
            self.nodes.row_kind()
        } else {
            subject.kind
        };
        let place = self.inventory.place(kind, subject.index);
        let row = self.inventory.rows(kind).map(|rows| {
            let within = if kind == Kind::Resource {
                place
            } else {
                place.and_then(|place| self.inventory.places.get(place)?.subscription)
            };
            (rows.text(subject.index), within)
        });
        (row, place.into_iter().collect())
    }

    fn is_node(&self, selector: &SubjectSelector, place: PlaceId) -> bool {
        let node = self.nodes.node_of(&self.inventory, place).unwrap_or(place);
        let Some(known) = self.inventory.places.get(node) else {
            return false;
        };
        let id = &*known.id;
        let name = ArmId::new(id).name();
        let wanted = selector.nodes.iter();
        wanted
            .map(|wanted| wanted.trim_end_matches('/'))
            .any(|wanted| wanted.eq_ignore_ascii_case(id) || wanted.eq_ignore_ascii_case(name))
    }
}
