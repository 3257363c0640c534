//! What is promised, before and after.

use serde_json::Value;

use crate::facts::service_level;
use crate::snapshot::SlaProperty;
use crate::text::Pointer;

use super::Changes;

/// A promise of one dimension, of the whole contract or of an element of it.
struct Promise<'s> {
    property: &'s SlaProperty,
    dimension: String,
    level: Value,
}

/// Which way a promise becomes weaker.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Weaker {
    Lower,
    Higher,
}

/// Compares the service levels: those of one dimension and element are one.
pub(super) fn compare(before: &[SlaProperty], after: &[SlaProperty], changes: &mut Changes) {
    let (before, mut after) = (promises(before), promises(after));
    for was in before {
        let same = |now: &Promise<'_>| now.dimension == was.dimension && now.property.element == was.property.element;
        if let Some(at) = after.iter().position(same) {
            promise(&was, &after.remove(at), changes);
            continue;
        }
        let breaks = weaker(&was).is_some() && quantity(&was).is_some();
        let message = format!("{} is no longer promised", label(&was));
        let list = Pointer::root().key("slaProperties");
        changes.put("service_level_removed", breaks, &list, message);
    }
    for now in after {
        let message = format!("{} is promised now", label(&now));
        changes.harmless("service_level_added", &now.property.pointer, message);
    }
}

fn promises(properties: &[SlaProperty]) -> Vec<Promise<'_>> {
    let promises = properties.iter().filter_map(|property| {
        let levels = service_level::to_json(std::slice::from_ref(property), None);
        let (dimension, level) = levels.as_object()?.iter().next()?;
        Some(Promise {
            property,
            dimension: dimension.clone(),
            level: level.clone(),
        })
    });
    promises.collect()
}

fn promise(was: &Promise<'_>, now: &Promise<'_>, changes: &mut Changes) {
    let (old, new) = (quantity(was), quantity(now));
    if old == new && (old.is_some() || was.level["text"] == now.level["text"]) {
        return;
    }
    let message = format!("{} is {} where it was {}", label(now), text(now), text(was));
    let at = &now.property.pointer;
    let Some(weaker) = weaker(was) else {
        changes.harmless("service_level_changed", at, message);
        return;
    };
    match (old, new) {
        (Some((old, old_unit)), Some((new, new_unit))) if old_unit == new_unit => {
            let is_weaker = match weaker {
                Weaker::Lower => new < old,
                Weaker::Higher => new > old,
            };
            if is_weaker {
                changes.breaking("service_level_loosened", at, message);
            } else {
                changes.harmless("service_level_tightened", at, message);
            }
        }
        // What can no longer be measured is promised no longer.
        (Some(_), None) => changes.breaking("service_level_loosened", at, message),
        _ => changes.harmless("service_level_changed", at, message),
    }
}

/// The quantity of a promise in its unit; a day counts from the beginning of the calendar.
fn quantity<'p>(promise: &'p Promise<'_>) -> Option<(f64, &'p str)> {
    if let Some(value) = promise.level["value"].as_f64() {
        return Some((value, promise.level["unit"].as_str().unwrap_or("")));
    }
    let date: jiff::civil::Date = promise.level["date"].as_str()?.parse().ok()?;
    let day = f64::from(date.year()) * 372.0 + f64::from(date.month()) * 31.0 + f64::from(date.day());
    Some((day, "date"))
}

fn weaker(promise: &Promise<'_>) -> Option<Weaker> {
    match promise.dimension.as_str() {
        "availability" | "retention" | "throughput" | "end_of_support" | "end_of_life" => Some(Weaker::Lower),
        "freshness"
        | "error_rate"
        | "time_to_detect"
        | "time_to_notify"
        | "time_to_repair"
        | "time_of_availability" => Some(Weaker::Higher),
        // How often is a length of time, or a number of times.
        "frequency" if promise.level["unit"] == "seconds" => Some(Weaker::Higher),
        _ => None,
    }
}

fn label(promise: &Promise<'_>) -> String {
    let dimension = promise.dimension.replace('_', " ");
    match &promise.property.element {
        Some(element) => format!("the {dimension} of `{element}`"),
        None => format!("the {dimension}"),
    }
}

fn text(promise: &Promise<'_>) -> String {
    match &promise.level["text"] {
        Value::String(text) => text.clone(),
        Value::Null => "not stated".to_owned(),
        other => other.to_string(),
    }
}
