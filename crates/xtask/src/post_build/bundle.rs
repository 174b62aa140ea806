//! The code: a wasm file to begin with and those that come later, a script that starts them; and one stylesheet, for
//! the page.

use std::{fs, path::Path};

use anyhow::{Context, bail, ensure};
use domain::parts::LATER;

use super::{Files, floor, markup, optimised, split};
use crate::{
    command::{command, read, say},
    place,
};

const FAILURE: &str = include_str!("failure.js");
const BOOT: &str = include_str!("boot.js");
const BOOT_LATER: &str = include_str!("boot_later.js");
const CRATE: &str = "premier-accueil-app";

/// Paths of the code, and the stylesheet.
pub(super) struct Code {
    pub(super) wasm: String,
    pub(super) script: String,
    /// The stylesheet itself: it stands in the page.
    pub(super) style: String,
    /// The script that tells why the app does not start; it stands in the page too.
    pub(super) failure: String,
}

/// Names the wasm file by its bytes, joins its JavaScript with the start, joins the stylesheets.
///
/// The script names the wasm files, so a script never meets the wasm of another build.
/// In development there are no later parts: their functions are called where they are.
pub(super) fn code(files: &mut Files, release: bool) -> anyhow::Result<Code> {
    let glue = files.take(&format!("{CRATE}.js"))?;
    let mut glue = String::from_utf8(glue).context("wasm-bindgen wrote no text")?;
    let mut later = Vec::new();
    if release {
        say("Making the module small (wasm-opt -Oz) and cutting it in parts");
        let wasm = files.folder.join(format!("{CRATE}_bg.wasm"));
        let (small, parts) = parted(&wasm, &glue)?;
        glue = small;
        let (first, parts) = parts.split_first().context("there are no parts")?;
        for (name, part) in LATER.iter().zip(parts) {
            later.push(files.name_and_write(name, "wasm", part)?);
        }
        super::write(&wasm, first)?;
    }
    let wasm = files.take(&format!("{CRATE}_bg.wasm"))?;
    let wasm = files.name_and_write("app", "wasm", &wasm)?;
    Ok(Code {
        script: script(files, &glue, &wasm, &later)?,
        style: style(files)?,
        failure: failure(files)?,
        wasm,
    })
}

/// The module at `wasm` in small parts, and its JavaScript.
fn parted(wasm: &Path, glue: &str) -> anyhow::Result<(String, Vec<Vec<u8>>)> {
    let linked = place::target().join(format!("wasm32-unknown-unknown/release/{CRATE}.wasm"));
    let linked = fs::read(&linked).with_context(|| {
        format!(
            "{} is not there: cargo has not built the app",
            linked.display()
        )
    })?;
    let bound = fs::read(wasm).context("wasm-bindgen wrote no module")?;
    super::write(wasm, &split::without_notes(&bound)?)?;
    let glue = optimised::optimised(wasm, glue)?;
    let whole = fs::read(wasm).context("wasm-opt wrote no module")?;
    let parts =
        split::split(&linked, &bound, &whole).context("the module could not be cut in parts")?;
    Ok((glue, parts))
}

fn script(files: &mut Files, glue: &str, wasm: &str, later: &[String]) -> anyhow::Result<String> {
    let mut boot = BOOT.replace("__WASM__", wasm);
    if !later.is_empty() {
        boot.push_str(&BOOT_LATER.replace("__PARTS__", &serde_json::to_string(later)?));
    }
    let folder = &files.folder;
    super::write(&folder.join(format!("{CRATE}.js")), glue.as_bytes())?;
    super::write(&folder.join("boot.js"), boot.as_bytes())?;
    let bundled = esbuild(&folder.join("boot.js"), &["--bundle", "--format=esm"])?;
    files.take("boot.js")?;
    files.take(&format!("{CRATE}.js"))?;
    let snippets = folder.join("snippets");
    if snippets.is_dir() {
        fs::remove_dir_all(&snippets)
            .context("the snippets, now in the script, could not be removed")?;
    }
    files.name_and_write("app", "js", bundled.as_bytes())
}

/// The script of the page itself, which browsers older than the floor read too.
fn failure(files: &mut Files) -> anyhow::Result<String> {
    let staged = files.folder.join("failure.js");
    super::write(&staged, FAILURE.as_bytes())?;
    let small = esbuild_for("es5", &staged, &[])?;
    files.take("failure.js")?;
    inline(&small)
}

/// What stands in the page: it may not end there before its end.
fn inline(text: &str) -> anyhow::Result<String> {
    let text = text.trim();
    ensure!(
        !text.contains("</"),
        "a stylesheet or script holds what would end it in the page: </"
    );
    Ok(text.to_owned())
}

/// The stylesheets of the page, in its order, as one, for the oldest browsers that it is made for.
fn style(files: &mut Files) -> anyhow::Result<String> {
    let page = files.read("index.html")?;
    let mut all = String::new();
    for link in markup::tags(&page, "link")
        .into_iter()
        .filter(|link| markup::attribute(link, "rel") == Some("stylesheet"))
    {
        let name =
            markup::attribute(link, "href").context("a stylesheet of index.html has no href")?;
        let sheet = files.take(name.trim_start_matches('/'))?;
        all.push_str(std::str::from_utf8(&sheet).with_context(|| format!("{name} is no text"))?);
        all.push('\n');
    }
    let joined = files.folder.join("app.css");
    super::write(&joined, all.as_bytes())?;
    let mut lower = command("node");
    lower.arg(place::root().join("crates/xtask/src/post_build/style.mjs"));
    let small = read(lower.arg(&joined)).context("the stylesheet could not be lowered")?;
    files.take("app.css")?;
    inline(&small)
}

/// What esbuild makes of a script: shorter, meaning the same, in words that the oldest browsers know.
pub(super) fn esbuild(file: &Path, options: &[&str]) -> anyhow::Result<String> {
    esbuild_for(&floor::of_scripts()?, file, options)
}

fn esbuild_for(target: &str, file: &Path, options: &[&str]) -> anyhow::Result<String> {
    let program = place::node_modules().join("esbuild/bin/esbuild");
    if !program.is_file() {
        bail!("esbuild is not in node_modules: run `cargo xtask build`, which installs it");
    }
    let target = format!("--target={target}");
    let mut esbuild = command(&program.to_string_lossy());
    esbuild.arg(file).arg(target).args([
        "--minify",
        "--charset=utf8",
        "--legal-comments=none",
        "--log-level=warning",
    ]);
    read(esbuild.args(options))
}
