//! What facts add to role assignments: the role, the node, and whose the two principals are.

use serde_json::{Map, Value, json};

use crate::facts::derive::Facts;
use crate::facts::fields::Fields;
use crate::facts::rows::{member, text_of};

use super::row;

/// Puts the fields of a role assignment that somebody reads.
pub(super) fn put(facts: &Facts, index: u32, text: &str, fields: &Fields, members: &mut Map<String, Value>) {
    let Some((known, assignment)) = facts
        .access
        .known()
        .and_then(|known| Some((known, known.assignment(index)?)))
    else {
        return;
    };
    let mut put = |name: &str, value: &dyn Fn() -> Value| {
        if fields.wants(name) {
            members.insert(name.into(), value());
        }
    };
    put("role", &|| {
        known.role(assignment).map_or(Value::Null, |role| {
            json!({
                "name": role.name,
                "is_owner": role.is_owner,
                "is_privileged": role.is_privileged,
                "reads_data": role.data.can_read(),
                "writes_data": role.data.can_write(),
            })
        })
    });
    put("node", &|| row::node(facts, assignment.place));
    put("principal_domain", &|| {
        let principal = assignment.principal.map(|principal| known.principal(principal));
        domain_of(facts, principal).into()
    });
    put("granted_by", &|| {
        let creator = member(text, "properties").and_then(|properties| text_of(properties, "createdBy"));
        creator.map_or(
            Value::Null,
            |principal| json!({"principal": principal, "domain": domain_of(facts, Some(&principal))}),
        )
    });
}

fn domain_of<'f>(facts: &'f Facts, principal: Option<&str>) -> Option<&'f str> {
    Some(facts.principal_domain(principal?)?.0)
}
