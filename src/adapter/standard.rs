//! Whether a contract or a product keeps to the version of its standard that it declares.
//!
//! The facts of the standards lie in `schemas/standard`, each once for all versions; the schema of one version is put
//! together from them when it is first asked for.

mod edition;

use std::sync::LazyLock;

use serde_json::Value;

use crate::snapshot::{Conformance, StandardError};
use crate::text::{Breach, Detail, Formats, Pointer, Schema, SchemaError};

use edition::Version;

/// A standard that documents declare by `kind` and `apiVersion`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standard {
    /// The Open Data Contract Standard: `kind: DataContract`.
    Odcs,
    /// The Open Data Product Standard of Bitol: `kind: DataProduct`.
    Odps,
}

/// One version of a standard, with its schema once somebody asked for it.
struct Edition {
    name: &'static str,
    schema: LazyLock<Result<Schema, SchemaError>>,
}

macro_rules! editions {
    ($standard:ident: $($name:literal),+) => {
        [$(Edition {
            name: $name,
            schema: LazyLock::new(|| compile(Standard::$standard, $name)),
        }),+]
    };
}

// In order of version: the newest patch of a minor version is its last one.
static ODCS: [Edition; 5] = editions!(Odcs: "3.0.0", "3.0.1", "3.0.2", "3.1.0", "3.2.0");
static ODPS: [Edition; 3] = editions!(Odps: "0.9.0", "1.0.0", "1.1.0");

impl Edition {
    fn version(&self) -> Option<Version> {
        Version::parse(self.name)
    }
}

impl Standard {
    /// The short name in subjects and messages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Odcs => "odcs",
            Self::Odps => "odps",
        }
    }

    /// The versions that are known, oldest first, without `v`.
    pub fn versions(self) -> impl Iterator<Item = &'static str> {
        self.editions().iter().map(|edition| edition.name)
    }

    fn editions(self) -> &'static [Edition] {
        match self {
            Self::Odcs => &ODCS,
            Self::Odps => &ODPS,
        }
    }

    fn facts(self) -> &'static [&'static str] {
        match self {
            Self::Odcs => &[
                include_str!("../../schemas/standard/odcs/contract.json"),
                include_str!("../../schemas/standard/odcs/quality.json"),
                include_str!("../../schemas/standard/odcs/schema.json"),
                include_str!("../../schemas/standard/odcs/server.json"),
                include_str!("../../schemas/standard/odcs/shared.json"),
            ],
            Self::Odps => &[
                include_str!("../../schemas/standard/odps/product.json"),
                include_str!("../../schemas/standard/odps/shared.json"),
            ],
        }
    }

    const fn root(self) -> &'static str {
        match self {
            Self::Odcs => "Contract",
            Self::Odps => "Product",
        }
    }

    /// The edition to judge a declared version by: that very one, else the newest one known of its minor version, whose
    /// own list of versions then refuses the patch that nobody knows.
    fn edition(self, declared: &str) -> Option<&'static Edition> {
        let numbers = declared.strip_prefix(['v', 'V']).unwrap_or(declared);
        let version = Version::parse(numbers)?;
        let editions = self.editions();
        editions
            .iter()
            .find(|edition| edition.version() == Some(version))
            .or_else(|| {
                editions
                    .iter()
                    .rev()
                    .find(|edition| edition.version().is_some_and(|known| known.same_minor(version)))
            })
    }
}

/// How a document keeps to the version of the standard that its `apiVersion` names, with or without a leading `v`. A
/// document of an unknown version is judged by none, and its one error names the versions that are known.
pub fn judge(standard: Standard, document: &Value) -> Conformance {
    let declared: Option<Box<str>> = match document.get("apiVersion") {
        Some(Value::String(text)) => Some(text.as_str().into()),
        Some(Value::Number(number)) => Some(number.to_string().into()),
        _ => None,
    };
    let Some(edition) = declared.as_deref().and_then(|declared| standard.edition(declared)) else {
        return Conformance {
            errors: vec![unknown(standard, declared.as_deref(), document)],
            declared,
            judged_by: None,
        };
    };
    let errors = match &*edition.schema {
        Ok(schema) => schema.breaches(document).into_iter().flat_map(errors).collect(),
        Err(error) => vec![StandardError {
            pointer: Pointer::root(),
            message: format!(
                "the schema of {} {} does not compile: {error}",
                standard.name(),
                edition.name
            )
            .into(),
        }],
    };
    Conformance {
        declared,
        judged_by: Some(edition.name),
        errors,
    }
}

/// The JSON Schema of one version, such as `3.1.0`; none where that version is not known.
pub fn standard_schema(standard: Standard, version: &str) -> Option<Value> {
    let edition = standard.editions().iter().find(|edition| edition.name == version)?;
    assembled(standard, edition.name).ok()
}

fn compile(standard: Standard, name: &str) -> Result<Schema, SchemaError> {
    Schema::with_resources(&assembled(standard, name)?, &[], Formats::Remarked)
}

fn assembled(standard: Standard, name: &str) -> Result<Value, SchemaError> {
    let version = Version::parse(name).unwrap_or_default();
    edition::assemble(standard.facts(), standard.root(), version)
}

