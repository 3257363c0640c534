//! Which authorities count, and what each file belongs to.

use std::collections::BTreeMap;

use crate::facts::{Refusal, folder, join};
use crate::snapshot::{Authority, Kind, Scope};
use crate::text::Pointer;

use super::governance::{Governance, Placed};
use super::place::lies_in;
use super::refused::{Refused, beside, refusal};
use super::tree::Tree;

/// The authorities that count: one for a scope.
#[derive(Clone, Debug, Default)]
pub(super) struct Authorities<'a> {
    counted: Vec<Counted<'a>>,
    /// Whether any file says that somebody governs the mesh, in whatever state that file is.
    pub(super) is_federated: bool,
}

/// An authority that counts.
#[derive(Clone, Debug)]
pub(super) struct Counted<'a> {
    pub(super) placed: Placed<'a, Authority>,
    pub(super) scope: &'a Scope,
    /// The folder in which what it writes lies.
    pub(super) tree: String,
}

impl Counted<'_> {
    pub(super) fn name(&self) -> &str {
        &self.placed.object.name.value
    }

    /// Whether it may define a package.
    pub(super) fn may_define(&self, package: &str) -> bool {
        let own = self.scope.root();
        let stated = self.placed.object.roots.iter().map(|root| &*root.value);
        let mut roots: Vec<&str> = stated.filter(|root| is_own(self.scope, root)).collect();
        if self.placed.object.roots.is_empty() {
            roots.extend(own.as_deref());
        }
        roots.iter().any(|root| is_below(package, root))
    }
}

impl<'a> Authorities<'a> {
    /// Sorts out the authorities of a mesh.
    pub(super) fn of(governance: &Governance<'a>, tree: &Tree, refused: &mut Refused) -> Self {
        let claims = claims(governance, tree, refused);
        let mut by_scope: BTreeMap<&Scope, Vec<&Counted<'a>>> = BTreeMap::new();
        for claim in &claims {
            by_scope.entry(claim.scope).or_default().push(claim);
        }
        let mut alone: Vec<&Counted<'a>> = Vec::new();
        for rivals in by_scope.values() {
            alone.extend(only_one(rivals, refused));
        }
        let mut by_name: BTreeMap<&str, Vec<&Counted<'a>>> = BTreeMap::new();
        for claim in &alone {
            by_name.entry(claim.name()).or_default().push(claim);
        }
        for namesakes in by_name.values().filter(|namesakes| namesakes.len() > 1) {
            for claim in namesakes {
                let others = namesakes
                    .iter()
                    .filter(|other| other.placed.index != claim.placed.index);
                for other in others {
                    refuse(
                        refused,
                        claim,
                        beside(
                            refusal(
                                &claim.placed.object.name.pointer,
                                "name",
                                format!("another authority is called `{}` too", claim.name()),
                                "give each authority a name of its own",
                            ),
                            other.placed.location(&other.placed.object.name.pointer),
                            format!("it governs {}", other.scope),
                        ),
                    );
                }
            }
        }
        alone.retain(|claim| by_name.get(claim.name()).is_none_or(|namesakes| namesakes.len() == 1));
        let counted = alone
            .iter()
            .filter(|claim| is_at_home(claim, &alone, tree, refused))
            .map(|claim| (*claim).clone())
            .collect();
        let is_federated = governance.authorities.iter().any(|authority| {
            let scope = authority.object.scope.as_ref();
            scope.is_some_and(|scope| scope.value == Scope::Mesh)
        });
        Self { counted, is_federated }
    }

    /// All that count, in the order of their scopes.
    pub(super) fn all(&self) -> &[Counted<'a>] {
        &self.counted
    }

    /// The authority with this name.
    pub(super) fn named(&self, name: &str) -> Option<&Counted<'a>> {
        self.counted.iter().find(|counted| counted.name() == name)
    }

    /// The authority that governs a scope itself.
    pub(super) fn of_scope(&self, scope: &Scope) -> Option<&Counted<'a>> {
        self.counted.iter().find(|counted| counted.scope == scope)
    }

    /// The authority in whose tree a file lies: of nested trees the innermost.
    pub(super) fn at(&self, file: &str) -> Option<&Counted<'a>> {
        innermost(self.counted.iter(), file)
    }
}

