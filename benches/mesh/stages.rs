//! One run in this process, stage by stage.

use std::error::Error;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use meshgov::adapter::{self, Request};
use meshgov::engine::{self, Plan, Progress};
use meshgov::facts::Facts;
use meshgov::federation::PolicySet;
use meshgov::finding::{self, Judged, OldDebt, Strictness};
use meshgov::policy::{self, JudgeLimits, Level, Point, Shipped};
use meshgov::report::{Format, Style};
use meshgov::text::Limits;

use super::generator::Planted;
use super::memory::{mebibytes, peak};

/// Runs the stages on the mesh in a folder, prints what each took, and checks that what was planted was found.
pub(crate) fn measure(folder: &Path, planted: &Planted) -> Result<(), Box<dyn Error>> {
    let as_of = jiff::civil::date(2026, 11, 23);
    let mut table = Table::new();

    let declared = folder.join("mesh");
    let paths: Vec<PathBuf> = declared.is_dir().then_some(declared).into_iter().collect();
    let snapshot = table.stage("load", || {
        adapter::load(&Request {
            paths: &paths,
            snapshot: Some(&folder.join("snapshot")),
            base: folder,
            without: None,
            limits: Limits::default(),
        })
    });
    let facts = table.stage("derive", || Facts::derive(&snapshot, None, as_of));
    let pack = table.stage("policies", || policy::load(&[], Shipped::Include));
    let plan = Plan::new(PolicySet::unset(&pack.policies, Point::Gate, as_of));
    let judgements = table.stage("evaluate", || {
        engine::evaluate(&plan, &facts, &JudgeLimits::default(), &Progress::default())
    });
    let strictness = Strictness {
        point: Point::Gate,
        fail_on: Level::Deny,
        old_debt: OldDebt::default(),
    };
    let assessment = table.stage("assess", || {
        let judged = Judged {
            facts: &facts,
            plan: &plan,
            judgements: &judgements,
        };
        finding::assess(judged, None, strictness)
    });
    for format in Format::ALL {
        table.stage(format.name(), || {
            format.write(&assessment, Style::default(), &mut io::sink())
        })?;
    }
    table.print();

    for row in &assessment.policies {
        let code = row.policy.code.as_deref().unwrap_or_default();
        let Some(&expected) = planted.counts().get(code) else {
            continue;
        };
        if row.counts.violation != expected {
            return Err(format!(
                "{code}: {} subjects break it, and {expected} were made to",
                row.counts.violation
            )
            .into());
        }
    }
    println!("every violation that was planted was found, and no other");
    Ok(())
}

struct Table(Vec<(&'static str, Duration, Option<u64>)>);

impl Table {
    fn new() -> Self {
        Self(Vec::new())
    }

    fn stage<T>(&mut self, name: &'static str, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let made = work();
        self.0.push((name, start.elapsed(), peak("self")));
        made
    }

    fn print(&self) {
        let total: Duration = self.0.iter().map(|(_, elapsed, _)| *elapsed).sum();
        println!("{:<10}{:>10}  {:>8}  peak so far", "stage", "time", "share");
        for (name, elapsed, peak) in &self.0 {
            let share = 100.0 * elapsed.as_secs_f64() / total.as_secs_f64();
            let peak = mebibytes(*peak);
            println!("{name:<10}{:>8.3} s  {share:>6.1} %  {peak}", elapsed.as_secs_f64());
        }
        println!("{:<10}{:>8.3} s", "all", total.as_secs_f64());
    }
}
