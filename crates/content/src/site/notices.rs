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

/// The notice that says what becomes of the answers.
const BEFORE_SENDING: &str = "preinscription";

/// What a French notice before sending says where the team works at the desk, and says nowhere else.
const DESK: &str = "espace conseillers";

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
        let folder = notices_folder(path);
        let languages = self.languages.offered.iter();
        let names = languages.flat_map(|language| self.notice_names(*language));
        let is_other = |name: &String| {
            let text = regular_file::read_to_string(&folder.join(name)).unwrap_or_default();
            shown.get(name) != Some(&sha256_hex(text.as_bytes()))
        };
        let other = names.filter(is_other);
        other
            .map(|name| folder.join(name).display().to_string())
            .collect()
    }

    /// The file of each notice in force, in that language.
    fn notice_files(&self, path: &Path, language: Language) -> Vec<PathBuf> {
        let folder = notices_folder(path);
        let names = self.notice_names(language).into_iter();
        names.map(|name| folder.join(name)).collect()
    }

    /// The names of those files in their folder.
    fn notice_names(&self, language: Language) -> Vec<String> {
        let notices = self.public.notices.iter();
        let name = |(notice, version): (&str, &String)| file_name(notice, version, language.code());
        notices.map(name).collect()
    }
}

/// Where the notices are of the site's file at `path`.
fn notices_folder(path: &Path) -> PathBuf {
    let folder = path.parent().and_then(Path::parent);
    folder.unwrap_or(Path::new("..")).join("notices")
}

/// Why a version cannot be in force.
fn unlike_the_desk(has_desk: bool) -> String {
    if has_desk {
        format!("il faut une version qui parle de l’{DESK}, puisque [desk] est là")
    } else {
        format!("il faut une version qui ne parle pas de l’{DESK}, puisqu’il n’y a pas de [desk]")
    }
}

/// The file of a notice in the folder of all, as the list of the built app names it too.
pub(crate) fn file_name(notice: &str, version: &str, language: &str) -> String {
    format!("{notice}/{version}.{language}.md")
}

/// The version of each notice in force; the three that every Mission Locale gives are among them, and the one before sending
/// speaks of the desk where there is one.
pub(super) fn versions(value: &Value<'_>, has_desk: bool) -> Option<BTreeMap<String, String>> {
    let mut versions = BTreeMap::new();
    let folder = value.place.source.path.parent()?.parent()?.join("notices");
    for (notice, version) in value.fields()?.entries() {
        let exists = |text: &str| {
            let file = folder.join(&notice).join(format!("{text}.fr.md"));
            (names::is_short_name(text) && file.is_file()).then(|| text.to_owned())
        };
        let speaks = |text: &str| {
            let file = folder.join(&notice).join(format!("{text}.fr.md"));
            let text = regular_file::read_to_string(&file).unwrap_or_default();
            text.contains(DESK)
        };
        let what = format!(
            "la version d’une notice qui est dans {}",
            folder.join(&notice).display()
        );
        let place = version.place.clone();
        if let Some(version) = version.parsed(&what, exists) {
            if notice == BEFORE_SENDING && speaks(&version) != has_desk {
                place.refuse(unlike_the_desk(has_desk));
            }
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
