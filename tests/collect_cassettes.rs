//! Recordings of Azure, replayed: every list that they hold is read, and its rows are counted by a reader of the test's own.

#![expect(clippy::unwrap_used, reason = "a test that cannot set the stage should fail loudly")]

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::Response;
use meshgov::collect::{Addresses, Cloud, Connection, Patience, Rates, Way, read_list};
use meshgov::snapshot::Status;
use serde_json::Value;

/// Where requests were sent to when they were recorded.
const RECORDED: &str = "https://management.azure.com";

/// One recorded reply.
#[derive(Clone)]
struct Reply {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

/// The recorded replies to GET requests, by path and query, in their order.
#[derive(Default)]
struct Cassette(BTreeMap<String, Vec<Reply>>);

impl Cassette {
    fn read(path: &Path) -> Self {
        let text = std::fs::read_to_string(path).unwrap();
        let recording: Value = if path.extension().is_some_and(|extension| extension == "json") {
            serde_json::from_str(&text).unwrap()
        } else {
            // Bodies that were no text are in base64, under a tag.
            yaml_serde::from_str(&text.replace("string: !binary |", "base64: |")).unwrap()
        };
        let list = recording
            .get("interactions")
            .or_else(|| recording.get("http_interactions"));
        let mut cassette = Self::default();
        for one in list.unwrap().as_array().unwrap() {
            let (request, response) = (&one["request"], &one["response"]);
            let uri = request["uri"].as_str().unwrap();
            let is_get = request["method"].as_str().unwrap().eq_ignore_ascii_case("get");
            if let Some(what) = uri.strip_prefix(RECORDED).filter(|_| is_get) {
                let what = key(what);
                cassette.0.entry(what).or_default().push(Reply::of(response));
            }
        }
        cassette
    }

    /// The lists that are asked for from their first page: those that no other reply links to.
    fn lists(&self) -> Vec<&str> {
        let linked: Vec<String> = self
            .0
            .values()
            .flatten()
            .filter_map(|reply| next(&reply.value()))
            .map(|link| key(&link))
            .collect();
        let is_list = |replies: &[Reply]| replies.iter().any(|reply| reply.value()["value"].is_array());
        let firsts = self
            .0
            .iter()
            .filter(|(what, replies)| is_list(replies) && !linked.contains(what));
        firsts.map(|(what, _)| what.as_str()).collect()
    }

    /// What the recording holds of a list: its rows, and whether it goes to the end. Each request takes the next reply that was
    /// recorded for it, the last one again and again.
    fn truth(&self, first: &str) -> (Vec<Value>, bool) {
        let mut taken: BTreeMap<String, usize> = BTreeMap::new();
        let (mut rows, mut what) = (Vec::new(), first.to_owned());
        loop {
            let Some(replies) = self.0.get(&what) else {
                return (rows, false);
            };
            let at = taken.entry(what.clone()).or_default();
            let reply = &replies[(*at).min(replies.len() - 1)];
            *at += 1;
            if reply.status != 200 {
                if *at >= replies.len() {
                    return (rows, false);
                }
                continue;
            }
            let value = reply.value();
            rows.extend(value["value"].as_array().unwrap().iter().cloned());
            match next(&value) {
                Some(link) => what = key(&link),
                None => return (rows, true),
            }
        }
    }
}

impl Reply {
    fn of(response: &Value) -> Self {
        let body = &response["body"];
        let body = match (&body["data"], &body["string"]) {
            (Value::Null, Value::String(text)) => text.clone(),
            (Value::Null, _) => match body["base64"].as_str() {
                Some(text) => {
                    let text: String = text.split_whitespace().collect();
                    unpacked(&data_encoding::BASE64.decode(text.as_bytes()).unwrap())
                }
                None => String::new(),
            },
            (data, _) => data.to_string(),
        };
        let headers = response["headers"].as_object().into_iter().flatten();
        let headers = headers.filter_map(|(name, values)| Some((name.to_lowercase(), values[0].as_str()?.to_owned())));
        let kept = |name: &str| name.starts_with("x-ms-") || name == "retry-after" || name == "www-authenticate";
        Self {
            status: response["status"]["code"].as_u64().unwrap().try_into().unwrap(),
            headers: headers.filter(|(name, _)| kept(name)).collect(),
            body,
        }
    }

    fn value(&self) -> Value {
        serde_json::from_str(self.body.trim_start_matches('\u{feff}')).unwrap_or_default()
    }
}

/// A recorded body that was no text: it was compressed on its way.
fn unpacked(bytes: &[u8]) -> String {
    let mut text = String::new();
    match bytes {
        [0x1f, 0x8b, ..] => flate2::read::GzDecoder::new(bytes)
            .read_to_string(&mut text)
            .map(|_| ())
            .unwrap(),
        _ => text.push_str(std::str::from_utf8(bytes).unwrap()),
    }
    text
}

/// The link to the next page, however it is spelled.
fn next(value: &Value) -> Option<String> {
    let link = value.get("nextLink").or_else(|| value.get("@nextLink"))?.as_str()?;
    (!link.is_empty()).then(|| link.to_owned())
}

/// Path and query, comparable however they are encoded.
fn key(address: &str) -> String {
    let path_and_query = match address.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("", |at| &rest[at..]),
        None => address,
    };
    let url: reqwest::Url = format!("{RECORDED}{path_and_query}").parse().unwrap();
    let mut pairs: Vec<(String, String)> = url
        .query_pairs()
        .map(|(k, v)| (k.to_lowercase(), v.into_owned()))
        .collect();
    pairs.sort();
    let pairs: Vec<String> = pairs.into_iter().map(|(k, v)| format!("{k}={v}")).collect();
    format!("{}?{}", url.path().to_lowercase(), pairs.join("&"))
}

