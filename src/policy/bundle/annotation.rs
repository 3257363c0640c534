//! The `# METADATA` block in front of a package.

use std::sync::Arc;

use crate::text::{Limits, Node, Source, Span, parse};

use crate::policy::error::{PolicyError, PolicyErrorKind};

/// The YAML of a comment block, and how its offsets map back into the file.
#[derive(Debug)]
pub(super) struct Annotation {
    yaml: String,
    /// For each line of the YAML, where it begins there and in the file.
    lines: Vec<(u32, u32)>,
    /// The line that says METADATA.
    pub(super) span: Span,
}

impl Annotation {
    /// The block of a package whose name begins at `package`: the last one before it that is not about a rule.
    pub(super) fn before(text: &str, package: u32) -> Option<Self> {
        let mut found = None;
        let mut open: Option<Self> = None;
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            if start >= package {
                break;
            }
            let content = line.trim_start_matches([' ', '\t']).trim_end_matches(['\n', '\r']);
            let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
            match content.strip_prefix('#') {
                Some(comment) if comment.trim() == "METADATA" => {
                    found = open.take().or(found);
                    let at = start + offset(indent);
                    open = Some(Self {
                        yaml: String::new(),
                        lines: Vec::new(),
                        span: Span::new(at, at + offset(content.len())),
                    });
                }
                Some(comment) => {
                    if let Some(block) = &mut open {
                        let (comment, skipped) = comment.strip_prefix(' ').map_or((comment, 1), |comment| (comment, 2));
                        block
                            .lines
                            .push((offset(block.yaml.len()), start + offset(indent) + skipped));
                        block.yaml.push_str(comment);
                        block.yaml.push('\n');
                    }
                }
                None => found = open.take().or(found),
            }
            start += offset(line.len());
        }
        open.or(found)
    }

    /// The block's YAML, every span of which is one of the file; `None` with the errors where it is none.
    pub(super) fn read(&self, source: &Arc<Source>, errors: &mut Vec<PolicyError>) -> Option<Node> {
        let parsed = parse(source.name(), self.yaml.as_bytes(), &Limits::default());
        for problem in &parsed.problems {
            errors.push(PolicyError::new(
                source,
                self.in_file(problem.span()),
                PolicyErrorKind::Text {
                    message: problem.message().into(),
                    help: problem.help().map(|help| help.into_owned().into()),
                },
            ));
        }
        let mut root = parsed.documents.into_iter().next()?.root;
        self.relocate(&mut root);
        Some(root)
    }

    fn relocate(&self, node: &mut Node) {
        node.span = self.in_file(node.span);
        match &mut node.value {
            crate::text::Value::Array(elements) => elements.iter_mut().for_each(|element| self.relocate(element)),
            crate::text::Value::Object(entries) => {
                for entry in entries {
                    entry.key_span = self.in_file(entry.key_span);
                    self.relocate(&mut entry.node);
                }
            }
            _ => {}
        }
    }

    fn in_file(&self, span: Span) -> Span {
        let at = |offset: u32| {
            let line = self
                .lines
                .partition_point(|(yaml, _)| *yaml <= offset)
                .saturating_sub(1);
            self.lines
                .get(line)
                .map_or(self.span.start, |(yaml, file)| file + (offset - yaml))
        };
        // The end of a block collection lies at the beginning of the next line; its last line is what a reader wants.
        let end = if span.end > span.start {
            at(span.end - 1) + 1
        } else {
            at(span.start)
        };
        Span::new(at(span.start), end)
    }
}

fn offset(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::Annotation;

    #[test]
    fn the_block_before_the_package_is_taken() {
        let text =
            "# licence\n\n# METADATA\n# title: é\n#\n# custom:\n#   x: 1\npackage p\n# METADATA\n# title: rule\n";
        let package = text.find("package").map_or(0, super::offset) + 8;
        let found = Annotation::before(text, package).map(|block| (block.yaml, block.span.start));
        assert_eq!(found, Some(("title: é\n\ncustom:\n  x: 1\n".to_owned(), 11)));
        assert!(Annotation::before("# a comment\npackage p\n", 20).is_none());
    }
}
