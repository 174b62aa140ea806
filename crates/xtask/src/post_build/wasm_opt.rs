//! Runs wasm-metadce and wasm-opt for size; renames imports and exports in the JavaScript as wasm-opt shortened them.
//!
//! wasm-bindgen gives every import a name that ends in sixteen digits of chance.
//! They weigh twice, in the module and in its JavaScript, and no compression helps: 4 KB for some 170 names.

use std::{fs, path::Path};

use anyhow::{Context, ensure};
use serde::Deserialize;
use serde_json::json;
use wasmparser::{Parser, Payload};

use crate::{
    command::{command, read},
    paths,
};

/// What every browser of the floor knows and rustc uses, one by one: with `--all-features` the module is one that they
/// refuse. `wasm_features` holds what comes out to the same ones.
const FEATURES: [&str; 5] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-sign-ext",
    "--enable-nontrapping-float-to-int",
    "--enable-mutable-globals",
];

const OPTIONS: [&str; 15] = [
    // Holds but for the last kilobyte of the stack, where a call that goes too deep stops a little earlier.
    "--low-memory-unused",
    // Of functions of four bytes the call is as long: a tenth of a percent less.
    "--always-inline-max-function-size=4",
    "-Oz",
    // Twice more over code laid flat and looped anew: half a percent less, then a quarter.
    "--flatten",
    "--rereloop",
    "-Os",
    "-Oz",
    "--flatten",
    "--rereloop",
    "-Os",
    "-Oz",
    "--strip-producers",
    "--strip-target-features",
    // Prints the new names.
    "--minify-imports-and-exports-and-modules",
    "-o",
];

/// The name of the only module that imports come from, once it is short.
const MODULE: &str = "a";

/// What wasm-opt says of the names that it shortened.
#[derive(Deserialize)]
struct Names {
    /// Module, name, short name.
    imports: Vec<(String, String, String)>,
    /// Name, short name.
    exports: Vec<(String, String)>,
}

/// Leaves out of the module at `wasm`, in its place, what only exports reach that `script` does not name.
///
/// `wasm-streams`, which Leptos brings, exports twelve functions that nothing calls.
pub(super) fn drop_unused_exports(wasm: &Path, script: &str) -> anyhow::Result<()> {
    let module = fs::read(wasm).context("wasm-bindgen wrote no module")?;
    let graph = wasm.with_extension("graph.json");
    super::write(&graph, &serde_json::to_vec(&used(&module, script)?)?)?;
    let program = paths::node_modules().join("binaryen/bin/wasm-metadce");
    let mut metadce = command("node");
    metadce.arg(program).arg(wasm).arg("-o").arg(wasm);
    metadce.arg("--graph-file").arg(&graph).args(FEATURES);
    read(&mut metadce)?;
    fs::remove_file(&graph).context("the graph of exports could not be removed")
}

/// The exports that `script` names, as wasm-metadce reads them: all that the outside reaches.
fn used(module: &[u8], script: &str) -> anyhow::Result<Vec<serde_json::Value>> {
    let mut names = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        if let Payload::ExportSection(exports) = payload.context("a damaged module")? {
            for export in exports {
                names.push(export.context("a damaged module")?.name);
            }
        }
    }
    let is_named = |name: &&str| {
        script
            .match_indices(&format!(".{name}"))
            .any(|(at, found)| {
                let after = script.get(at + found.len()..).unwrap_or_default();
                !after.starts_with(|next: char| next.is_ascii_alphanumeric() || next == '_')
            })
    };
    let used: Vec<&str> = names.into_iter().filter(is_named).collect();
    ensure!(
        used.contains(&"memory"),
        "the JavaScript of the app does not name the module's memory: \
         wasm-bindgen writes it in another way than this build knows"
    );
    let mut graph = vec![json!({"name": "outside", "root": true, "reaches": used})];
    graph.extend(
        used.iter()
            .map(|name| json!({"name": name, "export": name})),
    );
    Ok(graph)
}