struct Replay {
    cassette: Cassette,
    taken: Mutex<BTreeMap<String, usize>>,
    host: String,
}

async fn replay(State(replay): State<Arc<Replay>>, request: Request) -> Response<Body> {
    let what = key(&request.uri().path_and_query().unwrap().to_string());
    let Some(replies) = replay.cassette.0.get(&what) else {
        return Response::builder()
            .status(404)
            .body(Body::from(r#"{"error":{"code":"NotRecorded"}}"#))
            .unwrap();
    };
    let at = {
        let mut taken = replay.taken.lock().unwrap();
        let at = taken.entry(what).or_default();
        *at += 1;
        *at - 1
    };
    let recorded = &replies[at.min(replies.len() - 1)];
    let mut response = Response::builder().status(recorded.status);
    for (name, value) in &recorded.headers {
        response = response.header(name, value);
    }
    // The recorded wait of two minutes is one second here.
    let body = recorded
        .body
        .replace(RECORDED, &replay.host)
        .replace("https://management.azure.com:443", &replay.host)
        .replace("after '120' seconds", "after '1' seconds");
    response.body(Body::from(body)).unwrap()
}

/// Reads every list of a recording and compares; gives how many lists and rows there were.
fn compare(path: &Path) -> (usize, usize, usize) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
    let host = format!("http://{}", listener.local_addr().unwrap());
    let replayed = Arc::new(Replay {
        cassette: Cassette::read(path),
        taken: Mutex::default(),
        host: host.clone(),
    });
    let router = Router::new().fallback(replay).with_state(Arc::clone(&replayed));
    runtime.spawn(async move { axum::serve(listener, router).await });
    let connection = Connection {
        addresses: Addresses::of(Cloud::Public, Some(&host), None, None).unwrap(),
        way: Way::Token,
        variables: [("MESHGOV_AZURE_TOKEN".to_owned(), "t".to_owned())].into(),
        rates: Rates { factor: 1000.0 },
        patience: Patience {
            first: Duration::from_millis(5),
            attempts: 3,
            ..Patience::default()
        },
        concurrency: 4,
    };
    let (mut lists, mut rows) = (0, 0);
    for first in replayed.cassette.lists() {
        let (expected, is_whole) = replayed.cassette.truth(first);
        replayed.taken.lock().unwrap().clear();
        let list = read_list(&connection, &format!("{host}{first}")).unwrap();
        let name = format!("{} {first}", path.display());
        assert_eq!(list.rows.len(), expected.len(), "{name}: {}", list.detail);
        assert_eq!(list.status == Status::Complete, is_whole, "{name}: {}", list.detail);
        for (row, expected) in list.rows.iter().zip(&expected) {
            let row: Value = serde_json::from_str(row).unwrap();
            assert_eq!(row["id"], expected["id"], "{name}");
            assert_eq!(row["name"], expected["name"], "{name}");
        }
        lists += 1;
        rows += expected.len();
    }
    // What was never anything but an error is told as one.
    let errors = replayed
        .cassette
        .0
        .iter()
        .filter(|(_, replies)| replies.iter().all(|reply| reply.status >= 400));
    for (what, replies) in errors {
        let list = read_list(&connection, &format!("{host}{what}")).unwrap();
        assert!(list.rows.is_empty());
        let expected = match replies[0].status {
            400 | 502 => Status::NotPresent,
            403 => Status::Denied,
            _ => Status::Failed,
        };
        assert_eq!(list.status, expected, "{what}: {}", list.detail);
    }
    let throttled = replayed
        .cassette
        .0
        .values()
        .flatten()
        .filter(|reply| reply.status == 429)
        .count();
    (lists, rows, throttled)
}

fn recordings(folder: &Path, all: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            recordings(&path, all);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "json" || extension == "yml")
        {
            all.push(path);
        }
    }
    all.sort();
}

#[test]
#[expect(
    clippy::print_stdout,
    reason = "a skipped test says so, and others tell what they measured"
)]
fn every_list_of_every_recording_is_read_row_for_row() {
    let root = std::env::var_os("MESHGOV_REAL_DATA").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data"),
        PathBuf::from,
    );
    for (folder, least_lists, least_throttled) in [("azure/c7n_azure", 70, 0), ("azure/manageiq", 60, 1)] {
        let folder = root.join(folder);
        if !folder.is_dir() {
            println!("skipped: {} is not there", folder.display());
            continue;
        }
        let mut paths = Vec::new();
        recordings(&folder, &mut paths);
        let (mut lists, mut rows, mut throttled) = (0, 0, 0);
        for path in &paths {
            let (own_lists, own_rows, own_throttled) = compare(path);
            lists += own_lists;
            rows += own_rows;
            throttled += own_throttled;
        }
        println!(
            "{} recordings, {lists} lists, {rows} rows, {throttled} throttled replies",
            paths.len()
        );
        assert!(
            lists >= least_lists && throttled >= least_throttled,
            "{lists} {throttled}"
        );
    }
}
