//! A small mutator of Rego: it flips or removes one condition at a time.

/// One change of a policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mutant {
    /// The line that is changed, 1-based.
    pub(crate) line: usize,
    /// What is changed, for people.
    pub(crate) change: String,
    /// The whole policy, changed.
    pub(crate) text: String,
}

/// Operators, the longest first, with those that stand for their negation and for the other side of their bound.
const OPERATORS: [(&str, &[&str]); 6] = [
    ("==", &["!="]),
    ("!=", &["=="]),
    ("<=", &[">", "<"]),
    (">=", &["<", ">"]),
    ("<", &[">=", "<="]),
    (">", &["<=", ">="]),
];

/// Every mutant of a policy, in the order of its lines.
pub(crate) fn mutants(policy: &str) -> Vec<Mutant> {
    let lines: Vec<&str> = policy.lines().collect();
    let mut mutants = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        if line.starts_with('#') || line.starts_with("package ") || line.starts_with("import ") {
            continue;
        }
        for (change, changed) in changes(line) {
            let mut all = lines.clone();
            all[index] = &changed;
            mutants.push(Mutant {
                line: index + 1,
                change,
                text: all.join("\n"),
            });
        }
    }
    mutants
}

fn changes(line: &str) -> Vec<(String, String)> {
    let code = without_texts(line);
    let condition = code.trim();
    let indent: String = line.chars().take_while(|character| character.is_whitespace()).collect();
    let mut changes = operators(line, &code);
    if let Some(at) = code.find("not ").filter(|at| {
        code.get(..*at)
            .is_some_and(|before| !before.ends_with(|last: char| last.is_alphanumeric() || last == '_'))
    }) {
        let flipped = format!("{}{}", &line[..at], &line[at + 4..]);
        changes.push(("`not` removed".to_owned(), flipped));
    }
    if is_condition(line, condition) {
        if !condition.starts_with("not ") && !condition.starts_with("some ") && operators(line, &code).is_empty() {
            changes.push(("negated".to_owned(), format!("{indent}not {}", line.trim())));
        }
        changes.push(("condition removed".to_owned(), format!("{indent}true")));
    }
    changes
}

fn operators(line: &str, code: &str) -> Vec<(String, String)> {
    let mut changes = Vec::new();
    let mut at = 0;
    while at < code.len() {
        let rest = &code[at..];
        let found = OPERATORS.iter().find(|(operator, _)| rest.starts_with(operator));
        let Some((operator, others)) = found else {
            at += rest.chars().next().map_or(1, char::len_utf8);
            continue;
        };
        for other in *others {
            let mutated = format!("{}{other}{}", &line[..at], &line[at + operator.len()..]);
            changes.push((format!("`{operator}` became `{other}`"), mutated));
        }
        at += operator.len();
    }
    changes
}

/// Whether a line is one whole condition of a body: an expression that is only true or false.
fn is_condition(line: &str, code: &str) -> bool {
    let is_in_body = line.starts_with(char::is_whitespace);
    let assigns = code.contains(":=") || code.starts_with("some ") && !code.contains(" in ");
    let opens = |open: char, close: char| code.matches(open).count() == code.matches(close).count();
    let is_whole = opens('(', ')') && opens('[', ']') && opens('{', '}') && !code.ends_with([',', '{', '[', '(']);
    let starts = code.starts_with(|first: char| first.is_alphabetic() || first == '_');
    is_in_body
        && is_whole
        && starts
        && !assigns
        && !code.starts_with("some ")
        && !code.contains(" if ")
        && !code.contains("else")
        && !code.contains(" | ")
        && code != "true"
        && code != "false"
}

/// The line with the letters of its texts and comments blanked, at the same length.
fn without_texts(line: &str) -> String {
    let mut code = String::with_capacity(line.len());
    let mut quote = None;
    let mut is_escaped = false;
    let mut is_comment = false;
    for character in line.chars() {
        let blank = |code: &mut String| code.extend(std::iter::repeat_n('_', character.len_utf8()));
        match quote {
            _ if is_comment => code.extend(std::iter::repeat_n(' ', character.len_utf8())),
            None if character == '#' => {
                is_comment = true;
                code.push(' ');
            }
            None => {
                quote = Some(character).filter(|character| ['"', '`'].contains(character));
                code.push(character);
            }
            Some(end) if character == end && !is_escaped => {
                quote = None;
                code.push(character);
            }
            Some(_) => blank(&mut code),
        }
        is_escaped = character == '\\' && !is_escaped && quote == Some('"');
    }
    code
}
