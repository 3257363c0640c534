//! Collect, check, compare, keep.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::adapter::{self, Request};
use crate::cli::check::style;
use crate::cli::collect::{collect, tell};
use crate::cli::exit::Exit;
use crate::cli::judging::{judge, refuse_misplaced};
use crate::cli::run::{must_exist, print, say, today};
use crate::collect::{Collection, Unfinished};
use crate::engine::{Judgements, Plan};
use crate::facts::{Facts, LimitSample};
use crate::federation::{Governance, InForce, in_force};
use crate::finding::{self, Assessment, Exemptions, Judged, OldDebt, Strictness};
use crate::history::{Audited, Comparison, DomainCounts, Retention, RunHead, Store, Trend, samples};
use crate::policy::{JudgeLimits, Pack, Point};
use crate::report::Format;
use crate::snapshot::Snapshot;
use crate::text::Limits;

use super::arguments::Audit;
use super::changes;
use super::forecasts::{Foretold, foretold};
use super::words::words;

/// Runs whose limits a forecast goes by, and runs that a trend shows.
const NIGHTS: usize = 180;
const SHOWN: usize = 14;

/// What earlier runs say.
struct Before {
    runs: Vec<RunHead>,
    limits: Vec<LimitSample>,
}

/// Everything that tonight says of change.
pub(super) struct Night<'a> {
    pub(super) run: &'a RunHead,
    pub(super) before: Option<&'a RunHead>,
    pub(super) comparison: Option<&'a Comparison>,
    pub(super) trend: &'a Trend,
    pub(super) foretold: &'a [Foretold],
    pub(super) snapshot: &'a Snapshot,
}

pub(in crate::cli) fn run(arguments: &Audit) -> Result<Exit, String> {
    let now = Timestamp::now();
    let as_of = arguments.as_of.unwrap_or_else(today);
    let pack = arguments.pack.load("nothing was collected or judged")?;
    let store = Store::open(&arguments.store).map_err(|error| error.to_string())?;
    // A store that does not answer is told before the tenant is read.
    store.runs().map_err(|error| error.to_string())?;
    let tenant = tenant(arguments)?;
    let here = std::env::current_dir().map_err(|error| format!("the working directory cannot be read: {error}"))?;
    let paths = paths(arguments);
    let request = request(arguments, &paths, &tenant, &here)?;
    let snapshot = adapter::load(&request);
    let before = before(&store, snapshot.observed.tenant.as_deref())?;
    let last = before.runs.last().cloned();
    let earlier = last
        .as_ref()
        .map(|run| store.findings(run))
        .transpose()
        .map_err(|error| error.to_string())?;
    let (assessment, plan, facts, judgements) = assess(arguments, &pack, &snapshot, before.limits, as_of)?;
    let comparison = earlier.map(|earlier| Comparison::between(&earlier, &assessment, (&facts, &plan, &judgements)));
    let limits = samples(&facts, as_of);
    let foretold = foretold(&facts);
    let run = keep(
        &store,
        &request,
        &Audited {
            at: now,
            tenant: snapshot.observed.tenant.clone(),
            assessment: &assessment,
            report: &report(&assessment)?,
            snapshot: None,
            counts: &DomainCounts::of(&plan, &judgements),
            limits: &limits,
            comparison: comparison.as_ref(),
            compared_with: last.as_ref().map(|run| run.id.clone()),
        },
    )?;
    let retention = Retention {
        runs: arguments.keep_runs,
        days: arguments.keep_days,
    };
    let gone = store.retain(retention, now).map_err(|error| error.to_string())?;
    let runs = runs_of(&store, run.tenant.as_deref())?;
    let trend = store.trend(tail(&runs, SHOWN)).map_err(|error| error.to_string())?;
    let night = Night {
        run: &run,
        before: last.as_ref(),
        comparison: comparison.as_ref(),
        trend: &trend,
        foretold: &foretold,
        snapshot: &snapshot,
    };
    tell_all(arguments, &assessment, &night, gone)?;
    Ok(assessment.verdict.into())
}

/// The runs of a tenant: another one's say nothing of this.
fn runs_of(store: &Store, tenant: Option<&str>) -> Result<Vec<RunHead>, String> {
    let mut runs = store.runs().map_err(|error| error.to_string())?;
    runs.retain(|run| run.tenant.as_deref() == tenant);
    Ok(runs)
}

fn tail(runs: &[RunHead], many: usize) -> &[RunHead] {
    runs.get(runs.len().saturating_sub(many)..).unwrap_or_default()
}

