//! Another world of policies: what is in force, with something changed that somebody thinks of proposing.
//!
//! What is proposed is tried as if the owner of the policy had set it for everybody. What scopes below set still applies on
//! top of it, and exemptions stay as they are.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde_json::Value;

use crate::policy::{Class, Level, Parameter, Point, Stage, alike};
use crate::snapshot::Location;

use super::policy_set::{PolicySet, Rule, Setting};
use super::proposal::{Proposal, ProposalError};
use super::stages::Stages;
use super::tree::Tree;

/// What reports call whoever set what is only proposed.
const PROPOSAL: &str = "the proposal";

/// Naming a policy is closer than naming an area.
const CLOSEST: usize = usize::MAX;

impl PolicySet {
    /// The same with the levels that another one has on its day: those that are dated begin then. All else stays as it is.
    #[must_use]
    pub fn with_levels_of(&self, other: &Self) -> Self {
        let mut world = self.clone();
        world.rules.clone_from(&other.rules);
        for rule in &mut world.rules {
            hold(
                rule,
                &self.tree,
                (self.point, self.as_of),
                other.as_of,
                Whose::Everybody,
            );
        }
        world
    }

    /// The same with what is proposed, as if the domains had consented to it.
    ///
    /// # Errors
    ///
    /// Everything that cannot be tried.
    pub fn proposed(&self, proposals: &[Proposal]) -> Result<Self, Vec<ProposalError>> {
        let mut world = self.clone();
        let mut errors = Vec::new();
        let mut seen: BTreeSet<(Box<str>, Box<str>)> = BTreeSet::new();
        for proposal in proposals {
            let tried = world.propose(proposal).and_then(|(policy, what)| {
                if seen.insert((policy.clone(), what.clone())) {
                    Ok(())
                } else {
                    Err(ProposalError::Twice { policy, what })
                }
            });
            errors.extend(tried.err());
        }
        if errors.is_empty() { Ok(world) } else { Err(errors) }
    }

    /// The same, where policies that differ from those of another set deny as if the domains had consented: what somebody
    /// thinks of proposing cannot be ratified yet.
    #[must_use]
    pub fn ratified_where_unlike(mut self, other: &Self) -> Self {
        for rule in &mut self.rules {
            let others = other
                .rules
                .iter()
                .find(|one| one.policy.metadata.id == rule.policy.metadata.id);
            if others.is_none_or(|others| !rule.is_like(others, self.point, self.as_of)) {
                rule.consent = None;
            }
        }
        self
    }

    /// Only the policies that are wanted; exemptions stay.
    #[must_use]
    pub fn only(mut self, wants: impl Fn(&Rule) -> bool) -> Self {
        self.rules.retain(wants);
        self
    }

    /// Tries one proposal, and says what of which policy it changes.
    fn propose(&mut self, proposal: &Proposal) -> Result<(Box<str>, Box<str>), ProposalError> {
        let Self {
            rules,
            tree,
            as_of,
            point,
            ..
        } = self;
        let Some(at) = rules.iter().position(|rule| rule.is_called(proposal.policy())) else {
            return Err(no_policy(proposal.policy(), rules));
        };
        let Some(rule) = rules.get_mut(at) else {
            return Err(no_policy(proposal.policy(), rules));
        };
        let policy: Box<str> = called(rule).into();
        // What is only proposed cannot be ratified yet.
        rule.consent = None;
        match proposal {
            Proposal::Advance { .. } => {
                let next = next_stage(rule, *point, *as_of).ok_or_else(|| ProposalError::NoStage {
                    policy: policy.clone(),
                    point: *point,
                    day: *as_of,
                    stages: stages(rule, *point),
                })?;
                hold(rule, tree, (*point, *as_of), next, Whose::Owner);
                Ok((policy, "level".into()))
            }
            Proposal::Level { level, .. } => {
                if rule.policy.metadata.class == Class::Advisory && *level > Level::Warn {
                    return Err(ProposalError::Advisory { policy });
                }
                let is_set = own(rule).any(|setting| !setting.stages.at(*point).is_empty());
                if !is_set && rule.policy.metadata.levels.on(*point, *as_of) == *level {
                    return Ok((policy, "level".into()));
                }
                for setting in own(rule) {
                    setting.stages = Stages::default();
                }
                let levels = Stages::fixed(*point, *level);
                set(rule, tree, setting(rule, CLOSEST, PROPOSAL, levels, BTreeMap::new()));
                Ok((policy, "level".into()))
            }
            Proposal::Parameter { name, value, .. } => {
                let parameters = &rule.policy.metadata.parameters;
                let parameter = parameters
                    .get(name)
                    .ok_or_else(|| no_parameter(&policy, name, parameters.keys()))?;
                let value = read(parameter, value).ok_or_else(|| ProposalError::Mistyped {
                    policy: policy.clone(),
                    name: name.clone(),
                    value: value.clone(),
                    takes: parameter.kind.described(),
                    default: parameter.default.to_string().into(),
                })?;
                let is_default = value == parameter.default;
                let removed = own(rule).filter_map(|setting| setting.parameters.remove(name)).count();
                if is_default && removed == 0 {
                    return Ok((policy, name.clone()));
                }
                let values = BTreeMap::from([(name.clone(), value)]);
                set(rule, tree, setting(rule, CLOSEST, PROPOSAL, Stages::default(), values));
                Ok((policy, name.clone()))
            }
        }
    }
}

