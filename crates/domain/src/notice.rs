//! What people are told: notices, which a message can name, and pages, which stand alone.
//!
//! A notice says who reads the answers, why, how long, with which rights. Being told, not being asked.

use std::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use crate::{
    binary::binary_structs, language::Language, submission::Acknowledgement, time::Timestamp,
};

/// The notice that is shown before anything is sent; every message names it.
pub const BEFORE_SENDING: &str = "preinscription";

/// A text in one language, cut into what a screen shows.
///
/// Sentences and links hold placeholders such as `{site.name}`, filled from `/v1/site`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layers {
    /// The title.
    pub title: String,
    /// The first layer: five plain sentences of a notice, what opens a page, if anything does.
    pub summary: Vec<String>,
    /// The second layer, one topic a tap.
    pub topics: Vec<Topic>,
}

/// One version of one notice in one language: what it says, and what a message names it by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// `preinscription`, for example.
    pub id: String,
    /// The version, `2026-11` for example.
    pub version: String,
    /// Lowercase hexadecimal SHA-256 of the Markdown as it stands in the file.
    pub digest: String,
    /// What it says.
    pub layers: Layers,
}

/// A text that stands alone, in one language: no message says that it was shown, so it has no version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TextPage {
    /// `droits`, for example.
    pub id: String,
    /// What it says.
    pub layers: Layers,
}

binary_structs! {
    Layers { title, summary, topics }
    Notice { id, version, digest, layers }
    TextPage { id, layers }
    Topic { title, blocks }
    Block { item, text, link }
}

impl Notice {
    /// What a message says of this notice, once it was shown; `None` for names that `content` refuses.
    pub fn acknowledgement(
        &self,
        language: Language,
        shown_at: Timestamp,
    ) -> Option<Acknowledgement> {
        Some(Acknowledgement {
            notice: self.id.parse().ok()?,
            version: self.version.parse().ok()?,
            digest: self.digest.parse().ok()?,
            language,
            shown_at,
        })
    }
}

/// One heading and what stands under it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    /// The heading.
    pub title: String,
    /// Paragraphs and list items, in order.
    pub blocks: Vec<Block>,
}

/// A paragraph or an item of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Whether it is an item of a list.
    pub item: bool,
    /// The sentence or sentences; the words of the link where it is one.
    pub text: String,
    /// Where it leads when all of it is one link (`https:`, `mailto:` or `tel:`), else empty.
    pub link: String,
}
