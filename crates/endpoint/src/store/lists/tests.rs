//! Random weeks of openings: whatever fails, each call is on one list that was sent.

mod upgrade;

use std::collections::BTreeMap;

use anyhow::Context;
use proptest::{
    prelude::{Just, Strategy, prop_oneof},
    test_runner::{Config, TestCaseError, TestRunner},
};

use super::*;

/// Whose mail goes where: to the Mission Locale, to a branch with a mailbox of its own, to a branch that has none any more.
const MAILBOXES: [Option<&str>; 3] = [None, Some("hem"), Some("closed")];

/// The lists of calls: of the Mission Locale's mailbox, and of the branch's for as long as it has one.
fn lists(has_branch: bool) -> Vec<ListMailbox> {
    ListMailbox::all(has_branch.then_some("hem").into_iter())
}

/// What happens next.
#[derive(Debug, Clone)]
enum Step {
    /// Time goes by, in seconds.
    Wait(i64),
    /// A registration is received.
    Receive,
    /// The telephone begins to be answered.
    Open,
    /// The site's file has an earlier opening from now on, by so many seconds.
    OpenEarlier(i64),
    /// The branch loses its mailbox.
    Close,
    /// It has one again.
    Reopen,
    /// A clock that was ahead is put right, by so many seconds.
    PutRight(i64),
    /// The list is due, and its mail is taken or not; `None` where the program ends before it knows.
    Mail(Option<bool>),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    // Openings come again at the same moments when a clock is put right by whole days.
    let step = prop_oneof![
        2 => (1..40_000_i64).prop_map(Step::Wait),
        2 => (1..4_i64).prop_map(|periods| Step::Wait(10_000 * periods)),
        3 => Just(Step::Receive),
        2 => Just(Step::Open),
        1 => (1..4000_i64).prop_map(Step::OpenEarlier),
        1 => (1..90_000_i64).prop_map(Step::PutRight),
        1 => (1..6_i64).prop_map(|periods| Step::PutRight(10_000 * periods)),
        1 => Just(Step::Close),
        1 => Just(Step::Reopen),
        3 => Just(Step::Mail(Some(true))),
        2 => Just(Step::Mail(Some(false))),
        1 => Just(Step::Mail(None)),
    ];
    proptest::collection::vec(step, 1..40)
}

fn mailbox_of(number: u8) -> Option<&'static str> {
    MAILBOXES[usize::from(number) % MAILBOXES.len()]
}

async fn receive(
    store: &Store,
    number: u8,
    mailbox: Option<&str>,
    at: Timestamp,
) -> anyhow::Result<String> {
    let id = SubmissionId::from_random([number; 16]);
    // Letters are drawn from alphabets of some twenty.
    let reference = Reference::from_random([number, number / 8, number / 64, 0, 0, 0, 0, 0]);
    let mut transaction = store.writer.begin().await?;
    sqlx::query(
        "INSERT INTO submissions (id, reference, sha256, envelope, received_at) VALUES (?, ?, '', x'00', ?)",
    )
    .bind(id.as_str())
    .bind(reference.as_str())
    .bind(at.unix_seconds())
    .execute(&mut *transaction)
    .await?;
    sqlx::query(
        "INSERT INTO deliveries (submission, state, next_attempt_at, dated_at, branch) VALUES (?, 'pending', 0, 0, ?)",
    )
    .bind(id.as_str())
    .bind(mailbox)
    .execute(&mut *transaction)
    .await?;
    transaction.commit().await?;
    Ok(reference.as_str().to_owned())
}

/// What was received, and on how many lists it was.
struct Received {
    at: Timestamp,
    mailbox: Option<&'static str>,
    listed: usize,
}

/// What was received, by its number, and the mailboxes that there were when each list named what it names.
#[derive(Default)]
struct World {
    received: BTreeMap<String, Received>,
    named_with: BTreeMap<i64, ListMailbox>,
}

/// The list of one mailbox is due, and its mail is taken or not.
async fn mail(
    store: &Store,
    mailbox: &ListMailbox,
    (opened_at, begun, now): (Timestamp, Timestamp, Timestamp),
    taken: Option<bool>,
    world: &mut World,
) -> anyhow::Result<()> {
    let key = (List::Calls, mailbox);
    let Some(list) = store.claim_list(key, opened_at, begun, now).await? else {
        return Ok(());
    };
    // What a list has named it keeps, whatever becomes of mailboxes before its mail is taken.
    let named_with = world.named_with.entry(list.number);
    let mailboxes = named_with.or_insert_with(|| mailbox.clone());
    match taken {
        Some(true) => {
            for call in &store.calls_of(&list).await?.lines {
                let number = call.reference.as_str();
                let call = world
                    .received
                    .get_mut(number)
                    .context("of another database")?;
                let own = call.mailbox.filter(|own| mailboxes.own.contains(own));
                anyhow::ensure!(own == mailbox.branch(), "{number} is not for {mailbox:?}");
                call.listed += 1;
            }
            store.mark_list_sent(&list, now).await?;
        }
        Some(false) => {
            store.mark_list_failed(&list, now).await?;
        }
        None => {}
    }
    Ok(())
}

