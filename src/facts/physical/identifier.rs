//! Normal forms of the names that SQL gives to tables.

/// The parts of a dotted name in lower case, without `[]`, `""` and ``` `` ```; a dot within quotes is part of a name.
pub(in crate::facts) fn parts(text: &str) -> Vec<String> {
    if text.is_ascii() && !text.contains(['[', '"', '`', ' ']) {
        return text.split('.').map(str::to_ascii_lowercase).collect();
    }
    let mut parts = Vec::new();
    let mut part = String::new();
    let mut closing = None;
    for character in text.trim().chars() {
        match (closing, character) {
            (Some(end), _) if character == end => closing = None,
            (None, '[') => closing = Some(']'),
            (None, '"' | '`') => closing = Some(character),
            (None, '.') => parts.push(std::mem::take(&mut part)),
            (Some(_) | None, _) => part.extend(character.to_lowercase()),
        }
    }
    parts.push(part);
    for part in &mut parts {
        if part.trim().len() != part.len() {
            *part = part.trim().to_owned();
        }
    }
    parts
}
