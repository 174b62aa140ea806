//! What is cut where, on modules of a few functions.

use std::collections::BTreeSet;

use wasm_encoder::{
    CodeSection, ConstExpr, CustomSection, DataSection, ElementSection, Elements, EntityType,
    ExportKind, ExportSection, Function, FunctionSection, GlobalSection, GlobalType, ImportSection,
    LinkingSection, MemorySection, MemoryType, NameMap, NameSection, RefType, SymbolTable,
    TableSection, TableType, TypeSection, ValType,
};

use super::*;

const LATE_PAGE: &str = "_RNvNtC1a3app9late_page";
const REST_PAGE: &str = "_RNvNtC1a3app9rest_page";

/// What the functions of the module in these tests are called, by index; the first is imported.
const NAMES: [&str; 9] = [
    "js",
    "run",
    "shared",
    LATE_PAGE,
    "only_late",
    "late_by_table",
    "early_by_table",
    REST_PAGE,
    "only_rest",
];

/// What each function refers to, but for the imported one.
const BODIES: [&[Reference]; 8] = [
    &[
        Reference::Call(2),
        Reference::Call(3),
        Reference::Text(16, 9),
        Reference::Slot(2, 6),
    ],
    &[Reference::Call(0)],
    &[
        Reference::Call(4),
        Reference::Call(2),
        Reference::Call(7),
        Reference::Slot(1, 5),
        Reference::Text(28, 10),
    ],
    &[Reference::Call(0), Reference::Stack],
    &[],
    &[],
    &[
        Reference::Call(8),
        Reference::Call(4),
        Reference::Call(2),
        Reference::Text(40, 11),
    ],
    &[],
];

/// `run` is exported and calls `shared` and the late page; the late page calls what is its own, what is shared, and the
/// rest page; that one calls what is its own, what is late and what is shared.
fn whole(with_notes: bool) -> Vec<u8> {
    let mut types = TypeSection::new();
    types.ty().function([], []);
    types.ty().function([ValType::I32], []);
    let mut imports = ImportSection::new();
    imports.import("a", "b", EntityType::Function(0));
    let mut functions = FunctionSection::new();
    for ty in [0, 0, 1, 0, 0, 0, 0, 0] {
        functions.function(ty);
    }
    let mut tables = TableSection::new();
    tables.table(TableType {
        element_type: RefType::FUNCREF,
        table64: false,
        minimum: 4,
        maximum: Some(4),
        shared: false,
    });
    let mut memories = MemorySection::new();
    memories.memory(MemoryType {
        minimum: 1,
        maximum: None,
        memory64: false,
        shared: false,
        page_size_log2: None,
    });
    let mut globals = GlobalSection::new();
    let stack = GlobalType {
        val_type: ValType::I32,
        mutable: true,
        shared: false,
    };
    globals.global(stack, &ConstExpr::i32_const(0));
    let mut exports = ExportSection::new();
    exports.export("a", ExportKind::Func, 1);
    exports.export("m", ExportKind::Memory, 0);
    let mut elements = ElementSection::new();
    elements.active(
        None,
        &ConstExpr::i32_const(1),
        Elements::Functions([5, 6, 0][..].into()),
    );
    let mut data = DataSection::new();
    data.active(
        0,
        &ConstExpr::i32_const(16),
        *b"first words.late words..rest words..",
    );

    let mut code = CodeSection::new();
    let mut places = Vec::new();
    let mut body = |references: &[Reference]| {
        let mut function = Function::new([]);
        for reference in references {
            // The linker writes its numbers in five bytes; where they are is all that its notes need.
            let before = code.byte_len() + 3 + function.byte_len();
            places.push((before, *reference));
            match *reference {
                Reference::Call(3) => function.instructions().i32_const(7).call(3),
                Reference::Call(other) => function.instructions().call(other),
                Reference::Stack => function.instructions().global_get(0).drop(),
                Reference::Text(address, _) => function.instructions().i32_const(address).drop(),
                Reference::Slot(slot, _) => function.instructions().i32_const(slot).drop(),
            };
        }
        function.instructions().end();
        code.function(&function);
    };
    BODIES.into_iter().for_each(&mut body);

    let mut module = wasm_encoder::Module::new();
    module.section(&types).section(&imports).section(&functions);
    module.section(&tables).section(&memories).section(&globals);
    module
        .section(&exports)
        .section(&elements)
        .section(&code)
        .section(&data);
    if with_notes {
        note(&mut module, &places);
    }
    let mut names = NameMap::new();
    for (index, name) in (0..).zip(NAMES) {
        names.append(index, name);
    }
    let mut section = NameSection::new();
    section.functions(&names);
    module.section(&section);
    module.finish()
}