async fn walk(steps: &[Step]) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let store = Store::in_folder(&folder).await?;
    let begun = moment(1_795_000_000);
    let (mut now, mut opened_at) = (begun.plus_seconds(10), begun.plus_seconds(5));
    let mut world = World::default();
    let mut has_branch = true;
    let end = [
        Step::Wait(2_000_000),
        Step::Open,
        Step::Wait(40_000),
        Step::Mail(Some(true)),
    ];
    for step in steps.iter().chain(&end) {
        match *step {
            Step::Wait(seconds) => now = now.plus_seconds(seconds),
            Step::Receive => {
                let number = u8::try_from(world.received.len())?;
                let call = Received {
                    at: now,
                    mailbox: mailbox_of(number),
                    listed: 0,
                };
                let received = receive(&store, number, call.mailbox, now).await?;
                world.received.insert(received, call);
            }
            Step::Open => opened_at = now,
            Step::OpenEarlier(seconds) => {
                opened_at = begun.plus_seconds(1).max(opened_at.plus_seconds(-seconds));
            }
            Step::PutRight(seconds) => {
                now = begun.plus_seconds(10).max(now.plus_seconds(-seconds));
                opened_at = opened_at.min(now);
            }
            Step::Close => has_branch = false,
            Step::Reopen => has_branch = true,
            Step::Mail(taken) => {
                for mailbox in lists(has_branch) {
                    mail(&store, &mailbox, (opened_at, begun, now), taken, &mut world).await?;
                }
            }
        }
    }
    for (number, call) in world.received {
        let (at, listed) = (call.at, call.listed);
        let expected = usize::from(at < opened_at);
        anyhow::ensure!(listed == expected, "{number} of {at}: {listed} times");
    }
    Ok(())
}

#[test]
fn each_call_is_on_one_list_that_was_sent() -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let mut runner = TestRunner::new(Config {
        cases: 256,
        failure_persistence: None,
        ..Config::default()
    });
    runner.run(&steps(), |steps| {
        let walked = runtime.block_on(walk(&steps));
        walked.map_err(|error| TestCaseError::fail(format!("{error:#}")))
    })?;
    Ok(())
}

#[tokio::test]
async fn a_list_of_the_future_holds_up_none_once_the_clock_is_put_right() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let store = Store::in_folder(&folder).await?;
    let (now, day) = (moment(1_795_000_000), 24 * 3600);
    let ahead = now.plus_seconds(3650 * day);
    let list = store
        .claim_list((List::Calls, &lists(true)[0]), ahead, now, ahead)
        .await?;
    let Some(list) = list else { panic!("a list") };
    store.mark_list_sent(&list, ahead).await?;
    let before = now.plus_seconds(-day);
    let list = store
        .claim_list((List::Calls, &lists(true)[0]), now, before, now)
        .await?;
    // It began where the present is: no time is left before it, and the list begins at the opening before.
    assert_eq!(list.map(|list| list.since), Some(before));
    Ok(())
}

#[tokio::test]
async fn of_more_than_a_mail_can_name_the_rest_is_on_the_next_list() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let store = Store::in_folder(&folder).await?;
    let begun = moment(1_795_000_000);
    for number in 0..=u8::MAX {
        receive(&store, number, None, begun.plus_seconds(i64::from(number))).await?;
    }
    let opened_at = begun.plus_seconds(3600);
    let due = store
        .claim_list((List::Calls, &lists(true)[0]), opened_at, begun, opened_at)
        .await?;
    let Some(due) = due else { panic!("a list") };
    let calls = store.calls_of(&due).await?;
    assert_eq!((calls.lines.len(), calls.more), (200, 56));
    let in_order = |pair: &[DueCall]| pair[0].received_at < pair[1].received_at;
    assert!(calls.lines.windows(2).all(in_order));
    store.mark_list_sent(&due, opened_at).await?;

    let next = opened_at.plus_seconds(24 * 3600);
    let due = store
        .claim_list((List::Calls, &lists(true)[0]), next, begun, next)
        .await?;
    let Some(due) = due else {
        panic!("the next list")
    };
    let calls = store.calls_of(&due).await?;
    assert_eq!((calls.lines.len(), calls.more), (56, 0));
    Ok(())
}
