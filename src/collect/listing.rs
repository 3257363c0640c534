//! What is listed of a tenant: one entry for each listing, with the scopes that have it, its address and the right it needs.

use crate::snapshot::Kind;

/// Which scopes a listing is asked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// Once.
    Tenant,
    /// Each management group.
    ManagementGroup,
    /// Each subscription.
    Subscription,
    /// Each thing that another listing finds.
    Each(Listing),
}

/// Whose budget of calls a listing uses up, besides the subscription's. Source: Azure Resource Manager request limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Provider {
    /// Azure Resource Manager itself.
    Manager,
    /// Lists of the storage resource provider, which are few.
    Storage,
    /// Azure Resource Graph.
    Graph,
    /// The data plane of Synapse.
    Synapse,
}

/// The shape of a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Pages of rows in `value`.
    Pages,
    /// One object, or an array of one, which is the row.
    One,
    /// A management group with its tree of children.
    Tree,
}

macro_rules! listings {
    ($($(#[$doc:meta])* $variant:ident {
        name: $name:literal, kind: $kind:ident, at: $at:expr, path: $path:literal, version: $version:literal,
        action: $action:literal, role: $role:literal, provider: $provider:ident, shape: $shape:ident, part: $part:expr,
    })+) => {
        /// One listing of Azure.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Listing { $($(#[$doc])* $variant,)+ }

        impl Listing {
            /// Every listing, those first that others follow from.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The name in journals, and on the screen.
            pub const fn name(self) -> &'static str { match self { $(Self::$variant => $name,)+ } }

            /// What its rows are.
            pub const fn kind(self) -> Kind { match self { $(Self::$variant => Kind::$kind,)+ } }

            /// Where it is asked.
            pub const fn at(self) -> At { match self { $(Self::$variant => $at,)+ } }

            /// What comes after the scope in its address, with the query.
            pub(super) const fn path(self) -> &'static str { match self { $(Self::$variant => $path,)+ } }

            /// The version of the interface that is asked.
            pub(super) const fn version(self) -> &'static str { match self { $(Self::$variant => $version,)+ } }

            /// The right that it needs.
            pub const fn action(self) -> &'static str { match self { $(Self::$variant => $action,)+ } }

            /// The least built-in role that grants the right.
            pub const fn role(self) -> &'static str { match self { $(Self::$variant => $role,)+ } }

            /// Whose budget it uses up.
            pub(super) const fn provider(self) -> Provider { match self { $(Self::$variant => Provider::$provider,)+ } }

            /// What a reply looks like.
            pub(super) const fn shape(self) -> Shape { match self { $(Self::$variant => Shape::$shape,)+ } }

            /// What of its kind it adds, where it does not list the kind itself.
            pub const fn part(self) -> Option<&'static str> { match self { $(Self::$variant => $part,)+ } }
        }
    };
}

