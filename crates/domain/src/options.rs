//! Options: the only free choices there are (GDPR article 6.1.a), each for one purpose, off until somebody says yes.
//!
//! None is a condition of sending, and each is taken back as easily as given (article 7.3).
//! All else rests on the public-interest mission and asks for no consent.

use crate::site::Site;

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
            Self::SmsReminders => true,
            Self::TellPartner => partner(site, source).is_some(),
            Self::News => site.news,
        }
    }
}

/// The options that this Mission Locale offers to somebody who came by the link of that source.
pub fn offered(site: &Site, source: Option<&str>) -> impl Iterator<Item = Purpose> {
    Purpose::ALL
        .into_iter()
        .filter(move |purpose| purpose.is_offered(site, source))
}

/// The partner whose link the person came by, as people read its name.
pub fn partner<'a>(site: &'a Site, source: Option<&str>) -> Option<&'a str> {
    site.partners.get(source?).map(String::as_str)
}

#[cfg(test)]
mod tests;
