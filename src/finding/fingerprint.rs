//! The identity of a finding: what it is about, never how it is worded or on which line it stands.

use std::fmt::Write as _;

use serde_json::Value;
use sha2::{Digest as _, Sha256};

use crate::facts::SubjectKey;
use crate::policy::PolicyId;
use crate::text::{Pointer, Step};

/// The fields by which an element of a list is known when the list is put in another order.
const ELEMENT_NAMES: &[&str] = &[
    "id",
    "name",
    "property",
    "server",
    "username",
    "contractId",
    "principalId",
];

/// The fingerprint of a finding of `policy` about `subject` at `path`, with the policy's own `key`: 16 bytes of SHA-256 in
/// hexadecimal.
pub(super) fn fingerprint(
    policy: &PolicyId,
    subject: Option<&SubjectKey>,
    pointer: &str,
    key: Option<&str>,
) -> Box<str> {
    let mut digest = Sha256::new();
    let kind = subject.map_or("", |subject| subject.kind.name());
    let id = subject.map_or("", |subject| &*subject.id);
    for part in [&*policy.0, kind, id, pointer, key.unwrap_or_default()] {
        digest.update((part.len() as u64).to_le_bytes());
        digest.update(part.as_bytes());
    }
    let mut text = String::with_capacity(32);
    for byte in digest.finalize().iter().take(16) {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text.into()
}

/// A path with the names of list elements in place of their numbers, so that another order makes no new finding.
pub(super) fn stable_pointer(subject: &Value, path: &[Step]) -> Pointer {
    let mut pointer = Pointer::root();
    let mut here = Some(subject);
    for step in path {
        match step {
            Step::Key(key) => {
                here = here.and_then(|value| value.get(&**key));
                pointer.push_key(key);
            }
            Step::Index(index) => {
                here = here.and_then(|value| value.get(index));
                match here.and_then(element_name) {
                    Some(name) => pointer.push_key(name),
                    None => pointer.push_index(*index),
                }
            }
        }
    }
    pointer
}

fn element_name(element: &Value) -> Option<&str> {
    ELEMENT_NAMES.iter().find_map(|field| element.get(field)?.as_str())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::stable_pointer;
    use crate::text::Step;

    #[test]
    fn another_order_of_a_list_changes_nothing() {
        let path = |index| {
            [
                Step::Key("outputPorts".into()),
                Step::Index(index),
                Step::Key("version".into()),
            ]
        };
        let before = json!({"outputPorts": [{"name": "orders"}, {"name": "returns"}]});
        let after = json!({"outputPorts": [{"name": "returns"}, {"name": "orders"}]});
        assert_eq!(stable_pointer(&before, &path(0)), stable_pointer(&after, &path(1)));
        assert_ne!(stable_pointer(&before, &path(0)), stable_pointer(&before, &path(1)));
    }
}
