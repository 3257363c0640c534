//! A store of runs: what is visible, what is swept, and what its tables hold; in a folder and in blobs.

#![expect(clippy::unwrap_used, reason = "a test that cannot set the stage should fail loudly")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use meshgov::history::Store;
use parquet::file::reader::{FileReader as _, SerializedFileReader};

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(name)
}

fn audit(folder: &Path, store: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_meshgov"));
    command
        .arg("audit")
        .arg(fixture("fabrikam"))
        .arg("--snapshot")
        .arg(fixture("contoso/azure"))
        .args(["--store", store, "--output", "json=report.json"])
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null());
    command
}

fn ran(mut command: Command) -> Output {
    let output = command.output().unwrap();
    let code = output.status.code().unwrap();
    assert!(code != 2, "{}", String::from_utf8_lossy(&output.stderr));
    output
}

fn runs(store: &Path) -> Vec<String> {
    let runs = Store::open(&store.display().to_string()).unwrap().runs().unwrap();
    runs.into_iter().map(|run| run.id.into()).collect()
}

/// Every file below a folder, by its name from there.
fn files(folder: &Path, below: &Path, all: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(below).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(folder, &path, all);
        } else {
            all.insert(path.strip_prefix(folder).unwrap().to_string_lossy().into_owned());
        }
    }
}

#[test]
fn the_tables_have_the_columns_that_the_guide_lists() {
    let folder = tempfile::tempdir().unwrap();
    ran(audit(folder.path(), "store", &[]));
    let guide = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/audit.md")).unwrap();
    let (_, tables) = guide.split_once("<!-- tables -->").unwrap();
    let (tables, _) = tables.split_once("<!-- end of tables -->").unwrap();
    let told: Vec<(&str, &str, &str)> = tables
        .lines()
        .filter_map(|line| {
            let mut cells = line.trim_matches('|').split('|').map(str::trim);
            let (table, column, kind) = (cells.next()?, cells.next()?, cells.next()?);
            Some((table, column.strip_prefix('`')?.strip_suffix('`')?, kind))
        })
        .collect();
    let mut all = BTreeSet::new();
    files(folder.path(), folder.path(), &mut all);
    for table in ["findings", "judgements", "limits"] {
        let file = all
            .iter()
            .find(|file| file.starts_with(&format!("store/{table}/date=")))
            .unwrap();
        let reader = SerializedFileReader::new(std::fs::File::open(folder.path().join(file)).unwrap()).unwrap();
        let metadata = reader.metadata().file_metadata();
        let kept: Vec<(String, &str)> = metadata
            .schema_descr()
            .columns()
            .iter()
            .map(|column| {
                let kind = match (column.physical_type(), column.name()) {
                    (parquet::basic::Type::BYTE_ARRAY, _) => "text",
                    (parquet::basic::Type::INT32, _) => "date",
                    (_, "run_at") => "timestamp",
                    _ => "number",
                };
                (column.name().to_owned(), kind)
            })
            .collect();
        let told: Vec<(String, &str)> = told
            .iter()
            .filter(|(of, ..)| *of == "all" || *of == table)
            .map(|(_, column, kind)| ((*column).to_owned(), *kind))
            .collect();
        assert_eq!(kept, told, "{table}");
        let version = metadata
            .key_value_metadata()
            .unwrap()
            .iter()
            .find(|pair| pair.key == "meshgov.version")
            .unwrap();
        assert_eq!(version.value.as_deref(), Some("1"));
    }
}

/// A run that died before its manifest is not there, and is swept when nobody can still be writing it.
#[test]
fn a_run_without_a_manifest_is_not_there_and_goes_after_a_day() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    ran(audit(folder.path(), "store", &[]));
    let [first] = <[String; 1]>::try_from(runs(&store)).unwrap();
    std::fs::remove_file(store.join("runs").join(&first).join("run.json")).unwrap();
    assert_eq!(runs(&store), Vec::<String>::new());
    // The same remains, of a run of long ago.
    let mut remains = BTreeSet::new();
    files(&store, &store, &mut remains);
    let old = "20260101T000000Z-00000000";
    for file in &remains {
        let copy = store.join(file.replace(&first, old));
        std::fs::create_dir_all(copy.parent().unwrap()).unwrap();
        std::fs::copy(store.join(file), copy).unwrap();
    }
    ran(audit(folder.path(), "store", &[]));
    let [second] = <[String; 1]>::try_from(runs(&store)).unwrap();
    let mut left = BTreeSet::new();
    files(&store, &store, &mut left);
    assert!(!left.iter().any(|file| file.contains(old)), "{left:?}");
    assert!(
        left.iter().any(|file| file.contains(&first)),
        "a run that died just now may still be written"
    );
    assert!(left.iter().any(|file| file.contains(&second)));
}

#[test]
fn two_audits_at_once_keep_two_whole_runs() {
    let folder = tempfile::tempdir().unwrap();
    let mut running: Vec<Child> = (0..3)
        .map(|_| audit(folder.path(), "store", &["--keep-runs", "5"]).spawn().unwrap())
        .collect();
    for child in &mut running {
        assert!(child.wait().unwrap().code().unwrap() != 2);
    }
    let store = folder.path().join("store");
    assert_eq!(runs(&store).len(), 3);
    let opened = Store::open(&store.display().to_string()).unwrap();
    for run in opened.runs().unwrap() {
        for (object, size) in &run.objects {
            assert_eq!(
                std::fs::metadata(store.join(&**object)).unwrap().len(),
                *size,
                "{object}"
            );
        }
    }
}

