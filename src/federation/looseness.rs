//! What of a setting is looser than its class allows, or is none.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::facts::Refusal;
use crate::policy::{Class, Direction, Level, Point};
use crate::snapshot::{Location, Scope};

use super::effective::Share;
use super::policy_set::{Rule, Setting};
use super::refused::{beside, refusal};
use super::settings::{Asked, Context};
use super::strictness::tightens;

/// What of a setting is looser than its class allows, on the day or on one to come.
pub(super) fn looser(context: &Context<'_, '_>, rule: &Rule, asked: &Asked<'_>) -> Vec<Refusal> {
    let metadata = &rule.policy.metadata;
    let id = &*metadata.id.0;
    let mut refusals = mistyped(rule, asked);
    refusals.extend(above_warn(context, rule, asked));
    if asked.setting.scope == rule.owner {
        return refusals;
    }
    let above: Vec<&Setting> = rule
        .settings
        .iter()
        .filter(|setting| setting.subjects.is_none() && is_above(context, &setting.scope, asked))
        .collect();
    let inherited = |point: Point, day: Date| rule.share(None, above.iter().copied(), point, day);
    let said_above = |share: &Share| (place_above(rule, &above), format!("the scopes above say {}", share.why));
    for point in Point::ALL {
        for day in days(context.as_of, rule, &above, asked, point) {
            let Some(say) = asked.setting.stages.on(point, day) else {
                continue;
            };
            let inherited = inherited(point, day);
            if say >= inherited.level {
                continue;
            }
            let Some((text, help)) = too_low(rule, say, inherited.level, point) else {
                continue;
            };
            let when = if day > context.as_of {
                format!(" from {day} on")
            } else {
                String::new()
            };
            let written = asked.written.levels.get(point.name()).and_then(|stages| stages.first());
            let pointer = written.map_or_else(|| asked.written.pointer.clone(), |stage| stage.level.pointer.clone());
            let text = format!("{} at the {}{when}: {text}", called(rule), point.name());
            let (place, words) = said_above(&inherited);
            refusals.push(beside(
                refusal(&pointer, &format!("{id} {}", point.name()), text, help),
                place,
                words,
            ));
            break;
        }
    }
    let here = inherited(Point::Gate, context.as_of);
    for (name, parameter) in &metadata.parameters {
        let (Some(to), Some(from)) = (asked.setting.parameters.get(name), here.parameters.get(name)) else {
            continue;
        };
        if !parameter.admits(to) || tightens(parameter, from, to) {
            continue;
        }
        let Some(written) = asked.written.parameters.get(name) else {
            continue;
        };
        let text = format!(
            "{}: {name} = {to} is looser than {from}, and only {} counts",
            called(rule),
            way(parameter.tighter)
        );
        let help = "write a tighter value, take it out, or ask for an exemption of what cannot keep to it";
        let words = format!("the scopes above say {name} = {from}");
        refusals.push(beside(
            refusal(&written.pointer, &format!("{id} {name}"), text, help),
            place_above(rule, &above),
            words,
        ));
    }
    refusals
}

fn is_above(context: &Context<'_, '_>, scope: &Scope, asked: &Asked<'_>) -> bool {
    let own = &asked.setting.scope;
    let is_on_circle = matches!((scope, own), (Scope::Domain(one), Scope::Domain(other))
        if context.tree.is_within(one, other) && context.tree.is_within(other, one));
    scope != own && !is_on_circle && context.tree.reaches(scope, own, asked.home.as_deref())
}

/// Values that are not of their parameter's type.
fn mistyped(rule: &Rule, asked: &Asked<'_>) -> Vec<Refusal> {
    let parameters = rule.policy.metadata.parameters.iter();
    let wrong = parameters.filter_map(|(name, parameter)| {
        let value = asked.written.parameters.get(name)?;
        if parameter.admits(&value.value) {
            return None;
        }
        let text = format!(
            "{}: {name} = {} is not {}",
            called(rule),
            value.value,
            parameter.kind.described()
        );
        let help = format!("write it as the policy does: {}", parameter.default);
        Some(refusal(
            &value.pointer,
            &format!("{} {name}", rule.policy.metadata.id),
            text,
            help,
        ))
    });
    wrong.collect()
}

/// A level that an advisory policy cannot have. One of an area may have it for the other policies there.
fn above_warn(context: &Context<'_, '_>, rule: &Rule, asked: &Asked<'_>) -> Option<Refusal> {
    if rule.policy.metadata.class != Class::Advisory || !asked.is_one {
        return None;
    }
    let mut stages = Point::ALL.iter().filter_map(|point| {
        let says = asked.setting.stages.on(*point, context.as_of)?;
        let written = asked.written.levels.get(point.name())?.first()?;
        (says > Level::Warn).then_some(&written.level.pointer)
    });
    let pointer = stages.next()?;
    let text = format!("{} is advisory, and never above warn", called(rule));
    Some(refusal(
        pointer,
        &format!("{} advisory", rule.policy.metadata.id),
        text,
        "write warn, note or off",
    ))
}

/// Why a level below that of the scopes above is refused, and what to do.
fn too_low(rule: &Rule, say: Level, inherited: Level, point: Point) -> Option<(String, &'static str)> {
    const EXEMPT: &str = "take it out, or ask its authority for an exemption of what cannot keep to it";
    let metadata = &rule.policy.metadata;
    match (metadata.class, metadata.floor.map(|floor| floor.at(point))) {
        (Class::Mandatory, _) => Some((
            format!("{say} is looser than {inherited}, and a mandatory policy may only be tightened"),
            EXEMPT,
        )),
        (Class::Default, None) => Some((
            format!("{say} is looser than {inherited}, and its author wrote no floor"),
            EXEMPT,
        )),
        (Class::Default, Some(floor)) if say < floor => Some((
            format!("{say} is below its floor {floor}"),
            "write no less than the floor, or ask its authority for an exemption",
        )),
        (Class::Advisory, _) | (Class::Default, Some(_)) => None,
    }
}

/// The day of the run, and every day after it on which a level changes.
fn days(as_of: Date, rule: &Rule, above: &[&Setting], asked: &Asked<'_>, point: Point) -> BTreeSet<Date> {
    let own = rule.policy.metadata.levels.stages(point).iter();
    let set = above.iter().flat_map(|setting| setting.stages.at(point));
    let all = own.chain(set).chain(asked.setting.stages.at(point));
    all.filter_map(|(from, _)| *from)
        .filter(|from| *from > as_of)
        .chain([as_of])
        .collect()
}

/// Where the scopes above say something: at the innermost setting, else in the policy itself.
fn place_above(rule: &Rule, above: &[&Setting]) -> Location {
    match above.last() {
        Some(setting) => setting.location.clone(),
        None => Location::File {
            file: rule.policy.source.name().into(),
            place: Some(rule.policy.source.place(rule.policy.span)),
            pointer: None,
        },
    }
}

fn called(rule: &Rule) -> &str {
    let metadata = &rule.policy.metadata;
    metadata.code.as_deref().unwrap_or(&metadata.id.0)
}

const fn way(direction: Direction) -> &'static str {
    match direction {
        Direction::Lower => "a lower value",
        Direction::Higher => "a higher value",
        Direction::Subset => "a part of it",
        Direction::Superset => "all of it and more",
        Direction::Fixed => "the value itself",
    }
}
