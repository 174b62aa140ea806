//! Notices: `content/notices/<notice>/<version>.<language>.md`, cut into what a screen shows.
//!
//! The Markdown is a heading, a summary of five sentences, then topics of paragraphs and items; nothing else.

mod layers;

use std::{collections::BTreeMap, path::Path};

use domain::notice::Notice;

use crate::{folder, names, placeholder, problem::Problems, source::Source};

/// What a notice may name of the site it is shown for.
const PLACEHOLDERS: [&str; 6] = [
    "site.name",
    "site.address",
    "site.phone",
    "site.email",
    "site.officer_email",
    "site.keep_after_delivery_days",
];

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
        for version in versions.into_iter().rev() {
            if !names::is_short_name(version) {
                problems.add(
                    &id.path,
                    None,
                    version,
                    "expected files named as 2026-11.fr.md",
                );
            }
            let read = languages
                .iter()
                .map(|language| notice(&id, version, language, problems));
            let read: Vec<Option<Notice>> = read.collect();
            check_same_shape(&id.path, version, languages, &read, problems);
            for (language, notice) in languages.iter().zip(read) {
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
                    "expected a language that content/texts has: {}",
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
    id: &folder::Entry,
    version: &str,
    language: &str,
    problems: &Problems,
) -> Option<Notice> {
    let source = Source::load(&id.path.join(format!("{version}.{language}.md")), problems)?;
    check_placeholders(&source);
    let layers = layers::cut(&source)?;
    Some(Notice {
        id: id.stem.clone(),
        version: version.to_owned(),
        digest: envelope::sha256_hex(source.text.as_bytes()),
        title: layers.title,
        summary: layers.summary,
        topics: layers.topics,
    })
}

fn check_placeholders(source: &Source<'_>) {
    let mut offset = 0;
    for line in source.text.split_inclusive('\n') {
        if !placeholder::is_balanced(line) {
            source.refuse_at(
                offset,
                "",
                "expected every { to have its } on the same line",
            );
        }
        for name in placeholder::names(line) {
            if !PLACEHOLDERS.contains(&name.as_str()) {
                let expected = format!(
                    "unknown placeholder, expected one of: {}",
                    PLACEHOLDERS.join(", ")
                );
                source.refuse_at(offset, &format!("{{{name}}}"), expected);
            }
        }
        offset += line.len();
    }
}

/// A translation says the same things in the same places.
fn check_same_shape(
    folder: &Path,
    version: &str,
    languages: &[String],
    read: &[Option<Notice>],
    problems: &Problems,
) {
    let shape = |notice: &Notice| -> Vec<usize> {
        notice
            .topics
            .iter()
            .map(|topic| topic.blocks.len())
            .collect()
    };
    let french = read.first().and_then(Option::as_ref).map(shape);
    for (language, notice) in languages.iter().zip(read) {
        if let (Some(french), Some(notice)) = (&french, notice)
            && shape(notice) != *french
        {
            let file = folder.join(format!("{version}.{language}.md"));
            problems.add(
                &file,
                None,
                "",
                "expected the topics of the French notice, each with as many paragraphs and items",
            );
        }
    }
}
