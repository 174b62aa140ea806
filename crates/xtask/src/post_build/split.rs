//! Cuts the module in two: what the first screen and the form need, and what is fetched once they are there.
//!
//! The late part begins at the functions whose names begin with `late_` (`src/late.rs`); into it goes every function
//! that nothing else needs, and every byte of data.
//! Both parts share memory and table: the late one imports them, and what else it needs, from the first.
//! It fills its own places of the table when it arrives; a call that comes before it stops the module.
//!
//! The linker's notes say which places and which bytes only late functions refer to.
//! Everything else is read from the module after wasm-opt, which has joined, moved and dropped functions.

mod linked;
mod module;
mod part;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, ensure};
use wasmparser::ExternalKind;

use linked::Needs;
pub(super) use module::without_notes;
use module::{Module, Uses};
use part::{Given, Part};

/// Shorter ranges stay where they are: naming them would cost as much.
const SHORTEST_DATA: usize = 8;

/// The module in two.
pub(super) struct Parts {
    pub(super) first: Vec<u8>,
    pub(super) late: Vec<u8>,
}

/// Cuts `whole`, as wasm-opt left it with its names, by the notes in `linked`, as the linker left it; `bound` is what
/// wasm-bindgen made between the two.
pub(super) fn split(linked: &[u8], bound: &[u8], whole: &[u8]) -> anyhow::Result<Parts> {
    let linked = Module::read(linked)?;
    let bound = Module::read(bound)?;
    let whole = Module::read(whole)?;
    ensure!(
        same_slots(&linked, &bound)
            && linked
                .slots
                .keys()
                .all(|slot| whole.slots.contains_key(slot)),
        "wasm-bindgen or wasm-opt has moved the functions of the table: the linker's notes do not fit any more"
    );
    let needs = linked::needs(&linked)?;
    let parts = cut(&whole, &needs)?;
    for part in [&parts.first, &parts.late] {
        wasmparser::validate(part).context("a part is no module that browsers take")?;
    }
    Ok(parts)
}

/// Whether each place of the table has the same function, by name, in both; wasm-bindgen makes imports of some.
fn same_slots(linked: &Module<'_>, bound: &Module<'_>) -> bool {
    linked.slots.iter().all(|(slot, function)| {
        let Some(now) = bound.slots.get(slot) else {
            return false;
        };
        let name = linked.names.get(function);
        *now < bound.first_own() || (name.is_some() && name == bound.names.get(now))
    })
}

fn cut(whole: &Module<'_>, needs: &Needs) -> anyhow::Result<Parts> {
    let late_entries: BTreeSet<u32> = whole
        .names
        .iter()
        .filter(|(_, name)| is_late(name))
        .map(|(function, _)| *function)
        .collect();
    ensure!(
        !late_entries.is_empty(),
        "no function of the app has a name that begins with late_"
    );
    let first_functions = first_functions(whole, needs, &late_entries)?;
    let own = whole.first_own()..whole.first_own() + u32::try_from(whole.bodies.len())?;
    let late_functions: BTreeSet<u32> = own
        .filter(|function| !first_functions.contains(function))
        .collect();

    let is_late_slot = |(_, function): &(&u32, &u32)| late_functions.contains(*function);
    let (late_slots, first_slots): (BTreeMap<u32, u32>, BTreeMap<u32, u32>) =
        whole.slots.iter().partition(is_late_slot);
    let table = whole.tables.first().context("the module has no table")?;
    let next_slot = u32::try_from(table.initial)?;
    let calls: BTreeMap<u32, u32> = late_entries.iter().copied().zip(next_slot..).collect();
    let (first_data, late_data) = parted_data(whole, needs);

    let first = Part {
        whole,
        functions: first_functions,
        slots: first_slots,
        data: first_data,
    };
    let mut late = Part {
        whole,
        functions: late_functions,
        slots: late_slots,
        data: late_data,
    };
    late.slots
        .extend(calls.iter().map(|(function, slot)| (*slot, *function)));
    let given = given(whole, &late)?;
    Ok(Parts {
        first: first.first(&calls, &given)?,
        late: late.late(&given)?,
    })
}

