//! One rule explained at a terminal.

use jiff::civil::Date;

use crate::facts::Fields;
use crate::policy::{Parameter, Point};
use crate::report::Style;
use crate::report::human::{clean, wrapped};

use super::parts::{
    RuleView, body, class_told, direction_told, effective_level, inline, kinds, next_stage, outcome, stages_told,
};

const INDENT: usize = 2;
/// The width of the words that say what a line is about.
const LABEL: usize = 13;

/// Everything about a rule that does not depend on a mesh: what it says, what it judges, how strictly, and examples.
pub fn explanation(view: &RuleView<'_>, day: Date, style: Style) -> String {
    let mut page = Lines::new(style);
    let metadata = &view.policy.metadata;
    let heading = match &metadata.code {
        Some(code) => format!("{code}  {}", metadata.id),
        None => metadata.id.to_string(),
    };
    page.line(0, &heading);
    page.line(0, &clean(&metadata.title));
    if !metadata.description.is_empty() {
        page.gap();
        page.paragraph(INDENT, &metadata.description);
    }
    page.gap();
    for source in &metadata.related_resources {
        page.labelled("source", source);
    }
    page.labelled("subject", &kinds(&metadata.subjects));
    page.labelled("severity", metadata.severity.name());
    page.labelled(
        "class",
        &format!("{}: {}", metadata.class.name(), class_told(metadata.class)),
    );
    page.labelled("authority", &metadata.owner);
    for point in [Point::Gate, Point::Audit] {
        page.labelled(point.name(), &level_told(view, point, day));
    }
    let requires = match metadata.requires.as_slice() {
        [] => "nothing beside its subject".to_owned(),
        required => format!("{}, completely known", kinds(required)),
    };
    page.labelled("requires", &requires);
    page.labelled("reads", &fields_told(&view.policy.reads()));
    let line = view.policy.source.place(view.policy.span).line;
    page.labelled("file", &format!("{}:{line}", view.policy.source.name()));
    if !metadata.parameters.is_empty() {
        page.heading("Parameters");
        for (name, parameter) in &metadata.parameters {
            parameter_told(name, parameter, &mut page);
        }
    }
    if !metadata.remediation.is_empty() {
        page.heading("What to do");
        page.paragraph(INDENT, &metadata.remediation);
    }
    examples(view, &mut page);
    page.text
}

fn level_told(view: &RuleView<'_>, point: Point, day: Date) -> String {
    let metadata = &view.policy.metadata;
    let now = effective_level(metadata, point, day);
    let written = stages_told(metadata, point);
    match next_stage(metadata, point, day) {
        Some((from, next)) => format!("{now} on {day}, {next} from {from} (all stages: {written})"),
        None if written == now.name() => written,
        None => format!("{now} on {day} (all stages: {written})"),
    }
}

fn fields_told(fields: &Fields) -> String {
    match fields {
        Fields::All => "every field".to_owned(),
        Fields::Only(fields) => fields.iter().map(|field| &**field).collect::<Vec<_>>().join(", "),
    }
}

fn parameter_told(name: &str, parameter: &Parameter, page: &mut Lines) {
    let value = inline(&parameter.default);
    page.line(INDENT, name);
    page.labelled("  type", parameter.kind.name());
    page.labelled("  default", &value);
    page.labelled("  effective", &format!("{value}, set by the policy itself"));
    page.labelled("  direction", direction_told(parameter.tighter));
    if !parameter.description.is_empty() {
        page.labelled("  meaning", &parameter.description);
    }
}

/// The first example of each outcome; the rule's page has them all.
fn examples(view: &RuleView<'_>, page: &mut Lines) {
    let mut shown = Vec::new();
    for example in view.examples {
        let title = outcome(&example.example.expected);
        if shown.contains(&title) {
            continue;
        }
        if shown.is_empty() {
            page.heading("Examples");
        } else {
            page.gap();
        }
        shown.push(title);
        page.line(INDENT, &format!("{title}: {}", clean(&example.example.name)));
        for line in body(example).lines() {
            page.line(2 * INDENT, &clean(line));
        }
    }
}

/// A text that grows line by line.
pub(super) struct Lines {
    pub(super) text: String,
    width: usize,
}

impl Lines {
    pub(super) fn new(style: Style) -> Self {
        Self {
            text: String::new(),
            width: usize::from(style.width).max(40),
        }
    }

    pub(super) fn line(&mut self, indent: usize, text: &str) {
        self.text.extend(std::iter::repeat_n(' ', indent));
        self.text.push_str(text);
        let end = self.text.trim_end().len();
        self.text.truncate(end);
        self.text.push('\n');
    }

    pub(super) fn gap(&mut self) {
        self.text.push('\n');
    }

    pub(super) fn heading(&mut self, text: &str) {
        self.gap();
        self.line(0, text);
    }

    pub(super) fn paragraph(&mut self, indent: usize, text: &str) {
        for line in wrapped(&clean(text), self.width - indent) {
            self.line(indent, &line);
        }
    }

    pub(super) fn labelled(&mut self, label: &str, text: &str) {
        self.labelled_at(LABEL, label, text);
    }

    /// A label in a column of this width, and a text beside it.
    pub(super) fn labelled_at(&mut self, width: usize, label: &str, text: &str) {
        let lines = wrapped(&clean(text), self.width.saturating_sub(INDENT + width).max(20));
        for (at, line) in lines.iter().enumerate() {
            let label = if at == 0 { label } else { "" };
            self.line(INDENT, &format!("{label:<width$}{line}"));
        }
    }
}
