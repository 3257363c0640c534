//! The pages of all rules, and the index that leads to them.

use std::collections::BTreeMap;

use crate::policy::Point;
use crate::report::human::count;

use super::page::{cell, escaped, page};
use super::parts::{RuleView, area, stages_told};

/// A page: where it lies below the folder of all pages, and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Its path, with `/` between folders.
    pub path: String,
    /// Its text, which ends in a line feed.
    pub text: String,
}

/// `README.md`, which lists all rules by their area, and `<area>/<rule>.md` for each of them, in order of path. The pages of
/// a domain's own rules lie below `domain/<name>`.
pub fn pages(rules: &[RuleView<'_>]) -> Vec<Page> {
    let mut pages: Vec<Page> = rules
        .iter()
        .map(|view| Page {
            path: path(view),
            text: page(view),
        })
        .collect();
    pages.push(Page {
        path: "README.md".to_owned(),
        text: index(rules),
    });
    pages.sort_by(|one, other| one.path.cmp(&other.path));
    pages
}

/// The path of a rule's page: its id without the scope `mesh`.
fn path(view: &RuleView<'_>) -> String {
    let id = &view.policy.metadata.id.0;
    format!("{}.md", id.strip_prefix("mesh.").unwrap_or(id).replace('.', "/"))
}

fn index(rules: &[RuleView<'_>]) -> String {
    let mut groups: BTreeMap<String, Vec<&RuleView<'_>>> = BTreeMap::new();
    for view in rules {
        let metadata = &view.policy.metadata;
        let area = area(&metadata.id);
        let group = match metadata.owner.strip_prefix("domain.") {
            Some(domain) => format!("{area} of the domain {domain}"),
            None => area,
        };
        groups.entry(group).or_default().push(view);
    }
    let mut text = "# Rules\n".to_owned();
    let number = u64::try_from(rules.len()).unwrap_or(u64::MAX);
    text.extend([
        "\n",
        &count(number, "rule"),
        " by area. `meshgov policy explain <id|code>` says the same at a terminal.\n",
    ]);
    for (group, mut views) in groups {
        let heading = group.replace('_', " ");
        text.extend(["\n## ", heading.trim(), "\n\n"]);
        text.push_str("| code | rule | subject | class | gate | audit |\n|---|---|---|---|---|---|\n");
        views.sort_by(|one, other| order(one).cmp(&order(other)));
        for view in views {
            text.push_str(&row(view));
        }
    }
    text
}

/// By code, and by id where there is none or a domain shares it.
fn order<'a>(view: &'a RuleView<'_>) -> (Option<&'a str>, &'a str) {
    (view.policy.metadata.code.as_deref(), &view.policy.metadata.id.0)
}

fn row(view: &RuleView<'_>) -> String {
    let metadata = &view.policy.metadata;
    let subjects: Vec<String> = metadata.subjects.iter().map(|kind| format!("`{kind}`")).collect();
    format!(
        "| {} | [{}]({}) | {} | {} | {} | {} |\n",
        metadata.code.as_deref().unwrap_or(""),
        cell(&escaped(&metadata.title)),
        path(view),
        subjects.join(", "),
        metadata.class.name(),
        stages_told(metadata, Point::Gate),
        stages_told(metadata, Point::Audit),
    )
}
