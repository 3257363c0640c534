//! The table of judgements: how many came out how, by policy and domain.

use crate::engine::{Counts, Judgements, Plan};

use super::run::RowHead;
use super::table::{Column, Row, Values};

/// How the judgements of one policy on the subjects of one domain came out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DomainCounts {
    /// The policy.
    pub policy: Box<str>,
    /// Its level, as its owner has it.
    pub level: Box<str>,
    /// The domain; none for subjects of none.
    pub domain: Option<Box<str>>,
    /// The outcomes, each with how many judgements came out so.
    pub outcomes: Vec<(&'static str, u64)>,
}

impl DomainCounts {
    /// The counts of a run, in order of policy and domain; what has no judgement is left out.
    pub fn of(plan: &Plan, judgements: &Judgements) -> Vec<Self> {
        let mut all = Vec::new();
        for (index, ruling) in plan.rulings.iter().enumerate() {
            for (domain, counts) in &judgements.domains {
                let Some(counts) = counts.get(index).filter(|counts| counts.judgements() > 0) else {
                    continue;
                };
                all.push(Self {
                    policy: ruling.policy().metadata.id.0.clone(),
                    level: ruling.level().name().into(),
                    domain: (!domain.is_empty()).then(|| domain.clone()),
                    outcomes: outcomes(counts),
                });
            }
        }
        all
    }
}

fn outcomes(counts: &Counts) -> Vec<(&'static str, u64)> {
    let all = [
        ("pass", counts.pass),
        ("violation", counts.violation),
        ("exempt", counts.exempt),
        ("not_applicable", counts.not_applicable),
        ("cannot_evaluate", counts.cannot_evaluate),
        ("fault", counts.fault),
    ];
    all.into_iter().filter(|(_, count)| *count > 0).collect()
}

/// Counts, and one outcome of them.
type Counted<'a> = (&'a DomainCounts, &'a str, u64);

/// The columns: one row for each policy, domain and outcome.
pub(super) fn columns(head: &RowHead, counts: &[DomainCounts]) -> Vec<Column> {
    let rows: Vec<Counted<'_>> = counts
        .iter()
        .flat_map(|one| one.outcomes.iter().map(move |(outcome, count)| (one, *outcome, *count)))
        .collect();
    let text = |of: &dyn Fn(&Counted<'_>) -> Option<Box<str>>| Values::Text(rows.iter().map(of).collect());
    let mut columns = head.columns(rows.len());
    columns.extend([
        ("policy", text(&|(one, ..)| Some(one.policy.clone()))),
        ("level", text(&|(one, ..)| Some(one.level.clone()))),
        ("domain", text(&|(one, ..)| one.domain.clone())),
        ("outcome", text(&|(_, outcome, _)| Some((*outcome).into()))),
        (
            "judgements",
            Values::Number(
                rows.iter()
                    .map(|(.., count)| i64::try_from(*count).unwrap_or(i64::MAX))
                    .collect(),
            ),
        ),
    ]);
    columns
}

/// A row read back; none where it is no count.
pub(super) fn past(row: &Row) -> Option<PastCount> {
    Some(PastCount {
        policy: row.text("policy")?.into(),
        domain: row.text("domain").map(Into::into),
        outcome: row.text("outcome")?.into(),
        judgements: u64::try_from(row.number("judgements")?).ok()?,
    })
}

/// How many judgements of an earlier run came out so.
#[derive(Clone, Debug)]
pub(super) struct PastCount {
    pub(super) policy: Box<str>,
    pub(super) domain: Option<Box<str>>,
    pub(super) outcome: Box<str>,
    pub(super) judgements: u64,
}
