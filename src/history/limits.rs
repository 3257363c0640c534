//! The table of limits: how full each scope is.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::facts::{Facts, Fields, LimitSample, SubjectRef};
use crate::snapshot::Kind;

use super::run::RowHead;
use super::table::{Column, Row, Values, date};

/// The kinds that have limits, and the field that says how full those are.
const FIELDS: [(Kind, &str); 4] = [
    (Kind::Tenant, "limits"),
    (Kind::ManagementGroup, "role_assignments"),
    (Kind::Subscription, "limits"),
    (Kind::ResourceGroup, "limits"),
];

/// How full the limits of a tenant are: those that something is counted of, in order of kind and subject.
pub fn samples(facts: &Facts<'_>, day: jiff::civil::Date) -> Vec<LimitSample> {
    let mut samples = Vec::new();
    for (kind, field) in FIELDS {
        let fields = Fields::Only(BTreeSet::from([field.into()]));
        for index in 0..facts.count(kind) {
            let subject = SubjectRef { kind, index };
            let value = facts.subject(subject, &fields);
            let Some(value) = value.get(field) else { continue };
            let scope = facts.key(subject).id;
            let mut add = |name: &str, usage: &Value| {
                let number = |key: &str| usage.get(key)?.as_u64().and_then(|number| u32::try_from(number).ok());
                if let (Some(used), Some(limit)) = (number("count"), number("limit")) {
                    samples.push(LimitSample {
                        scope: scope.clone(),
                        limit_name: name.into(),
                        day,
                        used,
                        limit,
                    });
                }
            };
            match value {
                Value::Object(limits) if field == "limits" => limits.iter().for_each(|(name, usage)| add(name, usage)),
                usage => add(field, usage),
            }
        }
    }
    samples
}

/// The columns: one row for each scope and limit.
pub(super) fn columns(head: &RowHead, samples: &[LimitSample]) -> Vec<Column> {
    let mut columns = head.columns(samples.len());
    columns.extend([
        (
            "scope",
            Values::Text(samples.iter().map(|sample| Some(sample.scope.clone())).collect()),
        ),
        (
            "limit_name",
            Values::Text(samples.iter().map(|sample| Some(sample.limit_name.clone())).collect()),
        ),
        (
            "used",
            Values::Number(samples.iter().map(|sample| i64::from(sample.used)).collect()),
        ),
        (
            "limit",
            Values::Number(samples.iter().map(|sample| i64::from(sample.limit)).collect()),
        ),
        (
            "share",
            Values::Share(
                samples
                    .iter()
                    .map(|sample| (sample.limit > 0).then(|| f64::from(sample.used) / f64::from(sample.limit)))
                    .collect(),
            ),
        ),
    ]);
    columns
}

/// A row read back that a forecast goes by: a limit of a subscription; none for the others, which are far more.
pub(super) fn past(row: &Row) -> Option<LimitSample> {
    let number = |name: &str| u32::try_from(row.number(name)?).ok();
    let scope = row.text("scope")?;
    if !scope.starts_with("/subscriptions/") || scope.matches('/').count() > 2 {
        return None;
    }
    Some(LimitSample {
        scope: scope.into(),
        limit_name: row.text("limit_name")?.into(),
        day: date(row.number("as_of")?)?,
        used: number("used")?,
        limit: number("limit")?,
    })
}
