//! Who pays for a shared resource: keys such as `sales=60;finance=40` in a tag.

use serde_json::{Value, json};

/// What is wrong with a text, in words for people; the parts that can be read stand.
#[derive(Debug, Default)]
struct Allocation<'t> {
    keys: Vec<(&'t str, f64)>,
    problems: Vec<String>,
}

/// Reads `to=percent` parts between `;` or `,`: `{keys: [{to, percent}], total, text, problems}`, in the order of the text. A
/// percentage may end in `%`.
pub(super) fn parse(text: &str) -> Value {
    let mut allocation = Allocation::default();
    for part in text.split([';', ',']).map(str::trim).filter(|part| !part.is_empty()) {
        allocation.read(part);
    }
    if allocation.keys.is_empty() && allocation.problems.is_empty() {
        allocation.problems.push("it says no key".to_owned());
    }
    // Thirds of a hundred must add up to it: what binary fractions cannot hold is rounded away.
    let total: f64 = allocation.keys.iter().map(|(_, percent)| percent).sum();
    let total = (total * 1e6).round() / 1e6;
    let keys = allocation.keys.iter();
    let keys: Vec<Value> = keys
        .map(|(to, percent)| json!({"to": to, "percent": percent}))
        .collect();
    json!({"keys": keys, "total": total, "text": text, "problems": allocation.problems})
}

impl<'t> Allocation<'t> {
    fn read(&mut self, part: &'t str) {
        let Some((to, percent)) = part.split_once(['=', ':']) else {
            self.problems.push(format!("`{part}` is not written as name=percent"));
            return;
        };
        let (to, percent) = (to.trim(), percent.trim());
        if to.is_empty() {
            self.problems.push(format!("`{part}` names nobody"));
            return;
        }
        let number = percent.trim_end_matches('%').trim_end();
        let number = number.parse::<f64>().ok().filter(|number| number.is_finite());
        let Some(number) = number else {
            self.problems.push(format!("`{percent}` of {to} is no percentage"));
            return;
        };
        if number < 0.0 {
            self.problems.push(format!("{to} has a share below zero"));
        }
        if self.keys.iter().any(|(other, _)| *other == to) {
            self.problems.push(format!("{to} is named twice"));
        }
        self.keys.push((to, number));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::parse;

    #[test]
    fn keys_are_read_with_their_total() {
        let read = parse("sales=60; finance = 40 %");
        assert_eq!(
            read["keys"],
            json!([{"to": "sales", "percent": 60.0}, {"to": "finance", "percent": 40.0}])
        );
        assert_eq!((&read["total"], &read["problems"]), (&json!(100.0), &json!([])));
        assert_eq!(parse("a=33.3;b=33.3;c=33.4")["total"], 100.0);
    }

    #[test]
    fn what_cannot_be_read_is_a_problem_and_the_rest_stands() {
        let read = parse("sales;=10;hr=much;it=-5;it=inf;it=20;");
        assert_eq!(read["keys"].as_array().map(Vec::len), Some(2));
        assert_eq!(read["total"], 15.0);
        assert_eq!(
            read["problems"],
            json!([
                "`sales` is not written as name=percent",
                "`=10` names nobody",
                "`much` of hr is no percentage",
                "it has a share below zero",
                "`inf` of it is no percentage",
                "it is named twice"
            ])
        );
        assert_eq!(parse(" ; ")["problems"], json!(["it says no key"]));
    }

    proptest! {
        #[test]
        fn whole_shares_add_up_exactly(shares in prop::collection::btree_map("[a-z]{1,8}", 0_u32..200, 1..8)) {
            let text = shares.iter().map(|(to, share)| format!("{to}={share}")).collect::<Vec<_>>().join(";");
            let read = parse(&text);
            prop_assert_eq!(&read["problems"], &json!([]));
            prop_assert_eq!(&read["total"], &json!(f64::from(shares.values().sum::<u32>())));
        }

        #[test]
        fn no_text_makes_reading_fail(text in "[a-b=;:,%0-9. -]{0,20}") {
            let read = parse(&text);
            prop_assert!(read["total"].is_number());
            prop_assert_eq!(read["text"].as_str(), Some(text.as_str()));
        }
    }
}
