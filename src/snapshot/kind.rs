//! The kinds of things that a mesh is made of.

use std::fmt;

macro_rules! kinds {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)+) => {
        /// What a subject is. The names are those of the files in a snapshot folder and of `subject:` in a policy.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind { $($(#[$doc])* $variant,)+ }

        impl Kind {
            /// Every kind, in the order in which subjects are judged and listed.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name that users write.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// The kind with this name.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

kinds! {
    /// The whole mesh; `input` is the entire snapshot.
    Mesh = "mesh",
    /// A business domain.
    Domain = "domain",
    /// A team that owns things.
    Team = "team",
    /// A data product (Bitol ODPS).
    Product = "product",
    /// A data contract (ODCS).
    Contract = "contract",
    /// An operational system that data is read from.
    SourceSystem = "source_system",
    /// An approved way to deploy a node.
    Blueprint = "blueprint",
    /// A team's right to govern a scope.
    Authority = "authority",
    /// Settings of policies for a scope.
    PolicySet = "policy_set",
    /// A signed exception from a policy.
    Exemption = "exemption",
    /// Consent of a domain.
    Approval = "approval",
    /// Something that could not be read as it should be.
    Problem = "problem",
    /// One parsed file document as it stands.
    Document = "document",
    /// The Microsoft Entra tenant.
    Tenant = "tenant",
    /// A management group.
    ManagementGroup = "management_group",
    /// A subscription.
    Subscription = "subscription",
    /// A resource group.
    ResourceGroup = "resource_group",
    /// A resource.
    Resource = "resource",
    /// A container of a storage account.
    Container = "container",
    /// A role assignment.
    RoleAssignment = "role_assignment",
    /// A role definition.
    RoleDefinition = "role_definition",
    /// A lock.
    Lock = "lock",
    /// An assignment of an Azure policy.
    PolicyAssignment = "policy_assignment",
    /// An exemption from an Azure policy.
    PolicyExemption = "policy_exemption",
    /// A budget.
    Budget = "budget",
    /// A trigger of Data Factory or Synapse pipelines.
    Trigger = "trigger",
    /// A Data Factory or Synapse pipeline.
    Pipeline = "pipeline",
    /// A Data Factory or Synapse dataset.
    PipelineDataset = "pipeline_dataset",
    /// A Data Factory or Synapse linked service.
    LinkedService = "linked_service",
    /// A node of the mesh: a resource group or a subscription.
    Node = "node",
    /// An object of an operational system that products ingest.
    Source = "source",
    /// A physical dataset that contracts describe.
    Dataset = "dataset",
    /// A product's input port, joined to what it reads.
    Edge = "edge",
    /// Who holds role assignments.
    Principal = "principal",
}

impl Kind {
    /// Whether only a tenant can hold it: no file declares such a thing.
    pub const fn is_only_observed(self) -> bool {
        matches!(
            self,
            Self::Tenant
                | Self::ManagementGroup
                | Self::Subscription
                | Self::ResourceGroup
                | Self::Resource
                | Self::Container
                | Self::RoleAssignment
                | Self::RoleDefinition
                | Self::Lock
                | Self::PolicyAssignment
                | Self::PolicyExemption
                | Self::Budget
                | Self::Trigger
        )
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
