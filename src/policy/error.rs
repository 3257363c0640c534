//! What is wrong with policies as they are written.

use std::sync::Arc;

use crate::snapshot::Kind;
use crate::text::{self, Excerpt, Look, Place, Source, Span};

use super::lint::Lint;
use super::rego::Refusal;

/// One problem of a policy's files. A bundle's problems are all reported at once.
#[derive(Clone, Debug)]
pub struct PolicyError {
    /// The file; its text is empty where it could not be read.
    pub source: Arc<Source>,
    /// The bytes in it that are wrong.
    pub span: Span,
    /// What is wrong.
    pub kind: PolicyErrorKind,
    /// The other place that takes part, where there is one.
    pub related: Option<(Arc<Source>, Span)>,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PolicyErrorKind {
    /// A folder or file that cannot be opened.
    #[error("it could not be read: {0}")]
    Unreadable(Box<str>),
    /// A folder in which there is nothing of a bundle.
    #[error("there is no policy, schema or data in this folder")]
    NothingThere,
    /// A path at which there is no data.
    #[error("there is no YAML or JSON here")]
    NoData,
    /// A file over the limit.
    #[error("the file has {size} bytes, more than the {limit} that are read")]
    TooLarge {
        /// Its size.
        size: u64,
        /// The limit.
        limit: u64,
    },
    /// Text that is no Rego.
    #[error("{message}")]
    Syntax {
        /// What the parser says.
        message: Box<str>,
        /// What to do, where that is known.
        help: Option<Box<str>>,
    },
    /// Text that is no YAML or JSON.
    #[error("{message}")]
    Text {
        /// What the parser says.
        message: Box<str>,
        /// What to do, where that is known.
        help: Option<Box<str>>,
    },
    /// A key that means nothing.
    #[error("unknown key `{key}`")]
    UnknownKey {
        /// The key.
        key: Box<str>,
        /// What may have been meant.
        nearest: Option<&'static str>,
        /// All that could stand there.
        known: &'static [&'static str],
    },
    /// A word outside its vocabulary.
    #[error("`{word}` is no {what}")]
    UnknownWord {
        /// The vocabulary.
        what: &'static str,
        /// The word.
        word: Box<str>,
        /// What may have been meant.
        nearest: Option<&'static str>,
        /// The vocabulary's words.
        known: Vec<&'static str>,
    },
    /// A value of the wrong type.
    #[error("`{key}` must be {expected}")]
    WrongType {
        /// The key.
        key: Box<str>,
        /// What it must be.
        expected: &'static str,
    },
    /// Something that must be there.
    #[error("`{key}` is missing")]
    Missing {
        /// The key.
        key: &'static str,
        /// What to write.
        help: &'static str,
    },
    /// A date that does not come after the one before it.
    #[error("the stages of `levels` must be in order of date")]
    StagesOutOfOrder,
    /// A floor of a policy whose class has none.
    #[error("a policy of class `{0}` has no floor")]
    FloorOfNoDefault(&'static str),
    /// A floor that is higher than what it is the floor of.
    #[error("`floor` is above every level at the {0}")]
    FloorAboveLevel(&'static str),
    /// A text that is no date.
    #[error("`{0}` is no date")]
    BadDate(Box<str>),
    /// A default that is not of its parameter's type.
    #[error("the default of `{parameter}` is not {expected}")]
    DefaultNotOfType {
        /// The parameter.
        parameter: Box<str>,
        /// Its type.
        expected: &'static str,
    },
    /// A direction that values of a type do not have.
    #[error("a parameter of type `{kind}` has no `tighter: {direction}`")]
    NoSuchDirection {
        /// The type.
        kind: &'static str,
        /// The direction.
        direction: &'static str,
        /// The directions that it has.
        known: Vec<&'static str>,
    },
    /// A broken placeholder.
    #[error("{0}")]
    Placeholder(Box<str>),
    /// A package that is not its folder.
    #[error("package `{package}` lies in `{folder}`")]
    NotItsFolder {
        /// The package.
        package: Box<str>,
        /// Where it lies.
        folder: Box<str>,
        /// Where it should lie.
        expected: Box<str>,
    },
    /// A package below no scope.
    #[error("package `{0}` belongs to no scope")]
    NoScope(Box<str>),
    /// A package outside the roots of its manifest.
    #[error("`{path}` lies outside the bundle's roots")]
    OutsideRoots {
        /// The package or the path of the data.
        path: Box<str>,
        /// The roots.
        roots: Box<str>,
    },
    /// A policy in the tree of an authority that may not define its package.
    #[error("`{package}` lies in the tree of `{authority}`, which governs {scope}")]
    NotItsAuthority {
        /// The package.
        package: Box<str>,
        /// The authority, by name.
        authority: Box<str>,
        /// What it governs.
        scope: Box<str>,
    },
    /// A name that meshgov keeps for itself.
    #[error("`data.{0}` is given by meshgov")]
    Reserved(Box<str>),
    /// A package that another bundle has.
    #[error("package `{0}` is defined twice")]
    DuplicatePackage(Box<str>),
    /// Two policies with one code.
    #[error("the code `{0}` is given twice")]
    DuplicateCode(Box<str>),
    /// Data that stands where rules or other data do.
    #[error("`data.{0}` is defined twice")]
    DataConflict(Box<str>),
    /// A policy that says nothing.
    #[error("policy `{0}` defines no `deny`, `violation` or `warn`")]
    NoRules(Box<str>),
    /// `deny if` and its like.
    #[error("`{0}` must be a set of violations")]
    NotASet(Box<str>),
    /// Functions that call each other in a circle.
    #[error("functions must not call themselves: {}", .0.join(" -> "))]
    Recursion(Vec<String>),
    /// Rules that the stack might not hold.
    #[error("rules and functions nest {0} levels deep")]
    TooDeep(usize),
    /// A builtin that policies must not or cannot call.
    #[error("`{name}` {}", match .refusal {
        Refusal::Forbidden(_) => "must not be called",
        Refusal::Missing(_) => "is a builtin of OPA that is not here",
        Refusal::Unknown(_) => "is no function",
    })]
    Refused {
        /// The builtin.
        name: Box<str>,
        /// Why.
        refusal: Refusal,
    },
    /// A policy that wants to know what file a document comes from.
    #[error("`data.conftest` is not here")]
    FileAtHand,
    /// A policy that uses a parameter which its head does not have.
    #[error("there is no parameter `{0}`")]
    NoSuchParameter(Box<str>),
    /// A test that nothing could make fail.
    #[error("`{0}` asserts nothing")]
    AssertsNothing(Box<str>),
    /// Two tests with one name in one package.
    #[error("the test `{0}` is defined twice")]
    DuplicateTest(Box<str>),
    /// A rule that is named as a test and is none.
    #[error("`{0}` is not one test")]
    NotOneTest(Box<str>),
    /// A policy that runs and does not do what its author wants.
    #[error("{0}")]
    Lint(Box<Lint>),
    /// A JSON Schema that is none.
    #[error("{0}")]
    Schema(Box<str>),
}

