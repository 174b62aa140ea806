//! Pages: `content/pages/<page>.<language>.md`, texts that stand alone.
//!
//! A heading, what opens the page if anything does, then topics of paragraphs and items, as in a notice.
//! They have no version: no message says that one was shown.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use domain::notice::TextPage;

use crate::{
    folder,
    layers::{self, FirstLayer},
    names,
    problem::Problems,
    source::Source,
};

/// The pages of the folder, by language; by name in each.
pub(crate) fn read(
    folder: &Path,
    languages: &[String],
    problems: &Problems,
) -> BTreeMap<String, Vec<TextPage>> {
    let mut ids = BTreeSet::new();
    for file in folder::files(folder, "md", problems) {
        match file.stem.rsplit_once('.') {
            Some((id, language))
                if names::is_short_name(id) && languages.iter().any(|known| known == language) =>
            {
                ids.insert(id.to_owned());
            }
            _ => {
                let expected = format!(
                    "il faut des fichiers nommés comme droits.fr.md, dans une langue de content/texts : {}",
                    languages.join(", ")
                );
                problems.add(&file.path, None, "", expected);
            }
        }
    }
    let mut pages: BTreeMap<String, Vec<TextPage>> = BTreeMap::new();
    for id in &ids {
        let read = languages
            .iter()
            .map(|language| page(folder, id, language, problems));
        let read: Vec<Option<TextPage>> = read.collect();
        let french = read.first().and_then(Option::as_ref);
        for (language, page) in languages.iter().zip(&read) {
            if let (Some(french), Some(page)) = (french, page)
                && !layers::same_shape(&french.layers, &page.layers)
            {
                problems.add(
                    &folder.join(file_name(id, language)),
                    None,
                    "",
                    "il faut les sujets de la page française, chacun avec autant de paragraphes, d’éléments et de liens",
                );
            }
        }
        for (language, page) in languages.iter().zip(read) {
            pages.entry(language.clone()).or_default().extend(page);
        }
    }
    pages
}

fn file_name(id: &str, language: &str) -> String {
    format!("{id}.{language}.md")
}

fn page(folder: &Path, id: &str, language: &str, problems: &Problems) -> Option<TextPage> {
    let source = Source::load(&folder.join(file_name(id, language)), problems)?;
    Some(TextPage {
        id: id.to_owned(),
        layers: layers::cut(&source, FirstLayer::Opening)?,
    })
}
