//! A store of runs: what is visible, what is swept, and what its tables hold; in a folder and in blobs.

#![expect(clippy::unwrap_used, reason = "a test that cannot set the stage should fail loudly")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

#[path = "support/azurite.rs"]
mod azurite;

use azurite::Azurite;
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

/// What a credential is refused is told, and the credential is not.
#[test]
fn a_key_that_is_wrong_is_told_and_not_shown() {
    let folder = tempfile::tempdir().unwrap();
    let Some(azurite) = Azurite::start(folder.path()) else {
        return;
    };
    ran({
        let mut command = audit(folder.path(), "az://audits/production/mesh", &[]);
        command.envs(azurite.variables());
        command
    });
    let wrong = data_encoding::BASE64.encode(b"another key that is wrong");
    let output = audit(folder.path(), "az://audits/production/mesh", &[])
        .envs(azurite.variables())
        .env("AZURE_STORAGE_ACCOUNT_KEY", &wrong)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(
        said.contains("the credential") && !said.contains(&wrong) && !said.contains(&azurite.key),
        "{said}"
    );
}
