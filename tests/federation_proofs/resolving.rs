//! What resolving promises.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use meshgov::engine::{Plan, Progress, evaluate};
use meshgov::facts::{Facts, SubjectRef};
use meshgov::federation::{Governance, Resolution, resolve};
use meshgov::policy::{JudgeLimits, Level, Point};
use meshgov::snapshot::{Kind, Snapshot};
use proptest::prelude::*;

use super::model::{self, Values};
use super::world::{Class, DAYS, POLICIES, PRODUCTS, Scope, TODAY, World, pool, setting, snapshot, world};

fn rank(level: Level) -> usize {
    Level::ALL.iter().position(|other| *other == level).unwrap()
}

fn resolved(snapshot: &Snapshot, day: Date) -> Resolution {
    let facts = Facts::derive(snapshot, None, day);
    resolve(&Governance::of(snapshot), &POLICIES, &facts, Point::Gate, day)
}

/// The product with this number.
fn product(facts: &Facts<'_>, number: usize) -> SubjectRef {
    (0..facts.count(Kind::Product))
        .map(|index| SubjectRef {
            kind: Kind::Product,
            index,
        })
        .find(|subject| *facts.key(*subject).id == *format!("p{number}"))
        .unwrap()
}

/// What every policy has for every product.
fn all(snapshot: &Snapshot, day: Date) -> BTreeMap<(String, usize), Option<Values>> {
    let facts = Facts::derive(snapshot, None, day);
    let resolution = resolved(snapshot, day);
    let set = &resolution.policies;
    let mut all = BTreeMap::new();
    for rule in &set.rules {
        for number in 0..PRODUCTS {
            let case = rule.case(&set.tree, &facts, product(&facts, number));
            let values = case.map(|case| {
                let effective = rule.effective(&case, Point::Gate, day);
                let limit = effective.parameters["limit"].as_i64().unwrap();
                (rank(effective.level), limit)
            });
            all.insert((rule.policy.metadata.id.to_string(), number), values);
        }
    }
    all
}

/// What the model says they have.
fn modelled(world: &World, day: Date) -> BTreeMap<(String, usize), Option<Values>> {
    let mut all = BTreeMap::new();
    for rule in pool() {
        for number in 0..PRODUCTS {
            all.insert((rule.id.clone(), number), model::values(world, &rule, number, day));
        }
    }
    all
}

/// What is refused of each setting: its number, the policy and what.
fn refused(resolution: &Resolution, snapshot: &Snapshot) -> BTreeSet<(usize, String, &'static str)> {
    let mut refused = BTreeSet::new();
    for ((kind, index), refusal) in resolution.refusals() {
        if kind != Kind::PolicySet {
            continue;
        }
        let set = &snapshot.declared.policy_sets[index as usize];
        let number: usize = set.name.value.trim_start_matches('s').parse().unwrap();
        let pointer = refusal.pointer.as_str();
        let document = &snapshot.documents[set.document.0 as usize];
        assert!(
            document.root.find(&refusal.pointer).is_some(),
            "{pointer} is a place of the file"
        );
        let policy = refusal.key.split(' ').next().unwrap_or_default();
        if pointer.contains("/levels") {
            refused.insert((number, policy.to_owned(), "levels"));
        } else if pointer.contains("/parameters") {
            refused.insert((number, policy.to_owned(), "limit"));
        } else if pointer.ends_with("/subjects") {
            refused.insert((number, String::new(), "subjects"));
        } else {
            let named = document
                .root
                .find(&refusal.pointer)
                .and_then(|node| node.as_str())
                .unwrap_or_default();
            refused.insert((number, named.to_owned(), "target"));
        }
    }
    refused
}

