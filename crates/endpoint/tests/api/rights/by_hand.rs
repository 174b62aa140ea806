//! Requests by telephone, by letter and at the desk: the same register, the same days.

use anyhow::{Context, Result};
use domain::{options::Purpose, reference::Reference, rights::Right, wire::SubmissionState};
use endpoint::{Channel, ManualRequest, RightsError};
use testing::pdf_text;

use super::{DAY_SECONDS, MAILBOX, OFFICER, mails_to, steps, subjects};
use crate::harness::{Harness, id, registration};

fn entry(right: Right, received_on: &str) -> Result<ManualRequest> {
    Ok(ManualRequest {
        right,
        option: None,
        received_on: received_on.parse()?,
        reference: None,
        channel: Channel::Phone,
        by: "Ada".to_owned(),
    })
}

#[tokio::test]
async fn it_is_counted_from_the_day_it_came_and_followed_like_any_other() -> Result<()> {
    let harness = Harness::open().await?;
    harness.keys_are_copied()?;
    let officer = harness.endpoint.officer();
    // Friday the 20th, entered on Saturday: 20 December is a Sunday.
    let (number, due_on) = officer.add(&entry(Right::Access, "2026-11-20")?).await?;
    assert_eq!(due_on.to_string(), "2026-12-21");
    let list = officer.list().await?;
    assert!(
        list.starts_with(&format!(
            "{}  reçue            due le 21/12/2026  30 jours restants   accès",
            number.spaced()
        )),
        "{list}"
    );
    let shown = officer.show(&number).await?;
    for expected in [
        "reçue           20/11/2026 par téléphone, inscrite le 21/11/2026 à 18\u{a0}h\u{a0}42",
        "reçue                     Ada  par téléphone",
        "rien n’en est ici",
    ] {
        assert!(shown.contains(expected), "{expected}: {shown}");
    }
    assert_eq!(harness.endpoint.deliver_due().await?, 0, "no mail about it");
    harness.clock.advance(24 * DAY_SECONDS);
    assert_eq!(harness.endpoint.deliver_due().await?, 1);
    harness.clock.advance(7 * DAY_SECONDS);
    assert_eq!(harness.endpoint.deliver_due().await?, 1);
    let told = subjects(&mails_to(&harness, OFFICER));
    assert!(
        told.iter()
            .all(|subject| subject.contains(&number.spaced()))
    );
    harness.endpoint.purge_due().await?;
    assert_eq!(harness.failing().await?, [""; 0]);
    officer.answer(&number, "Ada").await?;
    assert!(officer.list().await?.ends_with("Ouvertes : 0 sur 1\n"));
    harness.clock.advance(365 * DAY_SECONDS);
    assert_eq!(harness.endpoint.purge_due().await?, []);
    assert!(matches!(
        officer.show(&number).await,
        Err(RightsError::NotFound(_))
    ));
    Ok(())
}

#[tokio::test]
async fn a_day_to_come_and_one_of_long_ago_are_refused_with_a_sentence() -> Result<()> {
    let harness = Harness::open().await?;
    let officer = harness.endpoint.officer();
    for (day, expected) in [
        ("2026-11-22", "le 22/11/2026 n’est pas encore venu"),
        ("2025-11-20", "le 20/11/2025 date de plus d’un an"),
    ] {
        let Err(error) = officer.add(&entry(Right::Access, day)?).await else {
            panic!("{day} is taken")
        };
        assert!(error.to_string().starts_with(expected), "{error}");
    }
    for day in ["2026-11-21", "2025-11-21"] {
        officer.add(&entry(Right::Access, day)?).await?;
    }
    assert!(officer.list().await?.contains("\nOuvertes : 2 sur 2\n"));
    Ok(())
}

#[tokio::test]
async fn today_is_the_mission_locales_own() -> Result<()> {
    let harness = Harness::open().await?;
    // 23:30 in London on the 21st: it is Sunday the 22nd in Roubaix.
    harness.clock.advance(5 * 3600 + 48 * 60);
    let officer = harness.endpoint.officer();
    officer.add(&entry(Right::Access, "2026-11-22")?).await?;
    Ok(())
}