/// What a function of the test refers to; the last number is the symbol.
#[derive(Clone, Copy)]
enum Reference {
    Call(u32),
    Stack,
    Text(i32, u32),
    Slot(i32, u32),
}

/// Notes as the linker writes them: a symbol for each function and three texts, and where they are referred to.
fn note(module: &mut wasm_encoder::Module, places: &[(usize, Reference)]) {
    let mut symbols = SymbolTable::new();
    for (index, name) in (0..).zip(NAMES) {
        // An imported function takes its name from the import.
        let (flags, name) = match index {
            0 => (SymbolTable::WASM_SYM_UNDEFINED, None),
            _ => (0, Some(name)),
        };
        symbols.function(flags, index, name);
    }
    for (name, offset) in [("first", 0), ("late", 12), ("rest", 24)] {
        let place = wasm_encoder::DataSymbolDefinition {
            index: 0,
            offset,
            size: 12,
        };
        symbols.data(0, name, Some(place));
    }
    let mut linking = LinkingSection::new();
    linking.symbol_table(&symbols);
    module.section(&linking);
    // The eighth section is the code.
    let mut entries = Vec::new();
    let mut count = 0;
    for (place, reference) in places {
        let (kind, symbol, addend) = match *reference {
            Reference::Call(function) => (0, function, None),
            Reference::Slot(_, symbol) => (1, symbol, None),
            Reference::Text(_, symbol) => (4, symbol, Some(0)),
            Reference::Stack => continue,
        };
        count += 1;
        let place = u8::try_from(*place).unwrap_or_else(|_| panic!("a short module"));
        assert!(place < 0x80, "numbers of one byte");
        entries.extend([kind, place]);
        entries.push(u8::try_from(symbol).unwrap_or_else(|_| panic!("few symbols")));
        entries.extend(addend);
    }
    let mut notes = vec![8, count];
    notes.extend(entries);
    module.section(&CustomSection {
        name: "reloc.CODE".into(),
        data: notes.into(),
    });
}

fn parts() -> Vec<Vec<u8>> {
    let (linked, whole) = (whole(true), whole(false));
    split(&linked, &whole, &whole).unwrap_or_else(|problem| panic!("{problem:#}"))
}

#[test]
fn the_notes_tell_what_only_later_functions_refer_to() -> anyhow::Result<()> {
    let bytes = whole(true);
    let needs = linked::needs(&Module::read(&bytes)?)?;
    assert_eq!(needs.slots, BTreeMap::from([(1, 1)]));
    assert_eq!(needs.data.len(), LATER.len());
    assert_eq!(needs.data.concat(), [28..40, 40..52]);
    Ok(())
}

#[test]
fn without_notes_nothing_is_cut() -> anyhow::Result<()> {
    let bytes = whole(false);
    let problem = linked::needs(&Module::read(&bytes)?)
        .err()
        .map(|problem| problem.to_string());
    assert!(problem.is_some_and(|problem| problem.contains("--emit-relocs")));
    assert_eq!(without_notes(&whole(true))?, bytes);
    Ok(())
}

