//! Who may set what: authorities and their scopes, resolved with policies, settings, exemptions and approvals to the one set
//! of policies that is in force.
//!
//! Architecture invariant: resolving is pure, and its result does not depend on the order of files. A setting that may not be
//! made is told and takes no effect; no setting can make the result milder than those above it allow, because it is only ever
//! joined to theirs in the stricter way.

mod authorities;
mod case;
mod consent;
mod difference;
mod effective;
mod exemptions;
mod governance;
mod in_force;
mod level_so_far;
mod looseness;
mod membership;
mod of_domain;
mod named_subjects;
mod place;
mod policy_set;
mod proposal;
mod refused;
mod resolve;
mod settings;
mod signature;
mod stages;
mod standings;
mod strictness;
mod target;
mod tree;
mod values_so_far;
mod world;

pub use authorities::{Approvers, authority_of};
pub use case::Case;
pub use consent::Consent;
pub use difference::{RuleChange, RuleDifference, affected};
pub use effective::{Effective, Share};
pub use exemptions::LiveExemption;
pub use governance::{Governance, Placed};
pub use in_force::{InForce, in_force, in_force_on_base};
pub use of_domain::{EffectiveLevel, EffectiveRule, effective_rules};
pub use policy_set::{PolicySet, Rule, Setting};
pub use proposal::{Proposal, ProposalError};
pub use resolve::{Resolution, misplaced_policies, resolve};
pub use standings::covering;
pub use strictness::{tightens, tightest};
pub use tree::Tree;