#[tokio::test]
async fn reminders_of_days_that_are_past_are_not_sent() -> Result<()> {
    let harness = Harness::open().await?;
    let officer = harness.endpoint.officer();
    // Due on Monday 23 November: the week before is past, the day is not.
    officer.add(&entry(Right::Access, "2026-10-23")?).await?;
    officer.add(&entry(Right::Access, "2026-09-01")?).await?;
    assert_eq!(harness.endpoint.deliver_due().await?, 0);
    harness.clock.advance(2 * DAY_SECONDS);
    assert_eq!(harness.endpoint.deliver_due().await?, 1);
    let told = subjects(&mails_to(&harness, OFFICER));
    assert!(
        told.first()
            .is_some_and(|subject| subject.ends_with("aujourd’hui")),
        "{told:?}"
    );
    assert!(officer.list().await?.contains("jours de retard"));
    Ok(())
}

#[tokio::test]
async fn with_a_number_it_is_carried_out_and_without_it_waits_for_one() -> Result<()> {
    let harness = Harness::open().await?;
    let own = harness.send(&id(1), &registration()?).await?.reference;
    let officer = harness.endpoint.officer();
    let stranger: Reference = "KT4HW7PX".parse()?;
    let nobody = ManualRequest {
        reference: Some(stranger),
        ..entry(Right::Cancellation, "2026-11-21")?
    };
    assert!(matches!(
        officer.add(&nobody).await,
        Err(RightsError::NoSuchRegistration(_))
    ));
    assert!(
        officer.list().await?.ends_with("Ouvertes : 0 sur 0\n"),
        "nothing"
    );

    let (number, _) = officer
        .add(&entry(Right::Cancellation, "2026-11-21")?)
        .await?;
    assert_eq!(steps(&harness, &number).await?, ["received"]);
    assert!(matches!(
        officer.apply(&number, None, "Ada").await,
        Err(RightsError::NoRegistration)
    ));
    let named = ManualRequest {
        reference: Some(own.clone()),
        channel: Channel::Desk,
        ..entry(Right::Cancellation, "2026-11-21")?
    };
    let (number, _) = officer.add(&named).await?;
    assert_eq!(
        steps(&harness, &number).await?,
        ["received", "registration_named", "applied"]
    );
    assert_eq!(harness.status(&id(1)).await?.state, SubmissionState::Purged);
    harness.endpoint.deliver_due().await?;
    let told = subjects(&mails_to(&harness, MAILBOX));
    assert_eq!(told, [format!("Envoi {}\u{a0}: annulé", own.spaced())]);
    Ok(())
}

#[tokio::test]
async fn an_option_is_taken_back_by_letter_and_no_other_right_names_one() -> Result<()> {
    let harness = Harness::open().await?;
    let own = harness.send(&id(1), &registration()?).await?.reference;
    let officer = harness.endpoint.officer();
    let withdrawal = ManualRequest {
        option: Some(Purpose::News),
        reference: Some(own.clone()),
        channel: Channel::Letter,
        ..entry(Right::Withdrawal, "2026-11-19")?
    };
    for wrong in [
        entry(Right::Withdrawal, "2026-11-19")?,
        ManualRequest {
            right: Right::Access,
            ..withdrawal.clone()
        },
    ] {
        assert!(matches!(
            officer.add(&wrong).await,
            Err(RightsError::WhichOption)
        ));
    }
    let (number, _) = officer.add(&withdrawal).await?;
    assert_eq!(
        steps(&harness, &number).await?,
        ["received", "registration_named", "applied"]
    );
    let record = officer.options(&own).await?;
    assert!(
        record.contains("opt_news : non, depuis le 19/11/2026 à 23\u{a0}h\u{a0}59"),
        "{record}"
    );
    harness.endpoint.deliver_due().await?;
    let mails = mails_to(&harness, MAILBOX);
    let mut notes = mails
        .iter()
        .filter(|mail| mail.file_name().contains("_retrait-d-une-option_"));
    let printed = pdf_text(notes.next().context("a note")?.pdf())?;
    assert!(
        printed.contains("nouvelles de la Mission Locale"),
        "{printed}"
    );
    let unnamed = ManualRequest {
        by: "  ".to_owned(),
        ..entry(Right::Access, "2026-11-19")?
    };
    assert!(matches!(
        officer.add(&unnamed).await,
        Err(RightsError::NoName)
    ));
    Ok(())
}
