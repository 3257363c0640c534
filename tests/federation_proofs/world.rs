//! Arbitrary worlds: a mesh of files, and the policies that judge it.

use std::collections::BTreeMap;
use std::fs;
use std::sync::{Arc, LazyLock};

use jiff::civil::{Date, date};
use meshgov::adapter::{adapt, recognise};
use meshgov::policy::{Policy, Shipped, load};
use meshgov::snapshot::{DocumentIndex, Snapshot};
use meshgov::text::{Limits, parse};
use proptest::prelude::*;

/// Domains `d0` to `d3`, of which each may be part of another.
pub(crate) const DOMAINS: usize = 4;
/// Products `p0` to `p7`.
pub(crate) const PRODUCTS: usize = 8;
pub(crate) const TODAY: Date = date(2027, 1, 15);

/// A level by its rank: off, note, warn, deny.
pub(crate) type Rank = usize;
pub(crate) const LEVELS: [&str; 4] = ["off", "note", "warn", "deny"];

/// How a policy of the pool is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    Mandatory,
    /// With its floor; none is like mandatory.
    Default(Option<Rank>),
    Advisory,
}

/// A policy of the pool.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) id: String,
    pub(crate) class: Class,
    /// Stages: the day from which each level holds.
    pub(crate) stages: Vec<(Option<Date>, Rank)>,
    /// The domain that owns it; none for the mesh.
    pub(crate) owner: Option<usize>,
    /// The value that the policy's `limit` has by default; lower is tighter.
    pub(crate) limit: i64,
}

/// The first days on which levels may begin.
pub(crate) const DAYS: [Date; 4] = [date(2026, 12, 1), date(2027, 1, 10), date(2027, 2, 1), date(2027, 4, 1)];

/// Every policy that a world may have.
pub(crate) fn pool() -> Vec<Rule> {
    let classes = [
        Class::Mandatory,
        Class::Default(None),
        Class::Default(Some(1)),
        Class::Default(Some(0)),
        Class::Advisory,
    ];
    let mut rules = Vec::new();
    for (number, class) in classes.into_iter().enumerate() {
        for rank in [1, 2, 3] {
            rules.push(Rule {
                id: format!("mesh.p.c{number}l{rank}"),
                class,
                stages: vec![(None, rank)],
                owner: None,
                limit: 5,
            });
        }
        rules.push(Rule {
            id: format!("mesh.p.c{number}dated"),
            class,
            stages: vec![(Some(DAYS[0]), 1), (Some(DAYS[2]), 2), (Some(DAYS[3]), 3)],
            owner: None,
            limit: 5,
        });
        rules.push(Rule {
            id: format!("domain.d0.p.c{number}"),
            class,
            stages: vec![(None, 2)],
            owner: Some(0),
            limit: 5,
        });
    }
    rules
}

/// The pool as policies: a product breaks one if its `size` is above the limit.
pub(crate) static POLICIES: LazyLock<Vec<Arc<Policy>>> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    for rule in pool() {
        let name = rule.id.rsplit('.').next().unwrap();
        let class = match rule.class {
            Class::Mandatory => "mandatory",
            Class::Default(_) => "default",
            Class::Advisory => "advisory",
        };
        let levels = match rule.stages.as_slice() {
            [(None, rank)] => format!("\"{}\"", LEVELS[*rank]),
            dated => {
                let stages: Vec<String> = dated
                    .iter()
                    .map(|(from, rank)| format!("\"{}\": \"{}\"", LEVELS[*rank], from.unwrap()))
                    .collect();
                format!("{{{}}}", stages.join(", "))
            }
        };
        let floor = match rule.class {
            Class::Default(Some(floor)) => format!("\"floor\": \"{}\",", LEVELS[floor]),
            _ => String::new(),
        };
        let text = format!(
            r#"{{
  "title": "Small",
  "custom": {{
    "package": "{}", "subject": "product", "class": "{class}", {floor}
    "levels": {{"gate": {levels}, "audit": {levels}}},
    "parameters": {{"limit": {{"type": "integer", "default": {}, "tighter": "lower"}}}}
  }},
  "properties": {{"custom": {{"properties": {{"size": {{"maximum": {{"$parameter": "limit"}}}}}}}}}}
}}"#,
            rule.id, rule.limit
        );
        // Each lies in a folder of its own, whose name ends its id.
        let place = folder.path().join("p").join(name);
        fs::create_dir_all(&place).unwrap();
        fs::write(place.join(format!("{name}.schema.json")), text).unwrap();
    }
    let pack = load(&[folder.path().to_owned()], Shipped::Exclude);
    assert!(
        pack.errors.is_empty(),
        "{:?}",
        pack.errors
            .iter()
            .map(meshgov::policy::PolicyError::message)
            .collect::<Vec<_>>()
    );
    pack.policies
});

