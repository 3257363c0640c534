//! `meshgov policy impact`.

use std::path::PathBuf;

use clap::Args;

use crate::cli::arguments::{MeshArguments, PointArgument, date};
use crate::cli::check::style;
use crate::cli::exit::Exit;
use crate::cli::judging::{judge, refuse_misplaced};
use crate::cli::mesh::load;
use crate::cli::pack::PackArguments;
use crate::cli::run::{as_of, complain, must_be_folder};
use crate::engine::Plan;
use crate::facts::{Facts, Standings};
use crate::federation::{Governance, InForce, PolicySet, Proposal, affected, in_force};
use crate::finding::{
    self, Assessment, Impact as Compared, ImpactVerdict, Judged, OldDebt, ShownAs, Strictness, assess,
};
use crate::policy::{JudgeLimits, Level, Pack, Point};
use crate::snapshot::Snapshot;

use super::impact_output::ImpactOutput;

#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub(in crate::cli) struct Impact {
    #[command(flatten)]
    pub(super) mesh: MeshArguments,
    #[command(flatten)]
    pack: PackArguments,
    /// The enforcement point whose levels are compared
    #[arg(long, value_enum, default_value_t = PointArgument::Gate)]
    point: PointArgument,
    /// A folder of policies in place of those of --policies, such as another version of them; may be repeated
    #[arg(long, value_name = "DIR")]
    with: Vec<PathBuf>,
    /// Take the levels that are dated to be in force on this day
    #[arg(long, value_name = "DATE", value_parser = date)]
    on: Option<jiff::civil::Date>,
    /// Begin the next dated stage of this policy now; may be repeated
    #[arg(long, value_name = "ID|CODE", value_parser = advance)]
    advance: Vec<Proposal>,
    /// Give this policy another level; may be repeated
    #[arg(long, value_name = "ID=LEVEL", value_parser = level)]
    level: Vec<Proposal>,
    /// Give a parameter of a policy another value, as JSON or as a bare text; may be repeated
    #[arg(long, value_name = "ID.PARAM=VALUE", value_parser = parameter)]
    set: Vec<Proposal>,
    /// A report: human, json or markdown, to standard output or to a file; may be repeated
    #[arg(long, short, value_name = "FORMAT[=FILE]", default_value = "human")]
    output: Vec<ImpactOutput>,
}

const EXIT_CODES: &str = "Exit codes:
  0  both were judged, whatever changes
  2  the command line, the configuration or a policy is wrong; nothing was judged
  3  nothing could be judged, or a policy broke";

/// What is in force, and what would be.
struct Worlds {
    before: InForce,
    after: InForce,
    /// The second world as it is ratified today.
    ratified: PolicySet,
}

pub(super) fn run(arguments: &Impact) -> Result<Exit, String> {
    if !arguments.proposes() {
        return Err(
            "nothing is proposed: say what would change, with --set ID.PARAM=VALUE, --level ID=LEVEL, --advance ID, \
                    --on DATE or --with DIR"
                .to_owned(),
        );
    }
    let pack = arguments.pack.load("nothing was judged")?;
    let other = arguments.other_pack()?;
    let loaded = load(&arguments.mesh)?;
    let (snapshot, base) = (&loaded.mesh, loaded.earlier());
    for pack in [Some(&pack), other.as_ref()].into_iter().flatten() {
        refuse_misplaced(&Governance::of(base.unwrap_or(snapshot)), pack)?;
    }
    let facts = Facts::derive(snapshot, base, as_of(&arguments.mesh));
    let worlds = worlds(arguments, &pack, other.as_ref(), base, &facts)?;
    let (facts, impact) = compared(worlds, facts, &loaded.shown());
    for output in &arguments.output {
        output.write(&impact, style(output.file.is_none()))?;
    }
    let exit = match impact.verdict {
        ImpactVerdict::Compared => Exit::Clean,
        ImpactVerdict::Untrusted => Exit::Untrusted,
    };
    // The process ends here; to take a large mesh apart piece by piece would only delay that.
    std::mem::forget((impact, facts));
    std::mem::forget(loaded);
    Ok(exit)
}

impl Impact {
    const fn proposes(&self) -> bool {
        let is_proposal = self.advance.is_empty() && self.level.is_empty() && self.set.is_empty();
        !is_proposal || self.on.is_some() || !self.with.is_empty()
    }

