//! The server: which list a request is for, which page of it, and what happens to the reply.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::Response;
use serde_json::{Value, json};

use super::fault::{Fault, Faults, Rule};
use super::reply::{broken, error, json};
use super::tenant::{Tenant, id};
use super::throttle::{Throttle, Verdict};

/// How the service behaves.
#[derive(Clone, Debug)]
pub(crate) struct Options {
    /// Rows of a page.
    pub(crate) page: usize,
    pub(crate) faults: Faults,
    pub(crate) rules: Vec<Rule>,
    /// Limits in relation to those of Azure; none for no limits.
    pub(crate) limits: Option<f64>,
    /// How long each reply takes.
    pub(crate) latency: Duration,
    /// The only token that is taken; any where there is none.
    pub(crate) token: Option<String>,
    /// How many requests a token that is issued is good for.
    pub(crate) token_life: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            page: 100,
            faults: Faults::none(),
            rules: Vec::new(),
            limits: None,
            latency: Duration::ZERO,
            token: None,
            token_life: u32::MAX,
        }
    }
}

/// A request that came.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) method: String,
    /// Path and query.
    pub(crate) what: String,
    pub(crate) authorization: Option<String>,
    pub(crate) status: u16,
}

struct Shared {
    tenant: Mutex<Tenant>,
    options: Mutex<Options>,
    throttle: Mutex<Throttle>,
    times: Mutex<BTreeMap<String, u32>>,
    rule_hits: Mutex<Vec<u32>>,
    tokens: Mutex<BTreeMap<String, u32>>,
    log: Mutex<Vec<Asked>>,
    under_way: AtomicUsize,
    most: AtomicUsize,
    address: SocketAddr,
}

/// The running service; it ends when this is dropped.
pub(crate) struct Simulator {
    shared: Arc<Shared>,
    _runtime: tokio::runtime::Runtime,
}

impl Simulator {
    pub(crate) fn start(tenant: Tenant, options: Options) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
        let rules = options.rules.len();
        let shared = Arc::new(Shared {
            tenant: Mutex::new(tenant),
            options: Mutex::new(options),
            throttle: Mutex::default(),
            times: Mutex::default(),
            rule_hits: Mutex::new(vec![0; rules]),
            tokens: Mutex::default(),
            log: Mutex::default(),
            under_way: AtomicUsize::new(0),
            most: AtomicUsize::new(0),
            address: listener.local_addr().unwrap(),
        });
        let router = Router::new().fallback(answer).with_state(Arc::clone(&shared));
        runtime.spawn(async move {
            let _ = axum::serve(listener, router).await;
        });
        Self {
            shared,
            _runtime: runtime,
        }
    }

    pub(crate) fn endpoint(&self) -> String {
        format!("http://{}", self.shared.address)
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.shared.log.lock().unwrap().clone()
    }

    /// The most requests that were under way at once.
    pub(crate) fn most_at_once(&self) -> usize {
        self.shared.most.load(Ordering::Relaxed)
    }

    pub(crate) fn change<T>(&self, change: impl FnOnce(&mut Tenant) -> T) -> T {
        change(&mut self.shared.tenant.lock().unwrap())
    }

    pub(crate) fn set(&self, change: impl FnOnce(&mut Options)) {
        let mut options = self.shared.options.lock().unwrap();
        change(&mut options);
        *self.shared.rule_hits.lock().unwrap() = vec![0; options.rules.len()];
    }
}

async fn answer(State(shared): State<Arc<Shared>>, request: Request) -> Response<Body> {
    let now = shared.under_way.fetch_add(1, Ordering::Relaxed) + 1;
    shared.most.fetch_max(now, Ordering::Relaxed);
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, 1 << 20).await.unwrap_or_default();
    let what = parts.uri.path_and_query().map_or_else(String::new, ToString::to_string);
    let header = parts.headers.get("authorization").and_then(|value| value.to_str().ok());
    let authorization = header.map(str::to_owned);
    let method = parts.method.to_string();
    let latency = shared.options.lock().unwrap().latency;
    if !latency.is_zero() {
        tokio::time::sleep(latency).await;
    }
    let reply = shared.reply(&method, &what, authorization.as_deref(), &body);
    shared.log.lock().unwrap().push(Asked {
        method,
        what,
        authorization,
        status: reply.status().as_u16(),
    });
    shared.under_way.fetch_sub(1, Ordering::Relaxed);
    reply
}

