//! Generated trees and damaged texts: what is parsed is what was written, where it was written.

#![expect(clippy::panic, reason = "a test that finds nothing to look at has failed")]

use meshgov::text::{Limits, Look, Node, Parsed, Source, Value as Read, parse, render_problem};
use proptest::prelude::*;
use serde_json::{Number, Value};

fn words() -> impl Strategy<Value = String> {
    // Line breaks for YAML 1.1, which the emitter writes, and none for YAML 1.2.
    let breaks = ['\u{85}', '\u{2028}', '\u{2029}'];
    any_words().prop_map(move |words| words.replace(breaks, ""))
}

fn any_words() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Z_][a-zA-Z0-9_-]{0,12}",
        "\\PC{0,12}",
        prop::collection::vec(any::<char>(), 0..8).prop_map(|characters| characters.into_iter().collect()),
        "[a-zé\n :#'\"\\\\-]{0,40}",
        prop::sample::select(vec![
            "",
            "~",
            "null",
            "yes",
            "1",
            "1.0",
            "0x1F",
            "2024-01-31",
            "- a",
            "a: b",
            "*a",
            "&a",
            "!a",
            "|",
            ".inf"
        ])
        .prop_map(str::to_owned),
    ]
}

fn scalars() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(|number| Value::Number(number.into())),
        any::<u64>().prop_map(|number| Value::Number(number.into())),
        any::<f64>().prop_filter_map("JSON has finite numbers", |number| Number::from_f64(number)
            .map(Value::Number)),
        words().prop_map(Value::String),
    ]
}

fn trees() -> impl Strategy<Value = Value> {
    scalars().prop_recursive(5, 60, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::Array),
            prop::collection::btree_map(words(), inner, 0..16)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn read(name: &str, text: &str) -> Parsed {
    parse(name, text.as_bytes(), &Limits::default())
}

/// Every scalar and key, with the text of its span.
fn leaves<'a>(source: &'a Source, node: &'a Node, found: &mut Vec<(Value, &'a str)>) {
    match &node.value {
        Read::Array(elements) => elements.iter().for_each(|element| leaves(source, element, found)),
        Read::Object(entries) => {
            for entry in entries {
                found.push((Value::String(entry.key.to_string()), source.slice(entry.key_span)));
                leaves(source, &entry.node, found);
            }
        }
        _ => found.push((node.to_json(), source.slice(node.span))),
    }
}

fn only(parsed: &Parsed) -> &Node {
    match parsed.documents.as_slice() {
        [document] if parsed.problems.is_empty() => &document.root,
        _ => panic!("{:?} in\n{}", parsed.problems, parsed.source.text()),
    }
}

/// Nodes lie inside the nodes that hold them, one after the other.
fn nested(node: &Node) -> bool {
    let mut at = node.span.start;
    let keys = node
        .entries()
        .iter()
        .flat_map(|entry| [entry.key_span, entry.node.span]);
    let spans: Vec<_> = keys.chain(node.elements().iter().map(|element| element.span)).collect();
    let ordered = spans.iter().all(|span| {
        let follows = span.start >= at && span.end >= span.start && span.end <= node.span.end;
        at = span.end;
        follows
    });
    ordered && node.entries().iter().all(|entry| nested(&entry.node)) && node.elements().iter().all(nested)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn json_is_read_as_written_where_it_was_written(tree in trees(), pretty in any::<bool>()) {
        let written = if pretty { serde_json::to_string_pretty(&tree) } else { serde_json::to_string(&tree) };
        let text = written.unwrap_or_default();
        let parsed = read("a.json", &text);
        let root = only(&parsed);
        prop_assert_eq!(root.to_json(), tree);
        prop_assert!(nested(root));
        let mut found = Vec::new();
        leaves(&parsed.source, root, &mut found);
        for (value, written) in found {
            prop_assert_eq!(serde_json::from_str::<Value>(written).ok(), Some(value));
        }
    }

    #[test]
    fn yaml_is_read_as_written_where_it_was_written(tree in trees()) {
        let text = yaml_serde::to_string(&tree).unwrap_or_default();
        let parsed = read("a.yaml", &text);
        if tree.is_null() && parsed.documents.is_empty() {
            return Ok(());
        }
        let root = only(&parsed);
        prop_assert_eq!(root.to_json(), tree, "{}", text);
        prop_assert!(nested(root), "{}", text);
        let mut found = Vec::new();
        leaves(&parsed.source, root, &mut found);
        for (value, written) in found {
            let again = read("a.yaml", written);
            let again = again.documents.first().map(|document| document.root.to_json());
            // A block text does not say without its header what it is; its lines do.
            let lines = |text: &str| -> Vec<String> {
                let lines = text.split('\n').map(str::trim).filter(|line| !line.is_empty());
                lines.map(str::to_owned).collect()
            };
            let same_lines = value.as_str().is_some_and(|value| value.contains('\n') && lines(value) == lines(written));
            prop_assert!(same_lines || again.as_ref() == Some(&value), "{:?} at {} in\n{}", value, written, text);
        }
    }

    #[test]
    fn damaged_json_is_refused_exactly_when_another_parser_refuses_it(tree in trees(), at in any::<prop::sample::Index>(), with in "[ \n\t\\]\\[}{\",:0-9a-z.eE\\\\u+-]{0,3}", cut in 0..3_usize) {
        let text = damaged(&tree.to_string(), at, &with, cut);
        let parsed = read("a.json", &text);
        let other = serde_json::from_str::<Value>(&text);
        prop_assert_eq!(parsed.documents.is_empty(), other.is_err(), "{:?} {:?}\n{}", parsed.problems, other, text);
        sound(&parsed)?;
    }

    #[test]
    fn damaged_yaml_is_read_or_explained(tree in trees(), at in any::<prop::sample::Index>(), with in "[ \n\t\\]\\[}{\"',:0-9a-z!&*|>?%@`-]{0,5}", cut in 0..3_usize) {
        let text = damaged(&yaml_serde::to_string(&tree).unwrap_or_default(), at, &with, cut);
        sound(&read("a.yaml", &text))?;
    }

    #[test]
    fn any_bytes_are_read_or_explained(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        sound(&parse("a.yaml", &bytes, &Limits::default()))?;
        sound(&parse("a.json", &bytes, &Limits::default()))?;
    }
}

fn damaged(text: &str, at: prop::sample::Index, with: &str, cut: usize) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    let at = at.index(characters.len() + 1);
    let end = (at + cut).min(characters.len());
    characters.splice(at..end, with.chars());
    characters.into_iter().collect()
}

/// Every span is one of the text, and every problem can be drawn.
fn sound(parsed: &Parsed) -> Result<(), TestCaseError> {
    let text = parsed.source.text();
    for document in &parsed.documents {
        prop_assert!(text.get(document.root.span.range()).is_some());
        prop_assert!(all_within(text, &document.root), "{:?}\n{}", document.root, text);
    }
    for problem in &parsed.problems {
        prop_assert!(text.get(problem.span().range()).is_some(), "{:?}\n{}", problem, text);
        let drawn = render_problem(&parsed.source, problem, &Look::default());
        prop_assert!(!drawn.contains("Failed to read"), "{}", drawn);
    }
    Ok(())
}

fn all_within(text: &str, node: &Node) -> bool {
    let entries = node.entries().iter();
    text.get(node.span.range()).is_some()
        && entries
            .into_iter()
            .all(|entry| text.get(entry.key_span.range()).is_some() && all_within(text, &entry.node))
        && node.elements().iter().all(|element| all_within(text, element))
}
