//! Where a test stops to hold, and what its variables are there.
//!
//! The interpreter says only that a test is undefined. So its statements are asked again, first one of them, then two, and so
//! on, each time as the body of a rule of its own in the test's package: the first number for which nothing is found ends
//! with the statement that failed. What stands in that statement is then asked in the same way.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use regorus::Value;
use regorus::unstable::{AssignOp, Expr, Literal, LiteralStmt, Rule, Span as Token};
use serde_json::Value as Json;

use crate::policy::limits::JudgeLimits;
use crate::policy::panics;
use crate::text::{Source, Span};

use super::builtins::MetadataCalls;
use super::convert::Interner;
use super::engine::{Manner, Program, engine, rule_path};
use super::guard::Meter;
use super::module::{Head, Module};
use super::reference;
use super::shown::shown;
use super::weight::children;

/// The rule that asks; no author uses this name.
const ASKS: &str = "__meshgov_asks";

/// The most expressions of one statement that are asked for.
const MOST_ASKED: usize = 8;

/// The most values that are shown of one expression.
const MOST_SHOWN: usize = 3;

/// A statement that is false or undefined.
#[derive(Debug)]
pub(in crate::policy) struct Place {
    pub(in crate::policy) span: Span,
    /// The expressions and variables that it rests on, and their values, both as Rego.
    pub(in crate::policy) values: Vec<(Box<str>, Box<str>)>,
}

/// The first statement of a test that does not hold. `None` where that cannot be told.
pub(in crate::policy) fn probe(
    module: &Module,
    test: &Head,
    program: &Program,
    data: &Json,
    limits: JudgeLimits,
) -> Option<Place> {
    let rule = module.tree.policy.iter().find(|rule| {
        let head = reference::head(rule);
        head.is_some_and(|head| head.span.start == test.span.start)
    })?;
    let Rule::Spec { bodies, .. } = rule.as_ref() else {
        return None;
    };
    let statements = &bodies.first()?.query.stmts;
    let code = module.source.text();
    let header_end = module.tree.policy.iter().map(|rule| rule.span().start).min()?;
    let header = code.get(module.tree.package.span.start as usize..header_end as usize)?;
    let asker = Asker {
        module,
        program,
        header,
        document: Interner::default().value(data),
        limits,
    };
    let mut before = String::from("true\n");
    for (at, statement) in statements.iter().enumerate() {
        let so_far = format!("{before}{}\n", text_of(code, &statement.span));
        // What cannot be asked, such as a variable that is bound only later, is taken to hold.
        if asker.ask(&so_far, "true").is_some_and(|given| given.is_empty()) {
            return Some(Place {
                span: whole(code, &statement.span),
                values: asker.values(statement, statements.get(..at).unwrap_or_default(), &before),
            });
        }
        before = so_far;
    }
    None
}

/// Asks for values in the package of a test.
struct Asker<'a> {
    module: &'a Module,
    program: &'a Program,
    /// The package and the imports of the test.
    header: &'a str,
    document: Value,
    limits: JudgeLimits,
}

impl Asker<'_> {
    /// The values of a term after some statements; none where there is no answer.
    fn ask(&self, statements: &str, term: &str) -> Option<Vec<Value>> {
        let text = format!("{}\n{ASKS} contains {term} if {{\n{statements}}}\n", self.header);
        let source = Arc::new(Source::new(format!("{}#{ASKS}", self.module.source.name()), text));
        let asks = Arc::new(Module::parse(&source, self.module.dialect).ok()?);
        let program = Program {
            file: source.name().into(),
            modules: self.program.modules.iter().cloned().chain([asks]).collect(),
            builtins: self.program.builtins.clone(),
            rules: Vec::new(),
            metadata: MetadataCalls::default(),
            manner: Manner::Conftest { exception: None },
        };
        let meter = Meter::new(self.limits.memory);
        let path = rule_path(&self.module.package, ASKS);
        let given = panics::silently(|| {
            catch_unwind(AssertUnwindSafe(|| {
                let mut engine = engine(&program, &self.document, 0, self.limits, &meter).ok()?;
                engine.eval_rule(path).ok()
            }))
        });
        match given.ok().flatten()? {
            _ if meter.is_over() => None,
            Value::Set(elements) => Some(elements.iter().cloned().collect()),
            Value::Undefined => Some(Vec::new()),
            _ => None,
        }
    }

    /// What a failing statement rests on: its own parts, then the variables before it.
    fn values(&self, statement: &LiteralStmt, earlier: &[LiteralStmt], before: &str) -> Vec<(Box<str>, Box<str>)> {
        let text = self.module.source.text();
        let with = statement.with_mods.first().map_or("", |first| {
            let end = whole(text, &statement.span).end;
            text.get(first.span.start as usize..end as usize).unwrap_or_default()
        });
        let mut values = Vec::new();
        let mut waiting: Vec<&Expr> = operands(&statement.literal);
        waiting.reverse();
        while let Some(expr) = waiting.pop().filter(|_| values.len() < MOST_ASKED) {
            let term = text_of(text, expr.span());
            let asked = format!("{before}{ASKS}_value := {term} {with}\n");
            let Some(given) = self.ask(&asked, &format!("{ASKS}_value")) else {
                continue;
            };
            let label = one_line(term);
            if !values.iter().any(|(known, _)| *known == label) {
                values.push((label, told(&given)));
            }
            if given.is_empty() {
                waiting.extend(self.parts(expr));
            }
        }
        if let Literal::Every {
            key,
            value,
            domain,
            query,
            ..
        } = &statement.literal
        {
            let names: Vec<&str> = key.iter().chain([value]).map(Token::text).collect();
            let (domain, body) = (text_of(text, domain.span()), text_of(text, &query.span));
            let each = format!("some {} in {domain}", names.join(", "));
            let body = body.trim().trim_start_matches('{').trim_end_matches('}');
            let value = value.text();
            let term = format!("{ASKS}_value := {{{value} | {each}}} - {{{value} | {each}\n{body}\n}} {with}");
            let given = self.ask(&format!("{before}{term}\n"), &format!("{ASKS}_value"));
            if let Some(wrong) = given.filter(|given| !given.is_empty()) {
                values.push((format!("{value} for which it does not hold").into(), told(&wrong)));
            }
        }
        self.variables(earlier, before, &mut values);
        values
    }

    fn variables(&self, earlier: &[LiteralStmt], before: &str, values: &mut Vec<(Box<str>, Box<str>)>) {
        let names: BTreeSet<&str> = earlier.iter().flat_map(bound).filter(|name| *name != "_").collect();
        for name in names {
            if values.iter().any(|(known, _)| &**known == name) {
                continue;
            }
            if let Some(given) = self.ask(before, name) {
                values.push((name.into(), told(&given)));
            }
        }
    }

    /// What an undefined expression is made of, as far as that may be telling.
    fn parts<'e>(&self, expr: &'e Expr) -> Vec<&'e Expr> {
        let is_import = |name: &str| {
            name == "data" || (self.module.tree.imports.iter()).any(|import| reference::alias(import) == Some(name))
        };
        children(expr)
            .into_iter()
            .filter(|part| !is_plain(part))
            .filter(|part| !matches!(part, Expr::Var { span, .. } if is_import(span.text())))
            .collect()
    }
}

