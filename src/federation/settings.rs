//! What scopes set for policies, and what of it is refused.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::adapter::nearest;
use crate::facts::{Facts, Party, Refusal, SubjectRef};
use crate::policy::{Class, Level, Point};
use crate::snapshot::{Kind, Location, Override, PolicySet as PolicySetFile, Scope};
use crate::text::Pointer;

use super::authorities::{Authorities, Counted};
use super::effective::Share;
use super::governance::{Governance, Placed};
use super::policy_set::{Rule, Setting};
use super::refused::{Refused, beside, refusal};
use super::stages::Stages;
use super::strictness::tightens;
use super::target::target;
use super::tree::Tree;

/// A setting on its way to a rule.
struct Asked<'a> {
    rule: usize,
    setting: Setting,
    of: (Kind, u32),
    written: &'a Override,
    /// Whether it names this policy, and not an area.
    is_one: bool,
    home: Option<Box<str>>,
}

/// What settings are checked against.
pub(super) struct Context<'c, 'a> {
    pub(super) governance: &'c Governance<'a>,
    pub(super) authorities: &'c Authorities<'a>,
    pub(super) tree: &'c Tree,
    pub(super) facts: &'c Facts<'c>,
    pub(super) as_of: Date,
}

/// Gives every rule its settings. What is refused is told; it stays among the settings, where it has no effect, unless it
/// cannot be read at all.
pub(super) fn assign(context: &Context<'_, '_>, rules: &mut [Rule], refused: &mut Refused) {
    let mut asked: Vec<Asked<'_>> = Vec::new();
    for placed in &context.governance.policy_sets {
        let of = (Kind::PolicySet, placed.index);
        let authority = match authority(placed, context.authorities) {
            Ok(authority) => authority,
            Err(refusal) => {
                refused.add(of, refusal);
                continue;
            }
        };
        let home = home(authority.scope, context.facts);
        for written in &placed.object.overrides {
            asked.extend(settings(
                context,
                placed,
                authority,
                (written, home.as_deref()),
                rules,
                refused,
            ));
        }
    }
    asked.sort_by(|one, other| key(context.tree, &one.setting).cmp(&key(context.tree, &other.setting)));
    for one in &asked {
        if let Some(rule) = rules.get_mut(one.rule) {
            rule.settings.push(one.setting.clone());
        }
    }
    for one in &asked {
        let Some(rule) = rules.get(one.rule) else {
            continue;
        };
        for refusal in looser(context, rule, one) {
            refused.add(one.of, refusal);
        }
    }
}

/// The order of settings: the outermost scope first, then by scope and place.
fn key<'s>(tree: &Tree, setting: &'s Setting) -> (usize, &'s Scope, &'s Location, &'s str) {
    (
        tree.depth(&setting.scope),
        &setting.scope,
        &setting.location,
        &setting.by,
    )
}

/// The authority that a policy set is of, known from its place and checked against what it says.
fn authority<'c, 'a>(
    placed: &Placed<'a, PolicySetFile>,
    authorities: &'c Authorities<'a>,
) -> Result<&'c Counted<'a>, Refusal> {
    let stated = placed.object.authority.as_ref();
    let pointer = stated.map_or_else(|| Pointer::root().key("authority"), |stated| stated.pointer.clone());
    let Some(named) = stated.and_then(|stated| authorities.named(&stated.value)) else {
        let text = stated.map_or_else(
            || "it does not say whose settings these are".to_owned(),
            |stated| format!("there is no authority `{}` that counts", stated.value),
        );
        let names = authorities.all().iter().map(Counted::name);
        let help = match stated.and_then(|stated| nearest(&stated.value, names)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "declare it in a file of kind Authority; none of these settings counts until then".to_owned(),
        };
        return Err(refusal(&pointer, "authority", text, help));
    };
    match authorities.at(placed.file()) {
        Some(holder) if holder.scope == named.scope => Ok(named),
        holder => {
            let text = format!(
                "it speaks for `{}` and does not lie in its tree `{}`",
                named.name(),
                named.tree
            );
            let help = "move it there; none of these settings counts until then";
            let refusal = refusal(&pointer, "place", text, help);
            Err(match holder {
                Some(holder) => beside(
                    refusal,
                    holder.placed.location(&Pointer::root()),
                    format!("the tree of `{}`", holder.name()),
                ),
                None => beside(
                    refusal,
                    named.placed.location(&Pointer::root()),
                    format!("the authority `{}`", named.name()),
                ),
            })
        }
    }
}

/// The domain of the product that a scope is.
fn home(scope: &Scope, facts: &Facts<'_>) -> Option<Box<str>> {
    let Scope::Product(id) = scope else {
        return None;
    };
    let product = *facts.products_named(id).first()?;
    let parties = facts.parties(SubjectRef {
        kind: Kind::Product,
        index: product,
    });
    parties.first()?.domain.map(Into::into)
}

