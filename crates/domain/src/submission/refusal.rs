//! Refusals: the rules that answers are checked by, and why one is not accepted.

use std::{
    borrow::ToOwned,
    string::{String, ToString},
    vec::Vec,
};

use serde::{Deserialize, Serialize};

use crate::{
    answers::{Answer, Answers},
    email, formats,
    journey::Journey,
    phone::{self, PhoneNumber},
    questionnaire::{Kind, Question, Questionnaire},
    signs,
    time::Date,
};

/// Why an answer is not accepted. The codes are stable; the sentences are texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Required and not answered.
    Missing,
    /// More characters than the limit.
    TooLong,
    /// Control characters, or nothing readable.
    NotReadable,
    /// No code of the list.
    NotAChoice,
    /// A choice that stands alone came with others.
    NotAlone,
    /// No day of the calendar, or one that has not come.
    NotADate,
    /// Younger than the form is for.
    TooYoung,
    /// Older than the form is for.
    TooOld,
    /// No number that can be called: something in it is no digit.
    NotAPhone,
    /// No e-mail address: a sign, or a full stop, that none has.
    NotAnEmail,
    /// No postal code.
    NotAPostalCode,
    /// No year that can be chosen.
    NotAYear,
    /// An answer to a question that this journey does not ask.
    NotAsked,
    /// A name that is not written in Latin letters.
    NotLatin,
    /// A date of which the day, the month or the year is missing.
    DateNotWhole,
    /// A day that has not come yet.
    DateToCome,
    /// A telephone number with digits missing.
    PhoneTooShort,
    /// A telephone number with digits too many.
    PhoneTooLong,
    /// A telephone number that begins neither with 0 nor with + and a country.
    PhoneNoCountry,
    /// Two telephone numbers.
    PhoneTwice,
    /// A telephone number that begins as none does.
    PhoneUnused,
    /// An e-mail address without its @, or with several.
    EmailNoAt,
    /// An e-mail address without a provider after its @.
    EmailNoDomain,
}

impl Reason {
    /// Every reason, for the test that each has its sentence.
    pub const ALL: [Self; 23] = [
        Self::Missing,
        Self::TooLong,
        Self::NotReadable,
        Self::NotAChoice,
        Self::NotAlone,
        Self::NotADate,
        Self::TooYoung,
        Self::TooOld,
        Self::NotAPhone,
        Self::NotAnEmail,
        Self::NotAPostalCode,
        Self::NotAYear,
        Self::NotAsked,
        Self::NotLatin,
        Self::DateNotWhole,
        Self::DateToCome,
        Self::PhoneTooShort,
        Self::PhoneTooLong,
        Self::PhoneNoCountry,
        Self::PhoneTwice,
        Self::PhoneUnused,
        Self::EmailNoAt,
        Self::EmailNoDomain,
    ];

    /// Whether the form is for people of another age.
    pub fn is_of_age(self) -> bool {
        matches!(self, Self::TooYoung | Self::TooOld)
    }

    /// The stable code: the key of the sentence in the language files, and the word on the wire.
    pub fn code(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::TooLong => "too_long",
            Self::NotReadable => "not_readable",
            Self::NotAChoice => "not_a_choice",
            Self::NotAlone => "not_alone",
            Self::NotADate => "not_a_date",
            Self::TooYoung => "too_young",
            Self::TooOld => "too_old",
            Self::NotAPhone => "not_a_phone",
            Self::NotAnEmail => "not_an_email",
            Self::NotAPostalCode => "not_a_postal_code",
            Self::NotAYear => "not_a_year",
            Self::NotAsked => "not_asked",
            Self::NotLatin => "not_latin",
            Self::DateNotWhole => "date_not_whole",
            Self::DateToCome => "date_to_come",
            Self::PhoneTooShort => "phone_too_short",
            Self::PhoneTooLong => "phone_too_long",
            Self::PhoneNoCountry => "phone_no_country",
            Self::PhoneTwice => "phone_twice",
            Self::PhoneUnused => "phone_unused",
            Self::EmailNoAt => "email_no_at",
            Self::EmailNoDomain => "email_no_domain",
        }
    }
}

/// One answer that is not accepted. Names the question, never the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// The question's id.
    pub question: String,
    /// Why.
    pub reason: Reason,
}

impl Refusal {
    pub(super) fn new(question: &str, reason: Reason) -> Self {
        Self {
            question: question.to_owned(),
            reason,
        }
    }
}

