//! From judgements to findings, with their places, and to the verdict.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;
use serde_json::Value;

use crate::engine::{Difference, Judgement, Judgements, Plan, Ruling, Said};
use crate::facts::{Facts, Fields};
use crate::federation::LiveExemption;
use crate::policy::{Level, Point, Violation};
use crate::snapshot::{ChangeSet, Location, Problem, Scope, Snapshot};
use crate::text::{Source, Step};

use super::assessment::{Assessment, Ratchet, RulingCounts, Summary, Verdict};
use super::deed::{deeds, place, tell};
use super::distrust::distrust;
use super::finding::{Baseline, Exempting, Finding, Outcome, Related};
use super::fingerprint::{fingerprint, stable_pointer};
use super::grouped::{cannot_evaluate, faults};
use super::ratchet::{Located, ratchet};

/// How strict a run is.
#[derive(Clone, Copy, Debug)]
pub struct Strictness {
    /// The enforcement point.
    pub point: Point,
    /// The lowest level that fails the run.
    pub fail_on: Level,
    /// Whether findings that the base has too fail it.
    pub old_debt: OldDebt,
}

/// What findings that the base has too do to a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum OldDebt {
    /// They are told, and fail nothing.
    #[default]
    Tolerated,
    /// They fail the run as new ones do.
    Counted,
}

/// A state of the mesh, judged.
#[derive(Clone, Copy, Debug)]
pub struct Judged<'a> {
    /// The mesh.
    pub facts: &'a Facts<'a>,
    /// What is in force.
    pub plan: &'a Plan,
    /// What was judged.
    pub judgements: &'a Judgements,
}

/// What a change is held against.
#[derive(Clone, Copy, Debug)]
pub struct Against<'a> {
    /// The base, of which the subjects are judged that differ from those of the change.
    pub base: Judged<'a>,
    /// The subjects of the change and of the base that the other one does not have just as they are.
    pub difference: &'a Difference,
    /// The documents in which the two differ.
    pub changes: &'a ChangeSet,
}

/// Turns what was judged into what is reported.
pub fn assess(judged: Judged<'_>, against: Option<Against<'_>>, strictness: Strictness) -> Assessment {
    let Judged {
        facts,
        plan,
        judgements,
    } = judged;
    let snapshot = facts.snapshot();
    let mut findings = told(judged);
    for (index, ruling) in plan.rulings.iter().enumerate() {
        let grouped = cannot_evaluate(facts, ruling, index, judgements);
        let faults = faults(facts, ruling, index, judgements);
        let all = grouped.into_iter().chain(faults);
        findings.extend(all.map(|finding| Located { finding, subject: None }));
    }
    findings.par_sort_by(|a, b| order(&a.finding).cmp(&order(&b.finding)));
    let fixed = against.map(|against| {
        let mut base: Vec<Finding> = told(against.base).into_iter().map(|located| located.finding).collect();
        base.sort_by(|a, b| order(a).cmp(&order(b)));
        ratchet(&mut findings, base, &against.difference.first)
    });
    if let Some(against) = against {
        let deeds = deeds(against.changes, facts, against.base.facts);
        for located in &mut findings {
            tell(&mut located.finding, &deeds);
            place(located, &deeds, facts);
        }
        findings.sort_by(|a, b| order(&a.finding).cmp(&order(&b.finding)));
    }
    let mut findings: Vec<Finding> = findings.into_iter().map(|located| located.finding).collect();
    let collisions = tell_apart(&mut findings);

    let mut summary = summary(facts, plan, judgements);
    summary.collisions = collisions;
    if let Some(fixed) = &fixed {
        let count = |baseline| {
            let all = findings.iter().filter(|finding| finding.baseline == Some(baseline));
            all.filter(|finding| finding.outcome == Outcome::Violation).count() as u64
        };
        summary.ratchet = Some(Ratchet {
            new: count(Baseline::New),
            unchanged: count(Baseline::Unchanged),
            fixed: fixed.len() as u64,
        });
    }
    let fails = findings.iter().any(|finding| is_failing(finding, strictness));
    let verdict = match (fails, summary.distrust.is_empty()) {
        (true, _) => Verdict::Violations,
        (false, false) => Verdict::Untrusted,
        (false, true) => Verdict::Clean,
    };
    Assessment {
        as_of: plan.as_of,
        point: strictness.point,
        old_debt: strictness.old_debt,
        verdict,
        summary,
        policies: ruling_counts(plan, judgements),
        findings,
        fixed: fixed.unwrap_or_default(),
        problems: snapshot.problems.clone(),
        old_problems: against.map_or_else(BTreeSet::new, |against| {
            old_problems(snapshot, against.base.facts.snapshot())
        }),
        coverage: snapshot.coverage.clone(),
        sources: sources(snapshot),
    }
}

