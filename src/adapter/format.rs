//! Which of our formats a document is of, by its content.

use crate::text::{Node, Value};

use super::{backstage, data_factory, mesh, nearest, odcs, odps};

/// A format that an adapter reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// A data contract of the Open Data Contract Standard.
    Odcs,
    /// A data product of the Open Data Product Standard (Bitol).
    Odps,
    /// One of our own kinds.
    Mesh,
    /// A pipeline of Data Factory, Synapse or Fabric.
    Pipeline,
    /// A dataset of Data Factory or Synapse.
    PipelineDataset,
    /// A linked service of Data Factory or Synapse.
    LinkedService,
    /// An entity of Backstage.
    Backstage,
    /// An export of groups from Microsoft Graph.
    GraphGroups,
}

/// The format of a document, or none where it is none of ours. `name` is the file's name with its folders: it decides only
/// for a linked service whose file holds no more than its properties.
///
/// A `kind` that is nearly right beside an `apiVersion` of the standard is recognised, so that the slip is reported and the
/// object is not lost; so is a document without a `kind` whose `apiVersion` and lists leave no doubt.
pub fn recognise(name: &str, root: &Node) -> Option<Format> {
    if !matches!(root.value, Value::Object(_)) {
        return None;
    }
    let kind = root.get("kind").and_then(Node::as_str);
    let api_version = root.get("apiVersion");
    if mesh::is_ours(kind, api_version, root) {
        return Some(Format::Mesh);
    }
    if backstage::is_entity(kind, api_version) {
        return Some(Format::Backstage);
    }
    if backstage::is_group_export(root) {
        return Some(Format::GraphGroups);
    }
    let version = api_version.and_then(standard_version);
    match kind {
        Some(odcs::KIND) => is_native(api_version).then_some(Format::Odcs),
        Some(odps::KIND) => is_native(api_version).then_some(Format::Odps),
        Some(kind) => match nearest(kind, [odcs::KIND, odps::KIND]) {
            Some(odcs::KIND) if version.is_some() => Some(Format::Odcs),
            Some(_) if version.is_some() => Some(Format::Odps),
            _ => None,
        },
        None => match version {
            Some(Standard::Contract) if has_list(root, &["schema", "servers", "slaProperties"]) => Some(Format::Odcs),
            Some(Standard::Product) if has_list(root, &["inputPorts", "outputPorts"]) => Some(Format::Odps),
            _ => data_factory::recognise(name, root),
        },
    }
}

/// Whether an `apiVersion` may be one of the standards': others write `group/version` or have none of their own kind.
fn is_native(api_version: Option<&Node>) -> bool {
    api_version
        .and_then(Node::as_str)
        .is_none_or(|text| !text.contains('/'))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Standard {
    Contract,
    Product,
}

/// Which standard numbers its versions like this: `v3.1.0` and `3.1` are contracts', `v1.0.0` and `0.9.0` are products'.
fn standard_version(node: &Node) -> Option<Standard> {
    let text = super::field::scalar(node)?;
    let mut parts = text.strip_prefix(['v', 'V']).unwrap_or(&text).split('.');
    let major: u32 = parts.next()?.parse().ok()?;
    let numbers = parts.clone().count();
    if !(1..=2).contains(&numbers) || !parts.all(|part| part.starts_with(|first: char| first.is_ascii_digit())) {
        return None;
    }
    match major {
        0 | 1 => Some(Standard::Product),
        2 | 3 => Some(Standard::Contract),
        _ => None,
    }
}

fn has_list(root: &Node, keys: &[&str]) -> bool {
    keys.iter()
        .any(|key| matches!(root.get(key).map(|node| &node.value), Some(Value::Array(_))))
}
