//! The app's logic without a browser: what it decides and in which order, behind a few [`ports`].
//!
//! What acts: [`compose`] (answers, message, sealed entry), [`sync`] (the loop that empties the outbox), [`outbox`] (keep,
//! drain, take back), [`transfer`], and of [`shared_device`] what is forgotten there.
//! What decides on plain values: [`language`], [`screen`] and [`unsaved`] (what is shown, what may go); [`hints`],
//! [`refusals`] and [`communes`] (pages of questions); [`status`] and [`progress`] (what people are told of what they
//! sent); [`draft`], [`notice`], [`options`], [`rights`], [`eviction`] and [`site`].
//! Pages, signals and the browser's side of the ports are in the app itself.

pub mod communes;
pub mod compose;
pub mod draft;
pub mod eviction;
pub mod hints;
pub mod language;
pub mod notice;
pub mod options;
pub mod outbox;
pub mod ports;
pub mod progress;
pub mod refusals;
pub mod rights;
pub mod screen;
pub mod shared_device;
pub mod site;
pub mod status;
pub mod sync;
pub mod transfer;
pub mod unsaved;

#[cfg(test)]
mod testing;
