//! One version of a standard: its own schema beside ours, each with formats as remarks and with formats judged.

use std::fs;
use std::path::Path;

use jsonschema::Validator;
use jsonschema::error::ValidationErrorKind as Kind;
use meshgov::adapter::{Standard, standard_schema};
use serde_json::Value;

pub(crate) struct Edition {
    pub(crate) standard: Standard,
    pub(crate) name: String,
    pub(crate) official: Value,
    plain: Pair,
    with_formats: Pair,
}

/// How to take `format`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Formats {
    /// As a remark.
    Remarks,
    /// As a remark, and once more judged.
    Both,
}

/// Theirs and ours.
struct Pair {
    official: Validator,
    ours: Validator,
}

pub(crate) fn every_edition(data: &Path) -> Vec<Edition> {
    let mut editions = Vec::new();
    for (standard, place) in [
        (Standard::Odcs, "mesh/odcs/schema/odcs-json-schema"),
        (Standard::Odps, "mesh/odps_bitol/schema/odps-json-schema"),
    ] {
        for version in standard.versions() {
            let text = fs::read_to_string(data.join(format!("{place}-v{version}.json"))).unwrap();
            let official: Value = serde_json::from_str(&text).unwrap();
            let ours = standard_schema(standard, version).unwrap();
            editions.push(Edition {
                standard,
                name: format!("{} {version}", standard.name()),
                plain: Pair::new(&official, &ours, None),
                with_formats: Pair::new(&official, &ours, Some(true)),
                official,
            });
        }
    }
    assert!(editions.len() > 7);
    editions
}

impl Pair {
    fn new(official: &Value, ours: &Value, formats: Option<bool>) -> Self {
        let compiled = |schema: &Value| {
            let options = jsonschema::options().offline();
            let options = match formats {
                Some(judged) => options.should_validate_formats(judged),
                None => options,
            };
            options.build(schema).unwrap()
        };
        Self {
            official: compiled(official),
            ours: compiled(ours),
        }
    }

    fn agreed(&self, document: &Value, what: impl Fn() -> String) -> bool {
        let (official, ours) = (self.official.is_valid(document), self.ours.is_valid(document));
        assert!(
            official == ours,
            "{}: official {official}, ours {ours}\nofficial: {:#?}\nours: {:#?}",
            what(),
            told(&self.official, document),
            told(&self.ours, document),
        );
        official
    }
}

impl Edition {
    pub(crate) fn official_allows(&self, document: &Value) -> bool {
        self.plain.official.is_valid(document)
    }

    /// Panics where the verdicts differ; says whether both allow the document, formats being remarks.
    pub(crate) fn assert_same_verdict(&self, document: &Value, formats: Formats, what: impl Fn() -> String) -> bool {
        if formats == Formats::Both {
            self.with_formats
                .agreed(document, || format!("{}, {}, formats judged", self.name, what()));
        }
        self.plain.agreed(document, || format!("{}, {}", self.name, what()))
    }

    /// Whether every place that we name lies at or below one that the official schema names, and below each of those lies
    /// one of ours. Ours may be deeper: where the official schema only says that no alternative fits, we say why.
    pub(crate) fn assert_same_places(&self, document: &Value, what: &str) {
        let official = places(&self.plain.official, document, |kind| {
            matches!(kind, Kind::UnevaluatedProperties { .. })
        });
        let ours = places(&self.plain.ours, document, |kind| {
            matches!(
                kind,
                Kind::UnevaluatedProperties { .. } | Kind::AdditionalProperties { .. }
            )
        });
        let same = ours
            .iter()
            .all(|place| official.iter().any(|above| is_within(place, above)))
            && official
                .iter()
                .all(|above| ours.iter().any(|place| is_within(place, above)));
        assert!(same, "{}, {what}: official {official:#?}, ours {ours:#?}", self.name);
    }
}

/// The failing places. A part that fails leaves the keys that it speaks of unevaluated, so an unknown key counts only
/// where nothing else fails at or below its object.
fn places(validator: &Validator, document: &Value, is_leftover: impl Fn(&Kind) -> bool) -> Vec<String> {
    let errors: Vec<_> = validator
        .iter_errors(document)
        .map(|error| (error.instance_path().to_string(), is_leftover(error.kind())))
        .collect();
    let counts = |place: &str, leftover: bool| {
        !leftover
            || !errors
                .iter()
                .any(|(other, leftover)| !leftover && is_within(other, place))
    };
    let mut places: Vec<String> = errors
        .iter()
        .filter(|(place, leftover)| counts(place, *leftover))
        .map(|(place, _)| place.clone())
        .collect();
    places.sort();
    places.dedup();
    places
}

fn is_within(place: &str, above: &str) -> bool {
    place
        .strip_prefix(above)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn told(validator: &Validator, document: &Value) -> Vec<String> {
    validator
        .iter_errors(document)
        .take(20)
        .map(|error| {
            format!(
                "{}: {} ({})",
                error.instance_path(),
                error.masked(),
                error.schema_path()
            )
        })
        .collect()
}
