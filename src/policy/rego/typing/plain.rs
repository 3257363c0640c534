//! Expressions that say what they are without being worked out.

use regorus::unstable::Expr;
use serde_json::Value as Json;

use crate::policy::rego::convert::to_json;

/// The steps of a reference that are followed.
const LONGEST: usize = 64;

/// Whether a reference has more steps than the stack should be asked to follow.
pub(super) fn is_endless(expr: &Expr) -> bool {
    let mut at = expr;
    for _ in 0..LONGEST {
        match at {
            Expr::RefDot { refr, .. } | Expr::RefBrack { refr, .. } => at = refr,
            _ => return false,
        }
    }
    true
}

pub(super) fn variable(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Var { span, .. } => Some(span.text()),
        _ => None,
    }
}

pub(super) fn text_of(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::String { value, .. } | Expr::RawString { value, .. } => value.as_string().ok().map(|text| &**text),
        _ => None,
    }
}

/// The value of a text, number, boolean or null.
pub(super) fn constant_of(expr: &Expr) -> Option<Json> {
    match expr {
        Expr::String { value, .. }
        | Expr::RawString { value, .. }
        | Expr::Number { value, .. }
        | Expr::Bool { value, .. }
        | Expr::Null { value, .. } => to_json(value),
        _ => None,
    }
}
