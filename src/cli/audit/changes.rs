//! What changed, as JSON: `schemas/changes.schema.json`.

use serde_json::{Value, json};

use crate::history::{Change, ChangeKind};

use super::command::Night;
use super::words::owners;

/// The version of the format.
const VERSION: u32 = 1;

/// The document, ended by a line end.
pub(super) fn json(night: &Night<'_>) -> String {
    let owners = owners(night.snapshot);
    let changes: Option<Vec<Value>> = night.comparison.map(|comparison| {
        let all = comparison.changes.iter();
        all.map(|change| {
            one(
                change,
                change
                    .domain
                    .as_ref()
                    .and_then(|domain| owners.get(domain))
                    .map(|owner| &**owner),
            )
        })
        .collect()
    });
    let counts: Option<serde_json::Map<String, Value>> = night.comparison.map(|comparison| {
        let all = ChangeKind::ALL.into_iter();
        all.map(|kind| (kind.name().to_owned(), comparison.count(kind).into()))
            .collect()
    });
    let trend: Vec<Value> = night
        .trend
        .rows
        .iter()
        .map(|row| json!({"policy": row.policy, "domain": row.domain, "violations": row.violations, "cannot_evaluate": row.undecided}))
        .collect();
    let forecasts: Vec<Value> = night
        .foretold
        .iter()
        .map(
            |one| json!({"scope": one.scope, "name": one.name, "forecast": one.forecast, "promote_first": one.promote}),
        )
        .collect();
    let document = json!({
        "version": VERSION,
        "run": night.run.id,
        "compared_with": night.before.map(|run| &run.id),
        "counts": counts,
        "changes": changes,
        "trend": {"runs": night.trend.runs.iter().map(|run| &run.id).collect::<Vec<_>>(), "rows": trend},
        "forecasts": forecasts,
    });
    format!("{document:#}\n")
}

fn one(change: &Change, owner: Option<&str>) -> Value {
    json!({
        "change": change.kind.name(),
        "fingerprint": change.fingerprint,
        "policy": change.policy,
        "level": change.level.name(),
        "domain": change.domain,
        "owner": owner,
        "subject": change.name,
        "message": change.message,
    })
}
