//! The adapters over public files that nobody wrote for this project, against counts taken from the text alone.
#![expect(clippy::print_stderr, reason = "a skipped test says so")]

use std::path::{Path, PathBuf};

use meshgov::adapter::{Format, Object, adapt, from_row, recognise};
use meshgov::snapshot::{Declared, DocumentIndex, Factory, Kind, Problem};
use meshgov::text::{Limits, parse};

/// The folder of real data, or none, and then the test says that it was skipped.
fn data(folder: &str) -> Option<PathBuf> {
    let root = std::env::var_os("MESHGOV_REAL_DATA").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"),
        PathBuf::from,
    );
    let path = root.join(folder);
    if path.is_dir() {
        return Some(path);
    }
    eprintln!("skipped: {} is not there", path.display());
    None
}

/// Every YAML and JSON file under a folder, as name and text, in order.
fn files(folder: &Path) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(folder).follow_links(true).sort_by_file_name() {
        let Ok(entry) = entry else { panic!("unreadable folder") };
        let path = entry.path();
        let is_ours = path
            .extension()
            .is_some_and(|ending| ["yaml", "yml", "json"].iter().any(|ours| ending == *ours));
        if entry.file_type().is_file() && is_ours {
            let name = path.strip_prefix(folder).unwrap_or(path).to_string_lossy().into_owned();
            let Ok(text) = std::fs::read_to_string(path) else {
                panic!("unreadable file {name}")
            };
            files.push((name, text));
        }
    }
    files
}

#[derive(Default)]
struct Read {
    declared: Declared,
    problems: Vec<Problem>,
    unparsed: Vec<String>,
    formats: Vec<(String, Format)>,
}

fn read(files: &[(String, String)]) -> Read {
    let mut read = Read::default();
    for (name, text) in files {
        let parsed = parse(name, text.as_bytes(), &Limits::default());
        if !parsed.problems.is_empty() {
            read.unparsed.push(name.clone());
        }
        for document in &parsed.documents {
            if let Some(format) = recognise(name, &document.root) {
                read.formats.push((name.clone(), format));
                let adapted = adapt(DocumentIndex(0), document, format);
                if let Some(object) = adapted.object {
                    object.declare(&mut read.declared);
                }
                read.problems.extend(adapted.problems);
            }
        }
    }
    read
}

/// How many lines begin, at the margin, with this key and value.
fn lines(files: &[(String, String)], key: &str, value: &str) -> usize {
    let is = |line: &&str| {
        line.strip_prefix(key)
            .and_then(|rest| rest.strip_prefix(':'))
            .is_some_and(|rest| rest.split('#').next().unwrap_or(rest).trim().trim_matches('"') == value)
    };
    files.iter().map(|(_, text)| text.lines().filter(is).count()).sum()
}

fn occurrences(files: &[(String, String)], text: &str) -> usize {
    let squeezed = |text: &str| text.split_whitespace().collect::<String>();
    files
        .iter()
        .map(|(_, file)| squeezed(file).matches(&squeezed(text)).count())
        .sum()
}

#[test]
fn every_real_contract_and_product_is_loaded() {
    let (Some(contracts), Some(products)) = (data("mesh/odcs/examples"), data("mesh/odps_bitol/examples")) else {
        return;
    };
    for (folder, kind) in [(contracts, "DataContract"), (products, "DataProduct")] {
        let files = files(&folder);
        let read = read(&files);
        let loaded = read.declared.contracts.len() + read.declared.products.len();
        let stated = lines(&files, "kind", kind);
        assert!(stated > 0);
        assert_eq!(loaded + read.unparsed.len(), stated, "unparsed: {:?}", read.unparsed);
    }
}

#[test]
fn real_contracts_keep_their_parts() {
    let Some(folder) = data("mesh/odcs/examples") else {
        return;
    };
    for (name, text) in files(&folder) {
        let one = [(name.clone(), text.clone())];
        let read = read(&one);
        for contract in &read.declared.contracts {
            // At the margin, each of these keys begins a list whose entries begin with a dash at one depth.
            for (key, count) in [
                ("servers", contract.servers.len()),
                ("slaProperties", contract.sla.len()),
                ("schema", contract.schema.len()),
            ] {
                if let Some(entries) = entries(&text, key) {
                    assert_eq!(count, entries, "{key} of {name}");
                }
            }
            assert_eq!(
                contract.id.is_some(),
                text.lines().any(|line| line.starts_with("id:")),
                "{name}"
            );
        }
    }
}