/// The problems that the base has too.
fn old_problems(mesh: &Snapshot, base: &Snapshot) -> BTreeSet<usize> {
    let known = |problem: &Problem| base.problems.binary_search(problem).is_ok();
    (0..mesh.problems.len())
        .filter(|index| mesh.problems.get(*index).is_some_and(known))
        .collect()
}

/// Whether a finding fails the run.
fn is_failing(finding: &Finding, strictness: Strictness) -> bool {
    finding.outcome == Outcome::Violation
        && finding.level >= strictness.fail_on
        && (strictness.old_debt == OldDebt::Counted || finding.baseline != Some(Baseline::Unchanged))
}

/// Every violation, exempt or not, in no order.
fn told(judged: Judged<'_>) -> Vec<Located> {
    let all = judged.judgements.told.par_iter();
    all.flat_map_iter(|judgement| {
        let violations = violations(judged.facts, judged.plan, judgement);
        violations.into_iter().map(|finding| Located {
            finding,
            subject: Some(judgement.subject),
        })
    })
    .collect()
}

/// The findings of one judgement that something is wrong.
fn violations(facts: &Facts<'_>, plan: &Plan, judgement: &Judgement) -> Vec<Finding> {
    let (Some(ruling), Said::Violations { violations, exemption }) =
        (plan.rulings.get(judgement.ruling), &judgement.said)
    else {
        return Vec::new();
    };
    let exemption = exemption.and_then(|index| plan.exemptions.get(index));
    let subject = Told {
        facts,
        ruling,
        judgement,
        exemption,
        input: facts.subject(judgement.subject, &told_fields(ruling, violations)),
    };
    violations
        .iter()
        .map(|violation| subject.violation(violation))
        .collect()
}

/// A subject of which something is told, with the fields that telling it needs.
struct Told<'a> {
    facts: &'a Facts<'a>,
    ruling: &'a Ruling,
    judgement: &'a Judgement,
    exemption: Option<&'a LiveExemption>,
    input: Value,
}

impl Told<'_> {
    fn violation(&self, violation: &Violation) -> Finding {
        let metadata = &self.ruling.policy().metadata;
        let about = self.judgement.subject;
        let key = self.facts.key(about);
        let domain = self.facts.domain(about).map(Box::from);
        let location = self.facts.locate(about, &violation.path);
        let related = self
            .facts
            .related(about, location.as_ref())
            .into_iter()
            .map(|(location, message)| Related {
                location,
                message: message.into(),
            })
            .collect();
        let mut parties = violation.parties.clone();
        if parties.is_empty() {
            parties.extend(domain.clone());
            // A domain judges only what it takes part in.
            if let Scope::Domain(owner) = &self.ruling.rule.owner {
                parties.push(owner.clone());
            }
        }
        parties.sort();
        parties.dedup();
        let pointer = stable_pointer(&self.input, &violation.path);
        let effective = &self.judgement.effective;
        Finding {
            fingerprint: fingerprint(&metadata.id, Some(&key), pointer.as_str(), violation.key.as_deref()),
            policy: metadata.id.clone(),
            outcome: if self.exemption.is_some() || violation.exception.is_some() {
                Outcome::Exempt
            } else {
                Outcome::Violation
            },
            baseline: None,
            level: violation
                .level
                .map_or(effective.level, |level| level.min(effective.level)),
            severity: metadata.severity,
            remediation: self.ruling.policy().remediation(violation, &self.input).into(),
            subject: Some(key),
            domain,
            message: violation.message.clone(),
            parties,
            actual: violation.actual.clone(),
            expected: violation.expected.clone(),
            location,
            related,
            subjects: 1,
            exception: violation.exception.clone(),
            exemption: self.exemption.map(Exempting::of),
            why: effective.why.clone(),
        }
    }
}

