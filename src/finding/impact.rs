//! Whose results change between two worlds of policies on one mesh.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::federation::RuleDifference;
use crate::policy::{Level, Metadata, Point, PolicyId};

use super::assessment::{Assessment, RulingCounts};
use super::finding::{Finding, Outcome};

/// What changes between two worlds.
#[derive(Debug)]
pub struct Impact {
    /// The day that both worlds speak of.
    pub as_of: jiff::civil::Date,
    /// The enforcement point.
    pub point: Point,
    /// The policies that differ, and those whose results change with theirs; in order of id.
    pub policies: Vec<PolicyImpact>,
    /// Each domain that takes part in a violation of these policies, in order of name; what is of no domain comes last.
    pub domains: Vec<DomainImpact>,
    /// All together; a violation with several parties counts once.
    pub total: Tally,
    /// The violations that are new, gone, or at another level: those that weigh most first.
    pub shifts: Vec<Shift>,
    /// Why the two worlds may not be trusted, in words.
    pub distrust: Vec<Box<str>>,
    /// What the comparison comes to.
    pub verdict: ImpactVerdict,
}

/// What a comparison comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImpactVerdict {
    /// Both worlds were judged.
    Compared,
    /// Nothing was judged, or a policy broke.
    Untrusted,
}

impl ImpactVerdict {
    /// The name in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Compared => "compared",
            Self::Untrusted => "untrusted",
        }
    }

    /// The exit code of the command: it informs, and fails nothing.
    pub const fn exit_code(self) -> u8 {
        match self {
            Self::Compared => 0,
            Self::Untrusted => 3,
        }
    }
}

/// How a violation changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ShiftKind {
    /// Only the second world has it.
    New,
    /// The second world has it at a higher level.
    Raised,
    /// The second world has it at a lower level.
    Lowered,
    /// Only the first world has it.
    Gone,
}

impl ShiftKind {
    /// Every kind, those that hit first.
    pub const ALL: [Self; 4] = [Self::New, Self::Raised, Self::Lowered, Self::Gone];

    /// The name in reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Raised => "raised",
            Self::Lowered => "lowered",
            Self::Gone => "gone",
        }
    }

    /// Whether it is a burden for the domains that take part.
    pub const fn hits(self) -> bool {
        matches!(self, Self::New | Self::Raised)
    }
}

/// A violation that changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Shift {
    /// How.
    pub kind: ShiftKind,
    /// Its level in the first world; none where it is new.
    pub before: Option<Level>,
    /// Its level in the second world; none where it is gone.
    pub after: Option<Level>,
    /// The violation as the second world has it; as the first has it where it is gone.
    pub finding: Finding,
}

/// How many violations change in which way, by level: that of the second world, and of the first for those that are gone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    changed: BTreeMap<(ShiftKind, Level), u64>,
    stays: BTreeMap<Level, u64>,
}

impl Tally {
    /// How many of a kind there are at each level, the strictest last.
    pub fn levels(&self, kind: ShiftKind) -> BTreeMap<Level, u64> {
        let of_kind = self.changed.iter().filter(|((one, _), _)| *one == kind);
        of_kind.map(|((_, level), count)| (*level, *count)).collect()
    }

    /// How many of a kind there are.
    pub fn count(&self, kind: ShiftKind) -> u64 {
        self.levels(kind).values().sum()
    }

    /// How many are the same in both worlds, at each level, the strictest last.
    pub const fn stays(&self) -> &BTreeMap<Level, u64> {
        &self.stays
    }

    /// How many change.
    pub fn changes(&self) -> u64 {
        self.changed.values().sum()
    }

    /// How many are a burden.
    pub fn hits(&self) -> u64 {
        let hitting = self.changed.iter().filter(|((kind, _), _)| kind.hits());
        hitting.map(|(_, count)| count).sum()
    }

    fn add(&mut self, one: &Compared) {
        match one {
            Compared::Shift(shift) => {
                let level = shift.after.or(shift.before).unwrap_or(Level::Off);
                *self.changed.entry((shift.kind, level)).or_default() += 1;
            }
            Compared::Same(finding) => *self.stays.entry(finding.level).or_default() += 1,
        }
    }
}

/// What changes for one domain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DomainImpact {
    /// The domain; none for what is of no domain.
    pub domain: Option<Box<str>>,
    /// What changes for it.
    pub tally: Tally,
}