/// Whose levels move to another day.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whose {
    Everybody,
    Owner,
}

/// Gives a rule the levels at a point that it has on another day, as if they held from ever on.
fn hold(rule: &mut Rule, tree: &Tree, (point, now): (Point, Date), day: Date, whose: Whose) {
    let owner = rule.owner.clone();
    for setting in &mut rule.settings {
        if whose == Whose::Everybody || setting.scope == owner {
            setting.stages = setting.stages.held(point, day);
        }
    }
    let levels = &rule.policy.metadata.levels;
    let level = levels.on(point, day);
    if levels.on(point, now) == level {
        return;
    }
    // The author's own level counts as one that its owner sets for all policies: whatever else the owner sets is closer.
    let is_overruled = rule.settings.iter().any(|setting| {
        setting.scope == owner && setting.rank() == (0, false) && setting.stages.on(point, day).is_some()
    });
    if is_overruled {
        return;
    }
    let began = levels
        .stages(point)
        .iter()
        .rev()
        .find_map(|(from, _)| from.filter(|from| *from <= day));
    let by = began.map_or_else(|| "its first stage".to_owned(), |from| format!("its stage of {from}"));
    let level = setting(rule, 0, &by, Stages::fixed(point, level), BTreeMap::new());
    set(rule, tree, level);
}

/// The day on which the next stage begins that the author or the owner wrote.
fn next_stage(rule: &Rule, point: Point, day: Date) -> Option<Date> {
    let stages = stages(rule, point);
    stages
        .iter()
        .filter_map(|(from, _)| *from)
        .filter(|from| *from > day)
        .min()
}

/// The stages that the author and the owner wrote at a point.
fn stages(rule: &Rule, point: Point) -> Vec<Stage> {
    let own = rule.settings.iter().filter(|setting| setting.scope == rule.owner);
    let set = own.flat_map(|setting| setting.stages.at(point));
    let mut stages: Vec<Stage> = rule
        .policy
        .metadata
        .levels
        .stages(point)
        .iter()
        .chain(set)
        .copied()
        .collect();
    stages.sort_by_key(|(from, _)| *from);
    stages
}

/// What the owner of a rule sets for it.
fn own(rule: &mut Rule) -> impl Iterator<Item = &mut Setting> {
    let owner = &rule.owner;
    rule.settings.iter_mut().filter(move |setting| setting.scope == *owner)
}

/// A setting of the owner for all subjects.
fn setting(rule: &Rule, closeness: usize, by: &str, stages: Stages, parameters: BTreeMap<Box<str>, Value>) -> Setting {
    Setting {
        scope: rule.owner.clone(),
        by: by.into(),
        closeness,
        subjects: None,
        stages,
        parameters,
        location: Location::File {
            file: rule.policy.source.name().into(),
            place: Some(rule.policy.source.place(rule.policy.span)),
            pointer: None,
        },
        reason: None,
    }
}

/// Puts a setting of the owner after those that it has; the settings of a scope stand together, the outermost scope first.
fn set(rule: &mut Rule, tree: &Tree, setting: Setting) {
    let key = |setting: &Setting| (tree.depth(&setting.scope), setting.scope.clone());
    let own = key(&setting);
    let at = rule.settings.partition_point(|other| key(other) <= own);
    rule.settings.insert(at, setting);
}

/// The value that was meant: as JSON where the parameter takes that, else as a text.
fn read(parameter: &Parameter, written: &str) -> Option<Value> {
    let json = serde_json::from_str(written).ok();
    let text = Value::from(written);
    json.into_iter().chain([text]).find(|value| parameter.admits(value))
}

fn called(rule: &Rule) -> &str {
    let metadata = &rule.policy.metadata;
    metadata.code.as_deref().unwrap_or(&metadata.id.0)
}

fn no_policy(name: &str, rules: &[Rule]) -> ProposalError {
    let metadata = || rules.iter().map(|rule| &rule.policy.metadata);
    let ids = metadata().map(|metadata| &*metadata.id.0);
    let codes = metadata().filter_map(|metadata| metadata.code.as_deref());
    ProposalError::NoPolicy {
        name: name.into(),
        alike: alike(name, ids.chain(codes)).into_iter().map(Into::into).collect(),
    }
}

