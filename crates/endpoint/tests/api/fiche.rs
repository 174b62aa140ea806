//! What an advisor sees before the call: in the subject, in the head of the fiche, and as data for programs.

use anyhow::{Context, Result};
use domain::language::Language;
use endpoint::Mail;
use lopdf::{Document, LoadOptions};
use serde_json::{Value, json};
use testing::{MAILBOX_PASSWORD, attached_files, document_text, pdf_text, with_mailbox_password};

use crate::harness::{Harness, callback_request, id, option_choice, registration, rights_request};

/// The mail of one message.
async fn mail_of(harness: &Harness, message: &Value) -> Result<Mail> {
    harness.send(&id(1), message).await?;
    harness.endpoint.deliver_due().await?;
    let mails = harness.mailbox.mails();
    mails.first().cloned().context("a mail")
}

/// Somebody of 17 years without a place to sleep, who filled in the English form.
fn urgent() -> Result<Value> {
    let mut message = registration()?;
    message["language"] = json!("en");
    message["answers"]["birth_date"] = json!("2009-12-01");
    message["answers"]["housing"] = json!("no_housing");
    message["answers"]["no_stable_address"] = json!("yes");
    for question in ["address_line", "address_extra"] {
        if let Some(answers) = message["answers"].as_object_mut() {
            answers.remove(question);
        }
    }
    Ok(message)
}

/// The data attached to a PDF.
fn data(document: &Document) -> Result<Value> {
    let files = attached_files(document)?;
    let [file] = files.as_slice() else {
        anyhow::bail!("{} files", files.len());
    };
    Ok(serde_json::from_slice(file)?)
}

#[tokio::test]
async fn the_head_says_why_and_what_is_urgent_before_anything_else() -> Result<()> {
    let harness = Harness::open().await?;
    let text = pdf_text(mail_of(&harness, &urgent()?).await?.pdf())?;
    let (head, rest) = text.split_once("Champ I-Milo").context("a table")?;
    for said in [
        "16 ans",
        "SANS HÉBERGEMENT",
        "Moins de 18",
        "Formulaire rempli en anglais",
        "Veut parler de",
        "Un emploi, Un logement",
        "En recherche d’emploi",
        "Le matin, Par SMS d’abord",
    ] {
        assert!(head.contains(said), "{said}: {head}");
    }
    assert!(rest.contains("Problématique logement Oui"), "{rest}");
    assert!(
        rest.contains("Hébergement à choisir Je n’ai pas d’hébergement"),
        "{rest}"
    );
    Ok(())
}

#[tokio::test]
async fn a_box_left_alone_says_nothing() -> Result<()> {
    let harness = Harness::open().await?;
    let text = pdf_text(mail_of(&harness, &registration()?).await?.pdf())?;
    assert!(!text.contains("Problématique logement"), "{text}");
    Ok(())
}

#[tokio::test]
async fn a_name_of_birth_left_empty_is_the_name_in_use() -> Result<()> {
    let harness = Harness::open().await?;
    let mut message = registration()?;
    if let Some(answers) = message["answers"].as_object_mut() {
        answers.remove("birth_name");
    }
    let text = pdf_text(mail_of(&harness, &message).await?.pdf())?;
    let expected = "Nom de naissance CANARI-BENOIT comme le nom d’usage";
    assert!(text.contains(expected), "{text}");
    Ok(())
}

#[tokio::test]
async fn subjects_carry_flags_where_the_site_wants_them() -> Result<()> {
    let flags = " [urgent] [moins de 18 ans] [matin] [texto d’abord] [anglais]";
    let flagged = |site: String| site.replace("subject_flags = false", "subject_flags = true");
    let mail = mail_of(&Harness::with(|_| {}, flagged).await?, &urgent()?).await?;
    assert!(mail.subject.ends_with(flags), "{}", mail.subject);
    assert!(!mail.text.contains('['), "{}", mail.text);

    let mail = mail_of(&Harness::open().await?, &urgent()?).await?;
    assert!(!mail.subject.contains('['), "{}", mail.subject);

    let harness = Harness::with(|_| {}, flagged).await?;
    let mail = mail_of(&harness, &callback_request()?).await?;
    let flags = "30 [moins de 18 ans] [hors territoire]";
    assert!(mail.subject.ends_with(flags), "{}", mail.subject);
    Ok(())
}

#[tokio::test]
async fn a_fiche_says_in_which_language_the_form_was_filled_in() -> Result<()> {
    let harness = Harness::with(
        |_| {},
        |site| site.replace("subject_flags = false", "subject_flags = true"),
    )
    .await?;
    for (place, language) in (1..).zip(Language::ALL) {
        let mut message = registration()?;
        message["language"] = json!(language.code());
        harness.send(&id(place), &message).await?;
        harness.endpoint.deliver_due().await?;
        let mail = harness.mailbox.mails().pop().context("a mail")?;
        let (said, flag) = match language {
            Language::French => ("", ""),
            // A subject is read on the way: it tells nobody who needs easy-to-read texts.
            Language::SimpleFrench => ("français facile à lire", ""),
            Language::English => ("anglais", " [anglais]"),
            Language::Spanish => ("espagnol", " [espagnol]"),
            Language::Ukrainian => ("ukrainien", " [ukrainien]"),
            Language::Arabic => ("arabe", " [arabe]"),
        };
        let text = pdf_text(mail.pdf())?;
        let expected = format!("Formulaire rempli en {said}");
        assert_eq!(text.contains(&expected), !said.is_empty(), "{said}: {text}");
        assert!(mail.subject.ends_with(flag), "{}", mail.subject);
        assert_eq!(
            mail.subject.contains("ais"),
            flag.contains("ais"),
            "{}",
            mail.subject
        );
    }
    Ok(())
}

