//! Registries of teams and catalogues: Backstage entities (`backstage.io/v1alpha1`, `v1beta1`), and exports of groups from
//! Microsoft Graph.

use crate::snapshot::{
    CatalogEntity, DocumentIndex, Kind, ProblemCode, RegisteredMember, RegisteredTeam, RegisteredUser, Registry,
};
use crate::text::{Document, Node, Pointer, Value};

use super::adapted::{Adapted, Object, problem};
use super::field::Field;

/// The kinds of Backstage that say something about a mesh.
const KINDS: [&str; 6] = ["Group", "User", "Component", "API", "Resource", "System"];

/// Whether a document is an entity of Backstage that we read.
pub(super) fn is_entity(kind: Option<&str>, api_version: Option<&Node>) -> bool {
    let version = api_version.and_then(Node::as_str);
    version.is_some_and(|version| version.starts_with("backstage.io/v1"))
        && kind.is_some_and(|kind| KINDS.iter().any(|known| known.eq_ignore_ascii_case(kind)))
}

/// Whether a document is a list of groups as Microsoft Graph returns it: `GET /groups?$expand=members`.
pub(super) fn is_group_export(root: &Node) -> bool {
    let context = root.get("@odata.context").and_then(Node::as_str).unwrap_or("");
    // `#groups('..')/members` and `#groups/$entity` are no lists of groups.
    let is_list = context
        .split_once("#groups")
        .is_some_and(|(_, rest)| rest.is_empty() || rest.starts_with('(') && !rest.starts_with("('"));
    is_list && matches!(root.get("value").map(|node| &node.value), Some(Value::Array(_)))
}

/// Reads an entity of Backstage.
pub(super) fn entity(index: DocumentIndex, document: &Document) -> Adapted {
    let root = Field::root(&document.root);
    let kind = root.text("kind").unwrap_or_default();
    let metadata = root.get("metadata");
    let Some((metadata, name)) = metadata.and_then(|metadata| Some((metadata.clone(), metadata.text("name")?))) else {
        let place = (Pointer::root().key("metadata").key("name"), None);
        let message = format!("a {kind} of Backstage needs a `metadata.name`");
        return Adapted {
            object: None,
            problems: vec![problem(
                document,
                ProblemCode::Invalid,
                place,
                message,
                None,
                Some(Kind::Team),
            )],
        };
    };
    let spec = root.get("spec");
    let object = if kind.eq_ignore_ascii_case("Group") {
        Object::Teams(vec![group(index, name, &metadata, spec.as_ref())])
    } else if kind.eq_ignore_ascii_case("User") {
        Object::User(RegisteredUser {
            document: index,
            member: RegisteredMember {
                names: known_names(name, &metadata, spec.as_ref()),
            },
            groups: references(spec.as_ref(), "memberOf"),
        })
    } else {
        let namespace = metadata.text("namespace").unwrap_or_else(|| "default".into());
        let annotations = metadata.get("annotations");
        let annotations = annotations.iter().flat_map(Field::members);
        Object::Entity(CatalogEntity {
            document: index,
            reference: format!("{}:{namespace}/{name}", kind.to_lowercase()).into(),
            title: metadata.text("title"),
            annotations: annotations
                .filter_map(|(key, value)| Some((key.into(), value.located_text()?.value)))
                .collect(),
            name,
        })
    };
    object.into()
}

/// Reads an export of groups.
pub(super) fn group_export(index: DocumentIndex, document: &Document) -> Adapted {
    let root = Field::root(&document.root);
    let mut problems = Vec::new();
    let mut teams = Vec::new();
    for record in root.list("value") {
        if let Some(team) = graph_group(index, &record) {
            teams.push(team);
            continue;
        }
        let place = (record.pointer.clone(), None);
        let message = "a group needs a `displayName` or an `id`".to_owned();
        let code = ProblemCode::Invalid;
        problems.push(problem(document, code, place, message, None, Some(Kind::Team)));
    }
    if root.get("@odata.nextLink").is_some() {
        let place = (Pointer::root().key("@odata.nextLink"), None);
        let message = "the export ends before its last page".to_owned();
        let help = Some("follow `@odata.nextLink`, and keep all groups in `value`".to_owned());
        problems.push(problem(
            document,
            ProblemCode::Invalid,
            place,
            message,
            help,
            Some(Kind::Team),
        ));
    }
    Adapted {
        object: Some(Object::Teams(teams)),
        problems,
    }
}

fn group(document: DocumentIndex, name: Box<str>, metadata: &Field<'_>, spec: Option<&Field<'_>>) -> RegisteredTeam {
    let profile = spec.and_then(|spec| spec.get("profile"));
    let shown = profile.and_then(|profile| profile.text("displayName"));
    let members = spec.filter(|spec| spec.get("members").is_some());
    let members = members.map(|spec| {
        let named = references(Some(spec), "members").into_iter();
        named.map(|name| RegisteredMember { names: vec![name] }).collect()
    });
    RegisteredTeam {
        document,
        pointer: Pointer::root(),
        registry: Registry::Backstage,
        id: name.clone(),
        name: shown.or_else(|| metadata.text("title")).unwrap_or_else(|| name.clone()),
        names: known_names(name, metadata, spec),
        members,
        children: references(spec, "children"),
        parent: references(spec, "parent").into_iter().next(),
    }
}

fn graph_group(document: DocumentIndex, record: &Field<'_>) -> Option<RegisteredTeam> {
    let first = |keys: &[&str]| keys.iter().find_map(|key| record.text(key));
    let name = first(&["displayName", "mailNickname", "id"])?;
    let members = record.get("members").map(|members| {
        let people = members.elements().into_iter();
        people.filter_map(|person| graph_member(&person)).collect()
    });
    Some(RegisteredTeam {
        document,
        pointer: record.pointer.clone(),
        registry: Registry::MicrosoftGraph,
        id: record.text("id").unwrap_or_else(|| name.clone()),
        name,
        names: texts(record, &["displayName", "mailNickname", "mail", "id"]),
        members,
        children: Vec::new(),
        parent: None,
    })
}

fn graph_member(person: &Field<'_>) -> Option<RegisteredMember> {
    let mut names = texts(person, &["userPrincipalName", "mail", "displayName", "id"]);
    names.extend(person.located_text().map(|text| text.value));
    (!names.is_empty()).then_some(RegisteredMember { names })
}

/// The name of an entity, its title, and what its profile says.
fn known_names(name: Box<str>, metadata: &Field<'_>, spec: Option<&Field<'_>>) -> Vec<Box<str>> {
    let mut names = vec![name];
    names.extend(metadata.text("title"));
    if let Some(profile) = spec.and_then(|spec| spec.get("profile")) {
        names.extend(texts(&profile, &["displayName", "email"]));
    }
    names
}

fn texts(field: &Field<'_>, keys: &[&str]) -> Vec<Box<str>> {
    keys.iter().filter_map(|key| field.text(key)).collect()
}

/// The names in a list of references to entities: `user:default/ann` and `ann` are one.
fn references(spec: Option<&Field<'_>>, key: &str) -> Vec<Box<str>> {
    let list = spec.map(|spec| spec.located_list(key)).unwrap_or_default();
    list.iter()
        .map(|located| reference_name(&located.value).into())
        .collect()
}

/// The name in a reference to an entity: `[kind:][namespace/]name`.
pub fn reference_name(reference: &str) -> &str {
    reference.rsplit([':', '/']).next().unwrap_or(reference).trim()
}