/// The innermost of the trees that hold a file; none where two authorities claim that tree.
fn innermost<'c, 'a: 'c>(claims: impl Iterator<Item = &'c Counted<'a>>, file: &str) -> Option<&'c Counted<'a>> {
    let mut holding: Vec<&Counted<'a>> = claims.filter(|claim| lies_in(file, &claim.tree)).collect();
    holding.sort_by_key(|claim| std::cmp::Reverse(claim.tree.len()));
    match holding.as_slice() {
        [first, second, ..] if first.tree == second.tree => None,
        [first, ..] => Some(*first),
        [] => None,
    }
}

/// Every authority that says what it governs, with its tree.
fn claims<'a>(governance: &Governance<'a>, tree: &Tree, refused: &mut Refused) -> Vec<Counted<'a>> {
    let mut claims: Vec<Counted<'a>> = Vec::new();
    for placed in &governance.authorities {
        let object = placed.object;
        let of = (Kind::Authority, placed.index);
        let Some(scope) = &object.scope else {
            refused.add(
                of,
                refusal(
                    &Pointer::root().key("scope"),
                    "scope",
                    "it does not say what it governs",
                    "write one of `scope: {mesh: ...}`, `{domain: ...}` and `{product: ...}`",
                ),
            );
            continue;
        };
        if let Scope::Domain(name) = &scope.value {
            if !tree.declares(name) {
                refused.add(
                    of,
                    refusal(
                        &scope.pointer,
                        "scope",
                        format!("no domain `{name}` is declared"),
                        "declare it in a file of kind Domain, or write the name of one that is",
                    ),
                );
                continue;
            }
            if let Some(circle) = tree.circle(name) {
                refused.add(
                    of,
                    refusal(
                        &scope.pointer,
                        "circle",
                        format!("the domain is part of itself: {} -> {name}", circle.join(" -> ")),
                        "take the `parent` of one of them out; until then each counts as part of the others",
                    ),
                );
            }
        }
        for root in object.roots.iter().filter(|root| !is_own(&scope.value, &root.value)) {
            let own = scope.value.root();
            let help = own.map_or_else(
                || "an authority of a product defines no policies: take it out".to_owned(),
                |own| format!("its roots are `{own}` and what is below"),
            );
            let message = format!("the root `{}` is outside its scope {}", root.value, scope.value);
            refused.add(of, refusal(&root.pointer, &root.value, message, help));
        }
        let home = folder(placed.file());
        claims.push(Counted {
            placed: *placed,
            scope: &scope.value,
            tree: join(home, object.tree.as_ref().map_or(".", |tree| &*tree.value)),
        });
    }
    claims.sort_by(|one, other| key(one).cmp(&key(other)));
    claims
}

fn key<'c>(claim: &'c Counted<'_>) -> (&'c Scope, &'c str, &'c str, u32) {
    (
        claim.scope,
        claim.placed.file(),
        claim.name(),
        claim.placed.document.index,
    )
}

/// The one of several claims to a scope that counts: the one in whose tree all others lie while it lies in none of theirs.
fn only_one<'c, 'a>(rivals: &[&'c Counted<'a>], refused: &mut Refused) -> Option<&'c Counted<'a>> {
    let beats = |one: &Counted<'a>, other: &Counted<'a>| {
        lies_in(other.placed.file(), &one.tree) && !lies_in(one.placed.file(), &other.tree)
    };
    let is_other = |one: &Counted<'a>, other: &Counted<'a>| one.placed.index != other.placed.index;
    let winner = rivals
        .iter()
        .find(|one| rivals.iter().all(|other| !is_other(one, other) || beats(one, other)));
    for claim in rivals {
        if winner.is_some_and(|winner| !is_other(winner, claim)) {
            continue;
        }
        for other in rivals.iter().filter(|other| is_other(claim, other)) {
            let text = format!("another authority governs {} too", claim.scope);
            let help = "a scope has one authority: keep one of the two";
            let place = other.placed.location(&Pointer::root().key("scope"));
            let message = format!("`{}` claims it", other.name());
            let refusal = refusal(&Pointer::root().key("scope"), "scope", text, help);
            refuse(refused, claim, beside(refusal, place, message));
        }
    }
    winner.copied()
}

