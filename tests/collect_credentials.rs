//! Credentials of every kind get their tokens and renew them; nothing but reads is sent; no secret leaves.

#![expect(clippy::unwrap_used, reason = "a test that cannot set the stage should fail loudly")]
#![allow(dead_code, reason = "parts of the simulator serve other tests")]

#[path = "support/generator/mod.rs"]
mod generator;
mod simulator;

use std::path::Path;
use std::process::{Command, Output, Stdio};

use generator::{Form, Size};
use meshgov::collect::is_reading;
use simulator::{Extras, Fault, Options, Rule, SECRETS, Simulator, Tenant};

/// An RSA key and a certificate of it, made for this run alone. None, and a word about it, where `openssl` is not there.
#[expect(clippy::print_stdout, reason = "a skipped part says so")]
fn certificate(folder: &Path) -> Option<()> {
    let made = Command::new("openssl")
        .args([
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-keyout",
            "key.pem",
            "-out",
            "certificate.pem",
        ])
        .args(["-days", "1", "-subj", "/CN=meshgov"])
        .current_dir(folder)
        .output();
    if !made.is_ok_and(|made| made.status.success()) {
        println!("skipped: no certificate could be made, since openssl is not there");
        return None;
    }
    let key = std::fs::read_to_string(folder.join("key.pem")).unwrap();
    let path = folder.join("certificate.pem");
    let both = std::fs::read_to_string(&path).unwrap() + &key;
    std::fs::write(path, both).unwrap();
    Some(())
}

fn simulator(options: Options) -> Simulator {
    let folder = tempfile::tempdir().unwrap();
    let size = Size {
        products: 10,
        resources: 240,
        role_assignments: 400,
        ingestions: 2,
        subscriptions: None,
        seed: 5,
    };
    generator::generate(size, Form::Snapshot, folder.path()).unwrap();
    Simulator::start(Tenant::of(&folder.path().join("snapshot"), &Extras::default()), options)
}