/// What changes by one policy.
#[derive(Clone, Debug)]
pub struct PolicyImpact {
    /// The policy.
    pub policy: Arc<Metadata>,
    /// In what the worlds differ; none where only its results do, because it judges what others come to.
    pub difference: Option<RuleDifference>,
    /// What changes.
    pub tally: Tally,
    /// How many violations are exempt in each world.
    pub exempt: (u64, u64),
    /// How many subjects could not be evaluated in each world.
    pub cannot_evaluate: (u64, u64),
    /// On how many subjects it broke in each world.
    pub fault: (u64, u64),
}

/// A violation of one world beside that of the other.
enum Compared<'a> {
    Shift(Box<Shift>),
    Same(&'a Finding),
}

impl Compared<'_> {
    fn finding(&self) -> &Finding {
        match self {
            Self::Shift(shift) => &shift.finding,
            Self::Same(finding) => finding,
        }
    }
}

/// Compares two worlds that were judged by the policies which may differ.
pub fn impact(before: &Assessment, after: &Assessment, differences: Vec<RuleDifference>) -> Impact {
    let compared = compared(before, after);
    let mut total = Tally::default();
    let mut domains: BTreeMap<(bool, Box<str>), Tally> = BTreeMap::new();
    for one in &compared {
        total.add(one);
        for domain in parties(one.finding()) {
            let key = (domain.is_none(), domain.unwrap_or_default().into());
            domains.entry(key).or_default().add(one);
        }
    }
    let policies = policies(before, after, differences, &compared);
    let (distrust, verdict) = trust(before, after, &policies);
    let mut shifts: Vec<Shift> = compared
        .into_iter()
        .filter_map(|one| match one {
            Compared::Shift(shift) => Some(*shift),
            Compared::Same(_) => None,
        })
        .collect();
    // What weighs most comes first; otherwise the order of the findings is kept.
    shifts.sort_by_key(|shift| (shift.kind, std::cmp::Reverse(shift.after.or(shift.before))));
    Impact {
        as_of: after.as_of,
        point: after.point,
        policies,
        domains: domains
            .into_iter()
            .map(|((is_none, domain), tally)| DomainImpact {
                domain: (!is_none).then_some(domain),
                tally,
            })
            .collect(),
        total,
        shifts,
        distrust,
        verdict,
    }
}

/// The domains that a violation counts for: each of its parties, or none.
pub fn parties(finding: &Finding) -> Vec<Option<&str>> {
    if finding.parties.is_empty() {
        return vec![finding.domain.as_deref()];
    }
    finding.parties.iter().map(|party| Some(&**party)).collect()
}

/// Every violation of either world, in the order of the findings of the second one, with those that are gone at the end.
fn compared<'a>(before: &'a Assessment, after: &'a Assessment) -> Vec<Compared<'a>> {
    let mut left: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    for finding in violations(before).rev() {
        left.entry(identity(finding)).or_default().push(finding);
    }
    let after: Vec<&Finding> = violations(after).collect();
    let mut pairs: Vec<Option<&Finding>> = vec![None; after.len()];
    // Of several violations with one identity, those that also say the same are the same.
    for is_same in [says_the_same, |_: &Finding, _: &Finding| true] {
        for (finding, pair) in after.iter().zip(&mut pairs).filter(|(_, pair)| pair.is_none()) {
            let Some(known) = left.get_mut(identity(finding)) else {
                continue;
            };
            if let Some(at) = known.iter().rposition(|old| is_same(old, finding)) {
                *pair = Some(known.remove(at));
            }
        }
    }
    let mut compared: Vec<Compared<'_>> = after
        .iter()
        .zip(pairs)
        .map(|(finding, pair)| beside(pair, finding))
        .collect();
    let gone: BTreeSet<&str> = left.values().flatten().map(|finding| &*finding.fingerprint).collect();
    compared.extend(
        violations(before)
            .filter(|finding| gone.contains(&*finding.fingerprint))
            .map(|finding| {
                Compared::Shift(Box::new(Shift {
                    kind: ShiftKind::Gone,
                    before: Some(finding.level),
                    after: None,
                    finding: finding.clone(),
                }))
            }),
    );
    compared
}

