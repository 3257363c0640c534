//! How much of a file the parsers take on.

/// Bounds on one file; what exceeds one is a problem of the file, never a hang.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The file's size in bytes; a larger file is not parsed at all.
    pub bytes: u64,
    /// How deep collections nest, also through aliases. More than [`Limits::DEEPEST`] counts as that.
    pub depth: u32,
    /// Values in one file, counted after the expansion of aliases.
    pub nodes: u32,
    /// Values that aliases repeat in one file.
    pub repeated: u32,
    /// Problems reported for one file.
    pub problems: u32,
}

impl Limits {
    /// The depth that every stack of ours holds, worker threads and debug builds included.
    pub const DEEPEST: u32 = 256;

    pub(super) fn depth(&self) -> usize {
        self.depth.min(Self::DEEPEST) as usize
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 16 * 1024 * 1024,
            depth: 128,
            nodes: 1_000_000,
            repeated: 100_000,
            problems: 100,
        }
    }
}
