//! Every query of a rule: its bodies, and those within its expressions.

use regorus::unstable::{Expr, Literal, Query, Ref, Rule, RuleAssign, RuleBody, RuleHead};

/// Shows every query of a rule, the outer ones first.
pub(super) fn of_rule<'a>(rule: &'a Rule, listen: &mut dyn FnMut(&'a Query)) {
    match rule {
        Rule::Spec { head, bodies, .. } => {
            match head {
                RuleHead::Compr { assign, .. } => of_assign(assign.as_ref(), listen),
                RuleHead::Set { key, .. } => of_exprs(key, listen),
                RuleHead::Func { args, assign, .. } => {
                    of_exprs(args, listen);
                    of_assign(assign.as_ref(), listen);
                }
            }
            for RuleBody { assign, query, .. } in bodies {
                of_assign(assign.as_ref(), listen);
                of_query(query, listen);
            }
        }
        Rule::Default { value, .. } => of_expr(value, listen),
    }
}

fn of_assign<'a>(assign: Option<&'a RuleAssign>, listen: &mut dyn FnMut(&'a Query)) {
    if let Some(assign) = assign {
        of_expr(&assign.value, listen);
    }
}

fn of_query<'a>(query: &'a Query, listen: &mut dyn FnMut(&'a Query)) {
    listen(query);
    for statement in &query.stmts {
        match &statement.literal {
            Literal::SomeVars { .. } => {}
            Literal::SomeIn { collection, .. } => of_expr(collection, listen),
            Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => of_expr(expr, listen),
            Literal::Every { domain, query, .. } => {
                of_expr(domain, listen);
                of_query(query, listen);
            }
        }
    }
}

fn of_exprs<'a>(exprs: impl IntoIterator<Item = &'a Ref<Expr>>, listen: &mut dyn FnMut(&'a Query)) {
    for expr in exprs {
        of_expr(expr, listen);
    }
}

fn of_expr<'a>(expr: &'a Expr, listen: &mut dyn FnMut(&'a Query)) {
    match expr {
        Expr::String { .. }
        | Expr::RawString { .. }
        | Expr::Number { .. }
        | Expr::Bool { .. }
        | Expr::Null { .. }
        | Expr::Var { .. } => {}
        Expr::RefDot { .. } | Expr::RefBrack { .. } => of_reference(expr, listen),
        Expr::Array { items, .. } | Expr::Set { items, .. } => of_exprs(items, listen),
        Expr::Object { fields, .. } => {
            for (_, key, value) in fields {
                of_exprs([key, value], listen);
            }
        }
        Expr::ArrayCompr { term, query, .. } | Expr::SetCompr { term, query, .. } => {
            of_query(query, listen);
            of_expr(term, listen);
        }
        Expr::ObjectCompr { key, value, query, .. } => {
            of_query(query, listen);
            of_exprs([key, value], listen);
        }
        Expr::Call { params, .. } => of_exprs(params, listen),
        Expr::UnaryExpr { expr, .. } => of_expr(expr, listen),
        Expr::BinExpr { lhs, rhs, .. }
        | Expr::BoolExpr { lhs, rhs, .. }
        | Expr::ArithExpr { lhs, rhs, .. }
        | Expr::AssignExpr { lhs, rhs, .. } => of_exprs([lhs, rhs], listen),
        Expr::Membership {
            key, value, collection, ..
        } => of_exprs(key.iter().chain([value, collection]), listen),
    }
}

/// A reference may have more steps than the stack would hold calls.
fn of_reference<'a>(reference: &'a Expr, listen: &mut dyn FnMut(&'a Query)) {
    let mut at = reference;
    loop {
        match at {
            Expr::RefDot { refr, .. } => at = refr,
            Expr::RefBrack { refr, index, .. } => {
                of_expr(index, listen);
                at = refr;
            }
            Expr::Var { .. } => return,
            other => return of_expr(other, listen),
        }
    }
}
