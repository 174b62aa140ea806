//! Writes some functions of a module as a module of their own, which may import what others have.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context;
use wasm_encoder::{
    CodeSection, ConstExpr, DataSection, ElementSection, Elements, EntityType, ExportKind,
    ExportSection, Function, FunctionSection, GlobalSection, ImportSection, MemorySection,
    StartSection, TableSection, TypeSection,
    reencode::{Error, Reencode, RoundtripReencoder},
};
use wasmparser::ExternalKind;

use super::module::{Module, Uses};

/// The name of the only module that parts import from.
pub(super) const FROM: &str = "a";

/// Something that one part gives to those after it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Given {
    Function(u32),
    Global(u32),
    Table(u32),
    Memory,
}

impl Given {
    /// What an export of the module gives.
    pub(super) fn of(export: &wasmparser::Export<'_>) -> Option<Self> {
        match export.kind {
            ExternalKind::Func => Some(Self::Function(export.index)),
            ExternalKind::Global => Some(Self::Global(export.index)),
            ExternalKind::Table => Some(Self::Table(export.index)),
            ExternalKind::Memory => Some(Self::Memory),
            _ => None,
        }
    }
}

/// One part, in the numbers of the whole.
pub(super) struct Part<'m, 'a> {
    pub(super) whole: &'m Module<'a>,
    /// Its functions, imported ones apart.
    pub(super) functions: BTreeSet<u32>,
    /// Places of the table that it fills.
    pub(super) slots: BTreeMap<u32, u32>,
    /// Its bytes of memory, by address.
    pub(super) data: Vec<(u32, Vec<u8>)>,
}

/// New numbers for old.
#[derive(Default)]
struct Numbers {
    types: BTreeMap<u32, u32>,
    functions: BTreeMap<u32, u32>,
    tables: BTreeMap<u32, u32>,
    globals: BTreeMap<u32, u32>,
}

/// A number of the whole that the part should not have met.
#[derive(Debug, thiserror::Error)]
#[error("a part of the module uses what it does not have")]
struct Unknown;

fn new_number(numbers: &BTreeMap<u32, u32>, old: u32) -> Result<u32, Error<Unknown>> {
    numbers.get(&old).copied().ok_or(Error::UserError(Unknown))
}

impl Reencode for Numbers {
    type Error = Unknown;

    fn type_index(&mut self, old: u32) -> Result<u32, Error<Unknown>> {
        new_number(&self.types, old)
    }

    fn function_index(&mut self, old: u32) -> Result<u32, Error<Unknown>> {
        new_number(&self.functions, old)
    }

    fn table_index(&mut self, old: u32) -> Result<u32, Error<Unknown>> {
        new_number(&self.tables, old)
    }

    fn global_index(&mut self, old: u32) -> Result<u32, Error<Unknown>> {
        new_number(&self.globals, old)
    }
}

/// Old numbers to new ones, in that order.
fn numbered(old: impl IntoIterator<Item = u32>) -> BTreeMap<u32, u32> {
    old.into_iter().zip(0..).collect()
}

impl Part<'_, '_> {
    /// The first part: has what the whole has, but for the later functions, which it calls through the table.
    pub(super) fn first(
        &self,
        calls: &BTreeMap<u32, u32>,
        given: &BTreeMap<Given, String>,
    ) -> anyhow::Result<Vec<u8>> {
        let whole = self.whole;
        let imported = 0..whole.first_own();
        let numbers = Numbers {
            types: self.types(imported.clone().chain(calls.keys().copied()))?,
            functions: numbered(
                imported
                    .chain(self.functions.iter().copied())
                    .chain(calls.keys().copied()),
            ),
            tables: numbered(0..u32::try_from(whole.tables.len())?),
            globals: numbered(0..u32::try_from(whole.globals.len())?),
        };
        let mut imports = ImportSection::new();
        for (module, name, ty) in &whole.imports {
            imports.import(
                module,
                name,
                EntityType::Function(new_number(&numbers.types, *ty)?),
            );
        }
        let mut tables = TableSection::new();
        for (ty, index) in whole.tables.iter().zip(0..) {
            let mut ty = RoundtripReencoder.table_type(*ty)?;
            if index == 0 {
                let grown = u64::try_from(calls.len())?;
                ty.minimum += grown;
                ty.maximum = ty.maximum.map(|most| most + grown);
            }
            tables.table(ty);
        }
        let mut memories = MemorySection::new();
        if let Some(memory) = whole.memory {
            memories.memory(RoundtripReencoder.memory_type(memory)?);
        }
        let mut globals = GlobalSection::new();
        for global in &whole.globals {
            RoundtripReencoder.parse_global(&mut globals, global.clone())?;
        }
        let mut exports = ExportSection::new();
        for export in &whole.exports {
            if let Some(what) = Given::of(export) {
                export_as(&mut exports, export.name, what, &numbers)?;
            }
        }
        for (what, name) in given {
            let is_exported = whole.exports.iter().any(|export| export.name == name);
            let is_later = matches!(what, Given::Function(function) if !numbers.functions.contains_key(function));
            if !is_exported && !is_later {
                export_as(&mut exports, name, *what, &numbers)?;
            }
        }
        let mut sections = self.sections(numbers, calls)?;
        sections.imports = imports;
        sections.tables = tables;
        sections.memories = memories;
        sections.globals = globals;
        sections.exports = exports;
        Ok(sections.module(whole.start, &sections.numbers))
    }

