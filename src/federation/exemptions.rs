//! Exemptions: which take effect, on which subjects, and what became of the others.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::adapter::nearest;
use crate::facts::{ExemptionStanding, Facts, Refusal, Signature, SubjectRef};
use crate::policy::PolicyId;
use crate::snapshot::{Exemption, ExemptionCategory, Kind, Location, Scope};
use crate::text::Pointer;

use super::authorities::{Authorities, Counted};
use super::consent::{holds_for, latest, requirement};
use super::governance::{Governance, Placed};
use super::membership::{acts_for, same_account};
use super::named_subjects::{NamedSubjects, is_pattern};
use super::policy_set::Rule;
use super::refused::{Refused, refusal};
use super::signature::SignedApproval;

/// An exemption that takes effect.
#[derive(Clone, Debug, PartialEq)]
pub struct LiveExemption {
    /// Its name.
    pub name: Box<str>,
    /// The policy.
    pub policy: PolicyId,
    /// The kind of the subjects.
    pub kind: Kind,
    /// The subjects, by their index.
    pub subjects: BTreeSet<u32>,
    /// Why it is right.
    pub category: ExemptionCategory,
    /// Why, in words.
    pub reason: Box<str>,
    /// Where it was discussed.
    pub ticket: Option<Box<str>>,
    /// Who approved it; none where approvals alone sign it.
    pub approved_by: Option<Box<str>>,
    /// The last day on which it holds.
    pub expires: Date,
    /// Where it stands.
    pub location: Location,
    /// What its document says, whatever its form: what it is known by in another state of the mesh.
    pub text: Box<str>,
}

/// What exemptions are judged against.
pub(super) struct Context<'c, 'a> {
    pub(super) governance: &'c Governance<'a>,
    pub(super) authorities: &'c Authorities<'a>,
    pub(super) approvals: &'c [SignedApproval<'a>],
    pub(super) rules: &'c [Rule],
    pub(super) facts: &'c Facts<'c>,
    pub(super) as_of: Date,
}

/// What the exemptions of a mesh came to.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Exempted {
    /// Those that take effect, in order of policy, subjects and name.
    pub(super) live: Vec<LiveExemption>,
    /// What became of each, by its index.
    pub(super) standings: BTreeMap<u32, ExemptionStanding>,
}

/// Judges every exemption.
pub(super) fn judge(context: &Context<'_, '_>, refused: &mut Refused) -> Exempted {
    let mut names = NamedSubjects::default();
    let mut exempted = Exempted::default();
    for placed in &context.governance.exemptions {
        let rule = placed.object.policy.as_ref();
        let rule = rule.and_then(|named| context.rules.iter().find(|rule| rule.is_called(&named.value)));
        for refusal in refusals(context, placed, rule) {
            refused.add((Kind::Exemption, placed.index), refusal);
        }
        let subjects = names.matched(context.facts, placed.object);
        let standing = standing(context, placed, rule, &subjects);
        if standing.is_live
            && let Some(live) = live(placed, rule, subjects)
        {
            exempted.live.push(live);
        }
        exempted.standings.insert(placed.index, standing);
    }
    exempted.live.sort_by(|one, other| {
        let key = |live: &LiveExemption| (live.policy.clone(), live.kind, live.name.clone(), live.location.clone());
        key(one).cmp(&key(other))
    });
    exempted
}

fn live(placed: &Placed<'_, Exemption>, rule: Option<&Rule>, subjects: BTreeSet<u32>) -> Option<LiveExemption> {
    let exemption = placed.object;
    Some(LiveExemption {
        name: exemption.name.value.clone(),
        policy: rule?.policy.metadata.id.clone(),
        kind: exemption.kind.as_ref()?.value,
        subjects,
        category: exemption.category?,
        reason: exemption.reason.as_ref()?.value.clone(),
        ticket: exemption.ticket.clone(),
        approved_by: exemption.approved_by.as_ref().map(|by| by.value.clone()),
        expires: exemption.expires.as_ref()?.value,
        location: placed.location(&Pointer::root()),
        text: placed.text().into(),
    })
}

