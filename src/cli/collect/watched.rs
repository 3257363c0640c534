//! How far a collection is: a bar where a person watches, a line a minute where nobody does.

use std::io::IsTerminal as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

use crate::cli::progress::Watched;
use crate::cli::run::say;
use crate::collect::{Progress, Reached};

/// Nothing is shown before this.
const PATIENCE: Duration = Duration::from_millis(500);
const REFRESH: Duration = Duration::from_millis(150);
const LINE: Duration = Duration::from_mins(1);

/// Subscriptions that are shown while they are read.
const SHOWN: usize = 5;

/// Shows the progress of a collection until it is dropped.
pub(super) fn watched(progress: &Arc<Progress>) -> Watched {
    let progress = Arc::clone(progress);
    let is_watched = std::io::stderr().is_terminal() && std::env::var_os("CI").is_none();
    Watched::by(move |stop| {
        if is_watched {
            bars(&progress, stop);
        } else {
            lines(&progress, stop);
        }
    })
}

fn lines(progress: &Progress, stop: &AtomicBool) {
    let start = Instant::now();
    let mut next = start + LINE;
    while !stop.load(Ordering::Relaxed) {
        std::thread::park_timeout(next.saturating_duration_since(Instant::now()));
        if Instant::now() >= next && !stop.load(Ordering::Relaxed) {
            say(&words(&progress.reached(), start.elapsed()));
            next += LINE;
        }
    }
}

fn bars(progress: &Progress, stop: &AtomicBool) {
    let start = Instant::now();
    std::thread::park_timeout(PATIENCE);
    if stop.load(Ordering::Relaxed) {
        return;
    }
    let all = MultiProgress::new();
    let total = all.add(ProgressBar::new(1));
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {msg}") {
        total.set_style(style);
    }
    let shown: Vec<ProgressBar> = (0..SHOWN).map(|_| all.add(ProgressBar::new(1))).collect();
    for bar in &shown {
        if let Ok(style) = ProgressStyle::with_template("  {msg}") {
            bar.set_style(style);
        }
    }
    while !stop.load(Ordering::Relaxed) {
        let reached = progress.reached();
        total.set_length(reached.known.max(1));
        total.set_position(reached.ended);
        total.set_message(words(&reached, start.elapsed()));
        let under_way = progress.under_way();
        for (index, bar) in shown.iter().enumerate() {
            let message = under_way.get(index).map_or_else(String::new, |(name, ended, known)| {
                format!("{name}  {ended} of {known} listings")
            });
            bar.set_message(message);
        }
        std::thread::park_timeout(REFRESH);
    }
    for bar in &shown {
        bar.finish_and_clear();
    }
    total.finish_and_clear();
}

/// The state in one line. What is left is told from what is known so far: more may follow.
fn words(reached: &Reached, elapsed: Duration) -> String {
    let seconds = elapsed.as_secs_f64().max(0.001);
    #[expect(clippy::cast_precision_loss, reason = "counts of requests are small")]
    let (rate, left) = {
        let rate = reached.requests as f64 / seconds;
        let open = reached.known.saturating_sub(reached.ended) as f64;
        (rate, open * seconds / (reached.ended.max(1) as f64))
    };
    format!(
        "{} of {} listings, {} of {} subscriptions, {} rows; {} requests ({rate:.0}/s), {} tried again; about {} left",
        reached.ended,
        reached.known,
        reached.subscriptions_ended,
        reached.subscriptions,
        reached.rows,
        reached.requests,
        reached.tries_again,
        super::summary::duration(Duration::try_from_secs_f64(left).unwrap_or_default()),
    )
}
