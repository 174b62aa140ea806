//! The PDF an advisor reads: everything that was typed, where I-Milo wants it, tagged for screen readers.

use anyhow::{Context, Result};
use lopdf::{Document, LoadOptions, Permissions};
use serde_json::{Value, json};
use testing::{MAILBOX_PASSWORD, document_text, pdf_text, with_mailbox_password};

use crate::harness::{Harness, callback_request, id, registration};

async fn print(harness: &Harness, message: &Value) -> Result<Vec<u8>> {
    harness.send(&id(1), message).await?;
    harness.endpoint.deliver_due().await?;
    Ok(harness
        .mailbox
        .mails()
        .first()
        .context("a mail")?
        .pdf()
        .to_vec())
}

fn assert_in_order(text: &str, expected: &[&str]) {
    let mut rest = text;
    for piece in expected {
        let Some((_, after)) = rest.split_once(piece) else {
            panic!("{piece:?} is not where it should be in: {text}")
        };
        rest = after;
    }
}

#[tokio::test]
async fn everything_typed_is_there_in_the_order_of_imilo_on_one_page() -> Result<()> {
    let harness = Harness::open().await?;
    let pdf = print(&harness, &registration()?).await?;
    let document = Document::load_mem(&pdf)?;
    assert_eq!(document.get_pages().len(), 1);
    let reference = harness.status(&id(1)).await?.reference.spaced();
    assert_in_order(
        &document_text(&document)?,
        &[
            "Mission Locale de démonstration",
            "Préinscription",
            &reference,
            "21/11/2026 à 18 h 42",
            "21/11/2026 à 18 h 35",
            "avant lundi 23 novembre, 17 h 30",
            "Zéphyrine Canari-Benoît",
            "19 ans",
            "06.12.34.56.78",
            "Roubaix (INSEE 59512)",
            "Dans le territoire",
            "Le matin",
            "Veut parler de",
            "Un emploi, Un logement",
            "Situation",
            "En recherche d’emploi",
            "Identité",
            "Civilité Madame",
            "Prénom Zéphyrine",
            "Date de naissance 14/05/2007",
            "Nom d’usage CANARI-BENOIT Canari-Benoît",
            "Nom de naissance D'OEUVRE d'Œuvre",
            "Né à l’étranger Oui",
            "Pays de naissance Sénégal",
            "Coordonnées",
            "Numéro 12 bis",
            "Libellé de voie rue de l’Épeule, #let x = [pirate]",
            "Complément Chez Mme Łukasz, bât. C",
            "Code postal 59100",
            "Commune Roubaix INSEE 59512",
            "Hébergement",
            "zephyrine.canari@example.fr",
            "Mobile 06.12.34.56.78",
            "Compléments",
            "Mobilité",
            "Transport en commun",
            "Cursus",
            "Bac général",
            "Terminale générale",
            "Niveau certification IV échelle de 2019 : 4",
            "Certification obtenue à choisir",
            "2025",
            "Situations",
            "Catégorie Demandeur d’emploi En recherche d’emploi",
            "Projets",
            "Accès à l’Emploi, Logement",
            "version 2026-11",
            "21/11/2026 à 18 h 30 en français",
            "téléphone personnel",
            "instagram · forum-2026",
        ],
    );
    Ok(())
}

#[tokio::test]
async fn what_was_left_out_is_shown_and_what_was_not_asked_is_not() -> Result<()> {
    let harness = Harness::open().await?;
    let mut message = registration()?;
    if let Some(answers) = message["answers"].as_object_mut() {
        for question in ["email", "born_abroad", "birth_country"] {
            answers.remove(question);
        }
    }
    let text = pdf_text(&print(&harness, &message).await?)?;
    assert_in_order(
        &text,
        &[
            "Né à l’étranger non renseigné",
            "Nationalité",
            "E-mail non renseigné",
        ],
    );
    assert!(!text.contains("Pays de naissance"), "{text}");
    Ok(())
}

#[tokio::test]
async fn a_minor_from_elsewhere_on_a_shared_tablet_is_flagged() -> Result<()> {
    let harness = Harness::open().await?;
    let text = pdf_text(&print(&harness, &callback_request()?).await?)?;
    assert_in_order(
        &text,
        &[
            "Demande de rappel",
            "Émile Canari",
            "16 ans",
            "Lille (INSEE 59350)",
            "Hors territoire",
            "obligation de formation",
            "appareil partagé",
        ],
    );
    Ok(())
}

