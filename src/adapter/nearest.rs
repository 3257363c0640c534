//! The name that was probably meant.

/// The candidate that is closest to what was written, if one is close enough to suggest. Case, spaces, `-` and `_` cost nothing.
pub fn nearest<'c>(written: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let plain = folded(written);
    candidates
        .into_iter()
        .map(|candidate| (distance(&plain, &folded(candidate)), candidate))
        .filter(|(distance, candidate)| *distance <= (candidate.chars().count().max(plain.len()) / 3).min(3))
        .min()
        .map(|(_, candidate)| candidate)
}

fn folded(name: &str) -> Vec<char> {
    name.chars()
        .filter(|character| !matches!(character, ' ' | '-' | '_'))
        .flat_map(char::to_lowercase)
        .collect()
}

/// The Levenshtein distance with swaps of neighbours counted as one (optimal string alignment).
fn distance(left: &[char], right: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=right.len()).collect();
    for (i, from) in left.iter().enumerate() {
        let mut row = Vec::with_capacity(above.len());
        row.push(i + 1);
        for (j, to) in right.iter().enumerate() {
            let mut best = (above[j] + usize::from(from != to))
                .min(above[j + 1] + 1)
                .min(row[j] + 1);
            if i > 0 && j > 0 && *from == right[j - 1] && left[i - 1] == *to {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut above, row);
    }
    above[right.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_finds_its_name_and_another_word_finds_none() {
        let names = ["Domain", "Mesh", "SourceSystem", "PolicySet"];
        assert_eq!(nearest("domian", names), Some("Domain"));
        assert_eq!(nearest("source_system", names), Some("SourceSystem"));
        assert_eq!(nearest("Meshes", names), Some("Mesh"));
        assert_eq!(nearest("Deployment", names), None);
        assert_eq!(nearest("", names), None);
    }
}
