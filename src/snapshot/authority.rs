//! `kind: Authority`: a team's right to govern a scope.

use super::located::{DocumentIndex, Located};
use super::scope::Scope;

/// `kind: Authority`.
#[derive(Clone, Debug, PartialEq)]
pub struct Authority {
    /// The document that it is.
    pub document: DocumentIndex,
    /// `name`: how policy sets and approvals refer to it.
    pub name: Located<Box<str>>,
    /// `scope`; none where the file does not say one.
    pub scope: Option<Located<Scope>>,
    /// `team`.
    pub team: Option<Located<Box<str>>>,
    /// `members`: the accounts that may sign for it.
    pub members: Vec<Located<Box<str>>>,
    /// `groups`: the groups whose members may sign for it, by name or object id.
    pub groups: Vec<Located<Box<str>>>,
    /// `roots`: the roots of the packages that its policies may define; empty: that of its scope.
    pub roots: Vec<Located<Box<str>>>,
    /// `tree`: the folder, relative to that of its file, in which its policies, settings and exemptions lie; none: the
    /// folder of its file.
    pub tree: Option<Located<Box<str>>>,
}