impl Shared {
    fn reply(&self, method: &str, what: &str, authorization: Option<&str>, body: &[u8]) -> Response<Body> {
        let (path, query) = what.split_once('?').unwrap_or((what, ""));
        let (path, query) = (decoded(path).to_lowercase(), decoded(query));
        if let Some(issued) = self.issue(&path) {
            return issued;
        }
        if let Some(refused) = self.refuse(authorization, &query) {
            return refused;
        }
        let options = self.options.lock().unwrap().clone();
        let mut headers = Vec::new();
        if let Some(factor) = options.limits {
            match self.throttle.lock().unwrap().take(&path, factor) {
                Verdict::Fine(left) => headers.push(("x-ms-ratelimit-remaining-subscription-reads", left.to_string())),
                Verdict::Refused(seconds) => {
                    return json(
                        429,
                        &[("retry-after", seconds.to_string())],
                        json!({"error": {"code": "SubscriptionRequestsThrottled", "message": "too many"}}).to_string(),
                    );
                }
            }
        }
        if method == "POST" {
            return self.graph(&path, body);
        }
        let fault = self.fault(&options, what);
        let page = self.page(&path, &query, fault, options.page);
        let page = match page {
            Ok(page) => page,
            Err(refusal) => match fault.and_then(|fault| broken(fault, &path, "")) {
                Some(reply) => return reply,
                None => return *refusal,
            },
        };
        match fault.and_then(|fault| broken(fault, &path, &page)) {
            Some(reply) => reply,
            None => json(200, &headers, page),
        }
    }

    /// The fault of a request: of a rule, else by chance.
    fn fault(&self, options: &Options, what: &str) -> Option<Fault> {
        let lower = decoded(what).to_lowercase();
        let mut hits = self.rule_hits.lock().unwrap();
        for (rule, hit) in options.rules.iter().zip(hits.iter_mut()) {
            if lower.contains(&rule.what) {
                let at = *hit;
                *hit += 1;
                if at >= rule.from && at - rule.from < rule.times {
                    return Some(rule.fault);
                }
            }
        }
        let mut times = self.times.lock().unwrap();
        // What depends on the port would not repeat.
        let times = times.entry(what.to_owned()).or_default();
        *times += 1;
        options.faults.draw(&lower, *times)
    }

