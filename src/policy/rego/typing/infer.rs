//! The types of expressions and rules.

use regorus::unstable::{Expr, Rule, RuleHead};

use crate::policy::rego::reference;

use super::plain::{is_endless, text_of};
use super::types::{Type, either, element, named};
use super::walk::Typing;

impl<'a, 's> Typing<'a, 's> {
    pub(super) fn type_of(&mut self, expr: &'a Expr) -> Type<'s> {
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
