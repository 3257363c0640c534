//! The name that somebody may have meant.

/// The candidate most like a name, if any is like it at all.
pub(super) fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = (name.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (distance(name, candidate), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, candidate)| candidate)
}

/// The most names that are offered in place of one that is not known.
const MOST_OFFERED: usize = 3;

/// The candidates like a name, the most like first: those that a few slips make of it, and those of which it is a part, such
/// as the last name of an id.
pub fn alike<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let wanted = name.to_lowercase();
    let allowed = (wanted.chars().count() / 3).max(1);
    let mut found: Vec<(usize, &str)> = candidates
        .into_iter()
        .filter_map(|candidate| {
            let lower = candidate.to_lowercase();
            let segments = lower.split(['.', '/', ':']).map(|segment| distance(&wanted, segment));
            let slips = segments.chain([distance(&wanted, &lower)]).min().unwrap_or(usize::MAX);
            let is_part = wanted.len() > 2 && lower.contains(&wanted);
            (is_part || slips <= allowed).then_some((slips, candidate))
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found
        .into_iter()
        .take(MOST_OFFERED)
        .map(|(_, candidate)| candidate)
        .collect()
}

/// How many letters must be put in, taken out, changed or swapped with their neighbour (optimal string alignment).
fn distance(from: &str, to: &str) -> usize {
    let from: Vec<char> = from.chars().collect();
    let to: Vec<char> = to.chars().collect();
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=to.len()).collect();
    for (row, letter) in from.iter().enumerate() {
        let mut next = vec![row + 1];
        for (column, other) in to.iter().enumerate() {
            let at = |line: &[usize], column: usize| line.get(column).copied().unwrap_or(usize::MAX - 1);
            let mut best = (at(&last, column) + usize::from(letter != other))
                .min(at(&last, column + 1) + 1)
                .min(at(&next, column) + 1);
            let swapped =
                row > 0 && column > 0 && from.get(row - 1) == Some(other) && to.get(column - 1) == Some(letter);
            if swapped {
                best = best.min(at(&before, column - 1) + 1);
            }
            next.push(best);
        }
        before = std::mem::replace(&mut last, next);
    }
    last.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{alike, nearest};

    #[test]
    fn a_slip_finds_its_name() {
        let names = ["severity", "subject", "levels", "code", "class"];
        assert_eq!(nearest("serverity", names), Some("severity"));
        assert_eq!(nearest("subjcet", names), Some("subject"));
        assert_eq!(nearest("level", names), Some("levels"));
        assert_eq!(nearest("owner", names), None);
        assert_eq!(nearest("x", names), None);
    }

    #[test]
    fn a_part_of_an_id_finds_it() {
        let ids = [
            "mesh.ownership.accountable_owner",
            "mesh.cost.required_tags",
            "OWN-001",
            "OWN-002",
        ];
        assert_eq!(alike("acountable_owner", ids), ["mesh.ownership.accountable_owner"]);
        assert_eq!(alike("tags", ids), ["mesh.cost.required_tags"]);
        assert_eq!(alike("own-003", ids), ["OWN-001", "OWN-002"]);
        assert!(alike("zz", ids).is_empty());
    }
}
