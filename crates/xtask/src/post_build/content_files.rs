//! Compiles `content/` into one binary file per language and part, and the sheets that the endpoint reads.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use anyhow::{Context, ensure};
use content::{Languages, Library, NOTICES_OF_APP};
use domain::{
    bundle::{Bundle, Form},
    content_parts::ContentPart,
    language::Language,
    notice::Notice,
    sorted_map::SortedMap,
    texts::{KeyDigest, Texts},
    wording::fill,
};

use super::{Files, short_hash};
use crate::{paths, release::of_sources};

/// Tables of texts or beginnings of keys, and below forms, of the second part: few pages need them (`Screen::part` in `crates/phone/src/screen.rs`).
const REST_TEXTS: [&str; 25] = [
    "choices.",
    "device.",
    "elsewhere.",
    "install.",
    "newer.",
    // The lists of sendings are made anew when this part comes.
    "outbox.answer_by",
    "outbox.cancel",
    "outbox.former",
    "outbox.lost",
    "outbox.rights",
    "rescue.",
    "rights.",
    "see.",
    // After a form on a shared device; only a page of the rest makes a device one.
    "shared.done",
    "shared.here",
    "shared.kept",
    "shared.lead_",
    "shared.status_",
    "shared.still_there",
    // After a form of this part.
    "sent.answer",
    // Below all that is said of the call.
    "sent.bring_",
    "sent.france_travail_",
    "tablet.",
    "text.",
    "town.",
];
/// Of those tables what the page after sending says.
const FIRST_TEXTS: [&str; 1] = ["see.choices"];
/// Of the page and the manifests alone: where no code runs, and where the app is installed.
const PAGE_TEXTS: [&str; 2] = ["manifest.", "no_start."];
const REST_FORMS: [&str; 2] = ["droits", "options"];
/// The sentence that says which build this is.
const VERSION_TEXT: &str = "device.version";
/// The sentence that says that nobody has read the language over.
const TRANSLATION_TEXT: &str = "frame.translation";
const FIRST_NOTICE: &str = "preinscription";

/// The compiled content.
pub(super) struct Content {
    /// Path of the bundle of each language, by language, and of the rest of it: `fr`, `fr_rest`.
    pub(super) files: BTreeMap<String, String>,
    /// The app's sentences by language, for the page and the manifests.
    pub(super) texts: BTreeMap<String, SortedMap<String>>,
    /// All that the app has in French.
    pub(super) bundle: Bundle,
}

impl Content {
    /// The app's sentences in French.
    ///
    /// # Errors
    /// When there are none.
    pub(super) fn french(&self) -> anyhow::Result<&SortedMap<String>> {
        let french = self.texts.get(Language::REFERENCE.code());
        french.context("content/texts/fr.toml holds no sentence")
    }

    /// The paths of all that is in another language than French.
    pub(super) fn in_other_languages(&self) -> BTreeSet<&str> {
        let is_other = |name: &str| {
            name.strip_suffix(ContentPart::Rest.suffix())
                .unwrap_or(name)
                != Language::REFERENCE.code()
        };
        let others = self.files.iter().filter(|(name, _)| is_other(name));
        others.map(|(_, path)| path.as_str()).collect()
    }
}

