//! Message: the content of an envelope, before it is checked.

use std::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::{
    answers::Answers,
    code::{Code, Digest},
    json::{Member, Members, ParsedJson},
    language::Language,
    notice,
    options::{self, Purpose},
    owner::OwnerSecret,
    questionnaire::Questionnaire,
    time::Timestamp,
    wire::SubmissionId,
};

/// What a message asks of the Mission Locale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageKind {
    /// A full pre-registration.
    Registration,
    /// "Be called back": the short form.
    CallbackRequest,
    /// A right used: access, rectification and the others of [`crate::rights`].
    RightsRequest,
    /// One of the [`crate::options`], chosen or taken back after sending.
    OptionChoice,
}

impl MessageKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [
        Self::Registration,
        Self::CallbackRequest,
        Self::RightsRequest,
        Self::OptionChoice,
    ];

    /// The kinds whose questions have pages of their own. An option is chosen in one tap, where it is shown.
    pub const FORMS: [Self; 3] = [
        Self::Registration,
        Self::CallbackRequest,
        Self::RightsRequest,
    ];

    /// The questionnaire that this kind answers.
    pub fn questionnaire(self) -> &'static str {
        match self {
            Self::Registration => "preinscription",
            Self::CallbackRequest => "etre-rappele",
            Self::RightsRequest => "droits",
            Self::OptionChoice => "options",
        }
    }

    /// The stable code, on the wire and in the store.
    pub fn code(self) -> &'static str {
        match self {
            Self::Registration => "registration",
            Self::CallbackRequest => "callback_request",
            Self::RightsRequest => "rights_request",
            Self::OptionChoice => "option_choice",
        }
    }

    /// The kind of that code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

impl Member for MessageKind {
    fn of(members: &Members<'_, impl ParsedJson>, name: &str) -> Self {
        members.one_of(name, &Self::ALL, Self::code)
    }
}

/// Which questionnaire was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuestionnaireRef {
    /// `preinscription`, for example.
    pub id: Code,
    /// The edition.
    pub version: Code,
    /// SHA-256 of the compiled questionnaire.
    pub digest: Digest,
}

/// Proof that a notice was there to be read (GDPR article 5.2): it is no consent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acknowledgement {
    /// Which notice, `preinscription` for example.
    pub notice: Code,
    /// Its version.
    pub version: Code,
    /// SHA-256 of its text.
    pub digest: Digest,
    /// The language it was in.
    pub language: Language,
    /// Since when, by the phone's clock within its [bounds](crate::clock_bounds).
    pub shown_at: Timestamp,
}

/// A free choice, made or taken back (GDPR article 7); never a condition of sending.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Consent {
    /// What it is for.
    pub purpose: Purpose,
    /// Given, or not.
    pub granted: bool,
    /// When, by the phone's clock.
    pub at: Timestamp,
}

/// Where the person came from, as the link said it; short codes, never personal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Context {
    /// The network or partner, `instagram` for example.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<Code>,
    /// The information event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<Code>,
}

/// What an envelope holds: the whole of what a phone says, not checked yet.
#[derive(Clone, Serialize, Deserialize)]
pub struct Message {
    /// What is asked.
    pub kind: MessageKind,
    /// Which questionnaire was answered.
    pub questionnaire: QuestionnaireRef,
    /// The language the form was filled in.
    pub language: Language,
    /// Of a rights request or an option choice: the submission that it is about. Naming it finds it, and no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<SubmissionId>,
    /// The secret of what `about` names: the right to act on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<OwnerSecret>,
    /// The secret of this very submission: a later message that shows it may act on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<OwnerSecret>,
    /// Codes and texts by question id.
    pub answers: Answers,
    /// The notice shown before sending.
    pub acknowledgement: Acknowledgement,
    /// The options chosen; empty when none was offered. What names no option known here is not read.
    #[serde(default, deserialize_with = "options::read_known")]
    pub consents: Vec<Consent>,
    /// Where the person came from.
    #[serde(default)]
    pub context: Context,
    /// When it was filled, by the phone's clock within its [bounds](crate::clock_bounds). Ages are counted on this day,
    /// in UTC, on both sides.
    pub filled_at: Timestamp,
    /// Whether the phone or tablet belongs to somebody else.
    #[serde(default)]
    pub shared_device: bool,
}

impl Message {
    /// Whether the members around the answers agree with each other, and with the questionnaire that they name.
    pub(super) fn frame_holds(&self, questionnaire: &Questionnaire) -> bool {
        let named = &self.questionnaire;
        let said = |purpose: Purpose| {
            let about_it = self.consents.iter();
            about_it
                .filter(|consent| consent.purpose == purpose)
                .count()
        };
        self.kind.questionnaire() == named.id.as_str()
            && questionnaire.id == named.id.as_str()
            && questionnaire.version == named.version.as_str()
            && self.acknowledgement.notice.as_str() == notice::BEFORE_SENDING
            && Purpose::ALL.into_iter().all(|purpose| said(purpose) <= 1)
    }
}
