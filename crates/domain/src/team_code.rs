//! The code that a team sets on a device that passes from hand to hand, and how long a wrong one makes people wait.
//!
//! It stands between the next person and what others left there, no more: digits are few, and who opens the browser's
//! own tools reaches what is kept without them.

use std::{format, string::String};

use crate::time::Timestamp;

/// The fewest digits, and the most.
pub const DIGITS: std::ops::RangeInclusive<usize> = 4..=12;

/// The longest wait after a wrong code: at this rate all codes of four digits take three months.
const LONGEST_WAIT_SECONDS: i64 = 15 * 60;

/// Whether a text can be a code: a few digits and nothing else.
pub fn is_code(text: &str) -> bool {
    DIGITS.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What the device keeps of its code. Not the code.
#[derive(Clone, PartialEq, Eq)]
pub struct TeamCode {
    /// Random, hexadecimal.
    pub salt: String,
    /// The slow hash of the code with that salt, hexadecimal.
    pub hash: String,
    /// Wrong tries since the last good one.
    wrong: u32,
    /// No try counts before this, by the device's clock.
    not_before: Timestamp,
}

impl TeamCode {
    /// A code without a try yet.
    pub fn new(salt: String, hash: String) -> Self {
        Self {
            salt,
            hash,
            wrong: 0,
            not_before: Timestamp::from_unix_seconds(0),
        }
    }

    /// The same after a try at `now` that is not known to be good: written before the try is checked, so that a page
    /// loaded anew waits as well.
    #[must_use]
    pub fn tried(self, now: Timestamp) -> Self {
        let wait = 1_i64
            .checked_shl(self.wrong)
            .unwrap_or(LONGEST_WAIT_SECONDS);
        Self {
            not_before: now.plus_seconds(wait.clamp(1, LONGEST_WAIT_SECONDS)),
            wrong: self.wrong.saturating_add(1).min(60),
            ..self
        }
    }

    /// The same once the right code was said.
    #[must_use]
    pub fn opened(self) -> Self {
        Self::new(self.salt, self.hash)
    }

    /// How long until the next try counts. A wait longer than any that is given is of a clock that was ahead,
    /// and counts as over.
    pub fn seconds_to_wait(&self, now: Timestamp) -> i64 {
        match self.not_before.seconds_since(now) {
            wait @ 0..=LONGEST_WAIT_SECONDS => wait,
            _ => 0,
        }
    }

    /// One line, as it is kept.
    pub fn to_line(&self) -> String {
        let (wrong, not_before) = (self.wrong, self.not_before.unix_seconds());
        format!("{} {} {wrong} {not_before}", self.salt, self.hash)
    }

    /// What such a line says; `None` for any other.
    pub fn from_line(line: &str) -> Option<Self> {
        let mut words = line.split(' ');
        let (salt, hash) = (words.next()?.into(), words.next()?.into());
        Some(Self {
            salt,
            hash,
            wrong: words.next()?.parse().ok()?,
            not_before: Timestamp::from_unix_seconds(words.next()?.parse().ok()?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_unix_seconds(1_790_000_000 + seconds)
    }

    #[test]
    fn a_code_is_a_few_digits() {
        for good in ["1234", "000000000000"] {
            assert!(is_code(good), "{good}");
        }
        for bad in ["", "123", "1234567890123", "12 34", "12a4", "١٢٣٤"] {
            assert!(!is_code(bad), "{bad}");
        }
    }

    #[test]
    fn each_wrong_code_makes_people_wait_longer_up_to_a_bound_and_a_right_one_ends_it() {
        let mut code = TeamCode::new("00".into(), "ff".into());
        assert_eq!(code.seconds_to_wait(at(0)), 0);
        let mut before = 0;
        for turn in 0..100 {
            code = code.tried(at(0));
            let wait = code.seconds_to_wait(at(0));
            assert!(wait > before || wait == LONGEST_WAIT_SECONDS, "{turn}");
            assert_eq!(code.seconds_to_wait(at(wait)), 0, "{turn}");
            before = wait;
        }
        assert_eq!(before, LONGEST_WAIT_SECONDS);
        // A clock that was a year ahead when it was written: the wait does not last until then.
        assert_eq!(code.seconds_to_wait(at(-31_000_000)), 0);
        assert_eq!(code.opened().seconds_to_wait(at(0)), 0);
    }

    #[test]
    fn what_is_kept_is_read_back_and_another_text_is_no_code() {
        let code = TeamCode::new("00".into(), "ff".into())
            .tried(at(0))
            .tried(at(5));
        assert_eq!(code.to_line(), "00 ff 2 1790000007");
        assert!(TeamCode::from_line(&code.to_line()) == Some(code));
        for bad in ["", "00", "00 ff", "00 ff x 1", "00 ff 1"] {
            assert!(TeamCode::from_line(bad).is_none(), "{bad}");
        }
    }
}
