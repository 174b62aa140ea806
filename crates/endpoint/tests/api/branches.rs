//! Branches: a registration goes to the branch where the person lives, with its hours, and so does all that follows it.

use anyhow::Result;
use domain::{delivery::DeliveryFailure, retention::MAILBOX_KNOWN_DAYS};
use endpoint::Mail;
use serde_json::{Value, json};
use testing::pdf_text;

use crate::harness::{Harness, id, option_choice, registration, rights_request};

const WHOLE: &str = "preinscriptions@mission-locale.example";
const HEM: &str = "hem@mission-locale.example";

/// Hem has a mailbox and hours of its own, Leers has neither.
const BRANCHES: &str = r#"
[[branches]]
id = "hem"
name = "Antenne de Hem"
phone = "+33 3 53 01 12 36"
address = ["5 place de l’Exemple", "59510 Hem"]
communes = ["59299"]
mailbox = "hem@mission-locale.example"
[branches.opening_hours]
mardi = "10:00-12:00"

[[branches]]
id = "leers"
name = "Antenne de Leers"
phone = "+33 3 53 01 12 38"
address = ["1 rue de l’Exemple", "59115 Leers"]
communes = ["59339"]
"#;

pub(crate) fn with_branches(mut site: String) -> String {
    let before_the_last_table = site.find("[[neighbours]]").unwrap_or(site.len());
    site.insert_str(before_the_last_table, BRANCHES);
    site
}

async fn open() -> Result<Harness> {
    Harness::with(|_| {}, with_branches).await
}

/// A registration of somebody who lives there.
pub(crate) fn from(commune: &str) -> Result<Value> {
    let mut message = registration()?;
    message["answers"]["commune_code"] = json!(commune);
    Ok(message)
}

fn mails_to(harness: &Harness, address: &str) -> Vec<Mail> {
    let mut mails = harness.mailbox.mails();
    mails.retain(|mail| mail.to() == address);
    mails
}

#[tokio::test]
async fn a_registration_goes_to_its_branch_with_the_deadline_of_its_hours() -> Result<()> {
    let harness = open().await?;
    for (byte, commune) in [(1, "59512"), (2, "59299"), (3, "59339")] {
        harness.send(&id(byte), &from(commune)?).await?;
    }
    assert_eq!(harness.endpoint.deliver_due().await?, 3);
    let (whole, hem) = (mails_to(&harness, WHOLE), mails_to(&harness, HEM));
    assert_eq!((whole.len(), hem.len()), (2, 1));
    assert!(
        hem[0].subject.contains("avant mardi 24 novembre, 12"),
        "{}",
        hem[0].subject
    );
    assert!(pdf_text(hem[0].pdf())?.contains("Antenne de Hem"));
    for mail in &whole {
        assert!(
            mail.subject.contains("avant lundi 23 novembre, 17"),
            "{}",
            mail.subject
        );
    }
    // Without a mailbox of its own its fiches say whose they are.
    let said = whole.iter().map(|mail| pdf_text(mail.pdf()));
    let said: Vec<String> = said.collect::<Result<_>>()?;
    assert_eq!(
        said.iter()
            .filter(|text| text.contains("Antenne de Leers"))
            .count(),
        1
    );
    Ok(())
}

#[tokio::test]
async fn what_follows_a_registration_follows_it_to_its_mailbox() -> Result<()> {
    let harness = open().await?;
    harness.send(&id(1), &from("59299")?).await?;
    let option = option_choice("opt_sms_reminders", true, Some(&id(1)))?;
    harness.send(&id(2), &option).await?;
    harness.endpoint.deliver_due().await?;
    let cancellation = rights_request(json!({"right": "cancellation"}), Some(&id(1)))?;
    harness.send(&id(3), &cancellation).await?;
    harness.endpoint.deliver_due().await?;
    // The fiche, the option, the note of the cancellation.
    assert_eq!(mails_to(&harness, HEM).len(), 3);
    assert!(mails_to(&harness, WHOLE).is_empty());
    assert_eq!(
        mails_to(&harness, "donnees@mission-locale.example").len(),
        1
    );
    Ok(())
}

#[tokio::test]
async fn each_mailbox_has_its_own_lists_at_its_own_opening() -> Result<()> {
    let harness = open().await?;
    for (byte, commune) in [(1, "59512"), (2, "59299"), (3, "59339")] {
        harness.send(&id(byte), &from(commune)?).await?;
    }
    harness.endpoint.deliver_due().await?;
    let is_list = |mail: &Mail| mail.attachment.is_none();
    let lists = |harness: &Harness, address| {
        let mut lists = mails_to(harness, address);
        lists.retain(is_list);
        lists
    };
    // Monday, nine o'clock and two minutes.
    for _ in 0..4 {
        harness.clock.advance(9 * 3600 + 35 * 60);
        harness.endpoint.housekeeping().await;
    }
    assert_eq!(harness.endpoint.mail_lists().await?, 1);
    let whole = lists(&harness, WHOLE);
    assert!(
        whole[0].subject.starts_with("2\u{a0}personnes"),
        "{}",
        whole[0].subject
    );
    assert!(lists(&harness, HEM).is_empty(), "closed on Mondays");
    // Tuesday, ten o'clock and two minutes.
    for _ in 0..2 {
        harness.clock.advance(12 * 3600 + 30 * 60);
        harness.endpoint.housekeeping().await;
    }
    assert_eq!(harness.endpoint.mail_lists().await?, 1);
    let hem = lists(&harness, HEM);
    assert_eq!(hem.len(), 1);
    assert!(
        hem[0]
            .subject
            .contains("à rappeler avant mardi 24 novembre, 12"),
        "{}",
        hem[0].subject
    );
    assert_eq!(lists(&harness, WHOLE).len(), 1);
    Ok(())
}

