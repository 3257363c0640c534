//! Files that are broken, hostile or odd, and what is said about them.

#![expect(clippy::panic, reason = "a test that finds nothing to look at has failed")]

use std::time::{Duration, Instant};

use meshgov::text::{
    Characters, Colour, Excerpt, Limits, Look, Parsed, Pointer, Severity, Span, TextProblem, TextProblemKind,
};
use meshgov::text::{parse, render, render_problem};
use serde_json::{Value, json};

fn read(name: &str, text: &str) -> Parsed {
    parse(name, text.as_bytes(), &Limits::default())
}

fn documents(parsed: &Parsed) -> Vec<Value> {
    parsed
        .documents
        .iter()
        .map(|document| document.root.to_json())
        .collect()
}

/// The problems as `line:column message`.
fn said(parsed: &Parsed) -> Vec<String> {
    let problems = parsed.problems.iter().map(|problem| {
        let place = parsed.source.place(problem.span());
        format!("{}:{} {}", place.line, place.column, problem.message())
    });
    problems.collect()
}

fn text_at<'a>(parsed: &'a Parsed, pointer: &str) -> &'a str {
    let Some(document) = parsed.documents.first() else {
        panic!("no document: {:?}", parsed.problems);
    };
    parsed.source.slice(document.span(&Pointer::from_text(pointer)))
}

#[test]
fn spans_cover_what_was_written_and_no_more() {
    let text = "a: é  # c\nb:\n  - |\n    x\n    y\n\n\n  - 'q r'\nc: {d: [1,\n  2]}\nf:\n\ne: x\n";
    let parsed = read("a.yaml", text);
    assert_eq!(said(&parsed), [""; 0]);
    let spans = [
        ("/a", "é"),
        ("/b", "- |\n    x\n    y\n\n\n  - 'q r'"),
        ("/b/0", "x\n    y"),
        ("/b/1", "'q r'"),
        ("/c", "{d: [1,\n  2]}"),
        ("/c/d", "[1,\n  2]"),
        ("/c/d/1", "2"),
        ("/f", ""),
        ("", text.trim_end()),
    ];
    for (pointer, written) in spans {
        assert_eq!(text_at(&parsed, pointer), written, "{pointer}");
    }
}

#[test]
fn an_alias_is_a_copy_that_is_shown_at_the_alias() {
    let parsed = read("a.yaml", "base: &b {x: 1}\ncopy: *b\n*b : 2\n");
    assert_eq!(
        documents(&parsed),
        [json!({"base": {"x": 1}, "copy": {"x": 1}, "*b": 2})]
    );
    assert_eq!(text_at(&parsed, "/copy"), "*b");
    assert_eq!(text_at(&parsed, "/copy/x"), "1");
}

#[test]
fn merge_keys_give_way_to_what_is_written() {
    let text = "a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc:\n  <<: [*a, *b]\n  x: 3\nd: {\"<<\": 1}\n";
    let parsed = read("a.yaml", text);
    assert_eq!(said(&parsed), [""; 0]);
    let merged = documents(&parsed).pop().map(|root| root["c"].clone());
    assert_eq!(merged, Some(json!({"x": 3, "y": 1, "z": 2})));
    assert_eq!(
        said(&read("a.yaml", "<<: 3\n")),
        ["1:5 `<<` takes a mapping or a list of mappings"]
    );
}

#[test]
fn documents_around_a_broken_one_are_kept() {
    let parsed = read(
        "a.yaml",
        "a: 1\n---\nb: c: d\n---\ne: [1\n---\n f: 1\ng: 2\n---\nh: 2\n",
    );
    assert_eq!(documents(&parsed), [json!({"a": 1}), json!({"h": 2})]);
    let indices: Vec<u32> = parsed.documents.iter().map(|document| document.index).collect();
    assert_eq!(indices, [0, 4]);
    let expected = [
        "3:5 a second `:` cannot stand here",
        "5:4 the bracket `[` is not closed",
        "8:1 this line is not indented like the ones that it belongs to",
    ];
    assert_eq!(said(&parsed), expected);
}

#[test]
fn separators_without_content_are_no_documents() {
    assert!(read("a.yaml", "---\n# nothing\n---\n").documents.is_empty());
    assert!(read("a.yaml", "").documents.is_empty());
    assert_eq!(
        documents(&read("a.yaml", "---\n---\nnull\n---\n''\n")),
        [json!(null), json!("")]
    );
}

