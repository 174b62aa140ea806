//! Writes `index.html`: texts in place of `{{key}}`, preloads, inline style and script, the list of files.
//! What the app shows in it comes later (`static_pages.rs`).

use std::collections::BTreeMap;

use anyhow::{Context, bail, ensure};
use content::contact::{self, escaped};
use domain::{language::Language, site::Site, sorted_map::SortedMap};
use serde_json::json;

use super::{
    Files,
    bundle::Code,
    communes::Communes,
    html::{attribute, tags},
};

/// The path of the page.
pub(super) const PATH: &str = "/";

/// What the page names.
pub(super) struct References<'a> {
    pub(super) code: &'a Code,
    /// Files of content by name: `fr`, `fr_rest`.
    pub(super) content: &'a BTreeMap<String, String>,
    /// Its photograph, and the words for it.
    pub(super) look: &'a BTreeMap<String, String>,
    /// The Mission Locale: in the page, its card costs no round trip, and people are told whom to call.
    pub(super) site: &'a Site,
    pub(super) communes: &'a Communes,
}

/// Writes `index.html` and returns what a first visit loads.
pub(super) fn write(
    files: &mut Files,
    references: &References<'_>,
    texts: &SortedMap<String>,
) -> anyhow::Result<Vec<String>> {
    let staged = files.read("index.html")?;
    let html = without_build_links(&staged);
    let html = filled(&tight(&html), texts, references.site)?;
    let (before, after) = html
        .split_once("</head>")
        .context("index.html has no </head>")?;
    let html = format!("{before}{}</head>{after}", head(references)?);
    files.write(PATH, html.as_bytes())?;
    first_visit(&html, references)
}

/// Without the links that told Trunk what to build, and without those of stylesheets that are now one.
fn without_build_links(html: &str) -> String {
    let spent =
        |link: &&str| link.contains(" data-trunk") || attribute(link, "rel") == Some("stylesheet");
    let links = tags(html, "link");
    links
        .into_iter()
        .filter(spent)
        .fold(html.to_owned(), |html, link| html.replace(link, ""))
}

