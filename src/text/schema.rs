//! JSON Schemas, compiled once and asked often. Nothing is ever fetched: what a schema refers to stands in it or is given
//! beside it.

mod routes;

use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use jsonschema::{PatternOptions, ReferencingError, Registry, ValidationError, Validator};
use serde_json::Value;

use super::breach::{Breach, Detail, counted, listed, quoted, shortened, shown};
use super::pointer::Pointer;

/// The deepest nesting of a schema; the standards' own stay far below it.
const DEEPEST: usize = 128;

/// The largest compiled pattern, in bytes.
const PATTERN_BYTES: usize = 1 << 20;

/// How often a pattern that looks around may backtrack on one text.
const BACKTRACKS: usize = 100_000;

/// In how many ways one value may be judged, for each of them is gone when a document is refused.
const MOST_ROUTES: u64 = 10_000;

/// How many breaches one document is told.
const MOST_BREACHES: usize = 1_000;

/// Whether `format` is judged, or only says what is meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Formats {
    /// As the draft has it: judged in draft 7, a remark from 2019-09 on.
    #[default]
    AsDraft,
    /// Judged, in every draft.
    Judged,
    /// A remark, in every draft.
    Remarked,
}

/// A compiled JSON Schema: draft 7, 2019-09 or 2020-12 as its `$schema` says, 2020-12 where it says nothing.
#[derive(Debug)]
pub struct Schema {
    validator: Validator,
}

/// A schema that is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct SchemaError {
    /// Where in the schema.
    pub pointer: Pointer,
    /// What is wrong there, lower case and without a full stop.
    pub message: Box<str>,
}

impl Schema {
    /// Compiles a schema that refers to nothing but itself.
    pub fn compile(schema: &Value) -> Result<Self, SchemaError> {
        Self::with_resources(schema, &[], Formats::AsDraft)
    }

    /// Compiles a schema that may also refer to these resources, each by its absolute URI.
    pub fn with_resources(schema: &Value, resources: &[(&str, &Value)], formats: Formats) -> Result<Self, SchemaError> {
        for value in std::iter::once(schema).chain(resources.iter().map(|(_, resource)| *resource)) {
            if deeper_than(value, DEEPEST) {
                return Err(SchemaError::at_root(format!(
                    "the schema is nested deeper than {DEEPEST} levels"
                )));
            }
            if routes::most(value) > MOST_ROUTES {
                return Err(SchemaError::at_root(format!(
                    "the schema leads to one place in more than {MOST_ROUTES} ways"
                )));
            }
        }
        let registry = resources
            .iter()
            .try_fold(Registry::new(), |registry, (uri, resource)| {
                registry.add(*uri, *resource)
            })
            .and_then(jsonschema::RegistryBuilder::prepare)
            .map_err(|error| SchemaError::at_root(unresolved(&error)))?;
        let options = || {
            let options = jsonschema::options().offline().with_registry(&registry);
            match formats {
                Formats::AsDraft => options,
                Formats::Judged => options.should_validate_formats(true),
                Formats::Remarked => options.should_validate_formats(false),
            }
        };
        let linear = PatternOptions::regex().size_limit(PATTERN_BYTES);
        let looking = PatternOptions::fancy_regex()
            .size_limit(PATTERN_BYTES)
            .backtrack_limit(BACKTRACKS);
        // Patterns run in linear time; only a schema with one that looks around gets the engine that backtracks.
        let validator = match options().with_pattern_options(linear).build(schema) {
            Err(error) if matches!(error.kind(), Kind::Format { .. }) => {
                options().with_pattern_options(looking).build(schema)
            }
            built => built,
        };
        match validator {
            Ok(validator) => Ok(Self { validator }),
            Err(error) => Err(SchemaError {
                pointer: Pointer::from_text(error.instance_path().as_str()),
                message: worded(&error).into(),
            }),
        }
    }

    /// Whether a document keeps to the schema.
    pub fn allows(&self, document: &Value) -> bool {
        self.validator.is_valid(document)
    }

    /// Every breach, in order of place; of alternatives that all fail, those of the nearest one.
    pub fn breaches(&self, document: &Value) -> Vec<Breach> {
        if self.allows(document) {
            return Vec::new();
        }
        let mut breaches = Vec::new();
        for error in self.validator.iter_errors(document).take(MOST_BREACHES) {
            gather(&error, &mut breaches);
        }
        breaches.sort_by(Breach::in_order);
        breaches.dedup_by(|later, earlier| later.reads_as(earlier));
        breaches
    }
}

impl SchemaError {
    fn at_root(message: impl Into<Box<str>>) -> Self {
        Self {
            pointer: Pointer::root(),
            message: message.into(),
        }
    }
}

