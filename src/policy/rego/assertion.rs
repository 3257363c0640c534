//! Whether a rule of tests asserts anything at all.

use regorus::unstable::{AssignOp, Expr, Literal, LiteralStmt, Rule, RuleHead};

use super::module::{Head, Module};
use super::reference;

/// Why a rule that is named as a test is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::policy) enum TestFlaw {
    /// Nothing in it can be false.
    AssertsNothing,
    /// It takes arguments, makes a set or has keys, so that it is not one test.
    NotOneTest,
}

/// What is wrong with the test of this head, if anything is.
pub(in crate::policy) fn flaw(module: &Module, test: &Head) -> Option<TestFlaw> {
    let rule = module.tree.policy.iter().find(|rule| {
        let head = reference::head(rule);
        head.is_some_and(|head| head.span.start == test.span.start)
    })?;
    let Rule::Spec { head, bodies, .. } = rule.as_ref() else {
        return Some(TestFlaw::NotOneTest);
    };
    let RuleHead::Compr { assign, .. } = head else {
        return (!matches!(head, RuleHead::Set { key: None, .. })).then_some(TestFlaw::NotOneTest);
    };
    if test.is_nested {
        return Some(TestFlaw::NotOneTest);
    }
    let gives = assign.as_ref().is_some_and(|assign| !is_constant(&assign.value));
    let asserts = bodies
        .iter()
        .any(|body| body.query.stmts.iter().any(may_be_false) || body.assign.is_some());
    (!gives && !asserts).then_some(TestFlaw::AssertsNothing)
}

/// Whether a statement says something: a declaration, an assignment, a constant and what is printed say nothing.
fn may_be_false(statement: &LiteralStmt) -> bool {
    match &statement.literal {
        Literal::SomeVars { .. } => false,
        Literal::Expr { expr, .. } => match expr.as_ref() {
            Expr::AssignExpr {
                op: AssignOp::ColEq, ..
            } => false,
            Expr::Call { fcn, .. } => {
                reference::of_expr(fcn).is_none_or(|called| called.root != "print" || !called.hops.is_empty())
            }
            other => !is_constant(other),
        },
        Literal::SomeIn { .. } | Literal::NotExpr { .. } | Literal::Every { .. } => true,
    }
}

/// Whether an expression is a constant that holds; `false` says something.
fn is_constant(expr: &Expr) -> bool {
    match expr {
        Expr::Bool { span, .. } => span.text() == "true",
        Expr::Null { .. } | Expr::Number { .. } | Expr::String { .. } | Expr::RawString { .. } => true,
        _ => false,
    }
}
