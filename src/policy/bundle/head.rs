//! What a policy says about itself, read with a place for every mistake.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::policy::error::{PolicyError, PolicyErrorKind as What};
use crate::policy::level::{Class, Level, Levels, Point, Severity, Stage};
use crate::policy::metadata::{Direction, Floor, Metadata, Parameter, ParameterType, PolicyId};
use crate::policy::policy::HeadPlaces;
use crate::policy::template::Template;
use crate::text::{Entry, Node, Source, Span, Value};

use super::manifest::Manifest;
use super::reader::Reader;

/// The keys of OPA's annotations.
const ANNOTATION: &[&str] = &[
    "scope",
    "title",
    "description",
    "related_resources",
    "authors",
    "organizations",
    "schemas",
    "entrypoint",
    "custom",
];

/// Our keys below `custom`.
pub(super) const CUSTOM: &[&str] = &[
    "subject",
    "severity",
    "code",
    "class",
    "floor",
    "version",
    "levels",
    "exemption_days",
    "parameters",
    "requires",
    "remediation",
];

/// Our keys below `custom` of a JSON Schema, whose head has no place for the others.
const SCHEMA_CUSTOM: &[&str] = &[
    "package",
    "related_resources",
    "subject",
    "severity",
    "code",
    "class",
    "floor",
    "version",
    "levels",
    "exemption_days",
    "parameters",
    "requires",
    "remediation",
];

const PARAMETER: &[&str] = &["type", "values", "default", "tighter", "description"];

/// Where a policy's head stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// In a `# METADATA` block.
    Annotation,
    /// At the top of a JSON Schema.
    Schema,
}

/// A policy's metadata and where its parts were read.
#[derive(Debug)]
pub(super) struct PolicyHead {
    pub(super) metadata: Metadata,
    pub(super) remediation: Template,
    pub(super) code_span: Option<Span>,
    pub(super) places: HeadPlaces,
}

/// Reads the head of a policy. What is wrong is added to `errors`; `None` where a policy cannot be made of it.
pub(super) fn read(
    source: &Arc<Source>,
    root: &Node,
    id: PolicyId,
    place: Place,
    manifest: &Manifest,
    errors: &mut Vec<PolicyError>,
) -> Option<PolicyHead> {
    let before = errors.len();
    let mut reader = Reader { source, errors };
    if place == Place::Annotation {
        reader.keys(root, ANNOTATION);
    }
    let custom = root.get("custom").unwrap_or(root);
    reader.keys(
        custom,
        match place {
            Place::Annotation => CUSTOM,
            Place::Schema => SCHEMA_CUSTOM,
        },
    );
    let resources = match place {
        Place::Annotation => root,
        Place::Schema => custom,
    };
    let title = reader.text(root, "title").unwrap_or_default();
    if title.trim().is_empty() {
        reader.missing(
            root,
            "title",
            "say in a few words what must hold, such as `title: One domain ingests a source`",
        );
    }
    if custom.get("subject").is_none() {
        reader.missing(
            custom,
            "subject",
            "say what kind of thing the policy judges, such as `subject: product`",
        );
    }
    let code = custom.get("code").and_then(|node| reader.code(node));
    let text = reader.text(custom, "remediation").unwrap_or_default();
    let remediation = reader.template(custom.get("remediation"), &text);
    let levels = custom
        .get("levels")
        .map_or_else(|| Levels::always(Level::Deny), |node| reader.levels(node));
    let class = reader.word(
        custom,
        "class",
        "class",
        &Class::ALL.map(Class::name),
        Class::from_name,
        Class::Default,
    );
    let metadata = Metadata {
        owner: owner(&id).into(),
        id,
        code,
        title,
        description: reader.text(root, "description").unwrap_or_default(),
        related_resources: reader.resources(resources.get("related_resources")),
        subjects: reader.kinds(custom, "subject"),
        severity: reader.word(
            custom,
            "severity",
            "severity",
            &Severity::ALL.map(Severity::name),
            Severity::from_name,
            Severity::Medium,
        ),
        class,
        floor: custom.get("floor").and_then(|node| reader.floor(node, class, &levels)),
        levels,
        version: match custom.get("version") {
            Some(node) => reader.version(node),
            None => manifest.revision.clone(),
        },
        exemption_days: custom.get("exemption_days").and_then(|node| reader.days(node)),
        origin: manifest.origin,
        parameters: reader.parameters(custom.get("parameters")),
        requires: reader.kinds(custom, "requires"),
        remediation: text,
    };
    (errors.len() == before).then(|| PolicyHead {
        metadata,
        remediation,
        code_span: custom.get("code").map(|node| node.span),
        places: places(root, custom),
    })
}

/// The highest level that a policy ever has at a point.
fn highest(levels: &Levels, point: Point) -> Level {
    let stages = levels.stages(point).iter();
    stages.map(|(_, level)| *level).max().unwrap_or(Level::Off)
}

