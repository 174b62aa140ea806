//! The rules of both sides, without I/O: questions, answers, submissions, outbox, deliveries, rights, retention.
//!
//! No I/O, no clock, no randomness, no async runtime, no cryptography:
//! time, chance and data come in as arguments, a decision goes out.
//! The phone and the endpoint run the very same functions.

mod binary;

pub mod json;

pub mod sorted_map;

pub mod time;

pub mod clock_bounds;

pub mod code;

pub mod language;

pub mod questionnaire;

pub mod answers;

pub mod journey;

pub mod formats;

pub mod places;

pub mod signs;

pub mod tidy;

pub mod phone;

pub mod spelling;

pub mod email;

pub mod submission;

pub mod identity;

pub mod imilo;

pub mod wording;

pub mod notice;

pub mod bundle;

pub mod site;

pub mod calendar;

pub mod outbox;

pub mod delivery;

pub mod reference;

pub mod retention;

pub mod rights;

pub mod desk;

pub mod options;

pub mod owner;

pub mod paths;

pub mod content_parts;

pub mod texts;

pub mod team_code;

pub mod wire;