/// Makes the module at `wasm` smaller, in its place; returns its JavaScript with the names that it now has.
pub(super) fn optimize(wasm: &Path, glue: &str) -> anyhow::Result<String> {
    let program = paths::node_modules().join(".bin/wasm-opt");
    let mut wasm_opt = command(&program.to_string_lossy());
    let printed = read(wasm_opt.args(FEATURES).args(OPTIONS).arg(wasm).arg(wasm))?;
    let names = serde_json::from_str(&printed)
        .context("wasm-opt printed its new names in a way that is not known here")?;
    renamed(glue, &names)
}

/// The JavaScript with the new names; fails rather than leave one behind.
fn renamed(glue: &str, names: &Names) -> anyhow::Result<String> {
    let mut glue = glue.to_owned();
    let mut modules: Vec<&str> = names
        .imports
        .iter()
        .map(|(module, ..)| module.as_str())
        .collect();
    modules.dedup();
    for module in modules {
        glue = replaced(
            &glue,
            &format!("\"{module}\": "),
            &format!("\"{MODULE}\": "),
        )?;
    }
    for (_, name, short) in &names.imports {
        glue = replaced(&glue, &format!(" {name}: "), &format!(" {short}: "))?;
    }
    // Longest first: some names are the beginning of others.
    let mut exports: Vec<_> = names.exports.iter().collect();
    exports.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    for (name, short) in exports {
        // Some are for other tools than JavaScript.
        glue = glue.replace(&format!("wasm.{name}"), &format!("wasm.{short}"));
    }
    Ok(glue)
}

fn replaced(text: &str, old: &str, new: &str) -> anyhow::Result<String> {
    let times = text.matches(old).count();
    ensure!(
        times == 1,
        "the JavaScript of the app names `{}` {times} times where one was expected: \
         wasm-bindgen writes it in another way than this build knows",
        old.trim()
    );
    Ok(text.replacen(old, new, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A module that exports a memory by each of those names.
    fn module(names: &[&str]) -> Vec<u8> {
        let byte = |length: usize| u8::try_from(length).unwrap_or_default();
        let mut exports = vec![byte(names.len())];
        for name in names {
            exports.push(byte(name.len()));
            exports.extend(name.as_bytes());
            exports.extend([2, 0]);
        }
        let mut module = b"\0asm\x01\0\0\0\x05\x03\x01\x00\x01\x07".to_vec();
        module.push(byte(exports.len()));
        module.extend(exports);
        module
    }

    #[test]
    fn what_the_script_names_is_reached_and_nothing_else() -> anyhow::Result<()> {
        let module = module(&["memory", "call", "call_1", "unused"]);
        let graph = used(&module, "a.memory.buffer;a.call_1(2);a.unusedly()")?;
        assert_eq!(graph[0]["reaches"], json!(["memory", "call_1"]));
        assert_eq!(graph.len(), 3);
        assert!(used(&module, "a.call()").is_err());
        Ok(())
    }

    const GLUE: &str = r#"const import0 = {
    __wbg_now_12: function() { return wasm.invoke_1(wasm.invoke_15); },
};
return { "./app_bg.js": import0 };"#;

    fn names() -> Names {
        let pair = |name: &str, short: &str| (name.to_owned(), short.to_owned());
        Names {
            imports: vec![("./app_bg.js".into(), "__wbg_now_12".into(), "$".into())],
            exports: vec![
                pair("invoke_1", "b"),
                pair("invoke_15", "c"),
                pair("unnamed", "d"),
            ],
        }
    }

    #[test]
    fn every_name_becomes_its_own_short_one() {
        let glue = renamed(GLUE, &names()).unwrap_or_else(|problem| panic!("{problem:#}"));
        assert!(
            glue.contains("$: function() { return wasm.b(wasm.c); }"),
            "{glue}"
        );
        assert!(glue.contains("\"a\": import0"), "{glue}");
    }

    #[test]
    fn a_name_that_is_not_found_fails_the_build() {
        let other = GLUE.replace("__wbg_now_12: ", "__wbg_now_12 : ");
        let problem = renamed(&other, &names())
            .err()
            .map(|problem| problem.to_string());
        assert!(problem.is_some_and(|problem| problem.contains("__wbg_now_12")));
    }
}
