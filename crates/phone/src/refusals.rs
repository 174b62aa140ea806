//! Refusals of a page of questions: those shown on "continue", and those that still hold once answers change.

use domain::{
    answers::Answers,
    bundle::Form,
    journey::Journey,
    questionnaire::Kind,
    submission::{Reason, Refusal, refusal},
    texts::TextKey,
    time::Date,
};

use crate::screen::Screen;

/// Why a form is not for somebody.
pub struct Unfit {
    /// Too young, or too old.
    pub reason: Reason,
    /// The page where the date can be corrected.
    pub correct_at: Screen,
}

/// What is refused of one page of a form.
pub fn of_section(form: &Form, section: &str, answers: &Answers, today: Date) -> Vec<Refusal> {
    let journey = Journey::new(&form.questionnaire, answers);
    let place = journey.position(section);
    let step = place.and_then(|place| journey.steps.get(place));
    let asked = step
        .map(|step| step.questions.as_slice())
        .unwrap_or_default();
    let refused = asked.iter().filter_map(|question| {
        let refusal = refusal(question, answers, today)?;
        Some((question.kind, refusal))
    });
    let refused: Vec<_> = refused.collect();
    let has_no_postal_code = refused.iter().any(|(kind, _)| *kind == Kind::PostalCode);
    // Without a postal code there is no list of communes yet, and nothing to put right in it.
    let told = refused
        .into_iter()
        .filter(|(kind, _)| *kind != Kind::Commune || !has_no_postal_code);
    told.map(|(_, refusal)| refusal).collect()
}

/// What is still refused: what is right by now, or asked no more, is not; nor a date that was asked back, once it is
/// another.
pub fn still(
    form: &Form,
    answers: &Answers,
    refusals: &[Refusal],
    today: Date,
    is_asked_back: impl Fn(&Refusal) -> bool,
) -> Vec<Refusal> {
    let journey = Journey::new(&form.questionnaire, answers);
    let still = |refused: &&Refusal| {
        let mut asked = journey.questions();
        let question = asked.find(|question| question.id == refused.question);
        question.is_some_and(|question| {
            refusal(question, answers, today).is_some()
                && (!refused.reason.is_of_age() || is_asked_back(refused))
        })
    };
    refusals.iter().filter(still).cloned().collect()
}

/// Whether the person sees that this very date is asked back: `asked` is the date that was, `is_read` whether that has
/// been on the screen for long enough. An age that the form is not for is asked back once; said again, it leads elsewhere.
pub fn is_asked_back(asked: Option<&str>, is_read: bool, shown: &[Refusal], date: &str) -> bool {
    is_read && asked == Some(date) && shown.iter().any(|refusal| refusal.reason.is_of_age())
}

/// The age that a date makes, to be asked back.
pub fn age_of(date: &str, today: Date) -> i16 {
    let born: Option<Date> = date.parse().ok();
    born.map_or(0, |born| born.age_on(today))
}

/// Whether nothing that a form needs is refused: it can be sent as it is.
pub fn are_none(form: &Form, answers: &Answers, today: Date) -> bool {
    let journey = Journey::new(&form.questionnaire, answers);
    let mut asked = journey.questions();
    asked.all(|question| refusal(question, answers, today).is_none())
}

/// The sentence for a reason, where the question has none of its own.
pub fn sentence(reason: Reason) -> TextKey {
    match reason {
        Reason::Missing => key!("refusals.missing"),
        Reason::TooLong => key!("refusals.too_long"),
        Reason::NotReadable => key!("refusals.not_readable"),
        Reason::NotAChoice => key!("refusals.not_a_choice"),
        Reason::NotAlone => key!("refusals.not_alone"),
        Reason::NotADate => key!("refusals.not_a_date"),
        Reason::TooYoung => key!("refusals.too_young"),
        Reason::TooOld => key!("refusals.too_old"),
        Reason::NotAPhone => key!("refusals.not_a_phone"),
        Reason::NotAnEmail => key!("refusals.not_an_email"),
        Reason::NotAPostalCode => key!("refusals.not_a_postal_code"),
        Reason::NotAYear => key!("refusals.not_a_year"),
        Reason::NotAsked => key!("refusals.not_asked"),
        Reason::NotLatin => key!("refusals.not_latin"),
        Reason::DateNotWhole => key!("refusals.date_not_whole"),
        Reason::DateToCome => key!("refusals.date_to_come"),
        Reason::PhoneTooShort => key!("refusals.phone_too_short"),
        Reason::PhoneTooLong => key!("refusals.phone_too_long"),
        Reason::PhoneNoCountry => key!("refusals.phone_no_country"),
        Reason::PhoneTwice => key!("refusals.phone_twice"),
        Reason::PhoneUnused => key!("refusals.phone_unused"),
        Reason::EmailNoAt => key!("refusals.email_no_at"),
        Reason::EmailNoDomain => key!("refusals.email_no_domain"),
    }
}

#[cfg(test)]
mod tests;
