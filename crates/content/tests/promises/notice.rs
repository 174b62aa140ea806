//! The notices in force at the demo's site, and the pages beside them.

use std::path::{Path, PathBuf};

use anyhow::Context;
use content::{Library, SiteFile};
use domain::{
    bundle::Bundle,
    notice::{Block, Layers, Topic},
    site::Site,
    sorted_map::SortedMap,
};

/// Of what is said before anything is sent.
pub(crate) const BEFORE_SENDING: &str = "preinscription";

/// How a paragraph starts that no program can hold, by language.
pub(crate) const TO_CONFIRM: [(&str, &str); 2] = [
    ("fr", "À confirmer par ta Mission Locale"),
    ("en", "To be confirmed by your Mission Locale"),
];

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

pub(crate) fn demo() -> anyhow::Result<Site> {
    Ok(SiteFile::read_public(
        &root().join("content/sites/demo.toml"),
    )?)
}

/// What a phone loads, French first.
pub(crate) fn bundles() -> anyhow::Result<[(&'static str, Bundle); 2]> {
    let library = Library::read(&root().join("content"))?;
    let bundle = |language| library.bundle(language).context("a bundle");
    Ok([("fr", bundle("fr")?), ("en", bundle("en")?)])
}

/// The app's sentences in a language, by key.
pub(crate) fn texts(language: &str) -> anyhow::Result<SortedMap<String>> {
    let library = Library::read(&root().join("content"))?;
    library.texts(language).cloned().context("the sentences")
}

/// The notice of that name in the version that the site has in force.
pub(crate) fn in_force<'a>(
    bundle: &'a Bundle,
    site: &Site,
    id: &str,
) -> anyhow::Result<&'a Layers> {
    let version = site.notices.get(id).map(String::as_str);
    let notice = bundle.notice(id, version).context("a notice")?;
    anyhow::ensure!(
        Some(notice.version.as_str()) == version,
        "{id}: another version"
    );
    Ok(&notice.layers)
}

/// The notice before sending, in French.
pub(crate) fn french() -> anyhow::Result<Layers> {
    let [(_, bundle), _] = bundles()?;
    in_force(&bundle, &demo()?, BEFORE_SENDING).cloned()
}

pub(crate) fn topic<'a>(layers: &'a Layers, title: &str) -> anyhow::Result<&'a Topic> {
    let found = layers
        .topics
        .iter()
        .find(|topic| plain(&topic.title) == title);
    found.with_context(|| format!("the notice has no topic {title}"))
}

/// The items of a topic.
pub(crate) fn items(topic: &Topic) -> Vec<String> {
    let items = topic.blocks.iter().filter(|block| block.item);
    items.map(said).collect()
}

/// What a block says.
pub(crate) fn said(block: &Block) -> String {
    plain(&block.text)
}

/// With plain spaces, as they are typed.
pub(crate) fn plain(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
}

#[test]
fn the_newest_version_of_each_notice_is_in_force() -> anyhow::Result<()> {
    let site = demo()?;
    for (language, bundle) in bundles()? {
        for (id, version) in site.notices.iter() {
            let newest = bundle.notice(id, None).context("a notice")?;
            assert_eq!(newest.version, *version, "{language}, {id}");
        }
    }
    Ok(())
}

#[test]
fn what_no_program_can_hold_is_to_be_confirmed() -> anyhow::Result<()> {
    const OUTSIDE: [&str; 6] = [
        "Union européenne",
        "European Union",
        "un contrat lie",
        "under contract",
        "dès que ton dossier est saisi",
        "as soon as your file is entered",
    ];
    let site = demo()?;
    for (language, bundle) in bundles()? {
        let (_, mark) = TO_CONFIRM
            .into_iter()
            .find(|(of, _)| *of == language)
            .context("a mark")?;
        let mut seen = 0;
        for (id, _) in site.notices.iter() {
            let layers = in_force(&bundle, &site, id)?;
            let blocks = layers.topics.iter().flat_map(|topic| &topic.blocks);
            let paragraphs = blocks
                .map(said)
                .chain(layers.summary.iter().map(|it| plain(it)));
            for text in paragraphs.filter(|text| OUTSIDE.iter().any(|words| text.contains(words))) {
                assert!(text.starts_with(mark), "{language}, {id}: {text}");
                seen += 1;
            }
        }
        assert!(seen >= 5, "{language}: the paragraphs were read");
    }
    Ok(())
}
