//! Who may act for an authority.

use crate::facts::Facts;
use crate::snapshot::Authority;

/// Whether an account may act for an authority: it is one of its members, or in one of its groups; where it names neither, in
/// its team. None where nobody can say, because who is in a group is not known.
pub(super) fn acts_for(facts: &Facts<'_>, authority: &Authority, account: &str) -> Option<bool> {
    let is_member = authority
        .members
        .iter()
        .any(|member| same_account(&member.value, account));
    if is_member {
        return Some(true);
    }
    let team = authority.team.iter();
    let has_no_list = authority.members.is_empty() && authority.groups.is_empty();
    let team = team.filter(|_| has_no_list);
    let groups = authority.groups.iter().chain(team);
    let mut is_known = true;
    for group in groups {
        match facts.is_in_team(&group.value, account) {
            Some(true) => return Some(true),
            Some(false) => {}
            None => is_known = false,
        }
    }
    is_known.then_some(false)
}

/// Whether two texts name one account; accounts compare without case.
pub(super) fn same_account(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}
