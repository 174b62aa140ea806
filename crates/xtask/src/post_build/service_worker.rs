//! Writes the service worker: the precache lists and the build id into `public/sw.js`.

use std::collections::BTreeSet;

use anyhow::{Context, ensure};
use content::{
    NOTICES_OF_APP,
    app_list::{is_page, path_of},
};
use domain::paths::FRAME;

use super::{Files, bundle, index_html, look, short_hash};

/// What stands in the worker for its lists: what is there after a first visit, what is once the app has gone on, and what
/// is in another language than French, of which a phone keeps what is read on it.
const LISTS: [&str; 3] = ["__FILES__", "__REST__", "__LANGUAGES__"];

/// A build, as the worker knows it.
pub(super) struct Build {
    /// The hash of the lists.
    pub(super) id: String,
    /// Paths that are there without network after a first visit.
    pub(super) files: Vec<String>,
    /// Paths that are there too once the app has gone on from the first screen.
    pub(super) rest: Vec<String>,
}

/// Writes the lists and the build's name into `sw.js`; `first_visit` is what the page itself asks for.
///
/// Kept: everything but the sheets, the pictures for installing the app, and static pages other than the first screen
/// and the frame; of the communes those of `near`;
/// the worker fetches what is left when asked.
pub(super) fn write(
    files: &mut Files,
    first_visit: &[String],
    near: impl Iterator<Item = String>,
    in_other_languages: &BTreeSet<&str>,
) -> anyhow::Result<Build> {
    let near: Vec<String> = near.collect();
    for name in public_files(files)? {
        let bytes = std::fs::read(files.folder.join(name.trim_start_matches('/')))
            .with_context(|| format!("{name} could not be read"))?;
        files.written.insert(name, short_hash(&bytes));
    }
    let is_kept = |path: &str| {
        let far = path.starts_with("/communes/") && !near.iter().any(|near| near == path);
        // Without network the frame is enough: the app itself is here.
        let is_network_page = is_page(path) && path != index_html::PATH && path != FRAME;
        !far && !is_network_page
            && !path.starts_with("/content/sheets/")
            // Compared by the endpoint; no page asks for it.
            && path.strip_prefix('/') != Some(NOTICES_OF_APP)
            && !path.starts_with("/screens/")
            && !path.starts_with(look::PHOTO)
            // Asked for by the browser alone, where the app is installed in another language.
            && !path.starts_with("/manifest-")
    };
    let kept = files.written.iter().filter(|(path, _)| is_kept(path));
    let (in_other_languages, kept): (Vec<_>, Vec<_>) =
        kept.partition(|(path, _)| in_other_languages.contains(path.as_str()));
    let (at_once, rest): (Vec<_>, Vec<_>) = kept
        .into_iter()
        .partition(|(path, _)| first_visit.contains(path) || !is_for_later(path));
    let lists = [at_once, rest, in_other_languages];
    // Of all bytes: a page keeps its name from build to build.
    let id = short_hash(&serde_json::to_vec(&lists)?);
    let paths = lists.map(|list| {
        list.into_iter()
            .map(|(path, _)| path.clone())
            .collect::<Vec<_>>()
    });
    let written = paths.each_ref().map(serde_json::to_string);
    let written = written.into_iter().collect::<Result<Vec<_>, _>>()?;
    let [files_at_once, rest, _] = paths;
    let build = Build {
        files: files_at_once,
        rest,
        id,
    };

    let worker = files
        .read("sw.js")
        .context("public/sw.js is the service worker, and it is not there")?;
    let worker = told(&worker, &build.id, &written)?;
    files.write("/sw.js", worker.as_bytes())?;
    let small = bundle::esbuild(&files.folder.join("sw.js"), &[])?;
    files.write("/sw.js", small.as_bytes())?;
    ensure!(
        files.written.contains_key(index_html::PATH),
        "the page was not written before the worker"
    );
    Ok(build)
}

/// Whether the first screen works without this file: the rest of the words, the communes beyond the territory, what is for
/// the phone's own screen.
fn is_for_later(path: &str) -> bool {
    path.contains("-rest-")
        || (path.starts_with("/communes/") && !path.starts_with("/communes/near-"))
        || path == FRAME
        || path.starts_with("/icons/")
}

/// The worker with `__BUILD__` and the names of the lists, in quotes or not, replaced by the build's name and the lists.
fn told(worker: &str, id: &str, lists: &[String]) -> anyhow::Result<String> {
    let mut worker = worker.to_owned();
    let quoted = format!("\"{id}\"");
    let build = ("__BUILD__", quoted.as_str());
    let lists = LISTS.into_iter().zip(lists.iter().map(String::as_str));
    for (placeholder, value) in std::iter::once(build).chain(lists) {
        ensure!(
            worker.contains(placeholder),
            "public/sw.js has no {placeholder}"
        );
        for quoted in [
            format!("\"{placeholder}\""),
            format!("'{placeholder}'"),
            placeholder.to_owned(),
        ] {
            worker = worker.replace(&quoted, value);
        }
    }
    Ok(worker)
}

/// What `public/` brought: the manifest, the icons, the worker's own file apart.
fn public_files(files: &Files) -> anyhow::Result<Vec<String>> {
    let mut names = Vec::new();
    for name in super::compress::files_under(&files.folder)? {
        let path = path_of(&name.to_string_lossy());
        let known = files.written.contains_key(&path) || path == "/sw.js";
        if !known {
            names.push(path);
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worker_learns_its_build_however_it_asks() -> anyhow::Result<()> {
        let lists = [r#"["/"]"#, "[]", "[]"].map(str::to_owned);
        for asked in [
            "const BUILD = \"__BUILD__\", FILES = __FILES__, REST = __REST__, L = __LANGUAGES__;",
            "const BUILD = __BUILD__, FILES = '__FILES__', REST = \"__REST__\", L = __LANGUAGES__;",
        ] {
            assert_eq!(
                told(asked, "ab", &lists)?,
                r#"const BUILD = "ab", FILES = ["/"], REST = [], L = [];"#
            );
        }
        assert!(told("const BUILD = \"__BUILD__\";", "ab", &lists).is_err());
        Ok(())
    }

    #[test]
    fn the_code_and_the_first_words_of_the_first_language_are_for_all() {
        for path in [
            "/app-0.wasm",
            "/content/fr-0.bin",
            "/communes/near-0.json",
            "/",
        ] {
            assert!(!is_for_later(path), "{path}");
        }
        for path in [
            "/content/fr-rest-0.bin",
            "/communes/0/59.json",
            "/icons/icon-512.png",
            "/frame.html",
        ] {
            assert!(is_for_later(path), "{path}");
        }
    }
}
