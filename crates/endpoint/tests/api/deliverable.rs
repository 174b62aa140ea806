//! Accepted means deliverable: whatever text a message holds, it is refused, or its fiche is in the mailbox.

use std::cell::Cell;

use anyhow::{Context, Result, ensure};
use axum::http::StatusCode;
use domain::{
    imilo::Sheet,
    submission::{Message, Submission},
    wire::{MAX_BODY_BYTES, ProblemType, SubmissionId},
};
use endpoint::Config;
use lopdf::{Document, LoadOptions};
use proptest::{
    prelude::*,
    test_runner::{Config as Runs, TestCaseError, TestRunner},
};
use serde_json::{Value, json};
use testing::{MAILBOX_PASSWORD, content_dir, with_mailbox_password};

use crate::harness::{Harness, registration, rights_request};

/// A text of any signs of any plane, with those that hurt more often than by chance.
fn any_text(longest: usize) -> impl Strategy<Value = String> {
    let hurts = prop::sample::select(
        &[
            '\0',
            '\t',
            '\n',
            '\u{7f}',
            '\u{85}',
            ' ',
            '\u{a0}',
            '\u{ad}',
            '\u{34f}',
            '\u{200b}',
            '\u{200d}',
            '\u{202e}',
            '\u{2028}',
            '\u{2066}',
            '\u{e000}',
            '\u{fdd0}',
            '\u{feff}',
            '\u{fffd}',
            '\u{fffe}',
            '\u{1f388}',
            '\u{e0041}',
            '\u{10ffff}',
            '(',
            ')',
            '\\',
            '<',
            '#',
            '$',
            '@',
            '.',
        ][..],
    );
    let mark = proptest::char::range('\u{300}', '\u{36f}');
    let letter = prop::sample::select(&['a', 'é', 'Ł', 'В', 'ش', '李', '7'][..]);
    let sign = prop_oneof![2 => hurts, 2 => any::<char>(), 2 => mark, 3 => letter];
    let signs = prop::collection::vec(sign, 0..longest);
    let text = signs.prop_map(|signs| signs.into_iter().collect());
    prop_oneof![
        12 => text,
        1 => Just("\u{feff}Amélie".to_owned()),
        1 => Just(["e", &"\u{301}".repeat(22_000)].concat()),
        1 => Just("\u{202e}".repeat(60)),
        1 => Just("\u{200d}".to_owned()),
        1 => Just("W".repeat(60)),
    ]
}

/// Runs a check on many drawn values, one after the other on the same harness.
fn each<S: Strategy>(
    cases: u32,
    with_password: bool,
    strategy: &S,
    check: &impl AsyncFn(&Harness, SubmissionId, S::Value) -> Result<()>,
) -> Result<()> {
    let runtime = tokio::runtime::Runtime::new()?;
    let harness = runtime.block_on(harness(with_password))?;
    let runs = Runs {
        cases,
        failure_persistence: None,
        max_shrink_iters: 40,
        ..Runs::default()
    };
    let number = Cell::new(0_u32);
    let ran = TestRunner::new(runs).run(strategy, |value| {
        number.set(number.get() + 1);
        let mut bytes = [7; 16];
        bytes[..4].copy_from_slice(&number.get().to_be_bytes());
        let id = SubmissionId::from_random(bytes);
        let checked = runtime.block_on(check(&harness, id, value));
        checked.map_err(|error| TestCaseError::fail(format!("{error:?}")))
    });
    ran.map_err(|error| anyhow::anyhow!("{error}"))
}

/// A harness without limits on arrivals.
async fn harness(with_password: bool) -> Result<Harness> {
    let many = std::num::NonZeroU32::MAX;
    let settings = |config: &mut Config| {
        config.intake_burst = many;
        config.intake_per_hour = many;
    };
    let site = |site: String| {
        if with_password {
            with_mailbox_password(site)
        } else {
            site
        }
    };
    Harness::with(settings, site).await
}

/// Sends it; what was received is in the mailbox, tagged, and opens. Whether it was received.
async fn refused_or_delivered(
    harness: &Harness,
    id: &SubmissionId,
    message: &Value,
) -> Result<bool> {
    let body = harness.seal(id, message).await?;
    let answer = harness.put(id, body).await?;
    if answer.status != StatusCode::CREATED {
        let problem = answer.problem()?;
        let expected = [
            ProblemType::InvalidMessage,
            ProblemType::UnknownQuestionnaire,
            ProblemType::AnswersRefused,
            ProblemType::TooLarge,
        ];
        ensure!(expected.contains(&problem), "{problem:?}");
        return Ok(false);
    }
    let before = harness.mailbox.mails().len();
    ensure!(
        harness.endpoint.deliver_due().await? == 1,
        "it was received and is not delivered"
    );
    let mails = harness.mailbox.mails();
    ensure!(mails.len() == before + 1, "one mail");
    let pdf = mails.last().context("a mail")?.pdf();
    let password = LoadOptions::with_password(MAILBOX_PASSWORD);
    let document = Document::load_mem_with_options(pdf, password)?;
    ensure!(document.catalog()?.has(b"StructTreeRoot"), "it is tagged");
    Ok(true)
}

