//! An assessment as bytes, one file or folder per format.

mod exemption;
mod format;
mod human;
mod json;
mod rules;
mod sarif;
#[cfg(test)]
mod samples;
mod test_report;

pub use exemption::ExemptionDraft;
pub use format::{Format, Style};
pub use rules::{
    Page, Reading, RuleRun, RuleView, Says, area, effective_level, explanation, listing, pages, run_on_subject, table,
};
pub use test_report::{Detail, TestFormat, TestView};
