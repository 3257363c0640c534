//! Why a policy's rules came out as they did: each condition of each rule, tried with those before it.
//!
//! The interpreter tells what a rule gives, and not where it stopped. So every body is tried again in parts: its first
//! condition alone, the first two, and so on, each as a rule of its own beside the true ones.

use std::sync::Arc;

use regorus::unstable::{BoolOp, Expr, Literal, LiteralStmt, Query, Ref, Rule, RuleHead};
use serde_json::Value as Json;

use crate::policy::limits::JudgeLimits;
use crate::text::{Line, Source, Span};

use super::convert::to_json;
use super::engine::{Data, Program, rule_path};
use super::inspector::Inspector;
use super::module::{Dialect, Module};
use super::reference;

/// What the names of the added rules begin with.
const PROBE: &str = "meshgov_probe_";

/// The most values that are shown of one condition.
const MOST_VALUES: usize = 3;

/// One body of a rule, tried condition by condition.
#[derive(Clone, Debug, PartialEq)]
pub struct TracedRule {
    /// The rule's name.
    pub name: Box<str>,
    /// The file that it stands in.
    pub file: Box<str>,
    /// The line of its head.
    pub line: Line,
    /// Its conditions, in the file's order.
    pub conditions: Vec<TracedCondition>,
}

/// One condition of a body.
#[derive(Clone, Debug, PartialEq)]
pub struct TracedCondition {
    /// The line where it begins.
    pub line: Line,
    /// Its text; a long one is not folded.
    pub text: Box<str>,
    /// Whether it held together with those before it.
    pub state: ConditionState,
    /// What its parts were, where that says something: the text of each part, and its value.
    pub values: Vec<(Box<str>, Json)>,
}

/// What became of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConditionState {
    /// It held for at least one choice of values.
    Held,
    /// It held for none, and the rule ended here.
    Failed,
    /// One before it failed.
    NotReached,
    /// It cannot be tried alone.
    Untold,
}

impl TracedRule {
    /// Whether all conditions held.
    pub fn holds(&self) -> bool {
        self.conditions
            .iter()
            .all(|condition| condition.state == ConditionState::Held)
    }
}

/// A body as it stands in a module.
struct Body<'a> {
    name: &'a str,
    line: u32,
    conditions: Vec<Condition<'a>>,
}

struct Condition<'a> {
    line: u32,
    /// From the first condition of the body to the end of this one.
    so_far: &'a str,
    text: &'a str,
    parts: Vec<&'a str>,
}

/// Tries the rules of a policy's own package on a subject.
pub(in crate::policy) fn trace(
    program: &Program,
    package: &[Box<str>],
    data: &Data,
    limits: JudgeLimits,
    subject: &Json,
) -> Vec<TracedRule> {
    let mut traced = Vec::new();
    let own = program.modules.iter().enumerate();
    for (at, module) in own.filter(|(_, module)| module.package == package) {
        let text = module.source.text();
        let bodies: Vec<Body<'_>> = module.tree.policy.iter().flat_map(|rule| bodies(rule, text)).collect();
        let probes: Vec<String> = bodies
            .iter()
            .enumerate()
            .flat_map(|(number, body)| probes(number, body, module.dialect))
            .collect();
        let mut inspector = probed(program, at, module, &probes.concat(), data, limits).or_else(|| {
            // One probe that is no rule by itself would spoil all others.
            let is_sound = |probe: &&String| probed(program, at, module, probe, data, limits).is_some();
            let sound: Vec<&str> = probes.iter().filter(is_sound).map(String::as_str).collect();
            probed(program, at, module, &sound.concat(), data, limits)
        });
        for (number, body) in bodies.iter().enumerate() {
            traced.push(told(number, body, module, inspector.as_mut(), subject));
        }
    }
    traced
}

/// An engine with these rules added to a module, if they can be.
fn probed(
    program: &Program,
    at: usize,
    module: &Module,
    probes: &str,
    data: &Data,
    limits: JudgeLimits,
) -> Option<Inspector> {
    let text = format!("{}\n{probes}", module.source.text());
    let source = Arc::new(Source::new(module.source.name(), text));
    let module = Module::parse(&source, module.dialect).ok()?;
    let mut modules = program.modules.clone();
    *modules.get_mut(at)? = Arc::new(module);
    Inspector::new(modules, &program.builtins, data, limits).ok()
}

fn told(
    number: usize,
    body: &Body<'_>,
    module: &Module,
    mut inspector: Option<&mut Inspector>,
    subject: &Json,
) -> TracedRule {
    let mut has_failed = false;
    let mut conditions = Vec::new();
    for (at, condition) in body.conditions.iter().enumerate() {
        let mut ask = |name: String| {
            let path = rule_path(&module.package, &name);
            inspector
                .as_mut()
                .and_then(|inspector| inspector.eval(&path, subject).ok())
        };
        let state = match ask(format!("{PROBE}{number}_{at}")) {
            _ if has_failed => ConditionState::NotReached,
            Some(regorus::Value::Bool(true)) => ConditionState::Held,
            Some(regorus::Value::Undefined) => ConditionState::Failed,
            _ => ConditionState::Untold,
        };
        let mut values = Vec::new();
        if matches!(state, ConditionState::Held | ConditionState::Failed) {
            for (part, text) in condition.parts.iter().enumerate() {
                let Some(regorus::Value::Set(found)) = ask(format!("{PROBE}{number}_{at}_{part}")) else {
                    continue;
                };
                let shown = found.iter().filter_map(to_json).take(MOST_VALUES);
                values.extend(shown.map(|value| (Box::from(*text), value)));
            }
        }
        has_failed |= state == ConditionState::Failed;
        conditions.push(TracedCondition {
            line: Line::after(condition.line.saturating_sub(1)),
            text: condition.text.into(),
            state,
            values,
        });
    }
    TracedRule {
        name: body.name.into(),
        file: module.source.name().into(),
        line: Line::after(body.line.saturating_sub(1)),
        conditions,
    }
}

