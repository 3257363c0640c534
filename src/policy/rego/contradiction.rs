//! Conditions that can never hold together, found without running anything.
//!
//! Only what is certain is told: constants, and what one query asks of one and the same value. Rego orders values of all
//! types in one line, so that bounds contradict each other whatever the value is.

use std::collections::BTreeMap;

use regorus::Value;
use regorus::unstable::{AssignOp, BoolOp, Expr, Literal, LiteralStmt, Query, Ref, Rule, RuleBody, RuleHead, Span};

use crate::text;

use super::module::Module;
use super::queries;
use super::reference;

/// A condition that never holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::policy) struct Contradiction {
    /// The condition.
    pub(in crate::policy) span: text::Span,
    /// The condition before it that rules it out; none where it is false by itself.
    pub(in crate::policy) against: Option<text::Span>,
    /// The rule in whose own body it stands; none where it stands in a comprehension or below `every`.
    pub(in crate::policy) rule: Option<Box<str>>,
}

/// What a condition asks of a value.
#[derive(Clone, Debug)]
enum Demand {
    Compared(Order, Value),
    OneOf(Vec<Value>),
    Holds(bool),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    Less,
    AtMost,
    Equal,
    AtLeast,
    More,
    Not,
}

/// All conditions of a module that never hold.
pub(in crate::policy) fn contradictions(module: &Module) -> Vec<Contradiction> {
    let mut found = Vec::new();
    for rule in &module.tree.policy {
        let own: Vec<&Query> = match rule.as_ref() {
            Rule::Spec { bodies, .. } => bodies.iter().map(|body| body.query.as_ref()).collect(),
            Rule::Default { .. } => Vec::new(),
        };
        let name = reference::head(rule).map(|head| Box::from(head.root));
        queries::of_rule(rule, &mut |query| {
            let is_own = own.iter().any(|body| std::ptr::eq(*body, query));
            if let Some((span, against)) = of_query(query) {
                found.push(Contradiction {
                    span,
                    against,
                    rule: name.clone().filter(|_| is_own),
                });
            }
        });
    }
    found
}

/// Rules of this name that hold whatever the input is: they have no condition, or only `true`.
pub(in crate::policy) fn always(module: &Module, name: &str) -> Option<text::Span> {
    module.tree.policy.iter().find_map(|rule| {
        let Rule::Spec {
            head: RuleHead::Compr { assign, .. },
            bodies,
            ..
        } = rule.as_ref()
        else {
            return None;
        };
        let head = reference::head(rule).filter(|head| head.root == name && head.hops.is_empty())?;
        let is_true = |expr: &Expr| matches!(constant(expr), Some(Value::Bool(true)));
        let holds = |statement: &LiteralStmt| matches!(&statement.literal, Literal::Expr { expr, .. } if is_true(expr));
        let unconditional = |body: &RuleBody| body.query.stmts.iter().all(holds);
        let gives_true = assign.as_ref().is_none_or(|assign| is_true(&assign.value));
        (gives_true && bodies.iter().all(unconditional)).then(|| place(head.span))
    })
}

/// The first condition of a query that cannot hold, and the one that it contradicts.
fn of_query(query: &Query) -> Option<(text::Span, Option<text::Span>)> {
    let mut demands: BTreeMap<String, Vec<(Demand, text::Span)>> = BTreeMap::new();
    for statement in query.stmts.iter().filter(|statement| statement.with_mods.is_empty()) {
        let span = place(&statement.span);
        let (expr, is_negated) = match &statement.literal {
            Literal::Expr { expr, .. } => (expr, false),
            Literal::NotExpr { expr, .. } => (expr, true),
            Literal::SomeVars { .. } | Literal::SomeIn { .. } | Literal::Every { .. } => continue,
        };
        if decided(expr).is_some_and(|holds| holds == is_negated) {
            return Some((span, None));
        }
        let Some((term, demand)) = demand(expr, is_negated) else {
            continue;
        };
        let is_count = term.starts_with("count(");
        let zero = Demand::Compared(Order::AtLeast, Value::from(0_u64));
        if is_count && excludes(&zero, &demand, true) {
            return Some((span, None));
        }
        let before = demands.entry(term).or_default();
        if let Some((_, other)) = before.iter().find(|(other, _)| excludes(other, &demand, is_count)) {
            return Some((span, Some(*other)));
        }
        before.push((demand, span));
    }
    None
}

