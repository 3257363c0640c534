//! A command, watched while it runs.

use std::error::Error;
use std::fs::File;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::memory;

/// How often a child is looked at. What it takes in its last moments after that is not seen.
const INTERVAL: Duration = Duration::from_millis(2);

/// What a command took.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cost {
    /// From start to end.
    pub(crate) elapsed: Duration,
    /// On processors, of all threads.
    pub(crate) processor: Option<Duration>,
    /// Memory at its peak, in bytes.
    pub(crate) peak: Option<u64>,
    /// The exit code; none where a signal ended it.
    pub(crate) exit: Option<i32>,
}

/// Runs a command with its output in a file.
pub(crate) fn run(command: &mut Command, output: &Path) -> Result<Cost, Box<dyn Error>> {
    let start = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(File::create(output)?)
        .spawn()
        .map_err(|error| format!("{} could not be started: {error}", command.get_program().display()))?;
    let process = child.id().to_string();
    let (mut peak, mut processor) = (None, None);
    loop {
        peak = memory::peak(&process).or(peak);
        processor = memory::processor_time(&process).or(processor);
        if let Some(status) = child.try_wait()? {
            return Ok(Cost {
                elapsed: start.elapsed(),
                processor,
                peak,
                exit: status.code(),
            });
        }
        sleep(INTERVAL);
    }
}
