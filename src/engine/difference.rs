//! Which subjects of two states of a mesh differ for the policies in force. Of those that do not, the judgement is the same.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io;

use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use crate::facts::{Facts, Fields, SubjectRef};
use crate::snapshot::Kind;

use super::plan::Plan;

/// A state of a mesh with what is in force for it.
#[derive(Clone, Copy, Debug)]
pub struct State<'a> {
    /// What is in force.
    pub plan: &'a Plan,
    /// The mesh.
    pub facts: &'a Facts<'a>,
}

/// The subjects of two states that have no equal in the other one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// Those of the first state.
    pub first: BTreeSet<SubjectRef>,
    /// Those of the second state.
    pub second: BTreeSet<SubjectRef>,
}

/// What everything that judging a subject reads comes to: 16 bytes of SHA-256.
type Digest = [u8; 16];

/// Compares two states under the same policies. A subject equals another if everything that a policy may read of it is the
/// same, and all that decides its levels, parameters and exemptions.
pub fn difference(first: State<'_>, second: State<'_>) -> Difference {
    let mut difference = Difference::default();
    for kind in Kind::ALL {
        let (ones, others) = rayon::join(|| digests(first, *kind), || digests(second, *kind));
        let mut left: BTreeMap<Digest, Vec<u32>> = BTreeMap::new();
        for (index, digest) in (0_u32..).zip(others) {
            left.entry(digest).or_default().push(index);
        }
        for (index, digest) in (0_u32..).zip(ones) {
            let equal = left.get_mut(&digest).and_then(Vec::pop);
            if equal.is_none() {
                difference.first.insert(SubjectRef { kind: *kind, index });
            }
        }
        let unmatched = left.into_values().flatten();
        difference
            .second
            .extend(unmatched.map(|index| SubjectRef { kind: *kind, index }));
    }
    difference
}

/// The digest of every subject of a kind that a ruling is about.
fn digests(state: State<'_>, kind: Kind) -> Vec<Digest> {
    let rulings = state.plan.about(kind);
    if rulings.is_empty() {
        return Vec::new();
    }
    let fields = state.plan.fields(&rulings);
    (0..state.facts.count(kind))
        .into_par_iter()
        .with_min_len(64)
        .map(|index| digest(state, SubjectRef { kind, index }, &rulings, &fields))
        .collect()
}

fn digest(state: State<'_>, subject: SubjectRef, rulings: &[usize], fields: &Fields) -> Digest {
    let mut sink = Sink(Sha256::new());
    sink.0.update(state.facts.key(subject).id.as_bytes());
    // Writing into a digest cannot fail.
    let _ = serde_json::to_writer(&mut sink, &state.facts.subject(subject, fields));
    let mut cases = DefaultHasher::new();
    for index in rulings {
        let Some(ruling) = state.plan.rulings.get(*index) else {
            continue;
        };
        if !ruling.is_uniform {
            ruling
                .rule
                .case(&state.plan.tree, state.facts, subject)
                .hash(&mut cases);
        }
        for index in &ruling.exemptions {
            let exemption = state.plan.exemptions.get(*index);
            exemption
                .is_some_and(|exemption| exemption.kind == subject.kind && exemption.subjects.contains(&subject.index))
                .hash(&mut cases);
        }
    }
    sink.0.update(cases.finish().to_le_bytes());
    let mut digest = Digest::default();
    for (to, from) in digest.iter_mut().zip(sink.0.finalize()) {
        *to = from;
    }
    digest
}

struct Sink(Sha256);

impl io::Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
