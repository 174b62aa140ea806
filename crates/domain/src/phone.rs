//! Telephone numbers: any number of the world, as people write it.
//!
//! A number of E.164 (ITU-T) has at most fifteen digits, its country's code among them. Numbers of France and of its
//! overseas plans are checked to the digit: ARCEP decision 2018-0881 and, for the Pacific, the ITU's list.

use std::{format, string::String};

use serde::{Serialize, Serializer};

use self::countries::{is_unassigned, without_trunk};

mod countries;

/// A number that can be dialled from anywhere.
#[derive(Clone, PartialEq, Eq)]
pub struct PhoneNumber {
    /// Country code and national number.
    digits: String,
    plan: Option<&'static Plan>,
}

/// Why a text is no telephone number, so that a person knows what to put right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slip {
    /// Something in it is neither a digit nor a separator.
    NotDigits,
    /// Digits are missing.
    TooShort,
    /// There are digits too many.
    TooLong,
    /// So many digits that they are of two numbers.
    Two,
    /// It begins neither with 0 nor with + and a country.
    NoCountry,
    /// It begins as no person's number does: `00 0`, `08`, `+999`.
    Unused,
}

/// A numbering plan of France.
#[derive(PartialEq, Eq)]
struct Plan {
    country: &'static str,
    /// How many digits a national number has.
    lengths: &'static [usize],
    /// Whether it is dialled with a leading 0 at home.
    has_trunk: bool,
}

const fn plan(country: &'static str, lengths: &'static [usize], has_trunk: bool) -> Plan {
    Plan {
        country,
        lengths,
        has_trunk,
    }
}

const PLANS: [Plan; 9] = [
    plan("33", &[9], true),
    plan("262", &[9], true),
    plan("590", &[9], true),
    plan("594", &[9], true),
    plan("596", &[9], true),
    plan("508", &[6, 9], false),
    plan("681", &[6], false),
    plan("687", &[6], false),
    plan("689", &[8], false),
];

/// The shortest numbers in use have seven digits with their country's code.
const SHORTEST: usize = 7;
const LONGEST: usize = 15;
/// More than the longest has with its 00: two of them.
const TWO: usize = 18;

