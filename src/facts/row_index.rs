//! The rows of one table as subjects: in order, each object once.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use rayon::prelude::*;

use crate::snapshot::Table;

use super::no_case::compare;
use super::place::{PlaceId, Places};
use super::rows::{number, row_id};

/// Rows that one thread reads at a time.
const BATCH: usize = 4096;

/// One row, read: its id, where that lies, and whatever else its reader made of it.
#[derive(Debug)]
pub(super) struct Entry<'s, T> {
    id: Cow<'s, str>,
    place: Option<PlaceId>,
    /// The bytes of the id that name its place.
    lead: u32,
    rank: u32,
    row: u32,
    more: T,
}

/// What one thread read.
#[derive(Debug)]
pub(super) struct Batch<'s, T, S> {
    entries: Vec<Entry<'s, T>>,
    places: Places<'s>,
    shared: S,
}

impl<'s, T, S> Batch<'s, T, S> {
    /// What the rows of the batch share, and their places, for the reader of a row.
    pub(super) const fn shared(&mut self) -> (&mut S, &mut Places<'s>) {
        (&mut self.shared, &mut self.places)
    }
}

/// Rows in the order of their lower-cased ids, place by place; each object once. Azure lists one object on two pages, for
/// two scopes and in two spellings: the first in the file is kept.
#[derive(Debug)]
pub(super) struct RowIndex<'s> {
    table: &'s Table,
    order: Box<[u32]>,
    places: Box<[Option<PlaceId>]>,
    repeated: u32,
}

impl<'s> RowIndex<'s> {
    /// Reads a table. `read` makes something of each row and its id; `adopt` brings what a batch shared, and the numbers of
    /// its places, to what it made. Batches are adopted in the order of the file.
    pub(super) fn read<T: Send, S: Default + Send>(
        table: &'s Table,
        places: &mut Places<'s>,
        read: impl Fn(&mut Batch<'s, T, S>, &'s str) -> (Cow<'s, str>, T) + Sync,
        mut adopt: impl FnMut(S, &[PlaceId], &mut dyn Iterator<Item = &mut T>),
    ) -> (Self, Vec<T>) {
        let starts: Vec<usize> = (0..table.len()).step_by(BATCH).collect();
        let batches: Vec<Batch<'s, T, S>> = starts
            .into_par_iter()
            .map(|start| read_batch(table, start..table.len().min(start + BATCH), &read))
            .collect();
        let mut entries = Vec::with_capacity(table.len());
        for mut batch in batches {
            let known = places.adopt(batch.places);
            for entry in &mut batch.entries {
                entry.place = entry
                    .place
                    .and_then(|local| known.get(local.number() as usize).copied());
            }
            adopt(
                batch.shared,
                &known,
                &mut batch.entries.iter_mut().map(|entry| &mut entry.more),
            );
            entries.append(&mut batch.entries);
        }
        Self::order(table, entries, places)
    }

    /// Reads the ids of a table.
    pub(super) fn of(table: &'s Table, places: &mut Places<'s>) -> Self {
        let (index, _) = Self::read::<(), ()>(table, places, |_, row| (row_id(row), ()), |(), _, _| {});
        index
    }

    /// The same, where a part of the id already names the object: of those that share it, the first id is kept.
    #[must_use]
    pub(super) fn distinct(mut self, part: impl Fn(&str) -> String) -> Self {
        let mut seen = BTreeSet::new();
        let rows = self.order.iter().copied().zip(self.places.iter().copied());
        let kept = rows.filter(|(row, _)| seen.insert(part(&row_id(self.table.row(*row as usize)))));
        let (order, places): (Vec<_>, Vec<_>) = kept.unzip();
        self.repeated += number(self.order.len() - order.len());
        self.order = order.into();
        self.places = places.into();
        self
    }

    fn order<T: Send>(table: &'s Table, mut entries: Vec<Entry<'s, T>>, places: &Places<'s>) -> (Self, Vec<T>) {
        let ranks = places.ranks();
        for entry in &mut entries {
            let rank = entry.place.and_then(|place| ranks.get(place.number() as usize));
            entry.rank = rank.copied().unwrap_or(u32::MAX);
        }
        entries.par_sort_unstable_by(|left, right| {
            left.rank
                .cmp(&right.rank)
                .then_with(|| compare(left.rest(), right.rest()))
                .then(left.row.cmp(&right.row))
        });
        let read = entries.len();
        entries.dedup_by(|next, first| next.rank == first.rank && compare(next.rest(), first.rest()).is_eq());
        let index = Self {
            table,
            order: entries.iter().map(|entry| entry.row).collect(),
            places: entries.iter().map(|entry| entry.place).collect(),
            repeated: number(read - entries.len()),
        };
        (index, entries.into_iter().map(|entry| entry.more).collect())
    }

    /// How many objects there are.
    pub(super) fn len(&self) -> u32 {
        number(self.order.len())
    }

    /// How many rows speak of an object that an earlier row speaks of.
    pub(super) const fn repeated(&self) -> u32 {
        self.repeated
    }

    /// The text of an object's row.
    pub(super) fn text(&self, index: u32) -> &'s str {
        self.order
            .get(index as usize)
            .map_or("null", |row| self.table.row(*row as usize))
    }

    /// An object's id as its row spells it.
    pub(super) fn id(&self, index: u32) -> Cow<'s, str> {
        row_id(self.text(index))
    }

    /// The innermost place that an object is or lies in.
    pub(super) fn place(&self, index: u32) -> Option<PlaceId> {
        *self.places.get(index as usize)?
    }
}

impl<T> Entry<'_, T> {
    /// The id after its place; the whole of it where it has none.
    fn rest(&self) -> &str {
        self.id.get(self.lead as usize..).unwrap_or(&self.id)
    }
}

fn read_batch<'s, T, S: Default>(
    table: &'s Table,
    rows: Range<usize>,
    read: impl Fn(&mut Batch<'s, T, S>, &'s str) -> (Cow<'s, str>, T),
) -> Batch<'s, T, S> {
    let mut batch = Batch {
        entries: Vec::with_capacity(rows.len()),
        places: Places::default(),
        shared: S::default(),
    };
    for row in rows {
        let (id, more) = read(&mut batch, table.row(row));
        let place = batch.places.place(&id);
        let lead = place
            .and_then(|place| batch.places.get(place))
            .map_or(0, |place| place.id.len());
        batch.entries.push(Entry {
            id,
            place,
            lead: number(lead),
            rank: 0,
            row: number(row),
            more,
        });
    }
    batch
}

#[cfg(test)]
mod tests {
    use super::RowIndex;
    use crate::facts::place::Places;
    use crate::snapshot::Table;

    #[test]
    fn one_object_in_two_spellings_is_one_subject() {
        let text = "{\"id\":\"/B\"}\n{\"id\":\"/a\",\"n\":1}\n{\"n\":2,\"id\":\"/A\"}\n";
        let mut table = Table {
            text: text.into(),
            ..Table::default()
        };
        let mut at = 0;
        for (line, row) in (1..).zip(text.lines()) {
            let end = at + u32::try_from(row.len()).unwrap_or(0);
            table.rows.push((at..end, line));
            at = end + 1;
        }
        let index = RowIndex::of(&table, &mut Places::default());
        assert_eq!((index.len(), index.repeated()), (2, 1));
        assert_eq!(index.text(0), r#"{"id":"/a","n":1}"#);
        assert_eq!(index.id(1), "/B");
    }
}
