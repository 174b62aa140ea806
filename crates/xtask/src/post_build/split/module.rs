//! A wasm module taken apart: what it has, what each function uses, and what the linker noted about it.

use std::{collections::BTreeMap, ops::Range};

use anyhow::{Context, bail};
use wasm_encoder::RawSection;
use wasmparser::{
    BlockType, ConstExpr, DataKind, ElementItems, ElementKind, Export, FuncType, FunctionBody,
    Global, KnownCustom, Linking, MemoryType, Name, Operator, Parser, Payload, RelocationEntry,
    SymbolInfo, TableInit, TableType, TypeRef,
};

/// A module as rustc's linker, wasm-bindgen and wasm-opt write them. Of what they never write, nothing is known here.
#[derive(Default)]
pub(super) struct Module<'a> {
    pub(super) types: Vec<FuncType>,
    /// Module, name and type of each imported function; nothing else is imported.
    pub(super) imports: Vec<(&'a str, &'a str, u32)>,
    /// The type of each function that is not imported.
    pub(super) functions: Vec<u32>,
    pub(super) tables: Vec<TableType>,
    pub(super) memory: Option<MemoryType>,
    pub(super) globals: Vec<Global<'a>>,
    pub(super) exports: Vec<Export<'a>>,
    pub(super) start: Option<u32>,
    /// Functions by their place in the first table.
    pub(super) slots: BTreeMap<u32, u32>,
    pub(super) bodies: Vec<FunctionBody<'a>>,
    pub(super) data: Vec<Data<'a>>,
    pub(super) names: BTreeMap<u32, &'a str>,
    /// What the linker notes when it is asked to (`--emit-relocs`).
    pub(super) notes: Notes<'a>,
}

/// Bytes that are in memory from the start.
pub(super) struct Data<'a> {
    pub(super) address: u32,
    pub(super) bytes: &'a [u8],
    /// Where they are in the file.
    pub(super) position: usize,
}

/// The linker's notes.
#[derive(Default)]
pub(super) struct Notes<'a> {
    pub(super) symbols: Vec<SymbolInfo<'a>>,
    /// Each place in the file where the linker wrote an address or an index.
    pub(super) references: Vec<(usize, RelocationEntry)>,
}

impl<'a> Module<'a> {
    /// Takes `bytes` apart.
    pub(super) fn read(bytes: &'a [u8]) -> anyhow::Result<Self> {
        let mut module = Self::default();
        let mut starts = Vec::new();
        for payload in Parser::new(0).parse_all(bytes) {
            let payload = payload.context("the module is not as the specification says")?;
            if let Some((_, range)) = payload.as_section() {
                starts.push(position(range.start)?);
            }
            module.take(payload, &starts)?;
        }
        let start = bytes.as_ptr().addr();
        for data in &mut module.data {
            data.position = data.bytes.as_ptr().addr() - start;
        }
        Ok(module)
    }

