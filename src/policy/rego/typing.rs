//! What the references of a module lead to, by the schema of its `input`.
//!
//! Types are followed through `some x in`, `every`, `:=`, comprehensions and rules without arguments. Whatever cannot be told
//! is unknown, and nothing is said of it; a name that a query declares is unknown until its declaration is met.

use std::collections::{BTreeMap, BTreeSet};

use regorus::unstable::{AssignOp, BoolOp, Expr, Literal, LiteralStmt, Query, Ref, Rule, RuleBody, RuleHead, Span};
use serde_json::Value as Json;

use crate::policy::lint::{Member, Shape};
use crate::text;

use super::convert::to_json;
use super::module::Module;
use super::reference;

/// The steps of a reference that are followed.
const LONGEST: usize = 64;

/// Something that a module takes its input for and that the input is not.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::policy) struct Misreading {
    /// Where.
    pub(in crate::policy) span: text::Span,
    pub(in crate::policy) what: Misread,
}

/// What is misread.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::policy) enum Misread {
    /// A member that there is none of.
    Missing {
        name: Box<str>,
        /// The text of what should have it.
        of: Box<str>,
        known: BTreeSet<Box<str>>,
    },
    /// A member that nothing is said of, among members that are known.
    Open { name: Box<str>, known: BTreeSet<Box<str>> },
    /// A value that it never has.
    Never {
        value: Json,
        of: Box<str>,
        known: Vec<Json>,
        /// Whether the comparison asks for a difference, so that it always holds.
        is_difference: bool,
    },
}

