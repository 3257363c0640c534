//! Which tests are wanted.

use regex::Regex;

use super::result::full_name;

/// Tests whose name, with the package before it, matches a regular expression somewhere.
#[derive(Clone, Debug)]
pub struct TestFilter(Regex);

/// A text that is no regular expression.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no regular expression: {reason}; write `\\` before a sign that stands for itself")]
pub struct BadFilter {
    text: Box<str>,
    reason: Box<str>,
}

impl TestFilter {
    /// A filter. A name or a part of one is a regular expression too.
    pub fn new(text: &str) -> Result<Self, BadFilter> {
        Regex::new(text).map(Self).map_err(|error| BadFilter {
            text: text.into(),
            reason: match &error {
                // The first lines of a syntax error draw the expression anew.
                regex::Error::Syntax(drawn) => drawn
                    .rsplit_once("error: ")
                    .map_or(&**drawn, |(_, reason)| reason)
                    .into(),
                other => other.to_string().into(),
            },
        })
    }

    pub(super) fn wants(&self, package: &str, name: &str) -> bool {
        self.0.is_match(&full_name(package, name))
    }
}

#[cfg(test)]
mod tests {
    use super::TestFilter;

    #[test]
    fn parts_of_names_and_expressions_match() {
        for (filter, wanted) in [
            ("one_domain", true),
            (r"^mesh\.ingestion\..*\.test_", true),
            ("test_b$", false),
        ] {
            let wants = TestFilter::new(filter).map(|filter| filter.wants("mesh.ingestion.one_domain_test", "test_a"));
            assert_eq!(wants, Ok(wanted), "{filter}");
        }
    }

    #[test]
    fn what_is_no_expression_is_told_in_one_line() {
        let told = TestFilter::new("a(")
            .err()
            .map(|error| error.to_string())
            .unwrap_or_default();
        assert!(
            told.starts_with("`a(` is no regular expression: unclosed group"),
            "{told}"
        );
        assert!(!told.contains('\n'), "{told}");
    }
}
