//! Semantic versions, with or without a leading `v`.

/// The numbers of a version; a label after them does not count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Version {
    /// The first number.
    pub(super) major: u64,
    /// The second number.
    pub(super) minor: u64,
    /// The third number.
    pub(super) patch: u64,
}

/// A version as semver.org has it, but for a leading `v`: three numbers, and labels behind `-` or `+`.
pub(super) fn strict(text: &str) -> Option<Version> {
    let (numbers, labels) = split(text);
    let is_label = |label: &str| {
        let mut characters = label.chars();
        !label.is_empty()
            && characters.all(|character| character.is_ascii_alphanumeric() || matches!(character, '.' | '-' | '+'))
    };
    if !labels.is_none_or(is_label) {
        return None;
    }
    let parts: Vec<&str> = numbers.split('.').collect();
    match parts.as_slice() {
        [major, minor, patch] => Some(Version {
            major: number(major)?,
            minor: number(minor)?,
            patch: number(patch)?,
        }),
        _ => None,
    }
}

/// A version of one, two or three numbers, to order those that people write.
pub(super) fn lenient(text: &str) -> Option<Version> {
    let (numbers, _) = split(text);
    let mut parts = numbers.split('.').map(number);
    let version = Version {
        major: parts.next()??,
        minor: parts.next().unwrap_or(Some(0))?,
        patch: parts.next().unwrap_or(Some(0))?,
    };
    parts.next().is_none().then_some(version)
}

/// The three numbers of a version that has one, two or three of them; a label after them does not count.
pub fn version_numbers(text: &str) -> Option<[u64; 3]> {
    lenient(text).map(|version| [version.major, version.minor, version.patch])
}

fn split(text: &str) -> (&str, Option<&str>) {
    let text = text.trim();
    let text = text.strip_prefix(['v', 'V']).unwrap_or(text);
    match text.find(['-', '+']) {
        Some(at) => (text.get(..at).unwrap_or(text), text.get(at + 1..)),
        None => (text, None),
    }
}

fn number(text: &str) -> Option<u64> {
    let is_digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let leads_with_zero = text.len() > 1 && text.starts_with('0');
    if is_digits && !leads_with_zero {
        text.parse().ok()
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{Version, lenient, strict};

    #[test]
    fn three_numbers_are_a_semantic_version() {
        let version = |major, minor, patch| Some(Version { major, minor, patch });
        assert_eq!(strict("1.2.3"), version(1, 2, 3));
        assert_eq!(strict(" v10.0.1-rc.1+build.5 "), version(10, 0, 1));
        for text in [
            "1",
            "1.2",
            "1.2.3.4",
            "01.2.3",
            "1.2.x",
            "latest",
            "",
            "1.2.3-",
            "1.2.3-a b",
            "2024-01-01",
        ] {
            assert_eq!(strict(text), None, "{text}");
        }
    }

    #[test]
    fn versions_that_people_write_are_ordered_by_their_numbers() {
        assert!(lenient("v2") > lenient("1.10.0"));
        assert!(lenient("1.10") > lenient("1.9.9"));
        assert_eq!(lenient("1"), lenient("v1.0.0"));
        assert_eq!(lenient("one"), None);
    }
}
