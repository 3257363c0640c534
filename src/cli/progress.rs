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

/// Shows how far something is until it is dropped.
pub(super) struct Watched {
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Watched {
    /// Shows the judgements of a run, where standard error is a terminal.
    pub(super) fn new(progress: &Arc<Progress>) -> Option<Self> {
        let progress = Arc::clone(progress);
        let is_terminal = std::io::stderr().is_terminal();
        is_terminal.then(|| Self::by(move |stop| show(&progress, stop)))
    }

    /// Shows by what runs on a thread of its own until it is told to stop.
    pub(super) fn by(show: impl FnOnce(&AtomicBool) + Send + 'static) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let thread = {
            let stop = Arc::clone(&stop);
            std::thread::spawn(move || show(&stop))
        };
        Self {
            stop,
            thread: Some(thread),
        }
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
