//! Everything a phone loads in one language: the app's sentences, the forms, the notices, the pages.

use std::{string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use crate::{
    binary::{self, binary_structs},
    notice::{Notice, TextPage},
    questionnaire::Questionnaire,
    submission::QuestionnaireRef,
    texts::{KeyDigest, Texts},
    wording::Wording,
};

/// The content of one language, compiled from `content/`.
///
/// A phone loads it as bytes, laid out by [`crate::binary`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bundle {
    /// The app's own sentences.
    pub texts: Texts,
    /// `fr`, `en`.
    pub language: String,
    /// The questionnaires.
    pub forms: Vec<Form>,
    /// The notices in force.
    pub notices: Vec<Notice>,
    /// The texts that stand alone.
    pub pages: Vec<TextPage>,
}

/// One questionnaire with its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Form {
    /// The questions.
    pub questionnaire: Questionnaire,
    /// Lowercase hexadecimal SHA-256 of the [`Sheet`](crate::imilo::Sheet) that the endpoint prints it with.
    pub digest: String,
    /// The words in the bundle's language.
    pub wording: Wording,
}

impl Form {
    /// What a message says of the form that was answered; `None` for names that `content` refuses.
    pub fn reference(&self) -> Option<QuestionnaireRef> {
        Some(QuestionnaireRef {
            id: self.questionnaire.id.parse().ok()?,
            version: self.questionnaire.version.parse().ok()?,
            digest: self.digest.parse().ok()?,
        })
    }
}

binary_structs! {
    Bundle { texts, language, forms, notices, pages }
    Form { questionnaire, digest, wording }
}

impl Bundle {
    /// The bytes that a phone loads.
    pub fn to_bytes(&self) -> Vec<u8> {
        binary::to_bytes(self)
    }

    /// The bundle in those bytes; `None` for bytes that are no bundle, or one of another list of keys: its sentences
    /// would be said in the places of others.
    pub fn from_bytes(bytes: &[u8], keys: KeyDigest) -> Option<Self> {
        binary::from_bytes(bytes).filter(|bundle: &Self| bundle.texts.are_of(keys))
    }

    /// The form of that questionnaire.
    pub fn form(&self, questionnaire: &str) -> Option<&Form> {
        self.forms
            .iter()
            .find(|form| form.questionnaire.id == questionnaire)
    }

    /// The notice of that name in the version in force; the newest where no version is named, or not in the bundle.
    pub fn notice(&self, id: &str, in_force: Option<&str>) -> Option<&Notice> {
        let mut named = self.notices.iter().filter(|notice| notice.id == id);
        let chosen = named
            .clone()
            .find(|notice| Some(notice.version.as_str()) == in_force);
        chosen.or_else(|| named.next())
    }

    /// The page of that name.
    pub fn page(&self, id: &str) -> Option<&TextPage> {
        self.pages.iter().find(|page| page.id == id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::notice::{Block, Layers, Topic};

    fn texts() -> Texts {
        let named = [("sent.title".to_owned(), "C’est bon.".to_owned())];
        Texts::of(&named.into_iter().collect(), |_| true)
    }

    fn layers() -> Layers {
        Layers {
            title: String::new(),
            summary: Vec::new(),
            topics: Vec::new(),
        }
    }

    #[test]
    fn the_notice_shown_is_the_one_in_force() {
        let notice = |version: &str| Notice {
            id: "preinscription".to_owned(),
            version: version.to_owned(),
            digest: String::new(),
            layers: layers(),
        };
        let bundle = Bundle {
            texts: texts(),
            language: "fr".to_owned(),
            forms: Vec::new(),
            notices: vec![notice("2027-01"), notice("2026-11")],
            pages: Vec::new(),
        };
        let shown = |in_force| {
            let notice = bundle.notice("preinscription", in_force);
            notice.map(|notice| notice.version.as_str())
        };
        assert_eq!(shown(Some("2026-11")), Some("2026-11"));
        assert_eq!(shown(Some("2025-01")), Some("2027-01"));
        assert_eq!(shown(None), Some("2027-01"));
        assert!(bundle.notice("imilo", None).is_none());
    }

    #[test]
    fn a_page_is_found_by_its_name_and_a_bundle_read_back_whole_by_the_build_that_wrote_it() {
        let block = |link: &str| Block {
            item: true,
            text: "Écrire à la CNIL".to_owned(),
            link: link.to_owned(),
        };
        let topic = Topic {
            title: "Une plainte".to_owned(),
            blocks: vec![block(""), block("https://www.cnil.fr/")],
        };
        let page = |id: &str, topics| TextPage {
            id: id.to_owned(),
            layers: Layers { topics, ..layers() },
        };
        let bundle = Bundle {
            texts: texts(),
            language: "fr".to_owned(),
            forms: Vec::new(),
            notices: Vec::new(),
            pages: vec![page("droits", vec![topic]), page("mots", Vec::new())],
        };
        assert_eq!(bundle.page("mots"), bundle.pages.get(1));
        assert!(bundle.page("preinscription").is_none());
        let bytes = bundle.to_bytes();
        let keys = KeyDigest::of(&["sent.title"]);
        assert_eq!(Bundle::from_bytes(&bytes, keys), Some(bundle));
        let of_another_build = KeyDigest::of(&["sent.lead", "sent.title"]);
        assert_eq!(Bundle::from_bytes(&bytes, of_another_build), None);
    }
}
