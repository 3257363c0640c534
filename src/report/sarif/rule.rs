//! Policies as SARIF rules.

use crate::finding::RulingCounts;
use crate::policy::{Level, Metadata, Severity};

use super::wire::{Configuration, Help, Rule, RuleProperties, Text};

/// GitHub shows this much of a full description.
const FULL_DESCRIPTION: usize = 1_024;

/// Every policy of the run, so that a reader can tell a rule that found nothing from one that did not run.
pub(super) fn rules(policies: &[RulingCounts]) -> Vec<Rule<'_>> {
    policies.iter().map(|row| rule(&row.policy, row.level)).collect()
}

fn rule(policy: &Metadata, level: Level) -> Rule<'_> {
    Rule {
        id: &policy.id.0,
        name: friendly_name(&policy.id.0),
        short_description: Text {
            text: sentence(&policy.title),
        },
        full_description: Text {
            text: shortened(&sentence(described(policy)), FULL_DESCRIPTION),
        },
        help: help(policy),
        help_uri: policy
            .related_resources
            .iter()
            .map(|link| &**link)
            .find(|link| link.starts_with("https://") || link.starts_with("http://")),
        default_configuration: Configuration {
            enabled: level != Level::Off,
            level: sarif_level(level),
        },
        properties: RuleProperties {
            tags: tags(policy),
            precision: "very-high",
            // No `security-severity`: GitHub would count a broken agreement between domains as a vulnerability.
            problem_severity: match policy.severity {
                Severity::Critical | Severity::High => "error",
                Severity::Medium => "warning",
                Severity::Low => "recommendation",
            },
            severity: policy.severity.name(),
            owner: &policy.owner,
            class: policy.class.name(),
        },
    }
}

/// The last part of the package as SARIF spells names: `OneDomainPerSource`.
fn friendly_name(id: &str) -> String {
    let last = id.rsplit('.').next().unwrap_or(id);
    last.split('_')
        .flat_map(|word| {
            let mut letters = word.chars();
            letters
                .next()
                .map(|first| first.to_ascii_uppercase())
                .into_iter()
                .chain(letters)
        })
        .collect()
}

/// The area is the last but one part of the package: `mesh.cost.required_tags` is about cost.
fn tags(policy: &Metadata) -> Vec<&str> {
    let area = policy.id.0.rsplit('.').nth(1);
    ["data-mesh"]
        .into_iter()
        .chain(area)
        .chain(policy.code.as_deref())
        .collect()
}

fn help(policy: &Metadata) -> Help {
    let mut text = vec![sentence(described(policy))];
    let mut markdown = text.clone();
    if !policy.remediation.is_empty() {
        let next = sentence(&policy.remediation);
        text.push(format!("Next: {next}"));
        markdown.push(format!("**Next:** {next}"));
    }
    for link in &policy.related_resources {
        text.push(link.to_string());
        markdown.push(format!("<{link}>"));
    }
    markdown.push(format!(
        "Policy `{}`, owned by `{}`, severity {}, {}.",
        policy.id,
        policy.owner,
        policy.severity.name(),
        policy.class.name()
    ));
    Help {
        text: text.join("\n"),
        markdown: markdown.join("\n\n"),
    }
}

fn described(policy: &Metadata) -> &str {
    if policy.description.is_empty() {
        &policy.title
    } else {
        &policy.description
    }
}

/// The SARIF name of a level.
pub(super) const fn sarif_level(level: Level) -> &'static str {
    match level {
        Level::Off => "none",
        Level::Note => "note",
        Level::Warn => "warning",
        Level::Deny => "error",
    }
}

/// The text with a full stop, as SARIF asks of messages.
pub(super) fn sentence(text: &str) -> String {
    let text = text.trim();
    match text.chars().last() {
        None => "No text is given.".to_owned(),
        Some('.' | '!' | '?') => text.to_owned(),
        Some(_) => format!("{text}."),
    }
}

/// The text, cut to a number of characters.
pub(super) fn shortened(text: &str, limit: usize) -> String {
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let mut cut: String = text.chars().take(limit.saturating_sub(2)).collect();
    cut.push_str("\u{2026}.");
    cut
}