impl PhoneNumber {
    /// Reads a number however it is spaced: `06 12 34 56 78`, `+33 (0)6.12.34.56.78`, `00262 692 12 34 56`,
    /// `+32 470 12 34 56`, `Tél. : 06 12 34 56 78`; with a letter O for a zero; and, where it can be meant in one way
    /// alone, without its 0 or its +.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, Slip> {
        if text.bytes().filter(u8::is_ascii_digit).count() >= TWO {
            return Err(Slip::Two);
        }
        let mut has_plus = false;
        let mut digits = String::new();
        let mut rest = number_in(text).chars();
        while let Some(c) = rest.next() {
            match c {
                '0'..='9' => digits.push(c),
                // A keyboard of letters has it where a zero is meant.
                'O' | 'o' => digits.push('0'),
                '+' if digits.is_empty() => has_plus = true,
                // +33 (0)6: what is dialled at home stands in brackets. (0)6 alone is at home.
                '(' if !digits.is_empty() && rest.as_str().starts_with("0)") => {
                    rest.next();
                }
                ' ' | '.' | ',' | ':' | '-' | '/' | '(' | ')' | '\u{b7}' | '\u{2022}' | '_' => {}
                _ => return Err(Slip::NotDigits),
            }
        }
        match (has_plus, digits.strip_prefix("00")) {
            (_, Some(rest)) => Self::international(rest),
            // Nine digits from 6 or 7 on are a mobile number of France, or one of its plans in the Pacific.
            (true, None)
                if digits.len() == 9
                    && digits.starts_with(['6', '7'])
                    && plan_of(&digits).is_none() =>
            {
                Self::at_home(&digits)
            }
            (true, None) if !digits.starts_with('0') => Self::international(&digits),
            _ => Self::at_home(&digits),
        }
    }

    /// Digits after a + or a 00.
    fn international(digits: &str) -> Result<Self, Slip> {
        // No country's code begins with 0.
        if digits.starts_with('0') {
            return Err(Slip::Unused);
        }
        let Some(plan) = plan_of(digits) else {
            if is_unassigned(digits) {
                return Err(Slip::Unused);
            }
            let digits = without_trunk(digits);
            return match digits.len() {
                0..SHORTEST => Err(Slip::TooShort),
                SHORTEST..=LONGEST => Ok(Self { digits, plan: None }),
                _ => Err(Slip::TooLong),
            };
        };
        let national = digits.get(plan.country.len()..).unwrap_or_default();
        // People write +33 06, too.
        let national = match national.strip_prefix('0') {
            Some(rest) if plan.has_trunk => rest,
            _ => national,
        };
        Self::of(plan, national)
    }

    /// Digits without a country.
    fn at_home(digits: &str) -> Result<Self, Slip> {
        let [france, ..] = &PLANS;
        if let Some(national) = digits.strip_prefix('0') {
            return Self::of(france, national);
        }
        // A mobile number without its 0, or the country's code without its +.
        match (digits.len(), digits.as_bytes().first()) {
            (9, Some(b'6' | b'7')) => Self::of(france, digits),
            (11 | 12, _) if digits.starts_with("33") => Self::international(digits),
            (0..=5, _) => Err(Slip::TooShort),
            _ => Err(Slip::NoCountry),
        }
    }

    fn of(plan: &'static Plan, national: &str) -> Result<Self, Slip> {
        let (length, lengths) = (national.len(), plan.lengths);
        if lengths.iter().all(|fits| length < *fits) {
            return Err(Slip::TooShort);
        }
        if !lengths.contains(&length) {
            return Err(Slip::TooLong);
        }
        // No national number begins with a second 0; with 8 begin services, freephone and premium, that are no person's.
        if national.starts_with('0') || plan.country == "33" && national.starts_with('8') {
            return Err(Slip::Unused);
        }
        Ok(Self {
            digits: [plan.country, national].concat(),
            plan: Some(plan),
        })
    }

    /// As I-Milo writes it: `06.12.34.56.78`; with the country where no leading 0 is dialled: `+687.75.12.34`.
    /// A number of another country is not grouped: `+32470123456`.
    pub fn dotted(&self) -> String {
        let Some(plan) = self.plan else {
            return self.e164();
        };
        let national = self.digits.get(plan.country.len()..).unwrap_or_default();
        if plan.has_trunk {
            pairs(&format!("0{national}"))
        } else {
            format!("+{}.{}", plan.country, pairs(national))
        }
    }

    /// As a telephone dials it from anywhere: `+33612345678`.
    pub fn e164(&self) -> String {
        format!("+{}", self.digits)
    }

    /// Whether it is of another country, whose name a person may want to read beside it.
    pub fn is_foreign(&self) -> bool {
        self.plan.is_none()
    }
}

/// The text from where the number begins: what stands before it says that it is one (`Tél. :`, `mobile`).
fn number_in(text: &str) -> &str {
    let begins = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'+' | b'(');
    let bytes = text.as_bytes();
    let start = bytes.iter().position(begins).unwrap_or_default();
    // Of O6 the letter is the beginning, where it is no word's end.
    let is_letter_o = |at: usize| matches!(bytes.get(at), Some(b'O' | b'o'));
    let is_in_word = |at: usize| {
        let byte = bytes.get(at).copied().unwrap_or_default();
        byte.is_ascii_alphabetic() || !byte.is_ascii()
    };
    let starts_with_o =
        start > 0 && is_letter_o(start - 1) && !(start > 1 && is_in_word(start - 2));
    text.get(start - usize::from(starts_with_o)..)
        .unwrap_or_default()
}

/// The plan of France that a number with its country's code is of.
fn plan_of(digits: &str) -> Option<&'static Plan> {
    PLANS.iter().find(|plan| digits.starts_with(plan.country))
}

/// As a telephone dials it from anywhere.
impl Serialize for PhoneNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.e164())
    }
}

fn pairs(digits: &str) -> String {
    let mut out = String::new();
    // An odd count starts with a group of three, as in +508 6 digits never has, but 9 digits do.
    let offset = digits.len() % 2;
    for (index, digit) in digits.chars().enumerate() {
        if index > offset && (index - offset).is_multiple_of(2) {
            out.push('.');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests;
