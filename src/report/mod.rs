//! An assessment as bytes, one file or folder per format.

mod columns;
mod exemption;
mod format;
mod human;
mod impact;
mod json;
mod rules;
mod sarif;
#[cfg(test)]
mod samples;
mod test_report;

pub use exemption::ExemptionDraft;
pub use format::{Format, Style};
pub use impact::ImpactFormat;
pub use rules::{
    Page, Reading, RuleRun, RuleView, Says, area, effective_level, effective_listing, effective_table, explanation,
    listing, pages, run_on_subject, table,
};
pub use test_report::{Detail, TestFormat, TestView};