/// What telling these violations reads of their subject: what the remediation names, and the lists whose elements a path
/// counts, since a fingerprint knows those by their names.
fn told_fields(ruling: &Ruling, violations: &[Violation]) -> Fields {
    let mut fields = match ruling.policy().remediation_fields() {
        Fields::Only(fields) => fields,
        Fields::All => return Fields::All,
    };
    for violation in violations {
        if let (Some(Step::Key(first)), true) = (violation.path.first(), violation.path.iter().any(is_index)) {
            fields.insert(first.clone());
        }
    }
    Fields::Only(fields)
}

const fn is_index(step: &Step) -> bool {
    matches!(step, Step::Index(_))
}

/// The order of a report: what is wrong first, then by domain, place, policy and subject.
fn order(finding: &Finding) -> impl Ord {
    (
        finding.outcome,
        &finding.domain,
        &finding.location,
        &finding.policy,
        &finding.subject,
        &finding.message,
    )
}

/// Findings that share an identity, such as those of two objects with one id, are told apart by their order. How many there
/// are beside the first of each identity.
fn tell_apart(findings: &mut [Finding]) -> u64 {
    let mut collisions = 0;
    let mut seen: BTreeMap<Box<str>, u32> = BTreeMap::new();
    for finding in findings {
        let count = seen.entry(finding.fingerprint.clone()).or_insert(0);
        *count += 1;
        if *count > 1 {
            collisions += 1;
            finding.fingerprint = format!("{}-{count}", finding.fingerprint).into();
        }
    }
    collisions
}

fn ruling_counts(plan: &Plan, judgements: &Judgements) -> Vec<RulingCounts> {
    plan.rulings
        .iter()
        .zip(&judgements.counts)
        .map(|(ruling, counts)| RulingCounts {
            policy: Arc::clone(&ruling.policy().metadata),
            level: ruling.level(),
            missing_consent: missing_consent(plan, ruling),
            counts: *counts,
        })
        .collect()
}

/// What a policy lacks that would deny if the domains consented.
fn missing_consent(plan: &Plan, ruling: &Ruling) -> Option<Box<str>> {
    let consent = ruling.rule.consent.as_ref().filter(|consent| !consent.is_given())?;
    ruling
        .rule
        .would_deny(plan.point, plan.as_of)
        .then(|| consent.to_string().into())
}

fn summary(facts: &Facts<'_>, plan: &Plan, judgements: &Judgements) -> Summary {
    let snapshot = facts.snapshot();
    let sum = |which: fn(&crate::engine::Counts) -> u64| judgements.counts.iter().map(which).sum();
    Summary {
        subjects: judgements.subjects,
        judgements: sum(crate::engine::Counts::judgements),
        pass: sum(|counts| counts.pass),
        violation: sum(|counts| counts.violation),
        exempt: sum(|counts| counts.exempt),
        not_applicable: sum(|counts| counts.not_applicable),
        cannot_evaluate: sum(|counts| counts.cannot_evaluate),
        fault: sum(|counts| counts.fault),
        documents: snapshot.counts.documents,
        problems: snapshot.problems.len() as u64,
        ratchet: None,
        collisions: 0,
        distrust: distrust(snapshot, facts, plan, judgements),
    }
}

/// The texts that locations may point into, in order of name.
fn sources(snapshot: &Snapshot) -> Vec<Arc<Source>> {
    let mut sources: Vec<Arc<Source>> = snapshot.unparsed.clone();
    for document in &snapshot.documents {
        if sources.last().is_none_or(|last| !Arc::ptr_eq(last, &document.source)) {
            sources.push(Arc::clone(&document.source));
        }
    }
    sources.sort_by(|a, b| a.name().cmp(b.name()));
    sources
}

/// Whether a location is in one of these sources; used by reports that show excerpts.
impl Assessment {
    /// The text that a location points into, where it is at hand.
    pub fn source_of(&self, location: &Location) -> Option<&Arc<Source>> {
        let Location::File { file, .. } = location else {
            return None;
        };
        self.sources
            .binary_search_by(|source| source.name().cmp(file))
            .ok()
            .and_then(|index| self.sources.get(index))
    }
}
