//! The simulated tenant is held against recordings of Azure and the examples of its specifications: it must not drift into our
//! own idea of what Azure answers.

#![expect(clippy::unwrap_used, reason = "a test that cannot set the stage should fail loudly")]
#![allow(dead_code, reason = "parts of the simulator serve other tests")]

#[path = "support/generator/mod.rs"]
mod generator;
mod simulator;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use generator::{Form, Size};
use serde_json::Value;
use simulator::{Extras, Fault, Options, Rule, Simulator, Tenant};

fn root() -> PathBuf {
    std::env::var_os("MESHGOV_REAL_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data"),
        PathBuf::from,
    )
}

fn json_files(folder: &Path, all: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            json_files(&path, all);
        } else if path.extension().is_some_and(|extension| extension == "json") {
            all.push(path);
        }
    }
}

/// Every object of a JSON tree.
fn objects<'v>(value: &'v Value, all: &mut Vec<&'v serde_json::Map<String, Value>>) {
    match value {
        Value::Object(object) => {
            all.push(object);
            object.values().for_each(|value| objects(value, all));
        }
        Value::Array(items) => items.iter().for_each(|value| objects(value, all)),
        _ => {}
    }
}

/// What is known of rows of a type: their members, and those of their `properties`.
#[derive(Default)]
struct Known {
    members: BTreeSet<String>,
    properties: BTreeSet<String>,
    rows: usize,
}

/// The rows that recordings and examples hold of a type; a subscription has no type, and is known by its own id.
fn known(documents: &[Value], kind: &str) -> Known {
    let mut known = Known::default();
    // Old recordings of resource groups lack it; the specification has it.
    known.members.insert("type".to_owned());
    for document in documents {
        let mut all = Vec::new();
        objects(document, &mut all);
        for object in all {
            let id = object
                .get("id")
                .and_then(Value::as_str)
                .unwrap_or_default()
                .to_lowercase();
            let is_group = id.contains("/resourcegroups/") && id.matches('/').count() == 4;
            let is_of_kind = match object.get("type").and_then(Value::as_str) {
                Some(own) => own.eq_ignore_ascii_case(kind),
                None if is_group => kind.ends_with("/resourceGroups"),
                None => {
                    kind == "subscription"
                        && object.contains_key("subscriptionId")
                        && object.contains_key("displayName")
                }
            };
            if is_of_kind && object.contains_key("id") {
                known.rows += 1;
                known.members.extend(object.keys().cloned());
                let properties = object.get("properties").and_then(Value::as_object);
                known
                    .properties
                    .extend(properties.into_iter().flat_map(|properties| properties.keys().cloned()));
            }
        }
    }
    known
}

struct Client {
    runtime: tokio::runtime::Runtime,
    http: reqwest::Client,
    endpoint: String,
}

impl Client {
    fn get(&self, path: &str) -> (u16, Value, Vec<String>) {
        self.runtime.block_on(async {
            let request = self
                .http
                .get(format!("{}{path}", self.endpoint))
                .header("authorization", "Bearer t");
            let reply = request.send().await.unwrap();
            let status = reply.status().as_u16();
            let headers = reply.headers().keys().map(|name| name.as_str().to_owned()).collect();
            (
                status,
                serde_json::from_str(&reply.text().await.unwrap()).unwrap_or_default(),
                headers,
            )
        })
    }
}

/// Every recording and example.
fn documents(root: &Path) -> Vec<Value> {
    let mut files = Vec::new();
    json_files(&root.join("azure/c7n_azure"), &mut files);
    json_files(&root.join("azure/azure-rest-api-specs"), &mut files);
    files
        .iter()
        .map(|file| {
            serde_json::from_str(std::fs::read_to_string(file).unwrap().trim_start_matches('\u{feff}')).unwrap()
        })
        .collect()
}

fn tenant() -> Tenant {
    let folder = tempfile::tempdir().unwrap();
    let size = Size {
        products: 10,
        resources: 200,
        role_assignments: 100,
        ingestions: 2,
        subscriptions: Some(2),
        seed: 1,
    };
    generator::generate(size, Form::Snapshot, folder.path()).unwrap();
    Tenant::of(&folder.path().join("snapshot"), &Extras::default())
}

