//! The head of the fiche: who to call and what to know before the call.

use content::{Neighbour, SiteFile};
use domain::{
    answers::Answers, identity::Identity, language::Language, places::Territory,
    submission::Submission,
};
use serde::Serialize;

use super::{Letter, answer::Reader, language, telephone};
/// Each part by itself, so that a missing one hides no other.
#[derive(Serialize)]
pub(crate) struct Person {
    pub(crate) name: Option<String>,
    pub(crate) phone: Option<String>,
    pub(crate) slots: Option<String>,
    pub(crate) age: Option<i16>,
    pub(crate) minor: bool,
    pub(crate) commune: Option<String>,
    pub(crate) territory: Option<Territory>,
    /// The Mission Locale of that commune, where the site's file names it.
    pub(crate) elsewhere: Option<String>,
    /// What the person wants to talk about.
    pub(crate) needs: Option<String>,
    pub(crate) situation: Option<String>,
    pub(crate) housing: Option<Housing>,
    /// Of the form, where it was not French: the language to call in.
    pub(crate) language: Option<String>,
}

/// What makes a call urgent.
#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Housing {
    /// Nowhere to sleep.
    None,
    /// No stable address.
    Unstable,
}

impl Housing {
    /// Of the answers to two questions of the long form.
    pub(super) fn of(answers: &Answers) -> Option<Self> {
        if answers.one("housing") == Some("no_housing") {
            return Some(Self::None);
        }
        (answers.one("no_stable_address") == Some("yes")).then_some(Self::Unstable)
    }
}

impl Person {
    pub(super) fn of(
        submission: &Submission,
        reader: &Reader,
        letter: &Letter,
        site: &SiteFile,
    ) -> Self {
        let identity = Identity::of(submission);
        let territory = territory(submission, site);
        let commune = identity.commune_code.as_deref();
        let elsewhere = commune.filter(|_| territory == Some(Territory::Outside));
        let elsewhere = elsewhere.and_then(|commune| site.neighbour_of(commune));
        let spoken = submission.message().language;
        Self {
            name: identity.full_name(),
            // As typed where it is no number that is known: an advisor may still read one in it.
            phone: match &identity.phone {
                Some(phone) => Some(telephone::shown(phone)),
                None => reader.answers.one("phone").map(ToOwned::to_owned),
            },
            slots: reader.labels("contact_slots"),
            age: identity.age_at(letter.received_at()),
            minor: identity.is_minor_at(letter.received_at()),
            commune: commune.map(|commune| reader.commune(commune)),
            territory,
            elsewhere: elsewhere.map(Neighbour::in_words),
            needs: reader.labels("needs"),
            situation: reader.said("current_situation"),
            housing: Housing::of(submission.answers()),
            language: (spoken != Language::REFERENCE).then(|| language(spoken, reader.words)),
        }
    }
}

/// Whether the commune of an answer is one that this Mission Locale serves.
pub(super) fn territory(submission: &Submission, site: &SiteFile) -> Option<Territory> {
    let answer = |question| submission.answers().one(question).unwrap_or_default();
    Territory::of(
        answer("postal_code"),
        answer("commune_code"),
        &site.public.territory,
    )
}
