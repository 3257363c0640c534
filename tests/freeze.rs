//! `meshgov snapshot`: what is frozen is judged as what it was taken from, and nothing is lost on the way.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot read its files or run the command should fail loudly"
)]

#[expect(dead_code, reason = "each test file uses a part of it")]
mod command;

use std::fs;
use std::path::Path;

use command::{Mesh, PRODUCT, copy};

fn report(mesh: &Mesh, arguments: &[&str]) -> String {
    let more = ["--output", "json", "--as-of", "2026-11-23"];
    mesh.run(&[&["check"], arguments, &more].concat()).stdout
}

/// Asserts that a folder, and the snapshot of it, are judged alike to the byte.
#[track_caller]
fn assert_frozen_alike(mesh: &Mesh) {
    let frozen = mesh.run(&["snapshot", "mesh", "--output", "frozen"]);
    assert_eq!(frozen.code, 0, "{}", frozen.stderr);
    let before = report(mesh, &["mesh"]);
    assert_eq!(report(mesh, &["--snapshot", "frozen"]), before);
    assert_eq!(report(mesh, &["frozen"]), before);
}

fn of(source: &Path) -> Mesh {
    let mesh = Mesh::empty();
    copy(source, &mesh.path().join("mesh"));
    mesh
}

#[test]
fn the_companies_are_judged_alike_when_they_are_frozen() {
    for company in ["contoso", "fabrikam"] {
        assert_frozen_alike(&of(&Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("fixtures")
            .join(company)));
    }
}

#[test]
fn real_files_are_judged_alike_when_they_are_frozen() {
    let data = std::env::var("MESHGOV_REAL_DATA").unwrap_or_else(|_| "../shared/data".to_owned());
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join(data).join("mesh");
    assert!(
        data.is_dir(),
        "the real files are missing: MESHGOV_REAL_DATA says where they are"
    );
    assert_frozen_alike(&of(&data));
}

#[test]
fn files_that_are_broken_too_large_or_no_text_are_so_in_the_snapshot() {
    let mesh = Mesh::planted();
    mesh.write("mesh/broken.yaml", "kind: DataContract\nid: [\n");
    mesh.write("mesh/bytes.yaml", b"kind: DataContract\nname: \xff\xfe\n");
    mesh.write(
        "mesh/several.yaml",
        format!("{PRODUCT}---\nkind: Nothing\n---\n- a list\n"),
    );
    mesh.write(
        "mesh/bom.json",
        "\u{feff}{\"kind\": \"DataProduct\", \"apiVersion\": \"v1.0.0\"}",
    );
    assert_frozen_alike(&mesh);

    mesh.write(
        "mesh/large.yaml",
        format!("kind: DataContract\nname: {}\n", "x".repeat(3 << 20)),
    );
    let small = ["--max-file-size", "1"];
    let frozen = mesh.run(&[&["snapshot", "mesh", "--output", "small"], &small[..]].concat());
    assert_eq!(frozen.code, 0, "{}", frozen.stderr);
    let before = report(&mesh, &[&["mesh"], &small[..]].concat());
    assert!(before.contains("over_limit"), "{before}");
    assert_eq!(report(&mesh, &[&["small"], &small[..]].concat()), before);
}

#[test]
fn the_same_mesh_makes_the_same_bytes_and_replaces_a_snapshot_only() {
    let mesh = Mesh::fabrikam();
    let freeze = |target: &str| mesh.run(&["snapshot", "mesh", "--output", target]);
    assert_eq!((freeze("one").code, freeze("two").code), (0, 0));
    let bytes = |folder: &str| {
        let entries = fs::read_dir(mesh.path().join(folder)).expect("the snapshot is there");
        let mut files: Vec<_> = entries
            .map(|entry| entry.expect("an entry can be read").path())
            .collect();
        files.sort();
        let content = |path: &std::path::PathBuf| fs::read(path).expect("a file of it can be read");
        let names = files.iter().map(|path| path.file_name().map(std::ffi::OsStr::to_owned));
        names.zip(files.iter().map(content)).collect::<Vec<_>>()
    };
    assert_eq!(bytes("one"), bytes("two"));
    fs::write(mesh.path().join("one/left-over.txt"), "old").expect("the file can be written");
    assert_eq!(freeze("one").code, 0);
    assert_eq!(bytes("one"), bytes("two"), "a snapshot is replaced as a whole");

    mesh.write("notes/todo.txt", "mine");
    freeze("notes").refused(&["notes exists and is no snapshot"]);
    assert_eq!(mesh.read("notes/todo.txt"), "mine");
    freeze("no/such/../../mesh").refused(&["is no snapshot"]);
    let left: Vec<_> = fs::read_dir(mesh.path())
        .expect("the folder can be listed")
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.starts_with('.'))
        .collect();
    assert_eq!(left, [""; 0], "nothing is left beside it");
}

#[test]
fn a_snapshot_that_lost_something_is_not_trusted() {
    let mesh = Mesh::fabrikam();
    assert_eq!(mesh.run(&["snapshot", "mesh", "--output", "frozen"]).code, 0);
    fs::remove_file(mesh.path().join("frozen/resource.ndjson")).expect("the table is there");
    let run = mesh.run(&["check", "frozen", "--as-of", "2026-11-23"]);
    assert_eq!(run.code, 3, "{}", run.stdout);
    assert!(
        run.stdout.contains("names resource.ndjson, which is not there"),
        "{}",
        run.stdout
    );

    let text = mesh.read("frozen/document.ndjson").replace("Machines", "Machinery");
    mesh.write("frozen/document.ndjson", text);
    let run = mesh.run(&["check", "frozen", "--as-of", "2026-11-23"]);
    assert!(run.stdout.contains("differs from the digest"), "{}", run.stdout);
    assert_ne!(run.code, 0);
}

#[test]
fn an_empty_folder_is_not_frozen_in_silence() {
    let mesh = Mesh::empty();
    fs::create_dir(mesh.path().join("nothing")).expect("the folder can be made");
    let run = mesh.run(&["snapshot", "nothing", "--output", "frozen"]);
    assert_eq!(run.code, 3);
    assert!(run.stderr.contains("nothing was found to freeze"), "{}", run.stderr);
    mesh.run(&["snapshot", "nowhere", "--output", "frozen"])
        .refused(&["nowhere does not exist"]);
}