/// What is known of a value.
#[derive(Clone, Debug)]
enum Type<'s> {
    Unknown,
    /// A value of the input.
    Input(Shape<'s>),
    /// A list or set of such values.
    Many(Box<Type<'s>>),
}

/// Everything in a module that its input cannot be.
pub(in crate::policy) fn misreadings(module: &Module, input: &Shape<'_>) -> Vec<Misreading> {
    let mut typing = Typing::new(module, input.clone());
    for rule in &module.tree.policy {
        typing.rule(rule);
    }
    let mut found = typing.found;
    found.sort_by_key(|misreading| misreading.span);
    found.dedup();
    found
}

struct Typing<'a, 's> {
    module: &'a Module,
    rules: BTreeMap<&'a str, Vec<&'a Rule>>,
    aliases: BTreeMap<&'a str, Type<'s>>,
    input: Shape<'s>,
    /// The variables in scope, the innermost last.
    scope: Vec<(&'a str, Type<'s>)>,
    /// Rules whose type is being worked out.
    open: Vec<&'a str>,
    /// The types of rules that were asked for.
    done: BTreeMap<&'a str, Type<'s>>,
    found: Vec<Misreading>,
}

impl<'a, 's> Typing<'a, 's> {
    fn new(module: &'a Module, input: Shape<'s>) -> Self {
        let mut rules: BTreeMap<&str, Vec<&Rule>> = BTreeMap::new();
        for rule in &module.tree.policy {
            if let Some(head) = reference::head(rule) {
                rules.entry(head.root).or_default().push(rule);
            }
        }
        let mut typing = Self {
            module,
            rules,
            aliases: BTreeMap::new(),
            input,
            scope: Vec::new(),
            open: Vec::new(),
            done: BTreeMap::new(),
            found: Vec::new(),
        };
        for import in &module.tree.imports {
            if let Some(alias) = reference::alias(import).filter(|alias| *alias != "input") {
                let named = typing.type_of(&import.refr);
                typing.aliases.insert(alias, named);
            }
        }
        typing
    }

    fn rule(&mut self, rule: &'a Rule) {
        let Rule::Spec { head, bodies, .. } = rule else { return };
        let mark = self.scope.len();
        let (heads, assign): (Vec<&'a Ref<Expr>>, _) = match head {
            RuleHead::Compr { assign, .. } => (Vec::new(), assign.as_ref()),
            RuleHead::Set { key, .. } => (key.iter().collect(), None),
            RuleHead::Func { args, assign, .. } => {
                for arg in args {
                    self.declare_all(arg);
                }
                (Vec::new(), assign.as_ref())
            }
        };
        let values: Vec<&'a Ref<Expr>> = heads.into_iter().chain(assign.map(|assign| &assign.value)).collect();
        if bodies.is_empty() {
            values.iter().for_each(|value| self.expr(value));
        }
        for (at, RuleBody { query, assign, .. }) in bodies.iter().enumerate() {
            let inner = self.scope.len();
            self.bind(query);
            self.query(query);
            let own = assign.as_ref().map(|assign| &assign.value);
            // The head belongs to the first body; an `else` has a value of its own.
            for value in values.iter().copied().filter(|_| at == 0).chain(own) {
                self.expr(value);
            }
            self.scope.truncate(inner);
        }
        self.scope.truncate(mark);
    }

    /// Puts the variables of a query into scope.
    fn bind(&mut self, query: &'a Query) {
        for statement in &query.stmts {
            self.declare(statement);
        }
        for statement in &query.stmts {
            let (name, found) = match &statement.literal {
                Literal::SomeIn { value, collection, .. } => (variable(value), element(self.type_of(collection))),
                Literal::Expr { expr, .. } => match expr.as_ref() {
                    Expr::AssignExpr {
                        op: AssignOp::ColEq,
                        lhs,
                        rhs,
                        ..
                    } => (variable(lhs), self.type_of(rhs)),
                    _ => continue,
                },
                Literal::SomeVars { .. } | Literal::NotExpr { .. } | Literal::Every { .. } => continue,
            };
            let slot = name.and_then(|name| self.scope.iter_mut().rev().find(|(other, _)| *other == name));
            if let Some((_, slot)) = slot.filter(|_| statement.with_mods.is_empty()) {
                *slot = found;
            }
        }
    }

    /// The names that a statement declares, of which nothing is known yet.
    fn declare(&mut self, statement: &'a LiteralStmt) {
        match &statement.literal {
            Literal::SomeVars { vars, .. } => {
                let names = vars.iter().map(|name| (name.text(), Type::Unknown));
                self.scope.extend(names);
            }
            Literal::SomeIn { key, value, .. } => {
                for pattern in key.iter().chain([value]) {
                    self.declare_all(pattern);
                }
            }
            Literal::Expr { expr, .. } => {
                if let Expr::AssignExpr { lhs, .. } = expr.as_ref() {
                    self.declare_all(lhs);
                }
            }
            Literal::NotExpr { .. } | Literal::Every { .. } => {}
        }
    }

    fn declare_all(&mut self, pattern: &'a Expr) {
        match pattern {
            Expr::Var { span, .. } if span.text() != "input" && span.text() != "data" => {
                self.scope.push((span.text(), Type::Unknown));
            }
            Expr::Array { items, .. } | Expr::Set { items, .. } => {
                items.iter().for_each(|item| self.declare_all(item));
            }
            Expr::Object { fields, .. } => fields.iter().for_each(|(_, _, value)| self.declare_all(value)),
            _ => {}
        }
    }

    fn query(&mut self, query: &'a Query) {
        for statement in &query.stmts {
            let is_replaced = |modifier: &regorus::unstable::WithModifier| {
                reference::of_expr(&modifier.refr).is_none_or(|target| target.root == "input")
            };
            if statement.with_mods.iter().any(is_replaced) {
                continue;
            }
            match &statement.literal {
                Literal::SomeVars { .. } => {}
                Literal::SomeIn { collection, .. } => self.expr(collection),
                Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => self.expr(expr),
                Literal::Every {
                    key,
                    value,
                    domain,
                    query,
                    ..
                } => {
                    self.expr(domain);
                    let mark = self.scope.len();
                    let each = element(self.type_of(domain));
                    self.scope.extend(key.iter().map(|key| (key.text(), Type::Unknown)));
                    self.scope.push((value.text(), each));
                    self.bind(query);
                    self.query(query);
                    self.scope.truncate(mark);
                }
            }
        }
    }

    fn expr(&mut self, expr: &'a Expr) {
        if is_endless(expr) {
            return;
        }
        match expr {
            Expr::Var { .. }
            | Expr::String { .. }
            | Expr::RawString { .. }
            | Expr::Number { .. }
            | Expr::Bool { .. }
            | Expr::Null { .. } => {}
            Expr::RefDot { refr, field, .. } => {
                self.expr(refr);
                self.step(refr, field.0.text(), &field.0);
            }
            Expr::RefBrack { refr, index, .. } => {
                self.expr(refr);
                self.expr(index);
                if let Some(name) = text_of(index) {
                    self.step(refr, name, index.span());
                }
            }
            Expr::Array { items, .. } | Expr::Set { items, .. } => items.iter().for_each(|item| self.expr(item)),
            Expr::Object { fields, .. } => {
                for (_, key, value) in fields {
                    self.expr(key);
                    self.expr(value);
                }
            }
            Expr::ArrayCompr { term, query, .. } | Expr::SetCompr { term, query, .. } => {
                self.within(query, &[term]);
            }
            Expr::ObjectCompr { key, value, query, .. } => self.within(query, &[key, value]),
            Expr::Call { fcn, params, .. } => {
                params.iter().for_each(|param| self.expr(param));
                self.object_get(fcn, params);
            }
            Expr::UnaryExpr { expr, .. } => self.expr(expr),
            Expr::BoolExpr { op, lhs, rhs, .. } => {
                self.expr(lhs);
                self.expr(rhs);
                if matches!(op, BoolOp::Eq | BoolOp::Ne) {
                    let is_difference = matches!(op, BoolOp::Ne);
                    self.compare(lhs, rhs, is_difference);
                    self.compare(rhs, lhs, is_difference);
                }
            }
            Expr::AssignExpr { op, lhs, rhs, .. } => {
                self.expr(lhs);
                self.expr(rhs);
                if matches!(op, AssignOp::Eq) {
                    self.compare(lhs, rhs, false);
                    self.compare(rhs, lhs, false);
                }
            }
            Expr::BinExpr { lhs, rhs, .. } | Expr::ArithExpr { lhs, rhs, .. } => {
                self.expr(lhs);
                self.expr(rhs);
            }
            Expr::Membership {
                key, value, collection, ..
            } => {
                for part in key.iter().chain([value, collection]) {
                    self.expr(part);
                }
                if let Expr::Array { items, .. } | Expr::Set { items, .. } = collection.as_ref() {
                    for item in items {
                        self.compare(value, item, false);
                    }
                }
            }
        }
    }

    fn within(&mut self, query: &'a Query, terms: &[&'a Ref<Expr>]) {
        let mark = self.scope.len();
        self.bind(query);
        self.query(query);
        terms.iter().for_each(|term| self.expr(term));
        self.scope.truncate(mark);
    }

    /// `object.get(x, "a", d)` reads `x.a`.
    fn object_get(&mut self, function: &'a Expr, params: &'a [Ref<Expr>]) {
        let is_get = reference::of_expr(function)
            .is_some_and(|called| called.root == "object" && called.names().eq(["get"]) && called.hops.len() == 1);
        if let [object, key, _] = params
            && is_get
            && let Some(name) = text_of(key)
        {
            self.step(object, name, key.span());
        }
    }

    /// Notes a step that leads nowhere.
    fn step(&mut self, from: &'a Expr, name: &str, span: &Span) {
        let Type::Input(shape) = self.type_of(from) else { return };
        let owned = |known: BTreeSet<&str>| known.into_iter().map(Box::from).collect();
        let what = match shape.member(name) {
            Member::Known(_) => return,
            Member::Open(known) => Misread::Open {
                name: name.into(),
                known: owned(known),
            },
            Member::Missing(known) => Misread::Missing {
                name: name.into(),
                of: self.text(from),
                known: owned(known),
            },
        };
        self.note(span, what);
    }

    /// Notes a comparison with a value that there never is.
    fn compare(&mut self, tested: &'a Expr, constant: &'a Expr, is_difference: bool) {
        let Some(value) = constant_of(constant) else { return };
        let Type::Input(shape) = self.type_of(tested) else {
            return;
        };
        let Some(known) = shape.values().filter(|known| !known.contains(&&value)) else {
            return;
        };
        let what = Misread::Never {
            value,
            of: self.text(tested),
            known: known.into_iter().cloned().collect(),
            is_difference,
        };
        self.note(constant.span(), what);
    }

    fn note(&mut self, span: &Span, what: Misread) {
        self.found.push(Misreading {
            span: text::Span::new(span.start, span.end),
            what,
        });
    }

    fn text(&self, expr: &Expr) -> Box<str> {
        let span = expr.span();
        let text = self.module.source.slice(text::Span::new(span.start, span.end));
        text.split_whitespace().collect::<Vec<_>>().join(" ").into()
    }

    fn type_of(&mut self, expr: &'a Expr) -> Type<'s> {
        if is_endless(expr) {
            return Type::Unknown;
        }
        match expr {
            Expr::Var { span, .. } => self.type_of_name(span.text()),
            Expr::RefDot { refr, field, .. } => {
                let from = self.type_of(refr);
                named(&from, field.0.text())
            }
            Expr::RefBrack { refr, index, .. } => {
                let from = self.type_of(refr);
                match text_of(index) {
                    Some(name) => named(&from, name),
                    None => element(from),
                }
            }
            Expr::ArrayCompr { term, query, .. } | Expr::SetCompr { term, query, .. } => {
                let mark = self.scope.len();
                self.bind(query);
                let term = self.type_of(term);
                self.scope.truncate(mark);
                Type::Many(Box::new(term))
            }
            _ => Type::Unknown,
        }
    }

    fn type_of_name(&mut self, name: &'a str) -> Type<'s> {
        if let Some((_, found)) = self.scope.iter().rev().find(|(other, _)| *other == name) {
            return found.clone();
        }
        if name == "input" {
            return Type::Input(self.input.clone());
        }
        if let Some(found) = self.aliases.get(name) {
            return found.clone();
        }
        if let Some(found) = self.done.get(name) {
            return found.clone();
        }
        let rules = self.rules.get(name).cloned().unwrap_or_default();
        if rules.is_empty() || self.open.contains(&name) {
            return Type::Unknown;
        }
        self.open.push(name);
        // A rule does not see the variables of the one that asks for it.
        let scope = std::mem::take(&mut self.scope);
        let types: Vec<Type<'s>> = rules.into_iter().map(|rule| self.type_of_rule(rule)).collect();
        self.scope = scope;
        self.open.pop();
        let found = types.into_iter().reduce(either).unwrap_or(Type::Unknown);
        self.done.insert(name, found.clone());
        found
    }

    fn type_of_rule(&mut self, rule: &'a Rule) -> Type<'s> {
        let Rule::Spec { head, bodies, .. } = rule else {
            return Type::Unknown;
        };
        let is_plain = reference::head(rule).is_some_and(|head| head.hops.is_empty());
        let (value, is_set) = match head {
            RuleHead::Compr { assign, .. } => (assign.as_ref().map(|assign| &assign.value), false),
            RuleHead::Set { key, .. } => (key.as_ref(), true),
            RuleHead::Func { .. } => (None, false),
        };
        let body = match bodies.as_slice() {
            [] => None,
            [body] => Some(body),
            _ => return Type::Unknown,
        };
        let Some(value) = value.filter(|_| is_plain) else {
            return Type::Unknown;
        };
        if let Some(body) = body {
            self.bind(&body.query);
        }
        let found = self.type_of(value);
        self.scope.clear();
        if is_set { Type::Many(Box::new(found)) } else { found }
    }
}

fn named<'s>(from: &Type<'s>, name: &str) -> Type<'s> {
    match from {
        Type::Input(shape) => match shape.member(name) {
            Member::Known(shape) => Type::Input(shape),
            Member::Open(_) | Member::Missing(_) => Type::Unknown,
        },
        Type::Unknown | Type::Many(_) => Type::Unknown,
    }
}

fn element(from: Type<'_>) -> Type<'_> {
    match from {
        Type::Input(shape) => shape.element().map_or(Type::Unknown, Type::Input),
        Type::Many(inner) => *inner,
        Type::Unknown => Type::Unknown,
    }
}

fn either<'s>(one: Type<'s>, other: Type<'s>) -> Type<'s> {
    match (one, other) {
        (Type::Input(one), Type::Input(other)) => Type::Input(one.or(other)),
        (Type::Many(one), Type::Many(other)) => Type::Many(Box::new(either(*one, *other))),
        _ => Type::Unknown,
    }
}

/// Whether a reference has more steps than the stack should be asked to follow.
fn is_endless(expr: &Expr) -> bool {
    let mut at = expr;
    for _ in 0..LONGEST {
        match at {
            Expr::RefDot { refr, .. } | Expr::RefBrack { refr, .. } => at = refr,
            _ => return false,
        }
    }
    true
}

fn variable(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::Var { span, .. } => Some(span.text()),
        _ => None,
    }
}

fn text_of(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::String { value, .. } | Expr::RawString { value, .. } => value.as_string().ok().map(|text| &**text),
        _ => None,
    }
}

/// The value of a text, number, boolean or null.
fn constant_of(expr: &Expr) -> Option<Json> {
    match expr {
        Expr::String { value, .. }
        | Expr::RawString { value, .. }
        | Expr::Number { value, .. }
        | Expr::Bool { value, .. }
        | Expr::Null { value, .. } => to_json(value),
        _ => None,
    }
}
