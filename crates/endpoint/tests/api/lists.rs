//! Lists that are mailed when the telephone begins to be answered: of calls, of fiches to erase, of rights requests.

use anyhow::Result;
use domain::{delivery::DeliveryFailure, wire::SubmissionId};
use endpoint::Mail;
use serde_json::{Value, json};

use crate::harness::{Harness, callback_request, id, option_choice, registration, rights_request};

const HOUR: i64 = 3600;

/// From the Saturday evening on which every test begins, at 18 h 42: to Monday, a minute before nine.
const TO_MONDAY: i64 = 38 * HOUR + 17 * 60;

/// From there to the moment at which lists are due.
const TO_THE_LISTS: i64 = 2 * 60;

/// Time goes by, with housekeeping often enough for the clock to be believed.
async fn wait(harness: &Harness, seconds: i64) {
    let mut left = seconds;
    while left > 0 {
        let step = left.min(12 * HOUR);
        harness.clock.advance(step);
        harness.endpoint.housekeeping().await;
        left -= step;
    }
}

/// The mails of that kind, in order.
fn mailed(harness: &Harness, is_meant: impl Fn(&Mail) -> bool) -> Vec<Mail> {
    let mut mails = harness.mailbox.mails();
    mails.retain(is_meant);
    mails
}

/// The lists of calls that were mailed.
fn lists(harness: &Harness) -> Vec<Mail> {
    mailed(harness, |mail| {
        mail.subject.contains("à rappeler") && mail.attachment.is_none()
    })
}

async fn send(harness: &Harness, byte: u8) -> Result<String> {
    let receipt = harness.send(&id(byte), &registration()?).await?;
    Ok(receipt.reference.spaced())
}

#[tokio::test]
async fn at_the_opening_what_came_since_the_last_one_is_listed_by_its_deadline() -> Result<()> {
    let harness = Harness::open().await?;
    let first = send(&harness, 1).await?;
    harness.endpoint.deliver_due().await?;
    wait(&harness, TO_MONDAY).await;
    let second = harness
        .send(&id(2), &callback_request()?)
        .await?
        .reference
        .spaced();
    assert_eq!(harness.endpoint.mail_lists().await?, 0, "before nine");

    wait(&harness, TO_THE_LISTS).await;
    let third = send(&harness, 3).await?;
    assert_eq!(harness.endpoint.mail_lists().await?, 1);
    let [list] = &lists(&harness)[..] else {
        panic!("one list")
    };
    assert_eq!(list.to(), "preinscriptions@mission-locale.example");
    assert_eq!(
        list.subject,
        "2\u{a0}personnes à rappeler, la première avant lundi 23 novembre, 17\u{a0}h\u{a0}30"
    );
    assert_eq!(
        list.text,
        format!(
            "Bonjour,\n\n\
             Voici qui est à rappeler, dans l’ordre des délais\u{a0}: \
             ce qui est arrivé depuis la liste précédente, jusqu’au lundi 23 novembre à 9\u{a0}h.\n\n\
             –\u{a0}avant lundi 23 novembre, 17\u{a0}h\u{a0}30\u{a0}: Préinscription {first}\n\
             –\u{a0}avant mardi 24 novembre, 9\u{a0}h\u{a0}: Demande de rappel {second} (sa fiche n’est pas encore arrivée)\n\n\
             Chaque fiche est dans son propre message, avec le même numéro dans le sujet. \
             Ce qui a été annulé depuis n’est pas dans cette liste. \
             Une personne que vous avez déjà rappelée peut y être encore.\n"
        )
    );

    for hour in 0..24 {
        assert_eq!(harness.endpoint.mail_lists().await?, 0, "hour {hour}");
        wait(&harness, HOUR).await;
    }
    assert_eq!(harness.endpoint.mail_lists().await?, 1, "the next day");
    let lists = lists(&harness);
    assert_eq!(lists.len(), 2);
    assert!(
        lists[1]
            .subject
            .starts_with("Une personne à rappeler avant mardi 24 novembre")
    );
    assert!(lists[1].text.contains(&third) && !lists[1].text.contains(&second));
    assert_ne!(lists[0].message_id, lists[1].message_id);
    Ok(())
}

