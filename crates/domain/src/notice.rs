//! A notice: who reads the answers, why, how long, which rights. Being told, not being asked.

use std::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use crate::{packed::packed_structs, submission::Acknowledgement, time::Timestamp};

/// One version of one notice in one language, cut into what a screen shows.
///
/// Sentences hold placeholders such as `{site.name}`, filled from `/v1/site`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// `preinscription`, for example.
    pub id: String,
    /// The version, `2026-11` for example.
    pub version: String,
    /// Lowercase hexadecimal SHA-256 of the Markdown as it stands in the file.
    pub digest: String,
    /// The title.
    pub title: String,
    /// The first layer: a few plain sentences.
    pub summary: Vec<String>,
    /// The second layer, one topic a tap.
    pub topics: Vec<Topic>,
}

packed_structs! {
    Notice { id, version, digest, title, summary, topics }
    Topic { title, blocks }
    Block { item, text }
}

impl Notice {
    /// What a message says of this notice, once it was shown.
    pub fn acknowledgement(&self, language: &str, shown_at: Timestamp) -> Acknowledgement {
        Acknowledgement {
            notice: self.id.clone(),
            version: self.version.clone(),
            digest: self.digest.clone(),
            language: language.to_owned(),
            shown_at,
        }
    }
}

/// One heading of a notice and what stands under it.
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
    /// The sentence or sentences.
    pub text: String,
}
