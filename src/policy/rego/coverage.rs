//! Which lines of modules were run, and which can be.

use std::collections::{BTreeMap, BTreeSet};

use regorus::Engine;
use regorus::unstable::{Expr, Literal, Query, Rule, RuleAssign, RuleHead};

use super::module::Module;
use super::weight::children;

/// Lines that were run, from 1, by the name of their file.
#[derive(Clone, Debug, Default)]
pub(in crate::policy) struct Lines(pub(in crate::policy) BTreeMap<Box<str>, BTreeSet<u32>>);

impl Lines {
    /// The lines that an engine ran since it keeps them.
    pub(super) fn run_by(engine: &Engine) -> Self {
        let files = engine
            .get_coverage_report()
            .map(|report| report.files)
            .unwrap_or_default();
        Self(files.into_iter().map(|file| (file.path.into(), file.covered)).collect())
    }

    /// Adds the lines of another run.
    pub(in crate::policy) fn add(&mut self, other: Self) {
        for (file, lines) in other.0 {
            self.0.entry(file).or_default().extend(lines);
        }
    }
}

/// The lines on which a statement or the value of a rule begins. What stands on further lines belongs to them: it is run when
/// they are.
pub(in crate::policy) fn statement_lines(module: &Module) -> BTreeSet<u32> {
    let mut lines = BTreeSet::new();
    for rule in &module.tree.policy {
        match rule.as_ref() {
            Rule::Spec { head, bodies, .. } => {
                match head {
                    RuleHead::Compr { assign, .. } | RuleHead::Func { assign, .. } => {
                        of_value(assign.as_ref(), &mut lines);
                    }
                    RuleHead::Set { key, .. } => {
                        if let Some(key) = key {
                            of_term(key, &mut lines);
                        }
                    }
                }
                for body in bodies {
                    of_query(&body.query, &mut lines);
                }
            }
            Rule::Default { value, .. } => of_term(value, &mut lines),
        }
    }
    lines
}

fn of_value(assign: Option<&RuleAssign>, lines: &mut BTreeSet<u32>) {
    if let Some(assign) = assign {
        of_term(&assign.value, lines);
    }
}

/// A comprehension is its statements: where it begins, nothing is run by itself.
fn of_term(expr: &Expr, lines: &mut BTreeSet<u32>) {
    let is_comprehension = matches!(
        expr,
        Expr::ArrayCompr { .. } | Expr::SetCompr { .. } | Expr::ObjectCompr { .. }
    );
    if !is_comprehension {
        lines.insert(expr.span().line);
    }
    of_inner(expr, lines);
}

fn of_query(query: &Query, lines: &mut BTreeSet<u32>) {
    for statement in &query.stmts {
        match &statement.literal {
            Literal::SomeVars { .. } => {}
            Literal::SomeIn { collection, .. } => of_term(collection, lines),
            Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => of_term(expr, lines),
            Literal::Every { domain, query, .. } => {
                of_term(domain, lines);
                of_query(query, lines);
            }
        }
    }
}

/// The statements of the comprehensions in an expression.
fn of_inner(expr: &Expr, lines: &mut BTreeSet<u32>) {
    match expr {
        Expr::ArrayCompr { query, .. } | Expr::SetCompr { query, .. } | Expr::ObjectCompr { query, .. } => {
            of_query(query, lines);
        }
        _ => {
            for child in children(expr) {
                of_inner(child, lines);
            }
        }
    }
}