impl PolicyError {
    pub(super) fn new(source: &Arc<Source>, span: Span, kind: PolicyErrorKind) -> Self {
        Self {
            source: Arc::clone(source),
            span,
            kind,
            related: None,
        }
    }

    #[must_use]
    pub(super) fn beside(mut self, source: &Arc<Source>, span: Span) -> Self {
        self.related = Some((Arc::clone(source), span));
        self
    }

    /// Where a reader finds it.
    pub fn place(&self) -> Place {
        self.source.place(self.span)
    }

    /// What is wrong, lower case and without a full stop.
    pub fn message(&self) -> String {
        self.kind.to_string()
    }

    /// What to do about it.
    pub fn help(&self) -> Option<String> {
        self.kind.help()
    }

    /// The error with its source line and a caret; ends in a line feed.
    pub fn render(&self, look: &Look) -> String {
        let message = self.message();
        let help = self.help();
        let excerpt = Excerpt {
            source: &self.source,
            span: self.span,
            severity: text::Severity::Error,
            message: &message,
            label: None,
            help: help.as_deref(),
        };
        let mut rendered = text::render(&excerpt, look);
        if let Some((source, span)) = &self.related {
            let line = source.place(*span).line;
            rendered.extend(["  see also ", source.name(), ":", &line.to_string(), "\n"]);
        }
        rendered
    }
}

impl From<Lint> for PolicyErrorKind {
    fn from(lint: Lint) -> Self {
        Self::Lint(Box::new(lint))
    }
}

