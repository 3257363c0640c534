//! Facts of the tenant, through their boundary: rows in, subjects out.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod rows;

use meshgov::facts::{Fields, SubjectRef};
use meshgov::snapshot::{
    Conformance, DocumentIndex, Domain, Kind, Located, Mesh, NodeKind, Product, Snapshot, TagInheritance,
};
use meshgov::text::{self, Document, Node, Pointer, Source, Span};
use rows::{OWNER, READER, S, all, facts, group, one, snapshot, subscription};
use serde_json::{Value, json};

fn mesh(node: NodeKind, tag_inheritance: TagInheritance) -> Mesh {
    Mesh {
        document: DocumentIndex(0),
        name: located("mesh"),
        node,
        tag_inheritance,
        platform_availability: None,
        cost_centers: None,
        federation: meshgov::snapshot::FederationTerms::default(),
    }
}

fn located(value: &str) -> Located<Box<str>> {
    Located {
        value: value.into(),
        pointer: Pointer::root(),
    }
}

fn domain(name: &str, nodes: &[&str]) -> Domain {
    Domain {
        document: DocumentIndex(0),
        name: located(name),
        parent: None,
        paths: Vec::new(),
        nodes: nodes.iter().map(|node| located(node)).collect(),
        principals: Vec::new(),
        team: None,
    }
}

#[test]
fn one_role_listed_for_two_subscriptions_is_one_subject() {
    let id = |lead: &str, guid: &str| json!({"id": format!("{lead}/providers/Microsoft.Authorization/roleDefinitions/{guid}")});
    let rows = [
        id(S, OWNER),
        id("", &OWNER.to_uppercase()),
        id("/subscriptions/other", OWNER),
        id(S, READER),
    ];
    let snapshot = snapshot(&[(Kind::RoleDefinition, &rows)]);
    let facts = facts(&snapshot);
    assert_eq!(
        (facts.count(Kind::RoleDefinition), facts.repeated(Kind::RoleDefinition)),
        (2, 2)
    );
}

#[test]
fn rows_keep_their_fields_and_the_kind_of_azure_moves() {
    let id = format!("{S}/resourceGroups/RG/providers/A/b/c");
    let row = json!({"id": id, "kind": "StorageV2", "sku": {"name": "x"}, "tags": null});
    let snapshot = snapshot(&[(Kind::Resource, &[row])]);
    let subject = one(&snapshot, Kind::Resource);
    assert_eq!(
        (&subject["kind"], &subject["azure_kind"]),
        (&json!("resource"), &json!("StorageV2"))
    );
    assert_eq!((&subject["name"], &subject["sku"]["name"]), (&json!("c"), &json!("x")));
    assert_eq!(subject["effective_tags"], json!({}));
    assert_eq!(subject["node"]["name"], "RG");
    assert_eq!(
        (&subject["id"], &subject["origin"]["azure_id"]),
        (&json!(id), &json!(id))
    );
    let wanted = Fields::Only(["azure_kind".into(), "sku".into()].into());
    let kind = Kind::Resource;
    let some = facts(&snapshot).subject(SubjectRef { kind, index: 0 }, &wanted);
    assert_eq!(some, json!({"azure_kind": "StorageV2", "sku": {"name": "x"}}));
}

#[test]
fn the_nearest_tag_wins_and_a_null_one_is_none() {
    let tags = json!({"Owner": "Ann", "ENV": null, "hidden-link": "x", "empty": ""});
    let resource = json!({"id": format!("{S}/resourcegroups/RG/providers/A/b/c"), "tags": tags});
    let mut snapshot = snapshot(&[
        (Kind::Resource, &[resource]),
        (
            Kind::ResourceGroup,
            &[group("rg", &json!({"owner": "Bob", "Env": "Prod", "empty": "full"}))],
        ),
        (
            Kind::Subscription,
            &[subscription(&json!({"costCenter": "C1", "env": "dev"}))],
        ),
    ]);
    let own = json!({"owner": "Ann", "hidden-link": "x", "empty": ""});
    assert_eq!(one(&snapshot, Kind::Resource)["effective_tags"], own);
    for (mode, extra) in [
        (TagInheritance::None, json!({})),
        (TagInheritance::ResourceGroup, json!({"env": "Prod"})),
        (TagInheritance::Subscription, json!({"env": "Prod", "costcenter": "C1"})),
    ] {
        snapshot.declared.meshes = vec![mesh(NodeKind::ResourceGroup, mode)];
        let mut expected = own.clone();
        expected
            .as_object_mut()
            .unwrap()
            .extend(extra.as_object().unwrap().clone());
        assert_eq!(one(&snapshot, Kind::Resource)["effective_tags"], expected, "{mode:?}");
    }
    assert_eq!(
        one(&snapshot, Kind::ResourceGroup)["effective_tags"],
        json!({"owner": "Bob", "env": "Prod", "empty": "full", "costcenter": "C1"})
    );
}