#[tokio::test]
async fn the_head_stands_whatever_marks_a_name_has() -> Result<()> {
    let harness = Harness::open().await?;
    let mut message = registration()?;
    let town = "ọ\u{300}".repeat(45);
    // Fifty-five letters, of which some have no sign of their own with their marks.
    message["answers"]["first_name"] = json!(
        "Ọbáfẹ\u{301}mi-Olúṣẹ\u{301}gun Adébọ\u{300}wálé Ọlọ\u{301}runtọ\u{301}bi Ẹniọlá-Ọ\u{300}ṣun Àjọkẹ\u{301}"
    );
    message["answers"]["commune_code"] = json!(town);
    let document = Document::load_mem(&print(&harness, &message).await?)?;
    assert_in_order(
        &document_text(&document)?,
        &[
            "Ọbáf",
            "Canari-Benoît",
            "19 ans",
            "06.12.34.56.78",
            "Commune à vérifier",
            "Le matin",
            "Identité",
        ],
    );
    Ok(())
}

#[tokio::test]
async fn a_part_of_a_commune_is_printed_by_its_name_with_the_code_of_the_whole() -> Result<()> {
    for (code, told) in [
        ("59512", "Hors territoire"),
        ("59350", "Dans le territoire"),
    ] {
        let lille = |site: String| {
            // The neighbour of the file serves Lille.
            let own = site.split("[[neighbours]]").next().unwrap_or_default();
            own.replace("\"59512\", # Roubaix", &format!("\"{code}\","))
        };
        let harness = Harness::with(|_| {}, lille).await?;
        let mut message = callback_request()?;
        message["answers"]["postal_code"] = json!("59160");
        message["answers"]["commune_code"] = json!("59350/59355");
        let text = pdf_text(&print(&harness, &message).await?)?;
        assert_in_order(&text, &["Lomme (Lille, INSEE 59350)", told, "59160"]);
    }
    Ok(())
}

#[tokio::test]
async fn the_arrondissements_of_a_whole_city_are_in_the_territory() -> Result<()> {
    for (city, arrondissement) in [("75056", "75111"), ("69123", "69383"), ("13055", "13205")] {
        let whole = |site: String| site.replace("\"59512\", # Roubaix", &format!("\"{city}\","));
        let harness = Harness::with(|_| {}, whole).await?;
        let mut message = callback_request()?;
        message["answers"]["commune_code"] = json!(arrondissement);
        let text = pdf_text(&print(&harness, &message).await?)?;
        assert!(text.contains("Dans le territoire"), "{text}");
    }
    Ok(())
}

#[tokio::test]
async fn a_commune_without_a_list_is_printed_as_it_came() -> Result<()> {
    let harness = Harness::open().await?;
    let mut message = callback_request()?;
    message["answers"]["postal_code"] = json!("97410");
    message["answers"]["commune_code"] = json!("Saint-Pierre");
    let text = pdf_text(&print(&harness, &message).await?)?;
    assert_in_order(&text, &["Saint-Pierre", "Commune à vérifier", "97410"]);
    Ok(())
}

#[tokio::test]
async fn a_sign_that_no_font_has_stops_no_delivery_and_is_told_by_its_number() -> Result<()> {
    let harness = Harness::open().await?;
    let mut message = registration()?;
    message["answers"]["address_extra"] = json!("Łukasz \u{10a60} Владимир");
    let told = pdf_text(&print(&harness, &message).await?)?;
    for expected in ["Łukasz", "Владимир", "U+10A60]", "numéros de ces signes"] {
        assert!(told.contains(expected), "{expected}: {told}");
    }
    message["answers"]["address_extra"] = json!("Łukasz Владимир");
    harness.send(&id(2), &message).await?;
    harness.endpoint.deliver_due().await?;
    let mails = harness.mailbox.mails();
    let whole = pdf_text(mails.last().context("a mail")?.pdf())?;
    assert!(!whole.contains("numéros de ces signes"), "{whole}");
    Ok(())
}

