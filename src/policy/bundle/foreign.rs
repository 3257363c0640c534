//! How policies without metadata of ours are read: as conftest reads them.

use std::path::PathBuf;

use crate::policy::rego::Dialect;

/// The package that conftest evaluates where nobody names another.
const MAIN: &str = "main";

/// What conftest is told on its command line.
#[derive(Clone, Debug, Default)]
pub struct Foreign {
    /// The packages that are evaluated.
    pub namespaces: Namespaces,
    /// The Rego of bundles that do not say in which one they are written.
    pub dialect: Dialect,
    /// Files and folders of YAML and JSON that become `data`.
    pub data: Vec<PathBuf>,
}

/// The packages without metadata that are evaluated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Namespaces {
    /// Every one with a rule that says something.
    All,
    /// Those that one of these patterns matches: `*` stands for any text, `?` for one character.
    Matching(Vec<Box<str>>),
}

impl Default for Namespaces {
    /// `main` alone.
    fn default() -> Self {
        Self::Matching(vec![MAIN.into()])
    }
}

impl Namespaces {
    /// Whether a package is evaluated. One in a scope of ours always is: somebody meant it to judge.
    pub(super) fn contains(&self, package: &str) -> bool {
        if package.starts_with("mesh.") || package.starts_with("domain.") {
            return true;
        }
        match self {
            Self::All => true,
            Self::Matching(patterns) => patterns
                .iter()
                .any(|pattern| matches(pattern.as_bytes(), package.as_bytes())),
        }
    }
}

/// Goes back to the last star only, so that no pattern takes long.
fn matches(pattern: &[u8], text: &[u8]) -> bool {
    let (mut at, mut from) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while let Some(letter) = text.get(from) {
        match pattern.get(at) {
            Some(b'*') => {
                star = Some((at, from));
                at += 1;
            }
            Some(wanted) if *wanted == b'?' || wanted == letter => {
                at += 1;
                from += 1;
            }
            _ => {
                let Some((last, taken)) = star else { return false };
                star = Some((last, taken + 1));
                at = last + 1;
                from = taken + 1;
            }
        }
    }
    pattern
        .get(at..)
        .is_some_and(|rest| rest.iter().all(|left| *left == b'*'))
}

#[cfg(test)]
mod tests {
    use super::Namespaces;

    #[test]
    fn packages_are_named_or_matched() {
        let contains = |pattern: &str, package| Namespaces::Matching(vec![pattern.into()]).contains(package);
        assert!(Namespaces::default().contains("mesh.area.rule"));
        assert!(Namespaces::default().contains("main") && !Namespaces::default().contains("main.a"));
        for (pattern, package) in [
            ("*", "a.b"),
            ("main.*", "main.a.b"),
            ("m?in", "main"),
            ("*a*b", "xaxbxb"),
            ("*", ""),
        ] {
            assert!(contains(pattern, package), "{pattern} {package}");
        }
        for (pattern, package) in [
            ("main.*", "main"),
            ("m?in", "min"),
            ("a", "ab"),
            ("ab", "a"),
            ("*b", "ba"),
        ] {
            assert!(!contains(pattern, package), "{pattern} {package}");
        }
    }
}
