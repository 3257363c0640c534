//! Modules put together: which are policies, which are shared, and whether they fit.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use crate::policy::error::{PolicyError, PolicyErrorKind as What};
use crate::policy::lint::Lint;
use crate::policy::metadata::PolicyId;
use crate::policy::policy::{Check, Policy};
use crate::policy::rego::{self, Dialect, Head, Module, Program, Shape, SyntaxError};
use crate::policy::template::Template;
use crate::snapshot::Kind;

use super::annotation::Annotation;
use super::data::{BundleData, RESERVED};
use super::described::{self, Strangers};
use super::files::BundleFile;
use super::foreign::{Foreign, Namespaces};
use super::head::{self, Place, PolicyHead};
use super::manifest::Manifest;
use super::program::{foreign, foreign_program, judges, program, speaks_plainly, unsound};
use super::reader::Reader;

/// Where what policies share lives.
pub(super) const SHARED: &str = "lib";

/// The modules and the data of all bundles.
pub(super) struct Assembly<'f> {
    foreign: &'f Foreign,
    bundle: usize,
    parts: Vec<Part>,
    pub(super) data: BundleData,
    is_broken: bool,
}

/// What the modules make.
#[derive(Default)]
pub(super) struct Heard {
    pub(super) policies: Vec<Policy>,
    /// Packages without metadata that would say something, in no namespace that is evaluated.
    pub(super) unheard: Vec<Box<str>>,
}

/// One module, and what its head says.
struct Part {
    bundle: usize,
    trail: Vec<Box<str>>,
    module: Arc<Module>,
    head: PartHead,
    title: Option<Box<str>>,
    /// The kinds whose schemas its annotation names.
    described: Vec<Kind>,
}

/// What the annotation of a module makes of it.
enum PartHead {
    /// Nothing: it has none, or one that is not ours.
    None,
    /// A policy, if it were right.
    Broken,
    /// A policy.
    Sound(Box<PolicyHead>),
}

impl PartHead {
    const fn is_some(&self) -> bool {
        !matches!(self, Self::None)
    }
}

impl<'f> Assembly<'f> {
    pub(super) fn new(foreign: &'f Foreign) -> Self {
        Self {
            foreign,
            bundle: 0,
            parts: Vec::new(),
            data: BundleData::default(),
            is_broken: false,
        }
    }

    /// From here on, modules belong to the next bundle.
    pub(super) fn next_bundle(&mut self) {
        self.bundle += 1;
    }

    pub(super) fn add_module(&mut self, file: &BundleFile, manifest: &Manifest, errors: &mut Vec<PolicyError>) {
        let Some(module) = parse(file, manifest.dialect.unwrap_or(self.foreign.dialect), errors) else {
            self.is_broken = true;
            return;
        };
        let source = &file.source;
        let annotation = Annotation::before(source.text(), module.package_span.start);
        let root = annotation.as_ref().and_then(|block| block.read(source, errors));
        // Policies of others have words such as `severity` too.
        let is_scoped = matches!(module.package.first().map(|root| &**root), Some("mesh" | "domain"));
        let is_headed = root.as_ref().and_then(|root| root.get("custom")).is_some_and(|custom| {
            custom.entries().iter().any(|entry| {
                is_scoped && head::CUSTOM.contains(&&*entry.key)
                    || crate::policy::nearest::nearest(&entry.key, ["subject"]).is_some()
            })
        });
        let headed = match root.as_ref().filter(|_| is_headed) {
            Some(root) => {
                let id = PolicyId(module.package_name().into());
                let head = head::read(source, root, id, Place::Annotation, manifest, errors);
                head.map_or(PartHead::Broken, |head| PartHead::Sound(Box::new(head)))
            }
            None => PartHead::None,
        };
        let strangers = if is_headed {
            Strangers::Refuse
        } else {
            Strangers::Ignore
        };
        let described = root.as_ref().map(|root| {
            let mut reader = Reader { source, errors };
            described::kinds(root, strangers, &mut reader)
        });
        let mut refuse = |what| errors.push(PolicyError::new(source, module.package_span, what));
        if module.package.first().is_some_and(|root| RESERVED.contains(&&**root)) {
            refuse(What::Reserved(module.package_name().into()));
        } else if !manifest.allows(&module.package) {
            refuse(What::OutsideRoots {
                path: module.package_name().into(),
                roots: manifest.shown(),
            });
        } else if headed.is_some()
            && let Some(what) = misplaced(&module.package, &file.trail)
        {
            refuse(what);
        }
        self.parts.push(Part {
            bundle: self.bundle,
            trail: file.trail.clone(),
            title: root
                .as_ref()
                .and_then(|root| root.get("title"))
                .and_then(|title| title.as_str())
                .map(Box::from),
            described: described.unwrap_or_default(),
            module: Arc::new(module),
            head: headed,
        });
    }

