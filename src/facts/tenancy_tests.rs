//! What facts add to nodes, subscriptions, products and edges, from files and rows to subjects.

use serde_json::{Value, json};

use super::testing::{contract, custom, domain, files, observe, product, snapshot, subjects};
use crate::snapshot::{Kind, Snapshot};

const S: &str = "/subscriptions/5b1c0e5a-0000-4000-8000-000000000001";

fn group(name: &str, tags: &Value) -> Value {
    json!({"id": format!("{S}/resourceGroups/{name}"), "name": name, "tags": tags})
}

fn resource(group: &str, kind: &str, name: &str, more: Value) -> Value {
    let mut row =
        json!({"id": format!("{S}/resourcegroups/{group}/providers/{kind}/{name}"), "name": name, "type": kind});
    if let (Some(row), Value::Object(more)) = (row.as_object_mut(), more) {
        row.extend(more);
    }
    row
}

fn placed(group: &str) -> Value {
    json!([{"property": "azureResourceGroup", "value": format!("{S}/resourceGroups/{group}")}])
}

fn mesh(more: Value) -> Value {
    let mut mesh = json!({"apiVersion": "meshgov/v1", "kind": "Mesh", "name": "m"});
    if let (Some(mesh), Value::Object(more)) = (mesh.as_object_mut(), more) {
        mesh.extend(more);
    }
    mesh
}

fn with(declared: &[(&str, Value)], rows: &[(Kind, Vec<Value>)]) -> Snapshot {
    let mut snapshot = snapshot(&files(declared));
    observe(&mut snapshot, rows);
    snapshot
}

fn named(subjects: &[Value], name: &str) -> Value {
    let found = subjects.iter().find(|subject| subject["name"] == name);
    found.cloned().unwrap_or_default()
}

#[test]
fn a_product_is_where_it_says_and_where_tags_say() {
    let declared = [
        (
            "a.json",
            product("orders", "sales", "aggregate", json!({"customProperties": placed("A")})),
        ),
        (
            "b.json",
            product(
                "gone",
                "sales",
                "aggregate",
                json!({"customProperties": placed("nowhere")}),
            ),
        ),
        ("c.json", product("Two Words", "hr", "aggregate", json!({}))),
        ("d.json", product("d1", "hr", "aggregate", json!({"name": "same"}))),
        ("e.json", product("e1", "sales", "aggregate", json!({"name": "same"}))),
    ];
    let rows = [(
        Kind::ResourceGroup,
        vec![
            group("a", &json!({"Product": "Orders"})),
            group("b", &json!({"product": "ORDERS", "Environment": "dev"})),
            group("c", &json!({"product": "two-words"})),
            group("d", &json!({"product": "same", "domain": "hr"})),
            group("e", &json!({"product": "same"})),
        ],
    )];
    let snapshot = with(&declared, &rows);
    let products = subjects(&snapshot, Kind::Product);
    let lines: Vec<String> = products
        .iter()
        .map(|product| {
            let nodes = product["nodes"].as_array().cloned().unwrap_or_default();
            let nodes = nodes
                .iter()
                .map(|node| format!("{} {}", node["name"], node["evidence"]));
            let nodes = nodes.collect::<Vec<_>>().join(", ");
            let placement = product["placement"].as_str().unwrap_or_default();
            format!("{placement} {}: {nodes}", product["node"]["name"]).replace('"', "")
        })
        .collect();
    assert_eq!(
        lines,
        [
            "placed a: a placement, b tag",
            "unknown null: ",
            "none null: c tag",
            "none null: d tag",
            // Nobody can tell which of two products the tag of `e` means.
            "none null: ",
        ]
    );
    assert_eq!(products[0]["node"]["kind"], "resource_group");
    let node = named(&subjects(&snapshot, Kind::Node), "a");
    let product = &node["products"][0];
    assert_eq!(
        (&product["names"], &product["owner_names"]),
        (&json!(["orders"]), &json!([]))
    );
    let environments = [&product["nodes"][0]["environment"], &product["nodes"][1]["environment"]];
    assert_eq!(environments, [&json!(null), &json!("dev")]);
}

