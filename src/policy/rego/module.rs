//! One Rego file, parsed.

use std::sync::Arc;

use regorus::unstable::{Module as Tree, Ref, Rule, RuleHead};

use crate::text::{Source, Span};

use super::nesting;
use super::reference;

/// Which Rego a module is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Dialect {
    /// Rego v1, as OPA reads it since 1.0.
    #[default]
    V1,
    /// Rego before v1, as policies written for older conftest use it.
    V0,
}

/// A parsed module and its text.
#[derive(Debug)]
pub(in crate::policy) struct Module {
    pub(in crate::policy) source: Arc<Source>,
    pub(in crate::policy) dialect: Dialect,
    /// The segments of its package, without `data`.
    pub(in crate::policy) package: Vec<Box<str>>,
    /// Where the package is named.
    pub(in crate::policy) package_span: Span,
    pub(super) tree: Ref<Tree>,
}

/// A text that is no Rego.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::policy) struct SyntaxError {
    pub(in crate::policy) span: Span,
    pub(in crate::policy) message: Box<str>,
}

/// What a rule's head makes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::policy) enum Shape {
    /// `name contains element`.
    Set,
    /// `name`, `name := value`, `name[key] := value`.
    Value,
    /// `name(argument)`.
    Function,
    /// `default name := value`.
    Default,
}

/// The head of one rule.
#[derive(Clone, Debug)]
pub(in crate::policy) struct Head {
    /// Its first name.
    pub(in crate::policy) name: Box<str>,
    /// Whether there is more to its name.
    pub(in crate::policy) is_nested: bool,
    pub(in crate::policy) shape: Shape,
    pub(in crate::policy) span: Span,
}

impl Module {
    pub(in crate::policy) fn parse(source: &Arc<Source>, dialect: Dialect) -> Result<Self, SyntaxError> {
        if let Some(span) = nesting::too_deep(source.text()) {
            let message = format!("brackets nest more than {} levels deep", nesting::DEEPEST).into();
            return Err(SyntaxError { span, message });
        }
        let mut engine = regorus::Engine::new();
        engine.set_rego_v0(dialect == Dialect::V0);
        engine
            .add_policy(source.name().to_owned(), source.text().to_owned())
            .map_err(|error| SyntaxError::read(source, &error.to_string()))?;
        let nothing = || SyntaxError {
            span: Span::default(),
            message: "there is no package in it".into(),
        };
        let tree = engine.get_modules().first().cloned().ok_or_else(nothing)?;
        let (package, package_span) = {
            let named = reference::of_expr(&tree.package.refr).ok_or_else(nothing)?;
            let package = std::iter::once(named.root)
                .chain(named.names())
                .map(Box::from)
                .collect();
            (package, Span::new(named.span.start, named.span.end))
        };
        Ok(Self {
            source: Arc::clone(source),
            dialect,
            package,
            package_span,
            tree,
        })
    }

    /// The package as people write it.
    pub(in crate::policy) fn package_name(&self) -> String {
        self.package.join(".")
    }

    /// The first names of its rules that are no functions; a name may come more than once.
    pub(super) fn values(&self) -> impl Iterator<Item = &str> {
        self.tree.policy.iter().filter_map(|rule| {
            let is_function = match rule.as_ref() {
                Rule::Spec { head, .. } => matches!(head, RuleHead::Func { .. }),
                Rule::Default { args, .. } => !args.is_empty(),
            };
            reference::head(rule).filter(|_| !is_function).map(|named| named.root)
        })
    }

    /// The heads of its rules, in the file's order.
    pub(in crate::policy) fn heads(&self) -> impl Iterator<Item = Head> + '_ {
        self.tree.policy.iter().filter_map(|rule| {
            let named = reference::head(rule)?;
            let shape = match rule.as_ref() {
                Rule::Default { .. } => Shape::Default,
                Rule::Spec { head, .. } => match head {
                    RuleHead::Set { key: Some(_), .. } => Shape::Set,
                    RuleHead::Set { key: None, .. } | RuleHead::Compr { .. } => Shape::Value,
                    RuleHead::Func { .. } => Shape::Function,
                },
            };
            Some(Head {
                name: named.root.into(),
                is_nested: !named.hops.is_empty(),
                shape,
                span: Span::new(named.span.start, named.span.end),
            })
        })
    }
}

