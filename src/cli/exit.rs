//! Exit codes.

use std::process::ExitCode;

use crate::finding::Verdict;

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
            Self::Clean => Verdict::Clean.exit_code(),
            Self::Violations => Verdict::Violations.exit_code(),
            Self::Usage => 2,
            Self::Untrusted => Verdict::Untrusted.exit_code(),
        }
    }
}

impl From<Verdict> for Exit {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Clean => Self::Clean,
            Verdict::Violations => Self::Violations,
            Verdict::Untrusted => Self::Untrusted,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}
