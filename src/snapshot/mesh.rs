//! Our own kinds (`apiVersion: meshgov/v1`): what no standard says about a mesh.

use crate::text::Pointer;

use super::kind::Kind;
use super::located::{DocumentIndex, Located};
use super::setting::Setting;
use super::team::Team;

/// What a node of the mesh is in Azure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NodeKind {
    /// Each node is a resource group.
    #[default]
    ResourceGroup,
    /// Each node is a subscription.
    Subscription,
}

/// Which tags count for a resource.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TagInheritance {
    /// Only the resource's own tags: Azure itself inherits none.
    #[default]
    None,
    /// Those of the resource group too.
    ResourceGroup,
    /// Those of the resource group, then of the subscription too.
    Subscription,
}

/// `kind: Mesh`: how the mesh as a whole is laid out. At most one should exist.
#[derive(Clone, Debug, PartialEq)]
pub struct Mesh {
    /// The document that it is.
    pub document: DocumentIndex,
    /// `name`.
    pub name: Located<Box<str>>,
    /// `node`.
    pub node: NodeKind,
    /// `tagInheritance`.
    pub tag_inheritance: TagInheritance,
    /// `platformAvailability`: what the platform under every product promises, in percent.
    pub platform_availability: Option<f64>,
    /// `costCenters`: those that exist; none where the mesh keeps no list.
    pub cost_centers: Option<Vec<Box<str>>>,
    /// `federation`: the terms on which authorities work together.
    pub federation: FederationTerms,
}

/// `federation` of a mesh; the defaults where the file says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FederationTerms {
    /// `quorum`: how many distinct domains must consent before a policy of the mesh may deny.
    pub quorum: u32,
    /// `exemptionDays`: for how many days after its approval an exemption may hold at most.
    pub exemption_days: u32,
    /// `exemptionShare`: how many percent of the subjects of a kind a pattern of an exemption may find at most.
    pub exemption_share: u32,
}

impl Default for FederationTerms {
    fn default() -> Self {
        Self {
            quorum: 2,
            exemption_days: 90,
            exemption_share: 5,
        }
    }
}

/// `kind: Domain`.
#[derive(Clone, Debug, PartialEq)]
pub struct Domain {
    /// The document that it is.
    pub document: DocumentIndex,
    /// `name`: how products, contracts and tags refer to it.
    pub name: Located<Box<str>>,
    /// `parent`: the domain that it is part of.
    pub parent: Option<Located<Box<str>>>,
    /// `paths`: folders or globs, relative to the folder of this file, whose files belong to the domain.
    pub paths: Vec<Located<Box<str>>>,
    /// `nodes`: Azure ids of subscriptions or resource groups.
    pub nodes: Vec<Located<Box<str>>>,
    /// `principals`: object ids of the users, groups and service principals that act for the domain.
    pub principals: Vec<Located<Box<str>>>,
    /// `team`.
    pub team: Option<Team>,
}

/// `kind: SourceSystem`.
#[derive(Clone, Debug, PartialEq)]
pub struct SourceSystem {
    /// The document that it is.
    pub document: DocumentIndex,
    /// `name`: how `sourceSystem` refers to it.
    pub name: Located<Box<str>>,
    /// `domain`: who owns the system.
    pub domain: Option<Located<Box<str>>>,
    /// `servers`: where the system is reached, so that a physical fingerprint becomes a declared one: each a
    /// connector family with host or account, and optionally a database.
    pub servers: Vec<SystemServer>,
}

/// An entry of a source system's `servers`.
#[derive(Clone, Debug, PartialEq)]
pub struct SystemServer {
    /// `type`: the ODCS server type.
    pub kind: Box<str>,
    /// `host` or account.
    pub host: Setting,
    /// `database` or container.
    pub database: Option<Setting>,
    /// Where it is declared.
    pub pointer: Pointer,
}

/// One of our kinds that is a subject as it stands: Blueprint, Authority, `PolicySet`, Exemption, Approval.
#[derive(Clone, Debug, PartialEq)]
pub struct Other {
    /// The document that it is.
    pub document: DocumentIndex,
    /// Which kind.
    pub kind: Kind,
    /// `name`.
    pub name: Located<Box<str>>,
}
