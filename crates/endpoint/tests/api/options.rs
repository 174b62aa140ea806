//! Options: chosen with a registration or after it, taken back, printed, recorded, forgotten.

mod record;

use anyhow::{Context, Result};
use axum::http::StatusCode;
use domain::{
    reference::Reference,
    wire::{SubmissionId, SubmissionState},
};
use endpoint::Mail;
use lopdf::Document;
use serde_json::{Value, json};
use testing::pdf_text;

use crate::harness::{Harness, id, option_choice, registration};

const MAILBOX: &str = "preinscriptions@mission-locale.example";

/// A registration that came by a link, with options.
fn with_options(source: &str, consents: Value) -> Result<Value> {
    let mut message = registration()?;
    message["context"] = json!({ "source": source });
    message["consents"] = consents;
    Ok(message)
}

fn consent(purpose: &str, granted: bool) -> Value {
    json!({"purpose": purpose, "granted": granted, "at": "2026-11-21T17:31:00Z"})
}

/// The mails about option choices, in order.
fn choices(harness: &Harness) -> Vec<Mail> {
    let mails = harness.mailbox.mails().into_iter();
    mails
        .filter(|mail| mail.file_name().contains("_choix-sur-une-option_"))
        .collect()
}

/// Sends a choice filled at that moment, and returns its number.
async fn choose(
    harness: &Harness,
    own: u8,
    (purpose, granted): (&str, bool),
    filled_at: &str,
    about: Option<&SubmissionId>,
) -> Result<Reference> {
    let mut message = option_choice(purpose, granted, about)?;
    message["filled_at"] = json!(filled_at);
    Ok(harness.send(&id(own), &message).await?.reference)
}

async fn record(harness: &Harness, number: &Reference) -> Result<String> {
    Ok(harness.endpoint.officer().options(number).await?)
}

#[tokio::test]
async fn options_chosen_with_a_registration_are_on_its_page_in_french_with_their_moment()
-> Result<()> {
    let harness = Harness::open().await?;
    let chosen = json!([
        consent("opt_sms_reminders", true),
        consent("opt_tell_partner", true)
    ]);
    harness
        .send(&id(1), &with_options("mission-interim", chosen)?)
        .await?;
    harness.endpoint.deliver_due().await?;
    let mails = harness.mailbox.mails();
    let mail = mails.first().context("a mail")?;
    let printed = pdf_text(mail.pdf())?;
    for expected in [
        "rappels par SMS avant un rendez-vous : oui, le 21/11/2026 à 18 h 31",
        "dire à « Agence Exemple » que le contact est pris : oui, le 21/11/2026 à 18 h 31",
    ] {
        assert!(printed.contains(expected), "{expected}: {printed}");
    }
    assert!(!printed.contains("opt_"), "{printed}");
    assert_eq!(Document::load_mem(mail.pdf())?.get_pages().len(), 1);
    assert!(!mail.subject.contains("SMS") && !mail.text.contains("SMS"));
    Ok(())
}

#[tokio::test]
async fn what_is_not_offered_refuses_nothing_and_is_never_a_yes() -> Result<()> {
    let harness = Harness::open().await?;
    let asked = json!([
        consent("opt_news", true),
        consent("opt_tell_partner", true),
        consent("opt_everything", true),
        consent("marketing\u{0}", true),
    ]);
    let receipt = harness
        .send(&id(1), &with_options("instagram", asked)?)
        .await?;
    harness.endpoint.deliver_due().await?;
    let mails = harness.mailbox.mails();
    let printed = pdf_text(mails.first().context("a mail")?.pdf())?;
    assert!(
        printed.contains("Aucune option n’a été choisie."),
        "{printed}"
    );
    for absent in ["nouvelles", "que le contact est pris", "opt_", "marketing"] {
        assert!(!printed.contains(absent), "{absent}: {printed}");
    }
    assert!(
        record(&harness, &receipt.reference)
            .await?
            .ends_with("rien n’est noté\n")
    );
    Ok(())
}