fn beside<'a>(before: Option<&Finding>, finding: &'a Finding) -> Compared<'a> {
    let kind = match before {
        None => ShiftKind::New,
        Some(before) if before.level < finding.level => ShiftKind::Raised,
        Some(before) if before.level > finding.level => ShiftKind::Lowered,
        Some(_) => return Compared::Same(finding),
    };
    Compared::Shift(Box::new(Shift {
        kind,
        before: before.map(|before| before.level),
        after: Some(finding.level),
        finding: finding.clone(),
    }))
}

fn violations(assessment: &Assessment) -> impl DoubleEndedIterator<Item = &Finding> {
    let all = assessment.findings.iter();
    all.filter(|finding| finding.outcome == Outcome::Violation)
}

/// The fingerprint without the number that tells apart those that share it.
fn identity(finding: &Finding) -> &str {
    match finding.fingerprint.rsplit_once('-') {
        Some((identity, number)) if number.bytes().all(|byte| byte.is_ascii_digit()) => identity,
        _ => &finding.fingerprint,
    }
}

fn says_the_same(one: &Finding, other: &Finding) -> bool {
    one.message == other.message && one.location == other.location
}

fn policies(
    before: &Assessment,
    after: &Assessment,
    differences: Vec<RuleDifference>,
    compared: &[Compared<'_>],
) -> Vec<PolicyImpact> {
    let mut tallies: BTreeMap<&PolicyId, Tally> = BTreeMap::new();
    for one in compared {
        tallies.entry(&one.finding().policy).or_default().add(one);
    }
    let mut differences: BTreeMap<PolicyId, RuleDifference> = differences
        .into_iter()
        .map(|one| (one.policy.id.clone(), one))
        .collect();
    let (before, after) = (rows(before), rows(after));
    let mut ids: BTreeSet<PolicyId> = differences.keys().cloned().collect();
    ids.extend(
        tallies
            .iter()
            .filter(|(_, tally)| tally.changes() > 0)
            .map(|(id, _)| (*id).clone()),
    );
    ids.into_iter()
        .filter_map(|id| {
            let (before, after) = (before.get(&id), after.get(&id));
            let difference = differences.remove(&id);
            let metadata = difference
                .as_ref()
                .map(|one| &one.policy)
                .or_else(|| Some(&after.or(before)?.policy))?;
            let both = |count: fn(&RulingCounts) -> u64| {
                (before.map_or(0, |row| count(row)), after.map_or(0, |row| count(row)))
            };
            Some(PolicyImpact {
                policy: Arc::clone(metadata),
                tally: tallies.get(&id).cloned().unwrap_or_default(),
                exempt: both(|row| row.counts.exempt),
                cannot_evaluate: both(|row| row.counts.cannot_evaluate),
                fault: both(|row| row.counts.fault),
                difference,
            })
        })
        .collect()
}

fn rows(assessment: &Assessment) -> BTreeMap<&PolicyId, &RulingCounts> {
    assessment.policies.iter().map(|row| (&row.policy.id, row)).collect()
}

/// Why the comparison may not be trusted, and whether that is so bad that it says nothing.
fn trust(before: &Assessment, after: &Assessment, policies: &[PolicyImpact]) -> (Vec<Box<str>>, ImpactVerdict) {
    let is_judged = |assessment: &Assessment| assessment.summary.judgements > 0;
    let is_empty = after.summary.documents == 0 && after.coverage.is_empty();
    let is_judged_at_all = is_judged(before) || is_judged(after);
    // Where the worlds are the same there was nothing to judge, unless the mesh itself is empty.
    let says_nothing = !is_judged_at_all && (is_empty || !policies.is_empty());
    let both = [before, after].into_iter();
    let told = both.filter(|assessment| {
        if is_judged_at_all {
            is_judged(assessment)
        } else {
            says_nothing
        }
    });
    let mut reasons: Vec<Box<str>> = Vec::new();
    for reason in told.flat_map(|assessment| &assessment.summary.distrust) {
        if !reasons.contains(reason) {
            reasons.push(reason.clone());
        }
    }
    let is_broken = before.summary.fault + after.summary.fault > 0;
    let verdict = if says_nothing || is_broken {
        ImpactVerdict::Untrusted
    } else {
        ImpactVerdict::Compared
    };
    (reasons, verdict)
}

#[cfg(test)]
mod tests {
    use super::{Impact, ImpactVerdict, ShiftKind, impact};
    use crate::finding::{Assessment, Finding, OldDebt, Outcome, Summary, Verdict};
    use crate::policy::{Level, Point, PolicyId, Severity};

    fn finding(fingerprint: &str, level: Level, message: &str, parties: &[&str]) -> Finding {
        Finding {
            fingerprint: fingerprint.into(),
            policy: PolicyId("mesh.a.b".into()),
            outcome: Outcome::Violation,
            baseline: None,
            level,
            severity: Severity::Low,
            subject: None,
            domain: None,
            message: message.into(),
            remediation: "".into(),
            parties: parties.iter().map(|party| Box::from(*party)).collect(),
            actual: None,
            expected: None,
            location: None,
            related: Vec::new(),
            subjects: 1,
            exception: None,
            exemption: None,
            why: Vec::new(),
        }
    }

    fn assessment(findings: Vec<Finding>) -> Assessment {
        Assessment {
            old_problems: std::collections::BTreeSet::new(),
            as_of: jiff::civil::date(2026, 11, 23),
            point: Point::Gate,
            old_debt: OldDebt::Counted,
            verdict: Verdict::Clean,
            summary: Summary {
                judgements: 1,
                documents: 1,
                ..Summary::default()
            },
            policies: Vec::new(),
            findings,
            fixed: Vec::new(),
            problems: Vec::new(),
            coverage: Vec::new(),
            sources: Vec::new(),
        }
    }

    fn compare(before: Vec<Finding>, after: Vec<Finding>) -> Impact {
        impact(&assessment(before), &assessment(after), Vec::new())
    }

    #[test]
    fn a_violation_is_new_raised_lowered_gone_or_the_same() {
        use Level::{Deny, Note, Warn};
        let before = vec![
            finding("a1", Warn, "a", &["x"]),
            finding("b1", Warn, "b", &["x"]),
            finding("c1", Warn, "c", &["x"]),
            finding("d1", Warn, "d", &["x"]),
        ];
        let after = vec![
            finding("b1", Deny, "said in other words", &["x"]),
            finding("c1", Note, "c", &["x"]),
            finding("d1", Warn, "d", &["x"]),
            finding("e1", Note, "e", &["x"]),
        ];
        let impact = compare(before, after);
        let told: Vec<_> = impact
            .shifts
            .iter()
            .map(|shift| (shift.kind, &*shift.finding.fingerprint))
            .collect();
        let expected = [
            (ShiftKind::New, "e1"),
            (ShiftKind::Raised, "b1"),
            (ShiftKind::Lowered, "c1"),
            (ShiftKind::Gone, "a1"),
        ];
        assert_eq!(told, expected);
        assert_eq!(impact.total.stays().get(&Warn), Some(&1));
        assert_eq!(impact.verdict, ImpactVerdict::Compared);
    }

    #[test]
    fn of_violations_that_share_an_identity_those_that_say_the_same_are_the_same() {
        let before = vec![
            finding("ab", Level::Deny, "the first", &[]),
            finding("ab-2", Level::Deny, "the second", &[]),
        ];
        let impact = compare(before, vec![finding("ab", Level::Deny, "the second", &[])]);
        let gone: Vec<_> = impact
            .shifts
            .iter()
            .map(|shift| (shift.kind, &*shift.finding.message))
            .collect();
        assert_eq!(gone, [(ShiftKind::Gone, "the first")]);
    }

    #[test]
    fn a_violation_counts_for_each_party_and_once_in_all() {
        let after = vec![
            finding("ab", Level::Deny, "of two", &["x", "y"]),
            finding("cd", Level::Note, "of none", &[]),
        ];
        let impact = compare(Vec::new(), after);
        let domains: Vec<_> = impact
            .domains
            .iter()
            .map(|one| (one.domain.as_deref(), one.tally.hits()))
            .collect();
        assert_eq!(domains, [(Some("x"), 1), (Some("y"), 1), (None, 1)]);
        assert_eq!(impact.total.hits(), 2);
    }

    #[test]
    fn a_world_in_which_a_policy_broke_is_not_to_be_trusted() {
        let mut after = assessment(Vec::new());
        after.summary.fault = 1;
        after.summary.distrust = vec!["mesh.a.b broke on 1 of 1 subject".into()];
        let impact = impact(&assessment(Vec::new()), &after, Vec::new());
        assert_eq!(impact.verdict, ImpactVerdict::Untrusted);
        assert_eq!(impact.distrust.len(), 1);
    }
}
