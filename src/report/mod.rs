//! An assessment as bytes, one file or folder per format.

mod format;
mod human;
mod json;
mod rules;
mod sarif;
#[cfg(test)]
mod samples;
mod test_report;

pub use format::{Format, Style};
pub use rules::{
    Page, Reading, RuleRun, RuleView, area, effective_level, explanation, listing, pages, run_on_subject, table,
};
pub use test_report::{Detail, TestFormat, TestView};
