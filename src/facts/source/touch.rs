//! Which pipelines were seen to read or write which datasets.

use std::borrow::Cow;

use super::sources::Place;

/// A copy that reads or writes a place which contracts describe.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::facts) struct Touch<'s> {
    /// The dataset, as an index into the datasets.
    pub(in crate::facts) dataset: u32,
    /// What the copy does to it.
    pub(in crate::facts) act: Act,
    /// The product that the pipeline belongs to, as an index into the declared products.
    pub(in crate::facts) product: Option<u32>,
    /// The domain that runs the pipeline.
    pub(in crate::facts) domain: Option<Cow<'s, str>>,
    /// The pipeline's name.
    pub(in crate::facts) pipeline: Box<str>,
    /// The copy's name.
    pub(in crate::facts) copy: Box<str>,
    /// Where the copy is.
    pub(in crate::facts) place: Place<'s>,
}

/// What a copy does to a dataset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::facts) enum Act {
    /// It reads.
    Reads,
    /// It writes.
    Writes,
}

/// How well the reads of a product's pipelines are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::facts) enum Sight {
    /// What every copy reads is known.
    Whole,
    /// Some copy hides what it reads.
    Partial,
}