/// One override as settings of the rules that it is for.
fn settings<'a>(
    context: &Context<'_, '_>,
    placed: &Placed<'a, PolicySetFile>,
    authority: &Counted<'_>,
    (written, home): (&'a Override, Option<&str>),
    rules: &[Rule],
    refused: &mut Refused,
) -> Vec<Asked<'a>> {
    let of = (Kind::PolicySet, placed.index);
    let target = match target(written, authority.scope, home, rules, context.tree) {
        Ok(target) => target,
        Err(refusal) => {
            refused.add(of, refusal);
            return Vec::new();
        }
    };
    let (stages, wrong) = Stages::read(&written.levels);
    for bad in wrong {
        refused.add(of, refusal(&bad.pointer, "levels", bad.message, bad.help));
    }
    if written.levels.is_empty() && written.parameters.is_empty() {
        let text = "it sets neither levels nor parameters";
        refused.add(
            of,
            refusal(&written.pointer, "nothing", text, "say what it sets, or take it out"),
        );
    }
    for (name, value) in &written.parameters {
        let mut having = target.rules.iter().filter_map(|index| rules.get(*index));
        if !having.any(|rule| rule.policy.metadata.parameters.contains_key(name)) {
            let known = target.rules.iter().filter_map(|index| rules.get(*index));
            let known: BTreeSet<&str> = known
                .flat_map(|rule| rule.policy.metadata.parameters.keys())
                .map(|name| &**name)
                .collect();
            let help = match nearest(name, known.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if known.is_empty() => "it has no parameters".to_owned(),
                None => format!("there is {}", known.into_iter().collect::<Vec<_>>().join(", ")),
            };
            refused.add(
                of,
                refusal(&value.pointer, name, format!("there is no parameter `{name}`"), help),
            );
        }
    }
    if let Some(selector) = &written.subjects
        && !finds_any(context, authority.scope, selector, &target.rules, rules)
    {
        let text = "it finds no subject";
        let help = "`meshgov subjects` lists what there is, with tags, nodes and tiers; correct what it looks for, or take it out";
        refused.add(of, refusal(&selector.pointer, "subjects", text, help));
    }
    let by = match &placed.object.revision {
        Some(revision) => format!("{}@{revision}", authority.scope),
        None => authority.scope.to_string(),
    };
    let setting = |rule: &usize| {
        let parameters = rules.get(*rule).map(|rule| &rule.policy.metadata.parameters)?;
        let own = written
            .parameters
            .iter()
            .filter(|(name, _)| parameters.contains_key(*name));
        Some(Asked {
            rule: *rule,
            setting: Setting {
                scope: authority.scope.clone(),
                by: by.clone().into(),
                closeness: target.closeness,
                subjects: written.subjects.clone(),
                stages: stages.clone(),
                parameters: own.map(|(name, value)| (name.clone(), value.value.clone())).collect(),
                location: placed.location(&written.pointer),
                reason: written.reason.clone(),
            },
            of,
            written,
            is_one: target.is_one,
            home: home.map(Into::into),
        })
    };
    target.rules.iter().filter_map(setting).collect()
}

/// Whether a selector finds a subject of the scope that one of the policies judges.
fn finds_any(
    context: &Context<'_, '_>,
    scope: &Scope,
    selector: &crate::snapshot::SubjectSelector,
    meant: &[usize],
    rules: &[Rule],
) -> bool {
    let facts = context.facts;
    let judged: BTreeSet<Kind> = meant
        .iter()
        .filter_map(|index| rules.get(*index))
        .flat_map(|rule| rule.policy.metadata.subjects.iter().copied())
        .collect();
    let is_in_scope = |party: &Party<'_>| match scope {
        Scope::Mesh => true,
        Scope::Domain(name) => party.domain.is_some_and(|domain| context.tree.is_within(domain, name)),
        Scope::Product(id) => party.product.is_some_and(|product| facts.product_id(product) == *id),
    };
    judged.into_iter().any(|kind| {
        (0..facts.count(kind)).any(|index| {
            let subject = SubjectRef { kind, index };
            let parties = facts.parties(subject);
            (*scope == Scope::Mesh || parties.iter().any(is_in_scope)) && facts.selects(selector, subject, &parties)
        })
    })
}

/// What of a setting is looser than its class allows, on the day or on one to come.
fn looser(context: &Context<'_, '_>, rule: &Rule, asked: &Asked<'_>) -> Vec<Refusal> {
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

const fn way(direction: crate::policy::Direction) -> &'static str {
    use crate::policy::Direction;
    match direction {
        Direction::Lower => "a lower value",
        Direction::Higher => "a higher value",
        Direction::Subset => "a part of it",
        Direction::Superset => "all of it and more",
        Direction::Fixed => "the value itself",
    }
}