#[tokio::test]
async fn there_is_no_list_where_nobody_waits_on_closed_days_or_where_the_site_wants_none()
-> Result<()> {
    let closed = |site: String| {
        site.replace(
            "# fermetures = [\"07/05/2027\", \"24/12/2026-31/12/2026\"]",
            "fermetures = [\"23/11/2026\"]",
        )
    };
    let unwanted = |site: String| site.replace("call_list = true", "call_list = false");
    let same = |site: String| site;
    let sites: [(&dyn Fn(String) -> String, bool); 3] =
        [(&same, false), (&closed, true), (&unwanted, true)];
    for (site, somebody_waits) in sites {
        let harness = Harness::with(|_| {}, site).await?;
        if somebody_waits {
            send(&harness, 1).await?;
        }
        wait(&harness, TO_MONDAY).await;
        for _ in 0..14 {
            assert_eq!(harness.endpoint.mail_lists().await?, 0);
            wait(&harness, HOUR).await;
        }
        assert_eq!(lists(&harness).len(), 0);
    }
    Ok(())
}

#[tokio::test]
async fn only_who_still_waits_for_a_call_is_listed() -> Result<()> {
    let harness = Harness::open().await?;
    let mut numbers = Vec::new();
    for byte in 1..=5 {
        numbers.push(send(&harness, byte).await?);
    }
    let ask = async |own: u8, asked: Value, about: &SubmissionId| -> Result<String> {
        let request = rights_request(asked, Some(about))?;
        Ok(harness.send(&id(own), &request).await?.reference.spaced())
    };
    numbers.push(ask(11, json!({"right": "cancellation"}), &id(1)).await?);
    numbers.push(ask(12, json!({"objection": "yes"}), &id(2)).await?);
    numbers.push(ask(13, json!({"right": "access"}), &id(3)).await?);
    let recorded = option_choice("opt_sms_reminders", true, Some(&id(3)))?;
    numbers.push(harness.send(&id(14), &recorded).await?.reference.spaced());
    // One that proves nothing, and is on no record.
    let unproved = option_choice("opt_sms_reminders", true, None)?;
    numbers.push(harness.send(&id(15), &unproved).await?.reference.spaced());
    harness.endpoint.deliver_due().await?;

    wait(&harness, TO_MONDAY + TO_THE_LISTS).await;
    assert_eq!(
        harness.endpoint.mail_lists().await?,
        2,
        "one is the register"
    );
    let list = lists(&harness).remove(0);
    let listed: Vec<&String> = numbers
        .iter()
        .filter(|number| list.text.contains(number.as_str()))
        .collect();
    assert_eq!(listed, [&numbers[2], &numbers[3], &numbers[4]]);
    assert!(
        list.subject.starts_with("3\u{a0}personnes"),
        "{}",
        list.subject
    );
    Ok(())
}

#[tokio::test]
async fn a_list_that_is_not_taken_is_tried_again_and_is_part_of_the_next_one_at_last() -> Result<()>
{
    let harness = Harness::open().await?;
    let first = send(&harness, 1).await?;
    harness.endpoint.deliver_due().await?;
    harness.keys_are_copied()?;
    harness
        .mailbox
        .fail_with(Some(DeliveryFailure::Unreachable));
    wait(&harness, TO_MONDAY + TO_THE_LISTS).await;
    let earlier = harness.mailbox.tries();
    for _ in 0..8 {
        assert_eq!(harness.endpoint.mail_lists().await?, 0);
        wait(&harness, HOUR / 2).await;
    }
    // No wait between two attempts is as long as half an hour.
    assert_eq!(harness.mailbox.tries() - earlier, 8);
    let second = send(&harness, 2).await?;
    wait(&harness, 20 * HOUR).await;
    harness.mailbox.fail_with(None);
    assert_eq!(harness.endpoint.mail_lists().await?, 1);
    let list = lists(&harness).remove(0);
    assert!(list.text.contains(&first) && list.text.contains(&second));
    assert_eq!(harness.endpoint.mail_lists().await?, 0);
    Ok(())
}

