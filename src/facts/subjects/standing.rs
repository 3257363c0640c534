//! What the federation made of a file that governs it, on its subject.

use serde_json::{Map, Value, json};

use crate::facts::derive::Facts;
use crate::facts::fields::Fields;
use crate::facts::relation::path_json;
use crate::facts::standing::{Consent, ExemptionStanding, Refusal};
use crate::facts::subject::SubjectRef;
use crate::snapshot::{Decision, Kind};

/// Puts what domains say of a contract; null where nobody resolved the federation.
pub(super) fn put_consents(facts: &Facts, subject: SubjectRef, fields: &Fields, members: &mut Map<String, Value>) {
    if fields.wants("consents") {
        let standing = facts.standings.of.get(&(subject.kind, subject.index));
        let consents = standing.map(|standing| standing.consents.iter().map(consent).collect::<Vec<_>>());
        members.insert("consents".into(), consents.into());
    }
}

fn consent(consent: &Consent) -> Value {
    let decision = match consent.decision {
        Decision::Approve => "approve",
        Decision::Block => "block",
    };
    json!({"domain": consent.domain, "decision": decision})
}

/// Puts `refusals`, `in_base` and, on an exemption, `standing`; null where nobody resolved the federation.
pub(super) fn put(facts: &Facts, subject: SubjectRef, fields: &Fields, members: &mut Map<String, Value>) {
    if !matches!(
        subject.kind,
        Kind::Authority | Kind::PolicySet | Kind::Exemption | Kind::Approval
    ) {
        return;
    }
    let standing = facts.standings.of.get(&(subject.kind, subject.index));
    if fields.wants("refusals") {
        let refusals = standing.map(|standing| standing.refusals.iter().map(refusal).collect::<Vec<_>>());
        members.insert("refusals".into(), refusals.into());
    }
    if fields.wants("in_base") {
        members.insert("in_base".into(), standing.and_then(|standing| standing.in_base).into());
    }
    if subject.kind == Kind::Exemption && fields.wants("standing") {
        let exemption = standing.and_then(|standing| standing.exemption.as_ref());
        members.insert("standing".into(), exemption.map_or(Value::Null, exemption_json));
    }
}

fn refusal(refusal: &Refusal) -> Value {
    json!({
        "message": refusal.message,
        "help": refusal.help,
        "key": refusal.key,
        "path": path_json(&refusal.pointer),
        "beside": refusal.beside.as_deref().map(|(location, message)| json!({
            "at": location.to_string(),
            "message": message,
        })),
    })
}

fn exemption_json(standing: &ExemptionStanding) -> Value {
    json!({
        "policy": standing.policy,
        "authority": standing.authority,
        "is_placed": standing.is_placed,
        "signature": standing.signature.name(),
        "days_left": standing.days_left,
        "is_too_long": standing.is_too_long,
        "matched": standing.matched,
        "share": standing.share,
        "is_too_broad": standing.is_too_broad,
        "covered": standing.covered,
        "is_live": standing.is_live,
    })
}
