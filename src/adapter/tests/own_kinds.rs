//! Documents of `apiVersion: meshgov/v1`.

use serde_json::json;

use super::super::{Format, Object, adapt};
use super::{adapted, codes, parsed, shown};
use crate::snapshot::{DocumentIndex, Kind, ProblemCode};

#[test]
fn a_slip_in_our_own_documents_is_told_and_the_object_is_kept() {
    let (Some((_, kind)), Some((_, version)), Some((_, nothing)), Some((_, nameless))) = (
        adapted(
            "d.yaml",
            &json!({"apiVersion": "meshgov/v1", "kind": "Domian", "name": "sales"}),
        ),
        adapted(
            "d.yaml",
            &json!({"apiVersion": "meshgov/v2", "kind": "Domain", "name": "sales"}),
        ),
        adapted(
            "d.yaml",
            &json!({"apiVersion": "meshgov/v1", "kind": "Deployment", "name": "sales"}),
        ),
        adapted(
            "d.yaml",
            &json!({"apiVersion": "meshgov/v1", "kind": "Domain", "team": {"name": "x"}}),
        ),
    ) else {
        panic!("not recognised");
    };
    assert!(matches!(kind.object, Some(Object::Domain(_))));
    assert_eq!(kind.problems[0].help.as_deref(), Some("did you mean `Domain`?"));
    assert!(matches!(version.object, Some(Object::Domain(_))));
    assert_eq!(codes(&version), [ProblemCode::UnknownVersion]);
    assert_eq!((nothing.object, nothing.problems.len()), (None, 1));
    assert_eq!(nameless.object, None);
    assert_eq!(nameless.problems[0].kind, Some(Kind::Domain));
}

#[test]
fn unknown_keys_and_wrong_values_of_our_documents_are_shown_where_they_stand() {
    let text = "apiVersion: meshgov/v1
kind: Mesh
name: contoso
node: subscriptions
taginheritance: none
";
    let document = parsed("mesh.yaml", text);
    let adapted = adapt(DocumentIndex(0), &document, Format::Mesh);
    assert!(matches!(adapted.object, Some(Object::Mesh(_))));
    let mut problems: Vec<_> = adapted.problems.iter().map(shown).collect();
    problems.sort_unstable();
    let [node, key] = problems[..] else {
        panic!("{problems:?}");
    };
    assert_eq!(
        (node.0, node.1, node.2, node.4),
        (4, 7, "/node", "did you mean `subscription`?")
    );
    assert!(
        node.3.contains("resource_group") && node.3.contains("subscription"),
        "{}",
        node.3
    );
    assert_eq!(
        key,
        (
            5,
            1,
            "/taginheritance",
            "`taginheritance` is not known in a Mesh",
            "did you mean `tagInheritance`?"
        )
    );
}

#[test]
fn a_slip_deep_inside_is_told_with_the_names_that_are_known_there() {
    let text = "apiVersion: meshgov/v1
kind: Domain
name: sales
team:
  name: sales
  members:
    - username: ann
      roel: owner
    - role: owner
";
    let document = parsed("domain.yaml", text);
    let adapted = adapt(DocumentIndex(0), &document, Format::Mesh);
    let Some(Object::Domain(domain)) = &adapted.object else {
        panic!("the domain is lost");
    };
    assert_eq!(domain.team.as_ref().map(|team| team.members.len()), Some(2));
    let problems: Vec<_> = adapted.problems.iter().map(shown).collect();
    assert_eq!(
        problems[0],
        (
            8,
            7,
            "/team/members/0/roel",
            "`roel` is not known in `team.members` of a Domain",
            "did you mean `role`?"
        )
    );
    assert_eq!(problems[1].0, 9, "{problems:?}");
}

#[test]
fn the_whole_of_our_kinds_is_accepted_as_documented() {
    for text in [
        "{kind: Mesh, name: contoso, node: subscription, tagInheritance: resource_group, description: All of it}",
        "{kind: Domain, name: sales, parent: retail, paths: [adf/**], nodes: [/subscriptions/s], principals: [p], team: {name: sales}}",
        "{kind: SourceSystem, name: erp, domain: finance, servers: [{type: sqlserver, host: erp.example.com, database: erp}]}",
        "{kind: Blueprint, name: lake, versions: ['2.0'], minimumVersion: '2.0'}",
        "{kind: Authority, name: cdo, scope: {mesh: contoso}, team: governance, members: [ann], groups: [g], roots: [mesh], tree: policies}",
        "{kind: PolicySet, name: strict, authority: cdo, overrides: [{policy: ING-001, levels: {gate: {warn: 2027-01-01, deny: 2027-02-01}, audit: warn}, parameters: {max: 1}}]}",
        "{kind: Exemption, name: one, policy: ING-001, subject: {kind: source, id: x}, category: waiver, reason: r, approvedBy: ann, expires: 2027-01-01}",
        "{kind: Approval, name: yes, policy: ING-001, domain: sales, decision: approve, by: ann, on: 2027-01-01}",
    ] {
        let document = parsed("x.yaml", &text.replacen('{', "{apiVersion: meshgov/v1, ", 1));
        let adapted = adapt(DocumentIndex(0), &document, Format::Mesh);
        assert_eq!(adapted.problems, [], "{text}");
        assert!(adapted.object.is_some(), "{text}");
    }
}

#[test]
fn a_mesh_lists_its_cost_centres_and_what_its_platform_promises() {
    let mesh = |more: serde_json::Value| {
        let mut document = json!({"apiVersion": "meshgov/v1", "kind": "Mesh", "name": "contoso"});
        if let (Some(document), serde_json::Value::Object(more)) = (document.as_object_mut(), more) {
            document.extend(more);
        }
        let Some((_, adapted)) = adapted("mesh.yaml", &document) else {
            panic!("not recognised");
        };
        let Some(Object::Mesh(mesh)) = &adapted.object else {
            panic!("no mesh");
        };
        (
            mesh.platform_availability,
            mesh.cost_centers.clone(),
            adapted.problems.len(),
        )
    };
    let stated = mesh(json!({"platformAvailability": 99.95, "costCenters": ["CC-1", "CC-2"]}));
    assert_eq!(stated, (Some(99.95), Some(vec!["CC-1".into(), "CC-2".into()]), 0));
    assert_eq!(mesh(json!({})), (None, None, 0));
    let wrong = mesh(json!({"platformAvailability": 101, "costCenters": []}));
    assert_eq!(wrong, (None, Some(Vec::new()), 1));
}

#[test]
fn a_source_system_says_what_it_bears() {
    for (capacity, problems) in [
        (json!({"extractsPerDay": 24}), 0),
        (json!({"extractsPerDay": -1}), 1),
        (json!({"extractsperday": 24}), 1),
    ] {
        let document = json!({"apiVersion": "meshgov/v1", "kind": "SourceSystem", "name": "erp", "capacity": capacity});
        let Some((_, adapted)) = adapted("erp.yaml", &document) else {
            panic!("not recognised");
        };
        assert_eq!(adapted.problems.len(), problems, "{capacity}");
    }
}
