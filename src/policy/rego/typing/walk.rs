//! A module walked through, with the types of its variables at hand.

use std::collections::{BTreeMap, BTreeSet};

use regorus::unstable::{AssignOp, BoolOp, Expr, Literal, LiteralStmt, Query, Ref, Rule, RuleBody, RuleHead, Span};

use crate::policy::lint::{Member, Shape};
use crate::policy::rego::module::Module;
use crate::policy::rego::reference;
use crate::text;

use super::misread::{Misread, Misreading};
use super::plain::{constant_of, is_endless, text_of, variable};
use super::types::{Type, element};

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

pub(super) struct Typing<'a, 's> {
    module: &'a Module,
    pub(super) rules: BTreeMap<&'a str, Vec<&'a Rule>>,
    pub(super) aliases: BTreeMap<&'a str, Type<'s>>,
    pub(super) input: Shape<'s>,
    /// The variables in scope, the innermost last.
    pub(super) scope: Vec<(&'a str, Type<'s>)>,
    /// Rules whose type is being worked out.
    pub(super) open: Vec<&'a str>,
    /// The types of rules that were asked for.
    pub(super) done: BTreeMap<&'a str, Type<'s>>,
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
            self.exprs(values.iter().copied());
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
    pub(super) fn bind(&mut self, query: &'a Query) {
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
                for item in items {
                    self.declare_all(item);
                }
            }
            Expr::Object { fields, .. } => {
                for (_, _, value) in fields {
                    self.declare_all(value);
                }
            }
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
            Expr::Array { items, .. } | Expr::Set { items, .. } => self.exprs(items),
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
                self.exprs(params);
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

    fn exprs(&mut self, exprs: impl IntoIterator<Item = &'a Ref<Expr>>) {
        for expr in exprs {
            self.expr(expr);
        }
    }

    fn within(&mut self, query: &'a Query, terms: &[&'a Ref<Expr>]) {
        let mark = self.scope.len();
        self.bind(query);
        self.query(query);
        self.exprs(terms.iter().copied());
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
}