/// What is wrong with an exemption as it is written.
fn refusals(context: &Context<'_, '_>, placed: &Placed<'_, Exemption>, rule: Option<&Rule>) -> Vec<Refusal> {
    let exemption = placed.object;
    let mut refusals = Vec::new();
    if let (Some(named), None) = (&exemption.policy, rule) {
        let ids = context.rules.iter().map(|rule| &*rule.policy.metadata.id.0);
        let codes = context
            .rules
            .iter()
            .filter_map(|rule| rule.policy.metadata.code.as_deref());
        let help = match nearest(&named.value, ids.chain(codes)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`meshgov policy list` names them all".to_owned(),
        };
        refusals.push(refusal(
            &named.pointer,
            "policy",
            format!("there is no policy `{}`", named.value),
            help,
        ));
    }
    if let Some(range) = &exemption.versions {
        if let Err(error) = requirement(&range.value) {
            let text = format!("`{}` is no range of versions: {error}", range.value);
            refusals.push(refusal(
                &range.pointer,
                "versions",
                text,
                "write it as `>=1.0.0 <2.0.0`",
            ));
        } else if let Some(rule) = rule
            && !holds_for(Some(&range.value), rule.policy.metadata.version.as_deref())
        {
            let version = rule.policy.metadata.version.as_deref().unwrap_or("without a version");
            let text = format!("the policy is {version} now, which is not in {}", range.value);
            let help = "ask again: what was exempt was another version of the policy";
            refusals.push(refusal(&range.pointer, "versions", text, help));
        }
    }
    if let Some(id) = exemption.id.as_ref().filter(|id| is_pattern(&id.value))
        && exemption.domain.is_none()
    {
        let help = "a pattern finds subjects of one domain: add `domain` beside it";
        refusals.push(refusal(
            &id.pointer,
            "domain",
            format!("the pattern `{}` names no domain", id.value),
            help,
        ));
    }
    let needed: [(&str, bool); 6] = [
        ("policy", exemption.policy.is_some()),
        ("subject", exemption.kind.is_some() && exemption.id.is_some()),
        ("category", exemption.category.is_some()),
        ("reason", exemption.reason.is_some()),
        ("expires", exemption.expires.is_some()),
        ("requestedBy", exemption.requested_by.is_some()),
    ];
    for (key, is_there) in needed {
        if !is_there {
            let text = format!("`{key}` is missing, or not what it must be");
            let help = if key == "expires" {
                "an exemption ends: write its last day, such as 2027-01-31"
            } else {
                "an exemption counts once it is complete"
            };
            refusals.push(refusal(&Pointer::root().key(key), key, text, help));
        }
    }
    if let Some(on) = exemption.approved_on.as_ref().filter(|on| on.value > context.as_of) {
        let text = format!("it is approved on {}, which is still to come", on.value);
        refusals.push(refusal(
            &on.pointer,
            "approvedOn",
            text,
            "write the day on which it was approved",
        ));
    }
    refusals
}

fn standing(
    context: &Context<'_, '_>,
    placed: &Placed<'_, Exemption>,
    rule: Option<&Rule>,
    subjects: &BTreeSet<u32>,
) -> ExemptionStanding {
    let exemption = placed.object;
    let authority = rule.and_then(|rule| context.authorities.of_scope(&rule.owner));
    let is_placed = authority.map(|authority| {
        let holder = context.authorities.at(placed.file());
        holder.is_some_and(|holder| holder.scope == authority.scope)
    });
    let expires = exemption.expires.as_ref().map(|expires| expires.value);
    let days_between = |from: Date, to: Date| i64::from(from.until(to).map_or(0, |span| span.get_days()));
    let days_left = expires.map(|expires| days_between(context.as_of, expires));
    let approved = exemption.approved_on.as_ref().map(|on| on.value);
    let longest = rule
        .and_then(|rule| rule.policy.metadata.exemption_days)
        .unwrap_or(context.governance.terms.exemption_days);
    let is_too_long =
        expires.map(|expires| days_between(approved.unwrap_or(context.as_of), expires) > i64::from(longest));
    let share = share(context, exemption, subjects);
    let signature = signature(context, exemption, authority, subjects);
    let is_complete = refusals(context, placed, rule).is_empty();
    let is_live = is_complete
        && is_placed == Some(true)
        && signature == Signature::Valid
        && days_left.is_some_and(|left| left >= 0)
        && is_too_long == Some(false)
        && share.is_none_or(|share| share <= f64::from(context.governance.terms.exemption_share));
    ExemptionStanding {
        policy: rule.map(|rule| rule.policy.metadata.id.0.clone()),
        authority: authority.map(|authority| authority.name().into()),
        is_placed,
        signature,
        days_left,
        is_too_long,
        matched: subjects.len() as u64,
        share,
        is_too_broad: share.map(|share| share > f64::from(context.governance.terms.exemption_share)),
        covered: None,
        is_live,
    }
}

