//! What advisors wrote in `content/`, as the files that phones load.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use anyhow::{Context, ensure};
use content::Library;
use domain::{
    bundle::{Bundle, Form},
    notice::Notice,
    parts::Part,
    table::Table,
};

use super::Files;
use crate::place;

/// The language that the page is written in before any code runs.
pub(super) const FIRST_LANGUAGE: &str = "fr";

/// Tables of texts and forms that come later, with the part of the code that shows them (`Screen::part` in
/// `src/screen.rs`).
const LATE_TEXTS: [&str; 8] = [
    "check.",
    "elsewhere.",
    "outbox.",
    "see.choices",
    "sending.",
    "sent.",
    "stuck.",
    "wiped.",
];
const REST_TEXTS: [&str; 10] = [
    "choices.", "device.", "install.", "newer.", "rescue.", "rights.", "see.", "tablet.", "text.",
    "town.",
];
/// Of the page alone, which says them where no code runs.
const PAGE_TEXTS: [&str; 1] = ["no_start."];
const REST_FORMS: [&str; 2] = ["droits", "options"];
const FIRST_NOTICE: &str = "preinscription";

/// The compiled content.
pub(super) struct Content {
    /// Path of the bundle of each language, by language, and of the rest of it, by language and part: `fr`, `fr_late`,
    /// `fr_rest`.
    pub(super) files: BTreeMap<String, String>,
    /// The app's sentences in French, for the page.
    pub(super) french: Table<String>,
}

/// Writes `content/<language>-<hash>.bin`, the same for each later part, and `content/sheets/<id>-<digest>.json`.
pub(super) fn write(files: &mut Files, folder: &Path) -> anyhow::Result<Content> {
    let library = Library::read(folder)?;
    let mut named = BTreeMap::new();
    for language in library.languages() {
        let bundle = library
            .bundle(&language)
            .with_context(|| format!("{language} has no bundle"))?;
        for part in Part::ALL {
            let name = [language.as_str(), part.suffix()].concat();
            let share = share(part, &bundle);
            let bytes = share.to_bytes();
            ensure!(
                Bundle::from_bytes(&bytes).as_ref() == Some(&share),
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

/// What of a bundle comes with a part, its texts, forms, notices and pages: of the notice, what stands open on the first
/// page of questions; then all of it.
fn share(part: Part, bundle: &Bundle) -> Bundle {
    let texts = bundle.texts.iter();
    let texts = texts.filter(|(key, _)| part_of_text(key) == Some(part));
    Bundle {
        language: bundle.language.clone(),
        texts: texts
            .map(|(key, text)| (key.to_owned(), text.clone()))
            .collect(),
        forms: chosen(&bundle.forms, |form| part_of_form(form) == part),
        notices: match part {
            Part::First => opening(&bundle.notices),
            Part::Late => Vec::new(),
            Part::Rest => bundle.notices.clone(),
        },
        pages: chosen(&bundle.pages, |_| part == Part::Rest),
    }
}

fn part_of_text(key: &str) -> Option<Part> {
    let is_among = |tables: &[&str]| tables.iter().any(|table| key.starts_with(table));
    if is_among(&PAGE_TEXTS) {
        None
    } else if is_among(&LATE_TEXTS) {
        Some(Part::Late)
    } else if is_among(&REST_TEXTS) {
        Some(Part::Rest)
    } else {
        Some(Part::First)
    }
}

fn part_of_form(form: &Form) -> Part {
    if REST_FORMS.contains(&form.questionnaire.id.as_str()) {
        Part::Rest
    } else {
        Part::First
    }
}

/// What opens the notice that is shown before anything is sent.
fn opening(notices: &[Notice]) -> Vec<Notice> {
    let mut notices = chosen(notices, |notice| notice.id == FIRST_NOTICE);
    for notice in &mut notices {
        notice.layers.topics.clear();
    }
    notices
}

fn chosen<T: Clone>(all: &[T], choose: impl Fn(&T) -> bool) -> Vec<T> {
    all.iter().filter(|one| choose(one)).cloned().collect()
}

/// Where a build leaves what a bundle holds as JSON.
fn content_twin(language: &str) -> PathBuf {
    place::target().join(format!("content/{language}.json"))
}
