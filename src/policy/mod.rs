//! Rules: their metadata, and the Rego and JSON-Schema checks behind one door.

mod level;
mod metadata;
mod violation;

pub use level::{Class, Level, Levels, Point, Severity};
pub use metadata::{Direction, Metadata, Parameter, ParameterType, PolicyId};
pub use violation::{Fault, Judged, Violation};
