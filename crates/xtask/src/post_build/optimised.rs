//! wasm-opt: the smallest module that does the same, and one-letter names where it meets JavaScript.
//!
//! wasm-bindgen gives every import a name that ends in sixteen digits of chance.
//! They weigh twice, in the module and in its JavaScript, and no compression helps: 4 KB for some 170 names.

use std::path::Path;

use anyhow::{Context, ensure};
use domain::parts::LATER;
use serde::Deserialize;

use crate::{
    command::{command, read},
    place,
};

/// What every browser of the floor knows and rustc uses, one by one: with `--all-features` the module is one that they
/// refuse. `split` holds what comes out to the same features.
const OPTIONS: [&str; 16] = [
    // Holds but for the last kilobyte of the stack, where a call that goes too deep stops a little earlier.
    "--low-memory-unused",
    "-Oz",
    // Once more over code laid flat and looped anew: half a percent less.
    "--flatten",
    "--rereloop",
    "-Oz",
    "-Oz",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-sign-ext",
    "--enable-nontrapping-float-to-int",
    "--enable-mutable-globals",
    // Names, for `split`, which leaves them out.
    "-g",
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

/// Makes the module at `wasm` smaller, in its place; returns its JavaScript with the names that it now has.
pub(super) fn optimised(wasm: &Path, glue: &str) -> anyhow::Result<String> {
    let program = place::node_modules().join(".bin/wasm-opt");
    let mut wasm_opt = command(&program.to_string_lossy());
    // Where a later part begins has to stay a function of its own.
    let kept = LATER.map(|word| format!("--no-inline=*{word}_*"));
    let printed = read(wasm_opt.args(kept).args(OPTIONS).arg(wasm).arg(wasm))?;
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
                pair("split", "d"),
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
