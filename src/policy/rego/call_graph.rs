//! Functions that call themselves, which Rego forbids and the interpreter does not notice before the stack ends; and how
//! deep rules rest on each other.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use regorus::unstable::{Rule, RuleHead};

use crate::text::Span;

use super::guard;
use super::module::Module;
use super::reference::{self, Event, Reference};
use super::weight;

/// How deep rules and functions may rest on each other, every level of nesting in them counted. A level takes some four
/// kilobytes of stack, and threads have two megabytes.
const DEEPEST: usize = 256;

/// A rule or function by its full path.
type Name = Vec<Box<str>>;

/// What is wrong with how rules rest on each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::policy) enum Entangled {
    /// These functions call each other in a circle, the first again last.
    Recursion(Vec<String>),
    /// A chain of rules is deeper than the limit.
    TooDeep(usize),
}

#[derive(Default)]
struct Node {
    /// Where its first rule is: the module's index and the span of its head.
    place: (usize, Span),
    is_function: bool,
    /// The levels of nesting in its rules.
    weight: usize,
    calls: BTreeSet<Name>,
    needs: BTreeSet<Name>,
}

/// Looks for entanglement among the rules of these modules.
pub(in crate::policy) fn entangled(modules: &[Arc<Module>]) -> Option<(Arc<Module>, Span, Entangled)> {
    let graph = graph(modules);
    let (name, what) = recursion(&graph)
        .map(|circle| {
            (
                circle.first().cloned(),
                Entangled::Recursion(circle.iter().map(|name| name.join(".")).collect()),
            )
        })
        .or_else(|| depth(&graph).map(|(name, deep)| (Some(name), Entangled::TooDeep(deep))))?;
    let (module, span) = graph.get(&name?)?.place;
    Some((Arc::clone(modules.get(module)?), span, what))
}

/// A builtin that a module calls, and where.
#[derive(Debug)]
pub(in crate::policy) struct Called {
    pub(in crate::policy) name: String,
    pub(in crate::policy) module: Arc<Module>,
    pub(in crate::policy) span: Span,
}

/// Everything that these modules call and do not define, and the builtins that they name as stand-ins.
pub(in crate::policy) fn called(modules: &[Arc<Module>]) -> Vec<Called> {
    let graph = graph(modules);
    let mut called = Vec::new();
    for module in modules {
        reference::of_module(&module.tree, &mut |event| {
            let (named, is_call) = match &event {
                Event::Call(named) => (named, true),
                Event::Read(named) => (named, false),
                Event::Replace(_) => return,
            };
            let name = std::iter::once(named.root)
                .chain(named.names())
                .collect::<Vec<_>>()
                .join(".");
            let is_defined = graph.contains_key(&resolved(module, named));
            if !is_defined && (is_call || guard::is_known(&name)) {
                called.push(Called {
                    name,
                    module: Arc::clone(module),
                    span: Span::new(named.span.start, named.span.end),
                });
            }
        });
    }
    called
}

fn graph(modules: &[Arc<Module>]) -> BTreeMap<Name, Node> {
    let mut graph: BTreeMap<Name, Node> = BTreeMap::new();
    for (index, module) in modules.iter().enumerate() {
        for rule in &module.tree.policy {
            let Some(head) = reference::head(rule) else { continue };
            let name: Name = module
                .package
                .iter()
                .cloned()
                .chain([Box::from(head.root)])
                .chain(head.names().map(Box::from))
                .collect();
            let is_function = matches!(
                rule.as_ref(),
                Rule::Spec {
                    head: RuleHead::Func { .. },
                    ..
                }
            );
            let node = graph.entry(name).or_insert_with(|| Node {
                place: (index, Span::new(head.span.start, head.span.end)),
                ..Node::default()
            });
            node.is_function |= is_function;
            node.weight = node.weight.max(weight::of_rule(rule));
            reference::of_rule(rule, &mut |event| match event {
                Event::Call(named) => {
                    node.calls.insert(resolved(module, &named));
                }
                // A function that stands for another in `with` is called in its place.
                Event::Read(named) | Event::Replace(named) => {
                    node.needs.insert(resolved(module, &named));
                }
            });
        }
    }
    graph
}

/// The full path that a reference means in a module.
fn resolved(module: &Module, named: &Reference<'_>) -> Name {
    let mut path: Name = if named.root == "data" {
        Vec::new()
    } else {
        let imported = module
            .tree
            .imports
            .iter()
            .find(|import| reference::alias(import) == Some(named.root));
        match imported.and_then(|import| reference::of_expr(&import.refr)) {
            Some(import) if import.root == "data" => import.names().map(Box::from).collect(),
            _ => module.package.iter().cloned().chain([Box::from(named.root)]).collect(),
        }
    };
    path.extend(named.names().map(Box::from));
    path
}

/// The nodes that a path can mean: itself, or the rule that it goes on from.
fn target<'g>(graph: &'g BTreeMap<Name, Node>, path: &[Box<str>]) -> Option<&'g Name> {
    (1..=path.len())
        .rev()
        .filter_map(|length| path.get(..length))
        .find_map(|path| graph.get_key_value(path).map(|(name, _)| name))
}

