//! What of a factory a document is, and which factory it belongs to.

use crate::snapshot::Factory;
use crate::text::{Node, Value};

use super::super::format::Format;
use super::view::View;

/// The folders of a factory's git repository whose files are ours, in any case, singular or plural.
const FOLDERS: [&str; 3] = ["pipeline", "dataset", "linkedservice"];

/// Types of `properties` that look like a linked service and are something else: dataflows, integration runtimes, credentials.
const OTHERS: [&str; 8] = [
    "MappingDataFlow",
    "WranglingDataFlow",
    "Flowlet",
    "Managed",
    "SelfHosted",
    "ManagedIdentity",
    "ServicePrincipal",
    "TumblingWindowTrigger",
];

/// The format of a factory's document.
pub(in super::super) fn recognise(name: &str, root: &Node) -> Option<Format> {
    let Some(properties) = root.get("properties") else {
        return is_bare_linked_service(name, root).then_some(Format::LinkedService);
    };
    if properties.get("activities").is_some_and(View::is_array) {
        return Some(Format::Pipeline);
    }
    let kind = properties.str("type")?;
    // Azure's name of the object, which Synapse writes into its files and a row always has.
    let azure_type = root.str("type").unwrap_or_default().to_ascii_lowercase();
    if properties.get("linkedServiceName").is_some() && !azure_type.ends_with("/linkedservices") {
        return Some(Format::PipelineDataset);
    }
    let has_settings = matches!(properties.get("typeProperties")?.value, Value::Object(_));
    let is_named = root.str("name").is_some();
    if azure_type.ends_with("/linkedservices") {
        return Some(Format::LinkedService);
    }
    let is_other = azure_type.contains('/')
        || kind.ends_with("Trigger")
        || properties.get("runtimeState").is_some()
        || OTHERS.contains(&kind);
    (is_named && has_settings && !is_other).then_some(Format::LinkedService)
}

/// The properties of a linked service alone, as its create command takes them: only the folder says what they are.
fn is_bare_linked_service(name: &str, root: &Node) -> bool {
    let is_shaped = root.str("type").is_some() && root.get("typeProperties").is_some_and(View::is_object);
    is_shaped && folder(name).is_some_and(|folder| singular(folder) == "linkedservice")
}

/// The factory of a file: the parent of a `pipeline`, `dataset` or `linkedService` folder, else the file's own folder.
pub(super) fn factory(file: &str) -> Factory {
    let (parent, _) = file.rsplit_once('/').unwrap_or(("", file));
    let (above, own) = parent.rsplit_once('/').unwrap_or(("", parent));
    let folder = if FOLDERS.contains(&singular(own).as_str()) {
        above
    } else {
        parent
    };
    Factory::Folder(if folder.is_empty() { "." } else { folder }.into())
}

/// The name of an object: the one it states, else that of its file or, in Fabric, of its item's folder.
pub(super) fn object_name(root: &Node, file: &str) -> Box<str> {
    if let Some(name) = View::get(root, "name").and_then(View::scalar) {
        return name.into();
    }
    let own = file.rsplit('/').next().unwrap_or(file);
    let own = if own == "pipeline-content.json" {
        folder(file).unwrap_or(own)
    } else {
        own
    };
    own.rsplit_once('.').map_or(own, |(stem, _)| stem).into()
}

/// The `properties` of an object, which bare linked services are themselves.
pub(super) fn properties(root: &Node) -> &Node {
    root.get("properties").unwrap_or(root)
}

fn folder(file: &str) -> Option<&str> {
    let (parent, _) = file.rsplit_once('/')?;
    parent.rsplit('/').next()
}

fn singular(folder: &str) -> String {
    let folder = folder.to_ascii_lowercase();
    folder.strip_suffix('s').map_or(folder.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::{Factory, factory};

    #[test]
    fn a_factory_is_the_folder_above_its_known_folders() {
        for (file, folder) in [
            ("sales/adf/pipeline/load.json", "sales/adf"),
            ("sales/syn/linkedServices/db.json", "sales/syn"),
            ("sales/syn/LINKEDSERVICES/db.json", "sales/syn"),
            ("Dataset/orders.json", "."),
            ("sales/load.json", "sales"),
            ("load.json", "."),
        ] {
            assert_eq!(factory(file), Factory::Folder(folder.into()), "{file}");
        }
    }
}