/// Whether an authority's file and its tree lie where they may: the file in no tree of a scope that is not above its own, the
/// tree below its file, unless an authority above it wrote the file.
fn is_at_home<'a>(claim: &Counted<'a>, all: &[&Counted<'a>], tree: &Tree, refused: &mut Refused) -> bool {
    let others = all
        .iter()
        .copied()
        .filter(|other| other.placed.index != claim.placed.index);
    let holder = innermost(others, claim.placed.file());
    let is_above = |other: &Counted<'_>| other.scope != claim.scope && reaches(tree, other.scope, claim.scope);
    if let Some(holder) = holder.filter(|holder| !is_above(holder) && holder.tree.len() >= claim.tree.len()) {
        let text = format!(
            "it claims {} in the tree of `{}`, which governs {}",
            claim.scope,
            holder.name(),
            holder.scope
        );
        let help = "move the file to where its own scope, or one above it, lies";
        let place = holder.placed.location(&Pointer::root());
        refuse(
            refused,
            claim,
            beside(
                refusal(&Pointer::root().key("scope"), "place", text, help),
                place,
                "the authority of that tree",
            ),
        );
        return false;
    }
    let is_below = lies_in(&claim.tree, folder(claim.placed.file()));
    if !is_below && holder.is_none_or(|holder| !is_above(holder)) {
        let text = format!("its tree `{}` does not lie below its file", claim.tree);
        let help = "only an authority above may give it a tree elsewhere: move the file into that one's tree, or to the top of its own";
        refuse(
            refused,
            claim,
            refusal(&Pointer::root().key("tree"), "tree", text, help),
        );
        return false;
    }
    true
}

/// Whether a scope is above another. That of a product is not known without its domain; every domain may hold it.
fn reaches(tree: &Tree, above: &Scope, below: &Scope) -> bool {
    match (above, below) {
        (Scope::Domain(_), Scope::Product(_)) => true,
        _ => tree.reaches(above, below, None),
    }
}

fn refuse(refused: &mut Refused, claim: &Counted<'_>, refusal: Refusal) {
    refused.add((Kind::Authority, claim.placed.index), refusal);
}

/// Whether a root of packages is that of a scope, or below it.
fn is_own(scope: &Scope, root: &str) -> bool {
    scope.root().is_some_and(|own| is_below(root, &own))
}

/// Whether a package is a root or below it.
pub(super) fn is_below(package: &str, root: &str) -> bool {
    package
        .strip_prefix(root)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Who approves for a scope, and where what they sign lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approvers {
    name: Box<str>,
    accounts: Vec<Box<str>>,
    tree: String,
}

impl Approvers {
    /// Who may sign, in words.
    pub fn signers(&self) -> String {
        if self.accounts.is_empty() {
            return format!("a member of `{}`", self.name);
        }
        format!("a member of `{}` ({})", self.name, self.accounts.join(", "))
    }

    /// The folder in which it must lie.
    pub fn folder(&self) -> &str {
        if self.tree.is_empty() { "." } else { &self.tree }
    }
}

/// Who approves for a scope; none where no authority governs it.
pub fn authority_of(governance: &Governance<'_>, scope: &Scope) -> Option<Approvers> {
    let tree = Tree::of(governance);
    let authorities = Authorities::of(governance, &tree, &mut Refused::default());
    let authority = authorities.of_scope(scope)?;
    let object = authority.placed.object;
    let named = object.members.iter().chain(&object.groups);
    Some(Approvers {
        name: authority.name().into(),
        accounts: named.map(|account| account.value.clone()).collect(),
        tree: authority.tree.clone(),
    })
}
