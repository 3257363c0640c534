//! Whose principals are, and which data they reach, from files and rows to subjects.

use serde_json::{Value, json};

use super::testing::{files, observe, product, snapshot, subjects};
use crate::snapshot::{Kind, Snapshot};

const S: &str = "/subscriptions/5b1c0e5a-0000-4000-8000-000000000001";
const OWNER: &str = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635";
const READER: &str = "acdd72a7-3385-48ef-bd42-f606fba81ae7";
const BLOB_READER: &str = "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1";
const BLOB_OWNER: &str = "b7e6dc6d-f1e8-4753-8033-0f276bb0955b";
const GROUP: &str = "/providers/Microsoft.Management/managementGroups/top";

fn rg(name: &str) -> String {
    format!("{S}/resourceGroups/{name}")
}

fn assignment(name: &str, principal: &str, role: &str, scope: &str) -> Value {
    let lead = scope.trim_end_matches('/');
    json!({
        "id": format!("{lead}/providers/Microsoft.Authorization/roleAssignments/{name}"),
        "properties": {"principalId": principal, "scope": scope, "createdBy": "ADMIN",
            "roleDefinitionId": format!("/providers/Microsoft.Authorization/roleDefinitions/{role}")},
    })
}

fn domain(name: &str, more: Value) -> Value {
    let mut domain = json!({"apiVersion": "meshgov/v1", "kind": "Domain", "name": name});
    if let (Some(domain), Value::Object(more)) = (domain.as_object_mut(), more) {
        domain.extend(more);
    }
    domain
}

/// Sales owns `a` with the product `orders`, hr owns `b`, and a product of hr reads the orders.
fn mesh(rows: &[(Kind, Vec<Value>)]) -> Snapshot {
    let port = json!([{"name": "p", "version": "1", "contractId": "c"}]);
    let at = json!([{"property": "azureResourceGroup", "value": rg("a")}]);
    let mut snapshot = snapshot(&files(&[
        (
            "a/domain.json",
            domain(
                "sales",
                json!({"nodes": [rg("a")], "principals": ["Admin", " p-sales "]}),
            ),
        ),
        ("b/domain.json", domain("hr", json!({"nodes": [rg("b")]}))),
        ("c/domain.json", domain("it", json!({"principals": ["p-it"]}))),
        (
            "p.json",
            product(
                "orders",
                "sales",
                "aggregate",
                json!({"outputPorts": port, "customProperties": at}),
            ),
        ),
        (
            "q.json",
            product("people", "hr", "aggregate", json!({"inputPorts": port})),
        ),
    ]));
    let group = |name: &str| json!({"id": rg(name), "name": name});
    observe(
        &mut snapshot,
        &[
            (Kind::ResourceGroup, vec![group("a"), group("b")]),
            (Kind::Subscription, vec![json!({"id": S, "displayName": "Data"})]),
        ],
    );
    observe(&mut snapshot, rows);
    snapshot
}

fn principal(snapshot: &Snapshot, id: &str) -> Value {
    let found = subjects(snapshot, Kind::Principal);
    let found = found.into_iter().find(|principal| principal["id"] == id);
    found.unwrap_or_default()
}

#[test]
fn identities_of_resources_belong_to_the_domain_of_their_node() {
    let resource = |group: &str, kind: &str, more: Value| {
        let mut row = json!({"id": format!("{}/providers/{kind}/{}", rg(group), more.to_string().len()), "type": kind});
        if let (Some(row), Value::Object(more)) = (row.as_object_mut(), more) {
            row.extend(more);
        }
        row
    };
    let uses = |principal: &str| json!({"identity": {"type": "UserAssigned", "userAssignedIdentities": {"/x": {"principalId": principal}}}});
    let resources = vec![
        resource(
            "a",
            "Microsoft.DataFactory/factories",
            json!({"identity": {"principalId": "SYSTEM"}}),
        ),
        resource(
            "b",
            "microsoft.managedidentity/userassignedidentities",
            json!({"properties": {"principalId": "own"}}),
        ),
        resource("a", "A/b", uses("own")),
        resource("a", "A/c", uses("torn")),
        resource("b", "A/d", uses("torn")),
        resource("a", "A/e", uses("shared")),
        resource("a", "A/f", uses("shared")),
        resource("b", "A/g", json!({"properties": {"principalId": "not-an-identity"}})),
        resource("b", "A/h", json!({"identity": {"principalId": "admin"}})),
    ];
    let principals = [
        "system",
        "OWN",
        "torn",
        "shared",
        "not-an-identity",
        "admin",
        "p-sales",
        "nobody",
    ];
    let held = principals.map(|name| assignment(name, name, READER, S));
    let snapshot = mesh(&[(Kind::Resource, resources), (Kind::RoleAssignment, held.to_vec())]);
    let of = |name: &str| {
        let principal = principal(&snapshot, name);
        let text = |field: &str| principal[field].as_str().unwrap_or("-").to_owned();
        format!("{} {}", text("domain"), text("domain_evidence"))
    };
    assert_eq!(
        principals.map(of),
        [
            "sales identity",
            "hr identity",
            "- -",
            "sales identity",
            "- -",
            "sales domain",
            "sales domain",
            "- -",
        ]
    );
    let assignments = subjects(&snapshot, Kind::RoleAssignment);
    let first = assignments
        .iter()
        .find(|one| one["principal_domain"] == "hr")
        .cloned()
        .unwrap_or_default();
    assert_eq!(first["granted_by"], json!({"principal": "ADMIN", "domain": "sales"}));
    assert_eq!(
        first["role"],
        json!({"name": "Reader", "is_owner": false, "is_privileged": false, "reads_data": false, "writes_data": false})
    );
    assert_eq!(first["node"], json!(null));
}

