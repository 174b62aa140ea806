//! What advisors wrote in `content/`, as the files that phones load.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use anyhow::{Context, ensure};
use content::{Library, SiteFile};
use domain::{
    bundle::{Bundle, Form},
    notice::Notice,
    table::Table,
};

use super::Files;
use crate::place;

/// The language that the page is written in before any code runs.
const FIRST_LANGUAGE: &str = "fr";

/// Tables of texts, forms and notices for what nobody meets first (`is_late` and `is_rare` of `src/screen.rs`): the app
/// fetches them with the late part of its code.
const LATER_TEXTS: [&str; 16] = [
    "check.",
    "choices.",
    "device.",
    "elsewhere.",
    "install.",
    "newer.",
    "outbox.",
    "rescue.",
    "rights.",
    "see.",
    "sending.",
    "sent.",
    "stuck.",
    "tablet.",
    "text.",
    "wiped.",
];
const LATER_FORMS: [&str; 2] = ["droits", "options"];
const FIRST_NOTICE: &str = "preinscription";

/// The compiled content.
pub(super) struct Content {
    /// Path of the bundle of each language, by language, and of the rest of it, by language and `_more`.
    pub(super) files: BTreeMap<String, String>,
    /// The app's sentences in French, for the page.
    pub(super) french: Table<String>,
}

/// Writes `content/<language>-<hash>.bin`, `content/<language>-more-<hash>.bin` and `content/sheets/<id>-<digest>.json`.
pub(super) fn write(files: &mut Files, folder: &Path) -> anyhow::Result<Content> {
    let library = Library::read(folder)?;
    let mut named = BTreeMap::new();
    for language in library.languages() {
        let bundle = library
            .bundle(&language)
            .with_context(|| format!("{language} has no bundle"))?;
        let (first, more) = parted(&bundle);
        for (name, part) in [
            (language.clone(), first),
            (format!("{language}_more"), more),
        ] {
            let bytes = part.to_bytes();
            ensure!(
                Bundle::from_bytes(&bytes).as_ref() == Some(&part),
                "the content in {language} holds something that its layout cannot say"
            );
            let stem = format!("content/{}", name.replace('_', "-"));
            named.insert(name, files.name_and_write(&stem, "bin", &bytes)?);
        }
        // The same for those who cannot read it otherwise: the end-to-end tests.
        let twin = content_twin(&language);
        super::write(&twin, &serde_json::to_vec(&bundle)?)?;
    }
    for sheet in library.sheets() {
        let path = format!("/content/sheets/{}-{}.json", sheet.id, sheet.digest);
        files.write(&path, sheet.json.as_bytes())?;
    }
    let french = library.texts(FIRST_LANGUAGE).cloned();
    Ok(Content {
        files: named,
        french: french.context("content/texts/fr.toml holds no sentence")?,
    })
}

/// What a first visit needs, and what comes with the late code: of the notice, what stands open on the first page of
/// questions; then all of it.
fn parted(bundle: &Bundle) -> (Bundle, Bundle) {
    let is_first_text = |key: &str| !LATER_TEXTS.iter().any(|table| key.starts_with(table));
    let is_first_form = |form: &Form| !LATER_FORMS.contains(&form.questionnaire.id.as_str());
    let is_first_notice = |notice: &Notice| notice.id == FIRST_NOTICE;
    let part = |first: bool| Bundle {
        language: bundle.language.clone(),
        texts: bundle
            .texts
            .iter()
            .filter(|(key, _)| is_first_text(key) == first)
            .map(|(key, text)| (key.to_owned(), text.clone()))
            .collect(),
        forms: chosen(&bundle.forms, |form| is_first_form(form) == first),
        notices: if first {
            let mut notices = chosen(&bundle.notices, is_first_notice);
            for notice in &mut notices {
                notice.layers.topics.clear();
            }
            notices
        } else {
            bundle.notices.clone()
        },
        pages: chosen(&bundle.pages, |_| !first),
    };
    (part(true), part(false))
}

fn chosen<T: Clone>(all: &[T], choose: impl Fn(&T) -> bool) -> Vec<T> {
    all.iter().filter(|one| choose(one)).cloned().collect()
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
