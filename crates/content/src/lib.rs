//! What advisors and data-protection officers write in `content/`, read, checked and compiled; and the list of what was built.
//!
//! Runs on the host alone, at build time and when the endpoint starts. It reads files and nothing else:
//! no network, no clock, no environment. A mistake is refused with its file, line, field and what was expected.

pub mod app_list;
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
mod site;
mod source;
mod texts;
mod words;

pub use library::{CompiledSheet, Library};
pub use problem::{ContentError, Problem};
pub use secret::{Credentials, Secret, SecretError};
pub use site::SiteFile;