/// With the sentence of each `{{key}}`, and the Mission Locale in its places.
fn filled(html: &str, texts: &SortedMap<String>, site: &Site) -> anyhow::Result<String> {
    let mut out = String::new();
    let mut rest = html;
    while let Some((before, opened)) = rest.split_once("{{") {
        let (key, after) = opened
            .split_once("}}")
            .context("index.html opens {{ and never closes it")?;
        let key = key.trim();
        out.push_str(before);
        match (key, texts.get(key)) {
            ("contact_and_hours", _) => out.push_str(&contact::contact_and_hours(site)),
            (_, Some(text)) => out.push_str(&escaped(text)),
            (_, None) => bail!(
                "index.html asks for the text `{key}`, which content/texts/fr.toml does not have"
            ),
        }
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

/// Scripts, stylesheet, early fetches and the list of files.
fn head(references: &References<'_>) -> anyhow::Result<String> {
    let Code {
        wasm,
        script,
        style,
        inline,
    } = references.code;
    let french = references
        .content
        .get(Language::REFERENCE.code())
        .context("there is no French content")?;
    let mut files = serde_json::Map::new();
    for (name, path) in references.content.iter().chain(references.look) {
        files.insert(name.clone(), json!(path));
    }
    files.insert("communes".into(), json!(references.communes.folder));
    files.insert("near".into(), json!(references.communes.near));
    // A data block, which no browser runs: the policy that forbids inline scripts lets it be.
    let files = serde_json::to_string(&files)?.replace('<', "\\u003c");
    let files = files.trim_end_matches('}');
    let card = contact::card(references.site);
    // Fetches first, so that they begin while the rest of the page is read.
    // The script that tells of failures, and keeps what is typed, comes before the one that can fail.
    // The endpoint's policy names it and the stylesheet by their hashes: not a byte may stand beside them.
    Ok(format!(
        "<link rel=\"preload\" as=\"fetch\" crossorigin type=\"application/wasm\" href=\"{wasm}\">\n\
         <link rel=\"preload\" as=\"fetch\" crossorigin type=\"application/octet-stream\" href=\"{french}\">\n\
         <script>{inline}</script>\n\
         <script type=\"module\">window.runAgain=script=>import(script)</script>\n\
         <script type=\"module\" src=\"{script}\"></script>\n\
         <style>{style}</style>\n\
         <script type=\"application/json\" id=\"files\">{files},\"site\":{card}}}</script>\n",
    ))
}

/// Without comments, indentation and empty lines: they would be a part of every first visit.
fn tight(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some((before, comment)) = rest.split_once("<!--") {
        out.push_str(before);
        rest = comment.split_once("-->").map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    let lines = out.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n") + "\n"
}

/// What the browser asks for when it opens this page for the first time, icons of the home screen apart.
fn first_visit(html: &str, references: &References<'_>) -> anyhow::Result<Vec<String>> {
    let mut paths = vec![PATH.to_owned()];
    for link in tags(html, "link") {
        let loaded = ["stylesheet", "preload", "manifest", "icon"];
        if attribute(link, "rel").is_some_and(|rel| loaded.contains(&rel)) {
            paths.push(
                attribute(link, "href")
                    .with_context(|| format!("no href in {link}"))?
                    .to_owned(),
            );
        }
    }
    paths.extend([references.code.script.clone(), "/sw.js".to_owned()]);
    paths.retain(|path| !path.starts_with("data:"));
    paths.sort();
    paths.dedup();
    ensure!(
        paths.iter().all(|path| path.starts_with('/')),
        "a link of index.html does not start with /: {paths:?}"
    );
    Ok(paths)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts() -> SortedMap<String> {
        SortedMap::from_iter([(
            "welcome.title".to_owned(),
            "Un coup de main & plus ?".to_owned(),
        )])
    }

    fn demo() -> anyhow::Result<Site> {
        let file = crate::paths::root().join(super::super::DEMO_SITE);
        Ok(content::SiteFile::read_public(&file)?)
    }

    #[test]
    fn sentences_take_their_places() -> anyhow::Result<()> {
        let html = filled(
            "<h1>{{welcome.title}}</h1><p>{{ welcome.title }}</p>",
            &texts(),
            &demo()?,
        )?;
        assert_eq!(
            html,
            "<h1>Un coup de main &amp; plus ?</h1><p>Un coup de main &amp; plus ?</p>"
        );
        let html = filled("<b>{{contact_and_hours}}</b>", &texts(), &demo()?)?;
        assert!(
            html.contains("href=\"tel:+33353011234\"") && html.contains("mercredi de"),
            "{html}"
        );
        Ok(())
    }

    #[test]
    fn a_sentence_that_does_not_exist_is_named() -> anyhow::Result<()> {
        let Err(problem) = filled("<h1>{{welcome.tilte}}</h1>", &texts(), &demo()?) else {
            panic!("an unknown text was accepted")
        };
        assert!(problem.to_string().contains("`welcome.tilte`"), "{problem}");
        assert!(filled("<h1>{{welcome", &texts(), &demo()?).is_err());
        Ok(())
    }

    #[test]
    fn nothing_of_the_build_is_left_in_the_page() {
        let html = r#"<link data-trunk rel="rust" data-trunk-id="0"/><link rel="stylesheet" href="/a.css"/><link rel="manifest" href="/m">"#;
        assert_eq!(
            without_build_links(html),
            r#"<link rel="manifest" href="/m">"#
        );
    }

    #[test]
    fn comments_and_indentation_stay_at_home() {
        assert_eq!(
            tight("<p>\n  <!-- why -->\n\n  text</p>"),
            "<p>\ntext</p>\n"
        );
    }
}