fn deeper_than(value: &Value, limit: usize) -> bool {
    let children_are = |mut children: Box<dyn Iterator<Item = &Value> + '_>| {
        limit == 0 || children.any(|child| deeper_than(child, limit - 1))
    };
    match value {
        Value::Array(elements) => children_are(Box::new(elements.iter())),
        Value::Object(members) => children_are(Box::new(members.values())),
        _ => false,
    }
}

/// Adds an error as breaches: itself, or what is wrong in the nearest of its alternatives.
fn gather(error: &ValidationError<'_>, into: &mut Vec<Breach>) {
    match error.kind() {
        Kind::AnyOf { context } | Kind::OneOfNotValid { context } => match nearest(error, context) {
            Some(branch) => branch.iter().for_each(|error| gather(error, into)),
            None => into.push(breach(error, alternatives(error, context), Detail::None)),
        },
        Kind::PropertyNames { error: inner } => {
            let name = inner.instance().as_str().map(quoted).unwrap_or_default();
            into.push(breach(error, format!("the key {name} {}", worded(inner)), Detail::None));
        }
        kind => {
            let detail = match kind {
                Kind::Required { property } => Detail::Missing(property.as_str().unwrap_or_default().into()),
                Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
                    Detail::Unexpected(unexpected.iter().map(|name| name.as_str().into()).collect())
                }
                Kind::Enum { options } => Detail::Allowed(options.as_array().cloned().unwrap_or_default()),
                Kind::Constant { expected_value } => Detail::Allowed(vec![Value::clone(expected_value)]),
                _ => Detail::None,
            };
            into.push(breach(error, worded(error), detail));
        }
    }
}

fn breach(error: &ValidationError<'_>, message: String, detail: Detail) -> Breach {
    Breach {
        pointer: Pointer::from_text(error.instance_path().as_str()),
        schema_pointer: Pointer::from_text(error.schema_path().as_str()),
        keyword: error.kind().keyword().into(),
        message: message.into(),
        detail,
    }
}

/// The branch that the writer most likely meant: of the right type, and wrong in the fewest and deepest places. None
/// where every branch fails at its very start, so that no one of them is nearer.
fn nearest<'e>(
    error: &ValidationError<'_>,
    branches: &'e [Vec<ValidationError<'static>>],
) -> Option<&'e [ValidationError<'static>]> {
    let here = error.instance_path().as_str();
    let is_other_sort = |inner: &ValidationError<'_>| {
        inner.instance_path().as_str() == here
            && matches!(
                inner.kind(),
                Kind::Type { .. } | Kind::Constant { .. } | Kind::Enum { .. } | Kind::FalseSchema
            )
    };
    let is_nothing_but_missing = |inner: &ValidationError<'_>| {
        inner.instance_path().as_str() == here && matches!(inner.kind(), Kind::Required { .. })
    };
    let mut meant = branches
        .iter()
        .filter(|branch| !branch.iter().any(is_other_sort))
        .peekable();
    meant.peek()?;
    if branches.len() > 1 && branches.iter().all(|branch| branch.iter().all(is_nothing_but_missing)) {
        return None;
    }
    meant
        .min_by_key(|branch| {
            let missing = branch.iter().filter(|inner| is_nothing_but_missing(inner)).count();
            let deepest = branch.iter().map(|inner| inner.instance_path().as_str().len()).max();
            (missing, branch.len(), std::cmp::Reverse(deepest))
        })
        .map(Vec::as_slice)
}

/// What would do, where no branch is nearer than another.
fn alternatives(error: &ValidationError<'_>, branches: &[Vec<ValidationError<'static>>]) -> String {
    let mut types: Vec<String> = Vec::new();
    let mut missing: Vec<String> = Vec::new();
    let mut values: Vec<String> = Vec::new();
    let add = |list: &mut Vec<String>, word: String| {
        if !list.contains(&word) {
            list.push(word);
        }
    };
    let mut pending: Vec<&ValidationError<'_>> = branches.iter().flatten().rev().collect();
    while let Some(inner) = pending.pop() {
        match inner.kind() {
            Kind::Type { kind } => type_words(kind).into_iter().for_each(|word| add(&mut types, word)),
            Kind::Required { property } => add(&mut missing, shown(property)),
            Kind::Constant { expected_value } => add(&mut values, shown(expected_value)),
            Kind::Enum { options } => {
                let options = options.as_array().map(Vec::as_slice).unwrap_or_default();
                for option in options {
                    add(&mut values, shown(option));
                }
            }
            Kind::AnyOf { context } | Kind::OneOfNotValid { context } => pending.extend(context.iter().flatten().rev()),
            _ => {}
        }
    }
    let instance = error.instance().as_ref();
    if !missing.is_empty() && instance.is_object() {
        return format!("needs {}", listed(missing, "or"));
    }
    types.extend(values);
    if types.is_empty() {
        return format!("{} fits none of the alternatives", shown(instance));
    }
    format!("is {}, should be {}", sort_of(instance), listed(types, "or"))
}

