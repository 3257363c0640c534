//! Pipelines, and every copy in them.

use crate::snapshot::{Copy, DatasetReference, DocumentIndex, Factory, Pipeline, Setting};
use crate::text::{Node, Pointer};

use super::dataset::reference;
use super::recognition::{factory, object_name, properties};
use super::setting::{Settings, collect, defaults};
use super::view::View;

/// The pipeline that a document declares.
pub(in super::super) fn pipeline(document: DocumentIndex, root: &Node, file: &str) -> Pipeline {
    read(Some(document), factory(file), object_name(root, file), properties(root))
}

/// A pipeline from its properties.
pub(super) fn read<'t, V: View<'t>>(
    document: Option<DocumentIndex>,
    factory: Factory,
    name: Box<str>,
    properties: V,
) -> Pipeline {
    let mut copies = Vec::new();
    if let Some(activities) = properties.get("activities") {
        walk(
            activities,
            &Pointer::root().key("properties").key("activities"),
            &mut copies,
        );
    }
    Pipeline {
        document,
        factory,
        name,
        copies,
        parameters: defaults(properties),
    }
}

/// Finds copies in a list of activities and in the lists inside them: of `ForEach` and `Until` (`activities`), of `If`
/// (`ifTrueActivities`, `ifFalseActivities`) and of `Switch` (`cases[].activities`, `defaultActivities`).
fn walk<'t, V: View<'t>>(activities: V, pointer: &Pointer, copies: &mut Vec<Copy>) {
    for (index, activity) in activities.elements().enumerate() {
        let pointer = pointer.index(index);
        let own = activity.get("typeProperties");
        if activity.str("type") == Some("Copy") {
            copies.push(copy(activity, own, &pointer));
        }
        let Some(own) = own else { continue };
        let place = pointer.key("typeProperties");
        nested(own, &place, copies);
        for (index, case) in own.get("cases").into_iter().flat_map(V::elements).enumerate() {
            nested(case, &place.key("cases").index(index), copies);
        }
    }
}

fn nested<'t, V: View<'t>>(owner: V, pointer: &Pointer, copies: &mut Vec<Copy>) {
    for (key, list) in owner.members() {
        if key == "activities" || key.ends_with("Activities") {
            walk(list, &pointer.key(key), copies);
        }
    }
}

fn copy<'t, V: View<'t>>(activity: V, own: Option<V>, pointer: &Pointer) -> Copy {
    let source = own.and_then(|own| own.get("source"));
    let sink = own.and_then(|own| own.get("sink"));
    let name = activity.get("name").and_then(V::scalar);
    Copy {
        name: name.unwrap_or("Copy".into()).into(),
        source_kind: source.and_then(|source| source.str("type")).map(Into::into),
        sink_kind: sink.and_then(|sink| sink.str("type")).map(Into::into),
        source_settings: source.map(source_settings).unwrap_or_default(),
        inputs: references(activity, "inputs", pointer),
        outputs: references(activity, "outputs", pointer),
        pointer: pointer.clone(),
    }
}

/// What a source says of the object that it reads: its own settings, those of its store, and in Fabric the whole dataset.
fn source_settings<'t, V: View<'t>>(source: V) -> Settings {
    let mut settings = Settings::new();
    if let Some(dataset) = source.get("datasetSettings") {
        if let Some(connection) = dataset
            .get("externalReferences")
            .and_then(|external| external.str("connection"))
        {
            settings.insert("connection".into(), Setting::Literal(connection.into()));
        }
        let own = dataset.get("typeProperties");
        for part in [own, own.and_then(|own| own.get("location"))].into_iter().flatten() {
            collect(part, &mut settings);
        }
    }
    for part in [source.get("storeSettings"), Some(source)].into_iter().flatten() {
        collect(part, &mut settings);
    }
    settings.remove("type");
    settings
}

fn references<'t, V: View<'t>>(activity: V, key: &str, pointer: &Pointer) -> Vec<DatasetReference> {
    let list = activity.get(key).into_iter().flat_map(V::elements).enumerate();
    list.filter_map(|(index, element)| reference(element, pointer.key(key).index(index)))
        .collect()
}
