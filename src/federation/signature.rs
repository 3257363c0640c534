//! Approvals that are signed as they must be.

use jiff::civil::Date;

use crate::adapter::nearest;
use crate::facts::{Facts, Refusal};
use crate::snapshot::{Approval, ApprovalTarget, Decision, Kind, Scope};
use crate::text::Pointer;

use super::authorities::{Authorities, Counted};
use super::consent::{named, requirement};
use super::governance::{Governance, Placed};
use super::membership::acts_for;
use super::policy_set::Rule;
use super::refused::{Refused, beside, refusal};

/// An approval that counts.
#[derive(Clone, Debug)]
pub(super) struct SignedApproval<'a> {
    pub(super) about: &'a ApprovalTarget,
    pub(super) versions: Option<&'a str>,
    /// The scope that speaks.
    pub(super) voice: &'a Scope,
    pub(super) decision: Decision,
    pub(super) on: Date,
}

impl SignedApproval<'_> {
    pub(super) fn is_about_policy(&self, id: &str, code: Option<&str>) -> bool {
        match self.about {
            ApprovalTarget::Policy(name) => **name == *id || code.is_some_and(|code| code.eq_ignore_ascii_case(name)),
            ApprovalTarget::Exemption(_) | ApprovalTarget::Contract(_) => false,
        }
    }

    pub(super) fn is_about_exemption(&self, name: &str) -> bool {
        matches!(self.about, ApprovalTarget::Exemption(about) if **about == *name)
    }
}

/// The approvals of a mesh that count; why others do not is added to `refused`.
pub(super) fn signed<'a>(
    governance: &Governance<'a>,
    authorities: &Authorities<'a>,
    rules: &[Rule],
    facts: &Facts<'_>,
    refused: &mut Refused,
) -> Vec<SignedApproval<'a>> {
    let mut signed = Vec::new();
    for placed in &governance.approvals {
        match read(placed, governance, authorities, rules, facts) {
            Ok(approval) => signed.push(approval),
            Err(refusals) => {
                for refusal in refusals {
                    refused.add((Kind::Approval, placed.index), refusal);
                }
            }
        }
    }
    signed
}

fn read<'a>(
    placed: &Placed<'a, Approval>,
    governance: &Governance<'a>,
    authorities: &Authorities<'a>,
    rules: &[Rule],
    facts: &Facts<'_>,
) -> Result<SignedApproval<'a>, Vec<Refusal>> {
    let approval = placed.object;
    let mut refusals = Vec::new();
    let missing = |key: &str| {
        let message = format!("`{key}` is missing, or not what it must be");
        refusal(
            &Pointer::root().key(key),
            key,
            message,
            "complete the file; an unsigned approval says nothing",
        )
    };
    let voice = voice(placed, authorities)
        .map_err(|refusal| refusals.push(refusal))
        .ok();
    if let Some(voice) = voice {
        refusals.extend(misplaced(placed, voice, authorities));
        refusals.extend(unsigned(approval, voice, facts));
    }
    let about = approval.about.as_ref();
    match about {
        Some(about) => refusals.extend(pointless(
            approval,
            &about.value,
            &about.pointer,
            voice,
            (governance, rules, facts),
        )),
        None => refusals.push(missing("policy")),
    }
    if let Some(range) = &approval.versions
        && let Err(error) = requirement(&range.value)
    {
        let message = format!("`{}` is no range of versions: {error}", range.value);
        refusals.push(refusal(
            &range.pointer,
            "versions",
            message,
            "write it as `>=1.0.0 <2.0.0`",
        ));
    }
    if approval.decision.is_none() {
        refusals.push(missing("decision"));
    }
    if approval.on.is_none() {
        refusals.push(missing("on"));
    }
    match (about, voice, approval.decision, &approval.on) {
        (Some(about), Some(voice), Some(decision), Some(on)) if refusals.is_empty() => Ok(SignedApproval {
            about: &about.value,
            versions: approval.versions.as_ref().map(|range| &*range.value),
            voice: voice.scope,
            decision,
            on: on.value,
        }),
        _ => Err(refusals),
    }
}

/// The authority that speaks.
fn voice<'c, 'a>(placed: &Placed<'a, Approval>, authorities: &'c Authorities<'a>) -> Result<&'c Counted<'a>, Refusal> {
    let approval = placed.object;
    let by_name = approval.authority.as_ref();
    let by_domain = approval.domain.as_ref();
    let found = match (by_name, by_domain) {
        (Some(name), _) => authorities.named(&name.value),
        (None, Some(domain)) => authorities.of_scope(&Scope::Domain(domain.value.clone())),
        (None, None) => None,
    };
    let stated = by_name.or(by_domain);
    let pointer = stated.map_or_else(|| Pointer::root().key("authority"), |stated| stated.pointer.clone());
    let Some(found) = found else {
        let names = authorities.all().iter().map(Counted::name);
        let text = stated.map_or_else(
            || "it does not say who speaks".to_owned(),
            |stated| format!("no authority speaks for `{}`", stated.value),
        );
        let help = match stated.and_then(|stated| nearest(&stated.value, names)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "name an authority, or a domain that has one".to_owned(),
        };
        return Err(refusal(&pointer, "voice", text, help));
    };
    if let (Some(_), Some(domain)) = (by_name, by_domain)
        && *found.scope != Scope::Domain(domain.value.clone())
    {
        let text = format!(
            "`{}` governs {}, not domain.{}",
            found.name(),
            found.scope,
            domain.value
        );
        return Err(refusal(&domain.pointer, "voice", text, "name one of the two"));
    }
    Ok(found)
}