    fn take(&mut self, payload: Payload<'a>, starts: &[usize]) -> anyhow::Result<()> {
        match payload {
            Payload::TypeSection(section) => {
                for ty in section.into_iter_err_on_gc_types() {
                    self.types.push(ty?);
                }
            }
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    let import = import?;
                    let TypeRef::Func(ty) = import.ty else {
                        bail!("the module imports {}, which is no function", import.name);
                    };
                    self.imports.push((import.module, import.name, ty));
                }
            }
            Payload::FunctionSection(section) => {
                self.functions = section.into_iter().collect::<Result<_, _>>()?;
            }
            Payload::TableSection(section) => {
                for table in section {
                    let table = table?;
                    if !matches!(table.init, TableInit::RefNull) {
                        bail!("a table of the module is filled in a way that is not known here");
                    }
                    self.tables.push(table.ty);
                }
            }
            Payload::MemorySection(section) => {
                let memories = section.into_iter().collect::<Result<Vec<_>, _>>()?;
                self.memory = memories.first().copied();
            }
            Payload::GlobalSection(section) => {
                self.globals = section.into_iter().collect::<Result<_, _>>()?;
            }
            Payload::ExportSection(section) => {
                self.exports = section.into_iter().collect::<Result<_, _>>()?;
            }
            Payload::StartSection { func, .. } => self.start = Some(func),
            Payload::ElementSection(section) => {
                for element in section {
                    let element = element?;
                    let (
                        ElementKind::Active {
                            table_index,
                            offset_expr,
                        },
                        ElementItems::Functions(items),
                    ) = (element.kind, element.items)
                    else {
                        bail!("functions of the module are listed in a way that is not known here");
                    };
                    if table_index.unwrap_or_default() != 0 {
                        bail!("the module lists functions for a second table");
                    }
                    for (slot, function) in (constant(&offset_expr)?..).zip(items) {
                        self.slots.insert(slot, function?);
                    }
                }
            }
            Payload::CodeSectionEntry(body) => self.bodies.push(body),
            Payload::DataSection(section) => {
                for data in section {
                    let data = data?;
                    let DataKind::Active { offset_expr, .. } = data.kind else {
                        bail!("data of the module are not put into memory at its start");
                    };
                    self.data.push(Data {
                        address: constant(&offset_expr)?,
                        bytes: data.data,
                        position: 0,
                    });
                }
            }
            Payload::CustomSection(section) => self.note(section.as_known(), starts)?,
            _ => {}
        }
        Ok(())
    }

    /// Takes names, and the linker's notes.
    fn note(&mut self, section: KnownCustom<'a>, starts: &[usize]) -> anyhow::Result<()> {
        match section {
            KnownCustom::Name(parts) => {
                for part in parts {
                    if let Name::Function(names) = part? {
                        for name in names {
                            let name = name?;
                            self.names.insert(name.index, name.name);
                        }
                    }
                }
            }
            KnownCustom::Linking(parts) => {
                for part in parts.subsections() {
                    if let Linking::SymbolTable(symbols) = part? {
                        self.notes.symbols = symbols.into_iter().collect::<Result<_, _>>()?;
                    }
                }
            }
            KnownCustom::Reloc(section) => {
                let start = starts
                    .get(usize::try_from(section.section_index())?)
                    .context("the linker's notes are about a section that is not there")?;
                for entry in section.entries() {
                    let entry = entry?;
                    let place = start + usize::try_from(entry.offset)?;
                    self.notes.references.push((place, entry));
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Where the body of each function is in the file, by its index.
    pub(super) fn body_places(&self) -> anyhow::Result<Vec<(Range<usize>, u32)>> {
        let mut places = Vec::new();
        for (body, function) in self.bodies.iter().zip(self.first_own()..) {
            let range = body.range();
            places.push((position(range.start)?..position(range.end)?, function));
        }
        Ok(places)
    }

    /// The index of the first function that is not imported.
    pub(super) fn first_own(&self) -> u32 {
        u32::try_from(self.imports.len()).unwrap_or(u32::MAX)
    }

    /// The body of a function; `None` of an imported one.
    pub(super) fn body(&self, function: u32) -> Option<&FunctionBody<'a>> {
        let own = function.checked_sub(self.first_own())?;
        self.bodies.get(usize::try_from(own).ok()?)
    }

    /// The type of a function.
    pub(super) fn type_of(&self, function: u32) -> anyhow::Result<u32> {
        let function = usize::try_from(function)?;
        let imported = self.imports.get(function).map(|import| import.2);
        let own = || {
            self.functions
                .get(function.checked_sub(self.imports.len())?)
                .copied()
        };
        imported.or_else(own).context("a function has no type")
    }
}

/// What a function uses, by index; once for each time it does.
#[derive(Default)]
pub(super) struct Uses {
    pub(super) functions: Vec<u32>,
    pub(super) types: Vec<u32>,
    pub(super) tables: Vec<u32>,
    pub(super) globals: Vec<u32>,
}

impl Uses {
    /// What that body uses.
    pub(super) fn of(body: &FunctionBody<'_>) -> anyhow::Result<Self> {
        let mut uses = Self::default();
        for operator in body.get_operators_reader()? {
            match operator? {
                Operator::Call { function_index }
                | Operator::ReturnCall { function_index }
                | Operator::RefFunc { function_index } => uses.functions.push(function_index),
                Operator::CallIndirect {
                    type_index,
                    table_index,
                } => {
                    uses.types.push(type_index);
                    uses.tables.push(table_index);
                }
                Operator::Block {
                    blockty: BlockType::FuncType(ty),
                }
                | Operator::Loop {
                    blockty: BlockType::FuncType(ty),
                }
                | Operator::If {
                    blockty: BlockType::FuncType(ty),
                } => uses.types.push(ty),
                Operator::GlobalGet { global_index } | Operator::GlobalSet { global_index } => {
                    uses.globals.push(global_index);
                }
                Operator::TableGet { table }
                | Operator::TableSet { table }
                | Operator::TableGrow { table }
                | Operator::TableSize { table }
                | Operator::TableFill { table } => uses.tables.push(table),
                Operator::MemoryInit { .. }
                | Operator::DataDrop { .. }
                | Operator::TableInit { .. }
                | Operator::ElemDrop { .. }
                | Operator::TableCopy { .. }
                | Operator::ReturnCallIndirect { .. } => {
                    bail!("a function of the module does something that is not known here")
                }
                _ => {}
            }
        }
        Ok(uses)
    }
}

fn constant(expression: &ConstExpr<'_>) -> anyhow::Result<u32> {
    let mut operators = expression.get_operators_reader();
    match (operators.read()?, operators.read()?) {
        (Operator::I32Const { value }, Operator::End) => Ok(value.cast_unsigned()),
        _ => bail!("a place in memory or in a table is not a plain number"),
    }
}

fn position(offset: u64) -> anyhow::Result<usize> {
    usize::try_from(offset).context("the module is too large")
}

/// The module without the linker's notes, which fit no more once anything was changed.
pub(crate) fn without_notes(bytes: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut module = wasm_encoder::Module::new();
    for payload in Parser::new(0).parse_all(bytes) {
        let payload = payload.context("the module is not as the specification says")?;
        if let Payload::CustomSection(section) = &payload
            && matches!(
                section.as_known(),
                KnownCustom::Linking(_) | KnownCustom::Reloc(_)
            )
        {
            continue;
        }
        if let Some((id, range)) = payload.as_section() {
            let range = position(range.start)?..position(range.end)?;
            let data = bytes
                .get(range)
                .context("a section ends after the module")?;
            module.section(&RawSection { id, data });
        }
    }
    Ok(module.finish())
}
