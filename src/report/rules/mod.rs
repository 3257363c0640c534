//! Rules as people read about them: the table of all, one explained, and a page for each.

mod effective;
mod explanation;
mod index;
mod listing;
mod page;
mod parts;
mod run;
mod says;
mod table;

pub use effective::{effective_listing, effective_table};
pub use explanation::explanation;
pub use index::{Page, pages};
pub use listing::listing;
pub use parts::{RuleView, area, effective_level};
pub use run::{Reading, RuleRun, run_on_subject};
pub use says::Says;
pub use table::table;
