//! From the journal to a snapshot: rows in the order of scopes and pages, each once, and the ledger.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io;

use serde_json::value::RawValue;

use crate::snapshot::{Coverage, Kind, LedgerRow, Packing, Status, Streamed, StreamedTable};

use super::call::subscription_of;
use super::journal::Pages;
use super::listing::{At, Listing};
use super::question::Question;
use super::records::{Recorded, Records};
use super::tenancy::{Choice, Tenancy};

/// Tables whose pages are larger than this are compressed, in bytes.
const LARGE: u64 = 1 << 20;

/// Where a fold reads and what it is about.
#[derive(Debug)]
pub(super) struct Fold<'a> {
    pub(super) records: &'a Records,
    pub(super) question: &'a Question,
    pub(super) tenancy: &'a Tenancy,
    pub(super) pages: Pages,
    /// What is done with each subscription, by lower-cased id.
    pub(super) choices: BTreeMap<Box<str>, (Box<str>, Choice)>,
}

/// What a fold found besides the rows.
#[derive(Debug, Default)]
pub(super) struct Folded {
    /// Rows by kind.
    pub(super) rows: BTreeMap<Kind, u64>,
    /// Rows of a call that were there already, by the call's place in the order of calls.
    repeated: BTreeMap<(Listing, Box<str>), u64>,
    /// Role assignments at and below each subscription, lower-cased.
    pub(super) assignments: BTreeMap<Box<str>, u64>,
    /// Resources of each subscription, lower-cased.
    pub(super) resources: BTreeMap<Box<str>, u64>,
}

/// Ids that were written already.
#[derive(Default)]
struct Written {
    /// Of the call that is being read.
    own: HashSet<Box<str>>,
    /// Of what more than one call lists.
    shared: HashSet<Box<str>>,
}

impl Fold<'_> {
    /// Writes every table.
    pub(super) fn tables(&self, streamed: &mut Streamed) -> io::Result<Folded> {
        let mut folded = Folded::default();
        let kinds: BTreeSet<Kind> = Question::kinds();
        for kind in kinds.into_iter().filter(|kind| self.question.wants(*kind)) {
            let listings: Vec<Listing> = Listing::ALL
                .iter()
                .copied()
                .filter(|listing| listing.kind() == kind)
                .collect();
            let of_kind = || listings.iter().filter(|listing| listing.part().is_none());
            if !of_kind().any(|listing| self.records.of(*listing).any(was_read)) && !self.was_sought(kind) {
                // Nobody could look for it; a table without rows would say that there is none.
                continue;
            }
            let size = listings.iter().flat_map(|listing| self.records.of(*listing));
            let size: u64 = size.flat_map(|recorded| &recorded.pages).map(|at| at.length).sum();
            let packing = if size > LARGE {
                Packing::Compressed
            } else {
                Packing::Plain
            };
            let mut table = streamed.table(kind, packing)?;
            let mut written = Written::default();
            for listing in of_kind() {
                for recorded in self.records.of(*listing) {
                    self.call(recorded, &mut table, &mut written, &mut folded)?;
                }
            }
            folded.rows.insert(kind, table.rows());
            streamed.end(table)?;
        }
        Ok(folded)
    }

    /// Whether everything that a kind follows from was read, and there was nothing to ask for.
    fn was_sought(&self, kind: Kind) -> bool {
        let mut parents = Listing::ALL.iter().filter_map(|listing| match listing.at() {
            At::Each(parent) if listing.kind() == kind => Some(parent),
            _ => None,
        });
        parents.any(|parent| self.records.of(parent).any(was_read))
    }

    fn call(
        &self,
        recorded: &Recorded,
        table: &mut StreamedTable,
        written: &mut Written,
        folded: &mut Folded,
    ) -> io::Result<()> {
        written.own.clear();
        let own = recorded.call.scope.to_lowercase();
        let mut details = self.details(recorded)?;
        let mut repeated = 0;
        for at in &recorded.pages {
            let rows = self.pages.read(*at)?;
            for row in rows.lines() {
                let id = id_of(row).to_lowercase();
                if !self.is_wanted(recorded.call.listing, &id, row) {
                    continue;
                }
                if !written.is_new(recorded.call.listing, &own, &id) {
                    repeated += 1;
                    continue;
                }
                folded.count(recorded.call.listing, &own, &id);
                match details.remove(id.as_str()) {
                    Some(members) => table.row(&with_members(row, &members))?,
                    None => table.row(row)?,
                }
            }
        }
        // What a provider knows, and the list of resources does not have: a narrow right may hide it there.
        for (id, members) in details
            .into_iter()
            .filter(|_| recorded.call.listing == Listing::Resources)
        {
            if let Some(Member::Row(row)) = members.into_iter().next()
                && written.is_new(Listing::Resources, &own, &id)
            {
                folded.count(Listing::Resources, &own, &id);
                table.row(&row)?;
            }
        }
        folded.repeated.insert((recorded.call.listing, own.into()), repeated);
        Ok(())
    }

    /// Only what is read has rows: a subscription that is left out, or a tenant that is not asked, would look empty.
    fn is_wanted(&self, listing: Listing, id: &str, row: &str) -> bool {
        match listing {
            Listing::Subscriptions => {
                let key = subscription_of(id).unwrap_or_default();
                matches!(self.choices.get(&key), Some((_, Choice::Read)))
            }
            Listing::Tenants => match &self.tenancy.tenant {
                Some(tenant) => row.to_lowercase().contains(&tenant.to_lowercase()),
                None => true,
            },
            _ => true,
        }
    }

    /// What other listings say of the rows of a call, by lower-cased id.
    fn details(&self, recorded: &Recorded) -> io::Result<BTreeMap<String, Vec<Member>>> {
        let mut details: BTreeMap<String, Vec<Member>> = BTreeMap::new();
        let kind = recorded.call.listing.kind();
        if recorded.call.listing.part().is_some() || !matches!(kind, Kind::Resource | Kind::Subscription) {
            return Ok(details);
        }
        let parts = Listing::ALL.iter().filter(|listing| listing.kind() == kind);
        for (listing, part) in parts.filter_map(|listing| Some((listing, listing.part()?))) {
            for other in self.records.of(*listing) {
                let is_here = kind == Kind::Subscription || other.call.scope.eq_ignore_ascii_case(&recorded.call.scope);
                if !is_here || !other.is_settled() {
                    continue;
                }
                for at in &other.pages {
                    for row in self.pages.read(*at)?.lines() {
                        let (key, member) = if kind == Kind::Subscription {
                            (&*other.call.scope, Member::Named(part, row.into()))
                        } else {
                            (&*id_of(row), Member::Row(row.into()))
                        };
                        details.entry(key.to_lowercase()).or_default().push(member);
                    }
                }
            }
        }
        Ok(details)
    }
}

