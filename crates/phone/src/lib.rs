//! The app's logic without a browser: what it decides and in which order, behind a few [`ports`].
//!
//! What acts: [`sending`] (answers are sealed, kept, forgotten, in that order), [`sync`] (the loop that empties the
//! outbox), [`outbox`] (keep, drain, take back), [`transfer`], [`draft`], [`options`], [`shared_device`], [`words`],
//! [`site`] and [`communes`]. Each has a trait `Page` for what it reads and shows of the open page.
//! What decides on plain values: [`compose`] (message, sealed entry); [`language`], [`screen`] and [`unsaved`] (what is
//! shown, what may go); [`hints`] and [`refusals`] (pages of questions); [`status`] and [`progress`] (what people are told
//! of what they sent); [`calls`] (by when, and until when); [`contact_files`] (what they may keep of it); [`notice`],
//! [`rights`] and [`eviction`]. [`text_keys`] has the keys of the sentences that all of them name.
//! Signals, focus, history and the browser's side of the ports are in the app itself.

#[macro_use]
pub mod text_keys;

pub mod calls;
pub mod communes;
pub mod compose;
pub mod contact_files;
pub mod draft;
pub mod eviction;
pub mod hints;
pub mod language;
pub mod notice;
pub mod options;
pub mod outbox;
pub mod ports;
pub mod preferences;
pub mod progress;
pub mod refusals;
pub mod rights;
pub mod screen;
pub mod sending;
pub mod shared_device;
pub mod site;
pub mod status;
pub mod sync;
pub mod transfer;
pub mod unsaved;
pub mod words;

#[cfg(test)]
mod testing;
