//! Which values of a parameter are tighter than others, and the tightest that several ask for.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::facts::{duration_seconds, percentage, version_numbers};
use crate::policy::{Direction, Parameter, ParameterType};

/// Whether `to` is as tight as `from` or tighter, in the direction of the parameter. A map whose values are lower or higher
/// may leave out keys, which then keep their value.
pub fn tightens(parameter: &Parameter, from: &Value, to: &Value) -> bool {
    match parameter.tighter {
        Direction::Fixed => from == to,
        Direction::Subset => match (from, to) {
            (Value::Object(from), Value::Object(to)) => is_part(to, from),
            _ => texts(to).is_subset(&texts(from)),
        },
        Direction::Superset => match (from, to) {
            (Value::Object(from), Value::Object(to)) => is_part(from, to),
            _ => texts(to).is_superset(&texts(from)),
        },
        Direction::Lower | Direction::Higher => match (from, to) {
            (Value::Object(from), Value::Object(to)) => to
                .iter()
                .all(|(key, to)| from.get(key).is_none_or(|from| is_ordered(parameter, from, to))),
            _ => is_ordered(parameter, from, to),
        },
    }
}

/// The tightest value that two ask for together: the tighter of the two, what both have, what any has; for maps key by key.
/// Of a fixed parameter the first.
pub fn tightest(parameter: &Parameter, one: &Value, other: &Value) -> Value {
    if one == other {
        return one.clone();
    }
    match (parameter.tighter, one, other) {
        (Direction::Fixed, _, _) => one.clone(),
        (Direction::Subset, Value::Object(one), Value::Object(other)) => {
            let both = one.iter().filter(|(key, value)| other.get(*key) == Some(value));
            Value::Object(sorted(both))
        }
        (Direction::Superset, Value::Object(one), Value::Object(other)) => {
            // A value that the two do not agree on is that of the first in their order, whichever comes first here.
            let (first, second) = if one_first(one, other) {
                (one, other)
            } else {
                (other, one)
            };
            Value::Object(sorted(second.iter().chain(first)))
        }
        (Direction::Subset, _, _) => list(texts(one).intersection(&texts(other))),
        (Direction::Superset, _, _) => list(texts(one).union(&texts(other))),
        (Direction::Lower | Direction::Higher, Value::Object(one), Value::Object(other)) => {
            let mut all: BTreeMap<&String, Value> = one.iter().map(|(key, value)| (key, value.clone())).collect();
            for (key, value) in other {
                let known = all.get(key).map(|known| tighter(parameter, known, value).clone());
                all.insert(key, known.unwrap_or_else(|| value.clone()));
            }
            Value::Object(all.into_iter().map(|(key, value)| (key.clone(), value)).collect())
        }
        (Direction::Lower | Direction::Higher, _, _) => tighter(parameter, one, other).clone(),
    }
}

/// Whether one map is part of another: each of its entries is there.
fn is_part(part: &Map<String, Value>, whole: &Map<String, Value>) -> bool {
    part.iter().all(|(key, value)| whole.get(key) == Some(value))
}

fn one_first(one: &Map<String, Value>, other: &Map<String, Value>) -> bool {
    let text = |map: &Map<String, Value>| serde_json::to_string(map).unwrap_or_default();
    text(one) <= text(other)
}

/// Entries in order of key, of which the last of a key counts.
fn sorted<'a>(entries: impl Iterator<Item = (&'a String, &'a Value)>) -> Map<String, Value> {
    let all: BTreeMap<&String, &Value> = entries.collect();
    all.into_iter()
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect()
}

fn texts(value: &Value) -> BTreeSet<&str> {
    let elements = value.as_array().into_iter().flatten();
    elements.filter_map(Value::as_str).collect()
}

fn list<'a>(texts: impl Iterator<Item = &'a &'a str>) -> Value {
    texts.map(|text| Value::from(*text)).collect()
}

fn is_ordered(parameter: &Parameter, from: &Value, to: &Value) -> bool {
    match (order(element(parameter), to, from), parameter.tighter) {
        (Some(Ordering::Equal), _) => true,
        (Some(Ordering::Less), direction) => direction == Direction::Lower,
        (Some(Ordering::Greater), direction) => direction == Direction::Higher,
        // What cannot be compared is no tightening.
        (None, _) => false,
    }
}

/// The tighter of two values; of equal ones that are written in different ways the first in order of their text.
fn tighter<'v>(parameter: &Parameter, one: &'v Value, other: &'v Value) -> &'v Value {
    let text = |value: &Value| serde_json::to_string(value).unwrap_or_default();
    match (order(element(parameter), one, other), parameter.tighter) {
        (Some(Ordering::Less), Direction::Lower) | (Some(Ordering::Greater), Direction::Higher) => one,
        (Some(Ordering::Equal) | None, _) if text(one) <= text(other) => one,
        _ => other,
    }
}

