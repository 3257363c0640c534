//! `meshgov policy list`.

use std::collections::BTreeSet;

use clap::{Args, ValueEnum};

use crate::cli::arguments::{MeshArguments, PointArgument, kind};
use crate::cli::exit::Exit;
use crate::cli::judging::refuse_misplaced;
use crate::cli::mesh::load;
use crate::cli::pack::PackArguments;
use crate::cli::run::{as_of, print};
use crate::facts::Facts;
use crate::federation::{EffectiveRule, Governance, effective_rules, in_force};
use crate::policy::{Level, Pack, Point, Policy, alike};
use crate::report::{area, effective_level, effective_listing, effective_table, listing, table};
use crate::snapshot::Kind;

use super::select::offer;

#[derive(Debug, Args)]
pub(in crate::cli) struct List {
    #[command(flatten)]
    pub(super) mesh: MeshArguments,
    #[command(flatten)]
    pack: PackArguments,
    /// What is in force in the mesh: the levels and parameters that its authorities set, and why
    #[arg(long)]
    effective: bool,
    /// With --effective: what is in force for all that this domain owns [default: as the owner of each policy has it]
    #[arg(long, value_name = "DOMAIN", requires = "effective")]
    domain: Option<String>,
    /// Only policies about this kind of subject
    #[arg(long, value_name = "KIND", value_parser = kind)]
    subject: Option<Kind>,
    /// Only policies of this area, such as ingestion
    #[arg(long, value_name = "AREA")]
    area: Option<String>,
    /// Only policies of this authority: mesh, or domain.<name>
    #[arg(long, value_name = "OWNER")]
    authority: Option<String>,
    /// Only policies at this level at the enforcement point
    #[arg(long, value_name = "LEVEL", value_parser = level)]
    level: Option<Level>,
    /// The enforcement point that --level speaks of
    #[arg(long, value_enum, default_value_t = PointArgument::Gate)]
    point: PointArgument,
    /// A table, or JSON for other tools
    #[arg(long, short, value_enum, default_value_t = ListFormat::Human)]
    output: ListFormat,
}

/// The forms of what is listed.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum ListFormat {
    /// For a person at a terminal
    Human,
    /// For other tools
    Json,
}

pub(super) fn run(arguments: &List) -> Result<Exit, String> {
    let pack = arguments.pack.load("nothing is listed")?;
    must_be_known(arguments, &pack)?;
    let text = if arguments.effective {
        effective(arguments, &pack)?
    } else {
        written(arguments, &pack)?
    };
    print(&text)?;
    Ok(Exit::Clean)
}

/// The policies as their authors wrote them.
fn written(arguments: &List, pack: &Pack) -> Result<String, String> {
    let mesh = &arguments.mesh;
    if !mesh.paths.is_empty() || mesh.snapshot.is_some() || mesh.base.is_some() {
        return Err(
            "what is in force in a mesh is listed with --effective; without it no mesh is read, so leave out PATH, \
             --snapshot and --base"
                .to_owned(),
        );
    }
    let day = as_of(mesh);
    let is_level = |policy: &Policy| {
        let level = effective_level(&policy.metadata, arguments.point.into(), day);
        arguments.level.is_none_or(|wanted| wanted == level)
    };
    let policies = pack.policies.iter().map(|policy| &**policy);
    let policies = policies.filter(|policy| arguments.wants(policy) && is_level(policy));
    Ok(match arguments.output {
        ListFormat::Human => table(policies, day),
        ListFormat::Json => listing(policies, day),
    })
}

/// The policies as they are in force in a mesh.
fn effective(arguments: &List, pack: &Pack) -> Result<String, String> {
    let day = as_of(&arguments.mesh);
    let loaded = load(&arguments.mesh)?;
    let (snapshot, base) = (&loaded.mesh, loaded.earlier());
    refuse_misplaced(&Governance::of(base.unwrap_or(snapshot)), pack)?;
    let facts = Facts::derive(snapshot, base, day);
    let domain = arguments.domain.as_deref();
    if let Some(domain) = domain {
        must_be_domain(&facts, domain)?;
    }
    let [gate, audit] = Point::ALL.map(|point| in_force(base, &pack.policies, &facts, point, day).policies);
    let is_level = |rule: &EffectiveRule| {
        let level = rule.at(arguments.point.into()).level;
        arguments.level.is_none_or(|wanted| wanted == level)
    };
    let mut rules = effective_rules(&gate, &audit, domain);
    rules.retain(|rule| arguments.wants(&rule.policy) && is_level(rule));
    Ok(match arguments.output {
        ListFormat::Human => effective_table(&rules, domain),
        ListFormat::Json => effective_listing(&rules, domain, day),
    })
}

impl List {
    fn wants(&self, policy: &Policy) -> bool {
        let metadata = &policy.metadata;
        self.subject.is_none_or(|kind| metadata.subjects.contains(&kind))
            && self.area.as_ref().is_none_or(|wanted| *wanted == area(&metadata.id))
            && self.authority.as_ref().is_none_or(|owner| **owner == *metadata.owner)
    }
}

/// A mistyped name must not look like a mesh without policies.
fn must_be_known(arguments: &List, pack: &Pack) -> Result<(), String> {
    let areas: BTreeSet<String> = pack.policies.iter().map(|policy| area(&policy.metadata.id)).collect();
    let owners: BTreeSet<&str> = pack.policies.iter().map(|policy| &*policy.metadata.owner).collect();
    known(
        "area",
        arguments.area.as_deref(),
        areas.iter().map(|area| &**area).filter(|area| !area.is_empty()),
    )?;
    known(
        "authority with policies",
        arguments.authority.as_deref(),
        owners.into_iter(),
    )
}

fn known<'n>(what: &str, name: Option<&str>, names: impl Iterator<Item = &'n str>) -> Result<(), String> {
    let names: Vec<&str> = names.collect();
    match name {
        Some(name) if !names.contains(&name) => {
            let near = offer(&alike(name, names.iter().copied())).map_or(String::new(), |offer| format!("{offer} "));
            let there = if names.is_empty() {
                "there is none".to_owned()
            } else {
                format!("there are {}", names.join(", "))
            };
            Err(format!("there is no {what} `{name}`; {near}{there}"))
        }
        _ => Ok(()),
    }
}

fn must_be_domain(facts: &Facts<'_>, name: &str) -> Result<(), String> {
    let kind = Kind::Domain;
    let names: BTreeSet<Box<str>> = (0..facts.count(kind))
        .map(|index| facts.key(crate::facts::SubjectRef { kind, index }).name)
        .collect();
    known("domain", Some(name), names.iter().map(|name| &**name))
}

fn level(text: &str) -> Result<Level, String> {
    Level::from_name(text).ok_or_else(|| format!("the levels are {}", Level::ALL.map(Level::name).join(", ")))
}
