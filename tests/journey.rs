//! The whole road without a browser: answers on a phone, a bad network, the real endpoint, the mailbox, the purge.
#![cfg(not(target_arch = "wasm32"))]

use std::cell::Cell;

use anyhow::{Context, Result};
use domain::{
    outbox::{Asking, Entry, Occasion, SentRecord, Store, Unconfirmed},
    submission::MessageKind,
};
use endpoint::Mail;
use phone::sync::{self, Report};
use testing::pdf_text;

use self::{
    device::Phone,
    mission_locale::MissionLocale,
    road::{Fault, Road},
};

#[path = "journey/device.rs"]
mod device;
#[path = "journey/mission_locale.rs"]
mod mission_locale;
#[path = "journey/road.rs"]
mod road;

const DAY_SECONDS: i64 = 24 * 3600;

/// What somebody in Roubaix types, one evening.
const TYPED: [(&str, &str); 9] = [
    ("birth_date", "2007-05-14"),
    ("postal_code", "59100"),
    ("commune_code", "59512"),
    ("first_name", "Zéphyrine"),
    ("usage_name", "Canari-Benoît"),
    ("phone", "+33 6 12 34 56 78"),
    ("email", "zephyrine.canari@example.fr"),
    ("address_line", "12 bis rue de l’Épeule"),
    ("diploma_title", "Bac général"),
];

/// How an advisor reads it.
const READ: [&str; 8] = [
    "Zéphyrine",
    "CANARI-BENOIT",
    "14/05/2007",
    "06.12.34.56.78",
    "zephyrine.canari@example.fr",
    "Numéro 12 bis",
    "Libellé de voie rue de l’Épeule",
    "Roubaix (INSEE 59512)",
];

/// Lets time pass and the loop run, until nothing waits; the reports of every run.
async fn until_nothing_waits(phone: &Phone, road: &Road<'_>) -> Result<Vec<Report>> {
    let mut reports = Vec::new();
    loop {
        let report = sync::run(&phone.outbox, road, phone).await;
        reports.push(report);
        let Some(seconds) = report.next_in_seconds else {
            return Ok(reports);
        };
        anyhow::ensure!(reports.len() < 50, "it never leaves");
        phone.clock.advance(seconds.max(1));
    }
}

/// Lets time pass on an open page until nothing waits and nothing is to be asked any more.
async fn until_confirmed(phone: &Phone, road: &Road<'_>) -> Result<()> {
    let asking = Cell::new(Asking::default());
    for _ in 0..50 {
        let timer = Occasion::Timer;
        let report = sync::run_and_confirm(&phone.outbox, road, phone, &asking, timer).await;
        let Some(seconds) = report.next_in_seconds else {
            return Ok(());
        };
        phone.clock.advance(seconds.max(1));
    }
    anyhow::bail!("it is never confirmed")
}

async fn copies(phone: &Phone) -> Vec<Unconfirmed> {
    let Ok(copies) = phone.outbox.unconfirmed().await;
    copies
}

async fn entries(phone: &Phone) -> Vec<Entry> {
    let Ok(entries) = phone.outbox.entries().await;
    entries
}

async fn records(phone: &Phone) -> Vec<SentRecord> {
    let Ok(records) = phone.outbox.records().await;
    records
}

