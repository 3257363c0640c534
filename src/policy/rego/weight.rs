//! How deep the interpreter nests in one rule.

use regorus::unstable::{Expr, Literal, LiteralStmt, Query, Ref, Rule, RuleAssign, RuleHead};

/// The levels that a rule nests: itself, its loops (each runs within the one before), its comprehensions, its operators.
pub(super) fn of_rule(rule: &Rule) -> usize {
    let inner = match rule {
        Rule::Spec { head, bodies, .. } => {
            let head = match head {
                RuleHead::Compr { refr, assign, .. } => expr(refr).max(of_assign(assign.as_ref())),
                RuleHead::Set { refr, key, .. } => expr(refr).max(deepest(key)),
                RuleHead::Func { refr, args, assign, .. } => {
                    expr(refr).max(deepest(args)).max(of_assign(assign.as_ref()))
                }
            };
            let bodies = bodies
                .iter()
                .map(|body| query(&body.query) + of_assign(body.assign.as_ref()));
            // The head is worked out in the innermost loop.
            head + bodies.max().unwrap_or(0)
        }
        Rule::Default { value, .. } => expr(value),
    };
    1 + inner
}

fn of_assign(assign: Option<&RuleAssign>) -> usize {
    assign.map_or(0, |assign| expr(&assign.value))
}

fn query(query: &Query) -> usize {
    let loops: usize = query.stmts.iter().map(loops_of).sum();
    1 + loops + query.stmts.iter().map(statement).max().unwrap_or(0)
}

fn statement(statement: &LiteralStmt) -> usize {
    let literal = match &statement.literal {
        Literal::SomeVars { .. } => 0,
        Literal::SomeIn {
            key, value, collection, ..
        } => deepest(key).max(expr(value)).max(expr(collection)),
        Literal::Expr { expr: inner, .. } | Literal::NotExpr { expr: inner, .. } => expr(inner),
        Literal::Every {
            domain, query: inner, ..
        } => expr(domain).max(1 + query(inner)),
    };
    let replaced = statement.with_mods.iter().map(|modifier| expr(&modifier.r#as)).max();
    1 + literal.max(replaced.unwrap_or(0))
}

/// The loops that a statement may open around those after it: `some x in`, and every index that is no constant.
fn loops_of(statement: &LiteralStmt) -> usize {
    match &statement.literal {
        Literal::SomeVars { .. } | Literal::Every { .. } => 0,
        Literal::SomeIn { collection, .. } => 1 + indexes(collection),
        Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => indexes(expr),
    }
}

fn indexes(expr: &Expr) -> usize {
    let children: usize = children(expr).into_iter().map(indexes).sum();
    match expr {
        Expr::RefBrack { index, .. } if !matches!(index.as_ref(), Expr::String { .. } | Expr::Number { .. }) => {
            1 + children
        }
        Expr::Call { .. } => 1 + children,
        _ => children,
    }
}

fn deepest<'a>(exprs: impl IntoIterator<Item = &'a Ref<Expr>>) -> usize {
    exprs.into_iter().map(|inner| expr(inner)).max().unwrap_or(0)
}

fn expr(at: &Expr) -> usize {
    let inner = match at {
        Expr::ArrayCompr { term, query: inner, .. } | Expr::SetCompr { term, query: inner, .. } => {
            query(inner) + expr(term)
        }
        Expr::ObjectCompr {
            key,
            value,
            query: inner,
            ..
        } => query(inner) + expr(key).max(expr(value)),
        other => children(other).into_iter().map(expr).max().unwrap_or(0),
    };
    match at {
        // A chain of fields is followed in one step.
        Expr::RefDot { .. } => inner,
        Expr::String { .. }
        | Expr::RawString { .. }
        | Expr::Number { .. }
        | Expr::Bool { .. }
        | Expr::Null { .. }
        | Expr::Var { .. } => 0,
        Expr::Call { .. } => 2 + inner,
        _ => 1 + inner,
    }
}

/// The expressions right below one; none of a comprehension, which is a level of its own.
pub(super) fn children(expr: &Expr) -> Vec<&Expr> {
    match expr {
        Expr::Array { items, .. } | Expr::Set { items, .. } => items.iter().map(AsRef::as_ref).collect(),
        Expr::Object { fields, .. } => fields
            .iter()
            .flat_map(|(_, key, value)| [key.as_ref(), value.as_ref()])
            .collect(),
        Expr::Call { params, .. } => params.iter().map(AsRef::as_ref).collect(),
        Expr::UnaryExpr { expr, .. } => vec![expr],
        Expr::RefDot { refr, .. } => vec![refr],
        Expr::RefBrack { refr, index, .. } => vec![refr, index],
        Expr::BinExpr { lhs, rhs, .. }
        | Expr::BoolExpr { lhs, rhs, .. }
        | Expr::ArithExpr { lhs, rhs, .. }
        | Expr::AssignExpr { lhs, rhs, .. } => vec![lhs, rhs],
        Expr::Membership {
            key, value, collection, ..
        } => key.iter().chain([value, collection]).map(AsRef::as_ref).collect(),
        Expr::String { .. }
        | Expr::RawString { .. }
        | Expr::Number { .. }
        | Expr::Bool { .. }
        | Expr::Null { .. }
        | Expr::Var { .. }
        | Expr::ArrayCompr { .. }
        | Expr::SetCompr { .. }
        | Expr::ObjectCompr { .. } => Vec::new(),
    }
}
