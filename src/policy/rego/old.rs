//! Whether a text can be Rego of before v1.

/// Whether a text that v1 refuses is worth another try in the older dialect. Where `if`, `in` or `every` stand as words and
/// are not imported, it is v1 with a mistake, and the older parser would complain of the words instead of the mistake.
pub(in crate::policy) fn may_be_old(text: &str) -> bool {
    if text.contains("future.keywords") || text.contains("import rego.v1") {
        return true;
    }
    !["if", "in", "every"].iter().any(|word| {
        text.lines()
            .any(|line| words_outside_quotes(line).any(|found| found == *word))
    })
}

/// The words of a line that are neither in a string nor in a comment.
fn words_outside_quotes(line: &str) -> impl Iterator<Item = &str> {
    line.split(['"', '`'])
        .step_by(2)
        .map(|code| code.split('#').next().unwrap_or_default())
        .flat_map(|code| code.split(|character: char| !character.is_alphanumeric() && character != '_'))
}

#[cfg(test)]
mod tests {
    use super::may_be_old;

    #[test]
    fn the_words_of_v1_are_told_from_those_in_texts() {
        assert!(may_be_old(
            "package main\ndeny[msg] { msg := \"look if it is in\" } # if\n"
        ));
        assert!(may_be_old(
            "package main\nimport future.keywords.if\ndeny[msg] if { msg := 1 }\n"
        ));
        assert!(!may_be_old("package main\ndeny contains msg if { msg := := 1 }\n"));
        assert!(!may_be_old("package main\ndeny[msg] { some x in input; }\n"));
    }
}
