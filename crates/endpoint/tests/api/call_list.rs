//! The list of calls that the mailbox is sent when the telephone begins to be answered.

use anyhow::Result;
use domain::{delivery::DeliveryFailure, wire::SubmissionId};
use endpoint::Mail;
use serde_json::{Value, json};

use crate::harness::{Harness, callback_request, id, option_choice, registration, rights_request};

const HOUR: i64 = 3600;

/// From the Saturday evening on which every test begins, at 18 h 42: to Monday, a minute before nine.
const TO_MONDAY: i64 = 38 * HOUR + 17 * 60;

/// Time goes by as it does where the endpoint runs: an hour of housekeeping each hour.
async fn wait(harness: &Harness, seconds: i64) {
    let mut left = seconds;
    while left > 0 {
        let step = left.min(12 * HOUR);
        harness.clock.advance(step);
        harness.endpoint.housekeeping().await;
        left -= step;
    }
}

/// The lists that were mailed.
fn lists(harness: &Harness) -> Vec<Mail> {
    let mails = harness.mailbox.mails().into_iter();
    mails
        .filter(|mail| mail.subject.contains("à rappeler") && mail.attachment.is_none())
        .collect()
}

fn spaced(reference: &domain::reference::Reference) -> String {
    reference.spaced()
}

async fn send(harness: &Harness, byte: u8) -> Result<String> {
    let receipt = harness.send(&id(byte), &registration()?).await?;
    Ok(spaced(&receipt.reference))
}

#[tokio::test]
async fn at_the_opening_what_came_since_the_last_one_is_listed_by_its_deadline() -> Result<()> {
    let harness = Harness::open().await?;
    let first = send(&harness, 1).await?;
    harness.endpoint.deliver_due().await?;
    wait(&harness, TO_MONDAY).await;
    let second = spaced(&harness.send(&id(2), &callback_request()?).await?.reference);
    assert!(!harness.endpoint.mail_call_list().await?, "before nine");

    wait(&harness, 60).await;
    let third = send(&harness, 3).await?;
    assert!(harness.endpoint.mail_call_list().await?);
    let [list] = &lists(&harness)[..] else {
        panic!("one list")
    };
    assert_eq!(list.to(), "preinscriptions@mission-locale.example");
    assert_eq!(
        list.subject,
        "2\u{a0}demandes à rappeler, la première avant lundi 23 novembre, 17\u{a0}h\u{a0}30"
    );
    assert_eq!(
        list.text,
        format!(
            "Bonjour,\n\n\
             Voici ce qui est arrivé depuis le vendredi 20 novembre à 9\u{a0}h, dans l’ordre des délais de rappel.\n\n\
             À rappeler avant lundi 23 novembre, 17\u{a0}h\u{a0}30\u{a0}:\n\
             –\u{a0}Préinscription {first}\n\n\
             À rappeler avant mardi 24 novembre, 9\u{a0}h\u{a0}:\n\
             –\u{a0}Demande de rappel {second} (sa fiche n’est pas encore arrivée)\n\n\
             Chaque fiche est dans un message à elle, avec le même numéro dans son sujet. \
             Ce qui a été annulé depuis n’est pas dans cette liste. \
             Si vous avez déjà rappelé quelqu’un, rien n’est à faire.\n"
        )
    );

    for hour in 0..24 {
        assert!(!harness.endpoint.mail_call_list().await?, "hour {hour}");
        wait(&harness, HOUR).await;
    }
    assert!(harness.endpoint.mail_call_list().await?, "the next day");
    let lists = lists(&harness);
    assert_eq!(lists.len(), 2);
    assert!(
        lists[1]
            .subject
            .starts_with("Une demande à rappeler avant mardi 24 novembre")
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
            assert!(!harness.endpoint.mail_call_list().await?);
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
    let about = |byte: u8| id(byte);
    let ask = async |own: u8, asked: Value, about: &SubmissionId| -> Result<String> {
        let request = rights_request(asked, Some(about))?;
        Ok(spaced(&harness.send(&id(own), &request).await?.reference))
    };
    numbers.push(ask(11, json!({"right": "cancellation"}), &about(1)).await?);
    numbers.push(ask(12, json!({"objection": "yes"}), &about(2)).await?);
    numbers.push(ask(13, json!({"right": "access"}), &about(3)).await?);
    let recorded = option_choice("opt_sms_reminders", true, Some(&about(3)))?;
    numbers.push(spaced(&harness.send(&id(14), &recorded).await?.reference));
    // One that proves nothing, and is on no record.
    let unproved = option_choice("opt_sms_reminders", true, None)?;
    numbers.push(spaced(&harness.send(&id(15), &unproved).await?.reference));
    harness.endpoint.deliver_due().await?;

    wait(&harness, TO_MONDAY + 60).await;
    assert!(harness.endpoint.mail_call_list().await?);
    let list = lists(&harness).remove(0);
    let listed: Vec<&String> = numbers
        .iter()
        .filter(|number| list.text.contains(number.as_str()))
        .collect();
    assert_eq!(listed, [&numbers[2], &numbers[3], &numbers[4]]);
    assert!(
        list.subject.starts_with("3\u{a0}demandes"),
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
    wait(&harness, TO_MONDAY + 60).await;
    let earlier = harness.mailbox.tries();
    for _ in 0..8 {
        assert!(!harness.endpoint.mail_call_list().await?);
        wait(&harness, HOUR / 2).await;
    }
    let tried = harness.mailbox.tries() - earlier;
    assert!((2..=8).contains(&tried), "tried {tried} times");
    let second = send(&harness, 2).await?;
    wait(&harness, 20 * HOUR).await;
    harness.mailbox.fail_with(None);
    assert!(harness.endpoint.mail_call_list().await?);
    let list = lists(&harness).remove(0);
    assert!(list.text.contains(&first) && list.text.contains(&second));
    assert!(!harness.endpoint.mail_call_list().await?);
    Ok(())
}

#[tokio::test]
async fn no_list_leaves_while_mail_is_held_or_the_clock_is_in_doubt() -> Result<()> {
    let harness = Harness::open().await?;
    send(&harness, 1).await?;
    harness.endpoint.deliver_due().await?;
    harness.endpoint.housekeeping().await;
    // Nothing looks at the clock until Monday.
    harness.clock.advance(TO_MONDAY + 60);
    assert!(!harness.endpoint.mail_call_list().await?);
    harness.accept_clock().await?;
    harness.endpoint.housekeeping().await;
    let database = harness.database().await?;
    sqlx::raw_sql("INSERT INTO mail_hold (only_row, since) VALUES (1, 1795000000)")
        .execute(&database)
        .await?;
    assert!(!harness.endpoint.mail_call_list().await?);
    harness.endpoint.operator().release_mail().await?;
    assert!(harness.endpoint.mail_call_list().await?);
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
    wait(&harness, 60).await;
    assert!(harness.endpoint.mail_call_list().await?);
    let list = lists(&harness).remove(0);
    assert!(
        list.text.contains(&format!("–\u{a0}Demande {purged}\n")),
        "{}",
        list.text
    );
    assert!(
        list.text.contains(&format!(
            "–\u{a0}Préinscription {kept} [matin] [texto d’abord] (sa"
        )),
        "{}",
        list.text
    );
    Ok(())
}
