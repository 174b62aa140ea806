//! What the notices have to say by law, whatever their words (GDPR articles 13, 14 and 21.4).

use anyhow::Context;
use domain::{
    bundle::Bundle,
    notice::{Layers, Notice, Topic},
};

use crate::folder::library;

type Words = &'static [&'static str];

/// What each notice says in both languages, and what it says in one of them.
const SAID: [(&str, Words, Words, Words); 3] = [
    (
        "preinscription",
        &["L5314-2", "6.1.e", "{site.host}", "{site.mail_provider}"],
        &[
            "t’opposer",
            "1 mois",
            "facultatif",
            "« Ce téléphone »",
            "6 mois",
        ],
        &["object", "1 month", "optional", "“This phone”", "6 months"],
    ),
    (
        "imilo",
        &[
            "6.1.e", "2015-59", "2026-11", "2022-199", "DSIML", "L5131-4", "DREETS", "DDETS",
            "DARES", "DGEFP",
        ],
        &[
            "t’opposer",
            "15 janvier 2026",
            "plus 2 ans",
            "19 ans",
            "numéro de sécurité sociale",
        ],
        &[
            "object",
            "15 January 2026",
            "plus 2 years",
            "19 years",
            "social security number",
        ],
    ),
    (
        "liste-partenaire",
        &["6.1.e"],
        &[
            "le jour même",
            "numéros de ligne",
            "si tu veux",
            "recontacte",
        ],
        &[
            "the same day",
            "line numbers",
            "if you want to",
            "contacted again",
        ],
    ),
];

/// In every notice: how to be in touch, which rights, to whom one can complain.
const SAID_BY_ALL: [(&str, Words); 2] = [
    (
        "fr",
        &[
            "« Mes droits »",
            "Accès",
            "Rectification",
            "Limitation",
            "pièce d’identité",
            "Avant 18 ans",
        ],
    ),
    (
        "en",
        &[
            "“My rights”",
            "Access",
            "Rectification",
            "Restriction",
            "Proof of identity",
            "before you are 18",
        ],
    ),
];

fn text(layers: &Layers) -> String {
    let blocks = layers.topics.iter().flat_map(|topic| &topic.blocks);
    let blocks = blocks.map(|block| block.text.replace('\u{a0}', " "));
    blocks.collect::<Vec<_>>().join("\n")
}

fn bundles() -> anyhow::Result<[(&'static str, Bundle); 2]> {
    let library = library()?;
    let bundle = |language| library.bundle(language).context("a bundle");
    Ok([("fr", bundle("fr")?), ("en", bundle("en")?)])
}

fn notice<'a>(bundle: &'a Bundle, id: &str) -> anyhow::Result<&'a Notice> {
    bundle.notice(id, None).with_context(|| id.to_owned())
}

#[test]
fn each_notice_says_in_every_language_what_the_law_asks() -> anyhow::Result<()> {
    for (language, bundle) in bundles()? {
        for (id, both, french, english) in SAID {
            let notice = notice(&bundle, id)?;
            let whole = text(&notice.layers).to_lowercase();
            let own = if language == "fr" { french } else { english };
            let by_all = SAID_BY_ALL.iter().find(|(of, _)| *of == language);
            let by_all = by_all.map(|(_, words)| *words).unwrap_or_default();
            let contact = [
                "{site.name}",
                "{site.address}",
                "{site.phone}",
                "{site.email}",
                "{site.officer_email}",
                "CNIL, 3 place de Fontenoy, TSA 80715, 75334 Paris Cedex 07",
            ];
            for word in [both, own, by_all, &contact].concat() {
                assert!(
                    whole.contains(&word.to_lowercase()),
                    "{language}, {id}: {word}"
                );
            }
            let complaint = notice.layers.topics.last().context("topics")?;
            let link = complaint
                .blocks
                .iter()
                .any(|block| block.link == "https://www.cnil.fr/fr/adresser-une-plainte");
            assert!(link, "{language}, {id}: no link to the CNIL");
        }
    }
    Ok(())
}

#[test]
fn the_right_to_say_no_stands_apart() -> anyhow::Result<()> {
    let (_, bundle) = &bundles()?[0];
    for (id, ..) in SAID {
        let topics = &notice(bundle, id)?.layers.topics;
        let own: Vec<&Topic> = topics
            .iter()
            .filter(|topic| topic.title == "Ton droit de dire non")
            .collect();
        assert_eq!(own.len(), 1, "{id}");
    }
    let rights = bundle.page("droits").context("the page of rights")?;
    assert_eq!(rights.layers.topics[0].title, "Dire non");
    let elsewhere = rights.layers.topics.iter().skip(1);
    let mut titles = elsewhere.map(|topic| topic.title.to_lowercase());
    assert!(!titles.any(|title| title.contains("oppos")));
    Ok(())
}

#[test]
fn the_fixed_sentences_stand_as_they_are() -> anyhow::Result<()> {
    let (_, bundle) = &bundles()?[0];
    let registering = "Te préinscrire ici ne t’inscrit pas à France Travail.";
    let support = "Si tu demandes un accompagnement vers l’emploi, ta Mission Locale pourra demander ton inscription à France Travail. Elle t’expliquera avant.";
    assert_eq!(
        notice(bundle, "preinscription")?.layers.summary[4],
        registering
    );
    for id in ["preinscription", "imilo"] {
        let whole = text(&notice(bundle, id)?.layers);
        assert!(whole.lines().any(|line| line == support), "{id}");
    }
    Ok(())
}

#[test]
fn i_milo_has_its_eight_purposes_and_three_controllers() -> anyhow::Result<()> {
    let (_, bundle) = &bundles()?[0];
    let topics = &notice(bundle, "imilo")?.layers.topics;
    let items = |title: &str| {
        let topic = topics.iter().find(|topic| topic.title == title);
        topic.map_or(0, |topic| {
            topic.blocks.iter().filter(|block| block.item).count()
        })
    };
    assert_eq!(items("À quoi sert ton dossier"), 8);
    // Three controllers, then four ways to reach the one who answers.
    assert_eq!(items("Qui est responsable"), 3 + 4);
    Ok(())
}

#[test]
fn names_that_are_out_of_date_are_nowhere() -> anyhow::Result<()> {
    for (language, bundle) in bundles()? {
        let json = serde_json::to_string(&bundle)?;
        assert!(!json.contains("DIRECCTE"), "{language}");
        let mentions = json.matches("Pôle emploi").count();
        let explained =
            ["(ex-Pôle emploi)", "(formerly Pôle emploi)"].map(|name| json.matches(name).count());
        assert!(
            mentions > 0 && mentions == explained.iter().sum::<usize>(),
            "{language}: Pôle emploi alone"
        );
    }
    Ok(())
}
