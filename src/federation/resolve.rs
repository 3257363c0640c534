//! Authorities, policies, settings, exemptions and approvals, made into the one set of policies that is in force.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::facts::{Consent as ContractConsent, ExemptionStanding, Facts, Refusal};
use crate::policy::{Level, Point, Policy, PolicyError, PolicyErrorKind, PolicyOrigin};
use crate::snapshot::{ApprovalTarget, Kind, Scope, Snapshot};

use super::authorities::Authorities;
use super::consent;
use super::exemptions::{self, Exempted};
use super::governance::Governance;
use super::policy_set::{PolicySet, Rule};
use super::refused::Refused;
use super::settings;
use super::signature::{self, SignedApproval};
use super::tree::Tree;

/// What came of resolving.
#[derive(Clone, Debug)]
pub struct Resolution {
    /// What is in force.
    pub policies: PolicySet,
    pub(super) refused: Refused,
    pub(super) exemptions: BTreeMap<u32, ExemptionStanding>,
    pub(super) consents: BTreeMap<u32, Vec<ContractConsent>>,
}

impl Resolution {
    /// Everything that is refused, with the kind and the index of the file that says it.
    pub fn refusals(&self) -> impl Iterator<Item = ((Kind, u32), &Refusal)> {
        let all = self.refused.of.iter();
        all.flat_map(|(of, refusals)| refusals.iter().map(move |refusal| (*of, refusal)))
    }
}

/// Resolves what governs a mesh for a point and a day. Pure; the order of files, of policies and of settings in a file makes no
/// difference, and everything that is refused is told.
pub fn resolve(
    governance: &Governance<'_>,
    policies: &[Arc<Policy>],
    facts: &Facts<'_>,
    point: Point,
    as_of: Date,
) -> Resolution {
    let tree = Tree::of(governance);
    let mut refused = Refused::default();
    let authorities = Authorities::of(governance, &tree, &mut refused);
    let mut set = PolicySet::unset(policies, point, as_of);
    settings::assign(
        &settings::Context {
            governance,
            authorities: &authorities,
            tree: &tree,
            facts,
            as_of,
        },
        &mut set.rules,
        &mut refused,
    );
    let approvals = signature::signed(governance, &authorities, &set.rules, facts, &mut refused);
    if authorities.is_federated {
        for rule in &mut set.rules {
            if consent::is_needed(rule, point, as_of) {
                let metadata = &rule.policy.metadata;
                rule.consent = Some(consent::of_policy(
                    &approvals,
                    metadata,
                    governance.terms.quorum,
                    &tree,
                    as_of,
                ));
            }
        }
    }
    let Exempted { live, standings } = exemptions::judge(
        &exemptions::Context {
            governance,
            authorities: &authorities,
            approvals: &approvals,
            rules: &set.rules,
            facts,
            as_of,
        },
        &mut refused,
    );
    set.tree = tree;
    set.exemptions = live;
    Resolution {
        policies: set,
        refused,
        exemptions: standings,
        consents: consents(&approvals, facts.snapshot(), as_of),
    }
}

/// What domains say of each contract as it is now.
fn consents(approvals: &[SignedApproval<'_>], snapshot: &Snapshot, as_of: Date) -> BTreeMap<u32, Vec<ContractConsent>> {
    let mut consents = BTreeMap::new();
    for (index, contract) in (0..).zip(&snapshot.declared.contracts) {
        let Some(id) = &contract.id else {
            continue;
        };
        let version = contract.version.as_ref().map(|version| &*version.value);
        let about = approvals.iter().filter(|approval| {
            matches!(approval.about, ApprovalTarget::Contract(about) if *about == id.value)
                && consent::holds_for(approval.versions, version)
        });
        let says = consent::latest(about, as_of);
        let of_domains = says.into_iter().filter_map(|(voice, decision)| match voice {
            Scope::Domain(domain) => Some(ContractConsent {
                domain: domain.clone(),
                decision,
            }),
            _ => None,
        });
        let said: Vec<ContractConsent> = of_domains.collect();
        if !said.is_empty() {
            consents.insert(index, said);
        }
    }
    consents
}

/// The policies of folders that lie in the tree of an authority which may not define their package. Nobody redefines what is
/// another's, so that nothing is judged until they are moved.
pub fn misplaced_policies(governance: &Governance<'_>, policies: &[Arc<Policy>]) -> Vec<PolicyError> {
    let tree = Tree::of(governance);
    let authorities = Authorities::of(governance, &tree, &mut Refused::default());
    let of_folders = policies
        .iter()
        .filter(|policy| policy.metadata.origin == PolicyOrigin::Folder);
    of_folders
        .filter_map(|policy| {
            let holder = authorities.at(policy.source.name())?;
            if holder.may_define(&policy.metadata.id.0) {
                return None;
            }
            let document = holder.placed.document;
            let error = PolicyError {
                source: Arc::clone(&policy.source),
                span: policy.span,
                kind: PolicyErrorKind::NotItsAuthority {
                    package: policy.metadata.id.0.clone(),
                    authority: holder.name().into(),
                    scope: holder.scope.to_string().into(),
                },
                related: Some((Arc::clone(&document.source), document.root.span)),
            };
            Some(error)
        })
        .collect()
}

impl Rule {
    /// The level as the owner has it: that of most subjects.
    pub fn level_of_owner(&self, point: Point, as_of: Date) -> Level {
        self.effective(&self.case_of_owner(), point, as_of).level
    }
}
