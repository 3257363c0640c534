//! The service levels of a contract, by normalised dimension.

use serde_json::{Map, Value, json};

use crate::snapshot::SlaProperty;

use super::measure::{Measure, tidy};
use super::relation::path_json;

/// The service levels as a JSON object: the first of each dimension, with further ones under its `others`. Each gets the
/// given `origin`, where it is read outside of its contract.
pub(super) fn to_json(properties: &[SlaProperty], origin: Option<&Value>) -> Value {
    let mut levels: Map<String, Value> = Map::new();
    for property in properties {
        let Some(name) = property
            .property
            .as_deref()
            .map(dimension)
            .filter(|name| !name.is_empty())
        else {
            continue;
        };
        let level = level(&name, property, origin);
        match levels.get_mut(&name) {
            None => {
                levels.insert(name, level);
            }
            Some(first) => {
                if let Some(others) = first
                    .as_object_mut()
                    .map(|first| first.entry("others").or_insert_with(|| json!([])))
                    && let Some(others) = others.as_array_mut()
                {
                    others.push(level);
                }
            }
        }
    }
    Value::Object(levels)
}

/// A service level as a quantity that compares.
#[derive(Clone, Debug)]
pub(super) struct Quantity<'s> {
    /// Its normalised dimension.
    pub(super) dimension: String,
    /// How much; none where nobody can tell.
    pub(super) measure: Option<Measure>,
    /// What states it.
    pub(super) property: &'s SlaProperty,
}

impl Quantity<'_> {
    /// What was written.
    pub(super) fn text(&self) -> Value {
        let (value, unit) = stated(self.property);
        text(value, unit)
    }
}

/// The quantities of service levels, in the order of the file; those without a name are left out.
pub(super) fn quantities(properties: &[SlaProperty]) -> impl Iterator<Item = Quantity<'_>> {
    properties.iter().filter_map(|property| {
        let dimension = dimension(property.property.as_deref()?);
        let measure = measure(&dimension, property);
        (!dimension.is_empty()).then_some(Quantity {
            dimension,
            measure,
            property,
        })
    })
}

/// The name of a dimension: the standard's ones from their spellings and abbreviations in ODCS, others in `snake_case`.
fn dimension(property: &str) -> String {
    let name = snake_case(property);
    let known = match name.as_str() {
        "availability" | "av" | "uptime" => "availability",
        "freshness" | "latency" | "ly" | "data_freshness" | "data_latency" => "freshness",
        "frequency" | "fy" | "frequency_of_update" | "update_frequency" | "refresh_frequency" => "frequency",
        "retention" | "re" | "retention_period" | "data_retention" => "retention",
        "throughput" | "th" => "throughput",
        "error_rate" | "er" => "error_rate",
        "general_availability" | "ga" => "general_availability",
        "end_of_support" | "es" => "end_of_support",
        "end_of_life" | "el" | "eol" => "end_of_life",
        "time_to_detect" | "td" | "mttd" => "time_to_detect",
        "time_to_notify" | "tn" | "mttn" => "time_to_notify",
        "time_to_repair" | "tr" | "mttr" => "time_to_repair",
        _ => return name,
    };
    known.to_owned()
}

fn snake_case(text: &str) -> String {
    let mut name = String::with_capacity(text.len() + 4);
    let mut after_lower = false;
    for character in text.chars() {
        let breaks = !character.is_alphanumeric() || character.is_uppercase() && after_lower;
        if breaks && !name.is_empty() && !name.ends_with('_') {
            name.push('_');
        }
        if character.is_alphanumeric() {
            name.extend(character.to_lowercase());
        }
        after_lower = character.is_lowercase() || character.is_numeric();
    }
    name.truncate(name.trim_end_matches('_').len());
    name
}

fn level(dimension: &str, property: &SlaProperty, origin: Option<&Value>) -> Value {
    let (stated, unit) = stated(property);
    let measure = measure(dimension, property);
    let mut level = Map::new();
    level.insert("text".into(), text(stated, unit));
    let (value, unit) = match measure {
        Some(Measure::Percent(value)) => (decimal(value), "percent".into()),
        Some(Measure::Seconds(value)) => (decimal(value), "seconds".into()),
        Some(Measure::TimeOfDay(value)) => (value.into(), "time_of_day".into()),
        Some(Measure::Other(value, unit)) => (decimal(value), unit.as_deref().into()),
        Some(Measure::Date(date)) => {
            level.insert("date".into(), date.to_string().into());
            (Value::Null, "date".into())
        }
        None => (Value::Null, Value::Null),
    };
    level.insert("value".into(), value);
    level.insert("unit".into(), unit);
    if let Some(element) = &property.element {
        level.insert("element".into(), (&**element).into());
    }
    if let Some(driver) = &property.driver {
        level.insert("driver".into(), (&**driver).into());
    }
    level.insert("path".into(), path_json(&property.pointer));
    if let Some(origin) = origin {
        level.insert("origin".into(), origin.clone());
    }
    Value::Object(level)
}

fn measure(dimension: &str, property: &SlaProperty) -> Option<Measure> {
    let (stated, unit) = stated(property);
    let measure = match stated {
        Value::Number(number) => number.as_f64().map(|value| Measure::of_number(value, unit)),
        Value::String(text) => Measure::parse(text, unit),
        _ => None,
    };
    measure.map(|measure| of_dimension(dimension, measure))
}

