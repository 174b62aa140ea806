//! What the mail and the fiche both say: which submission, when it came, by when to call.
//!
//! Nothing personal: all of it may stand in a subject line.

use content::SiteFile;
use domain::{
    calendar::call_by,
    reference::Reference,
    site::Site,
    submission::{MessageKind, Submission},
    time::Timestamp,
};
use jiff::{civil::DateTime, tz::TimeZone};

use crate::{
    delivery::mail::{after_a_space, ending},
    french,
    mails::RegistrationWords,
    store::{DueDelivery, OptionWords},
};

/// Who calls back: the branch whose mailbox has it, the one where the person lives, or the Mission Locale itself.
pub(crate) fn answering<'a>(
    site: &'a Site,
    branch: Option<&str>,
    submission: Option<&Submission>,
) -> &'a Site {
    match (branch, submission) {
        (Some(branch), _) => site.branch(branch),
        (None, Some(submission)) => site.branch_for(submission.answers()).unwrap_or(site),
        (None, None) => site,
    }
}

/// `Préinscription`, or `Demande de rappel`: other messages have letters of their own.
pub(crate) fn noun(kind: MessageKind, words: &RegistrationWords) -> String {
    if kind == MessageKind::CallbackRequest {
        words.noun_callback()
    } else {
        words.noun_registration()
    }
}

/// `avant lundi 23 novembre, 18 h`.
pub(in crate::delivery) fn said_call_by(
    call_by: Option<DateTime>,
    words: &RegistrationWords,
) -> String {
    match call_by {
        Some(at) => words.call_before(&french::day(at), &french::clock(at)),
        None => words.call_soon(),
    }
}

/// What is known of a submission beside its content.
pub(crate) struct Arrived<'a> {
    pub(crate) reference: &'a Reference,
    pub(crate) received_at: Timestamp,
    /// The branch whose own mailbox has it.
    pub(crate) branch: Option<&'a str>,
    /// The last word on each option.
    pub(crate) choices: &'a OptionWords,
}

impl<'a> From<&'a DueDelivery> for Arrived<'a> {
    fn from(due: &'a DueDelivery) -> Self {
        Self {
            reference: &due.reference,
            received_at: due.received_at,
            branch: due.branch.as_deref(),
            choices: &due.choices,
        }
    }
}

/// The frame around one submission.
pub(in crate::delivery) struct Letter<'a> {
    kind: MessageKind,
    reference: &'a Reference,
    choices: &'a OptionWords,
    received_at: Timestamp,
    time_zone: &'a TimeZone,
    place: &'a Site,
    call_by: Option<DateTime>,
    keep_days: u16,
    words: &'a RegistrationWords,
}

impl<'a> Letter<'a> {
    pub(in crate::delivery) fn new(
        site: &'a SiteFile,
        time_zone: &'a TimeZone,
        submission: &Submission,
        arrived: &Arrived<'a>,
        words: &'a RegistrationWords,
    ) -> Self {
        let received = french::local(arrived.received_at, time_zone);
        let place = answering(&site.public, arrived.branch, Some(submission));
        Self {
            kind: submission.message().kind,
            reference: arrived.reference,
            choices: arrived.choices,
            received_at: arrived.received_at,
            time_zone,
            place,
            call_by: call_by(received, &place.opening_hours),
            keep_days: site.public.keep_after_delivery_days,
            words,
        }
    }

    /// Who calls back, by name: the Mission Locale, or its branch.
    pub(in crate::delivery) fn who_calls(&self) -> &'a str {
        &self.place.name
    }

    /// `Préinscription`.
    pub(in crate::delivery) fn noun(&self) -> String {
        noun(self.kind, self.words)
    }

    /// `KT4-HW7-PX`.
    pub(in crate::delivery) fn reference(&self) -> String {
        self.reference.spaced()
    }

    /// `Préinscription KT4-HW7-PX`.
    pub(in crate::delivery) fn title(&self) -> String {
        self.words.title(&self.noun(), &self.reference())
    }

    /// `avant lundi 23 novembre, 18 h`.
    pub(in crate::delivery) fn call_by(&self) -> String {
        said_call_by(self.call_by, self.words)
    }

    /// The same in the Mission Locale's own time, for programs.
    pub(super) fn call_by_at(&self) -> Option<DateTime> {
        self.call_by
    }

    /// `Préinscription KT4-HW7-PX : à rappeler avant lundi 23 novembre, 18 h [matin]`.
    pub(in crate::delivery) fn subject(&self, flags: &str) -> String {
        self.words.subject(&self.title(), &self.call_by(), flags)
    }

    /// `2026-11-21_1842_preinscription_KT4HW7PX.pdf`: in a folder, in the order of arrival.
    pub(in crate::delivery) fn file_name(&self) -> String {
        let kind = if self.is_callback() {
            "demande-de-rappel"
        } else {
            "preinscription"
        };
        let stamp = french::file_stamp(french::local(self.received_at, self.time_zone));
        format!("{stamp}_{kind}_{}.pdf", self.reference.as_str())
    }

    /// `21/11/2026 à 18 h 42`.
    pub(in crate::delivery) fn received(&self) -> String {
        french::stamp(french::local(self.received_at, self.time_zone))
    }

    /// The last word on each option.
    pub(in crate::delivery) fn choices(&self) -> &'a OptionWords {
        self.choices
    }

    pub(in crate::delivery) fn received_at(&self) -> Timestamp {
        self.received_at
    }

    pub(in crate::delivery) fn time_zone(&self) -> &TimeZone {
        self.time_zone
    }

    /// What the mail says. The PDF says the rest.
    pub(in crate::delivery) fn text(&self, has_password: bool) -> String {
        let words = self.words;
        let arrived = if self.is_callback() {
            words.arrived_callback()
        } else {
            words.arrived_registration()
        };
        let received = french::local(self.received_at, self.time_zone);
        let password = has_password.then(|| words.password());
        let days = match self.keep_days {
            1 => words.keep_one_day(),
            days => words.keep_days(&days.to_string()),
        };
        ending(&words.text(
            &arrived,
            &words.moment(&french::day(received), &french::clock(received)),
            &self.reference(),
            &self.call_by(),
            &after_a_space(password),
            &days,
        ))
    }

    /// Else a registration: other messages have letters of their own.
    fn is_callback(&self) -> bool {
        self.kind == MessageKind::CallbackRequest
    }
}