#[tokio::test]
async fn a_registration_crosses_a_bad_network_once_and_is_purged_in_time() -> Result<()> {
    let mission_locale = MissionLocale::open().await?;
    let phone = Phone::new(&mission_locale);
    let kept = phone
        .fill_and_keep(
            &mission_locale.site().await?,
            MessageKind::Registration,
            &TYPED,
        )
        .await?;
    assert!(
        !kept.body.contains("Zéphyrine"),
        "what waits on the phone is sealed"
    );

    let road = Road::to(&mission_locale);
    road.next([
        Fault::NoNetwork,
        Fault::Portal,
        Fault::Unavailable,
        Fault::ResponseCut,
        Fault::ResponseCut,
    ]);
    let reports = until_nothing_waits(&phone, &road).await?;
    assert_eq!(reports.iter().map(|report| report.sent).sum::<usize>(), 1);
    assert_eq!(road.calls(), 6, "one call for each delay");
    let record = records(&phone).await.pop().context("a record stays")?;
    assert_eq!(
        road.arrivals(),
        3,
        "it arrived three times, and the first two responses were lost"
    );

    assert_eq!(
        mission_locale.endpoint.deliver_due().await?,
        1,
        "yet it is one submission"
    );
    assert_eq!(mission_locale.endpoint.deliver_due().await?, 0);
    let mails = mission_locale.mailbox.mails();
    let mail = mails.first().context("a mail")?;
    assert!(
        mail.subject.contains(&record.reference.spaced()),
        "{}",
        mail.subject
    );
    let printed = pdf_text(mail.pdf())?;
    for expected in READ {
        assert!(
            printed.contains(expected),
            "{expected} is not in: {printed}"
        );
    }

    phone.clock.advance(7 * DAY_SECONDS);
    assert_eq!(mission_locale.endpoint.purge_due().await?.len(), 1);
    // An old tab, or a restored backup of the phone, sends it once more.
    let Ok(()) = phone.outbox.keep(&kept).await;
    until_nothing_waits(&phone, &road).await?;
    assert!(
        records(&phone).await == [record],
        "the same number, and the same moment"
    );
    assert_eq!(
        mission_locale.endpoint.deliver_due().await?,
        0,
        "nothing comes back"
    );
    assert_eq!(mission_locale.mailbox.mails().len(), 1);
    Ok(())
}

#[tokio::test]
async fn one_that_is_refused_stays_on_the_phone_and_the_next_one_leaves() -> Result<()> {
    let mission_locale = MissionLocale::open().await?;
    let phone = Phone::new(&mission_locale);
    let site = mission_locale.site().await?;
    let mut damaged = phone
        .fill_and_keep(&site, MessageKind::Registration, &TYPED)
        .await?;
    damaged.body = damaged.body.replacen("\"ct\":\"", "\"ct\":\"AAAA", 1);
    damaged.sha256 = envelope::sha256_hex(damaged.body.as_bytes());
    let Ok(()) = phone.outbox.keep(&damaged).await;
    phone.clock.advance(1);
    let short: Vec<(&str, &str)> = TYPED
        .into_iter()
        .filter(|(question, _)| !["email", "address_line", "diploma_title"].contains(question))
        .collect();
    phone
        .fill_and_keep(&site, MessageKind::CallbackRequest, &short)
        .await?;

    let road = Road::to(&mission_locale);
    until_nothing_waits(&phone, &road).await?;
    let stuck = entries(&phone).await;
    assert_eq!(stuck.len(), 1);
    assert!(
        stuck
            .iter()
            .all(|entry| entry.id == damaged.id && !entry.is_waiting())
    );
    assert_eq!(records(&phone).await.len(), 1);
    assert_eq!(mission_locale.endpoint.deliver_due().await?, 1);
    let mails = mission_locale.mailbox.mails();
    assert!(
        mails
            .iter()
            .all(|mail| mail.subject.starts_with("Demande de rappel"))
    );
    Ok(())
}

#[tokio::test]
async fn thirty_phones_of_one_room_all_get_through() -> Result<()> {
    let mission_locale = MissionLocale::open().await?;
    let site = mission_locale.site().await?;
    let road = Road::to(&mission_locale);
    let mut phones = Vec::new();
    for _ in 0..30 {
        let phone = Phone::new(&mission_locale);
        phone
            .fill_and_keep(&site, MessageKind::Registration, &TYPED)
            .await?;
        phones.push(phone);
    }
    for phone in &phones {
        until_nothing_waits(phone, &road).await?;
        assert_eq!(records(phone).await.len(), 1);
    }
    Ok(())
}