/// Who sets something: the mesh, a domain or a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Scope {
    Mesh,
    Domain(usize),
    Product(usize),
}

/// One override of a policy set.
#[derive(Clone, Debug)]
pub(crate) struct Setting {
    pub(crate) scope: Scope,
    /// The index of a policy of the pool; none: all of `mesh.p`.
    pub(crate) rule: Option<usize>,
    /// Only products of this tier.
    pub(crate) tier: Option<usize>,
    pub(crate) stages: Vec<(Option<Date>, Rank)>,
    pub(crate) limit: Option<i64>,
}

/// A mesh and what is set in it.
#[derive(Clone, Debug)]
pub(crate) struct World {
    /// The domain that each domain is part of.
    pub(crate) parents: Vec<Option<usize>>,
    /// The domain, the tier and the size of each product.
    pub(crate) products: Vec<(usize, usize, i64)>,
    pub(crate) settings: Vec<Setting>,
    /// Which domains consent to every policy of the mesh.
    pub(crate) consenting: Vec<bool>,
}

fn stages() -> impl Strategy<Value = Vec<(Option<Date>, Rank)>> {
    prop_oneof![
        2 => Just(Vec::new()),
        4 => (0..4_usize).prop_map(|rank| vec![(None, rank)]),
        2 => proptest::collection::btree_map(0..DAYS.len(), 0..4_usize, 1..4).prop_map(|dated| {
            // A level begins once: as a key of a map.
            let mut seen = Vec::new();
            dated.into_iter().filter(|(_, rank)| !seen.contains(rank) && { seen.push(*rank); true })
                .map(|(day, rank)| (Some(DAYS[day]), rank)).collect()
        }),
    ]
}

pub(crate) fn setting() -> impl Strategy<Value = Setting> {
    let scope = prop_oneof![
        1 => Just(Scope::Mesh),
        4 => (0..DOMAINS).prop_map(Scope::Domain),
        2 => (0..2_usize).prop_map(Scope::Product),
    ];
    let rule = prop_oneof![3 => (0..pool().len()).prop_map(Some), 1 => Just(None)];
    let tier = prop_oneof![3 => Just(None), 1 => (0..2_usize).prop_map(Some)];
    let limit = prop_oneof![1 => Just(None), 2 => (1..9_i64).prop_map(Some)];
    (scope, rule, tier, stages(), limit)
        .prop_map(|(scope, rule, tier, stages, limit)| Setting {
            scope,
            rule,
            tier,
            stages,
            limit,
        })
        .prop_filter("a setting sets something", |setting| {
            !setting.stages.is_empty() || setting.limit.is_some()
        })
}

pub(crate) fn world() -> impl Strategy<Value = World> {
    (
        proptest::collection::vec(proptest::option::of(0..DOMAINS), DOMAINS),
        proptest::collection::vec((0..DOMAINS, 0..2_usize, 0..10_i64), PRODUCTS),
        proptest::collection::vec(setting(), 0..7),
        proptest::collection::vec(any::<bool>(), DOMAINS),
    )
        .prop_map(|(parents, products, settings, consenting)| World {
            parents,
            products,
            settings,
            consenting,
        })
}

impl Scope {
    /// The folder of its authority.
    pub(crate) fn folder(self) -> String {
        match self {
            Self::Mesh => "council".to_owned(),
            Self::Domain(index) => format!("domains/d{index}"),
            Self::Product(index) => format!("products/p{index}"),
        }
    }

    fn yaml(self) -> String {
        match self {
            Self::Mesh => "{mesh: m}".to_owned(),
            Self::Domain(index) => format!("{{domain: d{index}}}"),
            Self::Product(index) => format!("{{product: p{index}}}"),
        }
    }

    fn name(self) -> String {
        self.folder().replace('/', "-")
    }
}

fn written(stages: &[(Option<Date>, Rank)]) -> String {
    match stages {
        [(None, rank)] => LEVELS[*rank].to_owned(),
        dated => {
            let stages: Vec<String> = dated
                .iter()
                .map(|(from, rank)| format!("\"{}\": {}", LEVELS[*rank], from.unwrap()))
                .collect();
            format!("{{{}}}", stages.join(", "))
        }
    }
}