    /// The policies with other folders in place of those of `--policies`.
    fn other_pack(&self) -> Result<Option<Pack>, String> {
        if self.with.is_empty() {
            return Ok(None);
        }
        for folder in &self.with {
            must_be_folder(folder, "--with takes the folder that the policies are in")?;
        }
        let other = PackArguments {
            policies: self.with.clone(),
            ..self.pack
        };
        other.load("nothing was judged").map(Some)
    }

    fn proposals(&self) -> Vec<Proposal> {
        [&self.advance, &self.level, &self.set]
            .into_iter()
            .flatten()
            .cloned()
            .collect()
    }
}

/// What is in force, and the same with what is proposed.
fn worlds(
    arguments: &Impact,
    pack: &Pack,
    other: Option<&Pack>,
    base: Option<&Snapshot>,
    facts: &Facts<'_>,
) -> Result<Worlds, String> {
    let (point, today): (Point, _) = (arguments.point.into(), as_of(&arguments.mesh));
    let policies = &other.unwrap_or(pack).policies;
    let before = in_force(base, &pack.policies, facts, point, today);
    let resolved = match other {
        Some(_) => in_force(base, policies, facts, point, today),
        None => before.clone(),
    };
    let dated = match arguments.on {
        Some(day) => resolved
            .policies
            .with_levels_of(&in_force(base, policies, facts, point, day).policies),
        None => resolved.policies.clone(),
    };
    let proposed = dated.proposed(&arguments.proposals()).map_err(|errors| {
        let (last, others) = errors
            .split_last()
            .map_or((String::new(), &[][..]), |(last, others)| (last.to_string(), others));
        for error in others {
            complain(&error.to_string());
        }
        last
    })?;
    let after = InForce {
        policies: proposed.ratified_where_unlike(&before.policies),
        standings: resolved.standings,
    };
    Ok(Worlds {
        before,
        after,
        ratified: resolved.policies,
    })
}

/// Judges each world once, by the policies whose results may change.
fn compared<'s>(worlds: Worlds, facts: Facts<'s>, shown: &[ShownAs]) -> (Facts<'s>, Compared) {
    let Worlds {
        before,
        after,
        ratified,
    } = worlds;
    let differences = before.policies.differences(&after.policies, &ratified);
    let affected = affected(&before, &after, &differences);
    let narrow = |set: PolicySet| set.only(|rule| affected.contains(&rule.policy.metadata.id));
    let (facts, before) = judged(narrow(before.policies), before.standings, facts);
    let (facts, after) = judged(narrow(after.policies), after.standings, facts);
    let impact = finding::impact(&before.shown_as(shown), &after.shown_as(shown), differences);
    (facts, impact)
}

fn judged(policies: PolicySet, standings: Standings, facts: Facts<'_>) -> (Facts<'_>, Assessment) {
    let point = policies.point;
    let plan = Plan::new(policies);
    let (facts, judgements) = judge(facts, standings, &plan, &JudgeLimits::default());
    let judged = Judged {
        facts: &facts,
        plan: &plan,
        judgements: &judgements,
    };
    let strictness = Strictness {
        point,
        fail_on: Level::Deny,
        old_debt: OldDebt::Counted,
    };
    let assessment = assess(judged, None, strictness);
    (facts, assessment)
}

#[expect(clippy::unnecessary_wraps, reason = "a parser of the command line may fail")]
fn advance(text: &str) -> Result<Proposal, String> {
    Ok(Proposal::Advance { policy: text.into() })
}

fn level(text: &str) -> Result<Proposal, String> {
    let (policy, level) = text
        .split_once('=')
        .ok_or_else(|| "it is written like ING-001=deny".to_owned())?;
    let level =
        Level::from_name(level).ok_or_else(|| format!("the levels are {}", Level::ALL.map(Level::name).join(", ")))?;
    Ok(Proposal::Level {
        policy: policy.into(),
        level,
    })
}

fn parameter(text: &str) -> Result<Proposal, String> {
    let (left, value) = text.split_once('=').unwrap_or((text, ""));
    match left.rsplit_once('.') {
        Some((policy, name)) if left.len() < text.len() && !policy.is_empty() && !name.is_empty() => {
            Ok(Proposal::Parameter {
                policy: policy.into(),
                name: name.into(),
                value: value.into(),
            })
        }
        _ => Err("it is written like ING-001.max_domains=2".to_owned()),
    }
}
