//! The policy and the subject that somebody names.

use std::sync::Arc;

use crate::facts::{Facts, SubjectRef};
use crate::policy::{Pack, Policy, alike};
use crate::snapshot::Kind;

/// The policy with this id or code.
pub(in crate::cli) fn policy<'p>(pack: &'p Pack, name: &str) -> Result<&'p Arc<Policy>, String> {
    pack.find(name).ok_or_else(|| {
        let offer = offer(&pack.alike(name)).unwrap_or_else(|| "`meshgov policy list` lists them all".to_owned());
        format!("there is no policy `{name}`; {offer}")
    })
}

/// The subjects of these kinds with this id, or else with this name; there may be more than one.
pub(super) fn subject(facts: &Facts<'_>, kinds: &[Kind], name: &str) -> Result<Vec<SubjectRef>, String> {
    let all = || {
        kinds
            .iter()
            .flat_map(|kind| (0..facts.count(*kind)).map(|index| SubjectRef { kind: *kind, index }))
    };
    for of_key in [id_of, name_of] {
        let found: Vec<SubjectRef> = all()
            .filter(|subject| of_key(facts, *subject).eq_ignore_ascii_case(name))
            .collect();
        if !found.is_empty() {
            return Ok(found);
        }
    }
    let words: Vec<Box<str>> = all()
        .flat_map(|subject| [id_of(facts, subject), name_of(facts, subject)])
        .collect();
    let kinds: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
    let offer = offer(&alike(name, words.iter().map(|word| &**word))).unwrap_or_else(|| {
        let options: Vec<String> = kinds.iter().map(|kind| format!("--kind {kind}")).collect();
        format!("`meshgov subjects {}` lists them all", options.join(" "))
    });
    Err(format!(
        "there is no {} `{name}` in this mesh; {offer}",
        kinds.join(" or ")
    ))
}

fn id_of(facts: &Facts<'_>, subject: SubjectRef) -> Box<str> {
    facts.key(subject).id
}

fn name_of(facts: &Facts<'_>, subject: SubjectRef) -> Box<str> {
    facts.key(subject).name
}

/// The names that may have been meant.
pub(super) fn offer(names: &[&str]) -> Option<String> {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    let (last, others) = quoted.split_last()?;
    Some(if others.is_empty() {
        format!("did you mean {last}?")
    } else {
        format!("did you mean {} or {last}?", others.join(", "))
    })
}
