//! One Mission Locale, as `GET /v1/site` tells it and as the app keeps it for the days without network.

use std::{string::String, vec::Vec};

use crate::{
    answers::Answers, calendar::OpeningHours, json::json_struct, places::Territory,
    sorted_map::SortedMap, time::Timestamp,
};

json_struct! {
    /// What everybody may know of a Mission Locale.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Site {
        /// Short stable name, `demo` for example.
        pub id: String,
        /// `Mission Locale de …`, in full.
        pub name: String,
        /// The postal address, one line each.
        pub address: Vec<String>,
        /// The telephone number as people read it.
        pub phone: String,
        /// The telephone number as it is dialled: `+33320000000`.
        pub phone_e164: String,
        /// Where to write.
        pub email: String,
        /// The Mission Locale's own pages.
        pub website: String,
        /// The data-protection officer's address.
        pub officer_email: String,
        /// The company that hosts the endpoint, by the name that the notice gives it.
        pub host: String = default,
        /// The company that carries the mailbox's mail, likewise.
        pub mail_provider: String = default,
        /// IANA time zone, `Europe/Paris` for example.
        pub time_zone: String,
        /// When somebody answers the telephone.
        pub opening_hours: OpeningHours,
        /// The two or three digits that postal codes of this territory start with; the app keeps their communes.
        pub postal_areas: Vec<String>,
        /// INSEE codes of the communes it serves; empty when its file does not say.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub territory: Vec<String> = default,
        /// Days after delivery for which the endpoint keeps the content.
        pub keep_after_delivery_days: u16,
        /// Version of each notice in force, by notice id.
        pub notices: SortedMap<String>,
        /// Partners who send young people here, as people read their names, by the source code of their links.
        pub partners: SortedMap<String> = default,
        /// Whether it sends news to those who choose so.
        #[serde(default)]
        pub news: bool,
        /// Whether it sends text messages: reminders to those who choose so, a word before a call to those who wish it.
        #[serde(default)]
        pub sms: bool,
        /// First names of those who call young people back; empty when its file does not say.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub callers: Vec<String> = default,
        /// The number that a telephone shows when they call, as people read it; empty when it is `phone`.
        #[serde(skip_serializing_if = "String::is_empty")]
        pub calls_from: String = default,
        /// Its branches, each as those see it who live in its `territory`: name, address, numbers, hours and callers are its
        /// own, the rest is as here, but without postal areas, notices, partners and keys.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub branches: Vec<Site> = default,
        /// The public keys, newest first.
        pub keys: Vec<PublicKey>,
        /// When this was written: by the endpoint's clock, unless that is in doubt; by the build, the day of the build.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub written_at: Option<Timestamp>,
    }
}

json_struct! {
    /// A key that envelopes can be sealed to.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct PublicKey {
        /// The key's name.
        pub kid: String,
        /// 32 bytes of X25519, base64url without padding.
        pub public_key: String,
        /// No new envelope is sealed to it after this.
        pub seal_until: Timestamp,
    }
}

impl Site {
    /// The branch that serves the commune that was answered.
    pub fn branch_for(&self, answers: &Answers) -> Option<&Self> {
        let commune = answers.one("commune_code")?;
        let mut branches = self.branches.iter();
        branches
            .find(|branch| Territory::of("", commune, &branch.territory) == Some(Territory::Inside))
    }

    /// The branch of that id; itself where it has none, or has none any more.
    pub fn branch(&self, id: &str) -> &Self {
        let mut branches = self.branches.iter();
        branches.find(|branch| branch.id == id).unwrap_or(self)
    }

    /// The key to seal to: the first one still good at `now`, else the one good for longest.
    ///
    /// A phone whose clock is wrong, or that was offline for months, still seals:
    /// the endpoint keeps its private keys long after `seal_until`.
    pub fn sealing_key(&self, now: Timestamp) -> Option<&PublicKey> {
        let good = self.keys.iter().find(|key| key.seal_until > now);
        good.or_else(|| self.keys.iter().max_by_key(|key| key.seal_until))
    }
}
