//! What takes no effect, gathered by the object that says it.

use std::collections::BTreeMap;

use crate::facts::Refusal;
use crate::snapshot::{Kind, Location};
use crate::text::Pointer;

/// Refusals by kind and index.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Refused {
    pub(super) of: BTreeMap<(Kind, u32), Vec<Refusal>>,
}

impl Refused {
    pub(super) fn add(&mut self, of: (Kind, u32), refusal: Refusal) {
        let refusals = self.of.entry(of).or_default();
        refusals.push(refusal);
        refusals.sort();
        refusals.dedup();
    }
}

/// A refusal with no other place.
pub(super) fn refusal(
    pointer: &Pointer,
    key: &str,
    message: impl Into<Box<str>>,
    help: impl Into<Box<str>>,
) -> Refusal {
    Refusal {
        pointer: pointer.clone(),
        message: message.into(),
        help: help.into(),
        key: key.into(),
        beside: None,
    }
}

/// The same with another place that takes part.
pub(super) fn beside(refusal: Refusal, location: Location, message: impl Into<Box<str>>) -> Refusal {
    Refusal {
        beside: Some(Box::new((location, message.into()))),
        ..refusal
    }
}
