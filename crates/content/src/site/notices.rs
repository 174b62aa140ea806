//! The notices that a site's file has in force: their versions, and what is left to do in their files.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use domain::language::Language;
use envelope::sha256_hex;

use super::SiteFile;
use crate::{names, regular_file, source::Value};

/// The notices that every Mission Locale gives.
const NOTICES: [&str; 3] = ["preinscription", "imilo", "liste-partenaire"];

/// In the folder of the built app: every notice that it shows, as `preinscription/2027-01.fr.md`, and its SHA-256.
pub const NOTICES_OF_APP: &str = "content/notices.json";

/// Begins a paragraph of a notice that no text establishes; see `content/notices/README.md`.
const TO_CONFIRM: &str = "À confirmer par ta Mission Locale";

impl SiteFile {
    /// The paragraphs of the notices in force that wait to be confirmed, as `file:line`.
    ///
    /// Of the French text: a test holds the other languages to it.
    #[must_use]
    pub fn to_confirm(&self, path: &Path) -> Vec<String> {
        let files = self.notice_files(path, Language::French).into_iter();
        let lines = files.flat_map(|file| {
            let text = regular_file::read_to_string(&file).unwrap_or_default();
            let lines = text.lines().enumerate();
            let lines = lines.filter(|(_, line)| line.starts_with(TO_CONFIRM));
            lines
                .map(|(place, _)| format!("{}:{}", file.display(), place + 1))
                .collect::<Vec<_>>()
        });
        lines.collect()
    }

    /// The files of the notices in force that are missing or blank, in any language that is offered.
    #[must_use]
    pub fn blank_notices(&self, path: &Path) -> Vec<String> {
        let is_blank = |file: &PathBuf| {
            regular_file::read_to_string(file).map_or(true, |text| text.trim().is_empty())
        };
        let files = self
            .languages
            .offered
            .iter()
            .flat_map(|language| self.notice_files(path, *language));
        let blank = files.filter(is_blank);
        blank.map(|file| file.display().to_string()).collect()
    }

    /// The files of the notices in force that the built app shows in other words, or not at all, in a language that is offered.
    ///
    /// What is written there is not what young people read. Nothing is said of an app whose build lists no notices.
    #[must_use]
    pub fn notices_unlike_app(&self, path: &Path, app: &Path) -> Vec<String> {
        let list = regular_file::read_to_string(&app.join(NOTICES_OF_APP));
        let shown: Option<BTreeMap<String, String>> =
            list.ok().and_then(|list| serde_json::from_str(&list).ok());
        let Some(shown) = shown else {
            return Vec::new();
        };
        let is_other = |file: &PathBuf| {
            let name = file.iter().rev().take(2).collect::<Vec<_>>();
            let name = name.into_iter().rev().collect::<PathBuf>();
            let text = regular_file::read_to_string(file).unwrap_or_default();
            shown.get(&*name.to_string_lossy()) != Some(&sha256_hex(text.as_bytes()))
        };
        let languages = self.languages.offered.iter();
        let files = languages.flat_map(|language| self.notice_files(path, *language));
        let other = files.filter(is_other);
        other.map(|file| file.display().to_string()).collect()
    }

    /// The file of each notice in force, in that language.
    fn notice_files(&self, path: &Path, language: Language) -> Vec<PathBuf> {
        let folder = path.parent().and_then(Path::parent);
        let folder = folder.unwrap_or(Path::new("..")).join("notices");
        let notices = self.public.notices.iter();
        let file = |(notice, version): (&str, &String)| {
            folder
                .join(notice)
                .join(format!("{version}.{}.md", language.code()))
        };
        notices.map(file).collect()
    }
}

/// The version of each notice in force; the three that every Mission Locale gives are among them.
pub(super) fn versions(value: &Value<'_>) -> Option<BTreeMap<String, String>> {
    let mut versions = BTreeMap::new();
    let folder = value.place.source.path.parent()?.parent()?.join("notices");
    for (notice, version) in value.fields()?.entries() {
        let exists = |text: &str| {
            let file = folder.join(&notice).join(format!("{text}.fr.md"));
            (names::is_short_name(text) && file.is_file()).then(|| text.to_owned())
        };
        let what = format!(
            "la version d’une notice qui est dans {}",
            folder.join(&notice).display()
        );
        if let Some(version) = version.parsed(&what, exists) {
            versions.insert(notice, version);
        }
    }
    for notice in NOTICES {
        if !versions.contains_key(notice) {
            value
                .place
                .refuse(format!("il faut la version de la notice \"{notice}\""));
        }
    }
    Some(versions)
}