fn no_parameter<'k>(policy: &str, name: &str, known: impl Iterator<Item = &'k Box<str>>) -> ProposalError {
    let known: Vec<Box<str>> = known.cloned().collect();
    ProposalError::NoParameter {
        policy: policy.into(),
        name: name.into(),
        near: alike(name, known.iter().map(|name| &**name))
            .first()
            .map(|near| Box::from(*near)),
        known,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::{Stages, set, setting};
    use crate::federation::{PolicySet, Proposal, ProposalError, RuleChange, Setting};
    use crate::policy::{Level, Point, Shipped, load};
    use crate::snapshot::Scope;

    fn shipped() -> PolicySet {
        PolicySet::unset(
            &load(&[], Shipped::Include).policies,
            Point::Gate,
            jiff::civil::date(2026, 11, 23),
        )
    }

    fn level(policy: &str, level: Level) -> Proposal {
        Proposal::Level {
            policy: policy.into(),
            level,
        }
    }

    fn parameter(policy: &str, name: &str, value: &str) -> Proposal {
        Proposal::Parameter {
            policy: policy.into(),
            name: name.into(),
            value: value.into(),
        }
    }

    #[test]
    fn what_is_proposed_changes_that_and_nothing_else() {
        let before = shipped();
        let proposals = [level("INT-001", Level::Warn), parameter("ING-001", "max_domains", "2")];
        let after = before
            .proposed(&proposals)
            .unwrap_or_else(|errors| panic!("{errors:?}"));
        let told: Vec<_> = before
            .differences(&after, &before)
            .into_iter()
            .map(|one| {
                (
                    one.policy.code.clone().unwrap_or_default(),
                    one.change,
                    one.level,
                    one.parameters,
                )
            })
            .collect();
        let max_domains = ("max_domains".into(), (Some(json!(1)), Some(json!(2))));
        let expected = [
            (
                "ING-001".into(),
                RuleChange::Set,
                (Level::Deny, Level::Deny),
                BTreeMap::from([max_domains]),
            ),
            (
                "INT-001".into(),
                RuleChange::Set,
                (Level::Deny, Level::Warn),
                BTreeMap::new(),
            ),
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn what_is_in_force_already_is_no_difference() {
        let before = shipped();
        let proposals = [level("ING-001", Level::Deny), parameter("ING-001", "max_domains", "1")];
        let after = before
            .proposed(&proposals)
            .unwrap_or_else(|errors| panic!("{errors:?}"));
        assert!(before.differences(&after, &before).is_empty());
    }

    #[test]
    fn what_scopes_below_set_still_applies() {
        let mut before = shipped();
        let (tree, point, day) = (before.tree.clone(), before.point, before.as_of);
        let rule = before.rules.iter_mut().find(|rule| rule.is_called("ING-001"));
        let rule = rule.unwrap_or_else(|| panic!("the policy is there"));
        let of_finance = Setting {
            scope: Scope::Domain("finance".into()),
            ..setting(
                rule,
                1,
                "domain.finance@1",
                Stages::fixed(point, Level::Deny),
                BTreeMap::new(),
            )
        };
        set(rule, &tree, of_finance);
        let after = before
            .proposed(&[level("ING-001", Level::Note)])
            .unwrap_or_else(|errors| panic!("{errors:?}"));
        let level_of = |domain: &str| {
            let rule = after.find("ING-001")?;
            Some(rule.effective(&rule.case_of_domain(&tree, domain)?, point, day).level)
        };
        assert_eq!(level_of("finance"), Some(Level::Deny));
        assert_eq!(level_of("sales"), Some(Level::Note));
    }

    #[test]
    fn everything_that_cannot_be_tried_is_told_at_once() {
        let proposals = [
            level("ING-01", Level::Deny),
            level("INT-006", Level::Deny),
            parameter("ING-001", "max_domain", "2"),
            parameter("ING-001", "max_domains", "[]"),
            Proposal::Advance {
                policy: "ING-001".into(),
            },
            level("ING-002", Level::Warn),
            level("ing-002", Level::Note),
        ];
        let errors = shipped().proposed(&proposals).err().unwrap_or_default();
        assert!(
            matches!(
                &*errors,
                [
                    ProposalError::NoPolicy { .. },
                    ProposalError::Advisory { .. },
                    ProposalError::NoParameter { .. },
                    ProposalError::Mistyped { .. },
                    ProposalError::NoStage { .. },
                    ProposalError::Twice { .. },
                ]
            ),
            "{errors:?}"
        );
    }
}
