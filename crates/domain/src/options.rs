//! Options: the only free choices there are (GDPR article 6.1.a), each for one purpose, off until somebody says yes.
//!
//! None is a condition of sending, and each is taken back as easily as given (article 7.3).
//! All else rests on the public-interest mission and asks for no consent.

use std::{string::String, vec::Vec};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::{
    answers::Answers,
    site::Site,
    submission::{Consent, Message, MessageKind},
    time::Timestamp,
};

/// What an option is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// Reminders by text message before an appointment.
    SmsReminders,
    /// Telling the partner who gave the link that the person has been in touch.
    TellPartner,
    /// News of the Mission Locale.
    News,
}

impl Purpose {
    /// Every purpose, in the order shown.
    pub const ALL: [Self; 3] = [Self::SmsReminders, Self::TellPartner, Self::News];

    /// The stable code: in the questionnaires, on the wire, in the store.
    pub fn code(self) -> &'static str {
        match self {
            Self::SmsReminders => "opt_sms_reminders",
            Self::TellPartner => "opt_tell_partner",
            Self::News => "opt_news",
        }
    }

    /// The purpose of that code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.code() == code)
    }

    /// Whether this Mission Locale offers it to somebody who came by that link.
    pub fn is_offered(self, site: &Site, source: Option<&str>) -> bool {
        match self {
            Self::SmsReminders => site.sms,
            Self::TellPartner => partner(site, source).is_some(),
            Self::News => site.news,
        }
    }
}

impl Serialize for Purpose {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Purpose {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        Self::from_code(&code).ok_or_else(|| D::Error::custom("expected the code of an option"))
    }
}

/// Reads the words on options, without those on options that are not known here.
///
/// An option is never a condition of sending: one that came later, or that never was, holds no registration.
pub(crate) fn read_known<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Vec<Consent>, D::Error> {
    #[derive(Deserialize)]
    struct Said {
        purpose: String,
        granted: bool,
        at: Timestamp,
    }
    let known = |said: Said| {
        Some(Consent {
            purpose: Purpose::from_code(&said.purpose)?,
            granted: said.granted,
            at: said.at,
        })
    };
    let all = Vec::<Said>::deserialize(deserializer)?;
    Ok(all.into_iter().filter_map(known).collect())
}

/// The options that this Mission Locale offers to somebody who came by the link of that source.
pub fn offered(site: &Site, source: Option<&str>) -> impl Iterator<Item = Purpose> {
    Purpose::ALL
        .into_iter()
        .filter(move |purpose| purpose.is_offered(site, source))
}

/// One word about one option: chosen, or taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// Which option.
    pub purpose: Purpose,
    /// Chosen; not so once it is taken back.
    pub granted: bool,
    /// When, by the phone's clock.
    pub at: Timestamp,
}

/// What a message says about options, as far as it counts: one word for each option at the most.
///
/// A yes to what this Mission Locale does not offer is no yes; a no always counts.
/// A rights request takes an option back in the register's own way, not here.
pub fn said(message: &Message, site: &Site) -> Vec<Choice> {
    let mut said: Vec<Choice> = match message.kind {
        MessageKind::Registration | MessageKind::CallbackRequest => {
            let choice = |consent: &Consent| Choice {
                purpose: consent.purpose,
                granted: consent.granted,
                at: consent.at,
            };
            message.consents.iter().map(choice).collect()
        }
        MessageKind::OptionChoice => {
            let purpose = named(&message.answers);
            let choice = |purpose| Choice {
                purpose,
                granted: message.answers.one("granted") == Some("yes"),
                at: message.filled_at,
            };
            purpose.map(choice).into_iter().collect()
        }
        MessageKind::RightsRequest => Vec::new(),
    };
    let source = message.context.source.as_deref();
    said.retain(|choice| !choice.granted || choice.purpose.is_offered(site, source));
    last_words(&said)
}

/// The option that an option choice, or the withdrawal of a rights request, names.
pub fn named(answers: &Answers) -> Option<Purpose> {
    Purpose::from_code(answers.one("option")?)
}

/// The last word on each option, in the order of the purposes: the latest, and of those the one that came last.
pub fn last_words(said: &[Choice]) -> Vec<Choice> {
    let last = |purpose: Purpose| {
        let about_it = said.iter().filter(|choice| choice.purpose == purpose);
        about_it.max_by_key(|choice| choice.at).copied()
    };
    Purpose::ALL.into_iter().filter_map(last).collect()
}

/// The partner whose link the person came by, as people read its name.
pub fn partner<'a>(site: &'a Site, source: Option<&str>) -> Option<&'a str> {
    site.partners.get(source?).map(String::as_str)
}

#[cfg(test)]
mod tests;