/// The same message with those texts as answers, as far as each is one that the check accepts.
fn with_texts(message: &Value, texts: &[(&str, String)]) -> Result<Value> {
    let named = message["questionnaire"]["id"].as_str().context("a form")?;
    let sheets = content::Library::read(&content_dir())?.sheets();
    let sheet = sheets.into_iter().find(|sheet| sheet.id == named);
    let sheet: Sheet = serde_json::from_str(&sheet.context("its sheet")?.json)?;
    let is_accepted = |message: &Value| {
        let message: Message = serde_json::from_value(message.clone())?;
        anyhow::Ok(Submission::check(message, &sheet.questionnaire).is_ok())
    };
    let mut accepted = message.clone();
    for (question, text) in texts {
        let mut tried = accepted.clone();
        tried["answers"][question] = json!(text);
        // Sealed and padded, it is a third larger.
        let fits = tried.to_string().len() < MAX_BODY_BYTES * 2 / 3;
        if fits && is_accepted(&tried)? {
            accepted = tried;
        }
    }
    Ok(accepted)
}

fn texts_are_delivered_tagged(cases: u32, with_password: bool) -> Result<()> {
    let texts = prop::collection::vec(any_text(70), 8);
    let (good, changed) = (registration()?, Cell::new(0));
    each(cases, with_password, &texts, &async |harness, id, texts| {
        let questions = [
            "first_name",
            "usage_name",
            "birth_name",
            "commune_code",
            "address_line",
            "address_extra",
            "diploma_title",
            "email",
        ];
        let texts = questions.into_iter().zip(texts);
        let texts: Vec<_> = texts
            .map(|(question, text)| match question {
                "email" => (question, format!("{text}a@example.fr")),
                _ => (question, text),
            })
            .collect();
        let message = with_texts(&good, &texts)?;
        changed.set(changed.get() + usize::from(message != good));
        let delivered = refused_or_delivered(harness, &id, &message).await?;
        ensure!(delivered, "the phone and the endpoint check alike");
        Ok(())
    })?;
    let most = usize::try_from(cases)? / 2;
    ensure!(changed.get() > most, "most have texts of their own");
    Ok(())
}

#[test]
fn any_texts_that_the_check_accepts_are_delivered_tagged() -> Result<()> {
    texts_are_delivered_tagged(24, false)
}

/// Closing takes seconds without optimisation: a few cases.
#[test]
fn any_texts_are_delivered_in_closed_fiches_too() -> Result<()> {
    texts_are_delivered_tagged(3, true)
}

#[test]
fn any_texts_of_a_rights_request_reach_the_officer() -> Result<()> {
    let texts = prop::collection::vec(any_text(220), 2);
    let corrected = rights_request(json!({"right": "rectification", "correction": "x"}), None)?;
    let opposed = rights_request(json!({"objection": "yes", "situation": "x"}), None)?;
    each(6, false, &texts, &async |harness, id, texts| {
        let mut other = [0; 16];
        other.copy_from_slice(&id.as_str().as_bytes()[..16]);
        let requests = [
            (&corrected, "correction", id),
            (&opposed, "situation", SubmissionId::from_random(other)),
        ];
        for ((request, question, id), text) in requests.into_iter().zip(texts) {
            let texts = [(question, text.clone()), ("registration_reference", text)];
            let request = with_texts(request, &texts)?;
            ensure!(refused_or_delivered(harness, &id, &request).await?);
        }
        Ok(())
    })
}

#[test]
fn any_text_around_the_answers_is_refused_or_delivered() -> Result<()> {
    let places = [
        "/questionnaire/id",
        "/questionnaire/version",
        "/questionnaire/digest",
        "/language",
        "/acknowledgement/notice",
        "/acknowledgement/version",
        "/acknowledgement/digest",
        "/acknowledgement/language",
        "/acknowledgement/shown_at",
        "/context/source",
        "/context/event",
        "/filled_at",
        "/kind",
    ];
    let text = prop_oneof![3 => any_text(40), 1 => "[a-z0-9-]{1,40}", 1 => "[0-9a-f]{64}"];
    let strategy = (prop::sample::select(places.to_vec()), text);
    let good = registration()?;
    each(60, false, &strategy, &async |harness, id, (place, text)| {
        let mut message = good.clone();
        *message.pointer_mut(place).context("a member")? = json!(text);
        let is_code = !text.is_empty()
            && text.len() <= 64
            && text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let received = refused_or_delivered(harness, &id, &message).await?;
        ensure!(is_code || !received, "{place} took what is no code");
        Ok(())
    })
}
