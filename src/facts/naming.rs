//! Names that people spell differently: without case and signs, and as the part of a URL.

/// The letters and digits of a name, in lower case: `CRM Team` and `crm-team` are one.
pub(super) fn folded(name: &str) -> String {
    name.chars()
        .filter(|character| character.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// The words of a name in lower case, joined by `-`.
pub(super) fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for character in name.chars() {
        if character.is_alphanumeric() {
            slug.extend(character.to_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

#[cfg(test)]
mod tests {
    use super::{folded, slug};

    #[test]
    fn case_and_signs_do_not_part_names() {
        assert_eq!(folded("CRM Team"), folded("crm-team"));
        assert_eq!(folded("Ünï_1"), "ünï1");
        assert_eq!(slug(" Price list (EU) "), "price-list-eu");
        assert_eq!(slug("--"), "");
    }
}
