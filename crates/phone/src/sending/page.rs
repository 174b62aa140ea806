//! The page that sends, as sending sees it: what is answered there, and what is shown of it. Signals on the phone.

use std::cell::{Cell, RefCell};

use domain::{
    answers::Answers,
    outbox::SentRecord,
    site::Site,
    submission::{Message, MessageKind, Refusal, Refused},
    texts::TextKey,
    time::Timestamp,
    wire::SubmissionId,
};

use crate::{compose::Sealed, draft, options, outbox, progress::LastSent};

/// An open page that sends.
pub trait Page: outbox::Page + draft::Page + options::Page {
    /// The Mission Locale, as it is known now.
    fn site(&self) -> &Site;

    /// Asks the endpoint for its keys and notices. Whether it could be asked.
    fn refresh_site(&self) -> impl Future<Output = bool>;

    /// Whether the notice is another than the one that was shown; it is shown from now on.
    fn is_notice_new(&self) -> bool;

    /// What a rights request is about, where this phone can prove it.
    fn about(&self) -> Option<SubmissionId>;

    /// The message of these answers, or what is refused in it.
    fn message(
        &self,
        kind: MessageKind,
        answers: &Answers,
        about: Option<SubmissionId>,
    ) -> Result<Message, Refused>;

    /// Shows what is refused.
    fn refuse(&self, refusals: Vec<Refusal>);

    /// What was sealed, and could be neither kept nor sent.
    fn unsent(&self) -> &RefCell<Option<Sealed>>;

    /// The endpoint has something that this phone could not keep, if any: it is known for as long as the page.
    fn know_unkept(&self, record: Option<SentRecord>);

    /// The commune that was answered, where this Mission Locale does not serve it.
    fn commune_outside(&self) -> Option<String>;

    /// When an option was last chosen after sending.
    fn last_choice_at(&self) -> &Cell<Timestamp>;

    /// Goes over from the answers to what was sent of them: they are forgotten.
    fn forget_answers_of(&self, sent: LastSent);

    /// Forgets that this was sent last, if it was.
    fn forget_sent(&self, id: &SubmissionId);

    /// Starts [`super::take_back_later`].
    fn take_back_later(&self, id: SubmissionId);

    /// Has what waits leave, now or as soon as it can.
    fn leave(&self);

    /// Shows that it is kept, and has it leave.
    fn show_sent(&self);

    /// Says why nothing was kept, where nothing was.
    fn say_sent(&self, result: Result<(), TextKey>);

    /// Says what came of a choice.
    fn say_choice(&self, told: Result<(), TextKey>);
}
