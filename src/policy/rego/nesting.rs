//! How deep the brackets of a module nest, known before it is parsed: the parser tries every reading of a bracket anew, so
//! that each level doubles its time.

use crate::text::Span;

/// No policy that a person wrote nests deeper; at this depth the parser still answers at once.
pub(super) const DEEPEST: usize = 16;

/// The first bracket or brace that nests deeper than [`DEEPEST`]; those in strings and comments do not count.
pub(super) fn too_deep(text: &str) -> Option<Span> {
    let mut depth = 0_usize;
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '#' => {
                characters.find(|(_, next)| *next == '\n');
            }
            '`' => {
                characters.find(|(_, next)| *next == '`');
            }
            '"' => {
                while let Some((_, next)) = characters.next() {
                    match next {
                        '\\' => {
                            characters.next();
                        }
                        '"' | '\n' => break,
                        _ => {}
                    }
                }
            }
            '[' | '{' => {
                depth += 1;
                if depth > DEEPEST {
                    let start = u32::try_from(at).unwrap_or(u32::MAX);
                    return Some(Span::new(start, start.saturating_add(1)));
                }
            }
            ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{DEEPEST, too_deep};

    #[test]
    fn only_brackets_of_the_code_count() {
        let nested = |depth: usize| format!("x := {}{}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(too_deep(&nested(DEEPEST)), None);
        assert_eq!(
            too_deep(&nested(DEEPEST + 1)).map(|span| span.start as usize),
            Some(5 + DEEPEST)
        );
        let quoted = format!("# {0}\nx := \"\\\"{0}\" y := `{0}`", "[".repeat(50));
        assert_eq!(too_deep(&quoted), None);
        assert_eq!(too_deep(&"[]".repeat(50)), None);
    }
}
