//! Outcomes remembered by what a policy saw.
//!
//! A judgement is a function of the policy's modules, the data, the parameters, the day and the fields of the subject that the
//! policy reads. All but the last are fixed for a judge; nothing else reaches a policy (no clock, no chance, no network), and
//! the interpreter is given only those fields. So two subjects that agree in them have one outcome. Keys are compared in
//! full, byte for byte, and faults are never remembered.

use std::collections::HashMap;

use serde_json::Value as Json;

use crate::facts::Fields;

use super::violation::Judged;

/// Outcomes kept by one judge.
const MOST_ENTRIES: usize = 1 << 16;

/// Bytes of keys kept by one judge.
const MOST_BYTES: usize = 32 << 20;

/// A key longer than this costs more than it saves.
const LONGEST_KEY: usize = 16 << 10;

/// After this many misses a memo that hardly ever helped is given up.
const TRIAL: u64 = 512;

#[derive(Debug, Default)]
pub(super) struct Memo {
    known: HashMap<Box<[u8]>, Judged>,
    bytes: usize,
    hits: u64,
    misses: u64,
    key: Vec<u8>,
}

impl Memo {
    /// The outcome of an earlier subject that agrees in these fields.
    pub(super) fn recall(&mut self, subject: &Json, fields: &Fields) -> Option<Judged> {
        self.key.clear();
        if self.is_given_up() || !write_key(subject, fields, &mut self.key) {
            self.key.clear();
            return None;
        }
        let found = self.known.get(self.key.as_slice()).cloned();
        match found {
            Some(_) => self.hits += 1,
            None => self.misses += 1,
        }
        found
    }

    /// Remembers the outcome of the subject that was last asked for.
    pub(super) fn keep(&mut self, judged: &Judged) {
        let fits = self.known.len() < MOST_ENTRIES && self.bytes + self.key.len() <= MOST_BYTES;
        if !self.key.is_empty() && fits {
            self.bytes += self.key.len();
            self.known.insert(self.key.as_slice().into(), judged.clone());
        }
    }

    fn is_given_up(&mut self) -> bool {
        let given_up = self.misses >= TRIAL && self.hits * 16 < self.misses;
        if given_up && !self.known.is_empty() {
            self.known = HashMap::new();
        }
        given_up
    }
}

/// Writes what a policy sees of a subject, so that equal bytes mean equal values. False where that is too long.
fn write_key(subject: &Json, fields: &Fields, into: &mut Vec<u8>) -> bool {
    let (Fields::Only(fields), Json::Object(members)) = (fields, subject) else {
        return false;
    };
    into.push(b'k');
    for field in fields {
        match members.get(&**field) {
            // JSON text has no line feed outside of its strings, and there it is escaped.
            Some(value) => {
                if serde_json::to_writer(&mut *into, value).is_err() || into.len() > LONGEST_KEY {
                    return false;
                }
            }
            None => into.push(b'-'),
        }
        into.push(b'\n');
    }
    true
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Memo, TRIAL};
    use crate::facts::Fields;
    use crate::policy::Judged;

    #[test]
    fn subjects_that_agree_in_what_is_read_share_an_outcome() {
        let fields = Fields::Only(["a", "b"].map(Box::from).into());
        let mut memo = Memo::default();
        assert_eq!(memo.recall(&json!({"a": 1, "id": 1}), &fields), None);
        memo.keep(&Judged::NotApplicable);
        assert_eq!(
            memo.recall(&json!({"a": 1, "id": 2}), &fields),
            Some(Judged::NotApplicable)
        );
        for other in [
            json!({"b": 1}),
            json!({"a": 1, "b": null}),
            json!({"a": "1"}),
            json!({"a": 1.0}),
            json!({}),
        ] {
            assert_eq!(memo.recall(&other, &fields), None, "{other}");
        }
    }

    #[test]
    fn a_memo_that_never_helps_is_given_up() {
        let fields = Fields::Only([Box::from("id")].into());
        let mut memo = Memo::default();
        for id in 0..=TRIAL {
            assert_eq!(memo.recall(&json!({"id": id}), &fields), None);
            memo.keep(&Judged::Pass);
        }
        assert!(memo.known.is_empty());
    }

    #[test]
    fn what_is_read_as_a_whole_is_not_remembered() {
        let mut memo = Memo::default();
        memo.recall(&json!({"a": 1}), &Fields::All);
        memo.keep(&Judged::Pass);
        assert_eq!(memo.recall(&json!({"a": 1}), &Fields::All), None);
    }
}
