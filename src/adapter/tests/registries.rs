//! Backstage entities and exports of Microsoft Graph.

use serde_json::{Value as Json, json};

use super::super::marker;
use super::super::{Format, Object};
use super::{adapted, codes, format};
use crate::snapshot::{Kind, ProblemCode};

#[test]
fn registries_are_recognised_by_what_they_hold() {
    let entity = |version: &str, kind: &str| json!({"apiVersion": version, "kind": kind, "metadata": {"name": "a"}});
    let export = |context: &str, value: Json| json!({"@odata.context": context, "value": value});
    let graph = "https://graph.microsoft.com/v1.0/$metadata";
    for (document, expected) in [
        (entity("backstage.io/v1alpha1", "Group"), Some(Format::Backstage)),
        (entity("backstage.io/v1beta1", "API"), Some(Format::Backstage)),
        (entity("backstage.io/v1alpha1", "Domain"), None),
        (entity("backstage.io/v1alpha1", "Location"), None),
        (entity("scaffolder.backstage.io/v1beta3", "Template"), None),
        (entity("v1", "Group"), None),
        (export(&format!("{graph}#groups"), json!([])), Some(Format::GraphGroups)),
        (
            export(&format!("{graph}#groups(id,members())"), json!([])),
            Some(Format::GraphGroups),
        ),
        (export(&format!("{graph}#groups/$entity"), json!([])), None),
        (export(&format!("{graph}#groups('0a')/members"), json!([])), None),
        (export(&format!("{graph}#users"), json!([])), None),
        (export(&format!("{graph}#groups"), json!({})), None),
    ] {
        assert_eq!(format(&document), expected, "{document}");
    }
}

#[test]
fn an_entity_without_a_name_is_told_and_missed() {
    let nameless = json!({"apiVersion": "backstage.io/v1alpha1", "kind": "Group", "metadata": {}});
    let Some((_, adapted)) = adapted("g.yaml", &nameless) else {
        panic!("not recognised");
    };
    assert_eq!((codes(&adapted), &adapted.object), (vec![ProblemCode::Invalid], &None));
    assert_eq!(adapted.problems[0].kind, Some(Kind::Team));
}

#[test]
fn what_a_registry_says_in_a_wrong_shape_is_left_out_and_the_rest_is_kept() {
    let group = json!({"apiVersion": "backstage.io/v1alpha1", "kind": "group", "metadata": {"name": "crm", "title": 5},
        "spec": {"members": ["user:a/ann", {"no": "name"}, 7], "children": "none", "profile": []}});
    let Some((_, adapted)) = adapted("g.yaml", &group) else {
        panic!("not recognised");
    };
    let Some(Object::Teams(teams)) = adapted.object else {
        panic!("no team");
    };
    assert_eq!(teams.len(), 1);
    let members: Vec<&str> = teams[0]
        .members
        .iter()
        .flatten()
        .map(|member| &*member.names[0])
        .collect();
    assert_eq!(members, ["ann", "7"]);
    assert_eq!((&*teams[0].id, &*teams[0].name), ("crm", "5"));
}

#[test]
fn a_registry_that_does_not_parse_is_missed_as_a_registry() {
    let broken = b"apiVersion: backstage.io/v1alpha1\nkind: Group\nmetadata: [\n";
    assert_eq!(marker::kind(broken), Some(Kind::Team));
    let cut = br#"{"@odata.context": "https://graph.microsoft.com/v1.0/$metadata#groups", "value": [{"#;
    assert_eq!(marker::kind(cut), Some(Kind::Team));
}