#[tokio::test]
async fn a_foreign_number_and_a_single_name_are_printed_as_such() -> Result<()> {
    let harness = Harness::open().await?;
    let mut message = callback_request()?;
    message["answers"]["first_name"] = json!("\u{2014}");
    message["answers"]["usage_name"] = json!("Suryani");
    message["answers"]["phone"] = json!("\u{202a}+32 470 12 34 56\u{202c}");
    message["answers"]["postal_code"] = json!("F-59000 LILLE");
    message["answers"]["birth_date"] = json!("09-décembre-1");
    let text = pdf_text(&print(&harness, &message).await?)?;
    for expected in [
        "Prénom non renseigné – (un seul nom)",
        "Mobile +32470123456 +32 470 123 456 (Belgique)",
        "+32 470 123 456 (Belgique)",
        "Code postal 59000",
        "01/12/2009",
    ] {
        assert!(text.contains(expected), "{expected}: {text}");
    }
    Ok(())
}

#[tokio::test]
async fn a_single_name_is_the_surname_in_i_milo_wherever_it_was_given() -> Result<()> {
    let harness = Harness::open().await?;
    let mut message = callback_request()?;
    message["answers"]["first_name"] = json!("Lina. ");
    message["answers"]["usage_name"] = json!(".");
    let text = pdf_text(&print(&harness, &message).await?)?;
    assert!(text.contains("Nom d’usage LINA – (un seul nom)"), "{text}");

    let harness = Harness::open().await?;
    let mut message = registration()?;
    message["answers"]["birth_name"] = json!("-");
    let text = pdf_text(&print(&harness, &message).await?)?;
    assert!(
        text.contains("Nom de naissance non renseigné – (un seul nom)"),
        "{text}"
    );
    Ok(())
}

#[tokio::test]
async fn the_pdf_is_tagged_titled_and_french() -> Result<()> {
    let harness = Harness::open().await?;
    let document = Document::load_mem(&print(&harness, &registration()?).await?)?;
    let catalog = document.catalog()?;
    assert!(catalog.has(b"StructTreeRoot"), "it has a structure");
    assert!(
        catalog
            .get(b"MarkInfo")?
            .as_dict()?
            .get(b"Marked")?
            .as_bool()?
    );
    let language = String::from_utf8_lossy(catalog.get(b"Lang")?.as_str()?).into_owned();
    assert!(language.starts_with("fr"), "{language}");
    assert!(
        document.objects.values().any(|object| {
            object.as_stream().is_ok_and(|stream| {
                let metadata = stream
                    .decompressed_content()
                    .unwrap_or_else(|_| stream.content.clone());
                String::from_utf8_lossy(&metadata).contains("pdfuaid:part")
            })
        }),
        "it says that it is PDF/UA"
    );
    Ok(())
}

#[tokio::test]
async fn with_a_mailbox_password_the_pdf_is_closed_and_still_read_aloud() -> Result<()> {
    let harness = Harness::with(|_| {}, with_mailbox_password).await?;
    let pdf = print(&harness, &registration()?).await?;
    assert!(
        harness
            .mailbox
            .mails()
            .first()
            .is_some_and(|mail| mail.text.contains("mot de passe"))
    );

    assert!(
        Document::load_mem_with_options(&pdf, LoadOptions::with_password("another password"))
            .is_err()
    );
    let closed = Document::load_mem(&pdf)?;
    assert!(
        closed.is_encrypted()
            && document_text(&closed).map_or(true, |text| !text.contains("Zéphyrine"))
    );
    let encryption = closed.get_encrypted()?;
    assert_eq!(encryption.get(b"R")?.as_i64()?, 6, "revision 6: AES-256");
    let permissions = encryption.get(b"P")?.as_i64()?;
    let aloud = i64::try_from(Permissions::COPYABLE_FOR_ACCESSIBILITY.bits())?;
    assert_eq!(permissions & aloud, aloud);

    let password = LoadOptions::with_password(MAILBOX_PASSWORD);
    let opened = Document::load_mem_with_options(&pdf, password)?;
    assert!(document_text(&opened)?.contains("Zéphyrine Canari-Benoît"));
    assert!(
        opened.catalog()?.has(b"StructTreeRoot"),
        "closing it took no tag away"
    );
    Ok(())
}