    /// The policies that the modules make.
    pub(super) fn policies(mut self, errors: &mut Vec<PolicyError>) -> Heard {
        let data = Arc::new(Value::Object(std::mem::take(&mut self.data.document)));
        let stands = BundleData {
            document: data.as_object().cloned().unwrap_or_default(),
        };
        let modules: Vec<Arc<Module>> = self.parts.iter().map(|part| Arc::clone(&part.module)).collect();
        let mut packages: BTreeMap<Vec<Box<str>>, Vec<Part>> = BTreeMap::new();
        for part in self.parts {
            packages.entry(part.module.package.clone()).or_default().push(part);
        }
        let mut heard = Heard::default();
        for parts in packages.into_values() {
            let before = errors.len();
            refuse_meetings(&parts, &stands, errors);
            unknown_parameters(&parts, errors);
            let is_headed = parts.iter().any(|part| part.head.is_some());
            let policy = of_package(parts, &self.foreign.namespaces, &modules, &data, self.is_broken, errors);
            let Some(policy) = policy.filter(|_| errors.len() == before) else {
                continue;
            };
            let package = &policy.metadata.id.0;
            if is_headed || self.foreign.namespaces.contains(package) {
                heard.policies.push(policy);
            } else {
                heard.unheard.push(package.clone());
            }
        }
        heard
    }
}

/// The policy that the modules of one package make, if they make one.
fn of_package(
    parts: Vec<Part>,
    namespaces: &Namespaces,
    modules: &[Arc<Module>],
    data: &Arc<Value>,
    is_broken: bool,
    errors: &mut Vec<PolicyError>,
) -> Option<Policy> {
    let before = errors.len();
    let heads: Vec<(&Part, Head)> = parts
        .iter()
        .flat_map(|part| part.module.heads().map(move |head| (part, head)))
        .filter(|(_, head)| head.shape != Shape::Function)
        .collect();
    let is_headed = parts.iter().any(|part| part.head.is_some());
    let at = parts.iter().position(|part| part.head.is_some()).unwrap_or(0);
    let lead = parts.get(at)?;
    let says_something = heads.iter().any(|(_, head)| judges(&head.name));
    if !is_headed && !says_something {
        return None;
    }
    for (part, head) in &heads {
        let must_be_set = if is_headed {
            judges(&head.name) || &*head.name == "cannot_evaluate"
        } else {
            namespaces.contains(&lead.module.package_name()) && speaks_plainly(&head.name)
        };
        if must_be_set && (head.shape != Shape::Set || head.is_nested) {
            let what = What::NotASet(head.name.clone());
            errors.push(PolicyError::new(&part.module.source, head.span, what));
        }
    }
    let plain: Vec<Head> = heads.into_iter().map(|(_, head)| head).collect();
    let program = if is_headed {
        program(&lead.module, &plain, modules)
    } else {
        foreign_program(&lead.module, &plain, modules)
    };
    if !program.rules.is_empty() {
        unsound(&program, data, is_broken, errors);
    } else if errors.len() == before {
        let what = What::NoRules(lead.module.package_name().into());
        errors.push(PolicyError::new(&lead.module.source, lead.module.package_span, what));
    }
    let part = parts.into_iter().nth(at)?;
    policy(part, program, data)
}

/// Reads a module in its dialect. One without a head of ours may be of before v1, as the policies of older conftest are.
fn parse(file: &BundleFile, first: Dialect, errors: &mut Vec<PolicyError>) -> Option<Module> {
    let error = match Module::parse(&file.source, first) {
        Ok(module) => return Some(module),
        Err(error) => error,
    };
    let old = (first == Dialect::V1 && rego::may_be_old(file.source.text()))
        .then(|| Module::parse(&file.source, Dialect::V0).ok())
        .flatten();
    let is_headed = old
        .as_ref()
        .is_some_and(|old| Annotation::before(file.source.text(), old.package_span.start).is_some());
    match old {
        Some(old) if !is_headed && old.heads().any(|head| judges(&head.name)) => return Some(old),
        Some(old) => errors.extend(of_before_v1(&old, &error)),
        None => errors.push(no_rego(file, error)),
    }
    None
}