    /// What its functions use that it does not have.
    pub(super) fn wanted(&self) -> anyhow::Result<BTreeSet<Given>> {
        let mut wanted = BTreeSet::from([Given::Memory, Given::Table(0)]);
        for uses in self.uses()? {
            let functions = uses.functions.into_iter();
            let others = functions.filter(|function| !self.functions.contains(function));
            wanted.extend(others.map(Given::Function));
            wanted.extend(uses.globals.into_iter().map(Given::Global));
            wanted.extend(uses.tables.into_iter().map(Given::Table));
        }
        Ok(wanted)
    }

    /// A later part: imports what it does not have by the names under which those before it give it.
    pub(super) fn later(&self, given: &BTreeMap<Given, String>) -> anyhow::Result<Vec<u8>> {
        let wanted = self.wanted()?;
        let taken = |pick: fn(&Given) -> Option<u32>| -> Vec<u32> {
            wanted.iter().filter_map(pick).collect()
        };
        let mut functions = taken(|given| match given {
            Given::Function(index) => Some(*index),
            _ => None,
        });
        // What is used most has the shortest numbers.
        let times = self.times()?;
        functions.sort_by_key(|function| std::cmp::Reverse(times.get(function).copied()));
        let tables = taken(|given| match given {
            Given::Table(index) => Some(*index),
            _ => None,
        });
        let globals = taken(|given| match given {
            Given::Global(index) => Some(*index),
            _ => None,
        });
        let numbers = Numbers {
            types: self.types(functions.iter().copied())?,
            tables: numbered(tables.iter().copied()),
            globals: numbered(globals.iter().copied()),
            functions: numbered(
                functions
                    .iter()
                    .copied()
                    .chain(self.functions.iter().copied()),
            ),
        };
        let imports = self.imports(given, [&functions, &tables, &globals], &numbers)?;
        let mut exports = ExportSection::new();
        for (what, name) in given {
            if matches!(what, Given::Function(function) if self.functions.contains(function)) {
                export_as(&mut exports, name, *what, &numbers)?;
            }
        }
        let mut sections = self.sections(numbers, &BTreeMap::new())?;
        sections.imports = imports;
        sections.exports = exports;
        Ok(sections.module(None, &sections.numbers))
    }

    /// The imports of a later part, in the order of `functions`, `tables` and `globals`.
    fn imports(
        &self,
        given: &BTreeMap<Given, String>,
        [functions, tables, globals]: [&[u32]; 3],
        numbers: &Numbers,
    ) -> anyhow::Result<ImportSection> {
        let whole = self.whole;
        let mut imports = ImportSection::new();
        let name = |what: Given| given.get(&what).context("something given has no name");
        for function in functions {
            let ty = new_number(&numbers.types, whole.type_of(*function)?)?;
            imports.import(
                FROM,
                name(Given::Function(*function))?,
                EntityType::Function(ty),
            );
        }
        for table in tables {
            let ty = whole
                .tables
                .get(usize::try_from(*table)?)
                .context("no such table")?;
            let mut ty = RoundtripReencoder.table_type(*ty)?;
            ty.maximum = None;
            imports.import(FROM, name(Given::Table(*table))?, ty);
        }
        if let Some(memory) = whole.memory {
            let mut ty = RoundtripReencoder.memory_type(memory)?;
            ty.maximum = None;
            imports.import(FROM, name(Given::Memory)?, ty);
        }
        for global in globals {
            let global_type = whole.globals.get(usize::try_from(*global)?);
            let ty = global_type.context("no such global")?.ty;
            imports.import(
                FROM,
                name(Given::Global(*global))?,
                RoundtripReencoder.global_type(ty)?,
            );
        }
        Ok(imports)
    }

    /// How often each function is used.
    fn times(&self) -> anyhow::Result<BTreeMap<u32, usize>> {
        let mut times = BTreeMap::new();
        for uses in self.uses()? {
            for function in uses.functions {
                *times.entry(function).or_default() += 1;
            }
        }
        Ok(times)
    }

    /// What each of its functions uses.
    pub(super) fn uses(&self) -> anyhow::Result<Vec<Uses>> {
        let bodies = self
            .functions
            .iter()
            .filter_map(|function| self.whole.body(*function));
        bodies.map(Uses::of).collect()
    }