#[test]
fn without_rows_nothing_is_placed_and_nothing_is_clean() {
    let declared = [
        (
            "a.json",
            product("a", "sales", "aggregate", json!({"customProperties": placed("a")})),
        ),
        ("b.json", product("b", "sales", "aggregate", json!({}))),
    ];
    let products = subjects(&snapshot(&files(&declared)), Kind::Product);
    assert_eq!(
        [&products[0]["placement"], &products[1]["placement"]],
        ["unknown", "none"]
    );
    let rows = [(Kind::ResourceGroup, vec![group("a", &json!({}))])];
    let node = &subjects(&with(&declared, &rows), Kind::Node)[0];
    assert_eq!(node["owners_below"], json!(null));
    assert_eq!(
        (
            &node["limits"]["role_assignments"],
            &node["limits"]["resources_of_type"]
        ),
        (&json!(null), &json!(null))
    );
    let subscription = [(Kind::Subscription, vec![json!({"id": S, "displayName": "Sales"})])];
    let subscription = &subjects(&with(&[], &subscription), Kind::Subscription)[0];
    for limit in ["role_assignments", "resource_groups", "storage_accounts"] {
        assert_eq!(subscription["limits"][limit], json!(null), "{limit}");
    }
    assert_eq!(subscription["promotion"], json!(null));
}

#[test]
fn an_edge_crosses_nodes_where_both_are_known() {
    let port = |contract: &str| json!([{"name": "p", "version": "1", "contractId": contract}]);
    let declared = [
        (
            "a.json",
            product(
                "a",
                "sales",
                "aggregate",
                json!({"outputPorts": port("c"), "customProperties": placed("a")}),
            ),
        ),
        (
            "b.json",
            product(
                "b",
                "hr",
                "aggregate",
                json!({"inputPorts": port("c"), "customProperties": placed("b")}),
            ),
        ),
        (
            "c.json",
            product(
                "c",
                "hr",
                "aggregate",
                json!({"inputPorts": port("c"), "customProperties": placed("A")}),
            ),
        ),
        (
            "d.json",
            product("d", "hr", "aggregate", json!({"inputPorts": port("c")})),
        ),
    ];
    let rows = [(
        Kind::ResourceGroup,
        vec![group("a", &json!({})), group("b", &json!({}))],
    )];
    let edges = subjects(&with(&declared, &rows), Kind::Edge);
    let crosses: Vec<&Value> = edges.iter().map(|edge| &edge["crosses_nodes"]).collect();
    assert_eq!(crosses, [&json!(true), &json!(false), &json!(null)]);
    let id = |name: &str| json!({"id": format!("{S}/resourceGroups/{name}"), "name": name});
    assert_eq!(
        (
            &edges[0]["consumer"]["node"],
            &edges[0]["producer"]["node"],
            &edges[2]["consumer"]["node"]
        ),
        (&id("b"), &id("a"), &json!(null))
    );
}

#[test]
fn a_cost_centre_comes_from_the_tag_else_from_the_only_product() {
    let cost = |value: Value| {
        let mut properties = placed("b").as_array().cloned().unwrap_or_default();
        properties.push(json!({"property": "costCenter", "value": value}));
        json!({"customProperties": properties})
    };
    let declared = [
        ("m.json", mesh(json!({"costCenters": ["CC-1", 4711]}))),
        ("b.json", product("b", "sales", "aggregate", cost(json!(4711)))),
        (
            "c.json",
            product("c", "sales", "aggregate", json!({"customProperties": placed("a")})),
        ),
    ];
    let rows = [(
        Kind::ResourceGroup,
        vec![
            group("a", &json!({"CostCenter": " CC-9 "})),
            group("b", &json!({"costcenter": ""})),
            group("c", &json!({})),
        ],
    )];
    let snapshot = with(&declared, &rows);
    let nodes = subjects(&snapshot, Kind::Node);
    let of = |name: &str| named(&nodes, name)["cost_center"].clone();
    assert_eq!(
        of("a"),
        json!({"value": "CC-9", "from": "tag", "known": false, "origin": {"azure_id": format!("{S}/resourceGroups/a")}})
    );
    let product = of("b");
    assert_eq!(
        [&product["value"], &product["from"], &product["known"], &product["path"]],
        [
            &json!("4711"),
            &json!("product"),
            &json!(true),
            &json!(["customProperties", 1, "value"])
        ]
    );
    assert_eq!(of("c"), json!(null));
    let products = subjects(&snapshot, Kind::Product);
    assert_eq!(products[0]["cost_center"], product);
    assert_eq!(products[1]["cost_center"], of("a"));
}

