//! The code: one wasm file and the script that starts it; and one stylesheet, for the page.

use std::{fs, path::Path};

use anyhow::{Context, bail, ensure};

use super::{Files, browser_targets, html, reload::Reload, wasm_features, wasm_opt};
use crate::{
    command::{command, read, say},
    paths,
};

/// What stands in the page itself, in this order.
const INLINE: [&str; 2] = [include_str!("failure.js"), include_str!("static_page.js")];
const BOOT: &str = include_str!("boot.js");
const TAKE_OVER: &str = include_str!("take_over.js");
const CRATE: &str = "premier-accueil-app";

/// Paths of the code, and the stylesheet.
pub(super) struct Code {
    pub(super) wasm: String,
    pub(super) script: String,
    /// The stylesheet itself: it stands in the page.
    pub(super) style: String,
    /// The script that tells why the app does not start, and keeps what is typed until then; it stands in the page too.
    pub(super) inline: String,
}

/// Names the wasm file by its bytes, joins its JavaScript with the start, joins the stylesheets.
///
/// The script names the wasm file, so a script never meets the wasm of another build.
/// A developer's build is not made smaller, which takes a minute.
pub(super) fn code(files: &mut Files, reload: Option<&Reload>, look: &str) -> anyhow::Result<Code> {
    let glue = files.take(&format!("{CRATE}.js"))?;
    let mut glue = String::from_utf8(glue).context("wasm-bindgen wrote no text")?;
    let name = format!("{CRATE}_bg.wasm");
    if reload.is_none() {
        say("Making the module small (wasm-metadce, wasm-opt -Oz)");
        let module = files.folder.join(&name);
        wasm_opt::drop_unused_exports(&module, &bundled(files, &glue, BOOT)?)?;
        glue = wasm_opt::optimize(&module, &glue)?;
    }
    let wasm = files.take(&name)?;
    if reload.is_none() {
        wasm_features::check(&wasm)?;
    }
    let wasm = files.name_and_write("app", "wasm", &wasm)?;
    Ok(Code {
        script: script(files, &glue, &boot(&wasm, reload))?,
        style: style(files, look)?,
        inline: inline_script(files)?,
        wasm,
    })
}

/// The script that starts the app.
fn boot(wasm: &str, reload: Option<&Reload>) -> String {
    let mut boot = BOOT.replace("__WASM__", wasm) + TAKE_OVER;
    boot.extend(reload.map(Reload::script));
    boot
}

fn script(files: &mut Files, glue: &str, boot: &str) -> anyhow::Result<String> {
    let bundled = bundled(files, glue, boot)?;
    let snippets = files.folder.join("snippets");
    if snippets.is_dir() {
        fs::remove_dir_all(&snippets)
            .context("the snippets, now in the script, could not be removed")?;
    }
    files.name_and_write("app", "js", bundled.as_bytes())
}

/// The start with the JavaScript of wasm-bindgen, as one script without what nothing in it uses.
fn bundled(files: &mut Files, glue: &str, boot: &str) -> anyhow::Result<String> {
    let folder = &files.folder;
    super::write(&folder.join(format!("{CRATE}.js")), glue.as_bytes())?;
    super::write(&folder.join("boot.js"), boot.as_bytes())?;
    // wasm-bindgen makes classes disposable where browsers know that; none of ours is used from JavaScript, and esbuild
    // leaves out what nothing uses.
    let bundled = esbuild(
        &folder.join("boot.js"),
        &[
            "--bundle",
            "--format=esm",
            "--define:Symbol.dispose=undefined",
        ],
    )?;
    files.take("boot.js")?;
    files.take(&format!("{CRATE}.js"))?;
    Ok(bundled)
}

/// The script of the page itself, which browsers older than the floor read too.
fn inline_script(files: &mut Files) -> anyhow::Result<String> {
    let staged = files.folder.join("inline.js");
    super::write(&staged, INLINE.concat().as_bytes())?;
    let small = esbuild_for("es5", &staged, &[])?;
    files.take("inline.js")?;
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
fn style(files: &mut Files, look: &str) -> anyhow::Result<String> {
    let page = files.read("index.html")?;
    let mut all = String::new();
    for link in html::tags(&page, "link")
        .into_iter()
        .filter(|link| html::attribute(link, "rel") == Some("stylesheet"))
    {
        let name =
            html::attribute(link, "href").context("a stylesheet of index.html has no href")?;
        let sheet = files.take(name.trim_start_matches('/'))?;
        all.push_str(std::str::from_utf8(&sheet).with_context(|| format!("{name} is no text"))?);
        all.push('\n');
    }
    all.push_str(look);
    let joined = files.folder.join("app.css");
    super::write(&joined, all.as_bytes())?;
    let mut lower = command("node");
    lower.arg(paths::root().join("crates/xtask/src/post_build/style.mjs"));
    let small = read(lower.arg(&joined)).context("the stylesheet could not be lowered")?;
    files.take("app.css")?;
    inline(&small)
}

/// What esbuild makes of a script: shorter, meaning the same, in words that the oldest browsers know.
pub(super) fn esbuild(file: &Path, options: &[&str]) -> anyhow::Result<String> {
    esbuild_for(&browser_targets::for_esbuild()?, file, options)
}

fn esbuild_for(target: &str, file: &Path, options: &[&str]) -> anyhow::Result<String> {
    let program = paths::node_modules().join("esbuild/bin/esbuild");
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
