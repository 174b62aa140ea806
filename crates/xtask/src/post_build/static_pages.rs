//! Prerendered pages: static HTML of each page that a link can open, taken from the app itself as it runs in jsdom.
//!
//! They are readable before the app is there and without it; what is typed there meanwhile is kept (`static_page.js`,
//! `take_over.js`). All other pages have one frame: the bar, the footer, and that the page is on its way.

use std::collections::BTreeMap;

use anyhow::{Context, ensure};
use content::contact::escaped;
use domain::{bundle::Bundle, paths};
use serde::{Deserialize, Serialize};

use super::{Files, index_html};
use crate::{
    command::{command, read},
    paths::root,
};

/// Where the app's page goes in `index.html`.
const ROOT: [&str; 2] = ["<div id=\"app\">", "</div>"];

/// A page to take.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wanted {
    /// The path that it is written for.
    path: String,
    /// The path at which the app is opened for it.
    opened: String,
    /// Whether it is taken without the words that come later.
    is_bare: bool,
}

/// What the app shows.
#[derive(Deserialize)]
struct Shown {
    title: String,
    app: String,
}

/// Writes them, for a page that is written already; `script` is the path of the app's.
pub(super) fn write(files: &mut Files, script: &str, french: &Bundle) -> anyhow::Result<()> {
    let shell = files.read("index.html")?;
    for (path, shown) in taken(files, script, &wanted(french))? {
        files.write(&path, filled(&shell, &path, &shown)?.as_bytes())?;
    }
    Ok(())
}

/// The welcome, the first page of each form, each text, a page that does not exist, and the frame of all others.
fn wanted(french: &Bundle) -> Vec<Wanted> {
    let texts = paths::TEXTS.iter().map(|(path, _)| (*path).to_owned());
    let forms = french.forms.iter().filter_map(|form| {
        let id = &form.questionnaire.id;
        let path = format!("/{id}/{}", form.questionnaire.sections.first()?.id);
        paths::is_page(&path).then_some(path)
    });
    let pages = [index_html::PATH, paths::NOT_FOUND].map(str::to_owned);
    let as_it_is = pages.into_iter().chain(forms).chain(texts);
    let mut wanted: Vec<Wanted> = as_it_is
        .map(|path| Wanted {
            opened: path.clone(),
            path,
            is_bare: false,
        })
        .collect();
    wanted.push(Wanted {
        path: paths::FRAME.to_owned(),
        opened: paths::DEVICE.to_owned(),
        is_bare: true,
    });
    wanted
}

/// What the app shows at each of them.
fn taken(
    files: &Files,
    script: &str,
    wanted: &[Wanted],
) -> anyhow::Result<BTreeMap<String, Shown>> {
    let mut node = command("node");
    node.arg(root().join("crates/xtask/src/post_build/prerender.mjs"))
        .arg(&files.folder)
        .arg(script.trim_start_matches('/'))
        .arg(serde_json::to_string(wanted)?);
    let shown = read(&mut node).context("the app's pages could not be taken from it")?;
    serde_json::from_str(&shown).context("prerender.mjs printed no list of pages")
}

/// The page of that path with what the app shows in its place, and its title.
fn filled(shell: &str, path: &str, shown: &Shown) -> anyhow::Result<String> {
    let empty = ROOT.concat();
    ensure!(
        shell.matches(&empty).count() == 1,
        "index.html has no {empty}, or more than one"
    );
    let (before, titled) = shell
        .split_once("<title>")
        .context("index.html has no title")?;
    let (_, after) = titled
        .split_once("</title>")
        .context("index.html has no title")?;
    let html = format!("{before}<title>{}</title>{after}", escaped(&shown.title));
    let root = ROOT[0].replace('>', &format!(" data-page=\"{path}\">"));
    Ok(html.replace(&empty, &[&root, shown.app.as_str(), ROOT[1]].concat()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_its_own_title_and_what_the_app_shows() -> anyhow::Result<()> {
        let shell = "<title>a</title><div id=\"app\"></div><p>{{x}}</p>";
        let shown = Shown {
            title: "b & c".to_owned(),
            app: "<main>$1</main>".to_owned(),
        };
        assert_eq!(
            filled(shell, "/b", &shown)?,
            "<title>b &amp; c</title><div id=\"app\" data-page=\"/b\"><main>$1</main></div><p>{{x}}</p>"
        );
        assert!(filled("<title></title>", "/b", &shown).is_err());
        Ok(())
    }
}
