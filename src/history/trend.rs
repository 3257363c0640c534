//! Which way things go: counts of the last runs, by policy and by domain.

use std::collections::BTreeMap;

use super::judgements::PastCount;
use super::run::RunHead;

/// The counts of one policy and domain over the runs, oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrendRow {
    /// The policy.
    pub policy: Box<str>,
    /// The domain; none for subjects of none.
    pub domain: Option<Box<str>>,
    /// Judgements that were violations, one number a run.
    pub violations: Vec<u64>,
    /// Judgements that could not be evaluated, one number a run.
    pub undecided: Vec<u64>,
}

/// The last runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trend {
    /// The runs, oldest first.
    pub runs: Vec<RunHead>,
    /// In order of policy and domain; rows that were never anything but passes are left out.
    pub rows: Vec<TrendRow>,
}

/// Counts by policy and domain.
type Counted = BTreeMap<(Box<str>, Option<Box<str>>), Vec<(u64, u64)>>;

impl Trend {
    /// Puts the counts of runs together. Each run has its rows of policy, domain, outcome and judgements.
    pub(super) fn of(runs: Vec<(RunHead, Vec<PastCount>)>) -> Self {
        let mut counted = Counted::new();
        let many = runs.len();
        let mut heads = Vec::with_capacity(many);
        for (index, (head, rows)) in runs.into_iter().enumerate() {
            heads.push(head);
            for PastCount {
                policy,
                domain,
                outcome,
                judgements,
            } in rows
            {
                let row = counted.entry((policy, domain)).or_insert_with(|| vec![(0, 0); many]);
                if let Some((violations, undecided)) = row.get_mut(index) {
                    match &*outcome {
                        "violation" => *violations += judgements,
                        "cannot_evaluate" | "fault" => *undecided += judgements,
                        _ => {}
                    }
                }
            }
        }
        let rows = counted
            .into_iter()
            .filter(|(_, counts)| counts.iter().any(|count| *count != (0, 0)))
            .map(|((policy, domain), counts)| TrendRow {
                policy,
                domain,
                violations: counts.iter().map(|(violations, _)| *violations).collect(),
                undecided: counts.iter().map(|(_, undecided)| *undecided).collect(),
            })
            .collect();
        Self { runs: heads, rows }
    }

    /// Violations by domain, one number a run; the empty domain holds what is of none.
    pub fn by_domain(&self) -> BTreeMap<Box<str>, Vec<u64>> {
        self.sum(|row| row.domain.clone().unwrap_or_default())
    }

    /// Violations by policy, one number a run.
    pub fn by_policy(&self) -> BTreeMap<Box<str>, Vec<u64>> {
        self.sum(|row| row.policy.clone())
    }

    fn sum(&self, by: impl Fn(&TrendRow) -> Box<str>) -> BTreeMap<Box<str>, Vec<u64>> {
        let mut sums: BTreeMap<Box<str>, Vec<u64>> = BTreeMap::new();
        for row in &self.rows {
            let sum = sums.entry(by(row)).or_insert_with(|| vec![0; self.runs.len()]);
            for (sum, violations) in sum.iter_mut().zip(&row.violations) {
                *sum += violations;
            }
        }
        sums.retain(|_, sum| sum.iter().any(|violations| *violations > 0));
        sums
    }
}
