//! What custom properties state: texts, lists, durations and dates, in the shapes that people write.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::Value;

use crate::snapshot::Located;

use super::measure::Measure;

/// Custom properties by name.
pub(super) type Custom = BTreeMap<Box<str>, Located<Value>>;

/// The first of these properties that says anything: null and a blank text say nothing.
pub(super) fn first<'s>(custom: &'s Custom, names: &[&str]) -> Option<&'s Located<Value>> {
    let says = |located: &&Located<Value>| match &located.value {
        Value::Null => false,
        Value::String(text) => !text.trim().is_empty(),
        _ => true,
    };
    names.iter().find_map(|name| custom.get(*name).filter(says))
}

/// The text of a property; a number counts as the text that people write.
pub(super) fn text(custom: &Custom, name: &str) -> Option<String> {
    scalar(&first(custom, &[name])?.value)
}

/// The text of a scalar that says something.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(value) => Some(value.to_string()),
        _ => None,
    }
}

/// The names of a property that is a list or a text with commas, sorted.
pub(super) fn names(custom: &Custom, name: &str) -> Option<Vec<String>> {
    let mut names: Vec<String> = match &first(custom, &[name])?.value {
        Value::String(text) => text.split([',', ';']).map(|name| name.trim().to_owned()).collect(),
        Value::Array(list) => list.iter().filter_map(scalar).collect(),
        _ => return None,
    };
    names.retain(|name| !name.is_empty());
    names.sort_unstable();
    names.dedup();
    Some(names)
}

/// Whether a value says yes, or names something: `false`, `no` and `none` do not.
pub(super) fn affirms(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(value) => *value,
        Value::String(text) => !matches!(
            text.trim().to_lowercase().as_str(),
            "" | "false" | "no" | "none" | "n/a"
        ),
        Value::Array(list) => !list.is_empty(),
        Value::Object(members) => !members.is_empty(),
        Value::Number(_) => true,
    }
}

/// The seconds of a duration: a text such as `4 h`, or `{value, unit}`.
pub(super) fn seconds(value: &Value) -> Option<f64> {
    let measure = match value {
        Value::String(text) => Measure::parse(text, None)?,
        Value::Object(members) => {
            let unit = members.get("unit").and_then(Value::as_str);
            match members.get("value")? {
                Value::Number(number) => Measure::of_number(number.as_f64()?, unit),
                Value::String(text) => Measure::parse(text, unit)?,
                _ => return None,
            }
        }
        _ => return None,
    };
    match measure {
        Measure::Seconds(seconds) => Some(seconds),
        _ => None,
    }
}

/// The day of a date or a time stamp.
pub(super) fn date(value: &Value) -> Option<Date> {
    match Measure::parse(value.as_str()?, None)? {
        Measure::Date(date) => Some(date),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Custom, affirms, date, first, names, seconds, text};
    use crate::snapshot::Located;
    use crate::text::Pointer;

    fn custom(value: Value) -> Custom {
        let pointer = Pointer::root();
        [("it".into(), Located { value, pointer })].into()
    }

    #[test]
    fn blank_and_null_state_nothing() {
        for value in [Value::Null, json!(" ")] {
            assert_eq!(first(&custom(value), &["it"]), None);
        }
        assert_eq!(text(&custom(json!(1)), "it").as_deref(), Some("1"));
        assert_eq!(text(&custom(json!(["a"])), "it"), None);
    }

    #[test]
    fn a_list_is_written_as_one_or_with_commas() {
        let expected = Some(vec!["finance".to_owned(), "sales".to_owned()]);
        assert_eq!(names(&custom(json!("sales, finance,")), "it"), expected);
        assert_eq!(names(&custom(json!(["sales", "finance", "sales"])), "it"), expected);
        assert_eq!(names(&custom(json!({})), "it"), None);
    }

    #[test]
    fn durations_and_dates_are_read_in_either_shape() {
        assert_eq!(seconds(&json!("PT4H")), Some(14_400.0));
        assert_eq!(seconds(&json!({"value": 4, "unit": "h"})), Some(14_400.0));
        assert_eq!(seconds(&json!({"value": "4", "unit": "h"})), Some(14_400.0));
        assert_eq!(seconds(&json!(4)), None);
        assert_eq!(seconds(&json!("soon")), None);
        assert_eq!(
            date(&json!("2026-11-23T10:00:00Z")),
            Some(jiff::civil::date(2026, 11, 23))
        );
        assert_eq!(date(&json!("later")), None);
    }

    #[test]
    fn a_no_is_not_a_yes() {
        for value in [json!(false), json!("no"), json!("None"), json!([]), Value::Null] {
            assert!(!affirms(&value), "{value}");
        }
        for value in [json!(true), json!("https://grafana.example.org"), json!(["a"])] {
            assert!(affirms(&value), "{value}");
        }
    }
}