/// Whether a condition on constants alone holds.
fn decided(expr: &Expr) -> Option<bool> {
    match expr {
        Expr::Bool { value, .. } => value.as_bool().ok().copied(),
        Expr::BoolExpr { op, lhs, rhs, .. } => {
            let (one, other) = (constant(lhs)?, constant(rhs)?);
            Some(compares(&one, order(op), &other))
        }
        _ => None,
    }
}

/// What a condition asks of which value.
fn demand(expr: &Expr, is_negated: bool) -> Option<(String, Demand)> {
    match expr {
        Expr::BoolExpr { op, lhs, rhs, .. } if !is_negated => match (constant(lhs), constant(rhs)) {
            (None, Some(value)) => Some((canonical(lhs)?, Demand::Compared(order(op), value))),
            (Some(value), None) => Some((canonical(rhs)?, Demand::Compared(turned(order(op)), value))),
            _ => None,
        },
        Expr::AssignExpr { op, lhs, rhs, .. } if !is_negated => {
            let value = constant(rhs)?;
            let is_known = matches!(op, AssignOp::Eq | AssignOp::ColEq);
            Some((
                canonical(lhs).filter(|_| is_known)?,
                Demand::Compared(Order::Equal, value),
            ))
        }
        Expr::Membership {
            key: None,
            value,
            collection,
            ..
        } if !is_negated => {
            let (Expr::Array { items, .. } | Expr::Set { items, .. }) = collection.as_ref() else {
                return None;
            };
            let values: Option<Vec<Value>> = items.iter().map(|item| constant(item)).collect();
            Some((canonical(value)?, Demand::OneOf(values?)))
        }
        Expr::Var { .. } | Expr::RefDot { .. } | Expr::RefBrack { .. } | Expr::Call { .. } => {
            Some((canonical(expr)?, Demand::Holds(!is_negated)))
        }
        _ => None,
    }
}

/// Whether no value meets both demands.
fn excludes(one: &Demand, other: &Demand, is_whole: bool) -> bool {
    match (one, other) {
        (Demand::Compared(Order::Equal, value), demand) | (demand, Demand::Compared(Order::Equal, value)) => {
            !meets(value, demand)
        }
        (Demand::OneOf(values), demand) | (demand, Demand::OneOf(values)) => {
            !values.iter().any(|value| meets(value, demand))
        }
        (Demand::Holds(one), Demand::Holds(other)) => one != other,
        (Demand::Compared(one, low), Demand::Compared(other, high)) => {
            apart(*one, low, *other, high, is_whole) || apart(*other, high, *one, low, is_whole)
        }
        (Demand::Holds(_), Demand::Compared(..)) | (Demand::Compared(..), Demand::Holds(_)) => false,
    }
}

/// Whether a lower bound lies above an upper one.
fn apart(lower: Order, low: &Value, upper: Order, high: &Value, is_whole: bool) -> bool {
    let (Order::AtLeast | Order::More, Order::AtMost | Order::Less) = (lower, upper) else {
        return false;
    };
    let strict = usize::from(lower == Order::More) + usize::from(upper == Order::Less);
    if low > high || (low == high && strict > 0) {
        return true;
    }
    // Between one whole number and the next there is none.
    let number = |value: &Value| value.as_i64().ok();
    match (number(low), number(high)) {
        (Some(low), Some(high)) if is_whole && strict == 2 => high.checked_sub(low) == Some(1),
        _ => false,
    }
}

fn meets(value: &Value, demand: &Demand) -> bool {
    match demand {
        Demand::Compared(order, bound) => compares(value, *order, bound),
        Demand::OneOf(values) => values.contains(value),
        // A condition fails on `false` and on what is undefined; `not` holds on both.
        Demand::Holds(holds) => (*value != Value::Bool(false)) == *holds,
    }
}

fn compares(one: &Value, order: Order, other: &Value) -> bool {
    match order {
        Order::Less => one < other,
        Order::AtMost => one <= other,
        Order::Equal => one == other,
        Order::AtLeast => one >= other,
        Order::More => one > other,
        Order::Not => one != other,
    }
}

fn order(op: &BoolOp) -> Order {
    match op {
        BoolOp::Lt => Order::Less,
        BoolOp::Le => Order::AtMost,
        BoolOp::Eq => Order::Equal,
        BoolOp::Ge => Order::AtLeast,
        BoolOp::Gt => Order::More,
        BoolOp::Ne => Order::Not,
    }
}

/// The order seen from the other side.
const fn turned(order: Order) -> Order {
    match order {
        Order::Less => Order::More,
        Order::AtMost => Order::AtLeast,
        Order::AtLeast => Order::AtMost,
        Order::More => Order::Less,
        Order::Equal | Order::Not => order,
    }
}

