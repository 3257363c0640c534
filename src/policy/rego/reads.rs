//! Which fields of `input` a policy can read, and which modules it can reach.
//!
//! Both are found in the syntax tree, and both err on the side of more: a name that a local variable shadows counts as the
//! document, `input` as a whole (passed on, iterated, renamed, indexed by a variable) means every field, and `data` as a
//! whole means every module.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::facts::Fields;

use super::module::Module;
use super::reference::{self, Event, Hop, Reference};

/// The modules that a package's rules can reach, its own included, in the order given.
pub(in crate::policy) fn reach(package: &[Box<str>], modules: &[Arc<Module>]) -> Vec<Arc<Module>> {
    let mut reached: Vec<bool> = modules.iter().map(|module| module.package == package).collect();
    let mut waiting: Vec<usize> = (0..modules.len())
        .filter(|at| reached.get(*at) == Some(&true))
        .collect();
    while let Some(module) = waiting.pop().and_then(|at| modules.get(at)) {
        let mut paths: Vec<Vec<Box<str>>> = Vec::new();
        reference::of_module(&module.tree, &mut |event| {
            let (Event::Read(named) | Event::Call(named) | Event::Replace(named)) = event;
            if named.root == "data" {
                paths.push(named.names().map(Box::from).collect());
            }
        });
        for (at, other) in modules.iter().enumerate() {
            let met = paths.iter().any(|path| overlap(path, &other.package)) || other.package == module.package;
            if let Some(reached) = reached.get_mut(at).filter(|reached| met && !**reached) {
                *reached = true;
                waiting.push(at);
            }
        }
    }
    modules
        .iter()
        .zip(&reached)
        .filter(|(_, reached)| **reached)
        .map(|(module, _)| Arc::clone(module))
        .collect()
}

/// The top-level fields of `input` that these modules can read.
pub(in crate::policy) fn reads(modules: &[Arc<Module>]) -> Fields {
    let mut fields = BTreeSet::new();
    let mut all = false;
    for module in modules {
        let mut mocks = false;
        let mut whole = false;
        reference::of_module(&module.tree, &mut |event| match event {
            Event::Read(named) | Event::Call(named) if named.root == "input" => match field(&named) {
                Some(field) => {
                    fields.insert(Box::from(field));
                }
                None => whole = true,
            },
            // Below a replaced `input`, what is read is not what is named here.
            Event::Replace(named) => mocks |= named.root != "data",
            Event::Read(_) | Event::Call(_) => {}
        });
        all |= whole || mocks;
    }
    if all { Fields::All } else { Fields::Only(fields) }
}

fn field<'a>(named: &Reference<'a>) -> Option<&'a str> {
    match named.hops.first() {
        Some(Hop::Name(name)) => Some(name),
        Some(Hop::Computed) | None => None,
    }
}

