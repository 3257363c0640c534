//! Each rule alone, on one thread: what it costs, and which rules cost far more than the others.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use meshgov::adapter::{self, Request};
use meshgov::engine::{self, Counts, Plan, Progress};
use meshgov::facts::Facts;
use meshgov::federation::PolicySet;
use meshgov::policy::{self, JudgeLimits, Point, Policy, Shipped};
use meshgov::text::Limits;

/// A rule may cost this many times the median; one that costs more says why in a README.md in its folder.
const DEAR: f64 = 10.0;

/// What one rule took.
struct Cost {
    rule: Arc<Policy>,
    judgements: u64,
    elapsed: Duration,
}

impl Cost {
    /// Microseconds for one subject.
    #[expect(clippy::cast_precision_loss, reason = "a count of subjects is far below 2^52")]
    fn per_subject(&self) -> f64 {
        self.elapsed.as_secs_f64() * 1e6 / self.judgements as f64
    }
}

/// Judges the mesh in a folder by each rule alone, and prints what that took, the dearest first.
pub(crate) fn measure(folder: &Path) -> Result<(), Box<dyn Error>> {
    let as_of = jiff::civil::date(2026, 11, 23);
    let declared = folder.join("mesh");
    let paths: Vec<PathBuf> = declared.is_dir().then_some(declared).into_iter().collect();
    let snapshot = adapter::load(&Request {
        paths: &paths,
        snapshot: Some(&folder.join("snapshot")),
        base: folder,
        without: None,
        limits: Limits::default(),
    });
    let facts = Facts::derive(&snapshot, None, as_of);
    let pack = policy::load(&[], Shipped::Include);
    let one_thread = rayon::ThreadPoolBuilder::new().num_threads(1).build()?;
    let mut costs: Vec<Cost> = pack
        .policies
        .iter()
        .map(|rule| {
            let plan = Plan::new(PolicySet::unset(std::slice::from_ref(rule), Point::Audit, as_of));
            let evaluate = || engine::evaluate(&plan, &facts, &JudgeLimits::default(), &Progress::default());
            // The first run derives what facts derive when it is asked for.
            one_thread.install(evaluate);
            let start = Instant::now();
            let judged = one_thread.install(evaluate);
            Cost {
                rule: Arc::clone(rule),
                elapsed: start.elapsed(),
                judgements: judged.counts.iter().map(Counts::judgements).sum(),
            }
        })
        .collect();
    let silent: Vec<&str> = costs
        .iter()
        .filter(|cost| cost.judgements == 0)
        .map(|cost| &*cost.rule.metadata.id.0)
        .collect();
    if !silent.is_empty() {
        println!("judged nothing in this mesh: {}", silent.join(", "));
    }
    costs.retain(|cost| cost.judgements > 0);
    costs.sort_by(|left, right| right.per_subject().total_cmp(&left.per_subject()));
    print(&costs)
}

fn print(costs: &[Cost]) -> Result<(), Box<dyn Error>> {
    let median = costs.get(costs.len() / 2).map_or(0.0, Cost::per_subject);
    println!(
        "{:<10}{:>10}{:>12}{:>14}{:>10}",
        "rule", "time", "subjects", "per subject", "median"
    );
    let mut unexplained = Vec::new();
    for cost in costs {
        let metadata = &cost.rule.metadata;
        let name = metadata.code.as_deref().unwrap_or(&metadata.id.0);
        let times = cost.per_subject() / median;
        println!(
            "{name:<10}{:>8.3} s{:>12}{:>11.2} us{times:>9.1}x",
            cost.elapsed.as_secs_f64(),
            cost.judgements,
            cost.per_subject(),
        );
        let path: PathBuf = metadata.id.0.split('.').skip(1).collect();
        let reason = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("policies")
            .join(path)
            .join("README.md");
        if times > DEAR && !reason.is_file() {
            unexplained.push(name);
        }
    }
    println!("the median is {median:.2} us for one subject");
    if unexplained.is_empty() {
        return Ok(());
    }
    Err(format!(
        "cost more than {DEAR} times the median, and no README.md beside them says why: {}",
        unexplained.join(", ")
    )
    .into())
}
