//! What a module refers to: every `input.a`, `data.b.c`, import and call, found in its syntax tree.

use regorus::unstable::{Expr, Import, Literal, Module, Query, Ref, Rule, RuleAssign, RuleBody, RuleHead, Span};

/// One step of a reference.
#[derive(Clone, Copy, Debug)]
pub(super) enum Hop<'a> {
    /// `.name` or `["name"]`.
    Name(&'a str),
    /// `[anything else]`.
    Computed,
}

/// A variable and the steps that are taken from it.
#[derive(Debug)]
pub(super) struct Reference<'a> {
    pub(super) root: &'a str,
    pub(super) hops: Vec<Hop<'a>>,
    pub(super) span: &'a Span,
}

impl<'a> Reference<'a> {
    /// The names up to the first computed step.
    pub(super) fn names(&self) -> impl Iterator<Item = &'a str> + '_ {
        self.hops.iter().map_while(|hop| match hop {
            Hop::Name(name) => Some(*name),
            Hop::Computed => None,
        })
    }
}

/// What a walk over a module comes by. A local variable is a reference too; the listener knows the names it looks for.
#[derive(Debug)]
pub(super) enum Event<'a> {
    /// A value is read.
    Read(Reference<'a>),
    /// A function is called.
    Call(Reference<'a>),
    /// `with target as ...`.
    Replace(Reference<'a>),
}

/// Reports everything that a module's imports and rules refer to.
pub(super) fn of_module<'a>(module: &'a Module, listen: &mut dyn FnMut(Event<'a>)) {
    let mut walk = Walk {
        trusts_object_get: !redefines_object(module),
        listen,
    };
    for import in &module.imports {
        walk.expr(&import.refr);
    }
    for rule in &module.policy {
        walk.rule(rule);
    }
}

/// Reports everything that one rule refers to.
pub(super) fn of_rule<'a>(rule: &'a Rule, listen: &mut dyn FnMut(Event<'a>)) {
    let mut walk = Walk {
        trusts_object_get: false,
        listen,
    };
    walk.rule(rule);
}

/// The reference that an expression is, where it is one.
pub(super) fn of_expr(expr: &Expr) -> Option<Reference<'_>> {
    let mut hops = Vec::new();
    let mut at = expr;
    loop {
        match at {
            Expr::Var { span, .. } => {
                hops.reverse();
                return Some(Reference {
                    root: span.text(),
                    hops,
                    span: expr.span(),
                });
            }
            Expr::RefDot { refr, field, .. } => {
                hops.push(Hop::Name(field.0.text()));
                at = refr;
            }
            Expr::RefBrack { refr, index, .. } => {
                hops.push(text_of(index).map_or(Hop::Computed, Hop::Name));
                at = refr;
            }
            _ => return None,
        }
    }
}

/// The name under which an import is known in its module.
pub(super) fn alias(import: &Import) -> Option<&str> {
    match &import.r#as {
        Some(name) => Some(name.text()),
        None => of_expr(&import.refr).and_then(|reference| match reference.hops.last() {
            Some(Hop::Name(name)) => Some(*name),
            Some(Hop::Computed) => None,
            None => Some(reference.root),
        }),
    }
}

/// The reference in a rule's head.
pub(super) fn head(rule: &Rule) -> Option<Reference<'_>> {
    of_expr(match rule {
        Rule::Spec { head, .. } => match head {
            RuleHead::Compr { refr, .. } | RuleHead::Set { refr, .. } | RuleHead::Func { refr, .. } => refr,
        },
        Rule::Default { refr, .. } => refr,
    })
}

fn text_of(expr: &Expr) -> Option<&str> {
    match expr {
        Expr::String { value, .. } | Expr::RawString { value, .. } => value.as_string().ok().map(|text| &**text),
        _ => None,
    }
}

/// Whether `object.get` may be something else than the builtin in a module.
fn redefines_object(module: &Module) -> bool {
    module.imports.iter().any(|import| alias(import) == Some("object"))
        || module
            .policy
            .iter()
            .any(|rule| head(rule).is_some_and(|head| head.root == "object"))
}

struct Walk<'a, 'l> {
    trusts_object_get: bool,
    listen: &'l mut dyn FnMut(Event<'a>),
}

