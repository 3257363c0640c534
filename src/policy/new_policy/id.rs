//! Ids that a new policy may have.

use crate::policy::metadata::PolicyId;

/// Words that mean something in Rego and cannot be a part of a package's name.
const KEYWORDS: &[&str] = &[
    "as", "contains", "data", "default", "else", "every", "false", "if", "import", "in", "input", "not", "null",
    "package", "some", "true", "with",
];

/// A text that is no id of a policy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadPolicyId {
    /// It begins with no scope, or ends too early.
    #[error(
        "`{0}` is no id of a policy: write `mesh.<area>.<rule>`, or `domain.<name>.<rule>` for a rule of one domain"
    )]
    Shape(Box<str>),
    /// A part is not in `snake_case`.
    #[error("`{part}` in `{id}` is not in snake_case: use a-z, 0-9 and _, a letter first{}", meant(nearest.as_deref()))]
    NotSnakeCase {
        /// The id.
        id: Box<str>,
        /// The part.
        part: Box<str>,
        /// The id that may have been meant.
        nearest: Option<Box<str>>,
    },
    /// A part is a word of the language.
    #[error("`{part}` in `{id}` is a word of Rego: choose another")]
    Keyword {
        /// The id.
        id: Box<str>,
        /// The part.
        part: Box<str>,
    },
    /// The rule's file would be taken for one of tests.
    #[error("`{0}` ends in `_test`, as the files of tests do: choose another name")]
    Test(Box<str>),
}

fn meant(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |nearest| format!("; did you mean `{nearest}`?"))
}

/// The id in a text: the scope, and then at least two parts for the mesh and one for a domain, as folders are named.
pub fn new_id(text: &str) -> Result<PolicyId, BadPolicyId> {
    let parts: Vec<&str> = text.split('.').collect();
    if let Some(part) = parts.iter().find(|part| !is_snake_case(part)) {
        let nearest = snake_case(text);
        return Err(if part.is_empty() {
            BadPolicyId::Shape(text.into())
        } else {
            BadPolicyId::NotSnakeCase {
                id: text.into(),
                part: (*part).into(),
                nearest: (nearest != text && new_id(&nearest).is_ok()).then(|| nearest.into()),
            }
        });
    }
    if !matches!(parts.as_slice(), ["mesh" | "domain", _, _, ..]) {
        return Err(BadPolicyId::Shape(text.into()));
    }
    if let Some(part) = parts.iter().find(|part| KEYWORDS.contains(part)) {
        return Err(BadPolicyId::Keyword {
            id: text.into(),
            part: (*part).into(),
        });
    }
    if text.ends_with("_test") {
        return Err(BadPolicyId::Test(text.into()));
    }
    Ok(PolicyId(text.into()))
}

fn is_snake_case(part: &str) -> bool {
    part.starts_with(|first: char| first.is_ascii_lowercase())
        && part
            .chars()
            .all(|sign| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '_')
}

/// The same in `snake_case`: `Mesh.Cost.RequiredTags` and `mesh.cost.required-tags` as `mesh.cost.required_tags`.
fn snake_case(text: &str) -> String {
    let mut snake = String::new();
    let mut before = '.';
    for sign in text.chars() {
        if sign.is_ascii_uppercase() && (before.is_ascii_lowercase() || before.is_ascii_digit()) {
            snake.push('_');
        }
        snake.push(match sign {
            '.' => '.',
            other if other.is_ascii_alphanumeric() => other.to_ascii_lowercase(),
            _ => '_',
        });
        before = sign;
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::new_id;

    #[test]
    fn ids_are_scopes_and_folders_in_snake_case() {
        for good in [
            "mesh.cost.required_tags",
            "domain.sales.orders",
            "domain.sales.cost.tags_2",
        ] {
            assert!(new_id(good).is_ok(), "{good}");
        }
        for (bad, told) in [
            ("mesh.cost", "mesh.<area>.<rule>"),
            ("cost.tags.required", "mesh.<area>.<rule>"),
            ("mesh..tags", "mesh.<area>.<rule>"),
            ("", "mesh.<area>.<rule>"),
            ("mesh.cost.required-tags", "did you mean `mesh.cost.required_tags`?"),
            ("Mesh.Cost.RequiredTags", "did you mean `mesh.cost.required_tags`?"),
            ("mesh.cost.../../etc", "mesh.<area>.<rule>"),
            ("mesh.1.tags", "a letter first"),
            ("mesh.default.tags", "a word of Rego"),
            ("mesh.cost.tags_test", "ends in `_test`"),
        ] {
            let error = new_id(bad).err().map(|error| error.to_string()).unwrap_or_default();
            assert!(error.contains(told), "{bad}: {error}");
        }
    }
}
