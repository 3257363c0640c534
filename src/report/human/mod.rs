//! The report for a person at a terminal: what is wrong domain by domain, then a calm summary.

mod azure;
mod block;
mod excerpt;
mod page;
mod sections;
mod summary;
mod words;

pub(super) use page::{Page, level_ink, write};
pub(super) use words::{clean, count, length, number, wrapped};