fn without_settings_below(world: &World) -> World {
    let mut alone = world.clone();
    alone.settings.retain(|setting| setting.scope == Scope::Mesh);
    alone
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// The model and the resolution agree, on every policy, product and day.
    #[test]
    fn what_is_in_force_is_what_the_model_says(world in world(), day in 0..DAYS.len()) {
        let day = DAYS[day].max(TODAY);
        prop_assert_eq!(all(&snapshot(&world.files()), day), modelled(&world, day));
    }

    /// (a) No setting below the owner lowers a mandatory policy, or loosens one of its parameters.
    #[test]
    fn nobody_loosens_a_mandatory_policy(world in world()) {
        let with = all(&snapshot(&world.files()), TODAY);
        let alone = all(&snapshot(&without_settings_below(&world).files()), TODAY);
        for rule in pool() {
            let is_mandatory = matches!(rule.class, Class::Mandatory | Class::Default(None));
            for number in 0..PRODUCTS {
                let key = (rule.id.clone(), number);
                if let (Some((level, limit)), Some((least, most)), None) = (with[&key], alone[&key], rule.owner) {
                    prop_assert!(limit <= most, "{:?}: {} > {}", key, limit, most);
                    prop_assert!(!is_mandatory || level >= least, "{:?}: {} < {}", key, level, least);
                }
            }
        }
    }

    /// (b) One more setting below the owner never lowers a level, unless the class and the floor allow it, and never loosens a
    /// parameter: what was a violation stays one.
    #[test]
    fn a_setting_below_removes_no_violation(world in world(), more in setting()) {
        prop_assume!(more.scope != Scope::Mesh);
        let before = all(&snapshot(&world.files()), TODAY);
        let mut grown = world.clone();
        grown.settings.push(more.clone());
        let after = all(&snapshot(&grown.files()), TODAY);
        for rule in pool() {
            let owner = rule.owner.map_or(Scope::Mesh, Scope::Domain);
            if more.scope == owner {
                continue;
            }
            for number in 0..PRODUCTS {
                let key = (rule.id.clone(), number);
                let (Some((level, limit)), Some((was, most))) = (after[&key], before[&key]) else {
                    prop_assert_eq!(after[&key], before[&key]);
                    continue;
                };
                prop_assert!(limit <= most, "{:?}: limit {} > {}", key, limit, most);
                let allowed = match rule.class {
                    Class::Mandatory | Class::Default(None) => was,
                    Class::Default(Some(floor)) => was.min(floor),
                    Class::Advisory => 0,
                };
                prop_assert!(level >= allowed, "{:?}: {} < {}", key, level, allowed);
            }
        }
    }

    /// (c) The order of files, of documents and of policies changes nothing, and neither does resolving twice.
    #[test]
    fn the_order_of_files_and_policies_changes_nothing(world in world(), seed in any::<u64>()) {
        let files = world.files();
        let mut shuffled = files.clone();
        let mut random = seed | 1;
        for index in (1..shuffled.len()).rev() {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let other = usize::try_from(random >> 33).unwrap() % (index + 1);
            shuffled.swap(index, other);
        }
        let (one, other) = (snapshot(&files), snapshot(&shuffled));
        prop_assert_eq!(all(&one, TODAY), all(&other, TODAY));
        let (first, second) = (resolved(&one, TODAY), resolved(&other, TODAY));
        prop_assert_eq!(refused(&first, &one), refused(&second, &other));
        let settings = |resolution: &Resolution| -> Vec<_> {
            resolution.policies.rules.iter().map(|rule| (rule.policy.metadata.id.clone(), rule.settings.clone(), rule.consent.clone())).collect()
        };
        prop_assert_eq!(settings(&first), settings(&second));
        let facts = Facts::derive(&one, None, TODAY);
        let mut backwards = POLICIES.clone();
        backwards.reverse();
        let third = resolve(&Governance::of(&one), &backwards, &facts, Point::Gate, TODAY);
        prop_assert_eq!(settings(&first), settings(&third));
        prop_assert_eq!(settings(&first), settings(&resolved(&one, TODAY)));
    }

    /// (d) Exactly what may not be set is refused, each with its place; nothing is dropped in silence.
    #[test]
    fn what_may_not_be_set_is_refused_and_told(world in world()) {
        let snapshot = snapshot(&world.files());
        prop_assert_eq!(&snapshot.problems, &[]);
        let resolution = resolved(&snapshot, TODAY);
        prop_assert_eq!(refused(&resolution, &snapshot), model::refused(&world));
    }

    /// (e) Time moves one way: where no author wrote a lower level for a later day, none comes.
    #[test]
    fn a_later_day_lowers_no_level(mut world in world()) {
        for setting in &mut world.settings {
            let mut highest = 0;
            setting.stages.retain(|(_, rank)| { let rises = *rank >= highest; highest = highest.max(*rank); rises });
            // A setting of a default or advisory policy that begins may lower what stands: its author wrote so.
            let rule = setting.rule.map(|rule| pool()[rule].class);
            if !matches!(rule, Some(Class::Mandatory | Class::Default(None))) || setting.scope == Scope::Mesh {
                setting.stages.retain(|(from, _)| from.is_none());
            }
        }
        world.settings.retain(|setting| !setting.stages.is_empty() || setting.limit.is_some());
        // Whether a policy is ratified must not change what a later stage means.
        world.consenting = vec![true; world.consenting.len()];
        world.parents = vec![None; world.parents.len()];
        let snapshot = snapshot(&world.files());
        let mut days: Vec<Date> = DAYS.to_vec();
        days.push(TODAY);
        days.sort();
        let mut before: Option<BTreeMap<(String, usize), Option<Values>>> = None;
        for day in days {
            let now = all(&snapshot, day);
            for (key, values) in before.iter().flatten() {
                let (then, now) = (values.map(|(level, _)| level), now[key].map(|(level, _)| level));
                prop_assert!(now >= then, "{:?} on {}: {:?} < {:?}", key, day, now, then);
            }
            before = Some(now);
        }
    }
}