/// Every refusal of the whole form, in the order of the questions.
pub fn refusals(questionnaire: &Questionnaire, answers: &Answers, today: Date) -> Vec<Refusal> {
    let journey = Journey::new(questionnaire, answers);
    let asked = journey.questions();
    let mut refusals: Vec<Refusal> = asked
        .filter_map(|question| refusal(question, answers, today))
        .collect();
    let stray = answers.iter().filter(|(id, _)| !journey.asks(id));
    refusals.extend(stray.map(|(id, _)| Refusal::new(id, Reason::NotAsked)));
    refusals
}

/// The refusal of one question's answer, if there is one.
pub fn refusal(question: &Question, answers: &Answers, today: Date) -> Option<Refusal> {
    let reason = match answers.get(&question.id) {
        None if question.required => Some(Reason::Missing),
        None => None,
        Some(answer) => check_answer(question, answer, today).err(),
    };
    reason.map(|reason| Refusal::new(&question.id, reason))
}

fn check_answer(question: &Question, answer: &Answer, today: Date) -> Result<(), Reason> {
    let text = match (question.kind, answer) {
        (Kind::Choices, Answer::Many(codes)) => return check_codes(question, codes),
        (Kind::Choices, Answer::One(_)) | (_, Answer::Many(_)) => return Err(Reason::NotAChoice),
        (_, Answer::One(text)) => text.as_str(),
    };
    // These have rules of their own for what stands for none.
    let is_ruled = matches!(question.kind, Kind::Name | Kind::PostalCode);
    let is_line = is_ruled || formats::is_plain_line(text);
    if text.trim() != text || !is_line {
        return Err(Reason::NotReadable);
    }
    if signs::seen_length(text) > question.max_length() && question.kind != Kind::Email {
        return Err(Reason::TooLong);
    }
    match question.kind {
        Kind::Choice if question.choice(text).is_none() => Err(Reason::NotAChoice),
        Kind::YesNo if !matches!(text, "yes" | "no") => Err(Reason::NotAChoice),
        Kind::Tick if text != "yes" => Err(Reason::NotAChoice),
        Kind::Date => check_date(question, text, today),
        Kind::Name if !formats::is_name(text) => Err(Reason::NotLatin),
        Kind::Phone => PhoneNumber::parse(text)
            .map(|_| ())
            .map_err(|slip| match slip {
                phone::Slip::NotDigits => Reason::NotAPhone,
                phone::Slip::Two => Reason::PhoneTwice,
                phone::Slip::Unused => Reason::PhoneUnused,
                phone::Slip::TooShort => Reason::PhoneTooShort,
                phone::Slip::TooLong => Reason::PhoneTooLong,
                phone::Slip::NoCountry => Reason::PhoneNoCountry,
            }),
        Kind::Email => email::check(text).map_err(|slip| match slip {
            email::Slip::BadSign => Reason::NotAnEmail,
            email::Slip::NoAt => Reason::EmailNoAt,
            email::Slip::NoDomain => Reason::EmailNoDomain,
        }),
        Kind::PostalCode if !formats::is_postal_code(text) => Err(Reason::NotAPostalCode),
        Kind::Year if !years(question, today).any(|year| year == text) => Err(Reason::NotAYear),
        _ => Ok(()),
    }
}

fn check_codes(question: &Question, codes: &[String]) -> Result<(), Reason> {
    let known = codes.iter().all(|code| question.choice(code).is_some());
    let twice = codes
        .iter()
        .enumerate()
        .any(|(index, code)| codes.iter().skip(index + 1).any(|other| other == code));
    if codes.is_empty() || !known || twice {
        return Err(Reason::NotAChoice);
    }
    let exclusive = |code: &String| question.choice(code).is_some_and(|choice| choice.exclusive);
    if codes.len() > 1 && codes.iter().any(exclusive) {
        return Err(Reason::NotAlone);
    }
    Ok(())
}

fn check_date(question: &Question, text: &str, today: Date) -> Result<(), Reason> {
    if text.splitn(3, '-').filter(|part| !part.is_empty()).count() < 3 {
        return Err(Reason::DateNotWhole);
    }
    let date: Date = text.parse().map_err(|_| Reason::NotADate)?;
    let age = date.age_on(today);
    if date > today {
        return Err(Reason::DateToCome);
    }
    if age > 120 {
        return Err(Reason::NotADate);
    }
    match question.ages {
        Some(ages) if age < ages.from => Err(Reason::TooYoung),
        Some(ages) if age > ages.to => Err(Reason::TooOld),
        _ => Ok(()),
    }
}

/// The code that stands for every year before those that a `year` question lists.
pub const EARLIER: &str = "earlier";

/// What a `year` question offers, newest first, then [`EARLIER`].
pub fn years(question: &Question, today: Date) -> impl Iterator<Item = String> {
    let count = question.last_years.unwrap_or(10);
    let listed = (0..count).map(move |back| (today.year() - back).to_string());
    listed.chain([EARLIER.to_owned()])
}
