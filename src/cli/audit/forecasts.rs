//! Forecasts of all subscriptions, for people and for JSON.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::facts::{Facts, Fields, SubjectRef};
use crate::snapshot::Kind;

/// What is foretold of one limit of one subscription.
#[derive(Clone, Debug)]
pub(super) struct Foretold {
    /// The subscription's id.
    pub(super) scope: Box<str>,
    /// Its name.
    pub(super) name: Box<str>,
    /// As the field `forecasts` of the subject has it.
    pub(super) forecast: Value,
    /// The node to promote to a subscription first.
    pub(super) promote: Option<Box<str>>,
}

/// The forecasts in order of subscription.
pub(super) fn foretold(facts: &Facts<'_>) -> Vec<Foretold> {
    let fields = Fields::Only(BTreeSet::from(["forecasts".into(), "promotion".into()]));
    let mut all = Vec::new();
    for index in 0..facts.count(Kind::Subscription) {
        let subject = SubjectRef {
            kind: Kind::Subscription,
            index,
        };
        let value = facts.subject(subject, &fields);
        let key = facts.key(subject);
        let promote = value.pointer("/promotion/first/name").and_then(Value::as_str);
        for forecast in value.get("forecasts").and_then(Value::as_array).into_iter().flatten() {
            all.push(Foretold {
                scope: key.id.clone(),
                name: key.name.clone(),
                forecast: forecast.clone(),
                promote: promote.map(Into::into),
            });
        }
    }
    all
}