impl PolicyErrorKind {
    fn help(&self) -> Option<String> {
        Some(match self {
            Self::NoData => "name a file of data, or a folder with `.yaml`, `.yml` or `.json` files".into(),
            Self::NothingThere => "name the folder that holds the policies, or leave the option out".into(),
            Self::Unreadable(_)
            | Self::TooLarge { .. }
            | Self::Schema(_)
            | Self::WrongType { .. }
            | Self::DefaultNotOfType { .. } => return None,
            Self::FileAtHand => {
                "a policy judges what a document holds, wherever it lies; the report names the file".into()
            }
            Self::NoSuchParameter(_) => "define it in `custom.parameters`".into(),
            Self::BadDate(_) => "write it as 2027-01-31".into(),
            Self::Syntax { help, .. } | Self::Text { help, .. } => return help.as_deref().map(str::to_owned),
            Self::UnknownKey { nearest, known, .. } => meant(*nearest, known),
            Self::UnknownWord { nearest, known, .. } => meant(*nearest, known),
            Self::Lint(lint) => return lint.help(),
            Self::Missing { help, .. } => (*help).to_owned(),
            Self::FloorOfNoDefault(_) => {
                "write `class: default`, which domains may loosen down to the floor, or leave the floor out".into()
            }
            Self::FloorAboveLevel(_) => "a floor is how far domains may loosen: write a level below the policy's".into(),
            Self::StagesOutOfOrder => "write the stage that begins first as the first one".into(),
            Self::NoSuchDirection { known, .. } => format!("it can be {}", listed(known)),
            Self::Placeholder(_) => "a placeholder is `{field}` or `{field.field}`; write `{{` for a brace".into(),
            Self::NotItsFolder { expected, .. } => {
                format!("folder, package and id are one: move it to `.../{expected}`, or rename the package")
            }
            Self::NoScope(_) => {
                "a policy's package begins with `mesh.` or `domain.<name>.`, the scope that owns it".into()
            }
            Self::OutsideRoots { roots, .. } => format!("`.manifest` allows {roots}"),
            Self::NotItsAuthority { scope, .. } => {
                format!("name its package after {scope}, or move it to the tree of the authority whose root it has")
            }
            Self::Reserved(_) => "choose another package".into(),
            Self::DuplicatePackage(_) => {
                "a policy lies in one folder of one bundle, so that nobody redefines another's; rename one of them"
                    .into()
            }
            Self::DuplicateCode(_) => "a code names one policy; change one of them".into(),
            Self::DataConflict(_) => "data and rules must not meet; move or rename the data".into(),
            Self::NoRules(_) => "add a rule such as `deny contains violation if { ... }`".into(),
            Self::AssertsNothing(_) => {
                "an assignment cannot be false: compare what it gives with what it must be, such as `count(denied) == 1`"
                    .into()
            }
            Self::DuplicateTest(_) => {
                "either of the two would be enough to pass: give each a name of its own".into()
            }
            Self::NotOneTest(name) => format!("write each case as a rule of its own: `{name}_case if {{ ... }}`"),
            Self::NotASet(name) => format!("write `{name} contains violation if {{ ... }}`"),
            Self::Recursion(_) => "Rego forbids recursion; use `walk` or a comprehension".into(),
            Self::TooDeep(_) => "let fewer rules rest on each other, or nest and loop less in them".into(),
            Self::Refused { refusal, .. } => match refusal {
                Refusal::Forbidden(why) | Refusal::Missing(why) => (*why).to_owned(),
                Refusal::Unknown(Some(nearest)) => format!("did you mean `{nearest}`?"),
                Refusal::Unknown(None) => {
                    "it is neither a builtin of this engine nor a function of these policies".into()
                }
            },
        })
    }

    /// A word that is no kind of subject.
    pub(super) fn unknown_kind(word: &str) -> Self {
        Self::unknown_word(
            "kind of subject",
            word,
            Kind::ALL.iter().map(|kind| kind.name()).collect(),
        )
    }

    pub(super) fn unknown_word(what: &'static str, word: &str, known: Vec<&'static str>) -> Self {
        Self::UnknownWord {
            what,
            word: word.into(),
            nearest: super::nearest::nearest(word, known.iter().copied()),
            known,
        }
    }

    pub(super) fn unknown_key(key: &str, known: &'static [&'static str]) -> Self {
        Self::UnknownKey {
            key: key.into(),
            nearest: super::nearest::nearest(key, known.iter().copied()),
            known,
        }
    }
}

fn meant(nearest: Option<&str>, known: &[&str]) -> String {
    match nearest {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => format!("it can be {}", listed(known)),
    }
}

fn listed(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match words.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        _ => words.concat(),
    }
}
