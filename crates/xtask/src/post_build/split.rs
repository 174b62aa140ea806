//! Cuts the module in parts: what the first screen and the form need, what seals, and the rest.
//!
//! A later part begins at the functions whose names begin with its word (`late_`, `rest_`: see `src/late.rs`); into it
//! goes every function that no part before it needs, and every byte of data.
//! All parts share memory and table: a later one ([`LATER`], in their order) imports them, and what else it needs, from those before it.
//! It fills its own places of the table when it arrives; a call that comes before it stops the module.
//!
//! The linker's notes say which places and which bytes only functions of a later part refer to.
//! Everything else is read from the module after wasm-opt, which has joined, moved and dropped functions.

mod linked;
mod module;
mod part;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use anyhow::{Context, ensure};
use domain::parts::LATER;
use wasmparser::{ExternalKind, Validator, WasmFeatures};

use linked::Needs;
pub(super) use module::without_notes;
use module::{Module, Uses};
use part::{Given, Part};

/// What every browser of the floor has of WebAssembly: Safari 15.4, Chrome 90, Firefox 102.
///
/// Reference types and several results are there by their numbers in some and not in others, and iOS up to 16.3 compiles
/// a module with reference types and then dies of it.
const FLOOR: WasmFeatures = WasmFeatures::WASM1
    .union(WasmFeatures::BULK_MEMORY)
    .union(WasmFeatures::SIGN_EXTENSION)
    .union(WasmFeatures::SATURATING_FLOAT_TO_INT);

/// Shorter ranges stay where they are: naming them would cost as much.
const SHORTEST_DATA: usize = 8;

/// Cuts `whole`, as wasm-opt left it with its names, by the notes in `linked`, as the linker left it; `bound` is what
/// wasm-bindgen made between the two.
///
/// Returns the first part, then those of [`LATER`].
pub(super) fn split(linked: &[u8], bound: &[u8], whole: &[u8]) -> anyhow::Result<Vec<Vec<u8>>> {
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
    ensure!(
        same_data(&linked, &bound),
        "wasm-bindgen has moved or changed what is in memory: the linker's notes do not fit any more"
    );
    ensure!(
        beginnings(&linked) == beginnings(&whole),
        "wasm-opt has joined or dropped a function where a part begins: who calls it could not know which part it needs"
    );
    let needs = linked::needs(&linked)?;
    let parts = cut(&whole, &needs)?;
    for part in &parts {
        check(part)?;
    }
    Ok(parts)
}

/// That every browser of the floor takes the module: `browserslist` of package.json.
///
/// # Errors
/// When it is damaged, or uses what came to WebAssembly later: reference types, several results, SIMD, threads.
fn check(part: &[u8]) -> anyhow::Result<()> {
    Validator::new_with_features(FLOOR)
        .validate_all(part)
        .context("a part is no module that every browser of the floor takes")?;
    Ok(())
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

fn same_data(linked: &Module<'_>, bound: &Module<'_>) -> bool {
    let places = linked.data.iter().map(|data| (data.address, data.bytes));
    places.eq(bound.data.iter().map(|data| (data.address, data.bytes)))
}

/// The names of the functions where later parts begin.
fn beginnings<'a>(module: &Module<'a>) -> BTreeSet<&'a str> {
    let names = module.names.values().copied();
    names
        .filter(|name| part_beginning_at(name).is_some())
        .collect()
}

fn cut(whole: &Module<'_>, needs: &Needs) -> anyhow::Result<Vec<Vec<u8>>> {
    let entries: BTreeMap<u32, usize> = whole
        .names
        .iter()
        .filter_map(|(function, name)| Some((*function, part_beginning_at(name)?)))
        .collect();
    for (part, word) in (1..).zip(LATER) {
        ensure!(
            entries.values().any(|begun| *begun == part),
            "no function of the app has a name that begins with {word}_"
        );
    }
    let mut functions = functions(whole, needs, &entries)?.into_iter();
    let table = whole.tables.first().context("the module has no table")?;
    let next_slot = u32::try_from(table.initial)?;
    let calls: BTreeMap<u32, u32> = entries.keys().copied().zip(next_slot..).collect();
    let mut parts = Vec::new();
    for (number, data) in parted_data(whole, needs).into_iter().enumerate() {
        let functions = functions.next().context("a part has no functions")?;
        let slots = whole
            .slots
            .iter()
            .map(|(slot, function)| (*slot, *function));
        let called = calls.iter().map(|(function, slot)| (*slot, *function));
        // In the first part a call stands for what comes later.
        let called = called.filter(|_| number > 0);
        let slots = slots.chain(called);
        parts.push(Part {
            whole,
            slots: slots
                .filter(|(_, function)| {
                    // What is imported is with the first part.
                    let is_here = number == 0 && *function < whole.first_own();
                    is_here || functions.contains(function)
                })
                .collect(),
            functions,
            data,
        });
    }
    let filled: usize = parts.iter().map(|part| part.slots.len()).sum();
    ensure!(
        filled == whole.slots.len() + calls.len(),
        "a place of the table is filled by no part, or by two"
    );
    let given = given(whole, &parts)?;
    let (first, later) = parts.split_first().context("there are no parts")?;
    let mut written = vec![first.first(&calls, &given)?];
    for part in later {
        written.push(part.later(&given)?);
    }
    Ok(written)
}