#[test]
fn things_inside_a_node_belong_to_whom_they_say() {
    let lake = |path: &str| json!([{"server": "s", "type": "azure", "location": format!("abfss://{path}@Lake.dfs.core.windows.net/x")}]);
    let output = |id: &str| json!({"outputPorts": [{"name": "out", "version": "1", "contractId": id}]});
    let pipeline = json!({"name": "Load", "properties": {"activities": []}});
    let declared = [
        ("p.json", product("p", "finance", "aggregate", output("cp"))),
        ("cp.json", contract("cp", json!({"servers": lake("gold")}))),
        ("q.json", product("q", "sales", "aggregate", output("cq"))),
        ("cq.json", contract("cq", json!({"servers": lake("gold")}))),
        ("hr/domain.json", domain("hr")),
        ("hr/pipeline/Load.json", pipeline.clone()),
    ];
    let account = resource(
        "RG",
        "Microsoft.Storage/storageAccounts",
        "lake",
        json!({"tags": {"Domain": "sales"}}),
    );
    let account_id = account["id"].as_str().unwrap_or_default().to_owned();
    let factory = resource(
        "rg",
        "Microsoft.DataFactory/factories",
        "adf",
        json!({"tags": {"domain": " "}}),
    );
    let factory_id = factory["id"].as_str().unwrap_or_default().to_owned();
    let container = format!("{account_id}/blobServices/default/containers");
    let rows = [
        (
            Kind::ResourceGroup,
            vec![group("rg", &json!({"domain": "platform"})), group("other", &json!({}))],
        ),
        (Kind::Resource, vec![account, factory]),
        (
            Kind::Container,
            vec![
                json!({"id": format!("{container}/GOLD"), "properties": {"metadata": {"domain": "finance"}}}),
                json!({"id": format!("{container}/raw"), "properties": {"metadata": {}}}),
            ],
        ),
        (
            Kind::Pipeline,
            vec![
                json!({"id": format!("{factory_id}/pipelines/load"), "name": "load", "properties": pipeline["properties"]}),
            ],
        ),
    ];
    let snapshot = with(&declared, &rows);
    let nodes = subjects(&snapshot, Kind::Node);
    let owners = named(&nodes, "rg")["owners_below"].clone();
    let lines: Vec<String> = owners
        .as_array()
        .into_iter()
        .flatten()
        .map(|owner| {
            let things = owner["things"].as_array().cloned().unwrap_or_default();
            let things = things
                .iter()
                .map(|thing| format!("{} {} {}", thing["kind"], thing["name"], thing["evidence"]));
            let things = things.collect::<Vec<_>>().join(", ");
            format!("{} {}: {things}", owner["domain"], owner["count"]).replace('"', "")
        })
        .collect();
    assert_eq!(
        lines,
        [
            // The tag on the container says more than the dataset in it.
            "finance 1: container lake/GOLD tag",
            "hr 1: resource adf pipeline",
            "sales 2: resource lake tag, container lake/gold dataset",
        ]
    );
    assert_eq!(named(&nodes, "other")["owners_below"], json!([]));
}

#[test]
fn a_blueprint_is_approved_where_its_version_is_listed() {
    let blueprint = |name: &str, more: Value| {
        let mut blueprint = json!({"apiVersion": "meshgov/v1", "kind": "Blueprint", "name": name});
        if let (Some(blueprint), Value::Object(more)) = (blueprint.as_object_mut(), more) {
            blueprint.extend(more);
        }
        blueprint
    };
    let mut properties = placed("p").as_array().cloned().unwrap_or_default();
    properties.extend(
        custom(&[("blueprint", json!("lake")), ("blueprintVersion", json!("1.2.0"))])
            .as_array()
            .cloned()
            .unwrap_or_default(),
    );
    let declared = [
        (
            "a.json",
            blueprint(
                "lake",
                json!({"versions": ["v1.2.0", "1.3.0"], "minimumVersion": "1.3.0"}),
            ),
        ),
        ("b.json", blueprint("any", json!({}))),
        (
            "p.json",
            product("p", "sales", "aggregate", json!({"customProperties": properties})),
        ),
    ];
    let tags = |name: &str, version: &str| json!({"Blueprint": name, "BlueprintVersion": version});
    let rows = [(
        Kind::ResourceGroup,
        vec![
            group("a", &tags("lake", "1.3.0")),
            group("b", &tags("lake", "2.0.0")),
            group("c", &tags("any", "")),
            group("d", &tags("own", "1")),
            group("e", &json!({})),
            group("p", &json!({})),
        ],
    )];
    let nodes = subjects(&with(&declared, &rows), Kind::Node);
    let lines: Vec<String> = nodes
        .iter()
        .map(|node| {
            let of = |field: &str| node["blueprint"][field].to_string();
            ["name", "version", "from", "declared", "approved", "minimum"]
                .map(of)
                .join(" ")
                .replace('"', "")
        })
        .collect();
    assert_eq!(
        lines,
        [
            "lake 1.3.0 tag true true 1.3.0",
            "lake 2.0.0 tag true false 1.3.0",
            "any null tag true true null",
            "own 1 tag false false null",
            "null null null null null null",
            "lake 1.2.0 product true true 1.3.0",
        ]
    );
    assert_eq!(nodes[0]["blueprints"], 2);
    assert_eq!(nodes[5]["blueprint"]["origin"]["file"], "p.json");
}

