//! The few answers that logic needs by name, in a typed view of a submission.

use std::{borrow::ToOwned, string::String};

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use validator::Validate;

use crate::{
    formats::{self, PhoneNumber},
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
    formats::is_email(text)
        .then_some(())
        .ok_or_else(|| validator::ValidationError::new("not_an_email"))
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
                .and_then(|phone| PhoneNumber::parse(&phone))
                .ok_or(NoIdentity)?,
            commune: text("commune_code").ok_or(NoIdentity)?,
            postal_code: text("postal_code").ok_or(NoIdentity)?,
            email: text("email"),
        };
        identity.validate().map_err(|_| NoIdentity)?;
        Ok(identity)
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

/// A surname as I-Milo wants it: capitals without accents, hyphens and apostrophes kept.
pub fn unaccented_capitals(name: &str) -> String {
    let mut out = String::new();
    for character in name.nfkd().flat_map(char::to_uppercase) {
        match character {
            // The letters that Unicode does not take apart.
            'Æ' => out.push_str("AE"),
            'Œ' => out.push_str("OE"),
            'Ø' => out.push('O'),
            'Đ' | 'Ð' => out.push('D'),
            'Ł' => out.push('L'),
            '’' | 'ʼ' => out.push('\''),
            accent if is_combining_mark(accent) => {}
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surnames_lose_accents_and_nothing_else() {
        for (typed, capitals) in [
            ("Benoît-Haddad", "BENOIT-HADDAD"),
            ("d’Œuvre", "D'OEUVRE"),
            ("Łukasz Şahin", "LUKASZ SAHIN"),
            ("Ne\u{301}mo", "NEMO"),
            ("N'Guyên Straße", "N'GUYEN STRASSE"),
        ] {
            assert_eq!(unaccented_capitals(typed), capitals);
        }
    }
}