fn unknown(standard: Standard, declared: Option<&str>, document: &Value) -> StandardError {
    let known = standard.versions().collect::<Vec<_>>().join(", ");
    let place = Pointer::root().key("apiVersion");
    let (pointer, message) = match declared {
        Some(declared) => {
            let declared: String = declared.chars().take(40).collect();
            let name = standard.name();
            (
                place,
                format!("no version {declared:?} of {name} is known; known are {known}"),
            )
        }
        None if document.get("apiVersion").is_some() => (place, format!("is no version; known are {known}")),
        None => (Pointer::root(), format!("missing \"apiVersion\"; known are {known}")),
    };
    StandardError {
        pointer,
        message: message.into(),
    }
}

/// A breach as errors: each key that nobody knows at its own place.
fn errors(breach: Breach) -> Vec<StandardError> {
    match breach.detail {
        Detail::Unexpected(names) => names
            .iter()
            .map(|name| StandardError {
                pointer: breach.pointer.key(name),
                message: "is a key that the standard does not know here".into(),
            })
            .collect(),
        _ => vec![StandardError {
            pointer: breach.pointer,
            message: breach.message,
        }],
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Standard, judge, standard_schema};

    fn contract(version: &Value) -> Value {
        json!({"apiVersion": version, "kind": "DataContract", "id": "a", "version": "1", "status": "active"})
    }

    fn told(document: &Value) -> Vec<String> {
        let errors = judge(Standard::Odcs, document).errors;
        errors
            .iter()
            .map(|error| format!("{}: {}", error.pointer, error.message))
            .collect()
    }

    #[test]
    fn the_declared_version_judges_with_or_without_its_v() {
        for (declared, judged_by) in [
            ("v3.0.0", Some("3.0.0")),
            ("3.1.0", Some("3.1.0")),
            ("v3.0.9", Some("3.0.2")),
            ("v3.2", Some("3.2.0")),
            ("v2.2.2", None),
            ("v4.0.0", None),
            ("latest", None),
        ] {
            assert_eq!(
                judge(Standard::Odcs, &contract(&json!(declared))).judged_by,
                judged_by,
                "{declared}"
            );
        }
        assert_eq!(judge(Standard::Odcs, &contract(&json!(3.1))).judged_by, Some("3.1.0"));
        assert_eq!(
            judge(Standard::Odps, &json!({"apiVersion": "v0.9.0"})).judged_by,
            Some("0.9.0")
        );
    }

    #[test]
    fn a_clean_document_has_no_errors_and_a_patch_that_nobody_knows_is_one() {
        assert!(told(&contract(&json!("v3.1.0"))).is_empty());
        let errors = told(&contract(&json!("v3.0.9")));
        assert_eq!(errors.len(), 1);
        assert!(
            errors[0].starts_with("/apiVersion: is \"v3.0.9\", should be "),
            "{errors:?}"
        );
    }

    #[test]
    fn an_unknown_version_names_the_known_ones() {
        let known = "known are 3.0.0, 3.0.1, 3.0.2, 3.1.0, 3.2.0";
        assert_eq!(
            told(&contract(&json!("v2.2.2"))),
            [format!("/apiVersion: no version \"v2.2.2\" of odcs is known; {known}")]
        );
        assert_eq!(told(&json!({})), [format!(": missing \"apiVersion\"; {known}")]);
        assert_eq!(
            told(&contract(&json!(["v3.0.0"]))),
            [format!("/apiVersion: is no version; {known}")]
        );
    }

    #[test]
    fn errors_stand_at_the_place_that_is_wrong() {
        let mut document = contract(&json!("v3.1.0"));
        document["servers"] = json!([
            {"server": "a", "type": "mysql", "host": "h", "port": "3306", "database": "d"},
            {"server": "b", "type": "kafka", "host": "h", "port": 9092},
        ]);
        document["schema"] = json!([{"name": "t", "properties": [
            {"name": "a", "logicalType": "text"},
            {"name": "b", "logicalType": "string", "logicalTypeOptions": {"minLength": -1}},
        ]}]);
        document["team"] = json!([{"name": "Ann"}]);
        assert_eq!(
            told(&document),
            [
                "/schema/0/properties/0/logicalType: is \"text\", should be \"string\", \"date\", \"number\", \"integer\", \
                 \"object\", \"array\", \"boolean\", \"timestamp\" or 1 more",
                "/schema/0/properties/1/logicalTypeOptions/minLength: is -1, should be at least 0",
                "/servers/0/port: is a string, should be an integer",
                "/servers/1/port: is a key that the standard does not know here",
                "/team/0: missing \"username\"",
            ]
        );
    }

    #[test]
    fn every_version_has_a_schema_of_its_own() {
        for standard in [Standard::Odcs, Standard::Odps] {
            let schemas: Vec<_> = standard
                .versions()
                .map(|version| standard_schema(standard, version))
                .collect();
            assert!(schemas.iter().all(Option::is_some));
            for (index, schema) in schemas.iter().enumerate() {
                assert!(!schemas[..index].contains(schema));
            }
        }
        assert!(standard_schema(Standard::Odcs, "2.2.2").is_none());
    }
}
