//! What each part needs of tables and memory, from the notes of the linker: it alone knows which number is what.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use anyhow::ensure;
use domain::parts::LATER;
use wasmparser::{ExternalKind, RelocationType, SymbolInfo};

use super::{module::Module, needed_by, part_beginning_at};

/// What is known of the places of the table and of memory before wasm-opt forgets it.
pub(super) struct Needs {
    /// The part whose functions are the first to need the function at a place of the table, of those that come later.
    pub(super) slots: BTreeMap<u32, usize>,
    /// For each later part, addresses of bytes that none before it needs; sorted, and apart from each other.
    pub(super) data: Vec<Vec<Range<u32>>>,
}

impl Needs {
    /// The first part that needs what is at that place of the table.
    pub(super) fn part_of_slot(&self, slot: u32) -> usize {
        self.slots.get(&slot).copied().unwrap_or_default()
    }
}

/// Something that refers or is referred to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Node {
    Function(u32),
    /// By the address where it begins.
    Data(u32),
}

/// Finds what the first part does not need, and which is the first that does.
pub(super) fn needs(linked: &Module<'_>) -> anyhow::Result<Needs> {
    ensure!(
        !linked.notes.symbols.is_empty() && !linked.notes.references.is_empty(),
        "the linker left no notes: it has to be told --emit-relocs"
    );
    let places = data_places(linked);
    let graph = references(linked, &places)?;
    let begins = |node: Node| match node {
        Node::Function(function) => part_beginning_at(linked.names.get(&function)?),
        Node::Data(_) => None,
    };
    let exported = linked.exports.iter();
    let exported = exported.filter(|export| export.kind == ExternalKind::Func);
    let mut first: Vec<Node> = exported
        .map(|export| Node::Function(export.index))
        .collect();
    first.extend(linked.start.map(Node::Function));
    // What nobody owns is kept: better too much in the first part than too little.
    first.extend(graph.get(&None).into_iter().flatten());
    let mut roots: Vec<(Node, usize)> = first.into_iter().map(|node| (node, 0)).collect();
    let functions = linked.names.keys().map(|index| Node::Function(*index));
    roots.extend(functions.filter_map(|node| Some((node, begins(node)?))));
    let known = needed_by(&roots, begins, |node| {
        let uses = graph.get(&Some(node));
        Ok(uses.into_iter().flatten().copied().collect())
    })?;

    let part_of = |node: Node| known.get(&node).copied().unwrap_or_default();
    let slots = linked.slots.iter();
    let slots = slots.map(|(slot, function)| (*slot, part_of(Node::Function(*function))));
    let bytes = |wanted: &dyn Fn(usize) -> bool| -> Vec<Range<u32>> {
        let places = places.iter();
        let of_part = places.filter(|(address, _)| wanted(part_of(Node::Data(**address))));
        of_part
            .map(|(address, size)| *address..address + size)
            .collect()
    };
    let data = (1..=LATER.len()).map(|part| {
        let others = bytes(&|other| other != part);
        without(bytes(&|other| other == part), &others)
    });
    Ok(Needs {
        slots: slots.filter(|(_, part)| *part > 0).collect(),
        data: data.collect(),
    })
}

/// The size of what has a name in memory, by its address; the longest where several begin at one.
fn data_places(linked: &Module<'_>) -> BTreeMap<u32, u32> {
    let mut places = BTreeMap::new();
    for symbol in &linked.notes.symbols {
        if let Some((address, size)) = data_place(linked, symbol) {
            let known = places.entry(address).or_default();
            *known = size.max(*known);
        }
    }
    places
}

fn data_place(linked: &Module<'_>, symbol: &SymbolInfo<'_>) -> Option<(u32, u32)> {
    let SymbolInfo::Data {
        symbol: Some(place),
        ..
    } = symbol
    else {
        return None;
    };
    let segment = linked.data.get(usize::try_from(place.index).ok()?)?;
    Some((segment.address + place.offset, place.size))
}

/// Who refers to what; under `None` what is referred to from a place that belongs to nobody.
fn references(
    linked: &Module<'_>,
    places: &BTreeMap<u32, u32>,
) -> anyhow::Result<BTreeMap<Option<Node>, BTreeSet<Node>>> {
    use RelocationType as Kind;

    let bodies = linked.body_places()?;
    let owner = |position: usize| {
        let after = bodies.partition_point(|(body, _)| body.start <= position);
        let body = after.checked_sub(1).and_then(|before| bodies.get(before));
        if let Some((_, function)) = body.filter(|(body, _)| body.contains(&position)) {
            return Some(Node::Function(*function));
        }
        let segment = linked
            .data
            .iter()
            .find(|data| (data.position..data.position + data.bytes.len()).contains(&position))?;
        let address = segment.address + u32::try_from(position - segment.position).ok()?;
        let (start, size) = places.range(..=address).next_back()?;
        (address < start + size).then_some(Node::Data(*start))
    };
    let mut graph: BTreeMap<Option<Node>, BTreeSet<Node>> = BTreeMap::new();
    for (position, entry) in &linked.notes.references {
        if !matches!(
            entry.ty,
            Kind::FunctionIndexLeb
                | Kind::TableIndexSleb
                | Kind::TableIndexI32
                | Kind::MemoryAddrLeb
                | Kind::MemoryAddrSleb
                | Kind::MemoryAddrI32
        ) {
            ensure!(
                matches!(
                    entry.ty,
                    Kind::TypeIndexLeb
                        | Kind::GlobalIndexLeb
                        | Kind::TableNumberLeb
                        | Kind::FunctionOffsetI32
                        | Kind::SectionOffsetI32
                ),
                "the linker notes a reference of a kind that is not known here: {:?}",
                entry.ty
            );
            continue;
        }
        let symbol = linked.notes.symbols.get(usize::try_from(entry.index)?);
        let referred = match symbol {
            Some(SymbolInfo::Func { index, .. }) => Some(Node::Function(*index)),
            Some(symbol) => data_place(linked, symbol).map(|(address, _)| Node::Data(address)),
            None => None,
        };
        if let Some(referred) = referred {
            graph.entry(owner(*position)).or_default().insert(referred);
        }
    }
    Ok(graph)
}

/// `ranges` without what is in `others` too; both sorted by where they begin.
fn without(ranges: Vec<Range<u32>>, others: &[Range<u32>]) -> Vec<Range<u32>> {
    let mut left: Vec<Range<u32>> = Vec::new();
    for mut range in ranges {
        if let Some(last) = left.last() {
            range.start = range.start.max(last.end);
        }
        for other in others {
            if other.end <= range.start || other.start >= range.end {
                continue;
            }
            if other.start > range.start {
                left.push(range.start..other.start);
            }
            range.start = other.end.min(range.end);
        }
        if range.start < range.end {
            left.push(range);
        }
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_that_both_parts_need_stay_in_the_first() {
        let late = vec![0..10, 20..30, 40..50];
        assert_eq!(
            without(late, &[5..6, 18..22, 29..45]),
            [0..5, 6..10, 22..29, 45..50]
        );
        assert_eq!(without(vec![0..8, 4..12], &[]), [0..8, 8..12]);
        assert_eq!(
            without(vec![2..4, 6..8], &[0..9, 10..12]),
            Vec::<Range<u32>>::new()
        );
    }
}