#[test]
#[expect(clippy::print_stdout, reason = "a skipped test says so")]
fn rows_and_envelopes_have_the_members_that_azure_gives_them() {
    let root = root();
    if !root.join("azure/c7n_azure").is_dir() {
        println!("skipped: {} is not there", root.display());
        return;
    }
    let documents = documents(&root);
    let tenant = tenant();
    let subscription = format!("/subscriptions/{}", tenant.subscriptions[0]);
    let first = |list: &str| {
        let row: Value = serde_json::from_str(tenant.truth(list).into_values().next().unwrap().as_ref()).unwrap();
        row["id"].as_str().unwrap().to_owned()
    };
    let (account, factory) = (first("/storageaccounts"), first("/factories"));
    let simulator = Simulator::start(
        tenant.clone(),
        Options {
            page: 3,
            ..Options::default()
        },
    );
    let client = Client {
        runtime: tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap(),
        http: reqwest::Client::builder().no_proxy().build().unwrap(),
        endpoint: simulator.endpoint(),
    };
    let of = |rest: &str| format!("{subscription}/{rest}");
    let mut compared = 0;
    for (path, kind) in [
        ("/subscriptions".to_owned(), "subscription"),
        (of("resourcegroups"), "Microsoft.Resources/resourceGroups"),
        (
            of("providers/Microsoft.Authorization/roleAssignments"),
            "Microsoft.Authorization/roleAssignments",
        ),
        (
            of("providers/Microsoft.Authorization/roleDefinitions"),
            "Microsoft.Authorization/roleDefinitions",
        ),
        (
            of("providers/Microsoft.Authorization/locks"),
            "Microsoft.Authorization/locks",
        ),
        (
            of("providers/Microsoft.Storage/storageAccounts"),
            "Microsoft.Storage/storageAccounts",
        ),
        (
            of("providers/Microsoft.DataFactory/factories"),
            "Microsoft.DataFactory/factories",
        ),
        (
            of("providers/Microsoft.Synapse/workspaces"),
            "Microsoft.Synapse/workspaces",
        ),
        (
            format!("{account}/blobServices/default/containers"),
            "Microsoft.Storage/storageAccounts/blobServices/containers",
        ),
        (
            format!("{factory}/linkedservices"),
            "Microsoft.DataFactory/factories/linkedservices",
        ),
        (
            format!("{factory}/datasets"),
            "Microsoft.DataFactory/factories/datasets",
        ),
        (
            format!("{factory}/pipelines"),
            "Microsoft.DataFactory/factories/pipelines",
        ),
    ] {
        let known = known(&documents, kind);
        assert!(known.rows > 0, "nothing is recorded of {kind}");
        let (status, page, _) = client.get(&format!("{path}?api-version=2022-01-01"));
        assert_eq!(status, 200, "{path}");
        let envelope: BTreeSet<&str> = page.as_object().unwrap().keys().map(String::as_str).collect();
        assert!(envelope.is_subset(&["value", "nextLink"].into()), "{envelope:?}");
        let rows = page["value"].as_array().unwrap();
        assert!(!rows.is_empty(), "{path}");
        for row in rows {
            compare(row, kind, &known);
        }
        compared += 1;
    }
    assert_eq!(compared, 12);
    refusals(&simulator, &client, &subscription);
}

/// A row has no member that was never seen, and those that each row has.
fn compare(row: &Value, kind: &str, known: &Known) {
    let own: BTreeSet<String> = row.as_object().unwrap().keys().cloned().collect();
    let strange: Vec<&String> = own.difference(&known.members).collect();
    assert!(strange.is_empty(), "{kind} has no {strange:?} in {:?}", known.members);
    let properties = row.get("properties").and_then(Value::as_object);
    let properties: BTreeSet<String> = properties
        .into_iter()
        .flat_map(|properties| properties.keys().cloned())
        .collect();
    let strange: Vec<&String> = properties.difference(&known.properties).collect();
    assert!(
        strange.is_empty(),
        "properties of {kind} have no {strange:?} in {:?}",
        known.properties
    );
    for needed in ["id", "name", "type"] {
        assert!(kind == "subscription" || own.contains(needed), "{kind} lacks {needed}");
    }
}

/// Refusals have the members and the words that were recorded.
fn refusals(simulator: &Simulator, client: &Client, subscription: &str) {
    let locks = format!("{subscription}/providers/Microsoft.Authorization/locks?api-version=1");
    let (status, missing, _) = client.get(&format!("{subscription}/resourcegroups"));
    assert_eq!(
        (status, missing["error"]["code"].as_str()),
        (400, Some("MissingApiVersionParameter"))
    );
    for (fault, status, code, word) in [
        // As recorded: a 429 whose only hint is in its words.
        (
            Fault::ThrottledWords(120),
            429,
            "ResourceCollectionRequestsThrottled",
            "Please try after '120' seconds.",
        ),
        (
            Fault::Denied,
            403,
            "AuthorizationFailed",
            "does not have authorization to perform action '",
        ),
        (
            Fault::Expired,
            401,
            "ExpiredAuthenticationToken",
            "token expiry UTC time",
        ),
        (Fault::NotRegistered, 502, "SubscriptionNotRegistered", "not registered"),
        (
            Fault::BadRequestForDenied,
            400,
            "BadRequest",
            "Reader level access is required on the management group or group ancestors.",
        ),
    ] {
        simulator.set(|options| options.rules = vec![Rule::always("/locks?", fault)]);
        let (got, body, headers) = client.get(&locks);
        assert_eq!(got, status, "{fault:?}");
        assert_eq!(body["error"]["code"], code);
        assert!(body["error"]["message"].as_str().unwrap().contains(word), "{body}");
        let keys: BTreeSet<&str> = body["error"].as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(keys, ["code", "message"].into());
        assert!(!headers.iter().any(|name| name == "retry-after"), "{fault:?}");
        assert_eq!(
            headers.iter().any(|name| name == "www-authenticate"),
            fault == Fault::Expired
        );
    }
}