/// What a module of before v1 must be rewritten to; the parser's own words where no rule of it is in an old form.
fn of_before_v1(old: &Module, error: &SyntaxError) -> Vec<PolicyError> {
    let forms = rego::old_forms(old);
    let all = forms.into_iter().map(|form| {
        let what = What::from(Lint::OldForm(form.instead));
        PolicyError::new(&old.source, form.span, what)
    });
    let mut errors: Vec<PolicyError> = all.collect();
    if errors.is_empty() {
        let what = What::Syntax {
            message: error.message.clone(),
            help: Some("this is Rego of before v1; `opa fmt --write --v0-v1` rewrites it".into()),
        };
        errors.push(PolicyError::new(&old.source, error.span, what));
    }
    errors
}

fn no_rego(file: &BundleFile, error: SyntaxError) -> PolicyError {
    let text = file.source.text();
    let line = file.source.line(file.source.place(error.span).line);
    let help = if text
        .get(error.span.start as usize..)
        .is_some_and(|rest| rest.starts_with('$'))
        || line.contains("$\"")
    {
        "texts with `{...}` in them are not here: write `sprintf(\"... %v\", [...])`"
    } else {
        "the parser stopped here: look at this place and at the line before"
    };
    let what = What::Syntax {
        message: error.message,
        help: Some(help.into()),
    };
    PolicyError::new(&file.source, error.span, what)
}

/// Why a policy of this package may not lie where it does.
pub(super) fn misplaced(package: &[Box<str>], trail: &[Box<str>]) -> Option<What> {
    let scope = match package.first().map(|root| &**root) {
        Some("mesh") => 1,
        Some("domain") => 2,
        _ => return Some(What::NoScope(package.join(".").into())),
    };
    let Some(below) = package.get(scope..).filter(|below| !below.is_empty()) else {
        return Some(What::NoScope(package.join(".").into()));
    };
    (!trail.ends_with(below)).then(|| What::NotItsFolder {
        package: package.join(".").into(),
        folder: trail
            .get(trail.len().saturating_sub(below.len())..)
            .unwrap_or_default()
            .join("/")
            .into(),
        expected: below.join("/").into(),
    })
}

/// Refuses one package in two bundles or two folders, and rules where data stands.
fn refuse_meetings(parts: &[Part], data: &BundleData, errors: &mut Vec<PolicyError>) {
    let Some((first, others)) = parts.split_first() else {
        return;
    };
    let is_shared = first.module.package.first().is_some_and(|root| &**root == SHARED);
    let is_headed = parts.iter().any(|part| part.head.is_some());
    for part in others {
        let is_apart =
            part.bundle != first.bundle && (is_shared || is_headed) || is_headed && part.trail != first.trail;
        if is_apart || first.head.is_some() && part.head.is_some() {
            let what = What::DuplicatePackage(part.module.package_name().into());
            let error = PolicyError::new(&part.module.source, part.module.package_span, what);
            errors.push(error.beside(&first.module.source, first.module.package_span));
        }
    }
    for part in parts {
        for head in part.module.heads() {
            let path: Vec<Box<str>> = part.module.package.iter().cloned().chain([head.name]).collect();
            if data.stands_at(&path) {
                let what = What::DataConflict(path.join(".").into());
                errors.push(PolicyError::new(&part.module.source, head.span, what));
            }
        }
    }
}

/// A parameter that the head does not define would be undefined, and its rule would pass by silence.
fn unknown_parameters(parts: &[Part], errors: &mut Vec<PolicyError>) {
    let sound = parts.iter().find_map(|part| match &part.head {
        PartHead::Sound(head) => Some(head),
        PartHead::None | PartHead::Broken => None,
    });
    let Some(head) = sound else {
        return;
    };
    for part in parts {
        for (name, span) in rego::parameters(&part.module) {
            if !head.metadata.parameters.contains_key(&name) {
                let what = What::NoSuchParameter(name);
                errors.push(PolicyError::new(&part.module.source, span, what));
            }
        }
    }
}

/// The policy that a package's leading module and its program make.
fn policy(part: Part, program: Program, data: &Arc<Value>) -> Option<Policy> {
    let (metadata, remediation, code_span, places) = match part.head {
        PartHead::Broken => return None,
        PartHead::Sound(head) => (head.metadata, head.remediation, head.code_span, Some(head.places)),
        PartHead::None => (
            foreign(&part.module, part.title, &program),
            Template::default(),
            None,
            None,
        ),
    };
    Some(Policy {
        described: if part.described.is_empty() {
            metadata.subjects.clone()
        } else {
            part.described
        },
        metadata: Arc::new(metadata),
        source: Arc::clone(&part.module.source),
        span: part.module.package_span,
        code_span,
        places,
        remediation,
        check: Check::Rego {
            reads: rego::reads(&program.modules),
            program: Arc::new(program),
            data: Arc::clone(data),
        },
    })
}