/// The outcome of every policy on every product, and whether it is exempt.
fn outcomes(snapshot: &Snapshot) -> BTreeMap<(String, String), &'static str> {
    let facts = Facts::derive(snapshot, None, TODAY);
    let resolution = resolved(snapshot, TODAY);
    let plan = Plan::new(resolution.policies);
    let judged = evaluate(&plan, &facts, &JudgeLimits::default(), &Progress::default());
    let mut outcomes = BTreeMap::new();
    for judgement in &judged.told {
        let policy = plan.rulings[judgement.ruling].policy().metadata.id.to_string();
        let outcome = match judgement.said {
            meshgov::engine::Said::Violations { exemption: Some(_), .. } => "exempt",
            meshgov::engine::Said::Violations { .. } => "violation",
            _ => "other",
        };
        outcomes.insert((policy, facts.key(judgement.subject).id.to_string()), outcome);
    }
    outcomes
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// (f) An exemption changes the outcome of exactly the subjects that it names.
    #[test]
    fn an_exemption_covers_what_it_names_and_nothing_else(
        world in world(), rule in 0..pool().len(), product in 0..PRODUCTS, is_pattern in any::<bool>(),
    ) {
        let rule = &pool()[rule];
        let files = world.files();
        let before = outcomes(&snapshot(&files));
        let domain = world.products[product].0;
        let subject = if is_pattern {
            format!("{{kind: product, id: 'p*', domain: d{domain}}}")
        } else {
            format!("{{kind: product, id: p{product}}}")
        };
        let owner = rule.owner.map_or(Scope::Mesh, Scope::Domain);
        let text = format!(
            "apiVersion: meshgov/v1\nkind: Exemption\nname: e\npolicy: {}\nsubject: {subject}\ncategory: waiver\nreason: r\n\
             requestedBy: somebody\napprovedBy: {}\napprovedOn: 2027-01-01\nexpires: 2027-02-01\n",
            rule.id, owner.folder().replace('/', "-")
        );
        let mut with = files.clone();
        with.push((format!("{}/exemption.yaml", owner.folder()), text));
        // A pattern may find as much as the mesh allows; here, everything.
        let mesh = with.iter_mut().find(|(name, _)| name == "mesh.yaml").unwrap();
        mesh.1.push_str("federation: {exemptionShare: 100}\n");
        let after = outcomes(&snapshot(&with));
        let mut expected = before.clone();
        for ((policy, id), outcome) in &mut expected {
            let number: usize = id.trim_start_matches('p').parse().unwrap();
            let is_named = if is_pattern { world.products[number].0 == domain } else { number == product };
            if *policy == rule.id && is_named && *outcome == "violation" {
                *outcome = "exempt";
            }
        }
        prop_assert_eq!(after, expected);
    }
}