fn element(parameter: &Parameter) -> ParameterType {
    parameter.values.unwrap_or(parameter.kind)
}

/// The order of two values of a type; none where they have none.
fn order(kind: ParameterType, one: &Value, other: &Value) -> Option<Ordering> {
    let whole = |value: &Value| {
        value
            .as_i64()
            .map(i128::from)
            .or_else(|| value.as_u64().map(i128::from))
    };
    match kind {
        ParameterType::Integer | ParameterType::Number => match (whole(one), whole(other)) {
            (Some(one), Some(other)) => Some(one.cmp(&other)),
            _ => one.as_f64()?.partial_cmp(&other.as_f64()?),
        },
        ParameterType::Percentage => percentage(one)?.partial_cmp(&percentage(other)?),
        ParameterType::Duration => duration_seconds(one.as_str()?)?.partial_cmp(&duration_seconds(other.as_str()?)?),
        ParameterType::Version => Some(version_numbers(one.as_str()?)?.cmp(&version_numbers(other.as_str()?)?)),
        ParameterType::String | ParameterType::Boolean | ParameterType::Set | ParameterType::Map => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{tightens, tightest};
    use crate::policy::{Direction, Parameter, ParameterType};

    fn parameter(kind: ParameterType, values: Option<ParameterType>, tighter: Direction) -> Parameter {
        Parameter {
            kind,
            values,
            default: Value::Null,
            tighter,
            description: "".into(),
        }
    }

    #[test]
    fn each_type_is_tighter_in_its_way() {
        use Direction::{Fixed, Higher, Lower, Subset, Superset};
        use ParameterType::{Duration, Integer, Map, Number, Percentage, Set, String, Version};
        let cases = [
            (Integer, None, Lower, json!(3), json!(2), json!(4)),
            (Number, None, Higher, json!(0.5), json!(1), json!(0.25)),
            (Duration, None, Lower, json!("P1D"), json!("12h"), json!("P2D")),
            (Percentage, None, Higher, json!("99 %"), json!(99.5), json!("98.9%")),
            (Version, None, Higher, json!("1.9.0"), json!("1.10"), json!("v1.8")),
            (Set, None, Subset, json!(["a", "b"]), json!(["b"]), json!(["b", "c"])),
            (Set, None, Superset, json!(["a"]), json!(["b", "a"]), json!(["b"])),
            (
                Map,
                None,
                Subset,
                json!({"a": 1, "b": 2}),
                json!({"a": 1}),
                json!({"a": 2}),
            ),
            (
                Map,
                None,
                Superset,
                json!({"a": 1}),
                json!({"a": 1, "b": 2}),
                json!({"b": 2}),
            ),
            (
                Map,
                Some(Duration),
                Lower,
                json!({"a": "P2D", "b": "P1D"}),
                json!({"a": "P1D"}),
                json!({"a": "P1D", "b": "P3D"}),
            ),
            (String, None, Fixed, json!("a"), json!("a"), json!("b")),
        ];
        for (kind, values, direction, from, tighter, looser) in cases {
            let parameter = parameter(kind, values, direction);
            assert!(tightens(&parameter, &from, &from), "{from} is as tight as itself");
            assert!(tightens(&parameter, &from, &tighter), "{from} -> {tighter}");
            assert!(!tightens(&parameter, &from, &looser), "{from} -> {looser}");
        }
    }

    #[test]
    fn the_tightest_of_two_is_as_tight_as_both_and_the_same_in_either_order() {
        use Direction::{Higher, Lower, Subset, Superset};
        use ParameterType::{Duration, Integer, Map, Set};
        let cases = [
            (Integer, None, Lower, json!(3), json!(2), json!(2)),
            (Duration, None, Higher, json!("P1D"), json!("24h"), json!("24h")),
            (Set, None, Subset, json!(["c", "b"]), json!(["a", "b"]), json!(["b"])),
            (
                Set,
                None,
                Superset,
                json!(["c", "b"]),
                json!(["a", "b"]),
                json!(["a", "b", "c"]),
            ),
            (
                Map,
                Some(Integer),
                Lower,
                json!({"b": 1, "a": 5}),
                json!({"a": 4, "c": 9}),
                json!({"a": 4, "b": 1, "c": 9}),
            ),
        ];
        for (kind, values, direction, one, other, expected) in cases {
            let parameter = parameter(kind, values, direction);
            assert_eq!(tightest(&parameter, &one, &other), expected);
            assert_eq!(tightest(&parameter, &other, &one), expected);
        }
    }
}