#[tokio::test]
async fn no_list_leaves_while_mail_is_held_or_the_clock_is_in_doubt() -> Result<()> {
    let harness = Harness::open().await?;
    send(&harness, 1).await?;
    harness.endpoint.deliver_due().await?;
    harness.endpoint.housekeeping().await;
    // Nothing looks at the clock until Monday.
    harness.clock.advance(TO_MONDAY + TO_THE_LISTS);
    assert_eq!(harness.endpoint.mail_lists().await?, 0);
    harness.accept_clock().await?;
    harness.endpoint.housekeeping().await;
    let database = harness.database().await?;
    sqlx::raw_sql("INSERT INTO mail_hold (only_row, since) VALUES (1, 1795000000)")
        .execute(&database)
        .await?;
    assert_eq!(harness.endpoint.mail_lists().await?, 0);
    harness.endpoint.operator().release_mail().await?;
    assert_eq!(harness.endpoint.mail_lists().await?, 1);
    Ok(())
}

#[tokio::test]
async fn what_is_purged_is_listed_by_its_number_and_flags_are_where_the_site_wants_them()
-> Result<()> {
    let harness = Harness::with(
        |_| {},
        |site| {
            site.replace("subject_flags = false", "subject_flags = true")
                .replace(
                    "keep_after_delivery_days = 7",
                    "keep_after_delivery_days = 1",
                )
        },
    )
    .await?;
    let purged = send(&harness, 1).await?;
    harness.endpoint.deliver_due().await?;
    wait(&harness, TO_MONDAY).await;
    let kept = send(&harness, 2).await?;
    wait(&harness, TO_THE_LISTS).await;
    assert_eq!(harness.endpoint.mail_lists().await?, 1);
    let list = lists(&harness).remove(0);
    assert!(
        list.text.contains(&format!("\u{a0}: Demande {purged}\n")),
        "{}",
        list.text
    );
    assert!(
        list.text.contains(&format!(
            "\u{a0}: Préinscription {kept} [matin] [texto d’abord] (sa"
        )),
        "{}",
        list.text
    );
    Ok(())
}

