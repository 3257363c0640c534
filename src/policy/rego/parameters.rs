//! Which parts of a document below `data` a module reads: its parameters, and what conftest gives.

use crate::text::Span;

use super::module::Module;
use super::reference::{self, Event};

/// The document in which policies find their parameters, below `data`.
const DOCUMENT: &str = "parameters";

/// The document in which policies find what conftest knows of the file at hand, below `data`.
const CONFTEST: &str = "conftest";

/// The names below `data.parameters` that a module reads, and where; those that are computed are left out.
pub(in crate::policy) fn parameters(module: &Module) -> Vec<(Box<str>, Span)> {
    below(module, DOCUMENT)
}

/// Where a module reads what only conftest gives.
pub(in crate::policy) fn of_conftest(module: &Module) -> Vec<Span> {
    below(module, CONFTEST).into_iter().map(|(_, span)| span).collect()
}

fn below(module: &Module, document: &str) -> Vec<(Box<str>, Span)> {
    let aliases = aliases(module, document);
    let mut found = Vec::new();
    reference::of_module(&module.tree, &mut |event| {
        let (Event::Read(named) | Event::Call(named)) = event else {
            return;
        };
        let mut hops = named.names();
        let is_below = aliases.contains(&named.root) || named.root == "data" && hops.next() == Some(document);
        if let Some(name) = hops.next().filter(|_| is_below) {
            found.push((name.into(), Span::new(named.span.start, named.span.end)));
        }
    });
    found
}

/// Whether a module may read any parameter, since it takes them as a whole or by a computed name.
pub(in crate::policy) fn reads_any_parameter(module: &Module) -> bool {
    let aliases = aliases(module, DOCUMENT);
    let mut found = false;
    // The import itself names all of them, and reads none.
    for rule in &module.tree.policy {
        reference::of_rule(rule, &mut |event| {
            let (Event::Read(named) | Event::Call(named)) = event else {
                return;
            };
            let mut hops = named.names();
            let is_below = aliases.contains(&named.root) || named.root == "data" && hops.next() == Some(DOCUMENT);
            found |= is_below && hops.next().is_none();
        });
    }
    found
}

/// The names under which a module imports a document below `data`.
fn aliases<'m>(module: &'m Module, document: &str) -> Vec<&'m str> {
    let is_document = |import: &&regorus::unstable::Import| {
        reference::of_expr(&import.refr)
            .is_some_and(|named| named.root == "data" && named.hops.len() == 1 && named.names().eq([document]))
    };
    let imports = module.tree.imports.iter();
    imports.filter(is_document).filter_map(reference::alias).collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

    use std::sync::Arc;

    use super::{parameters, reads_any_parameter};
    use crate::policy::rego::{Dialect, Module};
    use crate::text::Source;

    fn names(text: &str) -> Vec<String> {
        let module = Module::parse(&Arc::new(Source::new("m.rego", text)), Dialect::V1).unwrap();
        parameters(&module).into_iter().map(|(name, _)| name.into()).collect()
    }

    #[test]
    fn parameters_are_found_by_either_name() {
        assert_eq!(names("package p\nimport data.parameters\nx := parameters.a\n"), ["a"]);
        assert_eq!(
            names("package p\nimport data.parameters as ps\nx := ps[\"b\"]\n"),
            ["b"]
        );
        assert_eq!(names("package p\nx := data.parameters.c.d\n"), ["c"]);
    }

    #[test]
    fn parameters_as_a_whole_are_all_of_them() {
        let any = |text: &str| {
            reads_any_parameter(&Module::parse(&Arc::new(Source::new("m.rego", text)), Dialect::V1).unwrap())
        };
        assert!(any("package p\nimport data.parameters\nx := parameters[input.k]\n"));
        assert!(any("package p\nx := data.parameters\n"));
        assert!(!any("package p\nimport data.parameters\nx := parameters.a\n"));
    }

    #[test]
    fn what_is_no_parameter_is_left_alone() {
        let text = "package p\nimport data.parameters\nx := parameters[input.k]\ny := parameters\nz := data.other.parameters\n";
        assert!(names(text).is_empty());
        assert!(names("package p\nx := input.parameters.a\n").is_empty());
    }
}
