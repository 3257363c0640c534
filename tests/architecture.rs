//! The way through the house: a module imports only from those before it.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot read the source should fail loudly"
)]

use std::fs;
use std::path::{Path, PathBuf};

/// The modules in their one order; `lib.rs` lists them in the same one.
const ORDER: &[&str] = &[
    "text",
    "snapshot",
    "collect",
    "adapter",
    "facts",
    "policy",
    "federation",
    "engine",
    "finding",
    "report",
    "history",
    "cli",
];

/// The crates that only one module may name, and that module.
const BEHIND: &[(&str, &str)] = &[
    ("jsonschema", "text"),
    ("granit_parser", "text"),
    ("regorus", "policy"),
    ("regex", "policy"),
    ("quick_junit", "report"),
    ("clap", "cli"),
    ("indicatif", "cli"),
    ("anstream", "cli"),
    ("ignore", "snapshot"),
    ("zstd", "snapshot"),
    ("reqwest", "collect"),
    ("azure_core", "collect"),
    ("azure_identity", "collect"),
    ("ring::signature", "collect"),
    ("parquet", "history"),
    ("object_store", "history"),
];

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("the source folder can be listed") {
        let path = entry.expect("an entry can be read").path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files.sort();
    files
}

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn module_of(file: &Path) -> String {
    let relative = file.strip_prefix(source()).expect("the file is in src");
    let first = relative.iter().next().expect("a file has a name");
    Path::new(first)
        .file_stem()
        .expect("a module has a name")
        .to_string_lossy()
        .into_owned()
}

/// The lines of a file that are code of the product, with their numbers: its tests come last.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..)
        .zip(text.lines())
        .take_while(|(_, line)| !line.starts_with("mod tests {"))
        .filter(|(_, line)| !line.trim_start().starts_with("//"))
}

/// The files of the product: those of modules that only tests compile are left out.
fn product_files() -> Vec<PathBuf> {
    let files = rust_files(&source());
    let mut of_tests = Vec::new();
    for file in &files {
        let text = fs::read_to_string(file).expect("a source file can be read");
        for rest in text.split("#[cfg(test)]\n").skip(1) {
            let declaration = rest.lines().next().unwrap_or_default();
            if let Some(name) = declaration.rsplit(' ').next().and_then(|name| name.strip_suffix(';')) {
                of_tests.push(file.with_file_name(format!("{name}.rs")));
                of_tests.push(file.with_file_name(name));
            }
        }
    }
    files
        .into_iter()
        .filter(|file| !of_tests.iter().any(|test| file.starts_with(test)))
        .collect()
}

#[test]
fn every_folder_of_the_source_has_its_place_in_the_order() {
    for file in rust_files(&source()) {
        let module = module_of(&file);
        assert!(
            module == "lib" || module == "main" || ORDER.contains(&module.as_str()),
            "{module} has no place in the order of modules"
        );
    }
    let lib = fs::read_to_string(source().join("lib.rs")).expect("lib.rs can be read");
    let listed: Vec<&str> = lib
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .collect();
    assert_eq!(listed, ORDER);
}

#[test]
fn a_module_imports_only_from_those_before_it() {
    let place = |module: &str| ORDER.iter().position(|known| *known == module);
    let mut wrong = Vec::new();
    for file in product_files() {
        let Some(own) = place(&module_of(&file)) else { continue };
        let text = fs::read_to_string(&file).expect("a source file can be read");
        for (number, line) in code(&text) {
            for rest in line.split("crate::").skip(1) {
                let module: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                if place(&module).is_some_and(|other| other > own) {
                    wrong.push(format!("{}:{number}: {}", file.display(), line.trim()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "imports from the right:\n{}", wrong.join("\n"));
}

#[test]
fn a_dependency_sits_behind_one_module() {
    let mut wrong = Vec::new();
    for file in product_files() {
        let module = module_of(&file);
        let text = fs::read_to_string(&file).expect("a source file can be read");
        for (number, line) in code(&text) {
            for (name, home) in BEHIND {
                let named = line.contains(&format!("{name}::")) || line.trim() == format!("use {name};");
                if named && module != *home && module != "main" {
                    wrong.push(format!(
                        "{}:{number} names {name}, which belongs to {home}",
                        file.display()
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_command_line_prints_or_exits() {
    for file in product_files() {
        if ["cli", "main"].contains(&module_of(&file).as_str()) {
            continue;
        }
        let text = fs::read_to_string(&file).expect("a source file can be read");
        for (number, line) in code(&text) {
            for forbidden in [
                "println!",
                "eprintln!",
                "process::exit",
                "env::var",
                "stdout()",
                "stderr()",
            ] {
                assert!(!line.contains(forbidden), "{}:{number} has {forbidden}", file.display());
            }
        }
    }
}

#[test]
fn the_top_level_holds_what_the_readme_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let known = [
        "Cargo.toml",
        "Cargo.lock",
        "src",
        "policies",
        "schemas",
        "tests",
        "fixtures",
        "benches",
        "examples",
        "docs",
        "README.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "LICENSE",
        "rust-toolchain.toml",
        "rustfmt.toml",
        // What property tests keep of a failure until it is mended.
        "proptest-regressions",
        "target",
    ];
    for entry in fs::read_dir(root).expect("the project can be listed") {
        let name = entry
            .expect("an entry can be read")
            .file_name()
            .to_string_lossy()
            .into_owned();
        assert!(
            name.starts_with('.') || known.contains(&name.as_str()),
            "{name} has no place at the top level"
        );
    }
}

#[test]
fn every_path_that_the_guide_names_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for guide in ["CONTRIBUTING.md", "README.md"] {
        let text = fs::read_to_string(root.join(guide)).expect("the guide can be read");
        for quoted in text.split('`').skip(1).step_by(2) {
            let is_path = [
                "src/",
                "policies/",
                "schemas/",
                "tests/",
                "fixtures/",
                "benches/",
                "examples/",
                "docs/",
                ".ci/",
            ]
            .iter()
            .any(|folder| quoted.starts_with(folder));
            if is_path && !quoted.contains(['<', '*', ' ']) {
                assert!(
                    root.join(quoted).exists(),
                    "{guide} names {quoted}, which does not exist"
                );
            }
        }
    }
}

/// Everything else is plain: what waits for others is `collect`, and the one file that hides an object store.
#[test]
fn only_what_speaks_to_others_is_asynchronous() {
    let mut wrong = Vec::new();
    for file in product_files() {
        let is_fine = module_of(&file) == "collect" || file.ends_with("history/store.rs");
        let text = fs::read_to_string(&file).expect("a source file can be read");
        for (number, line) in code(&text) {
            let is_async = [".await", "async ", "tokio::"].iter().any(|word| line.contains(word));
            if is_async && !is_fine {
                wrong.push(format!("{}:{number}: {}", file.display(), line.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A new generation of the Azure crates is coming: one file knows them.
#[test]
fn one_file_names_the_azure_crates() {
    for file in product_files() {
        let text = fs::read_to_string(&file).expect("a source file can be read");
        let names = code(&text).any(|(_, line)| {
            line.contains("azure_core::") || line.contains("azure_identity::") || line.contains("azure_mgmt_")
        });
        assert_eq!(names, file.ends_with("collect/azure.rs"), "{}", file.display());
    }
}