    /// The types that its functions need, and those of `others`.
    fn types(&self, others: impl Iterator<Item = u32>) -> anyhow::Result<BTreeMap<u32, u32>> {
        let mut used = BTreeSet::new();
        for function in self.functions.iter().copied().chain(others) {
            used.insert(self.whole.type_of(function)?);
        }
        for uses in self.uses()? {
            used.extend(uses.types);
        }
        Ok(numbered(used))
    }

    fn sections(
        &self,
        mut numbers: Numbers,
        calls: &BTreeMap<u32, u32>,
    ) -> anyhow::Result<Sections> {
        let whole = self.whole;
        let mut types = TypeSection::new();
        for old in numbers.types.keys() {
            let ty = whole
                .types
                .get(usize::try_from(*old)?)
                .context("no such type")?;
            types
                .ty()
                .func_type(&RoundtripReencoder.func_type(ty.clone())?);
        }
        let mut functions = FunctionSection::new();
        let mut code = CodeSection::new();
        for function in self.functions.iter().chain(calls.keys()) {
            functions.function(new_number(&numbers.types, whole.type_of(*function)?)?);
        }
        for function in &self.functions {
            let body = whole.body(*function).context("a function has no body")?;
            numbers.parse_function_body(&mut code, body.clone())?;
        }
        for (function, slot) in calls {
            code.function(&self.call(*function, *slot, &numbers)?);
        }
        let mut elements = ElementSection::new();
        let mut slots = self.slots.iter().peekable();
        while let Some((first, function)) = slots.next() {
            let mut run = vec![new_number(&numbers.functions, *function)?];
            let mut last = *first;
            while let Some((slot, function)) = slots.next_if(|(slot, _)| **slot == last + 1) {
                run.push(new_number(&numbers.functions, *function)?);
                last = *slot;
            }
            let start = ConstExpr::i32_const(first.cast_signed());
            elements.active(None, &start, Elements::Functions(run.into()));
        }
        let mut data = DataSection::new();
        for (address, bytes) in &self.data {
            data.active(
                0,
                &ConstExpr::i32_const(address.cast_signed()),
                bytes.iter().copied(),
            );
        }
        Ok(Sections {
            numbers,
            types,
            functions,
            elements,
            code,
            data,
            ..Sections::default()
        })
    }

    /// A function that calls the one at a place of the table, which may be filled later.
    fn call(&self, function: u32, slot: u32, numbers: &Numbers) -> anyhow::Result<Function> {
        let ty = self.whole.type_of(function)?;
        let params = self
            .whole
            .types
            .get(usize::try_from(ty)?)
            .context("no such type")?
            .params();
        let mut call = Function::new([]);
        let mut body = call.instructions();
        for param in 0..u32::try_from(params.len())? {
            body.local_get(param);
        }
        body.i32_const(slot.cast_signed());
        body.call_indirect(0, new_number(&numbers.types, ty)?);
        body.end();
        Ok(call)
    }
}

fn export_as(
    exports: &mut ExportSection,
    name: &str,
    what: Given,
    numbers: &Numbers,
) -> Result<(), Error<Unknown>> {
    let (kind, index) = match what {
        Given::Function(old) => (ExportKind::Func, new_number(&numbers.functions, old)?),
        Given::Global(old) => (ExportKind::Global, new_number(&numbers.globals, old)?),
        Given::Table(old) => (ExportKind::Table, new_number(&numbers.tables, old)?),
        Given::Memory => (ExportKind::Memory, 0),
    };
    exports.export(name, kind, index);
    Ok(())
}

/// The sections of a part, in their order.
#[derive(Default)]
struct Sections {
    numbers: Numbers,
    types: TypeSection,
    imports: ImportSection,
    functions: FunctionSection,
    tables: TableSection,
    memories: MemorySection,
    globals: GlobalSection,
    exports: ExportSection,
    elements: ElementSection,
    code: CodeSection,
    data: DataSection,
}

impl Sections {
    fn module(&self, start: Option<u32>, numbers: &Numbers) -> Vec<u8> {
        let mut module = wasm_encoder::Module::new();
        module
            .section(&self.types)
            .section(&self.imports)
            .section(&self.functions);
        if !self.tables.is_empty() {
            module.section(&self.tables);
        }
        if !self.memories.is_empty() {
            module.section(&self.memories);
        }
        if !self.globals.is_empty() {
            module.section(&self.globals);
        }
        if !self.exports.is_empty() {
            module.section(&self.exports);
        }
        if let Some(function_index) = start.and_then(|old| numbers.functions.get(&old).copied()) {
            module.section(&StartSection { function_index });
        }
        module
            .section(&self.elements)
            .section(&self.code)
            .section(&self.data);
        module.finish()
    }
}
