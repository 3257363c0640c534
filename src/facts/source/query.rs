//! The one table that a plain query reads.

/// The table of `select ... from <table> [where ...]`; none for a join, a union, a nested query or anything else.
pub(super) fn only_table(query: &str) -> Option<&str> {
    let query = query.trim().trim_end_matches(';').trim_end();
    if query.contains("--") || query.contains("/*") || query.contains(';') {
        return None;
    }
    let words: Vec<(usize, &str)> = words(query);
    let lower: Vec<String> = words.iter().map(|(_, word)| word.to_ascii_lowercase()).collect();
    if lower.first().map(String::as_str) != Some("select")
        || lower.iter().filter(|word| *word == "select").count() != 1
        || lower.iter().filter(|word| *word == "from").count() != 1
        || lower.iter().any(|word| {
            matches!(
                word.as_str(),
                "join" | "union" | "intersect" | "except" | "apply" | "into" | "with" | "exec"
            )
        })
    {
        return None;
    }
    let from = lower.iter().position(|word| word == "from")?;
    let start = words.get(from)?.0 + "from".len();
    let rest = query.get(start..)?.trim_start();
    let end = end_of_name(rest);
    let (table, after) = rest.split_at_checked(end)?;
    let after = after.trim_start();
    // A second table after a comma, or a function such as openrowset(...), is no plain table.
    let clause = after
        .find(|character: char| character.is_whitespace())
        .map_or(after, |index| after.get(..index).unwrap_or(after));
    let upto_where = match lower.iter().position(|word| word == "where") {
        Some(index) => query.get(start..words.get(index)?.0)?,
        None => query.get(start..)?,
    };
    let is_plain = !table.is_empty() && !table.contains('@') && !clause.starts_with('(') && !has_list(upto_where);
    is_plain.then_some(table)
}

/// Words outside of quotes, each with where it starts.
fn words(query: &str) -> Vec<(usize, &str)> {
    let mut words = Vec::new();
    let mut start = None;
    let mut closing = None;
    for (index, character) in query.char_indices() {
        if let Some(end) = closing {
            if character == end {
                closing = None;
            }
            continue;
        }
        closing = match character {
            '\'' | '"' | '`' => Some(character),
            '[' => Some(']'),
            _ => None,
        };
        let is_word = character.is_alphanumeric() || character == '_';
        match (start, is_word) {
            (None, true) => start = Some(index),
            (Some(begin), false) => {
                words.extend(query.get(begin..index).map(|word| (begin, word)));
                start = None;
            }
            _ => {}
        }
    }
    words.extend(start.and_then(|begin| query.get(begin..).map(|word| (begin, word))));
    words
}

fn end_of_name(text: &str) -> usize {
    let mut closing = None;
    for (index, character) in text.char_indices() {
        match (closing, character) {
            (Some(end), _) if character == end => closing = None,
            (None, '[') => closing = Some(']'),
            (None, '"' | '`') => closing = Some(character),
            (None, ',' | '(' | ')') => return index,
            (None, _) if character.is_whitespace() => return index,
            (Some(_) | None, _) => {}
        }
    }
    text.len()
}

/// Whether a comma that separates tables stands before any `order by` or `group by`.
fn has_list(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let end = [" order ", " group ", " having ", "\norder ", "\ngroup "]
        .iter()
        .filter_map(|word| lower.find(word))
        .min()
        .unwrap_or(lower.len());
    let mut depth = 0_u32;
    for character in lower.get(..end).unwrap_or("").chars() {
        match character {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::only_table;

    #[test]
    fn plain_queries_name_their_table() {
        for (query, table) in [
            ("SELECT * FROM [dbo].[Orders]", "[dbo].[Orders]"),
            (
                "select a, b from sales.orders where c in (1, 2) order by a, b;",
                "sales.orders",
            ),
            ("select 'from x' as y\nfrom\n  orders o", "orders"),
            ("select [from] from orders group by a, b", "orders"),
            ("select top 5 * from \"my orders\"", "\"my orders\""),
        ] {
            assert_eq!(only_table(query), Some(table), "{query}");
        }
    }

    #[test]
    fn other_queries_name_none() {
        for query in [
            "select * from a join b on a.id = b.id",
            "select * from a, b",
            "select * from a cross apply f(a.x)",
            "select * from (select * from a) t",
            "select * from openrowset('x')",
            "select * from a where id in (select id from b)",
            "select * from a union all select * from b",
            "with t as (select 1) select * from t",
            "exec dbo.load",
            "select * from @table",
            "select * from a; drop table b",
            "select 1",
            "",
        ] {
            assert_eq!(only_table(query), None, "{query}");
        }
    }
}