/// The expressions of a statement whose values say why it does not hold.
fn operands(literal: &Literal) -> Vec<&Expr> {
    let expr = match literal {
        Literal::SomeVars { .. } => return Vec::new(),
        Literal::SomeIn { collection, .. } => return vec![collection],
        Literal::Every { domain, .. } => return vec![domain],
        Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => expr.as_ref(),
    };
    let parts: Vec<&Expr> = match expr {
        Expr::AssignExpr {
            op: AssignOp::ColEq,
            rhs,
            ..
        } => vec![rhs],
        // What is matched may hold variables that have no value yet.
        Expr::AssignExpr { .. } => children(expr).into_iter().filter(|side| !is_pattern(side)).collect(),
        Expr::BoolExpr { .. } | Expr::Membership { .. } | Expr::Call { .. } => children(expr),
        other => vec![other],
    };
    parts.into_iter().filter(|part| !is_plain(part)).collect()
}

/// Whether an expression says all about itself.
fn is_plain(expr: &Expr) -> bool {
    match expr {
        Expr::String { .. } | Expr::RawString { .. } | Expr::Number { .. } | Expr::Bool { .. } | Expr::Null { .. } => {
            true
        }
        Expr::Array { .. } | Expr::Set { .. } | Expr::Object { .. } => children(expr).into_iter().all(is_plain),
        _ => false,
    }
}

/// Whether an expression is what a value is matched with.
const fn is_pattern(expr: &Expr) -> bool {
    matches!(expr, Expr::Var { .. } | Expr::Array { .. } | Expr::Object { .. })
}

/// The variables that a statement binds.
fn bound(statement: &LiteralStmt) -> Vec<&str> {
    match &statement.literal {
        Literal::SomeVars { vars, .. } => vars.iter().map(Token::text).collect(),
        Literal::SomeIn { key, value, .. } => key.iter().chain([value]).flat_map(|term| variables(term)).collect(),
        Literal::Expr { expr, .. } => match expr.as_ref() {
            Expr::AssignExpr {
                op: AssignOp::ColEq,
                lhs,
                ..
            } => variables(lhs),
            _ => Vec::new(),
        },
        Literal::NotExpr { .. } | Literal::Every { .. } => Vec::new(),
    }
}

fn variables(pattern: &Expr) -> Vec<&str> {
    match pattern {
        Expr::Var { span, .. } => vec![span.text()],
        other => children(other).into_iter().flat_map(variables).collect(),
    }
}

fn text_of<'t>(text: &'t str, span: &Token) -> &'t str {
    text.get(whole(text, span).range()).unwrap_or_default()
}

/// A span with the quotes of the strings at its ends, which the interpreter leaves out.
fn whole(text: &str, span: &Token) -> Span {
    let is_quote = |at: u32| {
        let byte = text.as_bytes().get(at as usize);
        matches!(byte, Some(b'"' | b'`'))
    };
    let opens = span.start > 0 && is_quote(span.start - 1);
    Span::new(span.start - u32::from(opens), span.end + u32::from(is_quote(span.end)))
}

fn one_line(text: &str) -> Box<str> {
    text.split_whitespace().collect::<Vec<_>>().join(" ").into()
}

fn told(given: &[Value]) -> Box<str> {
    let first: Vec<Box<str>> = given.iter().take(MOST_SHOWN).map(shown).collect();
    match given.len() {
        0 => "undefined".into(),
        all if all > MOST_SHOWN => format!("{}, and {} more", first.join(" or "), all - MOST_SHOWN).into(),
        _ => first.join(" or ").into(),
    }
}