fn overlap(path: &[Box<str>], package: &[Box<str>]) -> bool {
    path.iter().zip(package).all(|(one, other)| one == other)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

    use std::sync::Arc;

    use super::{reach, reads};
    use crate::facts::Fields;
    use crate::policy::rego::{Dialect, Module};
    use crate::text::Source;

    fn modules(texts: &[&str]) -> Vec<Arc<Module>> {
        let parse =
            |text: &&str| Arc::new(Module::parse(&Arc::new(Source::new("m.rego", *text)), Dialect::V1).unwrap());
        texts.iter().map(parse).collect()
    }

    fn fields(texts: &[&str]) -> Fields {
        let modules = modules(texts);
        reads(&reach(&modules.first().unwrap().package, &modules))
    }

    fn only(names: &[&str]) -> Fields {
        Fields::Only(names.iter().map(|name| Box::from(*name)).collect())
    }

    fn body(statements: &str) -> Fields {
        fields(&[&format!("package p\ndeny contains \"x\" if {{ {statements} }}\n")])
    }

    #[test]
    fn named_fields_are_found_wherever_they_stand() {
        assert_eq!(body("input.a.b > 1; count(input[\"c\"]) == 2"), only(&["a", "c"]));
        assert_eq!(
            body("x := {k: v | some k, v in input.a; v == input.b[k]}"),
            only(&["a", "b"])
        );
        assert_eq!(body("every x in input.list { x != input.d }"), only(&["d", "list"]));
        assert_eq!(body("not input.gone; [1 | input.e]"), only(&["e", "gone"]));
        assert_eq!(body("data.settings[input.key][input[`raw`]]"), only(&["key", "raw"]));
        assert_eq!(
            fields(&["package p\nimport input.foo as bar\ndeny contains bar.x\n"]),
            only(&["foo"])
        );
        assert_eq!(
            fields(&["package p\nf(x) := input.g\ndefault h := 1\nh := f(1) if input.i else := input.j\n"]),
            only(&["g", "i", "j"])
        );
        assert_eq!(
            fields(&["package p\nq[input.k] := input.l if input.m\n"]),
            only(&["k", "l", "m"])
        );
    }

    #[test]
    fn object_get_reads_its_key() {
        assert_eq!(body("object.get(input, \"a\", null) == input.b"), only(&["a", "b"]));
        assert_eq!(
            body("object.get(input, [\"a\", \"x\"], input.c) == 1"),
            only(&["a", "c"])
        );
        assert_eq!(body("object.get(input, input.key, 1) == 1"), Fields::All);
        assert_eq!(body("object.get(input, [], 1) == 1"), Fields::All);
        assert_eq!(
            fields(&["package p\nimport data.lib.object\ndeny contains object.get(input, \"a\", 1)\n"]),
            Fields::All
        );
        assert_eq!(
            fields(&["package p\nobject.get(x, y, z) := x[y]\ndeny contains object.get(input, \"a\", 1)\n"]),
            Fields::All
        );
    }

    #[test]
    fn input_as_a_whole_means_all() {
        for statements in [
            "x := input; x.a",
            "some k; input[k] == 1",
            "input[_].a",
            "walk(input, [path, value])",
            "some i in input",
            "some k, v in input",
            "\"a\" in input",
            "x := {\"all\": input}",
            "f(input)",
            "count(input) > 1",
            "x := [v | v := input[_]]",
            "x := {k: v | v := input[k]}",
            "input == {\"a\": 1}",
            "data.lib.f with input as {\"a\": 1}",
            "input.a with input.b as 2",
            "x := input.a with data.parameters as input",
            "input[1]",
            "input[input.key]",
            "input[{\"a\"}]",
            "json.filter(input, [\"a\"])",
            "every v in input { v }",
            "not input",
            "input",
            "object.union(input, {})",
        ] {
            assert_eq!(body(statements), Fields::All, "{statements}");
        }
        assert_eq!(
            fields(&["package p\nimport input as i\ndeny contains i.a\n"]),
            Fields::All
        );
        assert_eq!(fields(&["package p\nx := input\n"]), Fields::All);
    }

    #[test]
    fn what_is_imported_or_named_is_read_too() {
        let library = "package lib.sla\nstrict if input.slow\nimported := data.lib.more.x\n";
        let more = "package lib.more\nx := input.deep\n";
        let other = "package other\ny := input.unread\n";
        let parts = [library, more, other];
        let with = |policy: &str| {
            let texts: Vec<&str> = std::iter::once(policy).chain(parts).collect();
            fields(&texts)
        };
        assert_eq!(
            with("package p\nimport data.lib.sla\ndeny contains 1 if sla.strict\n"),
            only(&["deep", "slow"])
        );
        assert_eq!(
            with("package p\ndeny contains 1 if data.lib.sla.strict\n"),
            only(&["deep", "slow"])
        );
        assert_eq!(
            with("package p\ndeny contains 1 if data.lib[input.which].strict\n"),
            only(&["deep", "slow", "which"])
        );
        assert_eq!(
            with("package p\nd := data\ndeny contains 1 if d.other.y\n"),
            only(&["deep", "slow", "unread"])
        );
        assert_eq!(
            with("package p\nimport data as d\ndeny contains 1 if d.other.y\n"),
            only(&["deep", "slow", "unread"])
        );
        assert_eq!(with("package p\ndeny contains input.own\n"), only(&["own"]));
    }

    #[test]
    fn every_file_of_a_package_counts() {
        assert_eq!(
            fields(&["package p\ndeny contains input.a\n", "package p\nhelper := input.b\n"]),
            only(&["a", "b"])
        );
    }
}