#[test]
fn a_node_belongs_to_the_domain_with_the_strongest_claim() {
    let tag = json!({"Domain": "tagged"});
    let groups = [group("a", &tag), group("b", &tag), group("c", &json!(null))];
    let mut snapshot = snapshot(&[
        (Kind::ResourceGroup, &groups),
        (Kind::Subscription, &[subscription(&json!({}))]),
    ]);
    let domains = |snapshot: &Snapshot| -> Vec<(Value, Value)> {
        let nodes = all(&facts(snapshot), Kind::Node);
        nodes
            .iter()
            .map(|node| (node["domain"].clone(), node["domain_evidence"].clone()))
            .collect()
    };
    let nobody = (json!(null), json!(null));
    let tagged = (json!("tagged"), json!("tag"));
    assert_eq!(domains(&snapshot), [tagged.clone(), tagged.clone(), nobody.clone()]);

    snapshot.declared.domains = vec![domain("named", &[&format!("{}/resourcegroups/B/", S.to_uppercase())])];
    let named = (json!("named"), json!("domain_nodes"));
    assert_eq!(domains(&snapshot), [tagged, named.clone(), nobody]);

    // A subscription covers its resource groups, unless they are named themselves.
    snapshot.declared.domains.insert(0, domain("whole", &[S]));
    let whole = (json!("whole"), json!("domain_nodes"));
    assert_eq!(domains(&snapshot), [whole.clone(), named, whole.clone()]);
    let claimed = all(&facts(&snapshot), Kind::Node)[0]["domains_claimed"].clone();
    let claimed: Vec<_> = claimed
        .as_array()
        .unwrap()
        .iter()
        .map(|claim| claim["domain"].clone())
        .collect();
    assert_eq!(claimed, ["whole", "tagged"]);

    snapshot.declared.meshes = vec![mesh(NodeKind::Subscription, TagInheritance::None)];
    assert_eq!(domains(&snapshot), [whole]);
    assert_eq!(one(&snapshot, Kind::Node)["node_kind"], "subscription");
}

#[test]
fn a_product_is_placed_by_ids_or_names() {
    let placed = |subscription_said: Option<&str>, group_said: &str| {
        let mut snapshot = snapshot(&[
            (Kind::ResourceGroup, &[group("Orders", &json!({}))]),
            (Kind::Subscription, &[subscription(&json!({}))]),
        ]);
        snapshot.documents = vec![document().into()];
        snapshot.declared.products = vec![product(subscription_said, group_said)];
        one(&snapshot, Kind::Node)
    };
    let guid = S.strip_prefix("/subscriptions/").unwrap();
    let whole = format!("{S}/resourceGroups/orders");
    for (said, group) in [
        (Some(guid), "ORDERS"),
        (Some(S), "orders"),
        (Some("Sales"), "orders"),
        (None, &whole),
    ] {
        let node = placed(said, group);
        assert_eq!(node["products"].as_array().map(Vec::len), Some(1), "{said:?} {group}");
        assert_eq!(
            (&node["domain"], &node["domain_evidence"]),
            (&json!("sales"), &json!("product"))
        );
    }
    assert_eq!(placed(None, "orders")["products"], json!([]));
}

fn document() -> Document {
    Document {
        source: Source::new("orders.yaml", "{}").into(),
        index: 0,
        root: Node {
            span: Span::new(0, 2),
            value: text::Value::Object(Vec::new()),
        },
    }
}

fn product(subscription: Option<&str>, group: &str) -> Product {
    let custom = [
        ("azureSubscriptionId", subscription),
        ("azureResourceGroup", Some(group)),
    ];
    let property = |(key, said): (&str, Option<&str>)| {
        let value = Value::from(said?);
        let pointer = Pointer::root().key("customProperties");
        Some((key.into(), Located { value, pointer }))
    };
    Product {
        document: DocumentIndex(0),
        id: Some(located("orders-1")),
        name: None,
        version: None,
        status: None,
        alignment: None,
        domain: Some(located("sales")),
        team: None,
        inputs: Vec::new(),
        outputs: Vec::new(),
        management: Vec::new(),
        support: Vec::new(),
        custom: custom.into_iter().filter_map(property).collect(),
        conformance: Conformance::default(),
    }
}

#[test]
fn what_nobody_collected_is_not_known_rather_than_none() {
    let snapshot = snapshot(&[
        (Kind::Subscription, &[subscription(&json!({}))]),
        (Kind::ResourceGroup, &[group("rg", &json!({}))]),
    ]);
    assert_eq!(one(&snapshot, Kind::Subscription)["role_assignments"], json!(null));
    assert_eq!(one(&snapshot, Kind::Node)["access"], json!(null));
    assert_eq!(facts(&snapshot).count(Kind::Principal), 0);
}