#[test]
fn the_first_part_keeps_what_it_needs_and_calls_later_pages_through_the_table() -> anyhow::Result<()>
{
    let parts = parts();
    let first = Module::read(&parts[0])?;
    // run, shared, early_by_table, and the calls in place of the two pages.
    assert_eq!(first.bodies.len(), 5);
    // early_by_table, and what is imported.
    assert_eq!(first.slots, BTreeMap::from([(2, 3), (3, 0)]));
    assert_eq!(
        (first.tables[0].initial, first.tables[0].maximum),
        (6, Some(6))
    );
    let mut words = b"first words.".to_vec();
    words.resize(36, 0);
    assert_eq!(first.data[0].bytes, words);
    assert!(first.names.is_empty(), "names stay at home");
    Ok(())
}

#[test]
fn a_later_part_brings_its_own_and_takes_everything_else_from_those_before() -> anyhow::Result<()> {
    let parts = parts();
    assert_eq!(parts.len(), 1 + LATER.len());
    let first = Module::read(&parts[0])?;
    let exports = first.exports.iter();
    let mut given: Vec<_> = exports
        .map(|export| (export.name.to_owned(), export.kind))
        .collect();
    // The late page, only_late, late_by_table; the place that it had, and the one that the first part calls.
    let late = taken_apart(&parts[1], &mut given)?;
    assert_eq!(
        (late.functions, late.elements, late.data),
        (3, 2, b"late words..".to_vec())
    );
    // The rest page and only_rest; only_late comes from the part between.
    let rest = taken_apart(&parts[2], &mut given)?;
    assert_eq!(
        (rest.functions, rest.elements, rest.data),
        (2, 1, b"rest words..".to_vec())
    );
    Ok(())
}

/// What is in a later part.
#[derive(Default)]
struct Later {
    functions: u32,
    elements: u32,
    data: Vec<u8>,
}

/// Reads a later part, which may take what is `given`, and adds to it what it gives.
fn taken_apart(part: &[u8], given: &mut Vec<(String, ExternalKind)>) -> anyhow::Result<Later> {
    let mut later = Later::default();
    for payload in wasmparser::Parser::new(0).parse_all(part) {
        match payload? {
            wasmparser::Payload::ImportSection(imports) => {
                for import in imports.into_imports() {
                    let import = import?;
                    let kind = match import.ty {
                        wasmparser::TypeRef::Func(_) => ExternalKind::Func,
                        wasmparser::TypeRef::Table(_) => ExternalKind::Table,
                        wasmparser::TypeRef::Memory(_) => ExternalKind::Memory,
                        _ => ExternalKind::Global,
                    };
                    assert_eq!(import.module, "a");
                    let wanted = (import.name.to_owned(), kind);
                    assert!(given.contains(&wanted), "{}", import.name);
                }
            }
            wasmparser::Payload::ExportSection(exports) => {
                for export in exports {
                    let export = export?;
                    given.push((export.name.to_owned(), export.kind));
                }
            }
            wasmparser::Payload::CodeSectionStart { count, .. } => later.functions = count,
            wasmparser::Payload::DataSection(data) => {
                let all: Vec<_> = data.into_iter().collect::<Result<_, _>>()?;
                later.data = all.iter().flat_map(|data| data.data).copied().collect();
            }
            wasmparser::Payload::ElementSection(elements) => later.elements = elements.count(),
            _ => {}
        }
    }
    Ok(later)
}

/// The module with the first letter of a word in it changed.
fn with_changed(module: &[u8], word: &str) -> Vec<u8> {
    let mut places = module.windows(word.len());
    let Some(place) = places.position(|part| part == word.as_bytes()) else {
        panic!("{word} is not in the module");
    };
    let mut changed = module.to_vec();
    changed[place] = b'X';
    changed
}

#[test]
fn what_was_moved_or_joined_after_the_linker_fails_the_build() {
    let (linked, plain) = (whole(true), whole(false));
    for (bound, after, word) in [
        (with_changed(&plain, "late_by_table"), &plain, "the table"),
        (with_changed(&plain, "late words"), &plain, "in memory"),
        (plain.clone(), &with_changed(&plain, "rest_page"), "joined"),
    ] {
        let problem = split(&linked, &bound, after).err();
        let problem = problem.map(|problem| problem.to_string());
        assert!(
            problem.as_ref().is_some_and(|told| told.contains(word)),
            "{word}: {problem:?}"
        );
    }
}