/// As the dispatcher does it, though not every minute.
async fn days_go_by(harness: &Harness, days: i64) -> Result<()> {
    for _ in 0..2 * days {
        wait(harness, 12 * HOUR).await;
        harness.endpoint.deliver_due().await?;
        harness.endpoint.mail_lists().await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_fiche_that_the_mailbox_has_had_for_a_month_is_to_be_erased_and_said_once() -> Result<()>
{
    let harness = Harness::open().await?;
    harness.keys_are_copied()?;
    let number = send(&harness, 1).await?;
    let asked = rights_request(json!({"right": "access"}), Some(&id(1)))?;
    let request = harness.send(&id(2), &asked).await?.reference.spaced();
    // What is frozen is to stay as it is.
    let frozen = send(&harness, 3).await?;
    harness.endpoint.deliver_due().await?;
    let restriction = json!({"right": "restriction", "restriction_ground": "contested"});
    harness
        .send(&id(4), &rights_request(restriction, Some(&id(3)))?)
        .await?;
    let reminders = || {
        mailed(&harness, |mail| {
            mail.subject.contains("à effacer de cette boîte")
        })
    };
    days_go_by(&harness, 36).await?;
    assert_eq!(reminders().len(), 0, "thirty days, and the next Monday");
    days_go_by(&harness, 21).await?;
    let [reminder] = &reminders()[..] else {
        panic!("one reminder")
    };
    assert_eq!(reminder.to(), "preinscriptions@mission-locale.example");
    assert_eq!(
        reminder.subject,
        "Une fiche à effacer de cette boîte\u{a0}: elle y est depuis plus de 30\u{a0}jours"
    );
    assert!(
        reminder
            .text
            .contains(&format!("–\u{a0}{number}, arrivée le 21/11/2026\n")),
        "{}",
        reminder.text
    );
    assert!(
        !reminder.text.contains(&request),
        "the officer has that one"
    );
    assert!(!reminder.text.contains(&frozen), "it is to stay");
    Ok(())
}

#[tokio::test]
async fn the_officer_has_the_register_each_month_for_as_long_as_there_is_something_in_it()
-> Result<()> {
    let harness = Harness::open().await?;
    harness.keys_are_copied()?;
    send(&harness, 1).await?;
    let asked = rights_request(json!({"right": "access"}), Some(&id(1)))?;
    let request = harness.send(&id(2), &asked).await?.reference;
    let registers = || mailed(&harness, |mail| mail.subject.starts_with("Registre"));
    // To the first of December.
    days_go_by(&harness, 10).await?;
    let register = registers().pop();
    let Some(register) = register else {
        panic!("a register")
    };
    assert_eq!(register.to(), "donnees@mission-locale.example");
    assert_eq!(
        register.subject,
        "Registre des demandes de droits\u{a0}: en cours 1, closes 0"
    );
    let line = format!(
        "En cours\u{a0}:\n–\u{a0}{}, du 21/11/2026\u{a0}: reçue, réponse due le 21/12/2026 (",
        request.spaced()
    );
    assert!(register.text.contains(&line), "{}", register.text);
    assert!(
        !register.text.contains("accès"),
        "what is asked stays in the PDF"
    );

    let officer = harness.endpoint.officer();
    officer.refuse(&request, "doute", "Ada").await?;
    let before = registers().len();
    assert_eq!(before, 2, "of the first start, and of December");
    // The first of January is a holiday, and a weekend follows.
    days_go_by(&harness, 35).await?;
    let of_january = registers();
    assert_eq!(of_january.len(), before + 1);
    let closed = format!(
        "\n–\u{a0}{}, du 21/11/2026\u{a0}: close, refusée\n",
        request.spaced()
    );
    assert!(
        of_january[before].text.contains(&closed),
        "{}",
        of_january[before].text
    );
    days_go_by(&harness, 31).await?;
    assert_eq!(registers().len(), before + 1, "nothing is left to say");
    Ok(())
}

#[tokio::test]
async fn what_may_be_called_about_later_than_its_list_is_on_the_next_one() -> Result<()> {
    let harness = Harness::open().await?;
    harness.keys_are_copied()?;
    let frozen = send(&harness, 1).await?;
    let restriction = json!({"right": "restriction", "restriction_ground": "contested"});
    let request = harness
        .send(&id(2), &rights_request(restriction, Some(&id(1)))?)
        .await?;
    wait(&harness, TO_MONDAY + TO_THE_LISTS).await;
    harness.endpoint.mail_lists().await?;
    assert_eq!(lists(&harness).len(), 0);
    let officer = harness.endpoint.officer();
    officer.lift(&request.reference, "vérifié", "Ada").await?;
    wait(&harness, 24 * HOUR).await;
    assert_eq!(harness.endpoint.mail_lists().await?, 1);
    assert!(lists(&harness)[0].text.contains(&frozen));
    Ok(())
}

#[tokio::test]
async fn what_came_while_no_list_was_wanted_is_on_none() -> Result<()> {
    let mut harness = Harness::with(
        |_| {},
        |site| site.replace("call_list = true", "call_list = false"),
    )
    .await?;
    harness.keys_are_copied()?;
    send(&harness, 1).await?;
    wait(&harness, TO_MONDAY + TO_THE_LISTS).await;
    harness.endpoint.mail_lists().await?;
    let site = harness.folder.path().join("sites/site.toml");
    let wanted = std::fs::read_to_string(&site)?.replace("call_list = false", "call_list = true");
    std::fs::write(&site, wanted)?;
    harness.restart().await?;
    let later = send(&harness, 2).await?;
    wait(&harness, 24 * HOUR).await;
    assert_eq!(harness.endpoint.mail_lists().await?, 1);
    let list = lists(&harness).remove(0);
    assert!(list.subject.starts_with("Une personne") && list.text.contains(&later));
    Ok(())
}
