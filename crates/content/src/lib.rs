//! Reads, checks and compiles `content/`, which advisors and officers write; and the list of files of a built app.
//!
//! Runs on the host alone, at build time and when the endpoint starts. It reads files and nothing else:
//! no network, no clock, no environment. A mistake is refused with its file, line, field and what was expected.

pub mod app_list;
pub mod colour;
pub mod compression;
pub mod contact;
mod fields;
mod folder;
mod form;
mod imilo;
mod layers;
mod library;
mod list;
mod names;
mod notice;
mod page;
mod placeholder;
mod problem;
pub mod regular_file;
mod secret;
pub mod sentences;
mod site;
mod source;
mod system;
mod texts;
mod words;

pub use library::{CompiledSheet, Library};
pub use problem::{ContentError, Problem};
pub use secret::{Credentials, Secret, SecretError};
pub use site::{Desk, Languages, Look, NOTICES_OF_APP, Neighbour, Picture, SiteFile, WelcomePlace};
pub use system::in_french;