impl<'a> Walk<'a, '_> {
    fn rule(&mut self, rule: &'a Rule) {
        match rule {
            Rule::Spec { head, bodies, .. } => {
                match head {
                    RuleHead::Compr { refr, assign, .. } => {
                        self.indexes(refr);
                        self.assign(assign.as_ref());
                    }
                    RuleHead::Set { refr, key, .. } => {
                        self.indexes(refr);
                        self.exprs(key);
                    }
                    RuleHead::Func { refr, args, assign, .. } => {
                        self.indexes(refr);
                        self.exprs(args);
                        self.assign(assign.as_ref());
                    }
                }
                for RuleBody { assign, query, .. } in bodies {
                    self.assign(assign.as_ref());
                    self.query(query);
                }
            }
            Rule::Default { refr, args, value, .. } => {
                self.indexes(refr);
                self.exprs(args);
                self.expr(value);
            }
        }
    }

    fn assign(&mut self, assign: Option<&'a RuleAssign>) {
        if let Some(assign) = assign {
            self.expr(&assign.value);
        }
    }

    fn query(&mut self, query: &'a Query) {
        for statement in &query.stmts {
            match &statement.literal {
                Literal::SomeVars { .. } => {}
                Literal::SomeIn {
                    key, value, collection, ..
                } => {
                    self.exprs(key);
                    self.expr(value);
                    self.expr(collection);
                }
                Literal::Expr { expr, .. } | Literal::NotExpr { expr, .. } => self.expr(expr),
                Literal::Every { domain, query, .. } => {
                    self.expr(domain);
                    self.query(query);
                }
            }
            for modifier in &statement.with_mods {
                if let Some(target) = of_expr(&modifier.refr) {
                    (self.listen)(Event::Replace(target));
                }
                self.indexes(&modifier.refr);
                self.expr(&modifier.r#as);
            }
        }
    }

    fn exprs(&mut self, exprs: impl IntoIterator<Item = &'a Ref<Expr>>) {
        for expr in exprs {
            self.expr(expr);
        }
    }

    fn expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::String { .. }
            | Expr::RawString { .. }
            | Expr::Number { .. }
            | Expr::Bool { .. }
            | Expr::Null { .. } => {}
            Expr::Var { .. } | Expr::RefDot { .. } | Expr::RefBrack { .. } => {
                if let Some(reference) = of_expr(expr) {
                    (self.listen)(Event::Read(reference));
                }
                self.indexes(expr);
            }
            Expr::Array { items, .. } | Expr::Set { items, .. } => self.exprs(items),
            Expr::Object { fields, .. } => {
                for (_, key, value) in fields {
                    self.expr(key);
                    self.expr(value);
                }
            }
            Expr::ArrayCompr { term, query, .. } | Expr::SetCompr { term, query, .. } => {
                self.expr(term);
                self.query(query);
            }
            Expr::ObjectCompr { key, value, query, .. } => {
                self.expr(key);
                self.expr(value);
                self.query(query);
            }
            Expr::Call { fcn, params, .. } => self.call(fcn, params),
            Expr::UnaryExpr { expr, .. } => self.expr(expr),
            Expr::BinExpr { lhs, rhs, .. }
            | Expr::BoolExpr { lhs, rhs, .. }
            | Expr::ArithExpr { lhs, rhs, .. }
            | Expr::AssignExpr { lhs, rhs, .. } => {
                self.expr(lhs);
                self.expr(rhs);
            }
            Expr::Membership {
                key, value, collection, ..
            } => {
                self.exprs(key);
                self.expr(value);
                self.expr(collection);
            }
        }
    }

    fn call(&mut self, function: &'a Expr, params: &'a [Ref<Expr>]) {
        let called = of_expr(function);
        let field = match (&called, params) {
            (Some(called), [object, key, _default]) if self.trusts_object_get && is_object_get(called) => {
                of_expr(object).zip(first_key(key))
            }
            _ => None,
        };
        if let Some(called) = called {
            (self.listen)(Event::Call(called));
        }
        self.indexes(function);
        // `object.get(x, "a", d)` reads no more of x than `x.a` does.
        if let Some((mut object, field)) = field {
            object.hops.push(Hop::Name(field));
            (self.listen)(Event::Read(object));
            if let Some((object, others)) = params.split_first() {
                self.indexes(object);
                self.exprs(others);
            }
            return;
        }
        self.exprs(params);
    }

    /// What stands in the brackets of a reference, and what it starts from if that is no variable.
    fn indexes(&mut self, expr: &'a Expr) {
        let mut at = expr;
        loop {
            match at {
                Expr::Var { .. } => return,
                Expr::RefDot { refr, .. } => at = refr,
                Expr::RefBrack { refr, index, .. } => {
                    self.expr(index);
                    at = refr;
                }
                other => return self.expr(other),
            }
        }
    }
}

fn is_object_get(called: &Reference<'_>) -> bool {
    called.root == "object" && matches!(called.hops.as_slice(), [Hop::Name("get")])
}

/// The first key that `object.get` follows.
fn first_key(key: &Expr) -> Option<&str> {
    match key {
        Expr::Array { items, .. } => items.first().and_then(|item| text_of(item)),
        other => text_of(other),
    }
}
