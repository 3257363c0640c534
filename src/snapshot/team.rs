//! Who stands behind a contract or a product, and how the document keeps to its standard.

use crate::text::Pointer;

use super::located::Located;

/// A team, in either shape of the standard: an object with members, or a bare list of members.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Team {
    /// The team's name; the bare list has none.
    pub name: Option<Located<Box<str>>>,
    /// Its members, in the file's order.
    pub members: Vec<Member>,
}

/// A member of a team.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// `username`.
    pub username: Option<Box<str>>,
    /// `name`.
    pub name: Option<Box<str>>,
    /// `role`, as written.
    pub role: Option<Box<str>>,
    /// `dateIn`, as written.
    pub date_in: Option<Box<str>>,
    /// `dateOut`, as written.
    pub date_out: Option<Box<str>>,
    /// `replacedByUsername`.
    pub replaced_by_username: Option<Box<str>>,
    /// Where the member is declared.
    pub pointer: Pointer,
}

/// How a document keeps to the standard that it declares.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Conformance {
    /// The `apiVersion` as written.
    pub declared: Option<Box<str>>,
    /// The version of the standard that it was judged by, without `v`; none where that version is not known.
    pub judged_by: Option<&'static str>,
    /// Every breach, in the order of the document.
    pub errors: Vec<StandardError>,
}

/// One breach of a standard.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StandardError {
    /// The failing place in the document.
    pub pointer: Pointer,
    /// What is wrong there.
    pub message: Box<str>,
}