impl SyntaxError {
    /// Takes line, column and message out of what regorus says, which is `--> file:line:column`, an excerpt, `error: message`.
    pub(super) fn read(source: &Source, text: &str) -> Self {
        let place = text
            .split_once("--> ")
            .and_then(|(_, rest)| rest.strip_prefix(source.name()))
            .and_then(|rest| rest.lines().next())
            .and_then(|line| {
                let mut numbers = line.split(':').filter_map(|part| part.trim().parse::<usize>().ok());
                Some((numbers.next()?, numbers.next()?))
            });
        let message = text.rsplit_once("error: ").map_or(text, |(_, message)| message).trim();
        // A second place follows on further lines.
        let message = message.lines().next().unwrap_or_default().trim_end_matches('.');
        Self {
            span: place.map_or(Span::default(), |(line, column)| span_at(source.text(), line, column)),
            message: message.into(),
        }
    }
}

/// The token at a line and a column, both from 1; the interpreter counts columns in bytes.
fn span_at(text: &str, line: usize, column: usize) -> Span {
    let start = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum::<usize>();
    let rest = text.get(start..).unwrap_or_default().lines().next().unwrap_or_default();
    let at = rest.floor_char_boundary(column.saturating_sub(1));
    let token = rest.get(at..).unwrap_or_default();
    let length = token
        .find(|character: char| !character.is_alphanumeric() && character != '_')
        .filter(|length| *length > 0)
        .unwrap_or_else(|| token.chars().next().map_or(0, char::len_utf8));
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span::new(offset(start + at), offset(start + at + length))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

    use std::sync::Arc;

    use super::{Dialect, Module, Shape};
    use crate::text::Source;

    #[test]
    fn a_syntax_error_points_at_its_token() {
        let source = Arc::new(Source::new(
            "a b/c:1.rego",
            "package a\n\n# é\ndeny contains \"é\" if { x := := 1 }\n",
        ));
        let error = Module::parse(&source, Dialect::V1).unwrap_err();
        let place = source.place(error.span);
        assert_eq!((place.line.get(), place.column.get()), (4, 29), "{error:?}");
        assert!(!error.message.contains("-->") && !error.message.is_empty(), "{error:?}");
    }

    #[test]
    fn heads_tell_sets_from_values() {
        let text = "package a.b\ndeny contains 1 if { true }\nwarn if { true }\nf(x) := x\ndefault g := 1\ndeny_x.y contains 2\n";
        let module = Module::parse(&Arc::new(Source::new("a.rego", text)), Dialect::V1).unwrap();
        assert_eq!(module.package_name(), "a.b");
        let heads: Vec<_> = module
            .heads()
            .map(|head| (head.name.to_string(), head.shape, head.is_nested))
            .collect();
        let expected = [
            ("deny", Shape::Set, false),
            ("warn", Shape::Value, false),
            ("f", Shape::Function, false),
            ("g", Shape::Default, false),
            ("deny_x", Shape::Set, true),
        ];
        assert_eq!(
            heads,
            expected.map(|(name, shape, nested)| (name.to_owned(), shape, nested))
        );
    }

    #[test]
    fn partial_sets_without_contains_are_sets_before_v1() {
        let source = Arc::new(Source::new("a.rego", "package main\ndeny[msg] { msg := \"x\" }\n"));
        assert!(Module::parse(&source, Dialect::V1).is_err());
        let module = Module::parse(&source, Dialect::V0).unwrap();
        assert_eq!(module.heads().next().unwrap().shape, Shape::Set);
    }
}
