//! How answers map to the "dossier jeune" of I-Milo: what the PDF prints, and in which order.
//!
//! Only the endpoint reads it; the phone never carries it.

use std::{collections::BTreeMap, string::String, vec::Vec};

use serde::{Deserialize, Serialize};

use crate::{questionnaire::Questionnaire, wording::Wording};

/// All that is needed to check and print a submission years later: questions, French words, I-Milo's fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// The questions.
    pub questionnaire: Questionnaire,
    /// What the questions were called, in French.
    pub wording: Wording,
    /// I-Milo's sections and fields that this questionnaire fills, in I-Milo's order.
    pub sections: Vec<ImiloSection>,
    /// By `question` then code: what I-Milo calls that choice. No entry where that is not public.
    pub values: BTreeMap<String, BTreeMap<String, String>>,
    /// By code of the diploma question: its level on both national scales.
    pub levels: BTreeMap<String, DiplomaLevel>,
}

/// One section of the dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImiloSection {
    /// `Identité`, for example.
    pub title: String,
    /// In I-Milo's order.
    pub fields: Vec<ImiloField>,
}

/// One field of the dossier, and the questions that fill it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImiloField {
    /// `Nom d’usage`, for example.
    pub title: String,
    /// What helps who types it, as staff have found out.
    #[serde(default)]
    pub hint: Option<String>,
    /// Question ids, in the order of the questionnaire.
    pub questions: Vec<String>,
}

/// Where a diploma stands; both scales are in use (décret 2019-14, and the one of 1969).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DiplomaLevel {
    /// `IV`, `V bis`; nothing where the advisor decides.
    #[serde(default)]
    pub level_1969: Option<String>,
    /// `4`, `infra 3`; nothing where the advisor decides.
    #[serde(default)]
    pub level_2019: Option<String>,
}
