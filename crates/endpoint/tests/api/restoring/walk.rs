//! Random walks over backups and losses.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};
use axum::http::StatusCode;
use domain::{
    delivery::DeliveryFailure,
    wire::{SubmissionId, SubmissionState},
};
use proptest::{
    prelude::{Just, Strategy, prop_oneof},
    test_runner::{Config, TestRunner},
};

use super::{Place, asks};
use crate::harness::{Harness, callback_request, id, rights_request};

/// What happens next.
#[derive(Debug, Clone)]
enum Step {
    Register,
    /// That one of those registered so far, counted around, cancels, objects, or restricts.
    Ask(&'static str, usize),
    BackUp,
    LoseAndRestore,
    /// Mail works, or does not.
    Mail(bool),
    /// An operator lets mail go, and what is due is mailed.
    Deliver,
    /// All phones look how their sendings stand, and send again what is not known.
    PhonesComeBack,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let rights = prop_oneof![Just("cancellation"), Just("objection"), Just("restriction")];
    let step = prop_oneof![
        4 => Just(Step::Register),
        3 => (rights, 0..20_usize).prop_map(|(right, which)| Step::Ask(right, which)),
        2 => Just(Step::BackUp),
        2 => Just(Step::LoseAndRestore),
        2 => proptest::bool::ANY.prop_map(Step::Mail),
        2 => Just(Step::Deliver),
        2 => Just(Step::PhonesComeBack),
    ];
    proptest::collection::vec(step, 5..25)
}

/// What phones hold, and what is known of them from outside.
#[derive(Default)]
struct Phones {
    /// What was sent and is not known to be delivered, by id.
    held: BTreeMap<SubmissionId, String>,
    registrations: Vec<SubmissionId>,
    /// Registrations about which something was asked, and how often they had been mailed then.
    stopped: BTreeMap<SubmissionId, usize>,
    drawn: u8,
}

impl Phones {
    fn draw(&mut self) -> SubmissionId {
        self.drawn += 1;
        id(self.drawn)
    }

    async fn come_back(&mut self, harness: &Harness) -> Result<()> {
        for (id, body) in std::mem::take(&mut self.held) {
            let answer = harness
                .get(&format!("/v1/submissions/{}", id.as_str()))
                .await?;
            if answer.status == StatusCode::NOT_FOUND {
                let sent = harness.put(&id, body.clone()).await?;
                ensure!(sent.status == StatusCode::CREATED, "not taken again");
                self.held.insert(id, body);
                continue;
            }
            let status: domain::wire::SubmissionStatus = answer.json()?;
            if status.state == SubmissionState::Received {
                self.held.insert(id, body);
            }
        }
        Ok(())
    }
}

/// How often each registration was mailed: mails of one have one `Message-ID`.
fn mailed(harness: &Harness, of: &str) -> usize {
    let mails = harness.mailbox.mails();
    mails
        .iter()
        .filter(|mail| mail.message_id == of && mail.subject.starts_with("Demande de rappel"))
        .count()
}

fn message_id(id: &SubmissionId) -> String {
    let digest =
        envelope::sha256_hex(format!("premier-accueil/message-id|{}", id.as_str()).as_bytes());
    let local: String = digest.chars().take(32).collect();
    format!("<{local}@mission-locale.example>")
}

async fn walk(steps: Vec<Step>) -> Result<()> {
    let mut place = Place::open().await?;
    let mut phones = Phones::default();
    place.back_up().await?;
    for step in steps {
        place.harness.clock.advance(60);
        match step {
            Step::Register => {
                let id = phones.draw();
                let body = place.harness.seal(&id, &callback_request()?).await?;
                place.harness.put(&id, body.clone()).await?;
                phones.held.insert(id.clone(), body);
                phones.registrations.push(id);
            }
            Step::Ask(right, which) => {
                if phones.registrations.is_empty() {
                    continue;
                }
                let about = phones.registrations[which % phones.registrations.len()].clone();
                let request = phones.draw();
                let message = rights_request(asks(right), Some(&about))?;
                let body = place.harness.seal(&request, &message).await?;
                place.harness.put(&request, body.clone()).await?;
                phones.held.insert(request, body);
                // A phone that cancels holds what it cancels no longer.
                if right == "cancellation" {
                    phones.held.remove(&about);
                }
                let before = mailed(&place.harness, &message_id(&about));
                phones.stopped.entry(about).or_insert(before);
            }
            Step::BackUp => place.back_up().await?,
            Step::LoseAndRestore => {
                place.lose_and_restore().await?;
            }
            Step::Mail(works) => {
                let failing = (!works).then_some(DeliveryFailure::Deferred);
                place.harness.mailbox.fail_with(failing);
            }
            Step::Deliver => {
                place.harness.endpoint.operator().release_mail().await?;
                place.harness.endpoint.deliver_due().await?;
            }
            Step::PhonesComeBack => phones.come_back(&place.harness).await?,
        }
    }
    // In the end everything works, and every phone has come back.
    place.harness.mailbox.fail_with(None);
    for _ in 0..3 {
        phones.come_back(&place.harness).await?;
        place.harness.clock.advance(3600);
        place.harness.endpoint.operator().release_mail().await?;
        place.harness.endpoint.deliver_due().await?;
    }
    for id in &phones.registrations {
        let times = mailed(&place.harness, &message_id(id));
        match phones.stopped.get(id) {
            Some(before) => ensure!(
                times == *before,
                "mailed {times} times, {before} of them before it was stopped"
            ),
            None => ensure!(times > 0, "lost"),
        }
    }
    phones.come_back(&place.harness).await?;
    let goes_on_holding = |id: &&SubmissionId| !phones.stopped.contains_key(*id);
    ensure!(
        !phones.held.keys().any(|id| goes_on_holding(&id)),
        "a phone goes on holding what is in the mailbox"
    );
    Ok(())
}

#[test]
fn no_walk_over_backups_and_losses_loses_a_registration_or_mails_one_that_was_stopped() -> Result<()>
{
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()?;
    let mut runner = TestRunner::new(Config {
        cases: 12,
        max_shrink_iters: 200,
        failure_persistence: None,
        ..Config::default()
    });
    runner.run(&steps(), |steps| {
        let walked = runtime.block_on(walk(steps));
        walked.map_err(|error| proptest::test_runner::TestCaseError::fail(error.to_string()))
    })?;
    Ok(())
}