#[tokio::test]
async fn news_are_an_option_where_the_site_says_so_and_no_partner_without_its_table() -> Result<()>
{
    let changed = |site: String| {
        let site = site.replace("news = false", "news = true");
        site.replace("[partners]\nmission-interim = \"Agence Exemple\"\n", "")
    };
    let harness = Harness::with(|_| {}, changed).await?;
    let asked = json!([consent("opt_news", true), consent("opt_tell_partner", true)]);
    harness
        .send(&id(1), &with_options("mission-interim", asked)?)
        .await?;
    harness.endpoint.deliver_due().await?;
    let mails = harness.mailbox.mails();
    let printed = pdf_text(mails.first().context("a mail")?.pdf())?;
    assert!(
        printed.contains("nouvelles de la Mission Locale : oui"),
        "{printed}"
    );
    assert!(!printed.contains("que le contact est pris"), "{printed}");
    Ok(())
}

#[tokio::test]
async fn a_choice_made_later_reaches_the_mailbox_with_the_registrations_number() -> Result<()> {
    let harness = Harness::open().await?;
    let registration = harness.send(&id(1), &registration()?).await?.reference;
    harness.endpoint.deliver_due().await?;
    let yes = ("opt_sms_reminders", true);
    choose(&harness, 2, yes, "2026-11-21T17:40:00Z", Some(&id(1))).await?;
    assert_eq!(harness.endpoint.deliver_due().await?, 1);
    let mails = choices(&harness);
    let mail = mails.first().context("a mail")?;
    assert_eq!(mail.to(), MAILBOX);
    assert_eq!(
        mail.subject,
        format!(
            "Envoi {}\u{a0}: choix sur une option",
            registration.spaced()
        )
    );
    assert_eq!(
        mail.file_name(),
        format!(
            "2026-11-21_1842_choix-sur-une-option_{}.pdf",
            registration.as_str()
        )
    );
    assert!(mail.text.contains(&registration.spaced()), "{}", mail.text);
    for secret in ["SMS", "Zéphyrine", "choisie le"] {
        assert!(
            !mail.subject.contains(secret) && !mail.text.contains(secret),
            "{secret}"
        );
    }
    let printed = pdf_text(mail.pdf())?;
    for expected in [
        "Choix sur une option",
        &format!("{}, prouvé par le téléphone", registration.spaced()),
        "rappels par SMS avant un rendez-vous",
        "Choix choisie",
        "21/11/2026 à 18 h 40",
        "version 2026-11",
    ] {
        assert!(printed.contains(expected), "{expected}: {printed}");
    }
    assert_eq!(
        harness.status(&id(2)).await?.state,
        SubmissionState::Delivered
    );

    let no = ("opt_sms_reminders", false);
    choose(&harness, 3, no, "2026-11-21T17:41:00Z", Some(&id(1))).await?;
    harness.endpoint.deliver_due().await?;
    let printed = pdf_text(choices(&harness).last().context("a mail")?.pdf())?;
    assert!(
        printed.contains("Choix reprise") && printed.contains("Ne vous servez plus"),
        "{printed}"
    );
    let heard = crate::silence::heard();
    assert!(!heard.contains(id(1).as_str()) && !heard.contains("opt_sms"));
    Ok(())
}

/// Subject and PDF of each mail about a choice under that number, in order.
fn told(harness: &Harness, number: &Reference) -> Result<Vec<(String, String)>> {
    let about = |mail: &Mail| {
        mail.file_name()
            .ends_with(&format!("_{}.pdf", number.as_str()))
    };
    let mails = choices(harness).into_iter().filter(about);
    mails
        .map(|mail| Ok((mail.subject.clone(), pdf_text(mail.pdf())?)))
        .collect()
}

