//! What others read of a store.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// Reads the tables with `DuckDB`, each kind as one table over all runs, and compares their sums with the reports'. Says so where
/// `DuckDB` is not there: `MESHGOV_DUCKDB_PYTHON` names a Python that has it.
#[expect(clippy::print_stdout, reason = "a skipped part says so")]
pub(crate) fn assert_sums(folder: &Path, store: &str) {
    let Some(python) = std::env::var_os("MESHGOV_DUCKDB_PYTHON").filter(|python| !python.is_empty()) else {
        println!("skipped: MESHGOV_DUCKDB_PYTHON names no Python that has duckdb");
        return;
    };
    let script = r#"
import duckdb, json, sys
store = sys.argv[1]
of = lambda table: f'''read_parquet('{store}/{table}/*/*.parquet', hive_partitioning = true)'''
rows = duckdb.sql(f'''select run, outcome, sum(judgements)::bigint, count(distinct domain) from {of('judgements')} group by all order by all''').fetchall()
findings = duckdb.sql(f'''select run, outcome, count(*), count(distinct as_of), min(date)::varchar from {of('findings')} group by all order by all''').fetchall()
limits = duckdb.sql(f'''select run, count(*), bool_and(abs(share - used / "limit") < 1e-9), min(run_at)::varchar from {of('limits')} group by all order by all''').fetchall()
print(json.dumps({'judgements': rows, 'findings': findings, 'limits': limits}))
"#;
    let output = Command::new(python)
        .args(["-c", script, store])
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let read: Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut runs = 0;
    for run in std::fs::read_dir(folder.join(store).join("runs")).unwrap() {
        let run = run.unwrap();
        let id = run.file_name().into_string().unwrap();
        let report: Value =
            serde_json::from_str(&std::fs::read_to_string(run.path().join("report.json")).unwrap()).unwrap();
        let sum = |table: &str, outcome: &str| -> u64 {
            let rows = read[table].as_array().unwrap().iter();
            rows.filter(|row| row[0] == id.as_str() && row[1] == outcome)
                .map(|row| row[2].as_u64().unwrap())
                .sum()
        };
        for outcome in [
            "pass",
            "violation",
            "exempt",
            "not_applicable",
            "cannot_evaluate",
            "fault",
        ] {
            assert_eq!(
                sum("judgements", outcome),
                report["summary"][outcome].as_u64().unwrap(),
                "{id} {outcome}"
            );
        }
        let all = report["findings"].as_array().unwrap();
        for outcome in ["violation", "exempt", "cannot_evaluate", "fault"] {
            let count = all.iter().filter(|finding| finding["outcome"] == outcome).count();
            assert_eq!(sum("findings", outcome), count as u64, "{id} {outcome}");
        }
        let dates = read["findings"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|row| row[0] == id.as_str());
        assert!(dates.clone().count() > 0 && dates.into_iter().all(|row| row[4] == report["as_of"]));
        let limits = read["limits"]
            .as_array()
            .unwrap()
            .iter()
            .find(|row| row[0] == id.as_str())
            .unwrap();
        assert!(limits[1].as_u64().unwrap() > 2 && limits[2] == true, "{limits}");
        runs += 1;
    }
    assert!(runs > 1);
}