fn before(store: &Store, tenant: Option<&str>) -> Result<Before, String> {
    let runs = runs_of(store, tenant)?;
    let limits = store.limits(tail(&runs, NIGHTS)).map_err(|error| error.to_string())?;
    Ok(Before { runs, limits })
}

/// The snapshot of the tenant: one that is given, else one that is collected.
fn tenant(arguments: &Audit) -> Result<PathBuf, String> {
    if let Some(snapshot) = &arguments.snapshot {
        return Ok(snapshot.clone());
    }
    let collection = Collection {
        connection: arguments.connection.connection()?,
        question: arguments.question.question(),
        target: arguments.work.clone(),
        unfinished: Unfinished::ResumeRecent,
    };
    let collected = collect(&collection)?;
    tell(&collected, &arguments.work);
    Ok(arguments.work.clone())
}

fn paths(arguments: &Audit) -> Vec<PathBuf> {
    if arguments.paths.is_empty() {
        vec![PathBuf::from(".")]
    } else {
        arguments.paths.clone()
    }
}

fn request<'a>(
    arguments: &Audit,
    paths: &'a [PathBuf],
    tenant: &'a Path,
    here: &'a Path,
) -> Result<Request<'a>, String> {
    for path in paths.iter().map(PathBuf::as_path).chain([tenant]) {
        must_exist(path, here)?;
    }
    Ok(Request {
        paths,
        snapshot: Some(tenant),
        base: here,
        without: None,
        limits: Limits {
            bytes: arguments.max_file_size * 1024 * 1024,
            ..Limits::default()
        },
    })
}

type Judgement<'s> = (Assessment, Plan, Facts<'s>, Judgements);

fn assess<'s>(
    arguments: &Audit,
    pack: &Pack,
    snapshot: &'s Snapshot,
    history: Vec<LimitSample>,
    as_of: jiff::civil::Date,
) -> Result<Judgement<'s>, String> {
    refuse_misplaced(&Governance::of(snapshot), pack)?;
    let facts = Facts::derive(snapshot, None, as_of).with_history(history);
    let InForce { policies, standings } = in_force(None, &pack.policies, &facts, Point::Audit, as_of);
    let exemptions = if arguments.no_exemptions {
        Exemptions::Ignored
    } else {
        Exemptions::Heeded
    };
    let plan = exemptions.plan(policies);
    let limits = JudgeLimits {
        time: arguments.policy_timeout,
        memory: arguments.policy_memory << 20,
    };
    let (facts, judgements) = judge(facts, standings, &plan, &limits);
    let judged = Judged {
        facts: &facts,
        plan: &plan,
        judgements: &judgements,
    };
    let strictness = Strictness {
        point: Point::Audit,
        fail_on: arguments.fail_on.into(),
        old_debt: OldDebt::Counted,
    };
    Ok((finding::assess(judged, None, strictness), plan, facts, judgements))
}

fn report(assessment: &Assessment) -> Result<Vec<u8>, String> {
    let mut report = Vec::new();
    let written = Format::Json.write(assessment, crate::report::Style::default(), &mut report);
    written.map_err(|error| format!("the report could not be written: {}", error.kind()))?;
    Ok(report)
}

/// Freezes what was judged and puts it, with all the rest, into the store.
fn keep(store: &Store, request: &Request<'_>, audited: &Audited<'_>) -> Result<RunHead, String> {
    let folder = tempfile::tempdir().map_err(|error| format!("no folder could be made: {}", error.kind()))?;
    let frozen = folder.path().join("snapshot");
    adapter::freeze(request, &frozen).map_err(|error| error.to_string())?;
    let audited = Audited {
        snapshot: Some(&frozen),
        tenant: audited.tenant.clone(),
        compared_with: audited.compared_with.clone(),
        ..*audited
    };
    store.put(&audited).map_err(|error| error.to_string())
}

fn tell_all(arguments: &Audit, assessment: &Assessment, night: &Night<'_>, gone: usize) -> Result<(), String> {
    for output in &arguments.output {
        output.write(assessment, style(output.file.is_none()))?;
        if output.format == Format::Human && output.file.is_none() {
            print(&words(night))?;
        }
    }
    if let Some(file) = &arguments.changes {
        std::fs::write(file, changes::json(night)).map_err(|error| {
            format!(
                "{} could not be written: {}; name a file in a folder that exists and can be written to",
                file.display(),
                error.kind()
            )
        })?;
    }
    let removed = if gone == 0 {
        String::new()
    } else {
        format!("; {gone} old runs were removed")
    };
    say(&format!("kept as run {} in {}{removed}", night.run.id, arguments.store));
    Ok(())
}