/// The value and its unit, of which `{value, unit}` holds its own.
fn stated(property: &SlaProperty) -> (&Value, Option<&str>) {
    let outer = property.unit.as_deref();
    match &property.value {
        Value::Object(members) => (
            members.get("value").unwrap_or(&Value::Null),
            members.get("unit").and_then(Value::as_str).or(outer),
        ),
        value => (value, outer),
    }
}

/// The value as written, with its unit where the value holds none itself.
fn text(value: &Value, unit: Option<&str>) -> Value {
    let value = match value {
        Value::Null => return Value::Null,
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    match unit {
        Some(unit) if value.trim().parse::<f64>().is_ok() => format!("{value} {unit}").into(),
        _ => value.into(),
    }
}

/// An availability without a unit is in percent; one of at most 1 is a ratio, since nobody promises less than one percent.
fn of_dimension(dimension: &str, measure: Measure) -> Measure {
    match measure {
        Measure::Other(value, None) if dimension == "availability" && (0.0..=1.0).contains(&value) => {
            Measure::Percent(tidy(value * 100.0))
        }
        Measure::Other(value, None) if dimension == "availability" && value <= 100.0 => Measure::Percent(value),
        other => other,
    }
}

/// A number without `.0`.
pub(super) fn decimal(value: f64) -> Value {
    #[expect(clippy::cast_possible_truncation, reason = "the bound keeps it exact")]
    if value.fract() == 0.0 && value.abs() < 9e15 {
        return (value as i64).into();
    }
    value.into()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{dimension, to_json};
    use crate::snapshot::SlaProperty;
    use crate::text::Pointer;

    fn property(name: &str, value: Value, unit: Option<&str>) -> SlaProperty {
        SlaProperty {
            property: Some(name.into()),
            value,
            unit: unit.map(Into::into),
            element: None,
            driver: None,
            schedule: None,
            pointer: Pointer::from_text("/slaProperties/0"),
        }
    }

    /// The value and the unit that a property comes to.
    fn read(name: &str, value: Value, unit: Option<&str>) -> (Value, Value) {
        let levels = to_json(&[property(name, value, unit)], None);
        let level = &levels[dimension(name).as_str()];
        (level["value"].clone(), level["unit"].clone())
    }

    #[test]
    fn an_availability_is_in_percent_however_it_is_written() {
        for (value, expected) in [
            (json!(99.9), json!(99.9)),
            (json!("99.9%"), json!(99.9)),
            (json!("99.9"), json!(99.9)),
            (json!(0.999), json!(99.9)),
            (json!(1), json!(100)),
            (json!("0.5%"), json!(0.5)),
            (json!({"value": 99, "unit": "percent"}), json!(99)),
        ] {
            let read = read("Availability", value.clone(), None);
            assert_eq!(read, (expected, json!("percent")), "{value}");
        }
    }

    #[test]
    fn every_shape_of_the_standard_has_a_quantity() {
        let day = (json!(86_400), json!("seconds"));
        assert_eq!(read("latency", json!(1), Some("d")), day);
        assert_eq!(read("freshness", json!({"value": 24, "unit": "h"}), None), day);
        assert_eq!(read("Retention", json!("P1D"), None), day);
        assert_eq!(read("timeToDetect", json!("1440 min"), None), day);
        assert_eq!(
            read("timeOfAvailability", json!("09:00Z"), None),
            (json!(32_400), json!("time_of_day"))
        );
        assert_eq!(read("throughput", json!(5), Some("MB/s")), (json!(5), json!("MB/s")));
        assert_eq!(read("retention", json!(3), None), (json!(3), Value::Null));
    }

    #[test]
    fn what_is_no_quantity_keeps_its_place() {
        for value in [json!("soon"), json!([1]), json!(true), Value::Null] {
            let levels = to_json(&[property("latency", value, None)], None);
            assert_eq!(levels["freshness"]["value"], Value::Null);
            assert_eq!(levels["freshness"]["unit"], Value::Null);
            assert_eq!(levels["freshness"]["path"], json!(["slaProperties", 0]));
        }
    }

    #[test]
    fn the_text_keeps_what_was_written() {
        let levels = to_json(&[property("latency", json!(4), Some("d"))], None);
        assert_eq!(levels["freshness"]["text"], "4 d");
        let levels = to_json(&[property("availability", json!("95%"), Some("%"))], None);
        assert_eq!(levels["availability"]["text"], "95%");
        let levels = to_json(&[property("endOfLife", json!("2042-05-12T09:30:10-08:00"), None)], None);
        assert_eq!(levels["end_of_life"]["text"], "2042-05-12T09:30:10-08:00");
        assert_eq!(levels["end_of_life"]["date"], "2042-05-12");
    }

    #[test]
    fn the_first_of_a_dimension_stands_and_the_rest_is_kept() {
        let levels = to_json(
            &[
                property("latency", json!("1h"), None),
                property("freshness", json!("2h"), None),
                property("freshness", json!("3h"), None),
            ],
            None,
        );
        let values: Vec<_> = levels["freshness"]["others"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|other| &other["value"])
            .collect();
        assert_eq!(levels["freshness"]["value"], 3_600);
        assert_eq!(values, [&json!(7_200), &json!(10_800)]);
    }

    #[test]
    fn names_without_a_dimension_of_the_standard_stay() {
        assert_eq!(dimension("recoveryPointObjective"), "recovery_point_objective");
        assert_eq!(dimension("Service hours"), "service_hours");
        assert_eq!(dimension("--"), "");
    }
}