fn places(root: &Node, custom: &Node) -> HeadPlaces {
    let entries = root.entries().iter().chain(custom.entries());
    let parameters = custom.get("parameters").map(Node::entries).unwrap_or_default();
    HeadPlaces {
        keys: entries.map(|entry| entry.key.clone()).collect(),
        remediation: custom.get("remediation").map(|node| node.span),
        parameters: parameters
            .iter()
            .map(|entry| (entry.key.clone(), entry.key_span))
            .collect(),
    }
}

/// The scope that owns a policy: `domain.<name>` where its package says so, else the mesh.
pub(super) fn owner(id: &PolicyId) -> String {
    let mut segments = id.0.split('.');
    match (segments.next(), segments.next()) {
        (Some("domain"), Some(name)) => format!("domain.{name}"),
        _ => "mesh".to_owned(),
    }
}

/// What only policies have in their heads.
impl Reader<'_> {
    fn code(&mut self, node: &Node) -> Option<Box<str>> {
        let allowed = |character: char| character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | '.');
        match node.as_str() {
            Some(code) if !code.is_empty() && code.chars().all(allowed) => Some(code.into()),
            _ => {
                self.wrong_type(node, "code", "letters, digits and `-`, such as ING-001");
                None
            }
        }
    }

    fn template(&mut self, node: Option<&Node>, text: &str) -> Template {
        Template::parse(text).unwrap_or_else(|error| {
            if let Some(node) = node {
                // Where the text stands in the file as it is, the placeholder can be shown; folded and escaped it cannot.
                let written = self
                    .source
                    .text()
                    .get(node.span.start as usize..node.span.end as usize)
                    .unwrap_or_default();
                let span = written
                    .find(text)
                    .and_then(|at| u32::try_from(at).ok())
                    .map_or(node.span, |at| {
                        let start = node.span.start + at;
                        Span::new(start + error.span().start, start + error.span().end)
                    });
                self.error(span, What::Placeholder(error.to_string().into()));
            }
            Template::default()
        })
    }

    fn resources(&mut self, node: Option<&Node>) -> Vec<Box<str>> {
        let Some(node) = node else { return Vec::new() };
        if !matches!(node.value, Value::Array(_)) {
            self.wrong_type(node, "related_resources", "a list of links");
        }
        let mut links = Vec::new();
        for element in node.elements() {
            match element.as_str().or_else(|| element.get("ref").and_then(Node::as_str)) {
                Some(link) => links.push(link.into()),
                None => self.wrong_type(
                    element,
                    "related_resources",
                    "a list of links, or of objects with a `ref`",
                ),
            }
        }
        links
    }

    fn level(&mut self, node: &Node) -> Level {
        self.one_of(node, "level", &Level::ALL.map(Level::name), Level::from_name)
            .unwrap_or(Level::Deny)
    }

    fn levels(&mut self, node: &Node) -> Levels {
        if !matches!(node.value, Value::Object(_)) {
            return Levels::always(self.level(node));
        }
        self.keys(node, &["gate", "audit"]);
        let mut point = |key: &'static str| {
            if let Some(stages) = node.get(key) {
                return self.stages(stages);
            }
            let help = "give both points a level, such as `levels: {gate: deny, audit: warn}`";
            self.missing(node, key, help);
            Vec::new()
        };
        Levels {
            gate: point("gate"),
            audit: point("audit"),
        }
    }

    /// The floor of a policy of class `default`: one level, or one for each point, none above all levels of that point.
    fn floor(&mut self, node: &Node, class: Class, levels: &Levels) -> Option<Floor> {
        if class != Class::Default {
            self.error(node.span, What::FloorOfNoDefault(class.name()));
            return None;
        }
        let floor = if matches!(node.value, Value::Object(_)) {
            self.keys(node, &["gate", "audit"]);
            let mut point = |key: &'static str, point: Point| match node.get(key) {
                Some(level) => self.level(level),
                // A point without a floor of its own may not be loosened there.
                None => highest(levels, point),
            };
            Floor {
                gate: point("gate", Point::Gate),
                audit: point("audit", Point::Audit),
            }
        } else {
            let level = self.level(node);
            if Point::ALL.iter().all(|point| level > highest(levels, *point)) {
                self.error(node.span, What::FloorAboveLevel("gate and at the audit"));
            }
            Floor {
                gate: level.min(highest(levels, Point::Gate)),
                audit: level.min(highest(levels, Point::Audit)),
            }
        };
        for point in Point::ALL {
            if floor.at(point) > highest(levels, point) {
                self.error(node.span, What::FloorAboveLevel(point.name()));
            }
        }
        Some(floor)
    }

    fn version(&mut self, node: &Node) -> Option<Box<str>> {
        match node.as_str() {
            Some(text) if crate::facts::version_numbers(text).is_some() => Some(text.trim().into()),
            _ => {
                self.wrong_type(node, "version", "a text such as 1.2.0");
                None
            }
        }
    }

    fn days(&mut self, node: &Node) -> Option<u32> {
        let days = node.to_json().as_u64().and_then(|days| u32::try_from(days).ok());
        if days.is_none_or(|days| days == 0) {
            self.wrong_type(node, "exemption_days", "a number of days above 0");
        }
        days
    }

    fn stages(&mut self, node: &Node) -> Vec<Stage> {
        if !matches!(node.value, Value::Object(_)) {
            return vec![(None, self.level(node))];
        }
        let mut stages: Vec<Stage> = Vec::new();
        for Entry { key, key_span, node } in node.entries() {
            let Some(level) = Level::from_name(key) else {
                self.error(
                    *key_span,
                    What::unknown_word("level", key, Level::ALL.map(Level::name).to_vec()),
                );
                continue;
            };
            let text = node.as_str().unwrap_or_default();
            match text.parse::<jiff::civil::Date>() {
                Ok(date) if stages.iter().any(|(before, _)| *before >= Some(date)) => {
                    self.error(node.span, What::StagesOutOfOrder);
                }
                Ok(date) => stages.push((Some(date), level)),
                Err(_) => self.error(node.span, What::BadDate(text.into())),
            }
        }
        stages
    }

    fn parameters(&mut self, node: Option<&Node>) -> BTreeMap<Box<str>, Parameter> {
        let Some(node) = node else { return BTreeMap::new() };
        if !matches!(node.value, Value::Object(_)) {
            self.wrong_type(
                node,
                "parameters",
                "an object: the name of each parameter, and what it is",
            );
        }
        node.entries()
            .iter()
            .filter_map(|entry| Some((entry.key.clone(), self.parameter(entry)?)))
            .collect()
    }

    fn parameter(&mut self, entry: &Entry) -> Option<Parameter> {
        const HELP: &str = "write it as `max_domains: {type: integer, default: 1, tighter: lower}`";
        let node = &entry.node;
        self.keys(node, PARAMETER);
        let mut needed = |key: &'static str| {
            let found = node.get(key);
            if found.is_none() {
                self.error(entry.key_span, What::Missing { key, help: HELP });
            }
            found
        };
        let (kind, default, tighter) = (needed("type"), needed("default"), needed("tighter"));
        let description = self.text(node, "description").unwrap_or_default();
        let kinds = ParameterType::ALL.map(ParameterType::name);
        let kind = kind.and_then(|node| self.one_of(node, "type", &kinds, ParameterType::from_name));
        let directions = Direction::ALL.map(Direction::name);
        let direction = tighter.and_then(|node| self.one_of(node, "direction", &directions, Direction::from_name));
        let values = node.get("values");
        let element = values.and_then(|node| self.one_of(node, "type", &kinds, ParameterType::from_name));
        let (kind, default, tighter, direction) = (kind?, default?, tighter?, direction?);
        let value = default.to_json();
        self.element_type((kind, direction), (values, element), tighter);
        if let (Some(element), Some(members)) = (element, value.as_object())
            && !members.values().all(|value| element.admits(value))
        {
            self.error(
                default.span,
                What::DefaultNotOfType {
                    parameter: entry.key.clone(),
                    expected: "an object whose values are of the type that `values` says",
                },
            );
        }
        if !kind.admits(&value) {
            self.error(
                default.span,
                What::DefaultNotOfType {
                    parameter: entry.key.clone(),
                    expected: kind.described(),
                },
            );
        }
        if !kind.directions().contains(&direction) {
            self.error(
                tighter.span,
                What::NoSuchDirection {
                    kind: kind.name(),
                    direction: direction.name(),
                    known: kind.directions().iter().map(|direction| direction.name()).collect(),
                },
            );
        }
        Some(Parameter {
            kind,
            values: element,
            default: value,
            tighter: direction,
            description,
        })
    }

    /// What a map says of its values: only a map may, and one that is tighter when they are lower or higher must.
    fn element_type(
        &mut self,
        (kind, direction): (ParameterType, Direction),
        (values, element): (Option<&Node>, Option<ParameterType>),
        tighter: &Node,
    ) {
        let is_ordered = |element: ParameterType| element.directions().contains(&Direction::Lower);
        match (kind, values) {
            (ParameterType::Map, None) if matches!(direction, Direction::Lower | Direction::Higher) => self.error(
                tighter.span,
                What::Missing {
                    key: "values",
                    help: "say what the values of the map are, such as `values: number`",
                },
            ),
            (ParameterType::Map, Some(node)) => {
                let is_right = element.is_none_or(|element| element != ParameterType::Map && is_ordered(element));
                if !is_right && matches!(direction, Direction::Lower | Direction::Higher) {
                    self.wrong_type(node, "values", "a type whose values are lower or higher than others");
                }
            }
            (_, Some(node)) => self.wrong_type(node, "values", "there only where the type is map"),
            (_, None) => {}
        }
    }
}