/// A circle of functions. Circles that rules take part in are noticed by the interpreter when it comes to them.
fn recursion(graph: &BTreeMap<Name, Node>) -> Option<Vec<Name>> {
    let functions = |node: &Node| -> Vec<&Name> {
        node.calls
            .iter()
            .chain(&node.needs)
            .filter_map(|path| target(graph, path))
            .filter(|name| graph.get(*name).is_some_and(|node| node.is_function))
            .collect()
    };
    let mut done: BTreeSet<&Name> = BTreeSet::new();
    for (start, node) in graph {
        if !node.is_function || done.contains(start) {
            continue;
        }
        let mut trail: Vec<(&Name, Vec<&Name>)> = vec![(start, functions(node))];
        while let Some((name, left)) = trail.last_mut() {
            let name = *name;
            let Some(next) = left.pop() else {
                done.insert(name);
                trail.pop();
                continue;
            };
            if let Some(at) = trail.iter().position(|(name, _)| *name == next) {
                let circle = trail
                    .iter()
                    .skip(at)
                    .map(|(name, _)| (*name).clone())
                    .chain([next.clone()]);
                return Some(circle.collect());
            }
            if !done.contains(next)
                && let Some(node) = graph.get(next)
            {
                trail.push((next, functions(node)));
            }
        }
    }
    None
}

/// The first rule whose longest chain is too deep, and how deep it is. In a circle of rules each is counted once.
fn depth(graph: &BTreeMap<Name, Node>) -> Option<(Name, usize)> {
    let mut depths: BTreeMap<&Name, usize> = BTreeMap::new();
    let targets = |node: &Node| -> Vec<&Name> {
        let paths = node.calls.iter().chain(&node.needs);
        paths.filter_map(|path| target(graph, path)).collect()
    };
    for (start, node) in graph {
        if depths.contains_key(start) {
            continue;
        }
        let mut trail: Vec<(&Name, Vec<&Name>, usize)> = vec![(start, targets(node), 0)];
        let mut on_trail: BTreeSet<&Name> = BTreeSet::from([start]);
        while let Some((name, left, deepest)) = trail.last_mut() {
            let name = *name;
            let Some(next) = left.pop() else {
                let depth = *deepest + graph.get(name).map_or(1, |node| node.weight);
                if depth > DEEPEST {
                    return Some((name.clone(), depth));
                }
                depths.insert(name, depth);
                on_trail.remove(name);
                trail.pop();
                if let Some((_, _, deepest)) = trail.last_mut() {
                    *deepest = (*deepest).max(depth);
                }
                continue;
            };
            if let Some(depth) = depths.get(next) {
                *deepest = (*deepest).max(*depth);
            } else if on_trail.insert(next)
                && let Some(node) = graph.get(next)
            {
                trail.push((next, targets(node), 0));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at what it did not expect")]

    use std::fmt::Write as _;
    use std::sync::Arc;

    use super::{DEEPEST, Entangled, entangled};
    use crate::policy::rego::{Dialect, Module};
    use crate::text::Source;

    fn found(texts: &[&str]) -> Option<Entangled> {
        let parse =
            |text: &&str| Arc::new(Module::parse(&Arc::new(Source::new("m.rego", *text)), Dialect::V1).unwrap());
        entangled(&texts.iter().map(parse).collect::<Vec<_>>()).map(|(_, _, what)| what)
    }

    #[test]
    fn functions_that_call_themselves_are_found() {
        assert_eq!(
            found(&["package p\nf(x) := f(x - 1)\n"]),
            Some(Entangled::Recursion(vec!["p.f".into(), "p.f".into()]))
        );
        assert!(found(&["package p\nf(x) := g(x)\ng(x) := [y | y := data.p.f(x)]\n"]).is_some());
        assert!(
            found(&[
                "package p\nimport data.q\nf(x) := q.g(x)\n",
                "package q\nimport data.p.f as h\ng(x) := h(x)\n"
            ])
            .is_some()
        );
        assert!(found(&["package p\nf(x) := y if { y := h(x) with h as f }\nh(x) := x\n"]).is_some());
    }

    #[test]
    fn functions_that_call_others_are_fine() {
        assert_eq!(
            found(&["package p\nf(x) := count(x)\ng(x) := f(f(x))\ndeny contains g(input.a)\n"]),
            None
        );
        assert_eq!(found(&["package p\ncount(x) := 1\nf(x) := count(x)\n"]), None);
    }

    #[test]
    fn chains_deeper_than_a_stack_are_found() {
        let chain = |length: usize| {
            let mut text = "package p\nr0 := 1\n".to_owned();
            for at in 1..length {
                writeln!(text, "r{at} := r{}", at - 1).unwrap();
            }
            text
        };
        assert_eq!(found(&[&chain(DEEPEST)]), None);
        assert_eq!(found(&[&chain(DEEPEST + 1)]), Some(Entangled::TooDeep(DEEPEST + 1)));
    }

    #[test]
    fn loops_and_nesting_count_as_depth() {
        let loops = (0..DEEPEST).fold(String::new(), |text, at| format!("{text}\tsome x{at} in [1]\n"));
        assert!(found(&[&format!("package p\nr if {{\n{loops}}}\n")]).is_some());
        let nested = (0..10).fold("1".to_owned(), |text, _| format!("[y | y := {text}]"));
        let rules = (1..10).fold(String::new(), |text, at| {
            format!("{text}r{at} := [r{}, {nested}]\n", at - 1)
        });
        assert!(found(&[&format!("package p\nr0 := 1\n{rules}")]).is_some());
    }
}
