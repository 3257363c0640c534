//! Which element of a later list an element of an earlier one has become.

use crate::text::Node;

/// An element of a list, and where it stands there.
pub(super) type Indexed<'n> = (usize, &'n Node);

/// Two lists of named elements, joined.
#[derive(Debug, Default)]
pub(super) struct Pairing<'a, 'b> {
    /// Elements that are in both, in the order of the later list.
    pub(super) pairs: Vec<Pair<'a, 'b>>,
    /// Elements that are gone.
    pub(super) removed: Vec<&'a Node>,
    /// Elements that are new.
    pub(super) added: Vec<Indexed<'b>>,
}

/// One element, before and after.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair<'a, 'b> {
    pub(super) before: &'a Node,
    pub(super) after: Indexed<'b>,
}

/// Joins two lists: elements of one name are one; of the rest, those with one `id`, with names that differ in case and signs
/// only, or with one description and type, were renamed.
pub(super) fn pair<'a, 'b>(before: &'a [Node], after: &'b [Node]) -> Pairing<'a, 'b> {
    let mut old: Vec<&Node> = before.iter().collect();
    let mut new: Vec<Indexed<'_>> = after.iter().enumerate().collect();
    let mut pairs = Vec::new();
    let own_name: fn(&Node) -> Option<String> = |node| Some(name(node).to_owned());
    for identity in [own_name, stable_id, plain_name, description] {
        let mut unpaired = Vec::new();
        for candidate in old {
            let wanted = identity(candidate);
            let found = new
                .iter()
                .position(|(_, node)| wanted.is_some() && identity(node) == wanted);
            match found {
                Some(at) => pairs.push(Pair {
                    before: candidate,
                    after: new.remove(at),
                }),
                None => unpaired.push(candidate),
            }
        }
        old = unpaired;
    }
    pairs.sort_by_key(|pair| pair.after.0);
    Pairing {
        pairs,
        removed: old,
        added: new,
    }
}

/// The name of an element, else its name in the store.
pub(super) fn name(node: &Node) -> &str {
    let text = |key: &str| node.get(key).and_then(Node::as_str).map(str::trim);
    let stated = text("name").filter(|name| !name.is_empty());
    stated.or_else(|| text("physicalName")).unwrap_or("")
}

fn stable_id(node: &Node) -> Option<String> {
    let id = node.get("id").and_then(Node::as_str)?.trim();
    (!id.is_empty()).then(|| id.to_owned())
}

fn plain_name(node: &Node) -> Option<String> {
    let plain: String = name(node)
        .chars()
        .filter(|character| character.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    (!plain.is_empty()).then_some(plain)
}

fn description(node: &Node) -> Option<String> {
    let text = |key: &str| node.get(key).and_then(Node::as_str).unwrap_or("").trim();
    let description = text("description");
    (!description.is_empty()).then(|| format!("{description}\n{}\n{}", text("logicalType"), text("physicalType")))
}