#[test]
fn duplicate_keys_are_reported_with_both_places_and_the_first_counts() {
    for (name, text) in [
        ("a.yaml", "{\"a\": 1, \"b\": 2,\n \"a\": 3}"),
        ("a.json", "{\"a\": 1, \"b\": 2,\n \"a\": 3}"),
    ] {
        let parsed = read(name, text);
        assert_eq!(documents(&parsed), [json!({"a": 1, "b": 2})]);
        assert_eq!(said(&parsed), ["2:2 the key `a` is there twice"]);
        assert_eq!(
            parsed.problems.iter().find_map(TextProblem::earlier),
            Some(Span::new(1, 4))
        );
    }
    let many = (0..40)
        .map(|at| format!("\"k{}\": {at}", at % 30))
        .collect::<Vec<_>>()
        .join(",");
    assert_eq!(read("a.json", &format!("{{{many}}}")).problems.len(), 10);
}

#[test]
fn keys_that_are_no_strings_become_their_text() {
    let parsed = read("a.yaml", "1.0: a\ntrue: b\n~: c\n? [x, y]\n: d\n: e\n");
    assert_eq!(
        documents(&parsed),
        [json!({"1.0": "a", "true": "b", "~": "c", "[x, y]": "d", "null": "e"})]
    );
}

#[test]
fn broken_json_is_explained_at_its_place() {
    let cases = [
        ("{\"a\": 1,\n \"b\": }", "2:7 expected a value after `:`, found `}`"),
        ("{\"a\": 1,}", "1:8 a comma without anything after it"),
        ("{\"a\" 1}", "1:6 expected `:` after a key, found `1`"),
        ("{\"a\": \"é\n\"}", "1:7 the string is not closed on its line"),
        ("{'a': 1}", "1:2 expected a string in double quotes, found `'`"),
        ("[1 // one\n]", "1:4 JSON has no comments"),
        ("[1, 02]", "1:5 the number is not written as JSON has it"),
        ("[1] x", "1:5 expected the end of the file after the value, found `x`"),
        ("[\"\\q\"]", "1:3 the escape is not one of JSON"),
        ("[\"\\ud800\"]", "1:3 the escape is half of a character"),
        ("[\"\t\"]", "1:3 the control character U+0009 stands in a string"),
        (
            "[1, 2",
            "1:6 expected `,` or `]` after a value, found the end of the file",
        ),
        ("[tru]", "1:2 expected a value, found `t`"),
        ("[1e999]", "1:2 the number is too large"),
        ("", "1:1 expected a value, found the end of the file"),
    ];
    for (text, expected) in cases {
        let parsed = read("a.json", text);
        assert_eq!(said(&parsed), [expected], "{text}");
        assert!(
            serde_json::from_str::<Value>(text).is_err(),
            "another parser reads {text}"
        );
        assert!(parsed.documents.is_empty());
    }
}

#[test]
fn tabs_in_indentation_are_named_with_their_place_and_help() {
    let parsed = read("a.yaml", "a:\n  b: x\n\tc: 1\n");
    assert_eq!(said(&parsed), ["3:1 a tab stands where YAML allows only spaces"]);
    assert!(
        parsed
            .problems
            .iter()
            .all(|problem| problem.help().is_some_and(|help| help.contains("spaces")))
    );
}

#[test]
fn byte_order_marks_and_utf16_are_read() {
    let text = "a: \"é𝄞\"\r\nb: 1\r\n";
    let utf16 = |mark: u16, bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        std::iter::once(mark)
            .chain(text.encode_utf16())
            .flat_map(bytes)
            .collect()
    };
    let encodings = [
        text.as_bytes().to_vec(),
        [b"\xEF\xBB\xBF", text.as_bytes()].concat(),
        utf16(0xFEFF, u16::to_le_bytes),
        utf16(0xFEFF, u16::to_be_bytes),
    ];
    for bytes in encodings {
        let parsed = parse("a.yaml", &bytes, &Limits::default());
        assert_eq!(documents(&parsed), [json!({"a": "é𝄞", "b": 1})]);
        assert_eq!(text_at(&parsed, "/a"), "\"é𝄞\"");
        let place = parsed
            .documents
            .first()
            .map(|document| document.place(&Pointer::from_text("/b")));
        assert_eq!(place.map(|place| (place.line.get(), place.column.get())), Some((2, 4)));
    }
}

