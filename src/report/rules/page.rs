//! A rule's page in Markdown.

use std::fmt::Write as _;

use crate::policy::{Metadata, Point};

use super::parts::{RuleView, body, class_told, direction_told, inline, outcome, stages_told};

/// The page of a rule; ends in a line feed.
pub(super) fn page(view: &RuleView<'_>) -> String {
    let metadata = &view.policy.metadata;
    let mut text = format!("# {}\n\n", escaped(&metadata.title));
    let code = metadata
        .code
        .as_ref()
        .map(|code| format!("`{code}` · "))
        .unwrap_or_default();
    paragraph(&mut text, &format!("{code}`{}`", metadata.id));
    if !metadata.description.is_empty() {
        paragraph(&mut text, &escaped(&metadata.description));
    }
    facts(metadata, &mut text);
    parameters(metadata, &mut text);
    if !metadata.remediation.is_empty() {
        heading(&mut text, "What to do");
        paragraph(&mut text, &escaped(&metadata.remediation));
    }
    examples(view, &mut text);
    if !metadata.related_resources.is_empty() {
        heading(&mut text, "Sources");
        for source in &metadata.related_resources {
            text.extend(["- ", &linked(source), "\n"]);
        }
    }
    let mut ended = text.trim_end().to_owned();
    ended.push('\n');
    ended
}

fn paragraph(text: &mut String, words: &str) {
    text.push_str(words);
    text.push_str("\n\n");
}

/// A heading of the second order, one empty line below what stands before it.
fn heading(text: &mut String, words: &str) {
    let end = text.trim_end().len();
    text.truncate(end);
    text.extend(["\n\n## ", words, "\n\n"]);
}

/// What the rule judges and how strictly, as a table of two columns.
fn facts(metadata: &Metadata, text: &mut String) {
    let names = |kinds: &[crate::snapshot::Kind]| -> String {
        let names: Vec<String> = kinds.iter().map(|kind| format!("`{kind}`")).collect();
        names.join(", ")
    };
    let class = format!("{}: {}", metadata.class.name(), class_told(metadata.class));
    let mut rows = vec![
        ("Subject", names(&metadata.subjects)),
        ("Severity", metadata.severity.name().to_owned()),
        ("Class", class),
        ("Authority", format!("`{}`", metadata.owner)),
        ("At the gate", stages_told(metadata, Point::Gate)),
        ("At the audit", stages_told(metadata, Point::Audit)),
    ];
    if !metadata.requires.is_empty() {
        rows.push(("Requires", format!("{}, completely known", names(&metadata.requires))));
    }
    text.push_str("| | |\n|---|---|\n");
    for (name, value) in rows {
        text.extend(["| ", name, " | ", &cell(&value), " |\n"]);
    }
}

fn parameters(metadata: &Metadata, text: &mut String) {
    if metadata.parameters.is_empty() {
        return;
    }
    heading(text, "Parameters");
    text.push_str("| parameter | type | default | direction | meaning |\n|---|---|---|---|---|\n");
    for (name, parameter) in &metadata.parameters {
        // Writing to a text cannot fail.
        let _ = writeln!(
            text,
            "| `{name}` | {} | {} | {} | {} |",
            parameter.kind.name(),
            cell(&code(&inline(&parameter.default))),
            direction_told(parameter.tighter),
            cell(&escaped(&parameter.description)),
        );
    }
}

fn examples(view: &RuleView<'_>, text: &mut String) {
    if view.examples.is_empty() {
        return;
    }
    heading(text, "Examples");
    let mut last = "";
    for example in view.examples {
        let title = outcome(&example.example.expected);
        if title != last {
            text.extend([if last.is_empty() { "### " } else { "\n### " }, title, "\n"]);
            last = title;
        }
        let fence = fence(&example.text);
        text.extend(["\n", &escaped(&example.example.name), ":\n\n"]);
        text.extend([&*fence, "yaml\n", body(example), "\n", &fence, "\n"]);
    }
}

/// A fence that the text itself does not contain.
fn fence(text: &str) -> String {
    let mut fence = "```".to_owned();
    while text.contains(&fence) {
        fence.push('`');
    }
    fence
}

/// Words between back quotes.
fn code(text: &str) -> String {
    if text.contains('`') {
        return format!("`` {text} ``");
    }
    format!("`{text}`")
}

/// A text whose signs are no Markdown; what stands between back quotes is left as it is.
pub(super) fn escaped(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut escaped = String::with_capacity(words.len());
    for (at, part) in words.split('`').enumerate() {
        if at > 0 {
            escaped.push('`');
        }
        if at % 2 == 1 {
            escaped.push_str(part);
            continue;
        }
        for character in part.chars() {
            if matches!(character, '*' | '_' | '<' | '>' | '[' | ']' | '\\' | '#') {
                escaped.push('\\');
            }
            escaped.push(character);
        }
    }
    escaped
}

/// A text that stays within its cell of a table.
pub(super) fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

fn linked(source: &str) -> String {
    let is_link = source.starts_with("https://") || source.starts_with("http://");
    if is_link && !source.contains(['<', '>', ' ']) {
        format!("<{source}>")
    } else {
        escaped(source)
    }
}
