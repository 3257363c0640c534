//! Which file knows about which kind.

use serde_json::{Map, Value};

use crate::facts::derive::Facts;
use crate::facts::fields::Fields;
use crate::facts::origin::Origin;
use crate::facts::subject::{SubjectKey, SubjectRef};
use crate::snapshot::Kind;

use super::{
    arm, contract, dataset, document, domain, edge, factory, mesh, node, ours, principal, problem, product, source,
    team,
};

macro_rules! route {
    ($kind:expr => $function:ident($($argument:expr),*)) => {
        match $kind {
            Kind::Mesh => mesh::$function($($argument),*),
            Kind::Domain => domain::$function($($argument),*),
            Kind::Product => product::$function($($argument),*),
            Kind::Contract => contract::$function($($argument),*),
            Kind::Team => team::$function($($argument),*),
            Kind::SourceSystem
            | Kind::Blueprint
            | Kind::Authority
            | Kind::PolicySet
            | Kind::Exemption
            | Kind::Approval => ours::$function($($argument),*),
            Kind::Problem => problem::$function($($argument),*),
            Kind::Document => document::$function($($argument),*),
            Kind::Tenant
            | Kind::ManagementGroup
            | Kind::Subscription
            | Kind::ResourceGroup
            | Kind::Resource
            | Kind::Container
            | Kind::RoleAssignment
            | Kind::RoleDefinition
            | Kind::Lock
            | Kind::PolicyAssignment
            | Kind::PolicyExemption
            | Kind::Budget
            | Kind::Trigger => arm::$function($($argument),*),
            Kind::Pipeline | Kind::PipelineDataset | Kind::LinkedService => factory::$function($($argument),*),
            Kind::Node => node::$function($($argument),*),
            Kind::Source => source::$function($($argument),*),
            Kind::Dataset => dataset::$function($($argument),*),
            Kind::Edge => edge::$function($($argument),*),
            Kind::Principal => principal::$function($($argument),*),
        }
    };
}

/// How many subjects there are of a kind.
pub(crate) fn count(facts: &Facts, kind: Kind) -> u32 {
    route!(kind => count(facts, kind))
}

/// How people name a subject: its id, never empty, and its name, the id where it has none.
pub(crate) fn key(facts: &Facts, subject: SubjectRef) -> SubjectKey {
    let (id, name) = route!(subject.kind => key(facts, subject));
    SubjectKey {
        kind: subject.kind,
        id,
        name,
    }
}

/// The domain that a subject belongs to.
pub(crate) fn domain_of<'f>(facts: &'f Facts, subject: SubjectRef) -> Option<&'f str> {
    route!(subject.kind => domain(facts, subject))
}

/// The fields of a subject that somebody will read, but for the ones that all subjects have.
pub(crate) fn build(facts: &Facts, subject: SubjectRef, fields: &Fields) -> Map<String, Value> {
    route!(subject.kind => build(facts, subject, fields))
}

/// The place of a subject; for a derived one that of its first participant.
pub(crate) fn origin<'f>(facts: &'f Facts, subject: SubjectRef) -> Option<Origin<'f>> {
    route!(subject.kind => origin(facts, subject))
}

/// The other places that take part in a subject, each with what it is.
pub(crate) fn related<'f>(facts: &'f Facts, subject: SubjectRef) -> Vec<(Origin<'f>, String)> {
    route!(subject.kind => related(facts, subject))
}
