//! In which nodes a product is: where it says so, and where a node's `product` tag does.

use std::collections::{BTreeMap, HashMap};

use crate::snapshot::{Kind, Product};

use super::derive::Facts;
use super::place::PlaceId;
use super::subject::number;

/// The nodes whose `product` tag means a product, by the index of the product, in the order of the nodes.
#[derive(Debug, Default)]
pub(super) struct TaggedNodes {
    by_product: BTreeMap<u32, Vec<PlaceId>>,
}

impl TaggedNodes {
    /// Joins the effective tags of nodes with the ids and names of products. Where several products have the name, the one
    /// placed in the node is meant, else the one of the node's domain, else nobody can tell.
    pub(super) fn derive(facts: &Facts<'_>) -> Self {
        let mut tagged = Self::default();
        let products = &facts.snapshot.declared.products;
        let mut named: HashMap<String, Vec<u32>> = HashMap::new();
        for (index, product) in products.iter().enumerate() {
            for name in names(product) {
                let same = named.entry(name.to_lowercase()).or_default();
                if same.last() != Some(&number(index)) {
                    same.push(number(index));
                }
            }
        }
        if named.is_empty() {
            return tagged;
        }
        for index in 0..facts.count(Kind::Node) {
            let Some(place) = facts.inventory.place(facts.nodes.row_kind(), index) else {
                continue;
            };
            let Some(tag) = facts.node_tag(place, "product") else {
                continue;
            };
            let meant = named.get(&tag.trim().to_lowercase()).map_or(&[][..], |found| found);
            for product in facts.meant(meant, place) {
                tagged.by_product.entry(product).or_default().push(place);
            }
        }
        tagged
    }

    /// The nodes that carry a product's tag.
    pub(super) fn of(&self, product: u32) -> &[PlaceId] {
        self.by_product.get(&product).map_or(&[], Vec::as_slice)
    }
}

impl Facts<'_> {
    /// An effective tag of a subscription or resource group, by its lower-case name; none where it is blank.
    pub(super) fn node_tag(&self, place: PlaceId, name: &str) -> Option<std::borrow::Cow<'_, str>> {
        let within = self.inventory.places.get(place)?.subscription;
        let tag = self.tagging.tag(name, self.inventory.row_of(place)?, within);
        tag.filter(|tag| !tag.trim().is_empty())
    }

    fn meant(&self, candidates: &[u32], node: PlaceId) -> Vec<u32> {
        if let [_] | [] = candidates {
            return candidates.to_vec();
        }
        let placed = self.nodes.products(node);
        let here: Vec<u32> = candidates.iter().copied().filter(|one| placed.contains(one)).collect();
        if !here.is_empty() {
            return here;
        }
        let home = self.nodes.domain(&self.inventory, node);
        let at_home = candidates.iter().copied().filter(|one| {
            let product = self.ownership.product(*one);
            home.is_some() && product.and_then(|product| self.membership.domain_of(product.document)) == home
        });
        at_home.collect()
    }
}

/// What a tag may call a product: its id, its name, and its name in lower case with `-` between words; each once.
pub(super) fn names(product: &Product) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(3);
    let stated = [&product.id, &product.name].into_iter().flatten();
    let stated = stated.map(|name| name.value.trim().to_owned());
    let slug = product.name.as_ref().map(|name| slug(&name.value));
    for name in stated.chain(slug).filter(|name| !name.is_empty()) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for letter in name.to_lowercase().chars() {
        if letter.is_ascii_alphanumeric() {
            slug.push(letter);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn names_become_slugs() {
        assert_eq!(slug("Customer 360 (new)"), "customer-360-new");
        assert_eq!(slug(" - "), "");
    }
}
