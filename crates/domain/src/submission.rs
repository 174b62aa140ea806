//! Submission: a message checked against every rule of its questionnaire, by its one constructor.
//!
//! A [`Message`] is what the envelope holds, not checked yet.
//! A [`Submission`] is a message that keeps every rule of its questionnaire: there is no other way to make one,
//! and it cannot be deserialised.

use std::vec::Vec;

use crate::{answers::Answers, questionnaire::Questionnaire};

mod message;
mod refusal;

pub use message::{Acknowledgement, Consent, Context, Message, MessageKind, QuestionnaireRef};
pub use refusal::{EARLIER, Reason, Refusal, refusal, refusals, years};

/// Why a message is no submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// What stands around the answers contradicts itself: the app makes no such message.
    Frame,
    /// Answers break rules of the questionnaire.
    Answers(Vec<Refusal>),
}

/// A message that keeps every rule, of its frame and of its questionnaire.
#[derive(Clone)]
pub struct Submission {
    message: Message,
}

impl Submission {
    /// Checks a whole message against the questionnaire it names, the same on the phone and at the endpoint.
    ///
    /// Codes, digests, language and purposes were checked when they were read: their types hold nothing else.
    /// Here are refused a questionnaire that is not the kind's, a notice other than the one before the button,
    /// two words on one option, unanswered required questions, answers of the wrong form, ages outside the form's,
    /// and answers to questions that this journey does not ask.
    /// Answers are brought to what [`crate::tidy`] records first: a person cannot put right what she cannot see.
    pub fn check(mut message: Message, questionnaire: &Questionnaire) -> Result<Self, Refused> {
        if !message.frame_holds(questionnaire) {
            return Err(Refused::Frame);
        }
        message.answers.tidy(questionnaire);
        let refusals = refusals(questionnaire, &message.answers, message.filled_at.date());
        if refusals.is_empty() {
            Ok(Self { message })
        } else {
            Err(Refused::Answers(refusals))
        }
    }

    /// What was sent.
    pub fn message(&self) -> &Message {
        &self.message
    }

    /// What was sent, to seal.
    pub fn into_message(self) -> Message {
        self.message
    }

    /// The answers, all of them accepted.
    pub fn answers(&self) -> &Answers {
        &self.message.answers
    }
}

#[cfg(test)]
mod tests;