/// What is added to a row.
enum Member {
    /// A member of that name.
    Named(&'static str, Box<str>),
    /// The members of another row about the same thing, which this one lacks.
    Row(Box<str>),
}

impl Written {
    /// Whether a row is seen for the first time. Ids compare without case. What lies above the scope of a call is listed by
    /// other calls too, and a role is listed for every scope that it may be assigned at.
    fn is_new(&mut self, listing: Listing, own: &str, id: &str) -> bool {
        if id.is_empty() {
            return true;
        }
        match listing {
            Listing::RoleDefinitions => {
                let name = id.rsplit('/').next().unwrap_or(id);
                self.shared.insert(name.into())
            }
            _ if !id.starts_with(own) || own == "/" || listing.at() == At::ManagementGroup => {
                self.shared.insert(id.into())
            }
            _ => self.own.insert(id.into()),
        }
    }
}

impl Folded {
    fn count(&mut self, listing: Listing, own: &str, id: &str) {
        let counts = match listing {
            Listing::RoleAssignments if id.starts_with(own) => &mut self.assignments,
            Listing::Resources => &mut self.resources,
            _ => return,
        };
        if let Some(subscription) = subscription_of(own) {
            *counts.entry(subscription).or_default() += 1;
        }
    }

    /// How often rows of a call were there already.
    pub(super) fn repeated(&self, recorded: &Recorded) -> u64 {
        self.repeated.get(&recorded.call.key()).copied().unwrap_or(0)
    }
}

fn was_read(recorded: &Recorded) -> bool {
    !recorded.pages.is_empty() || recorded.is_settled()
}

/// The id of a row; empty where it has none.
pub(super) fn id_of(row: &str) -> String {
    #[derive(serde::Deserialize)]
    struct Head {
        id: Option<String>,
    }
    serde_json::from_str::<Head>(row)
        .ok()
        .and_then(|head| head.id)
        .unwrap_or_default()
}

/// A row with further members at its end; those that it has stay as they came.
fn with_members(row: &str, members: &[Member]) -> String {
    let mut text = row.strip_suffix('}').unwrap_or(row).to_owned();
    let mut known: BTreeSet<String> = members_of(row).into_keys().collect();
    let mut put = |name: &str, value: &str| {
        if known.insert(name.to_owned()) {
            if !text.ends_with('{') {
                text.push(',');
            }
            text.push_str(&serde_json::Value::from(name).to_string());
            text.push(':');
            text.push_str(value);
        }
    };
    for member in members {
        match member {
            Member::Named(name, value) => put(name, value),
            Member::Row(other) => {
                for (name, value) in members_of(other) {
                    put(&name, value.get());
                }
            }
        }
    }
    text.push('}');
    text
}

fn members_of(row: &str) -> BTreeMap<String, &RawValue> {
    serde_json::from_str(row).unwrap_or_default()
}

/// A row of coverage about something that was not read.
pub(super) fn unread(scope: &str, kind: Kind, part: Option<&str>, status: Status, detail: &str) -> LedgerRow {
    LedgerRow::of(Coverage {
        scope: scope.into(),
        kind,
        part: part.map(Into::into),
        status,
        detail: detail.into(),
    })
}
