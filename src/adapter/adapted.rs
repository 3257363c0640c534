//! One document, adapted.

use crate::snapshot::{
    Approval, Authority, CatalogEntity, Conformance, Contract, Declared, DocumentIndex, Domain, Exemption, Kind,
    LinkedService, Location, Mesh, Other, Pipeline, PipelineDataset, PolicySet, Problem, ProblemCode, Product,
    RegisteredTeam, RegisteredUser, SourceSystem,
};
use crate::text::{Document, Node, Pointer, Span};

use super::format::Format;
use super::standard::{Standard, judge};
use super::{backstage, data_factory, mesh, odcs, odps};

/// What one document holds.
#[derive(Debug, Default)]
pub struct Adapted {
    /// The object that it declares; none only where a document of ours lacks its kind or name.
    pub object: Option<Object>,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

/// A declared object of any kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Object {
    /// `kind: Mesh`.
    Mesh(Mesh),
    /// `kind: Domain`.
    Domain(Domain),
    /// `kind: SourceSystem`.
    SourceSystem(SourceSystem),
    /// A blueprint.
    Other(Other),
    /// `kind: Authority`.
    Authority(Other, Authority),
    /// `kind: PolicySet`.
    PolicySet(Other, PolicySet),
    /// `kind: Exemption`.
    Exemption(Other, Exemption),
    /// `kind: Approval`.
    Approval(Other, Approval),
    /// A data product.
    Product(Product),
    /// A data contract.
    Contract(Contract),
    /// A pipeline.
    Pipeline(Pipeline),
    /// A pipeline's dataset.
    PipelineDataset(PipelineDataset),
    /// A linked service.
    LinkedService(LinkedService),
    /// Teams of a registry: one document may hold many.
    Teams(Vec<RegisteredTeam>),
    /// A user of a registry.
    User(RegisteredUser),
    /// An entity of a software catalogue.
    Entity(CatalogEntity),
}

impl Object {
    /// Appends the object to the list of its kind.
    pub fn declare(self, declared: &mut Declared) {
        match self {
            Self::Mesh(mesh) => declared.meshes.push(mesh),
            Self::Domain(domain) => declared.domains.push(domain),
            Self::SourceSystem(system) => declared.source_systems.push(system),
            Self::Other(other) => declared.others.push(other),
            Self::Authority(other, authority) => {
                declared.others.push(other);
                declared.authorities.push(authority);
            }
            Self::PolicySet(other, set) => {
                declared.others.push(other);
                declared.policy_sets.push(set);
            }
            Self::Exemption(other, exemption) => {
                declared.others.push(other);
                declared.exemptions.push(exemption);
            }
            Self::Approval(other, approval) => {
                declared.others.push(other);
                declared.approvals.push(approval);
            }
            Self::Product(product) => declared.products.push(product),
            Self::Contract(contract) => declared.contracts.push(contract),
            Self::Pipeline(pipeline) => declared.pipelines.push(pipeline),
            Self::PipelineDataset(dataset) => declared.pipeline_datasets.push(dataset),
            Self::LinkedService(service) => declared.linked_services.push(service),
            Self::Teams(mut teams) => declared.teams.append(&mut teams),
            Self::User(user) => declared.users.push(user),
            Self::Entity(entity) => declared.entities.push(entity),
        }
    }
}

/// Reads a document of a known format: its object, and every problem in it. Pure, and independent of all other documents.
pub fn adapt(index: DocumentIndex, document: &Document, format: Format) -> Adapted {
    let root = &document.root;
    let file = document.source.name();
    match format {
        Format::Odcs => {
            let (conformance, problems) = conformance(document, Standard::Odcs);
            Adapted {
                object: Some(Object::Contract(odcs::contract(index, root, conformance))),
                problems,
            }
        }
        Format::Odps => {
            let (conformance, problems) = conformance(document, Standard::Odps);
            Adapted {
                object: Some(Object::Product(odps::product(index, root, conformance))),
                problems,
            }
        }
        Format::Mesh => mesh::adapt(index, document),
        Format::Backstage => backstage::entity(index, document),
        Format::GraphGroups => backstage::group_export(index, document),
        Format::Pipeline => Object::Pipeline(data_factory::pipeline(index, root, file)).into(),
        Format::PipelineDataset => Object::PipelineDataset(data_factory::dataset(index, root, file)).into(),
        Format::LinkedService => Object::LinkedService(data_factory::linked_service(index, root, file)).into(),
    }
}

impl From<Object> for Adapted {
    fn from(object: Object) -> Self {
        Self {
            object: Some(object),
            problems: Vec::new(),
        }
    }
}

/// How a document keeps to its standard, and the problems that this makes: one for all breaches, since each of them stays
/// in the conformance, and one for a slip in `kind`.
fn conformance(document: &Document, standard: Standard) -> (Conformance, Vec<Problem>) {
    let expected = match standard {
        Standard::Odcs => odcs::KIND,
        Standard::Odps => odps::KIND,
    };
    let mut problems = Vec::new();
    if let Some(kind) = document.root.get("kind").and_then(Node::as_str)
        && kind != expected
    {
        let place = (Pointer::root().key("kind"), None);
        let message = format!("`{kind}` is no kind of the standard that `apiVersion` names; it is read as {expected}");
        let help = Some(format!("write `kind: {expected}`"));
        problems.push(problem(document, ProblemCode::Invalid, place, message, help, None));
    }
    let conformance = judge(standard, &document.root.to_json());
    problems.extend(breach(document, standard, &conformance));
    (conformance, problems)
}

fn breach(document: &Document, standard: Standard, conformance: &Conformance) -> Option<Problem> {
    let first = conformance.errors.first()?;
    let name = standard.name();
    let declared = conformance.declared.as_deref();
    let (code, message) = match (conformance.judged_by, declared) {
        (None, Some(_)) => (ProblemCode::UnknownVersion, first.message.to_string()),
        (judged_by, _) => {
            let version = judged_by.map(|version| format!(" {version}")).unwrap_or_default();
            let place = match first.pointer.as_str() {
                "" => String::new(),
                pointer => format!("`{pointer}` "),
            };
            let more = match conformance.errors.len() {
                1 => String::new(),
                errors => format!("; and {} more", errors - 1),
            };
            let message = format!("breaks {name}{version}: {place}{}{more}", first.message);
            (ProblemCode::BreaksStandard, message)
        }
    };
    let help = "correct it here, or name in `apiVersion` the version of the standard that the file follows";
    let place = (first.pointer.clone(), None);
    Some(problem(document, code, place, message, Some(help.into()), None))
}

/// A problem at a place of a document: at the span given, else at what stands at the pointer.
pub(super) fn problem(
    document: &Document,
    code: ProblemCode,
    (pointer, span): (Pointer, Option<Span>),
    message: String,
    help: Option<String>,
    kind: Option<Kind>,
) -> Problem {
    let span = span.unwrap_or_else(|| document.span(&pointer));
    Problem {
        location: Location::File {
            file: document.source.name().into(),
            place: Some(document.source.place(span)),
            pointer: Some(pointer),
        },
        code,
        message: message.into(),
        help: help.map(Into::into),
        kind,
    }
}
