//! What the mail and the page both say: which submission, when it came, by when to call.
//!
//! Nothing personal: all of it may stand in a subject line.

use content::SiteFile;
use domain::{calendar::call_by, reference::Reference, submission::MessageKind, time::Timestamp};
use jiff::{civil::DateTime, tz::TimeZone};

use crate::{
    delivery::french,
    store::{DueDelivery, OptionWords},
};

/// The frame around one submission.
pub(in crate::delivery) struct Letter<'a> {
    kind: MessageKind,
    reference: &'a Reference,
    choices: &'a OptionWords,
    received_at: Timestamp,
    time_zone: &'a TimeZone,
    call_by: Option<DateTime>,
    keep_days: u16,
}

impl<'a> Letter<'a> {
    pub(in crate::delivery) fn new(
        site: &'a SiteFile,
        time_zone: &'a TimeZone,
        kind: MessageKind,
        due: &'a DueDelivery,
    ) -> Self {
        let received = french::local(due.received_at, time_zone);
        Self {
            kind,
            reference: &due.reference,
            choices: &due.choices,
            received_at: due.received_at,
            time_zone,
            call_by: call_by(received, &site.public.opening_hours),
            keep_days: site.public.keep_after_delivery_days,
        }
    }

    /// `Préinscription`.
    pub(in crate::delivery) fn noun(&self) -> &'static str {
        match self.kind {
            MessageKind::Registration => "Préinscription",
            MessageKind::RightsRequest => "Demande de droits",
            MessageKind::CallbackRequest => "Demande de rappel",
            MessageKind::OptionChoice => "Choix sur une option",
        }
    }

    /// `KT4-HW7-PX`.
    pub(in crate::delivery) fn reference(&self) -> String {
        self.reference.spaced()
    }

    /// `Préinscription KT4-HW7-PX`.
    pub(in crate::delivery) fn title(&self) -> String {
        format!("{} {}", self.noun(), self.reference())
    }

    /// `avant lundi 23 novembre, 18 h`.
    pub(in crate::delivery) fn call_by(&self) -> String {
        match self.call_by {
            Some(at) => format!("avant {}, {}", french::day(at), french::clock(at)),
            None => "sous 24\u{a0}heures ouvrées".to_owned(),
        }
    }

    /// `Préinscription KT4-HW7-PX : à rappeler avant lundi 23 novembre, 18 h`.
    pub(in crate::delivery) fn subject(&self) -> String {
        format!("{}\u{a0}: à rappeler {}", self.title(), self.call_by())
    }

    /// `preinscription-KT4HW7PX.pdf`.
    pub(in crate::delivery) fn file_name(&self) -> String {
        let kind = match self.kind {
            MessageKind::Registration => "preinscription",
            MessageKind::RightsRequest => "demande-de-droits",
            MessageKind::CallbackRequest => "demande-de-rappel",
            MessageKind::OptionChoice => "choix-sur-une-option",
        };
        format!("{kind}-{}.pdf", self.reference.as_str())
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
        let noun = match self.kind {
            MessageKind::Registration => "Une préinscription est arrivée",
            MessageKind::RightsRequest => "Une demande de droits est arrivée",
            MessageKind::CallbackRequest => "Une demande de rappel est arrivée",
            MessageKind::OptionChoice => "Un choix sur une option est arrivé",
        };
        let received = french::local(self.received_at, self.time_zone);
        let password = if has_password {
            " Elle s’ouvre avec le mot de passe de cette boîte."
        } else {
            ""
        };
        let days = match self.keep_days {
            1 => "1\u{a0}jour".to_owned(),
            days => format!("{days}\u{a0}jours"),
        };
        format!(
            "Bonjour,\n\n\
             {noun} le {} à {}, sous le numéro {}.\n\
             La personne est à rappeler {}.\n\n\
             Ses réponses sont dans la fiche PDF jointe, dans l’ordre des rubriques d’I-Milo.{password}\n\n\
             Le contenu sera effacé du service {days} après cette remise\u{a0}: \
             ensuite, cette fiche est le seul exemplaire. Effacez ce message dès que le dossier est saisi ou clos.\n",
            french::day(received),
            french::clock(received),
            self.reference(),
            self.call_by(),
        )
    }
}
