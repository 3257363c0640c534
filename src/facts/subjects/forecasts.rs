//! When the limits of a subscription are reached, as the field `forecasts`.

use jiff::civil::Date;
use serde_json::{Value, json};

use crate::facts::derive::Facts;
use crate::facts::forecast::{Forecast, Growth, forecast};
use crate::facts::place::PlaceId;
use crate::facts::rows::row_id;
use crate::snapshot::Kind;

use super::limits;

/// The limits that are foretold.
const LIMITS: [&str; 2] = ["role_assignments", "resource_groups"];

/// A forecast for each limit; null where there is no history.
pub(super) fn of(facts: &Facts, row: &str, place: Option<PlaceId>) -> Value {
    if facts.history.is_empty() {
        return Value::Null;
    }
    let id = row_id(row);
    let limits = limits::of(facts, Kind::Subscription, place, row);
    LIMITS
        .iter()
        .filter_map(|name| {
            let now = limits.get(*name)?;
            let used = now.get("count")?.as_u64().and_then(|used| u32::try_from(used).ok())?;
            let limit = now.get("limit")?.as_u64().and_then(|limit| u32::try_from(limit).ok())?;
            let earlier = facts.history.iter();
            let own = earlier.filter(|sample| &*sample.limit_name == *name && sample.scope.eq_ignore_ascii_case(&id));
            let mut counted: Vec<(Date, u32)> = own.map(|sample| (sample.day, sample.used)).collect();
            counted.retain(|(day, _)| *day < facts.as_of);
            counted.push((facts.as_of, used));
            Some(told(name, &forecast(&counted, limit), facts.as_of))
        })
        .collect()
}

fn told(name: &str, forecast: &Forecast, today: Date) -> Value {
    let (date, earliest, latest) = match forecast.growth {
        Growth::On { date, earliest, latest } => (Some(date), Some(earliest), latest),
        _ => (None, None, None),
    };
    let days_left = date.and_then(|date| today.until(date).ok()).map(|span| span.get_days());
    let text = |date: Option<Date>| date.map(|date| date.to_string());
    json!({
        "limit": name,
        "status": forecast.growth.name(),
        "date": text(date),
        "earliest": text(earliest),
        "latest": text(latest),
        "days_left": days_left,
        "per_day": forecast.per_day.map(|per_day| (per_day * 100.0).round() / 100.0),
        "runs": forecast.days,
    })
}