fn run(simulator: &Simulator, folder: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Output {
    let endpoint = simulator.endpoint();
    let mut command = Command::new(env!("CARGO_BIN_EXE_meshgov"));
    command
        .args(["collect", "--endpoint", &endpoint, "--authority", &endpoint])
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .stdin(Stdio::null());
    for (name, value) in variables {
        command.env(name, value.replace("SIMULATOR", &endpoint));
    }
    command.output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// Each credential, with tokens that expire after a few requests: each gets new ones in mid-run, and nothing is lost.
#[test]
fn every_credential_gets_tokens_and_renews_them_in_mid_run() {
    let folder = tempfile::tempdir().unwrap();
    let has_certificate = certificate(folder.path()).is_some();
    std::fs::write(folder.path().join("token"), "assertion-of-a-file\n").unwrap();
    let who = [("AZURE_TENANT_ID", "t"), ("AZURE_CLIENT_ID", "c")];
    for (name, variables) in [
        ("secret", vec![("AZURE_CLIENT_SECRET", "s")]),
        (
            "certificate",
            vec![("AZURE_CLIENT_CERTIFICATE_PATH", "certificate.pem")],
        ),
        ("file", vec![("AZURE_FEDERATED_TOKEN_FILE", "token")]),
        (
            "github",
            vec![
                ("ACTIONS_ID_TOKEN_REQUEST_URL", "SIMULATOR/oidc/github?x=1"),
                ("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "r"),
            ],
        ),
        (
            "azure-devops",
            vec![
                ("SYSTEM_OIDCREQUESTURI", "SIMULATOR/oidc/azure-devops"),
                ("SYSTEM_ACCESSTOKEN", "a"),
                ("AZURESUBSCRIPTION_SERVICE_CONNECTION_ID", "9"),
            ],
        ),
    ] {
        if name == "certificate" && !has_certificate {
            continue;
        }
        let simulator = simulator(Options {
            token: Some("none that is not issued".to_owned()),
            token_life: 25,
            ..Options::default()
        });
        let variables: Vec<_> = who.iter().copied().chain(variables).collect();
        let output = run(&simulator, folder.path(), &["--output", name], &variables);
        assert_eq!(output.status.code(), Some(0), "{name}: {}", said(&output));
        let asked = simulator.asked();
        let tokens = asked
            .iter()
            .filter(|asked| asked.what.contains("/oauth2/v2.0/token"))
            .count();
        assert!(tokens > 2, "{name}: {tokens}");
        if name == "github" || name == "azure-devops" {
            let own = asked.iter().filter(|asked| asked.what.starts_with("/oidc/")).count();
            assert_eq!(
                own, tokens,
                "{name}: assertions hold for a few minutes only, so that each token has its own"
            );
        }
    }
}

#[test]
fn a_credential_that_lacks_something_says_what() {
    let simulator = simulator(Options::default());
    let folder = tempfile::tempdir().unwrap();
    for (way, needs) in [
        ("environment", "AZURE_CLIENT_SECRET"),
        ("workload-identity", "AZURE_FEDERATED_TOKEN_FILE"),
        ("token", "MESHGOV_AZURE_TOKEN"),
    ] {
        let output = run(&simulator, folder.path(), &["--output", "x", "--credential", way], &[]);
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        assert!(said(&output).contains(needs), "{}", said(&output));
    }
    let wrong = run(
        &simulator,
        folder.path(),
        &["--output", "x", "--endpoint", "http://management.azure.com"],
        &[("MESHGOV_AZURE_TOKEN", "t")],
    );
    assert_eq!(wrong.status.code(), Some(2));
    assert!(said(&wrong).contains("--endpoint"), "{}", said(&wrong));
    assert!(simulator.asked().is_empty());
}

/// Everything that is sent reads, and every token goes where it belongs.
#[test]
fn nothing_but_reads_is_sent() {
    let simulator = simulator(Options {
        page: 23,
        ..Options::default()
    });
    let folder = tempfile::tempdir().unwrap();
    let token = [("MESHGOV_AZURE_TOKEN", "t")];
    for arguments in [&["--output", "x"][..], &["--dry-run"], &["--check-access"]] {
        let output = run(&simulator, folder.path(), arguments, &token);
        assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    }
    let asked = simulator.asked();
    assert!(asked.len() > 100);
    for asked in &asked {
        let url = format!("https://management.azure.com{}", asked.what).parse().unwrap();
        let method = asked.method.parse().unwrap();
        assert!(is_reading(&method, &url), "{asked:?}");
        assert_eq!(asked.authorization.as_deref(), Some("Bearer t"));
    }
    let posts: std::collections::BTreeSet<&str> = asked
        .iter()
        .filter(|asked| asked.method != "GET")
        .map(|asked| asked.what.split('?').next().unwrap())
        .collect();
    assert_eq!(posts, ["/providers/Microsoft.ResourceGraph/resources"].into());
}

/// Secrets in replies, in words of errors and in the environment are in nothing that a run writes, at any stage of it.
#[test]
fn no_secret_reaches_a_file_or_a_message() {
    let simulator = simulator(Options {
        rules: vec![
            Rule::always("/locks?", Fault::Denied),
            Rule::always("/resourcegroups?", Fault::Gone),
            Rule::always("/budgets?", Fault::NotRegistered),
        ],
        ..Options::default()
    });
    let folder = tempfile::tempdir().unwrap();
    let secret = "environment-secret-000";
    let variables = [
        ("AZURE_TENANT_ID", "t"),
        ("AZURE_CLIENT_ID", "c"),
        ("AZURE_CLIENT_SECRET", secret),
        ("RUST_LOG", "trace"),
    ];
    let output = run(&simulator, folder.path(), &["--output", "tenant"], &variables);
    assert_eq!(output.status.code(), Some(3), "{}", said(&output));
    let mut written = vec![("the messages".to_owned(), said(&output).into_bytes())];
    // The journal of a run that is cut off stays, and holds no more than the snapshot.
    simulator.set(|options| options.latency = std::time::Duration::from_millis(300));
    let before = simulator.asked().len();
    let endpoint = simulator.endpoint();
    let mut child = Command::new(env!("CARGO_BIN_EXE_meshgov"))
        .args([
            "collect",
            "--endpoint",
            &endpoint,
            "--authority",
            &endpoint,
            "--output",
            "cut",
        ])
        .current_dir(folder.path())
        .envs(variables)
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while !simulator
        .asked()
        .iter()
        .skip(before)
        .any(|asked| asked.what.contains("linkedservices"))
    {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let check = Command::new(env!("CARGO_BIN_EXE_meshgov"))
        .args([
            "check",
            "--snapshot",
            "tenant",
            "--point",
            "audit",
            "--output",
            "json=report.json",
            "--output",
            "human",
        ])
        .current_dir(folder.path())
        .output()
        .unwrap();
    written.push(("the report".to_owned(), check.stdout));
    files(folder.path(), &mut written);
    assert!(written.iter().any(|(name, _)| name.ends_with("journal")));
    assert!(
        written
            .iter()
            .any(|(name, text)| name.ends_with("linked_service.ndjson") && has(text, "erp.example"))
    );
    for (name, text) in &written {
        for secret in SECRETS.iter().copied().chain([secret, "issued-0", "**********"]) {
            assert!(!has(text, secret), "{secret} is in {name}");
        }
    }
}

fn has(text: &[u8], what: &str) -> bool {
    text.windows(what.len()).any(|window| window == what.as_bytes())
}

fn files(folder: &Path, all: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, all);
        } else {
            let bytes = std::fs::read(&path).unwrap();
            let bytes = match path.extension() {
                Some(extension) if extension == "zst" => zstd::stream::decode_all(&bytes[..]).unwrap(),
                _ => bytes,
            };
            all.push((path.display().to_string(), bytes));
        }
    }
}