#[tokio::test]
async fn a_cancellation_filed_offline_crosses_the_same_road_and_is_closed_in_the_register()
-> Result<()> {
    let mission_locale = MissionLocale::open().await?;
    let phone = Phone::new(&mission_locale);
    let site = mission_locale.site().await?;
    let registration = phone
        .fill_and_keep(&site, MessageKind::Registration, &TYPED)
        .await?;
    let road = Road::to(&mission_locale);
    until_nothing_waits(&phone, &road).await?;
    mission_locale.endpoint.deliver_due().await?;

    phone.clock.advance(DAY_SECONDS);
    let asked = [
        ("right", "cancellation"),
        ("first_name", "Zéphyrine"),
        ("usage_name", "Canari"),
        ("phone", "06 12 34 56 78"),
    ];
    let kept = phone.ask_and_keep(&site, &registration.id, &asked).await?;
    assert!(
        !kept.body.contains(registration.id.as_str()),
        "the id is sealed too"
    );
    road.next([Fault::NoNetwork, Fault::ResponseCut]);
    until_nothing_waits(&phone, &road).await?;
    let records = records(&phone).await;
    let own = |entry: &Entry| records.iter().find(|record| record.id == entry.id);
    let number = own(&kept).context("a record stays")?.reference.clone();
    let told_before = mission_locale.mailbox.mails().len();
    assert_eq!(
        mission_locale.endpoint.deliver_due().await?,
        2,
        "officer and mailbox"
    );

    // Sent once more by an old tab, the registration stays cancelled.
    let Ok(()) = phone.outbox.keep(&registration).await;
    until_nothing_waits(&phone, &road).await?;
    assert_eq!(mission_locale.endpoint.deliver_due().await?, 0);
    assert_eq!(mission_locale.mailbox.mails().len(), told_before + 2);

    let officer = mission_locale.endpoint.officer();
    officer.answer(&number, "Ada").await?;
    let shown = officer.show(&number).await?;
    for expected in [
        "annulation de la préinscription",
        "appliquée",
        "close, répondue",
        "prouvée par le téléphone",
        "contenu effacé",
    ] {
        assert!(shown.contains(expected), "{expected} is not in: {shown}");
    }
    phone.clock.advance(7 * DAY_SECONDS);
    assert_eq!(
        mission_locale.endpoint.purge_due().await?.len(),
        1,
        "what was asked goes too"
    );
    Ok(())
}

#[tokio::test]
async fn what_the_endpoint_lost_after_its_receipt_comes_back_from_the_phone_and_is_mailed()
-> Result<()> {
    let mut mission_locale = MissionLocale::open().await?;
    let phone = Phone::new(&mission_locale);
    let site = mission_locale.site().await?;
    let kept = phone
        .fill_and_keep(&site, MessageKind::Registration, &TYPED)
        .await?;
    until_nothing_waits(&phone, &Road::to(&mission_locale)).await?;
    let first = records(&phone).await.pop().context("a record")?;
    let copy = copies(&phone).await.pop().context("a copy stays")?;
    assert!(copy.entry.body == kept.body && copy.entry.id == kept.id);

    mission_locale.loses_what_it_received().await?;
    let road = Road::to(&mission_locale);
    let asking = Cell::new(Asking::default());
    let look = Occasion::Look;
    sync::run_and_confirm(&phone.outbox, &road, &phone, &asking, look).await;
    until_nothing_waits(&phone, &road).await?;
    mission_locale.endpoint.deliver_due().await?;
    until_confirmed(&phone, &road).await?;

    let record = records(&phone).await.pop().context("a record")?;
    assert_eq!(records(&phone).await.len(), 1, "one sending, one record");
    assert_eq!(record.former_reference, Some(first.reference));
    assert!(record.delivered_at.is_some() && copies(&phone).await.is_empty());
    let mails = mission_locale.mailbox.mails();
    let [mail] = &mails[..] else {
        panic!("one mail")
    };
    assert!(mail.subject.contains(&record.reference.spaced()));
    assert!(pdf_text(mail.pdf())?.contains("Zéphyrine"));
    let asked = road.status_requests();
    until_confirmed(&phone, &road).await?;
    assert_eq!(road.status_requests(), asked, "nothing left to ask about");
    Ok(())
}

