//! A progress bar on standard error, where a person watches and the work is long.

use std::io::IsTerminal as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::engine::Progress;

/// Nothing is shown before this, so that short runs stay silent.
const PATIENCE: Duration = Duration::from_millis(700);
const REFRESH: Duration = Duration::from_millis(100);

/// Shows the progress of a run until it is dropped.
pub(super) struct Watched {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Watched {
    /// Begins to watch, where standard error is a terminal.
    pub(super) fn new(progress: &Arc<Progress>) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let thread = std::io::stderr().is_terminal().then(|| {
            let progress = Arc::clone(progress);
            let stop = Arc::clone(&stop);
            std::thread::spawn(move || show(&progress, &stop))
        });
        Self { stop, thread }
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            // A broken progress bar must not break the run.
            let _ = thread.join();
        }
    }
}

fn show(progress: &Progress, stop: &AtomicBool) {
    std::thread::park_timeout(PATIENCE);
    if stop.load(Ordering::Relaxed) {
        return;
    }
    let bar = ProgressBar::with_draw_target(Some(progress.total()), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos} of {len} subjects judged, {eta} left") {
        bar.set_style(style);
    }
    while !stop.load(Ordering::Relaxed) {
        bar.set_length(progress.total());
        bar.set_position(progress.done());
        std::thread::park_timeout(REFRESH);
    }
    bar.finish_and_clear();
}
