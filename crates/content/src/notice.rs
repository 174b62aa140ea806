//! Notices: `content/notices/<notice>/<version>.<language>.md`, cut into what a screen shows.
//!
//! The Markdown is a heading, a summary of five sentences, then topics of paragraphs and items; nothing else.

use std::{collections::BTreeMap, path::Path};

use domain::{language::Language, notice::Notice};

use crate::{
    folder,
    layers::{self, FirstLayer},
    names,
    problem::Problems,
    source::Source,
};

/// The notices of the folder, by language; the newest version of each first.
pub(crate) fn read(
    folder: &Path,
    languages: &[String],
    problems: &Problems,
) -> BTreeMap<String, Vec<Notice>> {
    let mut notices: BTreeMap<String, Vec<Notice>> = BTreeMap::new();
    for id in folder::folders(folder, problems) {
        let files = folder::files(&id.path, "md", problems);
        let mut versions: Vec<&str> = files.iter().map(|file| version(&file.stem)).collect();
        versions.sort_unstable();
        versions.dedup();
        if !names::is_short_name(&id.stem) {
            problems.add(
                &id.path,
                None,
                "",
                "il faut un nom de dossier en petites lettres, chiffres et traits d’union",
            );
        }
        for version in versions.iter().copied().rev() {
            if !names::is_short_name(version) {
                problems.add(
                    &id.path,
                    None,
                    version,
                    "il faut des fichiers nommés comme 2026-11.fr.md",
                );
            }
            // A language that came later has the versions since then: nobody was shown the others in it.
            let is_newest = Some(&version) == versions.last();
            let there = languages.iter().filter(|language| {
                let name = format!("{version}.{language}");
                is_newest
                    || **language == Language::REFERENCE.code()
                    || files.iter().any(|file| file.stem == name)
            });
            let there: Vec<&String> = there.collect();
            let read = there
                .iter()
                .map(|language| notice(&id, version, language, problems));
            let read: Vec<Option<Notice>> = read.collect();
            check_same_shape(&id.path, version, &there, &read, problems);
            for (language, notice) in there.into_iter().zip(read) {
                notices.entry(language.clone()).or_default().extend(notice);
            }
        }
        let stray = files.iter().filter(|file| {
            !languages
                .iter()
                .any(|language| file.stem.ends_with(&format!(".{language}")))
        });
        for file in stray {
            problems.add(
                &file.path,
                None,
                "",
                format!(
                    "il faut une langue de content/texts : {}",
                    languages.join(", ")
                ),
            );
        }
    }
    notices
}

fn version(stem: &str) -> &str {
    stem.rsplit_once('.').map_or(stem, |(version, _)| version)
}

fn notice(
    id: &folder::FolderFile,
    version: &str,
    language: &str,
    problems: &Problems,
) -> Option<Notice> {
    let source = Source::load(&id.path.join(format!("{version}.{language}.md")), problems)?;
    let layers = layers::cut(&source, FirstLayer::FiveSentences)?;
    Some(Notice {
        id: id.stem.clone(),
        version: version.to_owned(),
        digest: envelope::sha256_hex(source.text.as_bytes()),
        layers,
    })
}

/// A translation says the same things in the same places.
fn check_same_shape(
    folder: &Path,
    version: &str,
    languages: &[&String],
    read: &[Option<Notice>],
    problems: &Problems,
) {
    let french = read.first().and_then(Option::as_ref);
    for (language, notice) in languages.iter().zip(read) {
        if let (Some(french), Some(notice)) = (french, notice)
            && !layers::same_shape(&french.layers, &notice.layers)
        {
            let file = folder.join(format!("{version}.{language}.md"));
            problems.add(
                &file,
                None,
                "",
                "il faut les sujets de la notice française, chacun avec autant de paragraphes, d’éléments et de liens",
            );
        }
    }
}