#[tokio::test]
async fn a_yes_that_is_not_taken_has_the_registrations_number_and_says_why() -> Result<()> {
    let no_text_messages = |site: String| site.replace("sms = true", "sms = false");
    let harness = Harness::with(|_| {}, no_text_messages).await?;
    let number = harness.send(&id(1), &registration()?).await?.reference;
    harness.endpoint.deliver_due().await?;
    let at = "2026-11-21T17:40:00Z";
    for (own, option, expected) in [
        (2, "opt_news", "votre Mission Locale ne la propose pas"),
        (
            3,
            "opt_sms_reminders",
            "dites-lui que cette option n’existe pas ici",
        ),
        (
            4,
            "opt_tell_partner",
            "qu’à qui vient par le lien d’un partenaire",
        ),
    ] {
        choose(&harness, own, (option, true), at, Some(&id(1))).await?;
        harness.endpoint.deliver_due().await?;
        let told = told(&harness, &number)?;
        let (subject, printed) = told.last().context("a mail")?;
        assert!(subject.contains(&number.spaced()), "{subject}");
        for words in [
            &*format!("Envoi concerné {}, d’après le message", number.spaced()),
            "rien n’est retenu",
            expected,
        ] {
            assert!(printed.contains(words), "{option}, {words}: {printed}");
        }
        assert_eq!(printed.contains("n’existe pas ici"), own != 4, "{printed}");
        assert!(!printed.contains("choisie"), "{printed}");
    }
    let record = record(&harness, &number).await?;
    assert!(record.ends_with("rien n’est noté\n"), "{record}");
    Ok(())
}

#[tokio::test]
async fn a_yes_without_its_proof_has_the_number_that_it_names_and_a_no_is_passed_on() -> Result<()>
{
    let harness = Harness::open().await?;
    let number = harness.send(&id(1), &registration()?).await?.reference;
    harness.endpoint.deliver_due().await?;
    let mut unproved = option_choice("opt_sms_reminders", true, Some(&id(1)))?;
    unproved["proof"] = json!(null);
    harness.send(&id(2), &unproved).await?;
    harness.endpoint.deliver_due().await?;
    let printed = told(&harness, &number)?.pop().context("a mail")?.1;
    let expected = format!("Envoi concerné {}, sans preuve", number.spaced());
    assert!(printed.contains(&expected), "{printed}");

    let at = "2026-11-21T17:40:00Z";
    let alone = choose(&harness, 3, ("opt_sms_reminders", true), at, None).await?;
    let no = choose(&harness, 4, ("opt_tell_partner", false), at, None).await?;
    choose(&harness, 5, ("opt_news", false), at, Some(&id(1))).await?;
    assert_eq!(harness.endpoint.deliver_due().await?, 3);
    for (number, is_retained) in [(alone, false), (no, true), (number.clone(), true)] {
        let (_, printed) = told(&harness, &number)?.pop().context("a mail")?;
        let retained = !printed.contains("rien n’est retenu");
        assert_eq!(retained, is_retained, "{printed}");
        assert!(!printed.contains("choisie"), "{printed}");
    }
    let record = record(&harness, &number).await?;
    assert!(
        record.contains("opt_news : non") && !record.contains("oui"),
        "{record}"
    );
    Ok(())
}

#[tokio::test]
async fn a_partner_is_named_by_the_link_that_the_phone_remembers() -> Result<()> {
    let harness = Harness::open().await?;
    harness.send(&id(1), &registration()?).await?;
    let mut message = option_choice("opt_tell_partner", true, Some(&id(1)))?;
    message["context"] = json!({"source": "mission-interim"});
    harness.send(&id(2), &message).await?;
    harness.endpoint.deliver_due().await?;
    let printed = pdf_text(choices(&harness).first().context("a mail")?.pdf())?;
    assert!(
        printed.contains("dire à « Agence Exemple » que le contact est pris Choix choisie"),
        "{printed}"
    );
    Ok(())
}

#[tokio::test]
async fn a_choice_that_answers_too_much_or_too_little_is_refused() -> Result<()> {
    let harness = Harness::open().await?;
    for answers in [
        json!({"option": "opt_sms_reminders"}),
        json!({"granted": "yes"}),
        json!({"option": "opt_everything", "granted": "yes"}),
        json!({"option": "opt_news", "granted": "yes", "first_name": "Zéphyrine"}),
    ] {
        let mut message = option_choice("opt_news", true, Some(&id(1)))?;
        message["answers"] = answers;
        let body = harness.seal(&id(2), &message).await?;
        let answer = harness.put(&id(2), body).await?;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert!(!harness.knows(&id(2)).await?);
    Ok(())
}