#[test]
fn what_is_no_text_is_a_problem_with_its_place() {
    let cases: [(&[u8], &str); 5] = [
        (b"a: 1\nb: caf\xE9\n", "2:7 the byte 0xE9 is not UTF-8"),
        (b"a: 1\nb: \x00\n", "2:4 the control character U+0000 is not allowed"),
        (b"a: \x1B[31m\n", "1:4 the control character U+001B is not allowed"),
        (b"\xFF\xFEa\x00\x00\xD8b\x00", "1:2 the unit 0xD800 is not UTF-16"),
        (b"\xFE\xFF\x00a\x00", "1:2 the unit 0x0000 is not UTF-16"),
    ];
    for (bytes, expected) in cases {
        let parsed = parse("a.yaml", bytes, &Limits::default());
        assert_eq!(said(&parsed), [expected]);
        assert!(parsed.documents.is_empty());
        let kinds: Vec<_> = parsed.problems.iter().map(TextProblem::kind).collect();
        assert_eq!(kinds, [TextProblemKind::Encoding]);
    }
}

#[test]
fn aliases_that_name_nothing_or_themselves_are_problems_of_one_place() {
    let parsed = read("a.yaml", "a: *nope\nb: &b [*b]\nc: 1\n");
    let expected = [
        "1:4 no value before this has the anchor `&nope`",
        "2:8 the alias stands inside the value that it names",
    ];
    assert_eq!(said(&parsed), expected);
    assert_eq!(documents(&parsed), [json!({"a": null, "b": [null], "c": 1})]);
}

fn quickly(what: &str, run: impl FnOnce() -> Parsed) -> Parsed {
    let start = Instant::now();
    let parsed = run();
    // Generous, for debug builds on busy machines; what is not bounded takes minutes or all memory.
    assert!(
        start.elapsed() < Duration::from_secs(10),
        "{what} took {:?}",
        start.elapsed()
    );
    parsed
}

#[test]
fn bombs_of_aliases_end_early() {
    use std::fmt::Write as _;
    let mut laughs = String::from("a0: &a0 [lol, lol]\n");
    let mut merges = String::from("a0: &a0 {k: 1}\n");
    let mut nested = String::new();
    for level in 1..40 {
        let aliases = vec![format!("*a{}", level - 1); 9].join(", ");
        let _ = writeln!(laughs, "a{level}: &a{level} [{aliases}]");
        let _ = writeln!(merges, "a{level}: &a{level} {{k{level}: [{aliases}], <<: [{aliases}]}}");
        let _ = write!(nested, "&n{level} [");
    }
    let long = format!("a: &a \"{}\"\nb: [{}]\n", "x".repeat(1_000_000), "*a, ".repeat(10_000));
    nested.push_str(&"1,".repeat(200_000));
    nested.push_str(&"]".repeat(39));
    for (what, text) in [
        ("laughs", laughs),
        ("merges", merges),
        ("long", long),
        ("nested", nested),
    ] {
        let parsed = quickly(what, || read("a.yaml", &text));
        let kinds: Vec<_> = parsed.problems.iter().map(TextProblem::kind).collect();
        assert_eq!(kinds, [TextProblemKind::Limit], "{what}");
        assert!(parsed.documents.is_empty());
    }
}

#[test]
fn depth_is_limited_on_small_stacks_too() {
    let deepest = Limits {
        depth: u32::MAX,
        ..Limits::default()
    };
    let deep = |levels: usize| "[".repeat(levels) + &"]".repeat(levels);
    let block: String = (0..5_000).map(|level| " ".repeat(level) + "- \n").collect();
    let maps = "{\"a\":".repeat(255) + "1" + &"}".repeat(255);
    let run = move || {
        for name in ["a.yaml", "a.json"] {
            let within = parse(name, maps.as_bytes(), &deepest);
            assert_eq!(said(&within), [""; 0]);
            assert!(
                within
                    .documents
                    .iter()
                    .all(|document| document.root.to_json().is_object())
            );
            for levels in [129, 100_000] {
                let parsed = quickly(name, || read(name, &deep(levels)));
                assert_eq!(said(&parsed), ["1:129 values nest more than 128 levels deep"], "{name}");
            }
        }
        let parsed = quickly("block", || read("a.yaml", &block));
        assert!(
            parsed
                .problems
                .iter()
                .any(|problem| problem.kind() == TextProblemKind::Limit),
            "{:?}",
            parsed.problems
        );
    };
    let thread = std::thread::Builder::new().stack_size(2 * 1024 * 1024).spawn(run);
    assert!(thread.is_ok_and(|thread| thread.join().is_ok()));
}

