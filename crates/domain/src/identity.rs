//! The few answers that logic needs by name, in a typed view of a submission.

mod capitals;

pub use capitals::unaccented_capitals;

use std::{borrow::ToOwned, string::String, vec::Vec};

use validator::Validate;

use crate::{
    formats,
    phone::PhoneNumber,
    submission::Submission,
    time::{Date, Timestamp},
};

/// Who wrote, and how to call them back. Personal data: no `Debug`.
///
/// Each part by itself: one that cannot be read never hides the others. What is in a submission was checked at its door,
/// so nothing is checked anew here: two rules of length would part ways one day.
#[derive(Clone, Validate)]
pub struct Identity {
    /// As on the identity card, accents and hyphens kept.
    #[validate(required)]
    pub first_name: Option<String>,
    /// The name in use.
    #[validate(required)]
    pub usage_name: Option<String>,
    /// Day of birth.
    #[validate(required)]
    pub birth_date: Option<Date>,
    /// Where to call.
    #[validate(required)]
    pub phone: Option<PhoneNumber>,
    /// INSEE code, or the name as typed.
    #[validate(required)]
    pub commune_code: Option<String>,
}

impl Identity {
    /// The typed view.
    pub fn of(submission: &Submission) -> Self {
        let answers = submission.answers();
        let text = |question| answers.one(question).map(ToOwned::to_owned);
        Self {
            first_name: text("first_name"),
            usage_name: text("usage_name"),
            birth_date: text("birth_date").and_then(|date| date.parse().ok()),
            phone: text("phone").and_then(|phone| PhoneNumber::parse(&phone).ok()),
            commune_code: text("commune_code"),
        }
    }

    /// The questions that have no answer, or none that can be read, by their names. There are some only where the questionnaire does not
    /// ask what every message must say.
    pub fn missing(&self) -> Vec<String> {
        let lacks = self.validate().err();
        let lacks = lacks.iter().flat_map(|lacks| lacks.field_errors());
        let mut missing: Vec<String> = lacks.map(|(question, _)| question.into()).collect();
        missing.sort();
        missing
    }

    /// First name and name, or the one that there is.
    pub fn full_name(&self) -> Option<String> {
        let names = [&self.first_name, &self.usage_name];
        let given: Vec<&str> = names
            .into_iter()
            .flatten()
            .filter_map(|name| formats::given_name(name))
            .collect();
        (!given.is_empty()).then(|| given.join(" "))
    }

    /// Age in whole years on the day of `moment`, in UTC.
    pub fn age_at(&self, moment: Timestamp) -> Option<i16> {
        Some(self.birth_date?.age_on(moment.date()))
    }

    /// Whether the person is known to be under 18 at that moment.
    pub fn is_minor_at(&self, moment: Timestamp) -> bool {
        self.age_at(moment).is_some_and(|age| age < 18)
    }
}
