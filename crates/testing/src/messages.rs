//! Messages: filled in and checked as the app does it, and sealed as a phone does it.

use anyhow::{Context, Result, anyhow};
use domain::{
    answers::Answers,
    bundle::Bundle,
    language::Language,
    submission::{Context as Link, Message, MessageKind},
    time::Timestamp,
    wire::{PADDING_BYTES, SEAL_INFO, SubmissionId, seal_aad},
};
use phone::compose::{self, Parts};

/// A checked message: what is typed, and of each required question left open the choice that `choose` takes out of so
/// many. `amend` changes what else it is made of.
pub fn message(
    bundle: &Bundle,
    kind: MessageKind,
    typed: &[(&str, &str)],
    choose: impl Fn(usize) -> usize,
    now: Timestamp,
    amend: impl FnOnce(&mut Parts<'_>),
) -> Result<Message> {
    let form = bundle.form(kind.questionnaire()).context("the form")?;
    let notice = bundle.notice("preinscription", None);
    let mut answers = Answers::default();
    for (question, text) in typed {
        answers.set(question, text);
    }
    for question in form.questionnaire.questions() {
        let open = question.required && answers.one(&question.id).is_none();
        if open && !question.choices.is_empty() {
            let choice = &question.choices[choose(question.choices.len())];
            answers.set(&question.id, &choice.code);
        }
    }
    let mut parts = Parts {
        kind,
        form,
        answers: &answers,
        language: Language::French,
        notice: notice.context("the notice")?,
        shown_at: now,
        about: None,
        proof: None,
        consents: Vec::new(),
        context: Link::default(),
        filled_at: now,
        shared_device: false,
    };
    amend(&mut parts);
    compose::message(parts).map_err(|refused| anyhow!("refused: {refused:?}"))
}

/// What a phone sends under that id: the text, whatever it is, sealed to a public key that is called `kid`.
pub fn seal(kid: &str, public_key: &str, id: &SubmissionId, text: &str) -> Result<String> {
    let aad = seal_aad(kid, id);
    let envelope = envelope::seal(kid, public_key, SEAL_INFO, &aad, text, PADDING_BYTES)?;
    Ok(envelope.to_json())
}
