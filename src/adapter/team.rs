//! Teams, in either shape of the standards.

use crate::snapshot::{Member, Team};
use crate::text::Value;

use super::field::{Field, scalar};

/// The `team` of an object: `{name, members}`, a bare list of members, or (against the standard, but plain) a name.
pub(super) fn team(owner: &Field<'_>) -> Option<Team> {
    let field = owner.get("team")?;
    match &field.node.value {
        Value::Object(_) => Some(Team {
            name: field.located("name"),
            members: members(&field.list("members")),
        }),
        Value::Array(_) => Some(Team {
            name: None,
            members: members(&field.elements()),
        }),
        Value::String(_) => Some(Team {
            name: Some(field.located_text()?),
            members: Vec::new(),
        }),
        _ => None,
    }
}

fn members(list: &[Field<'_>]) -> Vec<Member> {
    list.iter()
        .filter_map(|field| match &field.node.value {
            Value::Object(_) => Some(Member {
                username: field.text("username"),
                name: field.text("name"),
                role: field.text("role"),
                date_in: field.text("dateIn"),
                date_out: field.text("dateOut"),
                replaced_by_username: field.text("replacedByUsername"),
                pointer: field.pointer.clone(),
            }),
            _ => Some(Member {
                username: Some(scalar(field.node)?),
                name: None,
                role: None,
                date_in: None,
                date_out: None,
                replaced_by_username: None,
                pointer: field.pointer.clone(),
            }),
        })
        .collect()
}