#[test]
fn aliases_do_not_nest_deeper_than_what_is_written_may() {
    let deep = |levels: usize| "[".repeat(levels) + &"]".repeat(levels);
    let text = format!(
        "a: &a {}\nb: {}*a{}\n---\nc: 1\n",
        deep(100),
        "[".repeat(60),
        "]".repeat(60)
    );
    let parsed = read("a.yaml", &text);
    assert_eq!(said(&parsed), ["2:64 values nest more than 128 levels deep"]);
    assert_eq!(documents(&parsed), [json!({"c": 1})]);
}

#[test]
fn sizes_are_limited() {
    let large = vec![b'['; 50 * 1024 * 1024];
    let parsed = quickly("large", || parse("large.yaml", &large, &Limits::default()));
    assert_eq!(
        said(&parsed),
        ["1:1 the file has 52428800 bytes, more than the limit of 16777216"]
    );
    let thousand = Limits {
        nodes: 1_000,
        ..Limits::default()
    };
    let many = format!("[{}1]", "1,".repeat(999));
    for name in ["a.yaml", "a.json"] {
        let parsed = parse(name, many.as_bytes(), &thousand);
        let expected = ["1:2000 the file has more than 1000 values"];
        assert_eq!(said(&parsed), expected);
    }
    let few = Limits {
        problems: 3,
        ..Limits::default()
    };
    let parsed = parse("a.yaml", b"{a: 1, a: 2, a: 3, a: 4, a: 5, a: 6}", &few);
    assert_eq!(parsed.problems.len(), 4);
    assert_eq!(
        said(&parsed).pop().as_deref(),
        Some("1:26 the file has more than 3 problems; the others are not shown")
    );
}

#[test]
fn problems_are_drawn_with_their_lines() {
    let parsed = read("mesh/a.yaml", "kind: x\nowner: é\nowner: b\nend: 1\n");
    let drawn: Vec<String> = parsed
        .problems
        .iter()
        .map(|problem| render_problem(&parsed.source, problem, &Look::default()))
        .collect();
    let expected = "  × the key `owner` is there twice
   ╭─[mesh/a.yaml:3:1]
 2 │ owner: é
 3 │ owner: b
   · ──┬──
   ·   ╰── the first one is on line 2
 4 │ end: 1
   ╰────
  help: keep one of the two; until then the first one counts
";
    assert_eq!(drawn, [expected]);
}

#[test]
fn excerpts_are_narrow_plain_and_harmless() {
    let text = format!("a: \"{}\"\nb: {{c: 1,\n  d: 2}}\n", "é".repeat(500));
    let parsed = read("a.yaml", &text);
    let span = |pointer: &str| {
        let mut spans = parsed
            .documents
            .iter()
            .map(|document| document.span(&Pointer::from_text(pointer)));
        spans.next_back().unwrap_or_default()
    };
    let look = Look {
        characters: Characters::Ascii,
        width: 60,
        ..Look::default()
    };
    let excerpt = Excerpt {
        source: &parsed.source,
        span: span("/b"),
        severity: Severity::Warning,
        message: "no \u{1b}[31mred",
        label: None,
        help: None,
    };
    let drawn = render(&excerpt, &look);
    assert!(drawn.lines().all(|line| line.chars().count() <= 60), "{drawn}");
    assert!(
        !drawn.contains('\u{1b}') && drawn.replace('é', "").is_ascii(),
        "{drawn}"
    );
    assert!(drawn.contains("b: {c: 1,") && drawn.contains("[a.yaml:2:4]"), "{drawn}");
    let coloured = render(
        &excerpt,
        &Look {
            colour: Colour::Ansi,
            ..look
        },
    );
    assert!(coloured.contains("\u{1b}["), "{coloured}");
    let end = Excerpt {
        span: Span::new(502 * 2, 502 * 2 + 2),
        ..excerpt
    };
    assert!(render(&end, &look).contains("..."), "{}", render(&end, &look));
}
