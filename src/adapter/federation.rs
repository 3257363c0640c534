//! The kinds of the federation: Authority, `PolicySet`, Exemption, Approval, and the terms in a Mesh.

use std::collections::BTreeMap;

use crate::snapshot::{
    Approval, ApprovalTarget, Authority, Decision, Exemption, ExemptionCategory, FederationTerms, Kind, Located, Other,
    Override, PolicySet, Scope, SubjectSelector, WrittenStage,
};

use super::adapted::Object;
use super::field::{Field, scalar};

/// The object of a document of one of these kinds; any other kind is a subject as it stands.
pub(super) fn object(other: Other, root: &Field<'_>) -> Object {
    match other.kind {
        Kind::Authority => {
            let authority = authority(&other, root);
            Object::Authority(other, authority)
        }
        Kind::PolicySet => {
            let set = PolicySet {
                document: other.document,
                name: other.name.clone(),
                authority: root.located("authority"),
                revision: root.text("revision"),
                overrides: root.objects("overrides").iter().map(setting).collect(),
            };
            Object::PolicySet(other, set)
        }
        Kind::Exemption => {
            let exemption = exemption(&other, root);
            Object::Exemption(other, exemption)
        }
        Kind::Approval => {
            let approval = approval(&other, root);
            Object::Approval(other, approval)
        }
        _ => Object::Other(other),
    }
}

/// `federation` of a Mesh.
pub(super) fn terms(root: &Field<'_>) -> FederationTerms {
    let default = FederationTerms::default();
    let Some(stated) = root.get("federation") else {
        return default;
    };
    let number = |key: &str, or: u32| {
        let text = stated.text(key);
        text.and_then(|text| text.parse().ok()).unwrap_or(or)
    };
    FederationTerms {
        quorum: number("quorum", default.quorum),
        exemption_days: number("exemptionDays", default.exemption_days),
        exemption_share: number("exemptionShare", default.exemption_share).min(100),
    }
}

fn authority(other: &Other, root: &Field<'_>) -> Authority {
    Authority {
        document: other.document,
        name: other.name.clone(),
        scope: root.get("scope").and_then(|field| scope(&field)),
        team: root.located("team"),
        members: root.located_list("members"),
        groups: root.located_list("groups"),
        roots: root.located_list("roots"),
        tree: root.located("tree"),
    }
}

/// The scope that an object with one of the keys `mesh`, `domain` and `product` says.
fn scope(field: &Field<'_>) -> Option<Located<Scope>> {
    let stated = [
        field.located("mesh").map(|name| (name.pointer, Scope::Mesh)),
        field
            .located("domain")
            .map(|name| (name.pointer, Scope::Domain(name.value))),
        field
            .located("product")
            .map(|id| (id.pointer, Scope::Product(id.value))),
    ];
    let mut stated = stated.into_iter().flatten();
    let (pointer, value) = stated.next()?;
    // Two scopes are none: nobody knows which one is meant.
    stated.next().is_none().then_some(Located { value, pointer })
}

fn setting(field: &Field<'_>) -> Override {
    let parameters = field.get("parameters");
    let parameters = parameters.iter().flat_map(Field::members).map(|(name, value)| {
        let located = Located {
            value: value.node.to_json(),
            pointer: value.pointer,
        };
        (Box::from(name), located)
    });
    Override {
        pointer: field.pointer.clone(),
        policy: field.located("policy"),
        area: field.located("area"),
        subjects: field.get("subjects").map(|field| selector(&field)),
        levels: levels(field),
        parameters: parameters.collect(),
        reason: field.text("reason"),
    }
}

/// The stages of each point, in the order of the file: a level, or levels with the day on which each begins.
fn levels(field: &Field<'_>) -> BTreeMap<Box<str>, Vec<WrittenStage>> {
    let levels = field.get("levels");
    let points = levels.iter().flat_map(Field::members);
    points
        .map(|(point, value)| {
            let fixed = value.located_text().map(|level| WrittenStage { level, from: None });
            let dated = value.members().map(|(level, day)| WrittenStage {
                level: Located {
                    value: level.into(),
                    pointer: day.pointer.clone(),
                },
                from: Some(scalar(day.node).unwrap_or_default()),
            });
            (point.into(), fixed.into_iter().chain(dated).collect())
        })
        .collect()
}

fn selector(field: &Field<'_>) -> SubjectSelector {
    let texts = |key: &str| -> Vec<Box<str>> {
        let listed = field.located_list(key).into_iter();
        listed.map(|located| located.value).collect()
    };
    let tags = field.get("tags");
    let tags: BTreeMap<Box<str>, Box<str>> = tags
        .iter()
        .flat_map(Field::members)
        .filter_map(|(name, value)| Some((name.into(), scalar(value.node)?)))
        .collect();
    SubjectSelector {
        pointer: field.pointer.clone(),
        kinds: texts("kinds").iter().filter_map(|name| Kind::from_name(name)).collect(),
        tags,
        nodes: texts("nodes"),
        tiers: texts("tiers"),
    }
}

fn exemption(other: &Other, root: &Field<'_>) -> Exemption {
    let subject = root.get("subject");
    let of_subject = |key: &str| subject.as_ref().and_then(|subject| subject.located(key));
    Exemption {
        document: other.document,
        name: other.name.clone(),
        policy: root.located("policy"),
        versions: root.located("versions"),
        kind: of_subject("kind").and_then(|located| {
            Some(Located {
                value: Kind::from_name(&located.value)?,
                pointer: located.pointer,
            })
        }),
        id: of_subject("id"),
        domain: of_subject("domain"),
        category: root
            .text("category")
            .and_then(|name| ExemptionCategory::from_name(&name)),
        reason: root.located("reason"),
        ticket: root.text("ticket"),
        requested_by: root.located("requestedBy"),
        approved_by: root.located("approvedBy"),
        approved_on: date(root, "approvedOn"),
        expires: date(root, "expires"),
    }
}

fn approval(other: &Other, root: &Field<'_>) -> Approval {
    type Target = fn(Box<str>) -> ApprovalTarget;
    let targets: [(&str, Target); 3] = [
        ("policy", ApprovalTarget::Policy),
        ("exemption", ApprovalTarget::Exemption),
        ("contract", ApprovalTarget::Contract),
    ];
    let mut about = targets.into_iter().filter_map(|(key, target)| {
        let located = root.located(key)?;
        Some(Located {
            value: target(located.value),
            pointer: located.pointer,
        })
    });
    let first = about.next();
    Approval {
        document: other.document,
        name: other.name.clone(),
        about: first.filter(|_| about.next().is_none()),
        versions: root.located("versions"),
        authority: root.located("authority"),
        domain: root.located("domain"),
        decision: match root.text("decision").as_deref() {
            Some("approve") => Some(Decision::Approve),
            Some("block") => Some(Decision::Block),
            _ => None,
        },
        by: root.located("by"),
        on: date(root, "on"),
        reason: root.text("reason"),
    }
}

fn date(root: &Field<'_>, key: &str) -> Option<Located<jiff::civil::Date>> {
    let written = root.located(key)?;
    Some(Located {
        value: written.value.parse().ok()?,
        pointer: written.pointer,
    })
}