/// The added rules of one body: whether each prefix holds, and what the parts of its last condition are.
fn probes(number: usize, body: &Body<'_>, dialect: Dialect) -> Vec<String> {
    let (opens, contains) = match dialect {
        Dialect::V1 => (" if", true),
        Dialect::V0 => ("", false),
    };
    let mut probes = Vec::new();
    let mut before = "";
    for (at, condition) in body.conditions.iter().enumerate() {
        let so_far = condition.so_far;
        probes.push(format!("{PROBE}{number}_{at}{opens} {{\n{so_far}\n}}\n"));
        for (part, text) in condition.parts.iter().enumerate() {
            let name = format!("{PROBE}{number}_{at}_{part}");
            let head = if contains {
                format!("{name} contains {PROBE}value{opens}")
            } else {
                format!("{name}[{PROBE}value]")
            };
            probes.push(format!("{head} {{\n{before}\n{PROBE}value := {text}\n}}\n"));
        }
        before = so_far;
    }
    probes
}

fn bodies<'a>(rule: &'a Ref<Rule>, text: &'a str) -> Vec<Body<'a>> {
    let Rule::Spec { head, bodies, .. } = rule.as_ref() else {
        return Vec::new();
    };
    let Some(named) = reference::head(rule).filter(|_| !matches!(head, RuleHead::Func { .. })) else {
        return Vec::new();
    };
    bodies
        .iter()
        .map(|body| Body {
            name: named.root,
            line: named.span.line,
            conditions: conditions(&body.query, text),
        })
        .filter(|body| !body.conditions.is_empty())
        .collect()
}

fn conditions<'a>(query: &'a Query, text: &'a str) -> Vec<Condition<'a>> {
    let Some(start) = query.stmts.first().map(|first| first.span.start as usize) else {
        return Vec::new();
    };
    let slice = |start: usize, end: usize| {
        let (start, end) = with_quotes(text, start, end);
        text.get(start..end).unwrap_or_default().trim()
    };
    query
        .stmts
        .iter()
        .map(|statement| Condition {
            line: statement.span.line,
            so_far: slice(start, statement.span.end as usize),
            text: slice(statement.span.start as usize, statement.span.end as usize),
            parts: parts(statement)
                .into_iter()
                .map(|span| slice(span.start as usize, span.end as usize))
                .collect(),
        })
        .collect()
}

/// The interpreter's spans of texts leave out the quotes around them.
fn with_quotes(text: &str, start: usize, end: usize) -> (usize, usize) {
    let is_quote = |at: Option<usize>| {
        let byte = at.and_then(|at| text.as_bytes().get(at));
        matches!(byte, Some(b'"' | b'`'))
    };
    let start = if is_quote(start.checked_sub(1)) {
        start - 1
    } else {
        start
    };
    let end = if is_quote(Some(end)) { end + 1 } else { end };
    (start, end)
}

/// The parts of a condition whose values say why it holds or does not. Under `with` they would be others.
fn parts(statement: &LiteralStmt) -> Vec<Span> {
    if !statement.with_mods.is_empty() {
        return Vec::new();
    }
    let worthy = |expr: &&Ref<Expr>| is_worthy(expr);
    let found: Vec<&Ref<Expr>> = match &statement.literal {
        Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => match expr.as_ref() {
            Expr::BoolExpr { lhs, rhs, op, .. } if !matches!(op, BoolOp::Eq) || (is_closed(lhs) && is_closed(rhs)) => {
                [lhs, rhs].into_iter().filter(worthy).collect()
            }
            Expr::Membership { value, collection, .. } => [value, collection]
                .into_iter()
                .filter(|expr| is_closed(expr))
                .filter(worthy)
                .collect(),
            Expr::RefDot { .. } => vec![expr],
            _ => Vec::new(),
        },
        Literal::SomeVars { .. } | Literal::SomeIn { .. } | Literal::Every { .. } => Vec::new(),
    };
    found
        .into_iter()
        .map(|expr| Span::new(expr.span().start, expr.span().end))
        .collect()
}

/// Whether the value of an expression is worth telling: it is no constant.
fn is_worthy(expr: &Expr) -> bool {
    matches!(
        expr,
        Expr::Var { .. } | Expr::RefDot { .. } | Expr::RefBrack { .. } | Expr::Call { .. } | Expr::ArithExpr { .. }
    )
}

/// Whether an expression binds nothing by itself.
fn is_closed(expr: &Expr) -> bool {
    let mut at = expr;
    loop {
        match at {
            Expr::RefBrack { refr, index, .. }
                if matches!(index.as_ref(), Expr::String { .. } | Expr::Number { .. }) =>
            {
                at = refr;
            }
            Expr::RefBrack { .. } => return false,
            Expr::RefDot { refr, .. } => at = refr,
            Expr::Var { span, .. } => return span.text() != "_",
            _ => return true,
        }
    }
}
