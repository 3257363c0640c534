//! The forms of Rego before v1 in a module, and what v1 writes instead.

use regorus::unstable::{Rule, RuleHead, Span};

use crate::text;

use super::module::{Dialect, Module};
use super::reference;

/// A rule in an old form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::policy) struct OldForm {
    /// Its head.
    pub(in crate::policy) span: text::Span,
    /// What to write instead.
    pub(in crate::policy) instead: Box<str>,
}

/// The rules of a module of before v1 that v1 writes otherwise.
pub(in crate::policy) fn old_forms(module: &Module) -> Vec<OldForm> {
    if module.dialect == Dialect::V1 {
        return Vec::new();
    }
    module
        .tree
        .policy
        .iter()
        .filter_map(|rule| of_rule(module, rule))
        .collect()
}

fn of_rule(module: &Module, rule: &Rule) -> Option<OldForm> {
    let Rule::Spec { head, bodies, .. } = rule else {
        return None;
    };
    let text = module.source.text();
    let slice = |span: &Span| text.get(span.start as usize..span.end as usize).unwrap_or_default();
    let named = reference::head(rule)?;
    let name = named.root;
    let head_text = text.get(named.span.start as usize..).unwrap_or_default();
    let head_text = head_text.split(['{', '\n']).next().unwrap_or_default().trim_end();
    let has_body = bodies.iter().any(|body| !body.query.stmts.is_empty());
    let has_if = head_text.split_whitespace().any(|word| word == "if");
    let has_contains = head_text.split_whitespace().any(|word| word == "contains");
    let opens = if has_body { " if {" } else { "" };
    let instead = match head {
        RuleHead::Set { key: Some(key), .. } if !has_contains => {
            let key = slice(key.span());
            // The span of a text is without its quotes.
            let key = if is_text(text, key_end(head)) {
                format!("\"{key}\"")
            } else {
                key.to_owned()
            };
            format!("{name} contains {key}{opens}")
        }
        _ if has_body && !has_if => {
            let before = head_text.trim_end_matches(['{', ' ']);
            format!("{before} if {{")
        }
        _ => return None,
    };
    Some(OldForm {
        span: text::Span::new(named.span.start, named.span.end),
        instead: instead.into(),
    })
}

fn key_end(head: &RuleHead) -> usize {
    match head {
        RuleHead::Set { key: Some(key), .. } => key.span().end as usize,
        _ => 0,
    }
}

fn is_text(text: &str, end: usize) -> bool {
    text.as_bytes().get(end) == Some(&b'"')
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

    use std::sync::Arc;

    use super::old_forms;
    use crate::policy::rego::{Dialect, Module};
    use crate::text::Source;

    #[test]
    fn each_old_rule_is_told_its_new_form() {
        let text = "package main\n\ndeny[msg] {\n\tmsg := \"x\"\n}\n\nwarn[\"y\"] { input.a }\n\nis_new { input.b }\n\nf(x) = y {\n\ty := x\n}\n\nlimit = 3\n";
        let module = Module::parse(&Arc::new(Source::new("p.rego", text)), Dialect::V0).unwrap();
        let instead: Vec<String> = old_forms(&module).into_iter().map(|form| form.instead.into()).collect();
        assert_eq!(
            instead,
            [
                "deny contains msg if {",
                "warn contains \"y\" if {",
                "is_new if {",
                "f(x) = y if {"
            ]
        );
    }
}
