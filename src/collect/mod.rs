//! A live tenant into a snapshot folder: complete, or with a ledger of what could not be read. The only module that is
//! asynchronous, and the only one that speaks to anybody.
//!
//! Architecture invariant: only reads are sent, and only to hosts of the Azure that was named ([`is_reading`]). A reply is
//! kept as it came, besides secrets; nothing of it decides where a token goes.

mod access;
mod answer;
mod assertion;
mod azure;
mod call;
mod cloud;
mod collection;
mod crosscheck;
mod error;
mod fold;
mod expectation;
mod gate;
mod identity;
mod issuer;
mod journal;
mod ledger;
mod list;
mod listing;
mod pace;
mod page;
mod patience;
mod plan;
mod progress;
mod question;
mod reader;
mod records;
mod redact;
mod request;
mod run;
mod seeker;
mod tenancy;
mod wire;
mod work;

pub use access::{AccessRow, check_access};
pub use call::Call;
pub use cloud::{AddressError, Addresses, Cloud};
pub use collection::{Collected, Collection, Connection};
pub use error::CollectError;
pub use expectation::{Expected, expect};
pub use identity::{IdentityError, VARIABLES, Variables, Way};
pub use list::{List, read_list};
pub use listing::{At, Listing, Provider};
pub use pace::Rates;
pub use patience::Patience;
pub use progress::{Progress, Reached};
pub use question::Question;
pub use request::{QUERIES, is_reading};
pub use work::Unfinished;