#[tokio::test]
async fn each_mailbox_is_told_which_of_its_fiches_are_to_be_erased() -> Result<()> {
    let harness = open().await?;
    let whole = harness
        .send(&id(1), &from("59512")?)
        .await?
        .reference
        .spaced();
    let hem = harness
        .send(&id(2), &from("59299")?)
        .await?
        .reference
        .spaced();
    harness.endpoint.deliver_due().await?;
    for _ in 0..40 {
        harness.clock.advance(24 * 3600);
        harness.endpoint.housekeeping().await;
        harness.endpoint.mail_lists().await?;
    }
    let erasure = |address| {
        let mut lists = mails_to(&harness, address);
        lists.retain(|mail| mail.subject.contains("effacer"));
        lists
    };
    let (of_whole, of_hem) = (erasure(WHOLE), erasure(HEM));
    assert_eq!((of_whole.len(), of_hem.len()), (1, 1));
    assert!(of_whole[0].text.contains(&whole) && !of_whole[0].text.contains(&hem));
    assert!(of_hem[0].text.contains(&hem) && !of_hem[0].text.contains(&whole));
    Ok(())
}

#[tokio::test]
async fn an_option_that_came_before_its_registration_follows_it_too() -> Result<()> {
    let harness = open().await?;
    harness
        .mailbox
        .fail_with(Some(DeliveryFailure::Unreachable));
    let option = option_choice("opt_sms_reminders", true, Some(&id(1)))?;
    harness.send(&id(2), &option).await?;
    harness.endpoint.deliver_due().await?;
    harness.send(&id(1), &from("59299")?).await?;
    harness.mailbox.fail_with(None);
    harness.clock.advance(3600);
    assert_eq!(harness.endpoint.deliver_due().await?, 2);
    assert_eq!(mails_to(&harness, HEM).len(), 2);
    Ok(())
}

#[tokio::test]
async fn what_waits_for_a_branch_that_is_gone_goes_to_the_mission_locale() -> Result<()> {
    let mut harness = open().await?;
    harness
        .mailbox
        .fail_with(Some(DeliveryFailure::Unreachable));
    harness.send(&id(1), &from("59299")?).await?;
    assert_eq!(harness.endpoint.deliver_due().await?, 0);
    let listed = harness.endpoint.operator().list().await?;
    assert!(
        listed.contains("  boîte de « Antenne de Hem »\n"),
        "{listed}"
    );
    harness.mailbox.fail_with(None);
    let file = harness.folder.path().join("sites/site.toml");
    let site = std::fs::read_to_string(&file)?;
    assert!(site.contains(BRANCHES), "{}", file.display());
    std::fs::write(&file, site.replace(BRANCHES, ""))?;
    harness.restart().await?;
    let listed = harness.endpoint.operator().list().await?;
    assert!(
        listed.contains("« hem » n’est plus dans le fichier"),
        "{listed}"
    );
    harness.clock.advance(3600);
    assert_eq!(harness.endpoint.deliver_due().await?, 1);
    let whole = mails_to(&harness, WHOLE);
    assert!(
        whole[0].subject.contains("avant lundi 23 novembre, 17"),
        "{}",
        whole[0].subject
    );
    // Its call is on the list of the Mission Locale.
    for _ in 0..4 {
        harness.clock.advance(9 * 3600 + 20 * 60);
        harness.endpoint.housekeeping().await;
    }
    assert_eq!(harness.endpoint.mail_lists().await?, 1);
    assert_eq!(mails_to(&harness, WHOLE).len(), 2);
    Ok(())
}

#[tokio::test]
async fn which_mailbox_has_a_fiche_is_forgotten_once_nothing_needs_it() -> Result<()> {
    let harness = open().await?;
    harness.send(&id(1), &from("59299")?).await?;
    harness.send(&id(2), &from("59299")?).await?;
    harness.endpoint.deliver_due().await?;
    // What is restricted keeps its content, and its mailbox.
    let restriction = json!({"right": "restriction", "restriction_ground": "contested"});
    let asked = rights_request(restriction, Some(&id(2)))?;
    harness.send(&id(3), &asked).await?;
    let database = harness.database().await?;
    let mut known = Vec::new();
    for days in [0, i64::from(MAILBOX_KNOWN_DAYS) - 1, 2] {
        for _ in 0..days {
            harness.clock.advance(24 * 3600);
            harness.endpoint.housekeeping().await;
        }
        let count: i64 = sqlx::query_scalar("SELECT count(branch) FROM deliveries")
            .fetch_one(&database)
            .await?;
        known.push(count);
    }
    assert_eq!(known, [2, 2, 1]);
    Ok(())
}

#[tokio::test]
async fn phones_are_told_of_branches_and_never_of_mailboxes() -> Result<()> {
    let harness = open().await?;
    let response = harness.get("/v1/site").await?;
    let site: Value = serde_json::from_slice(&response.body)?;
    assert_eq!(site["branches"][0]["phone"], "03 53 01 12 36");
    assert_eq!(site["branches"][1]["name"], "Antenne de Leers");
    assert_eq!(site["branches"][0]["keys"], json!([]));
    assert!(!site.to_string().contains(HEM));
    Ok(())
}
