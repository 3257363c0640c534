//! Rules: their metadata, and the Rego and JSON-Schema checks behind one door.

mod level;
mod limits;
mod metadata;
mod nearest;
mod panics;
mod rego;
mod template;
mod violation;

pub use level::{Class, Level, Levels, Point, Severity};
pub use limits::JudgeLimits;
pub use metadata::{Direction, Metadata, Parameter, ParameterType, PolicyId};
pub use panics::quiet_panics;
pub use template::{Template, TemplateError};
pub use violation::{Fault, Judged, Violation};