/// Whether it lies where only its voice can write.
fn misplaced(placed: &Placed<'_, Approval>, voice: &Counted<'_>, authorities: &Authorities<'_>) -> Option<Refusal> {
    let holder = authorities.at(placed.file());
    if holder.is_some_and(|holder| holder.scope == voice.scope) {
        return None;
    }
    let text = format!(
        "it speaks for `{}` and does not lie in its tree `{}`",
        voice.name(),
        voice.tree
    );
    let help = "move it there: what lies elsewhere, anybody could have written";
    let refusal = refusal(&Pointer::root().key("by"), "place", text, help);
    Some(match holder {
        Some(holder) => beside(
            refusal,
            holder.placed.location(&Pointer::root()),
            format!("the tree of `{}`", holder.name()),
        ),
        None => refusal,
    })
}

fn unsigned(approval: &Approval, voice: &Counted<'_>, facts: &Facts<'_>) -> Option<Refusal> {
    let pointer = Pointer::root().key("by");
    let Some(by) = &approval.by else {
        return Some(refusal(&pointer, "by", "nobody signed it", "say who signed it"));
    };
    let (text, help) = match acts_for(facts, voice.placed.object, &by.value) {
        Some(true) => return None,
        Some(false) => (
            format!("`{}` does not act for `{}`", by.value, voice.name()),
            "let one of its members sign",
        ),
        None => (
            format!("nobody can say whether `{}` acts for `{}`", by.value, voice.name()),
            "list the accounts in `members`, or give the registry of its groups",
        ),
    };
    Some(refusal(&by.pointer, "by", text, help))
}

/// Why nothing follows from it: what it is about does not exist, or asks for no such consent.
fn pointless(
    approval: &Approval,
    about: &ApprovalTarget,
    pointer: &Pointer,
    voice: Option<&Counted<'_>>,
    (governance, rules, facts): (&Governance<'_>, &[Rule], &Facts<'_>),
) -> Option<Refusal> {
    let unknown = |what: &str, name: &str, near: Option<&str>| {
        let help = near.map_or_else(
            || format!("name {what} that exists"),
            |near| format!("did you mean `{near}`?"),
        );
        Some(refusal(
            pointer,
            "about",
            format!(
                "there is no such {} `{name}`",
                what.trim_start_matches("a ").trim_start_matches("an ")
            ),
            help,
        ))
    };
    match about {
        ApprovalTarget::Policy(name) => {
            let Some(rule) = rules.iter().find(|rule| rule.is_called(name)) else {
                let ids = rules.iter().map(|rule| &*rule.policy.metadata.id.0);
                return unknown("a policy", name, nearest(name, ids));
            };
            if rule.owner != Scope::Mesh {
                let text = format!("`{name}` is a policy of {}, which asks nobody for consent", rule.owner);
                return Some(refusal(pointer, "about", text, "take the approval out"));
            }
            let speaks_for_domain = voice.is_none_or(|voice| matches!(voice.scope, Scope::Domain(_)));
            if approval.decision == Some(Decision::Approve) && !speaks_for_domain {
                let voice = voice.map_or_else(|| "the mesh".into(), |voice| named(voice.scope));
                let text = format!("{voice} is no domain: the consent to a policy of the mesh is that of domains");
                return Some(refusal(
                    pointer,
                    "voice",
                    text,
                    "let the authorities of two domains approve it",
                ));
            }
            None
        }
        ApprovalTarget::Exemption(name) => {
            let names = || {
                governance
                    .exemptions
                    .iter()
                    .map(|exemption| &*exemption.object.name.value)
            };
            if names().any(|known| *known == **name) {
                return None;
            }
            unknown("an exemption", name, nearest(name, names()))
        }
        ApprovalTarget::Contract(id) => {
            let contracts = &facts.snapshot().declared.contracts;
            let ids = || {
                contracts
                    .iter()
                    .filter_map(|contract| contract.id.as_ref())
                    .map(|id| &*id.value)
            };
            if ids().any(|known| *known == **id) {
                return None;
            }
            unknown("a contract", id, nearest(id, ids()))
        }
    }
}