/// The text of an expression that means one value wherever it stands in a query; none for what iterates.
fn canonical(expr: &Expr) -> Option<String> {
    let mut steps = Vec::new();
    let mut at = expr;
    loop {
        match at {
            Expr::RefDot { refr, field, .. } => {
                steps.push(format!(".{}", field.0.text()));
                at = refr;
            }
            Expr::RefBrack { refr, index, .. } => {
                let step = match index.as_ref() {
                    Expr::String { value, .. } => format!(".{}", value.as_string().ok()?),
                    Expr::Number { span, .. } => format!("[{}]", span.text()),
                    Expr::Var { span, .. } if span.text() != "_" => format!("[{}]", span.text()),
                    _ => return None,
                };
                steps.push(step);
                at = refr;
            }
            Expr::Var { span, .. } if span.text() != "_" => {
                steps.push(span.text().to_owned());
                break;
            }
            Expr::Call { fcn, params, .. } if steps.is_empty() => {
                let name = canonical(fcn)?;
                let params: Option<Vec<String>> = params.iter().map(argument).collect();
                return Some(format!("{name}({})", params?.join(", ")));
            }
            _ => return None,
        }
    }
    steps.reverse();
    Some(steps.concat())
}

fn argument(param: &Ref<Expr>) -> Option<String> {
    match param.as_ref() {
        Expr::Call { .. } => None,
        other => constant(other).map_or_else(|| canonical(other), |value| Some(value.to_string())),
    }
}

/// The value of a text, number, boolean or null.
fn constant(expr: &Expr) -> Option<Value> {
    match expr {
        Expr::String { value, .. }
        | Expr::RawString { value, .. }
        | Expr::Number { value, .. }
        | Expr::Bool { value, .. }
        | Expr::Null { value, .. } => Some(value.clone()),
        _ => None,
    }
}

fn place(span: &Span) -> text::Span {
    text::Span::new(span.start, span.end)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

    use std::sync::Arc;

    use super::contradictions;
    use crate::policy::rego::{Dialect, Module};
    use crate::text::Source;

    /// The conditions of a rule with this body that never hold.
    fn never(body: &str) -> Vec<String> {
        let text = format!("package p\n\ndeny contains 1 if {{\n{body}\n}}\n");
        let source = Arc::new(Source::new("p.rego", text));
        let module = Module::parse(&source, Dialect::V1).unwrap();
        contradictions(&module)
            .iter()
            .map(|found| source.slice(found.span).trim().to_owned())
            .collect()
    }

    #[test]
    fn what_cannot_hold_is_found() {
        for (body, wrong) in [
            ("input.a\nfalse", "false"),
            ("1 > 2", "1 > 2"),
            ("not true", "not true"),
            ("input.a == 1\ninput.a == 2", "input.a == 2"),
            ("input.a == 1\ninput[\"a\"] != 1", "input[\"a\"] != 1"),
            ("input.a > 3\ninput.a < 3", "input.a < 3"),
            ("3 < input.a\ninput.a <= 3", "input.a <= 3"),
            ("count(input.a) > 1\ncount(input.a) < 2", "count(input.a) < 2"),
            ("count(input.a) < 0", "count(input.a) < 0"),
            ("input.a in {1, 2}\ninput.a == 3", "input.a == 3"),
            ("input.a.b\nnot input.a.b", "not input.a.b"),
            ("x := 1\nx == 2", "x == 2"),
            ("some p in input.a\np.b == 1\np.b == 2", "p.b == 2"),
            ("count([p | some p in input.a; p.b == 1; p.b == 2]) > 0", "p.b == 2"),
        ] {
            assert_eq!(never(body), [wrong], "{body}");
        }
    }

    #[test]
    fn what_may_hold_is_left_alone() {
        for body in [
            "input.a > 1\ninput.a < 2",
            "input.a[_].b == 1\ninput.a[_].b == 2",
            "input.a == 1\ninput.b == 2",
            "input.a > 3\ninput.a != 4",
            "count(input.a) > 0\ncount(input.a) < 2",
            "input.a == 1 with input as {\"a\": 1}\ninput.a == 2",
            "input.a in {1, 2}\ninput.a == 2",
            "f(input.a) == 1\nf(input.b) == 2",
            "not input.a\ninput.b",
        ] {
            assert!(never(body).is_empty(), "{body}");
        }
    }
}
