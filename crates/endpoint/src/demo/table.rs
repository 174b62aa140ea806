//! Table of the invented people, read from `people.toml`: their answers, when they come, what colleagues did.

use domain::{
    answers::Answers,
    desk::{Act, ActCodes, Seat},
    language::Language,
    time::Timestamp,
};
use serde::Deserialize;

use super::{DemoError, moments::When};

/// Everybody of the demonstration.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Table {
    /// Who works at the desk, by the name that is shown there.
    pub(super) colleagues: Vec<String>,
    /// Collective welcomes at the Mission Locale.
    pub(super) welcomes: Vec<InventedWelcome>,
    /// Who registers.
    pub(super) people: Vec<Invented>,
}

/// An invented collective welcome.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InventedWelcome {
    pub(super) begins: Begins,
    pub(super) seats: u32,
}

/// When a welcome begins.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Begins {
    /// So many open minutes ago.
    Ago(usize),
    /// In the first open moment that is at least so many hours away.
    HoursToCome(i64),
}

/// An invented young person. Holds answers: no `Debug`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Invented {
    pub(super) when: When,
    pub(super) language: Language,
    /// In whole years, on the day of the demonstration.
    pub(super) age: i16,
    /// How many calendar years ago the person left school.
    pub(super) left_school: Option<i16>,
    /// All but the birthday and that year. With a situation it is the whole form, else a callback request.
    pub(super) answers: Answers,
    /// What colleagues did, the earliest first.
    #[serde(default)]
    pub(super) steps: Vec<Done>,
    /// A right that was used afterwards.
    pub(super) right: Option<RightUsed>,
}

/// A step of a colleague.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Done {
    /// Which colleague, by place.
    pub(super) by: usize,
    /// How many open minutes ago.
    pub(super) ago: usize,
    act: String,
    result: Option<String>,
    pub(super) again: Option<Again>,
    /// At which welcome, by place, where it is about one.
    pub(super) welcome: Option<usize>,
}

/// Which moment to call again was agreed.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Again {
    /// It has come.
    Due,
    /// It is to come.
    Later,
}

/// A request about a right, sent from the phone that registered.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RightUsed {
    /// How many open minutes ago.
    pub(super) ago: usize,
    pub(super) answers: Answers,
}

impl Table {
    /// Reads the table.
    ///
    /// # Errors
    ///
    /// Where it is none: a defect.
    pub(super) fn read() -> Result<Self, DemoError> {
        toml::from_str(include_str!("people.toml"))
            .map_err(|error| DemoError::Table(error.message().to_owned()))
    }
}

impl Done {
    /// The act, with that moment to call again, and that seat.
    ///
    /// # Errors
    ///
    /// Where its codes do not belong together: a defect.
    pub(super) fn act(
        &self,
        call_back_at: Option<Timestamp>,
        seat: Option<Seat>,
    ) -> Result<Act, DemoError> {
        let codes = ActCodes {
            act: self.act.as_str(),
            result: self.result.as_deref(),
            call_back_at,
            seat,
        };
        let act = codes.read();
        act.ok_or_else(|| DemoError::Table(self.act.clone()))
    }
}