// Sources: the interfaces' own versions in the Azure REST API specifications.
listings! {
    /// The tenant itself.
    Tenants {
        name: "tenants", kind: Tenant, at: At::Tenant, path: "tenants", version: "2021-01-01",
        action: "Microsoft.Resources/tenants/read", role: "Reader", provider: Manager, shape: Pages, part: None,
    }
    /// The tree of management groups.
    ManagementGroups {
        name: "management groups", kind: ManagementGroup, at: At::Tenant, path: "?$expand=children&$recurse=true", version: "2020-05-01",
        action: "Microsoft.Management/managementGroups/read", role: "Management Group Reader", provider: Manager, shape: Tree, part: None,
    }
    /// Subscriptions that the credential sees.
    Subscriptions {
        name: "subscriptions", kind: Subscription, at: At::Tenant, path: "subscriptions", version: "2021-01-01",
        action: "Microsoft.Resources/subscriptions/read", role: "Reader", provider: Manager, shape: Pages, part: None,
    }
    /// Role assignments at and above a management group.
    GroupRoleAssignments {
        name: "role assignments of management groups", kind: RoleAssignment, at: At::ManagementGroup,
        path: "providers/Microsoft.Authorization/roleAssignments?$filter=atScope()", version: "2022-04-01",
        action: "Microsoft.Authorization/roleAssignments/read", role: "Reader", provider: Manager, shape: Pages, part: None,
    }
    /// Policy assignments at and above a management group.
    GroupPolicyAssignments {
        name: "policy assignments of management groups", kind: PolicyAssignment, at: At::ManagementGroup,
        path: "providers/Microsoft.Authorization/policyAssignments?$filter=atExactScope()", version: "2021-06-01",
        action: "Microsoft.Authorization/policyAssignments/read", role: "Reader", provider: Manager, shape: Pages, part: None,
    }
    /// Policy exemptions at a management group.
    GroupPolicyExemptions {
        name: "policy exemptions of management groups", kind: PolicyExemption, at: At::ManagementGroup,
        path: "providers/Microsoft.Authorization/policyExemptions?$filter=atExactScope()", version: "2020-07-01-preview",
        action: "Microsoft.Authorization/policyExemptions/read", role: "Reader", provider: Manager, shape: Pages, part: None,
    }
    /// Resource groups.
    ResourceGroups {
        name: "resource groups", kind: ResourceGroup, at: At::Subscription, path: "resourcegroups", version: "2021-04-01",
        action: "Microsoft.Resources/subscriptions/resourceGroups/read", role: "Reader", provider: Manager, shape: Pages, part: None,
    }
    /// Resources, without what only their providers know.
    Resources {
        name: "resources", kind: Resource, at: At::Subscription, path: "resources?$expand=createdTime,changedTime,provisioningState&$top=1000", version: "2021-04-01",
        action: "Microsoft.Resources/subscriptions/resources/read", role: "Reader", provider: Manager, shape: Pages, part: None,
    }
    /// Role assignments at, above and below a subscription: without a filter, which would drop those below.
    RoleAssignments {
        name: "role assignments", kind: RoleAssignment, at: At::Subscription, path: "providers/Microsoft.Authorization/roleAssignments", version: "2022-04-01",
        action: "Microsoft.Authorization/roleAssignments/read", role: "Reader", provider: Manager, shape: Pages, part: None,
    }
    /// Role definitions that a subscription can assign.
    RoleDefinitions {
        name: "role definitions", kind: RoleDefinition, at: At::Subscription, path: "providers/Microsoft.Authorization/roleDefinitions", version: "2022-04-01",
        action: "Microsoft.Authorization/roleDefinitions/read", role: "Reader", provider: Manager, shape: Pages, part: None,
    }
    /// How many role assignments a subscription has and may have.
    UsageMetrics {
        name: "usage of role assignments", kind: Subscription, at: At::Subscription,
        path: "providers/Microsoft.Authorization/roleAssignmentsUsageMetrics", version: "2019-08-01-preview",
        action: "Microsoft.Authorization/roleAssignmentsUsageMetrics/read", role: "Reader", provider: Manager, shape: One, part: Some("roleAssignmentsUsageMetrics"),
    }
    /// Locks.
    Locks {
        name: "locks", kind: Lock, at: At::Subscription, path: "providers/Microsoft.Authorization/locks", version: "2020-05-01",
        action: "Microsoft.Authorization/locks/read", role: "Reader", provider: Manager, shape: Pages, part: None,
    }
    /// Policy assignments that hold in a subscription.
    PolicyAssignments {
        name: "policy assignments", kind: PolicyAssignment, at: At::Subscription, path: "providers/Microsoft.Authorization/policyAssignments", version: "2021-06-01",
        action: "Microsoft.Authorization/policyAssignments/read", role: "Reader", provider: Manager, shape: Pages, part: None,
    }
    /// Policy exemptions that hold in a subscription.
    PolicyExemptions {
        name: "policy exemptions", kind: PolicyExemption, at: At::Subscription, path: "providers/Microsoft.Authorization/policyExemptions", version: "2020-07-01-preview",
        action: "Microsoft.Authorization/policyExemptions/read", role: "Reader", provider: Manager, shape: Pages, part: None,
    }
    /// Storage accounts as their provider knows them.
    StorageAccounts {
        name: "storage accounts", kind: Resource, at: At::Subscription, path: "providers/Microsoft.Storage/storageAccounts", version: "2024-01-01",
        action: "Microsoft.Storage/storageAccounts/read", role: "Reader", provider: Storage, shape: Pages, part: Some("Microsoft.Storage/storageAccounts"),
    }
    /// Data factories as their provider knows them.
    Factories {
        name: "data factories", kind: Resource, at: At::Subscription, path: "providers/Microsoft.DataFactory/factories", version: "2018-06-01",
        action: "Microsoft.DataFactory/factories/read", role: "Reader", provider: Manager, shape: Pages, part: Some("Microsoft.DataFactory/factories"),
    }
    /// Synapse workspaces as their provider knows them.
    Workspaces {
        name: "Synapse workspaces", kind: Resource, at: At::Subscription, path: "providers/Microsoft.Synapse/workspaces", version: "2021-06-01",
        action: "Microsoft.Synapse/workspaces/read", role: "Reader", provider: Manager, shape: Pages, part: Some("Microsoft.Synapse/workspaces"),
    }
    /// Whether costs inherit the tags of the subscription and its resource groups.
    TagInheritance {
        name: "tag inheritance", kind: Subscription, at: At::Subscription,
        path: "providers/Microsoft.CostManagement/settings/taginheritance", version: "2025-03-01",
        action: "Microsoft.CostManagement/settings/read", role: "Cost Management Reader", provider: Manager, shape: One, part: Some("tagInheritance"),
    }
    /// Budgets.
    Budgets {
        name: "budgets", kind: Budget, at: At::Subscription, path: "providers/Microsoft.Consumption/budgets", version: "2023-05-01",
        action: "Microsoft.Consumption/budgets/read", role: "Cost Management Reader", provider: Manager, shape: Pages, part: None,
    }
    /// Containers of a storage account.
    Containers {
        name: "containers", kind: Container, at: At::Each(Self::StorageAccounts), path: "blobServices/default/containers", version: "2024-01-01",
        action: "Microsoft.Storage/storageAccounts/blobServices/containers/read", role: "Reader", provider: Storage, shape: Pages, part: None,
    }
    /// Linked services of a data factory.
    LinkedServices {
        name: "linked services", kind: LinkedService, at: At::Each(Self::Factories), path: "linkedservices", version: "2018-06-01",
        action: "Microsoft.DataFactory/factories/linkedServices/read", role: "Reader", provider: Manager, shape: Pages, part: None,
    }
    /// Datasets of a data factory.
    Datasets {
        name: "datasets", kind: PipelineDataset, at: At::Each(Self::Factories), path: "datasets", version: "2018-06-01",
        action: "Microsoft.DataFactory/factories/datasets/read", role: "Reader", provider: Manager, shape: Pages, part: None,
    }
    /// Pipelines of a data factory.
    Pipelines {
        name: "pipelines", kind: Pipeline, at: At::Each(Self::Factories), path: "pipelines", version: "2018-06-01",
        action: "Microsoft.DataFactory/factories/pipelines/read", role: "Reader", provider: Manager, shape: Pages, part: None,
    }
    /// Triggers of a data factory.
    Triggers {
        name: "triggers", kind: Trigger, at: At::Each(Self::Factories), path: "triggers", version: "2018-06-01",
        action: "Microsoft.DataFactory/factories/triggers/read", role: "Reader", provider: Manager, shape: Pages, part: None,
    }
    /// Linked services of a Synapse workspace.
    WorkspaceLinkedServices {
        name: "linked services of workspaces", kind: LinkedService, at: At::Each(Self::Workspaces), path: "linkedservices", version: "2020-12-01",
        action: "Microsoft.Synapse/workspaces/linkedServices/read", role: "Synapse Artifact User", provider: Synapse, shape: Pages, part: None,
    }
    /// Datasets of a Synapse workspace.
    WorkspaceDatasets {
        name: "datasets of workspaces", kind: PipelineDataset, at: At::Each(Self::Workspaces), path: "datasets", version: "2020-12-01",
        action: "Microsoft.Synapse/workspaces/artifacts/read", role: "Synapse Artifact User", provider: Synapse, shape: Pages, part: None,
    }
    /// Pipelines of a Synapse workspace.
    WorkspacePipelines {
        name: "pipelines of workspaces", kind: Pipeline, at: At::Each(Self::Workspaces), path: "pipelines", version: "2020-12-01",
        action: "Microsoft.Synapse/workspaces/artifacts/read", role: "Synapse Artifact User", provider: Synapse, shape: Pages, part: None,
    }
    /// Triggers of a Synapse workspace.
    WorkspaceTriggers {
        name: "triggers of workspaces", kind: Trigger, at: At::Each(Self::Workspaces), path: "triggers", version: "2020-12-01",
        action: "Microsoft.Synapse/workspaces/artifacts/read", role: "Synapse Artifact User", provider: Synapse, shape: Pages, part: None,
    }
}

impl Listing {
    /// The listing with this name.
    pub(super) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|listing| listing.name() == name)
    }

    /// The listings that are asked for each thing that this one finds.
    pub(super) fn of_each(self) -> impl Iterator<Item = Self> {
        Self::ALL
            .iter()
            .copied()
            .filter(move |listing| listing.at() == At::Each(self))
    }

    /// The listings that are asked at every scope of a level.
    pub(super) fn at_level(level: At) -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(move |listing| listing.at() == level)
    }
}