/// The functions of each part: what something in it needs, and nothing before it.
fn functions(
    whole: &Module<'_>,
    needs: &Needs,
    entries: &BTreeMap<u32, usize>,
) -> anyhow::Result<Vec<BTreeSet<u32>>> {
    let exports = whole.exports.iter();
    let exported = exports.filter(|export| export.kind == ExternalKind::Func);
    let mut roots: Vec<(u32, usize)> = exported.map(|export| (export.index, 0)).collect();
    roots.extend(whole.start.map(|start| (start, 0)));
    roots.extend(entries.iter().map(|(entry, part)| (*entry, *part)));
    let slots = whole.slots.iter();
    roots.extend(slots.map(|(slot, function)| (*function, needs.part_of_slot(*slot))));
    let begins = |function| entries.get(&function).copied();
    let known = needed_by(&roots, begins, |function| match whole.body(function) {
        Some(body) => Ok(Uses::of(body)?.functions),
        None => Ok(Vec::new()),
    })?;
    let mut parts = vec![BTreeSet::new(); 1 + LATER.len()];
    for function in whole.first_own()..whole.first_own() + u32::try_from(whole.bodies.len())? {
        // What nothing needs that is known here may be needed all the same: it comes last.
        let part = known.get(&function).copied().unwrap_or(LATER.len());
        parts[part].insert(function);
    }
    Ok(parts)
}

/// The first part that needs each: `roots` are needed by the part beside them, and whatever `uses` says of what is
/// needed, but for where a later part `begins`.
fn needed_by<N: Copy + Ord>(
    roots: &[(N, usize)],
    begins: impl Fn(N) -> Option<usize>,
    uses: impl Fn(N) -> anyhow::Result<Vec<N>>,
) -> anyhow::Result<BTreeMap<N, usize>> {
    let mut known = BTreeMap::new();
    for part in 0..=LATER.len() {
        let of_part = roots.iter().filter(|root| root.1 == part);
        let mut waiting: Vec<N> = of_part.map(|root| root.0).collect();
        while let Some(node) = waiting.pop() {
            if begins(node).is_some_and(|begun| begun > part) {
                continue;
            }
            if let Entry::Vacant(place) = known.entry(node) {
                place.insert(part);
                waiting.extend(uses(node)?);
            }
        }
    }
    Ok(known)
}

/// Bytes by address.
type Bytes = Vec<(u32, Vec<u8>)>;

/// The data of each part; in the first, zeros stand for what comes later.
fn parted_data(whole: &Module<'_>, needs: &Needs) -> Vec<Bytes> {
    let mut first = Vec::new();
    let mut later = vec![Vec::new(); LATER.len()];
    for data in &whole.data {
        let mut bytes = data.bytes.to_vec();
        for (ranges, later) in needs.data.iter().zip(&mut later) {
            for range in ranges {
                let offset = |address: u32| address.saturating_sub(data.address) as usize;
                let (start, end) = (offset(range.start), offset(range.end).min(bytes.len()));
                let Some(taken) = bytes.get_mut(start..end) else {
                    continue;
                };
                if taken.len() < SHORTEST_DATA || taken.iter().all(|byte| *byte == 0) {
                    continue;
                }
                later.push((range.start.max(data.address), taken.to_vec()));
                taken.fill(0);
            }
        }
        first.push((data.address, bytes));
    }
    std::iter::once(first).chain(later).collect()
}

/// What parts take from those before them, and by which names: those that exports have, short new ones for the rest.
fn given(whole: &Module<'_>, parts: &[Part<'_, '_>]) -> anyhow::Result<BTreeMap<Given, String>> {
    let mut wanted = BTreeSet::new();
    for part in parts.iter().skip(1) {
        wanted.extend(part.wanted()?);
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

/// The number of the later part that begins at a function of that name, as the compiler writes names:
/// `_ZN3app3app9late_page17h…E`.
fn part_beginning_at(name: &str) -> Option<usize> {
    let plain = match name.rsplit_once("17h") {
        Some((plain, hash)) if hash.len() == 17 && hash.ends_with('E') => plain,
        _ => name,
    };
    let begins = |word: &str| {
        let word = [word, "_"].concat();
        let (before, rest) = plain.rsplit_once(&word)?;
        let digits = before.len()
            - before
                .trim_end_matches(|last: char| last.is_ascii_digit())
                .len();
        let length: usize = before.get(before.len() - digits..)?.parse().ok()?;
        (length == word.len() + rest.len()).then_some(())
    };
    LATER
        .iter()
        .position(|word| begins(word).is_some())
        .map(|place| place + 1)
}
