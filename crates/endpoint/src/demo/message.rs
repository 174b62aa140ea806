//! Messages of the demonstration: filled in as the app does it, and sealed to the site's public key as a phone does it.

use domain::{
    answers::Answers,
    notice::BEFORE_SENDING,
    owner::OwnerSecret,
    site::Site,
    submission::{Acknowledgement, Context, Message, MessageKind, QuestionnaireRef},
    time::{Date, Timestamp},
    wire::{PADDING_BYTES, SEAL_INFO, SubmissionId, seal_aad},
};
use envelope::sha256_hex;
use jiff::ToSpan;

use super::{
    DemoError,
    table::{Invented, RightUsed},
};
use crate::{sheets, state::EndpointState, store::SheetRow};

/// Somebody takes so long for the form.
const FILLS_IN_SECONDS: i64 = 300;

/// A birthday lies so many days back, and a week more for each year of age: no two people have the same.
const BIRTHDAY_DAYS_AGO: i64 = 20;

/// What is needed to seal a message as a phone does it.
pub(super) struct Sealer<'a> {
    site: Site,
    sheets: Vec<SheetRow>,
    state: &'a EndpointState,
    now: Timestamp,
}

impl<'a> Sealer<'a> {
    /// What phones are given now: questionnaires, notices and keys.
    ///
    /// # Errors
    ///
    /// Where the app's questionnaires cannot be read.
    pub(super) fn new(state: &'a EndpointState, now: Timestamp) -> Result<Self, DemoError> {
        let site = Site {
            keys: state.keys.public(now),
            ..state.site.public.clone()
        };
        let sheets = sheets::read_served(&state.config.app_dir)?;
        Ok(Self {
            site,
            sheets,
            state,
            now,
        })
    }

    /// The whole form, or a callback request.
    ///
    /// # Errors
    ///
    /// Where its questionnaire is not here, or nothing can be sealed.
    pub(super) fn registration(
        &self,
        id: &SubmissionId,
        person: &Invented,
        at: Timestamp,
    ) -> Result<String, DemoError> {
        let mut answers = person.answers.clone();
        answers.set("birth_date", &self.birthday(person.age).to_string());
        if let Some(years) = person.left_school {
            // Of the day on which the form is filled in: in January that may be last year.
            let year = at.plus_seconds(-FILLS_IN_SECONDS).date().year() - years;
            answers.set("school_exit_year", &year.to_string());
        }
        let is_whole = answers.one("current_situation").is_some();
        let kind = if is_whole {
            MessageKind::Registration
        } else {
            MessageKind::CallbackRequest
        };
        let message = self.message(kind, answers, person, at)?;
        self.sealed(id, message)
    }

    /// A request about a right, with the secret of the registration.
    ///
    /// # Errors
    ///
    /// As [`Sealer::registration`].
    pub(super) fn right(
        &self,
        id: &SubmissionId,
        about: SubmissionId,
        person: &Invented,
        asked: &RightUsed,
        at: Timestamp,
    ) -> Result<String, DemoError> {
        let mut answers = asked.answers.clone();
        for question in ["first_name", "usage_name", "phone"] {
            let known = person.answers.one(question).unwrap_or_default();
            answers.set(question, known);
        }
        let message = self.message(MessageKind::RightsRequest, answers, person, at)?;
        let proof = Some(secret(&about));
        self.sealed(
            id,
            Message {
                about: Some(about),
                proof,
                ..message
            },
        )
    }

    fn message(
        &self,
        kind: MessageKind,
        answers: Answers,
        person: &Invented,
        at: Timestamp,
    ) -> Result<Message, DemoError> {
        let (language, filled_at) = (person.language, at.plus_seconds(-FILLS_IN_SECONDS));
        let (questionnaire, acknowledgement) = self
            .questionnaire(kind)
            .zip(self.acknowledgement())
            .ok_or(DemoError::NoQuestionnaire(kind.questionnaire()))?;
        Ok(Message {
            kind,
            questionnaire,
            language,
            about: None,
            proof: None,
            owner: None,
            answers,
            acknowledgement: Acknowledgement {
                language,
                shown_at: filled_at,
                ..acknowledgement
            },
            consents: Vec::new(),
            context: Context::default(),
            filled_at,
            shared_device: false,
        })
    }

    /// The newest edition that is served.
    fn questionnaire(&self, kind: MessageKind) -> Option<QuestionnaireRef> {
        let of_kind = self.sheets.iter();
        let newest = of_kind
            .filter(|sheet| sheet.id == kind.questionnaire())
            .max_by_key(|sheet| &sheet.version)?;
        Some(QuestionnaireRef {
            id: newest.id.parse().ok()?,
            version: newest.version.parse().ok()?,
            digest: newest.digest.parse().ok()?,
        })
    }

    /// Of the notice in force. Its digest is of its name: nobody was shown anything.
    fn acknowledgement(&self) -> Option<Acknowledgement> {
        let version = self.site.notices.get(BEFORE_SENDING)?;
        Some(Acknowledgement {
            notice: BEFORE_SENDING.parse().ok()?,
            version: version.parse().ok()?,
            digest: sha256_hex(version.as_bytes()).parse().ok()?,
            language: domain::language::Language::French,
            shown_at: self.now,
        })
    }

    fn sealed(&self, id: &SubmissionId, message: Message) -> Result<String, DemoError> {
        let key = self.site.sealing_key(self.now).ok_or(DemoError::Seal)?;
        let message = Message {
            owner: Some(secret(id)),
            ..message
        };
        let text = serde_json::to_string(&message).map_err(|_| DemoError::Seal)?;
        let aad = seal_aad(&key.kid, id);
        let sealed = envelope::seal(
            &key.kid,
            &key.public_key,
            SEAL_INFO,
            &aad,
            &text,
            PADDING_BYTES,
        )?;
        Ok(sealed.to_json())
    }

    /// The birthday of somebody of that age.
    fn birthday(&self, age: i16) -> Date {
        let at = crate::french::local(self.now, &self.state.time_zone);
        let days = BIRTHDAY_DAYS_AGO + 7 * i64::from(age);
        let date = at.date().saturating_sub(i64::from(age).years());
        Date::from(date.saturating_sub(days.days()))
    }
}

/// The secret of an invented phone. It protects nothing: all that it acts on is invented.
fn secret(id: &SubmissionId) -> OwnerSecret {
    let mut bytes = [0xde; 16];
    for (place, byte) in bytes.iter_mut().zip(id.as_str().bytes().rev()) {
        *place = byte;
    }
    OwnerSecret::from_random(bytes)
}