/// The functions that something needs before the late part is there.
fn first_functions(
    whole: &Module<'_>,
    needs: &Needs,
    late_entries: &BTreeSet<u32>,
) -> anyhow::Result<BTreeSet<u32>> {
    let exports = whole.exports.iter();
    let exported = exports.filter(|export| export.kind == ExternalKind::Func);
    let mut waiting: Vec<u32> = exported.map(|export| export.index).collect();
    waiting.extend(whole.start);
    let slots = whole.slots.iter();
    let early_slots = slots.filter(|(slot, _)| !needs.late_slots.contains(slot));
    waiting.extend(early_slots.map(|(_, function)| *function));
    let mut found = BTreeSet::new();
    while let Some(function) = waiting.pop() {
        if late_entries.contains(&function) {
            continue;
        }
        let Some(body) = whole.body(function) else {
            continue;
        };
        if found.insert(function) {
            waiting.extend(Uses::of(body)?.functions);
        }
    }
    Ok(found)
}

/// Bytes by address.
type Bytes = Vec<(u32, Vec<u8>)>;

/// The data of the first part, where zeros stand for what is not needed yet, and those of the late one.
fn parted_data(whole: &Module<'_>, needs: &Needs) -> (Bytes, Bytes) {
    let (mut first, mut late) = (Vec::new(), Vec::new());
    for data in &whole.data {
        let mut bytes = data.bytes.to_vec();
        for range in &needs.late_data {
            let offset = |address: u32| address.saturating_sub(data.address) as usize;
            let (start, end) = (offset(range.start), offset(range.end).min(bytes.len()));
            let Some(taken) = bytes.get_mut(start..end) else {
                continue;
            };
            if taken.len() < SHORTEST_DATA || taken.iter().all(|byte| *byte == 0) {
                continue;
            }
            late.push((range.start.max(data.address), taken.to_vec()));
            taken.fill(0);
        }
        first.push((data.address, bytes));
    }
    (first, late)
}

/// What the late part takes from the first, and by which names: those that exports have, short new ones for the rest.
fn given(whole: &Module<'_>, late: &Part<'_, '_>) -> anyhow::Result<BTreeMap<Given, String>> {
    let mut wanted = BTreeSet::from([Given::Memory, Given::Table(0)]);
    for uses in late.uses()? {
        let functions = uses.functions.into_iter();
        let others = functions.filter(|function| !late.functions.contains(function));
        wanted.extend(others.map(Given::Function));
        wanted.extend(uses.globals.into_iter().map(Given::Global));
        wanted.extend(uses.tables.into_iter().map(Given::Table));
    }
    let mut names =
        short_names().filter(|name| whole.exports.iter().all(|export| export.name != name));
    let mut given = BTreeMap::new();
    for what in wanted {
        let mut exports = whole.exports.iter();
        let exported = exports.find(|export| Given::of(export) == Some(what));
        let name = exported.map(|export| export.name.to_owned());
        let name = name
            .or_else(|| names.next())
            .context("there are no names left")?;
        given.insert(what, name);
    }
    Ok(given)
}

/// a, b, … z, aa, ab, …
fn short_names() -> impl Iterator<Item = String> {
    let letters = || (b'a'..=b'z').map(char::from);
    let ones = letters().map(String::from);
    let twos =
        letters().flat_map(move |one| letters().map(move |two| String::from_iter([one, two])));
    let threes = letters().flat_map(move |one| {
        letters()
            .flat_map(move |two| letters().map(move |three| String::from_iter([one, two, three])))
    });
    ones.chain(twos).chain(threes)
}

/// Whether the late part begins at a function of that name, as the compiler writes names: `_ZN3app3app9late_page17h…E`.
fn is_late(name: &str) -> bool {
    let plain = match name.rsplit_once("17h") {
        Some((plain, hash)) if hash.len() == 17 && hash.ends_with('E') => plain,
        _ => name,
    };
    let Some((before, rest)) = plain.rsplit_once("late_") else {
        return false;
    };
    let digits = before.len()
        - before
            .trim_end_matches(|last: char| last.is_ascii_digit())
            .len();
    let length = before.get(before.len() - digits..).unwrap_or_default();
    length.parse() == Ok("late_".len() + rest.len())
}
