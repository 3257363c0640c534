//! Exit codes.

use std::process::ExitCode;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Nothing at or above `--fail-on`.
    Clean,
    /// Violations at or above `--fail-on`. Where the run is not to be trusted either, this wins and the report says both.
    Violations,
    /// The command line, the configuration or a policy is wrong; nothing was judged.
    Usage,
    /// The run is not to be trusted: nothing was evaluated, coverage is incomplete for a `deny` rule, or a rule broke.
    Untrusted,
}

impl Exit {
    /// The process's exit code.
    pub const fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Violations => 1,
            Self::Usage => 2,
            Self::Untrusted => 3,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}