#[tokio::test]
async fn the_mission_locale_of_a_neighbouring_commune_is_named() -> Result<()> {
    let mail = mail_of(&Harness::open().await?, &callback_request()?).await?;
    let text = pdf_text(mail.pdf())?;
    for said in [
        "Hors territoire",
        "Mission Locale voisine (exemple), 03 53 01 56 78",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    Ok(())
}

#[tokio::test]
async fn the_same_facts_are_attached_for_programs() -> Result<()> {
    let mail = mail_of(&Harness::open().await?, &registration()?).await?;
    let data = data(&Document::load_mem(mail.pdf())?)?;
    assert_eq!(data["format"], "premier-accueil/fiche/1");
    assert_eq!(data["call_by"], "2026-11-23T17:30:00");
    assert_eq!(data["answers"]["usage_name"], "Canari-Benoît");
    assert_eq!(data["answers"]["needs"], json!(["job", "housing"]));
    assert_eq!(data["person"]["territory"], "inside");
    let entries = data["imilo"].as_array().context("entries")?;
    let name = entries
        .iter()
        .find(|entry| entry["field"] == "Nom d’usage")
        .context("a name")?;
    assert_eq!(name["value"], "CANARI-BENOIT");
    assert_eq!(name["said"], "Canari-Benoît");
    Ok(())
}

#[tokio::test]
async fn what_is_attached_is_closed_with_the_pdf() -> Result<()> {
    let harness = Harness::with(|_| {}, with_mailbox_password).await?;
    let mail = mail_of(&harness, &registration()?).await?;
    let shut = Document::load_mem(mail.pdf())?;
    assert!(data(&shut).is_err());
    let bytes = mail.pdf();
    let name = "CANARI-BENOIT".as_bytes();
    assert!(!bytes.windows(name.len()).any(|part| part == name));
    let password = LoadOptions::with_password(MAILBOX_PASSWORD);
    let opened = Document::load_mem_with_options(bytes, password)?;
    assert_eq!(data(&opened)?["answers"]["usage_name"], "Canari-Benoît");
    Ok(())
}

#[tokio::test]
async fn a_fiche_with_long_answers_to_every_question_is_one_page() -> Result<()> {
    let harness = Harness::open().await?;
    let mut message = urgent()?;
    let answers = &mut message["answers"];
    answers["email"] =
        json!("zephyrine-marie-antoinette.canari-benoit-de-la-tour@courriel.example.fr");
    answers["needs"] = json!([
        "job",
        "apprenticeship",
        "training",
        "career_project",
        "housing",
        "health_rights",
        "citizenship_rights",
        "leisure_sport_culture"
    ]);
    answers["transport_modes"] = json!([
        "walking",
        "bicycle",
        "public_transport",
        "motorised_two_wheeler",
        "car",
        "carpooling"
    ]);
    answers["contact_slots"] = json!(["morning", "midday", "afternoon", "sms_first"]);
    answers["diploma_title"] =
        json!("Certificat d’aptitude professionnelle de production et service en restaurations");
    message["consents"] =
        json!([{"purpose": "opt_sms_reminders", "granted": true, "at": "2026-11-21T17:30:00Z"}]);
    let mail = mail_of(&harness, &message).await?;
    let document = Document::load_mem(mail.pdf())?;
    let text = document_text(&document)?;
    assert_eq!(document.get_pages().len(), 1, "{text}");
    assert!(text.contains("Appels"), "{text}");
    let email = "canari-benoit-de-la-tour@courriel.example.fr";
    assert!(text.contains(email), "in one piece: {text}");
    Ok(())
}

#[tokio::test]
async fn what_follows_a_registration_is_in_its_thread() -> Result<()> {
    let harness = Harness::open().await?;
    let first = mail_of(&harness, &registration()?).await?;
    assert!(first.references.is_empty());
    let option = option_choice("opt_sms_reminders", true, Some(&id(1)))?;
    harness.send(&id(2), &option).await?;
    harness.endpoint.deliver_due().await?;
    let cancellation = rights_request(json!({"right": "cancellation"}), Some(&id(1)))?;
    harness.send(&id(3), &cancellation).await?;
    harness.endpoint.deliver_due().await?;
    let number = harness.status(&id(1)).await?.reference.spaced();
    let mails = harness.mailbox.mails();
    let after = mails.iter().skip(1).filter(|mail| mail.to() == first.to());
    let after: Vec<&Mail> = after.collect();
    assert_eq!(after.len(), 2);
    for mail in after {
        assert_eq!(
            mail.references,
            std::slice::from_ref(&first.message_id),
            "{}",
            mail.subject
        );
        assert!(mail.subject.contains(&number), "{}", mail.subject);
    }
    Ok(())
}
