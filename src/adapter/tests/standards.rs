//! Contracts and products.

use serde_json::json;

use super::super::{Adapted, Format, Object, adapt};
use super::{adapted, codes, parsed, shown};
use crate::snapshot::{DocumentIndex, ProblemCode, Setting};

#[test]
fn a_contract_full_of_wrong_types_keeps_what_is_right() {
    let json = json!({
        "kind": "DataContract", "apiVersion": "v3.1.0", "id": 42, "version": 1.5, "name": "", "status": null,
        "servers": "x", "team": 3, "slaProperties": {}, "schema": [1, {"name": "orders", "properties": "none"}],
        "customProperties": {"costCenter": 7},
    });
    let Some((
        _,
        Adapted {
            object: Some(Object::Contract(contract)),
            ..
        },
    )) = adapted("c.yaml", &json)
    else {
        panic!("the contract is lost");
    };
    assert_eq!(contract.id.map(|id| id.value).as_deref(), Some("42"));
    assert_eq!(contract.version.map(|version| version.value).as_deref(), Some("1.5"));
    assert_eq!((contract.name, contract.status, contract.team), (None, None, None));
    assert_eq!(
        (contract.servers.len(), contract.sla.len(), contract.schema.len()),
        (0, 0, 1)
    );
    assert_eq!(contract.schema[0].pointer.as_str(), "/schema/1");
    assert_eq!(
        contract.custom["costCenter"].pointer.as_str(),
        "/customProperties/costCenter"
    );
}

#[test]
fn both_shapes_of_a_team_and_all_shapes_of_a_service_level_are_read() {
    let member = json!({"username": "ann", "role": "owner", "dateOut": "2024-01-01"});
    for (team, name, place) in [
        (json!([member]), None, "/team/0"),
        (
            json!({"name": "sales", "members": [member]}),
            Some("sales"),
            "/team/members/0",
        ),
    ] {
        let json = json!({
            "kind": "DataContract", "apiVersion": "v3.1.0", "id": "a", "team": team,
            "slaProperties": [
                {"property": "availability", "value": 99.9},
                {"property": "latency", "value": "P1D", "unit": "d", "element": "orders.id"},
                {"property": "retention", "value": {"value": 3, "unit": "y"}},
            ],
            "servers": [{"server": "prod", "type": "postgres", "host": "${HOST}", "port": 5432, "database": "erp",
                         "password": "hunter2", "roles": [{"role": "x"}]}],
            "customProperties": [{"property": "onCall", "value": ["a"]}, {"property": "onCall", "value": "later"}, 3],
        });
        let Some((
            _,
            Adapted {
                object: Some(Object::Contract(contract)),
                ..
            },
        )) = adapted("c.yaml", &json)
        else {
            panic!("the contract is lost");
        };
        let Some(team) = contract.team else {
            panic!("the team is lost")
        };
        assert_eq!(team.name.map(|name| name.value).as_deref(), name);
        assert_eq!(team.members[0].pointer.as_str(), place);
        assert_eq!(team.members[0].date_out.as_deref(), Some("2024-01-01"));
        let values: Vec<_> = contract.sla.into_iter().map(|property| property.value).collect();
        assert_eq!(values, [json!(99.9), json!("P1D"), json!({"value": 3, "unit": "y"})]);
        let settings: Vec<_> = contract.servers[0].settings.clone().into_iter().collect();
        assert_eq!(
            settings,
            [
                ("database".into(), Setting::Literal("erp".into())),
                ("host".into(), Setting::Unresolved("${HOST}".into())),
                ("port".into(), Setting::Literal("5432".into())),
            ]
        );
        assert_eq!(contract.custom["onCall"].value, json!(["a"]));
    }
}

#[test]
fn a_product_keeps_its_ports_and_their_contracts() {
    let json = json!({
        "kind": "dataProduct", "apiVersion": "v1.1.0", "id": "p", "type": "sourceAligned",
        "inputPorts": [{"name": "in", "version": 1, "contractId": 7,
                        "customProperties": [{"property": "sourceSystem", "value": "erp"}]}],
        "outputPorts": [{"name": "out", "inputContracts": [{"id": "a", "version": "1"}, "b"]}],
    });
    let Some((Format::Odps, adapted)) = adapted("p.yaml", &json) else {
        panic!("not recognised");
    };
    assert_eq!(
        codes(&adapted).first(),
        Some(&ProblemCode::Invalid),
        "the slip in `kind`"
    );
    let Some(Object::Product(product)) = adapted.object else {
        panic!("the product is lost");
    };
    assert_eq!(
        product.alignment.map(|kind| kind.value).as_deref(),
        Some("sourceAligned")
    );
    let contract = product.inputs[0]
        .contract_id
        .as_ref()
        .map(|id| (&*id.value, id.pointer.as_str()));
    assert_eq!(contract, Some(("7", "/inputPorts/0/contractId")));
    assert_eq!(product.inputs[0].custom["sourceSystem"].value, json!("erp"));
    let inputs: Vec<_> = product.outputs[0]
        .input_contracts
        .iter()
        .map(|id| (&*id.value, id.pointer.as_str()))
        .collect();
    assert_eq!(
        inputs,
        [
            ("a", "/outputPorts/0/inputContracts/0/id"),
            ("b", "/outputPorts/0/inputContracts/1")
        ]
    );
}

#[test]
fn breaches_of_a_standard_are_one_problem_and_all_in_the_conformance() {
    let text = "kind: DataContract
apiVersion: v3.1.0
id: a
version: 1.0.0
status: active
servers: x
slaProperties: {}
";
    let adapted = adapt(DocumentIndex(0), &parsed("c.yaml", text), Format::Odcs);
    let Some(Object::Contract(contract)) = &adapted.object else {
        panic!("the contract is lost");
    };
    let places: Vec<_> = contract
        .conformance
        .errors
        .iter()
        .map(|error| error.pointer.as_str())
        .collect();
    assert_eq!(places, ["/servers", "/slaProperties"]);
    assert_eq!(codes(&adapted), [ProblemCode::BreaksStandard]);
    let (line, column, pointer, message, _) = shown(&adapted.problems[0]);
    assert_eq!((line, column, pointer), (6, 10, "/servers"));
    assert!(
        message.starts_with("breaks odcs 3.1.0: `/servers` ") && message.ends_with("; and 1 more"),
        "{message}"
    );

    let newer = adapt(
        DocumentIndex(0),
        &parsed("c.yaml", &text.replace("v3.1.0", "v9.0.0")),
        Format::Odcs,
    );
    assert_eq!(codes(&newer), [ProblemCode::UnknownVersion]);
    assert!(newer.object.is_some());
}
