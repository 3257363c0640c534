//! `kind: PolicySet`: what a scope sets for policies.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::text::Pointer;

use super::kind::Kind;
use super::located::{DocumentIndex, Located};

/// `kind: PolicySet`.
#[derive(Clone, Debug, PartialEq)]
pub struct PolicySet {
    /// The document that it is.
    pub document: DocumentIndex,
    /// `name`.
    pub name: Located<Box<str>>,
    /// `authority`: who sets them, by name.
    pub authority: Option<Located<Box<str>>>,
    /// `revision`: what reports call this state of the settings.
    pub revision: Option<Box<str>>,
    /// `overrides`.
    pub overrides: Vec<Override>,
}

/// One setting.
#[derive(Clone, Debug, PartialEq)]
pub struct Override {
    /// Where it stands in its document.
    pub pointer: Pointer,
    /// `policy`: an id or a code.
    pub policy: Option<Located<Box<str>>>,
    /// `area`, such as `mesh.cost` or `mesh.cost.*`.
    pub area: Option<Located<Box<str>>>,
    /// `subjects`: only for those that it finds; none: for all of the scope.
    pub subjects: Option<SubjectSelector>,
    /// `levels`, as written: for each point the stages in the order of the file.
    pub levels: BTreeMap<Box<str>, Vec<WrittenStage>>,
    /// `parameters`, as written.
    pub parameters: BTreeMap<Box<str>, Located<Value>>,
    /// `reason`.
    pub reason: Option<Box<str>>,
}

/// A level as a setting writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenStage {
    /// The name of the level, and where it stands.
    pub level: Located<Box<str>>,
    /// The day on which it begins, as written; none for a fixed level.
    pub from: Option<Box<str>>,
}

/// The subjects that a setting is for: those to which all that it says applies.
#[derive(Clone, Debug, PartialEq)]
pub struct SubjectSelector {
    /// Where it stands in its document.
    pub pointer: Pointer,
    /// `kind`: one of these.
    pub kinds: Vec<Kind>,
    /// `tags`: tags with these values; a tag's name compares without case.
    pub tags: BTreeMap<Box<str>, Box<str>>,
    /// `nodes`: it lies in one of these nodes, by Azure id or name, without case.
    pub nodes: Vec<Box<str>>,
    /// `tiers`: its product is of one of these tiers.
    pub tiers: Vec<Box<str>>,
}