/// How many entries the block list under a key at the margin has; none where it is written otherwise.
fn entries(text: &str, key: &str) -> Option<usize> {
    let mut lines = text
        .lines()
        .skip_while(|line| line.trim_end() != format!("{key}:"))
        .skip(1);
    let first = lines.find(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'))?;
    let dash = first.find("- ").filter(|at| first[..*at].trim().is_empty())?;
    let block = lines.take_while(|line| {
        let indent = line.len() - line.trim_start().len();
        line.trim().is_empty()
            || line.trim_start().starts_with('#')
            || indent > dash
            || line[indent..].starts_with("- ") && indent == dash
    });
    Some(
        1 + block
            .filter(|line| line.get(..dash + 2).is_some_and(|head| head.trim() == "-"))
            .count(),
    )
}

#[test]
fn other_descriptors_are_none_of_ours() {
    for folder in [
        "mesh/dbt",
        "mesh/dpds",
        "mesh/openlineage",
        "mesh/witboost_dps",
        "mesh/dcs_deprecated",
        "mesh/odps_odpi",
    ] {
        let Some(folder) = data(folder) else { return };
        let read = read(&files(&folder));
        assert_eq!(read.formats, [], "{}", folder.display());
    }
}

#[test]
fn every_copy_and_every_object_of_real_factories_is_found() {
    let Some(folder) = data("azure/modern-data-warehouse-dataops") else {
        return;
    };
    let files = files(&folder);
    let read = read(&files);
    assert_eq!(read.unparsed, Vec::<String>::new());
    assert_eq!(read.problems, []);
    let copies: usize = read
        .declared
        .pipelines
        .iter()
        .map(|pipeline| pipeline.copies.len())
        .sum();
    let is_template = |name: &str| name.contains("arm_template");
    let own: Vec<_> = files.iter().filter(|(name, _)| !is_template(name)).cloned().collect();
    let stated = occurrences(&own, r#""type": "Copy""#);
    assert!(stated > 0);
    assert_eq!(copies, stated);
    // Samples keep each object in a folder named for its kind.
    let in_folder = |kind: &str| {
        let is = |name: &str| {
            let folder = name.rsplit('/').nth(1).unwrap_or_default().to_lowercase();
            folder.trim_end_matches('s') == kind
        };
        files.iter().filter(|(name, _)| is(name)).count()
    };
    assert_eq!(read.declared.pipelines.len(), in_folder("pipeline"));
    assert_eq!(read.declared.pipeline_datasets.len(), in_folder("dataset"));
    assert_eq!(read.declared.linked_services.len(), in_folder("linkedservice"));
    for pipeline in &read.declared.pipelines {
        assert!(
            !pipeline.name.is_empty() && pipeline.copies.iter().all(|copy| !copy.inputs.is_empty()),
            "{}",
            pipeline.name
        );
    }
    assert!(
        read.declared
            .pipeline_datasets
            .iter()
            .all(|dataset| dataset.linked_service.is_some())
    );
}

#[test]
fn list_replies_of_the_service_give_the_same_objects() {
    let Some(folder) = data("azure/azure-rest-api-specs/specification/datafactory") else {
        return;
    };
    let mut found = Vec::new();
    for (name, text) in files(&folder) {
        let Ok(reply) = serde_json::from_str::<serde_json::Value>(&text) else {
            panic!("{name} is no JSON")
        };
        let kind = [
            ("Pipelines_", Kind::Pipeline),
            ("Datasets_", Kind::PipelineDataset),
            ("LinkedServices_", Kind::LinkedService),
        ]
        .into_iter()
        .find(|(prefix, _)| name.contains(&format!("{prefix}ListByFactory")));
        let Some((_, kind)) = kind else { continue };
        for row in reply["responses"]["200"]["body"]["value"]
            .as_array()
            .into_iter()
            .flatten()
        {
            let Some(object) = from_row(kind, row) else {
                panic!("{name} is lost")
            };
            let factory = match &object {
                Object::Pipeline(pipeline) => {
                    assert_eq!(pipeline.copies.len(), text.matches(r#""type": "Copy""#).count());
                    &pipeline.factory
                }
                Object::PipelineDataset(dataset) => &dataset.factory,
                Object::LinkedService(service) => {
                    assert!(!format!("{service:?}").contains("ew0KICAi"), "a credential is kept");
                    &service.factory
                }
                other => panic!("{other:?}"),
            };
            let Factory::Azure(id) = factory else {
                panic!("{factory:?}")
            };
            assert!(
                id.starts_with("/subscriptions/")
                    && id.contains("/microsoft.datafactory/factories/")
                    && id.matches('/').count() == 8,
                "{id}"
            );
            found.push(kind);
        }
    }
    found.sort_unstable();
    assert_eq!(found, [Kind::Pipeline, Kind::PipelineDataset, Kind::LinkedService]);
}
