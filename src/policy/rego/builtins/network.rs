//! Blocks and addresses of networks.

use std::collections::BTreeSet;

use regorus::Value;

use super::cidr::{Block, Family, address, blocks};
use super::{Builtin, builtin};

pub(super) const BUILTINS: &[Builtin] = &[
    builtin("net.cidr_contains", 2, contains),
    builtin("net.cidr_contains_matches", 2, contains_matches),
    builtin("net.cidr_expand", 1, expand),
    builtin("net.cidr_intersects", 2, intersects),
    builtin("net.cidr_is_valid", 1, is_valid),
    builtin("net.cidr_merge", 1, merge),
    // The deprecated name of `net.cidr_contains`.
    builtin("net.cidr_overlap", 2, contains),
];

fn is_valid(args: &[Value]) -> Option<Value> {
    let [value] = args else { return None };
    Some(block(value).is_some().into())
}

fn contains(args: &[Value]) -> Option<Value> {
    let [outer, inner] = args else { return None };
    Some(holds(outer, inner)?.into())
}

fn intersects(args: &[Value]) -> Option<Value> {
    let [a, b] = args else { return None };
    let (a, b) = (block(a)?, block(b)?);
    Some((a.contains(&b) || b.contains(&a)).into())
}

fn expand(args: &[Value]) -> Option<Value> {
    let [value] = args else { return None };
    let block = block(value)?;
    let addresses = block.first..=block.last();
    let texts: BTreeSet<Value> = addresses.map(|at| Value::from(block.family.text(at))).collect();
    Some(texts.into())
}

/// The pairs of indexes of blocks, and of blocks or addresses within them.
fn contains_matches(args: &[Value]) -> Option<Value> {
    let [outer, inner] = args else { return None };
    let (outer, inner) = (indexed(outer)?, indexed(inner)?);
    let mut pairs: BTreeSet<Value> = BTreeSet::new();
    for (outer_index, outer) in &outer {
        for (inner_index, inner) in &inner {
            if holds(outer, inner)? {
                pairs.insert(vec![outer_index.clone(), inner_index.clone()].into());
            }
        }
    }
    Some(pairs.into())
}

/// The fewest blocks that hold the same addresses. An address of version 4 without a prefix stands for the block of its class.
fn merge(args: &[Value]) -> Option<Value> {
    let given: Vec<&Value> = match args {
        [Value::Array(elements)] => elements.iter().collect(),
        [Value::Set(elements)] => elements.iter().collect(),
        _ => return None,
    };
    let mut named: Vec<(Block, String)> = given.into_iter().map(classed).collect::<Option<_>>()?;
    named.sort_by_key(|(block, _)| (block.family, block.first, block.last()));
    let mut merged: BTreeSet<Value> = BTreeSet::new();
    let mut named = named.into_iter().peekable();
    while let Some((block, text)) = named.next() {
        let mut last = block.last();
        let mut is_alone = true;
        while let Some((next, _)) =
            named.next_if(|(next, _)| next.family == block.family && next.first <= last.saturating_add(1))
        {
            last = last.max(next.last());
            is_alone = false;
        }
        if is_alone {
            merged.insert(text.into());
        } else {
            merged.extend(
                blocks(block.family, block.first, last)
                    .iter()
                    .map(|block| block.text().into()),
            );
        }
    }
    Some(merged.into())
}

fn block(value: &Value) -> Option<Block> {
    match value {
        Value::String(text) => Block::parse(text),
        _ => None,
    }
}

fn holds(outer: &Value, inner: &Value) -> Option<bool> {
    let outer = block(outer)?;
    let Value::String(text) = inner else { return None };
    let inner = match address(text) {
        Some((family, address)) => Block::around(family, address, family.bits()),
        None => Block::parse(text),
    };
    Some(outer.contains(&inner?))
}

/// A block and how it is written where nothing is merged into it.
fn classed(value: &Value) -> Option<(Block, String)> {
    let Value::String(text) = value else { return None };
    match address(text) {
        Some((Family::V4, at)) => {
            let prefix = match at >> 30 {
                0 | 1 => 8,
                2 => 16,
                _ => 24,
            };
            let block = Block::around(Family::V4, at, prefix)?;
            Some((block, format!("{}/{prefix}", Family::V4.text(at))))
        }
        Some((Family::V6, _)) => None,
        None => Block::parse(text).map(|block| (block, block.text())),
    }
}

/// The blocks or addresses in a value, each with what tells it from the others; of a list that begins with one, that one.
fn indexed(value: &Value) -> Option<Vec<(Value, Value)>> {
    let named = |index: &Value, value: &Value| {
        let text = match value {
            Value::Array(elements) => elements.first()?,
            other => other,
        };
        matches!(text, Value::String(_)).then(|| (index.clone(), text.clone()))
    };
    match value {
        Value::String(_) => Some(vec![(value.clone(), value.clone())]),
        Value::Array(elements) => elements
            .iter()
            .enumerate()
            .map(|(index, element)| named(&Value::from(index), element))
            .collect(),
        Value::Set(elements) => elements.iter().map(|element| named(element, element)).collect(),
        Value::Object(members) => members.iter().map(|(key, value)| named(key, value)).collect(),
        _ => Some(Vec::new()),
    }
}