    fn page(&self, path: &str, query: &str, fault: Option<Fault>, size: usize) -> Result<String, Box<Response<Body>>> {
        let tenant = self.tenant.lock().unwrap();
        if let Some(object) = tenant.objects.get(path) {
            return Ok(object.to_string());
        }
        if let Some(name) = path
            .strip_prefix("/providers/microsoft.management/managementgroups/")
            .filter(|rest| !rest.contains('/'))
        {
            let tree = tenant.tree(name);
            return tree
                .map(|tree| tree.to_string())
                .ok_or_else(|| Box::new(error(404, "NotFound", "no such group")));
        }
        let Some(rows) = tenant.lists.get(path) else {
            return if is_list(&tenant, path) {
                Ok(r#"{"value":[]}"#.to_owned())
            } else {
                Err(Box::new(error(404, "ResourceNotFound", "It was not found.")))
            };
        };
        let pair = |key: &str| {
            query
                .split('&')
                .find_map(|pair| pair.strip_prefix(key)?.strip_prefix('='))
        };
        let from: usize = pair("$skiptoken").and_then(|token| token.parse().ok()).unwrap_or(0);
        let size = pair("$top").and_then(|top| top.parse().ok()).unwrap_or(size).min(size);
        let was_empty = pair("empty").is_some();
        let (from, to) = (from.min(rows.len()), (from + size).min(rows.len()));
        let mut shown: Vec<String> = rows[from..to]
            .iter()
            .map(|row| row.replace("SIMULATOR", &self.address.to_string()))
            .collect();
        let mut next = (to < rows.len()).then(|| self.link(path, query, &to.to_string(), ""));
        match fault {
            Some(Fault::EmptyPage) if !was_empty => {
                shown.clear();
                next = Some(self.link(path, query, &from.to_string(), "&empty=1"));
            }
            Some(Fault::Loop) => next = Some(self.link(path, query, &from.to_string(), "&loop=1")),
            Some(Fault::ForeignLink) => next = Some("https://evil.example/subscriptions?api-version=1".to_owned()),
            Some(Fault::RowTwice) => shown.extend(rows.get(to).map(ToString::to_string)),
            Some(Fault::OtherCase) => {
                let again: Vec<String> = shown
                    .iter()
                    .map(|row| row.replacen(&id(row), &id(row).to_uppercase(), 1))
                    .collect();
                shown.extend(again);
            }
            Some(Fault::StrangeRow) => {
                if let Some(first) = shown.first_mut() {
                    let mut row: Value = serde_json::from_str(first).unwrap();
                    row.as_object_mut().unwrap().remove("type");
                    row["state"] = json!({"new": ["shape"]});
                    *first = row.to_string();
                }
            }
            _ => {}
        }
        let next = next.map_or_else(
            || {
                if from % 2 == 0 {
                    String::new()
                } else {
                    r#","nextLink":null"#.to_owned()
                }
            },
            |next| format!(r#","nextLink":{}"#, Value::from(next)),
        );
        Ok(format!(r#"{{"value":[{}]{next}}}"#, shown.join(",")))
    }

    /// The link to a next page: reordered and encoded anew, as the service does.
    fn link(&self, path: &str, query: &str, token: &str, more: &str) -> String {
        let kept: Vec<String> = query
            .split('&')
            .filter(|pair| {
                !["$skiptoken=", "empty=", "loop="]
                    .iter()
                    .any(|own| pair.starts_with(own))
                    && !pair.is_empty()
            })
            .map(|pair| {
                pair.replace('$', "%24")
                    .replace(' ', "%20")
                    .replace('(', "%28")
                    .replace(')', "%29")
            })
            .rev()
            .collect();
        format!(
            "http://{}{path}?{}&%24skiptoken={token}{more}",
            self.address,
            kept.join("&")
        )
    }

    /// Resource Graph, which only counts here.
    fn graph(&self, path: &str, body: &[u8]) -> Response<Body> {
        if path != "/providers/microsoft.resourcegraph/resources" {
            return error(405, "MethodNotAllowed", "no");
        }
        let asked: Value = serde_json::from_slice(body).unwrap_or_default();
        let query = asked["query"].as_str().unwrap_or_default();
        if !query.starts_with("resources") || !query.contains("summarize count_ = count() by subscriptionId") {
            return error(400, "BadRequest", "the query is not known here");
        }
        let tenant = self.tenant.lock().unwrap();
        let data: Vec<Value> = tenant
            .subscriptions
            .iter()
            .map(|subscription| {
                let rows = tenant.lists.get(&format!("/subscriptions/{subscription}/resources"));
                json!({"subscriptionId": subscription, "count_": rows.map_or(0, Vec::len)})
            })
            .filter(|row| row["count_"] != 0)
            .collect();
        let body = json!({"totalRecords": data.len(), "count": data.len(), "data": data, "facets": [], "resultTruncated": "false"});
        json(
            200,
            &[
                ("x-ms-user-quota-remaining", "14".to_owned()),
                ("x-ms-user-quota-resets-after", "00:00:05".to_owned()),
            ],
            body.to_string(),
        )
    }

    /// Tokens and assertions.
    fn issue(&self, path: &str) -> Option<Response<Body>> {
        if path.ends_with("/oauth2/v2.0/token") {
            let mut tokens = self.tokens.lock().unwrap();
            let token = format!("issued-{}", tokens.len());
            tokens.insert(token.clone(), self.options.lock().unwrap().token_life);
            return Some(json(
                200,
                &[],
                json!({"token_type": "Bearer", "expires_in": 3599, "ext_expires_in": 3599, "access_token": token})
                    .to_string(),
            ));
        }
        match path {
            "/oidc/github" => Some(json(200, &[], json!({"value": "assertion-of-github"}).to_string())),
            "/oidc/azure-devops" => Some(json(
                200,
                &[],
                json!({"oidcToken": "assertion-of-azure-devops"}).to_string(),
            )),
            _ => None,
        }
    }

    /// 401 for a token that is not taken, 400 without a version.
    fn refuse(&self, authorization: Option<&str>, query: &str) -> Option<Response<Body>> {
        let token = authorization.and_then(|header| header.strip_prefix("Bearer "));
        let Some(token) = token else {
            return Some(error(
                401,
                "AuthenticationFailed",
                "The 'Authorization' header is missing.",
            ));
        };
        let expected = self.options.lock().unwrap().token.clone();
        let mut tokens = self.tokens.lock().unwrap();
        match tokens.get_mut(token) {
            Some(0) => return broken(Fault::Expired, "", ""),
            Some(left) => *left -= 1,
            None if expected.is_none_or(|expected| expected == token) => {}
            None => return broken(Fault::Expired, "", ""),
        }
        let has_version = query.split('&').any(|pair| pair.starts_with("api-version="));
        (!has_version).then(|| {
            error(
                400,
                "MissingApiVersionParameter",
                "The api-version query parameter is required.",
            )
        })
    }
}

/// Whether a path is a list that is empty, in a scope that is there.
fn is_list(tenant: &Tenant, path: &str) -> bool {
    const OF_SUBSCRIPTION: [&str; 10] = [
        "/resources",
        "/resourcegroups",
        "/roleassignments",
        "/locks",
        "/policyassignments",
        "/policyexemptions",
        "/storageaccounts",
        "/factories",
        "/workspaces",
        "/budgets",
    ];
    let is_own = |scope: &str| {
        tenant
            .subscriptions
            .iter()
            .any(|own| scope.starts_with(&format!("/subscriptions/{own}/")))
    };
    let is_group = path.starts_with("/providers/microsoft.management/managementgroups/");
    (is_own(path) || is_group)
        && (OF_SUBSCRIPTION.iter().any(|end| path.ends_with(end)) || path.ends_with("/containers"))
}

fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = (bytes[at] == b'%')
            .then(|| text.get(at + 1..at + 3))
            .flatten()
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        if let Some(byte) = hex {
            out.push(byte);
            at += 3;
        } else {
            out.push(if bytes[at] == b'+' { b' ' } else { bytes[at] });
            at += 1;
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}
