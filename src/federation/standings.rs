//! What became of every file that governs a mesh, for the subjects that these files are.

use std::collections::{BTreeMap, BTreeSet};

use crate::facts::{Standing, Standings};
use crate::snapshot::{Kind, PolicySet as PolicySetFile, Scope, Snapshot};

use super::exemptions::LiveExemption;
use super::governance::{Governance, Placed};
use super::resolve::Resolution;

/// What became of the files of a mesh. `own` is what they come to by themselves; where there is a base, `in_force` is what
/// counts and `base` the state that it is taken from.
pub(super) fn standings(
    snapshot: &Snapshot,
    own: &Resolution,
    in_force: &Resolution,
    base: Option<&Governance<'_>>,
) -> Standings {
    let governance = Governance::of(snapshot);
    let mut of: BTreeMap<(Kind, u32), Standing> = BTreeMap::new();
    let mut put = |kind: Kind, index: u32, in_base: Option<bool>| {
        let standing = of.entry((kind, index)).or_default();
        standing.in_base = in_base;
        if let Some(refusals) = own.refused.of.get(&(kind, index)) {
            standing.refusals.clone_from(refusals);
        }
        if kind == Kind::Exemption {
            standing.exemption = own.exemptions.get(&index).cloned();
            if let Some(exemption) = &mut standing.exemption {
                exemption.is_live &= in_base != Some(false);
            }
        }
    };
    for (placed, in_base) in known(&governance.authorities, base.map(|base| &*base.authorities)) {
        put(Kind::Authority, placed.index, in_base);
    }
    // What a domain sets for itself a change may bring.
    for (placed, in_base) in known(&governance.policy_sets, base.map(|base| &*base.policy_sets)) {
        let is_of_mesh = base.is_some_and(|base| is_of_mesh(placed, base));
        put(Kind::PolicySet, placed.index, in_base.filter(|_| is_of_mesh));
    }
    for (placed, in_base) in known(&governance.exemptions, base.map(|base| &*base.exemptions)) {
        put(Kind::Exemption, placed.index, in_base);
    }
    for (placed, in_base) in known(&governance.approvals, base.map(|base| &*base.approvals)) {
        put(Kind::Approval, placed.index, in_base);
    }
    for (index, _) in (0..).zip(&snapshot.declared.contracts) {
        let consents = in_force.consents.get(&index).cloned().unwrap_or_default();
        of.entry((Kind::Contract, index)).or_default().consents = consents;
    }
    Standings { of }
}

/// The standings with what each exemption that takes effect covers, in the order of `exemptions`.
#[must_use]
pub fn covering(
    mut standings: Standings,
    snapshot: &Snapshot,
    exemptions: &[LiveExemption],
    covered: &[u64],
) -> Standings {
    let by_text: BTreeMap<&str, u64> = exemptions
        .iter()
        .zip(covered)
        .map(|(exemption, covered)| (&*exemption.text, *covered))
        .collect();
    for placed in &Governance::of(snapshot).exemptions {
        let standing = standings.of.get_mut(&(Kind::Exemption, placed.index));
        if let Some(exemption) = standing.and_then(|standing| standing.exemption.as_mut()) {
            exemption.covered = by_text.get(placed.text().as_str()).copied();
        }
    }
    standings
}

/// Each object, and whether the base has it.
fn known<'g, 'a, T>(
    now: &'g [Placed<'a, T>],
    before: Option<&[Placed<'_, T>]>,
) -> impl Iterator<Item = (&'g Placed<'a, T>, Option<bool>)> {
    let before: Option<BTreeSet<String>> = before.map(|before| before.iter().map(Placed::text).collect());
    now.iter().map(move |placed| {
        let in_base = before.as_ref().map(|before| before.contains(&placed.text()));
        (placed, in_base)
    })
}

/// Whether the base knows the authority of some settings as that of the mesh.
fn is_of_mesh(placed: &Placed<'_, PolicySetFile>, base: &Governance<'_>) -> bool {
    let authority = placed.object.authority.as_ref();
    base.authorities.iter().any(|one| {
        let is_meant = authority.is_some_and(|name| name.value == one.object.name.value);
        is_meant
            && one
                .object
                .scope
                .as_ref()
                .is_some_and(|scope| scope.value == Scope::Mesh)
    })
}
