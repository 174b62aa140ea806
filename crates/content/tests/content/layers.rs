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
            "il faut une liste d’exactement 5 phrases sous le premier ##",
        ),
        (
            "# Tes réponses",
            "Tes réponses",
            "il faut un titre avec ## avant le premier paragraphe",
        ),
        (
            "## Tes droits\n",
            "### Tes droits\n",
            "il faut un titre avec #, d’abord, puis des sujets avec ##",
        ),
        (
            "## Tes droits\n",
            "> Tes droits\n",
            "il ne faut que des titres, des paragraphes, des listes et des liens",
        ),
        (
            "- À te rappeler.\n",
            "",
            "il faut les sujets de la notice française",
        ),
    ] {
        assert_says(&spoilt(NOTICE, then, now)?, expected);
    }
    Ok(())
}

#[test]
fn a_link_is_a_whole_paragraph_or_item_and_leads_somewhere_known() -> anyhow::Result<()> {
    let whole = "il faut qu’un lien soit tout un paragraphe ou tout un élément de liste, sans rien avant ni après";
    for (link, expected) in [
        ("Va sur [la CNIL](https://www.cnil.fr/).", whole),
        ("[La CNIL](https://www.cnil.fr/) répond.", whole),
        (
            "[La CNIL](https://www.cnil.fr/) [encore](https://www.cnil.fr/)",
            whole,
        ),
        (
            "[La CNIL](http://www.cnil.fr/)",
            "http://www.cnil.fr/: il faut un lien qui commence par https: ou mailto: ou tel:",
        ),
        (
            "[La CNIL](cnil.fr)",
            "cnil.fr: il faut un lien qui commence",
        ),
        (
            "## [La CNIL](https://www.cnil.fr/)",
            "il ne faut pas de lien dans un titre",
        ),
        (
            "[Écrire](mailto:{site.mail})",
            "{site.mail}: mot entre accolades inconnu",
        ),
    ] {
        let copy = Copy::new()?;
        copy.change(NOTICE, "- À te rappeler.\n", &format!("\n{link}\n"))?;
        let line = copy.line(NOTICE, link)?;
        let found = copy.mistakes().join("\n");
        assert_says(&found, &format!("{NOTICE}, ligne {line}"));
        assert_says(&found, expected);
    }
    let in_summary = spoilt(
        NOTICE,
        "- Te préinscrire ici ne t’inscrit pas à France Travail.",
        "- [Te préinscrire ici](https://www.francetravail.fr/)",
    )?;
    assert_says(&in_summary, "il faut une liste d’exactement 5 phrases");
    Ok(())
}

#[test]
fn a_page_opens_with_sentences_and_is_the_same_in_every_language() -> anyhow::Result<()> {
    let (french, english) = ("pages/credits.fr.md", "pages/credits.en.md");
    let opening = "il ne faut que des phrases, sans liste ni lien, avant le premier ##";
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
            "pages/credits.en.md: il faut les sujets de la page française",
        ),
        (
            english,
            "- [See the source](https://github.com/etalab/decoupage-administratif)",
            "- The source is on GitHub.",
            "pages/credits.en.md: il faut les sujets de la page française",
        ),
        (
            french,
            "un logiciel libre",
            "un logiciel de {site.owner}",
            "{site.owner}: mot entre accolades inconnu",
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
        "pages/credits.de.md: il faut des fichiers nommés comme droits.fr.md, dans une langue",
        "pages/Mots.fr.md: il faut des fichiers nommés comme droits.fr.md",
        "pages/seule.en.md: il faut un fichier UTF-8 lisible",
    ] {
        assert_says(&found, expected);
    }
    Ok(())
}
