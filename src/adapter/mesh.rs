//! Our own kinds (`apiVersion: meshgov/v1`): what no standard says about a mesh.

use crate::snapshot::{
    DocumentIndex, Domain, Kind, Located, Mesh, NodeKind, Other, Problem, ProblemCode, SourceSystem, SystemServer,
    TagInheritance,
};
use crate::text::{Document, Node, Pointer};

use super::adapted::{Adapted, Object, problem};
use super::federation;
use super::field::{Field, setting};
use super::mesh_schema;
use super::nearest::nearest;
use super::team::team;

/// The `apiVersion` of this version of the format.
const API_VERSION: &str = "meshgov/v1";

/// The `kind`s, as users write them.
const KINDS: [(&str, Kind); 8] = [
    ("Mesh", Kind::Mesh),
    ("Domain", Kind::Domain),
    ("SourceSystem", Kind::SourceSystem),
    ("Blueprint", Kind::Blueprint),
    ("Authority", Kind::Authority),
    ("PolicySet", Kind::PolicySet),
    ("Exemption", Kind::Exemption),
    ("Approval", Kind::Approval),
];

/// Whether a document is one of ours, or is meant to be: an `apiVersion` of our group, or none beside one of our kinds and
/// a `name` where we want it.
pub(super) fn is_ours(kind: Option<&str>, api_version: Option<&Node>, root: &Node) -> bool {
    let is_kind = kind.is_some_and(|kind| KINDS.iter().any(|(name, _)| *name == kind));
    if let Some(text) = api_version.and_then(Node::as_str) {
        return match text.split_once('/') {
            Some((group, _)) => is_group(group) || is_kind && nearest(group, ["meshgov"]).is_some(),
            None => is_group(text),
        };
    }
    let is_flat = root.get("metadata").is_none() && root.get("spec").is_none();
    is_kind && is_flat && root.get("name").is_some_and(|name| name.as_str().is_some())
}

fn is_group(text: &str) -> bool {
    text.eq_ignore_ascii_case("meshgov")
}

/// Reads one of our documents. A slip in `kind` is read as what was nearly written.
pub(super) fn adapt(index: DocumentIndex, document: &Document) -> Adapted {
    let mut problems: Vec<Problem> = api_version(document).into_iter().collect();
    let Some(kind) = kind(document, &mut problems) else {
        return Adapted { object: None, problems };
    };
    let object = object(index, kind, &document.root);
    if object.is_none() {
        let place = (Pointer::root().key("name"), None);
        let message = format!("a document of kind {} needs a `name`", name_of(kind));
        problems.push(problem(
            document,
            ProblemCode::Invalid,
            place,
            message,
            None,
            Some(kind),
        ));
    }
    problems.extend(mesh_schema::problems(document, kind));
    Adapted { object, problems }
}

/// The `kind` as users write it.
pub(super) fn name_of(kind: Kind) -> &'static str {
    KINDS
        .iter()
        .find(|(_, known)| *known == kind)
        .map_or(kind.name(), |(name, _)| name)
}

fn api_version(document: &Document) -> Option<Problem> {
    let pointer = Pointer::root().key("apiVersion");
    let help = format!("write `apiVersion: {API_VERSION}`");
    let (code, message) = match document.root.get("apiVersion").and_then(Node::as_str) {
        Some(API_VERSION) => return None,
        Some(text) if text.starts_with("meshgov/") => (
            ProblemCode::UnknownVersion,
            format!("`{text}` is not known: this version of meshgov reads {API_VERSION}"),
        ),
        Some(text) => (ProblemCode::Invalid, format!("`{text}` is no `apiVersion` of meshgov")),
        None => (ProblemCode::Invalid, "`apiVersion` is missing".to_owned()),
    };
    Some(problem(document, code, (pointer, None), message, Some(help), None))
}

fn kind(document: &Document, problems: &mut Vec<Problem>) -> Option<Kind> {
    let written = document.root.get("kind").and_then(Node::as_str);
    let known = |name: &str| KINDS.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind);
    if let Some(kind) = written.and_then(known) {
        return Some(kind);
    }
    let names = KINDS.map(|(name, _)| name);
    let meant = written.and_then(|written| nearest(written, names));
    let message = match written {
        Some(written) => format!("`{written}` is no kind of meshgov"),
        None => "`kind` is missing".to_owned(),
    };
    let help = match meant {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("the kinds are {}", names.join(", ")),
    };
    let place = (Pointer::root().key("kind"), None);
    problems.push(problem(
        document,
        ProblemCode::Invalid,
        place,
        message,
        Some(help),
        None,
    ));
    meant.and_then(known)
}

/// The object, unless it has no name.
fn object(document: DocumentIndex, kind: Kind, root: &Node) -> Option<Object> {
    let root = Field::root(root);
    let name = root.located("name")?;
    Some(match kind {
        Kind::Mesh => Object::Mesh(mesh(document, name, &root)),
        Kind::Domain => Object::Domain(Domain {
            document,
            name,
            parent: root.located("parent"),
            paths: root.located_list("paths"),
            nodes: root.located_list("nodes"),
            principals: root.located_list("principals"),
            team: team(&root),
        }),
        Kind::SourceSystem => Object::SourceSystem(SourceSystem {
            document,
            name,
            domain: root.located("domain"),
            servers: root.objects("servers").iter().filter_map(server).collect(),
        }),
        kind => federation::object(Other { document, kind, name }, &root),
    })
}

fn mesh(document: DocumentIndex, name: Located<Box<str>>, root: &Field<'_>) -> Mesh {
    Mesh {
        document,
        name,
        node: match root.text("node").as_deref() {
            Some("subscription") => NodeKind::Subscription,
            _ => NodeKind::ResourceGroup,
        },
        tag_inheritance: match root.text("tagInheritance").as_deref() {
            Some("resource_group") => TagInheritance::ResourceGroup,
            Some("subscription") => TagInheritance::Subscription,
            _ => TagInheritance::None,
        },
        platform_availability: root
            .text("platformAvailability")
            .and_then(|text| text.parse().ok())
            .filter(|percent| (0.0..=100.0).contains(percent)),
        cost_centers: root.get("costCenters").map(|_| {
            let listed = root.located_list("costCenters").into_iter();
            listed.map(|located| located.value).collect()
        }),
        federation: federation::terms(root),
    }
}

fn server(field: &Field<'_>) -> Option<SystemServer> {
    let first = |keys: &[&str]| keys.iter().find_map(|key| setting(field.node.get(key)?));
    Some(SystemServer {
        kind: field.text("type")?,
        host: first(&["host", "account", "url"])?,
        database: first(&["database", "container"]),
        pointer: field.pointer.clone(),
    })
}