#[test]
fn a_resource_says_what_it_carries_and_who_pays_for_it() {
    let declared = [
        ("m.json", mesh(json!({"tagInheritance": "resource_group"}))),
        (
            "a/domain.json",
            json!({"apiVersion": "meshgov/v1", "kind": "Domain", "name": "hr", "nodes": [format!("{S}/resourceGroups/rg")]}),
        ),
    ];
    let rows = [
        (
            Kind::ResourceGroup,
            vec![group("rg", &json!({"Domain": "sales", "Allocation": "a=50;b=50"}))],
        ),
        (
            Kind::Resource,
            vec![
                // What the row itself says is kept where facts add no such field to a resource.
                resource(
                    "rg",
                    "Microsoft.Sql/servers",
                    "db",
                    json!({"limits": 7, "role": "x", "children": []}),
                ),
                resource(
                    "rg",
                    "Microsoft.KeyVault/vaults",
                    "kv",
                    json!({"tags": {"allocation": "a=10"}, "allocation": 3}),
                ),
            ],
        ),
    ];
    let resources = subjects(&with(&declared, &rows), Kind::Resource);
    let (vault, database) = (named(&resources, "kv"), named(&resources, "db"));
    assert_eq!([&database["carries_data"], &vault["carries_data"]], [true, false]);
    assert_eq!(database["node"]["domains"], json!(["hr", "sales"]));
    assert_eq!(database["node"]["domain"], "hr");
    assert_eq!(
        [&database["allocation"]["total"], &vault["allocation"]["total"]],
        [100.0, 10.0]
    );
    assert_eq!(
        (&database["limits"], &database["role"], &database["children"]),
        (&json!(7), &json!("x"), &json!([]))
    );
}

#[test]
fn what_a_row_says_is_hidden_only_by_what_its_kind_adds() {
    let mut row = group("rg", &json!({}));
    for (field, value) in [
        ("products", 1),
        ("access", 2),
        ("limits", 3),
        ("promotion", 4),
        ("node", 5),
    ] {
        row[field] = value.into();
    }
    let snapshot = with(&[], &[(Kind::ResourceGroup, vec![row])]);
    let group = &subjects(&snapshot, Kind::ResourceGroup)[0];
    assert_eq!([&group["products"], &group["access"], &group["promotion"]], [1, 2, 4]);
    assert_eq!(group["limits"]["tags"]["count"], 0);
    assert_eq!(group["node"]["name"], "rg");
    let node = &subjects(&snapshot, Kind::Node)[0];
    assert_eq!((&node["products"], &node["access"]), (&json!([]), &json!(null)));
    assert_eq!((&node["promotion"], &node["node"]), (&json!(4), &json!(5)));
}

#[test]
fn where_nodes_are_subscriptions_nothing_is_promoted() {
    let declared = [("m.json", mesh(json!({"node": "subscription"})))];
    let rows = [
        (
            Kind::Subscription,
            vec![json!({"id": S, "displayName": "Sales", "tags": {"domain": "sales"}})],
        ),
        (Kind::ResourceGroup, vec![group("rg", &json!({}))]),
        (Kind::RoleAssignment, Vec::new()),
        (
            Kind::Resource,
            vec![resource("rg", "A/b", "c", json!({"tags": {"domain": "hr"}}))],
        ),
    ];
    let snapshot = with(&declared, &rows);
    let subscription = &subjects(&snapshot, Kind::Subscription)[0];
    assert_eq!(
        (&subscription["promotion"], &subscription["nodes"]),
        (&json!(null), &json!(null))
    );
    assert_eq!(subscription["domains"], json!(["sales"]));
    let node = &subjects(&snapshot, Kind::Node)[0];
    assert_eq!(
        node["subscription"],
        json!({"id": S, "name": "Sales", "domain": "sales"})
    );
    assert_eq!(node["owners_below"][0]["domain"], "hr");
    assert_eq!(node["limits"]["resource_groups"]["count"], 1);
}