#[test]
fn where_a_part_begins_is_known_by_the_name_itself() {
    for (name, part) in [
        (LATE_PAGE, 1),
        ("_ZN3app3app9late_page17h0123456789abcdefE", 1),
        ("_RNvNtCs2uSOuGGL4ca_3app4late10late_start", 1),
        (REST_PAGE, 2),
    ] {
        assert_eq!(part_beginning_at(name), Some(part), "{name}");
    }
    for name in [
        "_RNCNvNtCs2uSOuGGL4ca_3app4late10late_start0B5_",
        "_ZN3app3app9late_page28_$u7b$$u7b$closure$u7d$$u7d$17h0123456789abcdefE",
        "_RNvNtC1a3app14calculate_late",
        "_RNvNtC1a3app14calculate_late_x",
        "_RNvNtC1a3app12compare_page",
        "late_page",
        "",
    ] {
        assert_eq!(part_beginning_at(name), None, "{name}");
    }
}

#[test]
fn names_are_short_and_never_come_twice() {
    let names: Vec<String> = short_names().take(800).collect();
    assert_eq!(&names[..2], ["a", "b"]);
    assert_eq!(names[26], "aa");
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), 800);
}

/// A module with one function of that type, whose body is these bytes.
fn module_of(results: &[ValType], body: &[u8]) -> Vec<u8> {
    let mut types = TypeSection::new();
    types.ty().function([], results.iter().copied());
    let mut functions = FunctionSection::new();
    functions.function(0);
    let mut memories = MemorySection::new();
    memories.memory(MemoryType {
        minimum: 1,
        maximum: None,
        memory64: false,
        shared: false,
        page_size_log2: None,
    });
    let mut function = Function::new([]);
    function.raw(body.iter().copied());
    let mut code = CodeSection::new();
    code.function(&function);
    let mut module = wasm_encoder::Module::new();
    module.section(&types).section(&functions);
    module.section(&memories).section(&code);
    module.finish()
}

fn table_of(element_type: RefType) -> Vec<u8> {
    let mut tables = TableSection::new();
    tables.table(TableType {
        element_type,
        table64: false,
        minimum: 1,
        maximum: None,
        shared: false,
    });
    let mut module = wasm_encoder::Module::new();
    module.section(&tables);
    module.finish()
}

#[test]
fn what_came_to_webassembly_after_the_floor_is_refused() {
    const END: u8 = 0x0b;
    let (i32, zero) = (ValType::I32, [0x41, 0]);
    // The last: memory.fill, i32.extend8_s and i32.trunc_sat_f32_s, which every browser of the floor has.
    for older in [
        module_of(&[], &[END]),
        module_of(&[i32], &[zero[0], zero[1], 0xc0, END]),
        module_of(&[i32], &[0x43, 0, 0, 0, 0, 0xfc, 0, END]),
        module_of(
            &[],
            &[[zero, zero, zero].concat(), vec![0xfc, 11, 0, END]].concat(),
        ),
        table_of(RefType::FUNCREF),
    ] {
        assert!(check(&older).is_ok(), "{older:?}: {:?}", check(&older));
    }
    for (what, newer) in [
        (
            "two results",
            module_of(&[i32, i32], &[[zero, zero].concat(), vec![END]].concat()),
        ),
        (
            "a reference",
            module_of(&[ValType::EXTERNREF], &[0xd0, 0x6f, END]),
        ),
        ("a table of references", table_of(RefType::EXTERNREF)),
        (
            "SIMD",
            module_of(
                &[ValType::V128],
                &[vec![0xfd, 12], vec![0; 16], vec![END]].concat(),
            ),
        ),
        (
            "a call that reuses its frame",
            module_of(&[], &[0x12, 0, END]),
        ),
    ] {
        assert!(check(&newer).is_err(), "{what}");
    }
}
