//! One file per format: parsed documents into declared objects, each judged by its own standard.

mod standard;

pub use standard::{Standard, judge, standard_schema};
