//! GitHub's hash of a line, by which it knows an alert again after lines have moved.
//!
//! `primaryLocationLineHash` covers the hundred characters (UTF-16 units) that follow the start of a line, blanks left out
//! and line endings made one, padded at the end of the file by one 0xFFFF and then zeros. Lines with equal hashes are told
//! apart by a count. An upload fills it in where it is missing, and warns where it disagrees, so ours must be the same.

use std::collections::BTreeMap;

use crate::text::{Line, Source};

/// How many characters count.
const BLOCK: usize = 100;
/// The base of the polynomial.
const BASE: u64 = 37;
/// What stands for the end of the file.
const END: u16 = u16::MAX;

/// The hashes of a file's lines.
#[derive(Debug)]
pub(super) struct LineHashes(Vec<String>);

impl LineHashes {
    /// Hashes every line of a source.
    pub(super) fn of(source: &Source) -> Self {
        let (characters, starts) = significant(source.text());
        let mut seen = BTreeMap::<u64, u32>::new();
        Self(
            starts
                .into_iter()
                .map(|start| {
                    let hash = block(&characters, start);
                    let count = seen.entry(hash).or_default();
                    *count += 1;
                    format!("{hash:x}:{count}")
                })
                .collect(),
        )
    }

    /// The hash of one line.
    pub(super) fn line(&self, line: Line) -> Option<&str> {
        self.0.get(line.get() as usize - 1).map(String::as_str)
    }
}

/// The characters that count, and where among them each line starts.
fn significant(text: &str) -> (Vec<u16>, Vec<usize>) {
    let mut characters = Vec::with_capacity(text.len());
    let mut starts = vec![0];
    let mut after_return = false;
    for unit in text.encode_utf16() {
        let newline = u16::from(b'\n');
        let is_return = unit == u16::from(b'\r');
        let is_second_half = after_return && unit == newline;
        after_return = is_return;
        if is_second_half || unit == u16::from(b' ') || unit == u16::from(b'\t') {
            continue;
        }
        if is_return || unit == newline {
            characters.push(newline);
            starts.push(characters.len());
        } else {
            characters.push(unit);
        }
    }
    characters.push(END);
    (characters, starts)
}

/// The polynomial over one block; what is missing counts as zero.
fn block(characters: &[u16], start: usize) -> u64 {
    (start..start + BLOCK).fold(0_u64, |hash, at| {
        let character = characters.get(at).copied().unwrap_or(0);
        hash.wrapping_mul(BASE).wrapping_add(u64::from(character))
    })
}

#[cfg(test)]
mod tests {
    use super::LineHashes;
    use crate::text::Source;

    fn hashes(text: &str) -> Vec<String> {
        LineHashes::of(&Source::new("a", text)).0
    }

    // The expected hashes are those that the tests of GitHub's own upload action state for the same texts.

    #[test]
    fn an_empty_file_has_one_line() {
        assert_eq!(hashes(""), ["c129715d7a2bc9a3:1"]);
    }

    #[test]
    fn blanks_do_not_count() {
        let expected = [
            "271789c17abda88f:1",
            "54703d4cd895b18:1",
            "180aee12dab6264:1",
            "a23a3dc5e078b07b:1",
        ];
        assert_eq!(hashes(" a\nb\n  \t\tc\n d"), expected);
    }

    #[test]
    fn every_line_ending_is_the_same() {
        let expected = [
            "e9496ae3ebfced30:1",
            "fb7c023a8b9ccb3f:1",
            "ce8ba1a563dcdaca:1",
            "e20e36e16fcb0cc8:1",
            "b3edc88f2938467e:1",
            "c8e28b0b4002a3a0:1",
            "c129715d7a2bc9a3:1",
        ];
        let text = " hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n";
        assert_eq!(hashes(text), expected);
        assert_eq!(hashes(&text.replace('\n', "\r")), expected);
        assert_eq!(hashes(&text.replace('\n', "\r\n")), expected);
        assert_eq!(
            hashes(" hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n"),
            expected
        );
    }

    #[test]
    fn equal_lines_are_counted() {
        let expected = [
            "a7f2ff13bc495cf2:1",
            "a7f2ff13bc495cf2:2",
            "a7f2ff13bc495cf2:3",
            "a7f2ff13bc495cf2:4",
            "a7f2ff13bc495cf2:5",
            "a7f2ff13bc495cf2:6",
            "a7f2ff1481e87703:1",
            "a9cf91f7bbf1862b:1",
            "55ec222b86bcae53:1",
            "cc97dc7b1d7d8f7b:1",
            "c129715d7a2bc9a3:1",
        ];
        assert_eq!(hashes(&"Lorem ipsum dolor sit amet.\n".repeat(10)), expected);
    }
}