#[tokio::test]
async fn a_copy_goes_once_the_mailbox_has_it_or_its_owner_has_cancelled_it() -> Result<()> {
    let mission_locale = MissionLocale::open().await?;
    let phone = Phone::new(&mission_locale);
    let site = mission_locale.site().await?;
    let road = Road::to(&mission_locale);
    let delivered = phone
        .fill_and_keep(&site, MessageKind::Registration, &TYPED)
        .await?;
    until_nothing_waits(&phone, &road).await?;
    mission_locale.endpoint.deliver_due().await?;
    until_confirmed(&phone, &road).await?;
    assert!(copies(&phone).await.is_empty());

    let cancelled = phone
        .fill_and_keep(&site, MessageKind::Registration, &TYPED)
        .await?;
    until_nothing_waits(&phone, &road).await?;
    let asked = [
        ("right", "cancellation"),
        ("first_name", "Zéphyrine"),
        ("usage_name", "Canari"),
        ("phone", "06 12 34 56 78"),
    ];
    phone.ask_and_keep(&site, &cancelled.id, &asked).await?;
    until_nothing_waits(&phone, &road).await?;
    assert_eq!(
        copies(&phone).await.len(),
        2,
        "the registration, and its cancellation"
    );
    mission_locale.endpoint.deliver_due().await?;
    until_confirmed(&phone, &road).await?;
    assert!(
        copies(&phone).await.is_empty(),
        "cancelled from another place too"
    );
    let told: Vec<_> = records(&phone).await;
    let told = |entry: &Entry| told.iter().find(|record| record.id == entry.id).cloned();
    let of = |entry: &Entry| told(entry).and_then(|record| record.delivered_at);
    assert!(of(&delivered).is_some() && of(&cancelled).is_none());
    Ok(())
}

#[tokio::test]
async fn what_cannot_be_delivered_keeps_its_copy_for_thirty_days() -> Result<()> {
    let mission_locale = MissionLocale::open().await?;
    let phone = Phone::new(&mission_locale);
    let site = mission_locale.site().await?;
    let road = Road::to(&mission_locale);
    phone
        .fill_and_keep(&site, MessageKind::Registration, &TYPED)
        .await?;
    let asking = Cell::new(Asking::default());
    let look = Occasion::Look;
    let mut left = Vec::new();
    for _ in 0..=31 {
        let report = sync::run_and_confirm(&phone.outbox, &road, &phone, &asking, look).await;
        left.push(copies(&phone).await.len());
        assert_eq!(report.next_in_seconds.is_some(), left.last() == Some(&1));
        phone.clock.advance(DAY_SECONDS);
    }
    assert_eq!(left, [[1; 31].as_slice(), &[0]].concat());
    assert_eq!(records(&phone).await.len(), 1, "its number stays");
    Ok(())
}

#[tokio::test]
async fn who_holds_a_carried_file_can_send_what_is_in_it_and_do_nothing_else_with_it() -> Result<()>
{
    let mission_locale = MissionLocale::open().await?;
    let [owner, stranger] = [(); 2].map(|()| Phone::new(&mission_locale));
    let site = mission_locale.site().await?;
    let kept = owner
        .fill_and_keep(&site, MessageKind::Registration, &TYPED)
        .await?;
    let file = serde_json::to_string(&[kept.carried()])?;
    let secret = owner.owner_of(&kept.id).await.context("the owner's")?;
    assert!(!file.contains(secret.as_str()) && !file.contains("owner"));
    let [carried]: [Entry; 1] = serde_json::from_str(&file)?;
    let Ok(()) = stranger.outbox.keep(&carried.on_shared_device(true)).await;
    let road = Road::to(&mission_locale);
    until_nothing_waits(&stranger, &road).await?;

    let asked = [
        ("right", "cancellation"),
        ("first_name", "Zéphyrine"),
        ("usage_name", "Canari"),
        ("phone", "06 12 34 56 78"),
    ];
    stranger.ask_and_keep(&site, &kept.id, &asked).await?;
    until_nothing_waits(&stranger, &road).await?;
    mission_locale.endpoint.deliver_due().await?;
    let mails = mission_locale.mailbox.mails();
    let is_fiche = |mail: &Mail| mail.subject.starts_with("Préinscription");
    assert!(mails.iter().any(is_fiche), "it is mailed all the same");
    assert!(!mails.iter().any(|mail| mail.subject.ends_with("annulé")));

    // Her own phone has sent nothing yet, and can.
    until_nothing_waits(&owner, &road).await?;
    owner.ask_and_keep(&site, &kept.id, &asked).await?;
    until_nothing_waits(&owner, &road).await?;
    mission_locale.endpoint.deliver_due().await?;
    let mails = mission_locale.mailbox.mails();
    assert!(mails.iter().any(|mail| mail.subject.ends_with("annulé")));
    Ok(())
}
