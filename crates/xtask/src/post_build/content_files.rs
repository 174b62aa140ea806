//! What advisors wrote in `content/`, as the files that phones load.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use anyhow::{Context, ensure};
use content::{Library, SiteFile};
use domain::{bundle::Bundle, table::Table};

use super::Files;
use crate::place;

/// The language that the page is written in before any code runs.
const FIRST_LANGUAGE: &str = "fr";

/// The compiled content.
pub(super) struct Content {
    /// Path of the bundle of each language.
    pub(super) languages: BTreeMap<String, String>,
    /// The app's sentences in French, for the page.
    pub(super) french: Table<String>,
}

/// Writes `content/<language>-<hash>.bin` and `content/sheets/<id>-<digest>.json`.
pub(super) fn write(files: &mut Files, folder: &Path) -> anyhow::Result<Content> {
    let library = Library::read(folder)?;
    let mut languages = BTreeMap::new();
    for language in library.languages() {
        let bundle = library
            .bundle(&language)
            .with_context(|| format!("{language} has no bundle"))?;
        let bytes = bundle.to_bytes();
        ensure!(
            Bundle::from_bytes(&bytes).as_ref() == Some(&bundle),
            "the content in {language} holds something that its layout cannot say"
        );
        let path = files.name_and_write(&format!("content/{language}"), "bin", &bytes)?;
        // The same for those who cannot read it otherwise: the end-to-end tests.
        let twin = content_twin(&language);
        super::write(&twin, &serde_json::to_vec(&bundle)?)?;
        languages.insert(language, path);
    }
    for sheet in library.sheets() {
        let path = format!("/content/sheets/{}-{}.json", sheet.id, sheet.digest);
        files.write(&path, sheet.json.as_bytes())?;
    }
    let french = library.texts(FIRST_LANGUAGE).cloned();
    Ok(Content {
        languages,
        french: french.context("content/texts/fr.toml holds no sentence")?,
    })
}

/// Where a build leaves what a bundle holds as JSON.
fn content_twin(language: &str) -> PathBuf {
    place::target().join(format!("content/{language}.json"))
}

/// The public card of one Mission Locale.
pub(super) struct SiteCard {
    /// What the app shows on a first start without network.
    pub(super) json: String,
    pub(super) postal_areas: Vec<String>,
}

/// The card in that file, without keys: they belong to an endpoint, and the app asks for them.
pub(super) fn site_card(file: &Path) -> anyhow::Result<SiteCard> {
    let mut site = SiteFile::read(file)?.public;
    site.keys.clear();
    Ok(SiteCard {
        json: serde_json::to_string(&site)?,
        postal_areas: site.postal_areas,
    })
}