#[test]
fn reaching_data_is_declared_by_owning_the_node_or_by_an_input_port() {
    let account = |group: &str| format!("{}/providers/Microsoft.Storage/storageAccounts/lake", rg(group));
    let factory = json!({"id": format!("{}/providers/A/b/c", rg("b")), "identity": {"principalId": "p-hr"}});
    let held = vec![
        assignment("1", "p-hr", BLOB_READER, &account("A")),
        assignment("2", "p-hr", BLOB_OWNER, &rg("b")),
        assignment("3", "p-hr", READER, &rg("a")),
        assignment(
            "4",
            "p-hr",
            OWNER,
            &format!("{}/providers/Microsoft.KeyVault/vaults/v", rg("a")),
        ),
        assignment("5", "p-sales", BLOB_READER, &rg("b")),
        assignment("6", "p-it", OWNER, &rg("a")),
        assignment("7", "someone", BLOB_READER, &rg("a")),
        assignment("8", "someone", "Our-Own-Role", &rg("a")),
    ];
    let snapshot = mesh(&[(Kind::Resource, vec![factory]), (Kind::RoleAssignment, held)]);
    let lines = |name: &str| -> Vec<String> {
        let principal = principal(&snapshot, name);
        let accesses = principal["data_access"].as_array().cloned().unwrap_or_default();
        let line = |access: &Value| {
            let of = |field: &str| access[field].to_string();
            let fields = [
                "can_read",
                "can_write",
                "through",
                "declared",
                "via",
                "scope_kind",
                "products",
            ];
            format!("{} {}", access["node"]["name"], fields.map(of).join(" ")).replace('"', "")
        };
        let mut lines: Vec<String> = accesses.iter().map(line).collect();
        lines.push(format!("{} {}", principal["read_domains"], principal["write_domains"]).replace('"', ""));
        lines
    };
    assert_eq!(
        lines("p-hr"),
        [
            "a true false data true input_port resource [orders]",
            "b true true data true own_domain resource_group []",
            "[hr,sales] [hr]",
        ]
    );
    assert_eq!(
        lines("p-sales"),
        ["b true false data false null resource_group []", "[hr] []"]
    );
    assert_eq!(
        lines("p-it"),
        ["a true true keys false null resource_group [orders]", "[sales] [sales]"]
    );
    // Nobody says what the other role of this one may do.
    assert_eq!(
        principal(&snapshot, "someone")["unknown_roles"],
        json!(["Our-Own-Role"])
    );
    assert_eq!(principal(&snapshot, "p-it")["unknown_roles"], json!([]));
    assert_eq!(
        lines("someone"),
        ["a true false data null null resource_group [orders]", "[sales] []"]
    );
}

#[test]
fn a_scope_above_nodes_is_one_entry_that_reaches_every_domain_below() {
    let held = vec![
        assignment("1", "p-sales", BLOB_READER, S),
        assignment("2", "p-it", OWNER, GROUP),
        assignment("3", "root", BLOB_READER, "/"),
    ];
    let rows = |group: Value| {
        mesh(&[
            (Kind::RoleAssignment, held.clone()),
            (Kind::ManagementGroup, vec![group]),
        ])
    };
    let unknown = rows(json!({"id": GROUP, "name": "top"}));
    let sales = principal(&unknown, "p-sales");
    assert_eq!(
        [
            &sales["data_access"][0]["node"],
            &sales["data_access"][0]["scope_kind"],
            &sales["data_access"][0]["declared"]
        ],
        [&json!(null), &json!("subscription"), &json!(false)]
    );
    assert_eq!(sales["read_domains"], json!(["hr", "sales"]));
    assert_eq!(principal(&unknown, "p-it")["write_domains"], json!(null));
    assert_eq!(principal(&unknown, "root")["read_domains"], json!(["hr", "sales"]));
    let known = rows(json!({"id": GROUP, "name": "top", "properties": {"children": [{"id": S}]}}));
    assert_eq!(principal(&known, "p-it")["write_domains"], json!(["hr", "sales"]));
    assert_eq!(subjects(&known, Kind::ManagementGroup)[0]["children"], 1);
    assert_eq!(subjects(&unknown, Kind::ManagementGroup)[0]["children"], json!(null));
}

#[test]
fn a_domain_that_owns_every_node_of_a_subscription_owns_the_subscription() {
    let mut snapshot = mesh(&[(Kind::RoleAssignment, vec![assignment("1", "p-sales", BLOB_READER, S)])]);
    observe(
        &mut snapshot,
        &[(Kind::ResourceGroup, vec![json!({"id": rg("a"), "name": "a"})])],
    );
    let access = &principal(&snapshot, "p-sales")["data_access"][0];
    assert_eq!(
        (&access["declared"], &access["via"]),
        (&json!(true), &json!("own_domain"))
    );
}
