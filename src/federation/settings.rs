//! What scopes set for policies, and what of it is refused.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::adapter::nearest;
use crate::facts::{Facts, Party, Refusal, SubjectRef};
use crate::snapshot::{Kind, Location, Override, PolicySet as PolicySetFile, Scope};
use crate::text::Pointer;

use super::authorities::{Authorities, Counted};
use super::governance::{Governance, Placed};
use super::looseness::looser;
use super::policy_set::{Rule, Setting};
use super::refused::{Refused, beside, refusal};
use super::stages::Stages;
use super::target::target;
use super::tree::Tree;

/// A setting on its way to a rule.
pub(super) struct Asked<'a> {
    rule: usize,
    pub(super) setting: Setting,
    of: (Kind, u32),
    pub(super) written: &'a Override,
    /// Whether it names this policy, and not an area.
    pub(super) is_one: bool,
    pub(super) home: Option<Box<str>>,
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
