//! The members of a team, as subjects show them.

use serde_json::{Value, json};

use crate::facts::day;
use crate::facts::derive::Facts;
use crate::facts::ownership::{is_current, is_owner_role, member_name};
use crate::facts::relation::path_json;
use crate::snapshot::{Member, Team};

/// The value of `members`, in the file's order.
pub(super) fn of(facts: &Facts, team: Option<&Team>) -> Value {
    let members = team.map_or(&[][..], |team| &team.members);
    members.iter().map(|member| one(facts, member)).collect()
}

fn one(facts: &Facts, member: &Member) -> Value {
    json!({
        "name": member_name(member),
        "role": member.role,
        "is_owner": member.role.as_deref().is_some_and(is_owner_role),
        "is_current": is_current(member, facts.as_of),
        "date_out": member.date_out.as_deref().and_then(day::of).map(|day| day.to_string()),
        "replaced_by": member.replaced_by_username,
        "path": path_json(&member.pointer),
    })
}