/// What an error says, as the predicate of a sentence about its place.
fn worded(error: &ValidationError<'_>) -> String {
    let instance = error.instance().as_ref();
    match error.kind() {
        Kind::AdditionalItems { limit } => format!("has more than {}", counted(*limit as u64, "item")),
        Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
            let noun = if unexpected.len() == 1 { "key" } else { "keys" };
            format!(
                "unknown {noun} {}",
                listed(unexpected.iter().map(|name| quoted(name)), "and")
            )
        }
        Kind::AnyOf { context } | Kind::OneOfNotValid { context } => alternatives(error, context),
        Kind::OneOfMultipleValid { .. } => {
            "fits more than one of the alternatives, of which it may be only one".to_owned()
        }
        Kind::BacktrackLimitExceeded { .. } | Kind::RegexEngineFailure { .. } => {
            format!("{} is too much for the pattern to decide", shown(instance))
        }
        Kind::Constant { expected_value } => format!("is {}, should be {}", shown(instance), shown(expected_value)),
        Kind::Contains => "has no item of the kind that it needs".to_owned(),
        Kind::ContentEncoding { content_encoding } => format!("is not encoded as {}", shortened(content_encoding)),
        Kind::ContentMediaType { content_media_type } => format!("is not {}", shortened(content_media_type)),
        Kind::Custom { message, .. } => shortened(message),
        Kind::Enum { options } => {
            let options = options.as_array().map(Vec::as_slice).unwrap_or_default();
            format!(
                "is {}, should be {}",
                shown(instance),
                listed(options.iter().map(shown), "or")
            )
        }
        Kind::ExclusiveMaximum { limit } => format!("is {}, should be below {limit}", shown(instance)),
        Kind::ExclusiveMinimum { limit } => format!("is {}, should be above {limit}", shown(instance)),
        Kind::FalseSchema => "is not allowed here".to_owned(),
        Kind::Format { format } => format!("{} is no valid {}", shown(instance), shortened(format)),
        Kind::FromUtf8 { .. } => "is not UTF-8 once decoded".to_owned(),
        Kind::MaxItems { limit } => format!("has more than {}", counted(*limit, "item")),
        Kind::Maximum { limit } => format!("is {}, should be at most {limit}", shown(instance)),
        Kind::MaxLength { limit } => format!("is longer than {}", counted(*limit, "character")),
        Kind::MaxProperties { limit } => format!("has more than {}", counted(*limit, "key")),
        Kind::MinItems { limit } => format!("has fewer than {}", counted(*limit, "item")),
        Kind::Minimum { limit } => format!("is {}, should be at least {limit}", shown(instance)),
        Kind::MinLength { limit } => format!("is shorter than {}", counted(*limit, "character")),
        Kind::MinProperties { limit } => format!("has fewer than {}", counted(*limit, "key")),
        Kind::MultipleOf { multiple_of } => format!("is {}, should be a multiple of {multiple_of}", shown(instance)),
        Kind::Not { schema } => match schema.get("required").and_then(Value::as_array) {
            Some(names) => format!("must not have {}", listed(names.iter().map(shown), "and")),
            None => format!("{} is not allowed here", shown(instance)),
        },
        Kind::Pattern { pattern } => format!("{} does not match {}", shown(instance), shortened(pattern)),
        Kind::PropertyNames { error } => worded(error),
        Kind::Required { property } => format!("missing {}", shown(property)),
        Kind::Type { kind } => format!("is {}, should be {}", sort_of(instance), listed(type_words(kind), "or")),
        Kind::UnevaluatedItems { .. } => "has items that nothing describes".to_owned(),
        Kind::UniqueItems => "has the same item twice".to_owned(),
        Kind::Referencing(error) => unresolved(error),
    }
}

fn type_words(kind: &TypeKind) -> Vec<String> {
    let words = |name: &str| match name {
        "null" => "null".to_owned(),
        "array" | "object" | "integer" => format!("an {name}"),
        other => format!("a {other}"),
    };
    match kind {
        TypeKind::Single(one) => vec![words(one.as_str())],
        TypeKind::Multiple(many) => many.iter().map(|one| words(one.as_str())).collect(),
    }
}

fn sort_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

fn unresolved(error: &ReferencingError) -> String {
    match error {
        ReferencingError::Unretrievable { uri, .. } => {
            format!("refers to {}, which is not at hand: nothing is fetched", quoted(uri))
        }
        ReferencingError::PointerToNowhere { pointer } => format!("refers to {}, which is not there", quoted(pointer)),
        ReferencingError::NoSuchAnchor { anchor } | ReferencingError::InvalidAnchor { anchor } => {
            format!("refers to the anchor {}, which is not there", quoted(anchor))
        }
        ReferencingError::UnknownSpecification { specification } => {
            format!("{} is no draft of JSON Schema that is known", quoted(specification))
        }
        other => shortened(&other.to_string()),
    }
}

#[cfg(test)]
mod tests;