/// Writes `content/<language>-<hash>.bin`, `content/<language>-rest-<hash>.bin`, `content/sheets/<id>-<digest>.json`, and the list of
/// notices.
pub(super) fn write(
    files: &mut Files,
    folder: &Path,
    languages: &Languages,
) -> anyhow::Result<Content> {
    let library = Library::read(folder)?;
    let mut named = BTreeMap::new();
    let mut all = BTreeMap::new();
    let mut others = Vec::new();
    for language in &languages.offered {
        let is_sure = languages.read_over.contains(language);
        let language = language.code().to_owned();
        let bundle = library
            .bundle(&language)
            .with_context(|| format!("{language} has no bundle"))?;
        let texts = library
            .texts(&language)
            .with_context(|| format!("{language} has no sentences"))?;
        let mut texts = name_build(texts.clone())?;
        if is_sure {
            texts.insert(TRANSLATION_TEXT, String::new());
        }
        let keys: Vec<&str> = texts.iter().map(|(key, _)| key).collect();
        let keys = KeyDigest::of(&keys);
        for part in ContentPart::ALL {
            let name = [language.as_str(), part.suffix()].concat();
            let share = share(part, &bundle, &texts);
            let bytes = share.to_bytes();
            ensure!(
                Bundle::from_bytes(&bytes, keys).as_ref() == Some(&share),
                "the content in {language} holds something that its layout cannot say"
            );
            let stem = format!("content/{}", name.replace('_', "-"));
            if language == Language::REFERENCE.code() {
                named.insert(name, files.name_and_write(&stem, "bin", &bytes)?);
            } else {
                others.push((name, stem, bytes));
            }
        }
        // The same for those who cannot read it otherwise, with the names of the keys: the end-to-end tests.
        let mut twin = serde_json::to_value(&bundle)?;
        twin["texts"] = serde_json::to_value(&texts)?;
        super::write(&content_twin(&language), twin.to_string().as_bytes())?;
        all.insert(language, texts);
    }
    write_others(files, &others, &mut named)?;
    let notices = serde_json::to_string(&library.notice_digests())?;
    files.write(&format!("/{NOTICES_OF_APP}"), notices.as_bytes())?;
    for sheet in library.sheets() {
        let path = format!("/content/sheets/{}-{}.json", sheet.id, sheet.digest);
        files.write(&path, sheet.json.as_bytes())?;
    }
    let bundle = library.bundle(Language::REFERENCE.code());
    Ok(Content {
        bundle: bundle.context("there is no content in French")?,
        files: named,
        texts: all,
    })
}

/// Writes the words of the other languages, which are named by the hash of all of them: every page and the worker have
/// these names, and the digits of one hash cost a first visit nothing that is worth counting.
fn write_others(
    files: &mut Files,
    others: &[(String, String, Vec<u8>)],
    named: &mut BTreeMap<String, String>,
) -> anyhow::Result<()> {
    let all = others.iter().map(|(_, _, bytes)| bytes.as_slice());
    let hash = short_hash(&all.collect::<Vec<_>>().concat());
    for (name, stem, bytes) in others {
        let path = format!("/{stem}-{hash}.bin");
        files.write(&path, bytes)?;
        named.insert(name.clone(), path);
    }
    Ok(())
}

/// Writes the version and the commit into the sentence that says them.
fn name_build(mut texts: SortedMap<String>) -> anyhow::Result<SortedMap<String>> {
    let said = texts.get(VERSION_TEXT);
    let said = said.with_context(|| format!("there is no {VERSION_TEXT}"))?;
    let said = fill(said, &[("version", &of_sources(paths::root())?)]);
    texts.insert(VERSION_TEXT, said);
    Ok(texts)
}

/// What of a bundle is in a part, its texts, forms, notices and pages: of the notice its name; then all of it.
fn share(part: ContentPart, bundle: &Bundle, texts: &SortedMap<String>) -> Bundle {
    Bundle {
        texts: Texts::of(texts, |key| part_of_text(key) == Some(part)),
        language: bundle.language.clone(),
        forms: chosen(&bundle.forms, |form| part_of_form(form) == part),
        notices: match part {
            ContentPart::First => opening(&bundle.notices),
            ContentPart::Rest => bundle.notices.clone(),
        },
        pages: chosen(&bundle.pages, |_| part == ContentPart::Rest),
    }
}

fn part_of_text(key: &str) -> Option<ContentPart> {
    let is_among = |tables: &[&str]| tables.iter().any(|table| key.starts_with(table));
    if is_among(&PAGE_TEXTS) {
        None
    } else if is_among(&REST_TEXTS) && !is_among(&FIRST_TEXTS) {
        Some(ContentPart::Rest)
    } else {
        Some(ContentPart::First)
    }
}

fn part_of_form(form: &Form) -> ContentPart {
    if REST_FORMS.contains(&form.questionnaire.id.as_str()) {
        ContentPart::Rest
    } else {
        ContentPart::First
    }
}

/// The name of the notice that is shown before anything is sent: its words come when they are asked for.
fn opening(notices: &[Notice]) -> Vec<Notice> {
    let mut notices = chosen(notices, |notice| notice.id == FIRST_NOTICE);
    for notice in &mut notices {
        notice.layers.topics.clear();
        notice.layers.summary.clear();
    }
    notices
}

fn chosen<T: Clone>(all: &[T], choose: impl Fn(&T) -> bool) -> Vec<T> {
    all.iter().filter(|one| choose(one)).cloned().collect()
}

/// Where a build leaves what a bundle holds as JSON.
fn content_twin(language: &str) -> PathBuf {
    paths::target().join(format!("content/{language}.json"))
}
