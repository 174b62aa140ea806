//! Notices and pages: what may stand in their Markdown, and how a mistake in it is told.

use crate::{
    folder::Copy,
    mistakes::{assert_says, spoilt},
};

const NOTICE: &str = "notices/preinscription/2026-11.fr.md";

#[test]
fn a_notice_of_another_shape_is_refused() -> anyhow::Result<()> {
    for (then, now, expected) in [
        (
            "- Elles servent",
            "Elles servent",
            "expected a list of exactly 5 sentences under the first ##",
        ),
        (
            "# Tes réponses",
            "Tes réponses",
            "expected a heading with ## before the first paragraph",
        ),
        (
            "## Tes droits\n",
            "### Tes droits\n",
            "expected one title with #, first, then topics with ##",
        ),
        (
            "## Tes droits\n",
            "> Tes droits\n",
            "expected only headings, paragraphs, lists and links",
        ),
        (
            "- À te rappeler.\n",
            "",
            "expected the topics of the French notice",
        ),
    ] {
        assert_says(&spoilt(NOTICE, then, now)?, expected);
    }
    Ok(())
}

#[test]
fn a_link_is_a_whole_paragraph_or_item_and_leads_somewhere_known() -> anyhow::Result<()> {
    let whole = "expected a link to be a whole paragraph or item, with nothing before or after it";
    for (link, expected) in [
        ("Va sur [la CNIL](https://www.cnil.fr/).", whole),
        ("[La CNIL](https://www.cnil.fr/) répond.", whole),
        (
            "[La CNIL](https://www.cnil.fr/) [encore](https://www.cnil.fr/)",
            whole,
        ),
        (
            "[La CNIL](http://www.cnil.fr/)",
            "http://www.cnil.fr/: expected a link that starts with https: or mailto: or tel:",
        ),
        ("[La CNIL](cnil.fr)", "cnil.fr: expected a link that starts"),
        (
            "## [La CNIL](https://www.cnil.fr/)",
            "expected no link in a heading",
        ),
        (
            "[Écrire](mailto:{site.mail})",
            "{site.mail}: unknown placeholder",
        ),
    ] {
        let copy = Copy::new()?;
        copy.change(NOTICE, "- À te rappeler.\n", &format!("\n{link}\n"))?;
        let line = copy.line(NOTICE, link)?;
        let found = copy.mistakes().join("\n");
        assert_says(&found, &format!("{NOTICE}, line {line}"));
        assert_says(&found, expected);
    }
    let in_summary = spoilt(
        NOTICE,
        "- Te préinscrire ici ne t’inscrit pas à France Travail.",
        "- [Te préinscrire ici](https://www.francetravail.fr/)",
    )?;
    assert_says(&in_summary, "expected a list of exactly 5 sentences");
    Ok(())
}

#[test]
fn a_page_opens_with_sentences_and_is_the_same_in_every_language() -> anyhow::Result<()> {
    let (french, english) = ("pages/credits.fr.md", "pages/credits.en.md");
    let opening = "expected only sentences, without list or link, before the first ##";
    for (file, then, now, expected) in [
        (french, "Il n’y a pas", "- Il n’y a pas", opening),
        (
            french,
            "Il n’y a pas de pub, pas de cookie, et rien ne te suit d’un site à l’autre.\n",
            "[Premier accueil](https://exemple.fr)\n",
            opening,
        ),
        (
            english,
            "There are no adverts and no cookies, and nothing follows you from one site to another.\n",
            "",
            "pages/credits.en.md: expected the topics of the French page",
        ),
        (
            english,
            "- [See the source](https://github.com/etalab/decoupage-administratif)",
            "- The source is on GitHub.",
            "pages/credits.en.md: expected the topics of the French page",
        ),
        (
            french,
            "un logiciel libre",
            "un logiciel de {site.owner}",
            "{site.owner}: unknown placeholder",
        ),
    ] {
        assert_says(&spoilt(file, then, now)?, expected);
    }
    let copy = Copy::new()?;
    copy.write("pages/credits.de.md", "# Quellen\n")?;
    copy.write("pages/Mots.fr.md", "# Mots\n")?;
    copy.write("pages/seule.fr.md", "# Seule\n")?;
    let found = copy.mistakes().join("\n");
    for expected in [
        "pages/credits.de.md: expected files named as droits.fr.md, in a language",
        "pages/Mots.fr.md: expected files named as droits.fr.md",
        "pages/seule.en.md: expected a readable UTF-8 file",
    ] {
        assert_says(&found, expected);
    }
    Ok(())
}
