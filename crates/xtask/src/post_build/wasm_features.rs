//! Check of the wasm module: only WebAssembly features that every browser of the floor has.

use anyhow::Context;
use wasmparser::{Validator, WasmFeatures};

/// What every browser of the floor has of WebAssembly: Safari 15.4, Chrome 90, Firefox 102.
///
/// Reference types and several results are there by their numbers in some and not in others, and iOS up to 16.3 compiles
/// a module with reference types and then dies of it.
const FLOOR: WasmFeatures = WasmFeatures::WASM1
    .union(WasmFeatures::BULK_MEMORY)
    .union(WasmFeatures::SIGN_EXTENSION)
    .union(WasmFeatures::SATURATING_FLOAT_TO_INT);

/// That every browser of the floor takes the module: `browserslist` of package.json.
///
/// # Errors
/// When it is damaged, or uses what came to WebAssembly later: reference types, several results, SIMD, threads.
pub(super) fn check(module: &[u8]) -> anyhow::Result<()> {
    Validator::new_with_features(FLOOR)
        .validate_all(module)
        .context("the app is no module that every browser of the floor takes")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const I32: u8 = 0x7f;
    const V128: u8 = 0x7b;
    const EXTERNREF: u8 = 0x6f;
    const FUNCREF: u8 = 0x70;
    const END: u8 = 0x0b;

    /// A module of those sections, by their numbers.
    fn module(sections: &[(u8, Vec<u8>)]) -> Vec<u8> {
        let mut bytes = b"\0asm\x01\0\0\0".to_vec();
        for (number, content) in sections {
            bytes.extend([*number, length(content)]);
            bytes.extend(content);
        }
        bytes
    }

    fn length(content: &[u8]) -> u8 {
        u8::try_from(content.len()).unwrap_or_else(|_| panic!("a section of this test is short"))
    }

    /// A module with one function of that type, whose body is these bytes.
    fn module_of(results: &[u8], body: &[u8]) -> Vec<u8> {
        let of_type = [&[1, 0x60, 0, length(results)], results].concat();
        let code = [&[1, length(body) + 1, 0], body].concat();
        let memory = vec![1, 0, 1];
        module(&[(1, of_type), (3, vec![1, 0]), (5, memory), (10, code)])
    }

    fn table_of(element: u8) -> Vec<u8> {
        module(&[(4, vec![1, element, 0, 1])])
    }

    #[test]
    fn what_came_to_webassembly_after_the_floor_is_refused() {
        let zero = [0x41, 0];
        // The last: memory.fill, i32.extend8_s and i32.trunc_sat_f32_s, which every browser of the floor has.
        for older in [
            module_of(&[], &[END]),
            module_of(&[I32], &[zero[0], zero[1], 0xc0, END]),
            module_of(&[I32], &[0x43, 0, 0, 0, 0, 0xfc, 0, END]),
            module_of(
                &[],
                &[[zero, zero, zero].concat(), vec![0xfc, 11, 0, END]].concat(),
            ),
            table_of(FUNCREF),
        ] {
            assert!(check(&older).is_ok(), "{older:?}: {:?}", check(&older));
        }
        for (what, newer, refused) in [
            (
                "two results",
                module_of(&[I32, I32], &[[zero, zero].concat(), vec![END]].concat()),
                "multi-value",
            ),
            (
                "a reference",
                module_of(&[EXTERNREF], &[0xd0, 0x6f, END]),
                "reference types",
            ),
            (
                "a table of references",
                table_of(EXTERNREF),
                "reference types",
            ),
            (
                "SIMD",
                module_of(&[V128], &[vec![0xfd, 12], vec![0; 16], vec![END]].concat()),
                "SIMD",
            ),
            (
                "a call that reuses its frame",
                module_of(&[], &[0x12, 0, END]),
                "tail calls",
            ),
        ] {
            let problem = check(&newer).err().map(|problem| format!("{problem:#}"));
            assert!(
                problem.as_ref().is_some_and(|said| said.contains(refused)),
                "{what}: {problem:?}"
            );
        }
    }
}