#[test]
fn an_address_that_is_no_store_is_told_without_what_may_be_secret() {
    let folder = tempfile::tempdir().unwrap();
    for (address, word) in [
        ("s3://key:secret@bucket", "az://container/prefix"),
        ("file://relative", "file:///folder"),
        ("az://", "az://"),
    ] {
        let output = audit(folder.path(), address, &[])
            .env_remove("AZURE_STORAGE_ACCOUNT_NAME")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(word) && !said.contains("secret"), "{said}");
    }
    std::fs::write(folder.path().join("file"), "").unwrap();
    let output = audit(folder.path(), "file", &[]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}

/// Blobs, as Azurite keeps them: `MESHGOV_AZURITE` names its executable for blobs.
struct Azurite {
    child: Child,
    account: String,
    key: String,
    port: u16,
}

impl Drop for Azurite {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Azurite {
    #[expect(clippy::print_stdout, reason = "a skipped test says so")]
    fn start(folder: &Path) -> Option<Self> {
        let Some(executable) = std::env::var_os("MESHGOV_AZURITE").filter(|executable| !executable.is_empty()) else {
            println!("skipped: MESHGOV_AZURITE names no azurite-blob");
            return None;
        };
        // A key of this run alone.
        let key = data_encoding::BASE64.encode(format!("{} {}", folder.display(), jiff::Timestamp::now()).as_bytes());
        let account = "meshaudit".to_owned();
        let port = std::net::TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let child = Command::new(executable)
            .args([
                "--blobHost",
                "127.0.0.1",
                "--blobPort",
                &port.to_string(),
                "--silent",
                "--disableTelemetry",
                "--skipApiVersionCheck",
                "--location",
            ])
            .arg(folder.join("azurite"))
            .env("AZURITE_ACCOUNTS", format!("{account}:{key}"))
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        let azurite = Self {
            child,
            account,
            key,
            port,
        };
        for _ in 0..300 {
            if std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
                azurite.make_container("audits");
                return Some(azurite);
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        panic!("azurite does not answer");
    }

    /// Makes a container, with a request that is signed as Azure Storage wants it.
    fn make_container(&self, name: &str) {
        let now = jiff::Timestamp::now();
        let date = jiff::fmt::rfc2822::DateTimePrinter::new()
            .timestamp_to_rfc9110_string(&now)
            .unwrap();
        let text = format!(
            "PUT\n\n\n\n\n\n\n\n\n\n\n\nx-ms-date:{date}\nx-ms-version:2021-08-06\n/{0}/{0}/{name}\nrestype:container",
            self.account
        );
        let key = ring::hmac::Key::new(
            ring::hmac::HMAC_SHA256,
            &data_encoding::BASE64.decode(self.key.as_bytes()).unwrap(),
        );
        let signature = data_encoding::BASE64.encode(ring::hmac::sign(&key, text.as_bytes()).as_ref());
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        let status = runtime.block_on(async {
            let url = format!(
                "http://127.0.0.1:{}/{}/{name}?restype=container",
                self.port, self.account
            );
            let client = reqwest::Client::builder().no_proxy().build().unwrap();
            let request = client
                .put(url)
                .header("x-ms-date", date)
                .header("x-ms-version", "2021-08-06")
                .header("content-length", "0")
                .header("authorization", format!("SharedKey {}:{signature}", self.account));
            request.send().await.unwrap().status().as_u16()
        });
        assert_eq!(status, 201);
    }

    fn audit(&self, folder: &Path, arguments: &[&str]) -> Output {
        let mut command = audit(folder, "az://audits/production/mesh", arguments);
        command
            .env("AZURE_STORAGE_ACCOUNT_NAME", &self.account)
            .env("AZURE_STORAGE_ACCOUNT_KEY", &self.key)
            .env(
                "AZURE_STORAGE_ENDPOINT",
                format!("http://127.0.0.1:{}/{}", self.port, self.account),
            )
            .env("AZURE_ALLOW_HTTP", "true")
            .env("NO_PROXY", "127.0.0.1");
        ran(command)
    }
}

#[test]
fn runs_are_kept_compared_and_removed_in_blobs_as_in_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let Some(azurite) = Azurite::start(folder.path()) else {
        return;
    };
    let mut before = None;
    for (night, day) in ["2026-11-20", "2026-11-21", "2026-11-22"].into_iter().enumerate() {
        let output = azurite.audit(
            folder.path(),
            &["--as-of", day, "--changes", "changes.json", "--keep-runs", "2"],
        );
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!said.contains(&azurite.key), "{said}");
        let changes: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(folder.path().join("changes.json")).unwrap()).unwrap();
        assert_eq!(changes["compared_with"].as_str().map(str::to_owned), before);
        before = changes["run"].as_str().map(str::to_owned);
        let shown = changes["trend"]["runs"].as_array().unwrap().len();
        assert_eq!(shown, (night + 1).min(2));
        assert_eq!(said.contains("1 old runs were removed"), night == 2, "{said}");
        if night > 0 {
            assert!(changes["counts"]["unchanged"].as_u64().unwrap() > 0);
            assert_eq!(changes["counts"]["new"], 0, "{changes:#}");
        }
    }
    // A key that is wrong is told, and not shown.
    let wrong = Azurite {
        child: Command::new("true").spawn().unwrap(),
        account: azurite.account.clone(),
        key: data_encoding::BASE64.encode(b"another key that is wrong"),
        port: azurite.port,
    };
    let mut command = audit(folder.path(), "az://audits/production/mesh", &[]);
    command
        .env("AZURE_STORAGE_ACCOUNT_NAME", &wrong.account)
        .env("AZURE_STORAGE_ACCOUNT_KEY", &wrong.key)
        .env(
            "AZURE_STORAGE_ENDPOINT",
            format!("http://127.0.0.1:{}/{}", wrong.port, wrong.account),
        )
        .env("AZURE_ALLOW_HTTP", "true");
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("the credential") && !said.contains(&wrong.key), "{said}");
}
