//! References through an import, written out.
//!
//! The interpreter answers `policy.deny`, where `policy` is an imported package, by evaluating every rule of that package. OPA
//! evaluates `deny`. A test that is written out (`data.mesh.area.policy.deny`) runs what it names and no more, so that what
//! it covers is true, and a rule that it does not name cannot break it.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::text::Source;

use super::module::Module;
use super::reference::{self, Event, Hop};

/// The module with the same lines, in which no name goes through an import of a package.
pub(in crate::policy) fn direct(module: &Arc<Module>) -> Arc<Module> {
    let mut bare = BTreeSet::new();
    let mut through: BTreeSet<(usize, &str)> = BTreeSet::new();
    let aliases: Vec<(&str, &str)> = module
        .tree
        .imports
        .iter()
        .filter_map(|import| {
            let path = reference::of_expr(&import.refr).filter(|path| path.root == "data")?;
            Some((reference::alias(import)?, path.span.text()))
        })
        .collect();
    reference::of_module(&module.tree, &mut |event| {
        let (Event::Read(named) | Event::Call(named) | Event::Replace(named)) = event;
        match named.hops.first() {
            Some(Hop::Name(_)) => {
                through.insert((named.span.start as usize, named.root));
            }
            // A bare name may be a local variable that hides the import.
            _ => {
                bare.insert(named.root);
            }
        }
    });
    let mut text = module.source.text().to_owned();
    for (start, root) in through.into_iter().rev().filter(|(_, root)| !bare.contains(root)) {
        let alias = aliases.iter().find(|(alias, _)| *alias == root);
        let stands = text.get(start..).is_some_and(|rest| rest.starts_with(root));
        if let Some((_, path)) = alias.filter(|_| stands) {
            text.replace_range(start..start + root.len(), path);
        }
    }
    let source = Arc::new(Source::new(module.source.name(), text));
    Module::parse(&source, module.dialect).map_or_else(|_| Arc::clone(module), Arc::new)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

    use std::sync::Arc;

    use super::direct;
    use crate::policy::rego::{Dialect, Module};
    use crate::text::Source;

    #[test]
    fn names_through_imports_are_written_out() {
        let text = "package a_test\n\nimport data.mesh.a\nimport data.lib.words as w\nimport data.lib.tags\n\n\
            test_a if {\n\tcount(a.deny) == 1 with input as a.sample with data.parameters as {\"a\": w.one(a[\"x\"].y)}\n\
            \ttags := [1]\n\ttags[0] == tags.b\n\tnot data.a.b\n}\n";
        let source = Arc::new(Source::new("a_test.rego", text));
        let module = direct(&Arc::new(Module::parse(&source, Dialect::V1).unwrap()));
        let expected = text
            .replace("(a.deny)", "(data.mesh.a.deny)")
            .replace("as a.sample", "as data.mesh.a.sample")
            .replace("w.one(a[", "data.lib.words.one(data.mesh.a[");
        assert_eq!(module.source.text(), expected);
    }
}
