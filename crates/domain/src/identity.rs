//! The few answers that logic needs by name, in a typed view of a submission.

mod capitals;

pub use capitals::unaccented_capitals;

use std::{borrow::ToOwned, string::String};

use validator::Validate;

use crate::{
    email, formats,
    phone::PhoneNumber,
    submission::Submission,
    time::{Date, Timestamp},
};

/// Who wrote, and how to call them back. Personal data: no `Debug`.
#[derive(Clone, Validate)]
pub struct Identity {
    /// As on the identity card, accents and hyphens kept.
    #[validate(length(min = 1, max = 60))]
    pub first_name: String,
    /// The name in use.
    #[validate(length(min = 1, max = 60))]
    pub usage_name: String,
    /// The name at birth, when it is another one.
    #[validate(length(min = 1, max = 60))]
    pub birth_name: Option<String>,
    /// Day of birth.
    pub birth_date: Date,
    /// Where to call.
    pub phone: PhoneNumber,
    /// INSEE code, or the name as typed.
    #[validate(length(min = 1, max = 60))]
    pub commune: String,
    /// Five digits.
    #[validate(custom(function = "check_postal_code"))]
    pub postal_code: String,
    /// Where to write.
    #[validate(custom(function = "check_email"))]
    pub email: Option<String>,
}

fn check_postal_code(text: &str) -> Result<(), validator::ValidationError> {
    formats::is_postal_code(text)
        .then_some(())
        .ok_or_else(|| validator::ValidationError::new("not_a_postal_code"))
}

fn check_email(text: &str) -> Result<(), validator::ValidationError> {
    email::check(text).map_err(|_| validator::ValidationError::new("not_an_email"))
}

/// A questionnaire that does not ask what every message must say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoIdentity;

impl Identity {
    /// The typed view. Fails only when the questionnaire itself misses one of the questions.
    pub fn of(submission: &Submission) -> Result<Self, NoIdentity> {
        let answers = submission.answers();
        let text = |question| answers.one(question).map(ToOwned::to_owned);
        let identity = Self {
            first_name: text("first_name").ok_or(NoIdentity)?,
            usage_name: text("usage_name").ok_or(NoIdentity)?,
            birth_name: text("birth_name"),
            birth_date: text("birth_date")
                .and_then(|date| date.parse().ok())
                .ok_or(NoIdentity)?,
            phone: text("phone")
                .and_then(|phone| PhoneNumber::parse(&phone).ok())
                .ok_or(NoIdentity)?,
            commune: text("commune_code").ok_or(NoIdentity)?,
            postal_code: text("postal_code").ok_or(NoIdentity)?,
            email: text("email"),
        };
        identity.validate().map_err(|_| NoIdentity)?;
        Ok(identity)
    }

    /// First name and name, or the one that there is.
    pub fn full_name(&self) -> String {
        let names = [self.first_name.as_str(), &self.usage_name];
        let given: std::vec::Vec<&str> = names
            .into_iter()
            .filter(|name| *name != formats::NO_NAME)
            .collect();
        given.join(" ")
    }

    /// Age in whole years on the day of `moment`, in UTC.
    pub fn age_at(&self, moment: Timestamp) -> i16 {
        self.birth_date.age_on(moment.date())
    }

    /// Whether the person is under 18 at that moment.
    pub fn is_minor_at(&self, moment: Timestamp) -> bool {
        self.age_at(moment) < 18
    }
}