impl Setting {
    fn yaml(&self) -> String {
        let pool = pool();
        let mut parts = Vec::new();
        match self.rule {
            Some(rule) => parts.push(format!("policy: {}", pool[rule].id)),
            None => parts.push("area: mesh.p.*".to_owned()),
        }
        if let Some(tier) = self.tier {
            parts.push(format!("subjects: {{tiers: ['{tier}']}}"));
        }
        if !self.stages.is_empty() {
            parts.push(format!("levels: {{gate: {}}}", written(&self.stages)));
        }
        if let Some(limit) = self.limit {
            parts.push(format!("parameters: {{limit: {limit}}}"));
        }
        format!("  - {{{}}}\n", parts.join(", "))
    }
}

impl World {
    /// Its files, by name. Each setting has a file of its own, `s<number>.yaml`.
    pub(crate) fn files(&self) -> Vec<(String, String)> {
        let mut files: BTreeMap<String, String> = BTreeMap::new();
        files.insert(
            "mesh.yaml".to_owned(),
            "apiVersion: meshgov/v1\nkind: Mesh\nname: m\n".to_owned(),
        );
        let domains = (0..DOMAINS).map(Scope::Domain);
        let products = (0..2).map(Scope::Product);
        for scope in [Scope::Mesh].into_iter().chain(domains).chain(products) {
            let text = format!(
                "apiVersion: meshgov/v1\nkind: Authority\nname: {}\nscope: {}\nteam: t\nmembers: [{}]\n",
                scope.name(),
                scope.yaml(),
                scope.name()
            );
            files.insert(format!("{}/authority.yaml", scope.folder()), text);
        }
        for (index, parent) in self.parents.iter().enumerate() {
            let parent = parent.map_or_else(String::new, |parent| format!("parent: d{parent}\n"));
            let text = format!("apiVersion: meshgov/v1\nkind: Domain\nname: d{index}\n{parent}");
            files.insert(format!("domains/d{index}/domain.yaml"), text);
        }
        for (index, (domain, tier, size)) in self.products.iter().enumerate() {
            let text = format!(
                "apiVersion: v1.0.0\nkind: DataProduct\nid: p{index}\nname: P{index}\nstatus: active\nversion: 1.0.0\ndomain: d{domain}\n\
                 customProperties:\n  - {{property: tier, value: '{tier}'}}\n  - {{property: size, value: {size}}}\n"
            );
            files.insert(format!("products/p{index}/product.yaml"), text);
        }
        for (index, setting) in self.settings.iter().enumerate() {
            let text = format!(
                "apiVersion: meshgov/v1\nkind: PolicySet\nname: s{index}\nauthority: {}\noverrides:\n{}",
                setting.scope.name(),
                setting.yaml()
            );
            files.insert(format!("{}/s{index}.yaml", setting.scope.folder()), text);
        }
        for (index, consents) in self.consenting.iter().enumerate() {
            if *consents {
                let approvals: Vec<String> = pool()
                    .iter()
                    .filter(|rule| rule.owner.is_none())
                    .map(|rule| {
                        let name = rule.id.replace('.', "-");
                        format!(
                            "apiVersion: meshgov/v1\nkind: Approval\nname: {name}-d{index}\npolicy: {}\ndomain: d{index}\n\
                             decision: approve\nby: domains-d{index}\non: 2026-11-01\n",
                            rule.id
                        )
                    })
                    .collect();
                files.insert(format!("domains/d{index}/approvals.yaml"), approvals.join("---\n"));
            }
        }
        files.into_iter().collect()
    }
}

/// The snapshot of some files, in the order in which they are given.
pub(crate) fn snapshot(files: &[(String, String)]) -> Snapshot {
    let mut snapshot = Snapshot::default();
    for (name, text) in files {
        let parsed = parse(name, text.as_bytes(), &Limits::default());
        assert!(parsed.problems.is_empty(), "{name}: {:?}\n{text}", parsed.problems);
        for document in parsed.documents {
            let Some(format) = recognise(name, &document.root) else {
                continue;
            };
            let index = DocumentIndex(u32::try_from(snapshot.documents.len()).unwrap());
            let adapted = adapt(index, &document, format);
            snapshot.problems.extend(adapted.problems);
            if let Some(object) = adapted.object {
                object.declare(&mut snapshot.declared);
            }
            snapshot.documents.push(document.into());
        }
    }
    snapshot
}