/// How many percent of the subjects of its kind a pattern finds.
fn share(context: &Context<'_, '_>, exemption: &Exemption, subjects: &BTreeSet<u32>) -> Option<f64> {
    exemption.id.as_ref().filter(|id| is_pattern(&id.value))?;
    let all = context.facts.count(exemption.kind.as_ref()?.value);
    let found = u32::try_from(subjects.len()).unwrap_or(u32::MAX);
    Some(f64::from(found) * 100.0 / f64::from(all.max(1)))
}

/// How an exemption is signed.
fn signature(
    context: &Context<'_, '_>,
    exemption: &Exemption,
    authority: Option<&Counted<'_>>,
    subjects: &BTreeSet<u32>,
) -> Signature {
    let Some(authority) = authority else {
        return Signature::Unknown;
    };
    let parties = parties(context, exemption, subjects);
    let about = context
        .approvals
        .iter()
        .filter(|approval| approval.is_about_exemption(&exemption.name.value));
    let says = latest(about, context.as_of);
    let takes_part = |voice: &Scope| match voice {
        Scope::Domain(domain) => parties.contains(domain) || voice == authority.scope,
        _ => voice == authority.scope,
    };
    let is_blocked = says
        .iter()
        .any(|(voice, decision)| *decision == crate::snapshot::Decision::Block && takes_part(voice));
    if is_blocked {
        return Signature::Blocked;
    }
    let is_approved = says.get(authority.scope) == Some(&crate::snapshot::Decision::Approve);
    match &exemption.approved_by {
        None if is_approved => Signature::Valid,
        None => Signature::Missing,
        Some(by) => signer(context, exemption, authority, (&by.value, &parties)),
    }
}

/// How the signature of one account counts.
fn signer(
    context: &Context<'_, '_>,
    exemption: &Exemption,
    authority: &Counted<'_>,
    (by, parties): (&str, &BTreeSet<Box<str>>),
) -> Signature {
    let requested = exemption.requested_by.as_ref();
    if requested.is_some_and(|requested| same_account(&requested.value, by)) {
        return Signature::Requester;
    }
    match acts_for(context.facts, authority.placed.object, by) {
        None => return Signature::Unknown,
        Some(false) => return Signature::Stranger,
        Some(true) => {}
    }
    let gains = |party: &str| {
        let scope = Scope::Domain(party.into());
        let of_party = context.authorities.of_scope(&scope);
        let of_party = of_party.filter(|of_party| of_party.scope != authority.scope);
        of_party.is_some_and(|of_party| acts_for(context.facts, of_party.placed.object, by) == Some(true))
    };
    if parties.iter().any(|party| gains(party)) {
        return Signature::Beneficiary;
    }
    Signature::Valid
}

/// The domains that take part in the exempt subjects.
fn parties(context: &Context<'_, '_>, exemption: &Exemption, subjects: &BTreeSet<u32>) -> BTreeSet<Box<str>> {
    let Some(kind) = exemption.kind.as_ref().map(|kind| kind.value) else {
        return BTreeSet::new();
    };
    let mut domains = BTreeSet::new();
    for index in subjects {
        let parties = context.facts.parties(SubjectRef { kind, index: *index });
        domains.extend(parties.iter().filter_map(|party| party.domain).map(Box::from));
    }
    domains
}
