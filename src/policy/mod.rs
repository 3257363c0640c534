//! Rules: their metadata, and the Rego and JSON-Schema checks behind one door.

mod bundle;
mod error;
mod judge;
mod level;
mod limits;
mod lint;
mod memo;
mod metadata;
mod nearest;
mod new_policy;
mod panics;
#[expect(clippy::module_inception, reason = "the policy of the policies")]
mod policy;
mod rego;
mod sameness;
mod schema_check;
mod template;
pub mod testing;
mod violation;

pub use bundle::{Foreign, Namespaces, Pack, Shipped, load, load_with};
pub use error::{PolicyError, PolicyErrorKind};
pub use judge::Judge;
pub use level::{Class, Level, Levels, Point, Severity, Stage, stage_on};
pub use limits::JudgeLimits;
pub use lint::{Lint, LintReport, lint};
pub use metadata::{Direction, Floor, Metadata, Parameter, ParameterType, PolicyId, PolicyOrigin};
pub use nearest::alike;
pub use new_policy::{BadPolicyId, NewFile, NewPolicy, NewPolicyLanguage, new_id};
pub use panics::quiet_panics;
pub use policy::Policy;
pub use rego::{ConditionState, Dialect, Refusal, TracedCondition, TracedRule, missing_builtins};
pub use template::{Template, TemplateError};
pub use violation::{Fault, Judged, Violation};

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]
mod tests;
