//! The moment to call again, from a form: weighed against the clock, the end of the content and the opening hours.

use domain::{
    calendar::{OpeningHours, opening},
    desk::{Act, CallOutcome},
    time::Timestamp,
};
use jiff::civil::DateTime;

use super::{StepForm, step::Ticked};
use crate::{
    desk::{
        case::{self, Case},
        time::Now,
    },
    french,
    state::EndpointState,
};

/// Between what a moment has to lie.
pub(super) struct Bounds<'a> {
    /// When the content goes. A moment beyond would be on no list when it comes.
    goes_at: Timestamp,
    /// When the Mission Locale works.
    hours: &'a OpeningHours,
}

impl<'a> Bounds<'a> {
    pub(super) fn of(endpoint: &'a EndpointState, case: &Case, now: &Now) -> Self {
        Self {
            goes_at: goes_at(endpoint, case, now),
            hours: &case.place(endpoint).opening_hours,
        }
    }
}

/// When the content goes, as things stand; now, where it is gone.
pub(super) fn goes_at(endpoint: &EndpointState, case: &Case, now: &Now) -> Timestamp {
    match case.registration.delivered_at {
        _ if case.is_gone() => now.at,
        // It goes so long after its delivery, which is to come.
        None => case::goes_at(endpoint, now.at, None),
        Some(delivered_at) => case::goes_at(endpoint, delivered_at, None),
    }
}

/// Whether the Mission Locale is closed then; false of one that has no hours.
pub(super) fn is_closed(moment: DateTime, hours: &OpeningHours) -> bool {
    let is_open = || opening(moment, hours).is_some_and(|state| state.is_open);
    !hours.days.is_empty() && !is_open()
}

/// How a box names the moment that it is about.
pub(super) fn moment_code(moment: DateTime) -> String {
    moment.strftime("%Y-%m-%dT%H:%M").to_string()
}

impl StepForm {
    /// The day and the hour, where both are some.
    pub(super) fn moment(&self) -> Option<DateTime> {
        let typed = format!("{}T{}", self.jour.trim(), self.heure.trim());
        let moment: DateTime = typed.parse().ok()?;
        // Forms have no seconds.
        Some(moment.date().at(moment.hour(), moment.minute(), 0, 0))
    }

    /// The step, with the moment to call again where it is a call; else why that is no moment.
    pub(super) fn whole(&self, act: Act, bounds: &Bounds<'_>, now: &Now) -> Result<Act, String> {
        match act {
            Act::Called(outcome, _) if outcome != CallOutcome::WrongNumber => {
                Ok(Act::Called(outcome, self.call_back_at(bounds, now)?))
            }
            other => Ok(other),
        }
    }

    fn call_back_at(&self, bounds: &Bounds<'_>, now: &Now) -> Result<Option<Timestamp>, String> {
        let is_empty = self.jour.trim().is_empty() && self.heure.trim().is_empty();
        if self.sans == Ticked::Oui || is_empty {
            return Ok(None);
        }
        let moment = self.moment().ok_or(
            "Rien n’a été noté. Pour réessayer à un moment fixé, donnez un jour et une heure.",
        )?;
        let at = now.instant(moment);
        if at <= now.at {
            return Err(
                "Rien n’a été noté\u{a0}: ce moment est passé. Choisissez-en un à venir."
                    .to_owned(),
            );
        }
        if at >= bounds.goes_at {
            return Err(beyond(bounds.goes_at, now));
        }
        if !now.shows(moment) {
            return Err(format!(
                "Rien n’a encore été noté\u{a0}: dans la nuit de ce jour les horloges avancent, et {} n’existe pas. Choisissez une \
                 autre heure.",
                french::clock(moment)
            ));
        }
        // Said once: who has agreed on that hour goes on.
        if is_closed(moment, bounds.hours) && self.ferme != moment_code(moment) {
            return Err(format!(
                "Rien n’a encore été noté\u{a0}: la Mission Locale est fermée {}. Changez le moment, ou cochez «\u{a0}Rappeler même \
                 fermé\u{a0}» et notez de nouveau.",
                now.said(moment)
            ));
        }
        Ok(Some(at))
    }
}

fn beyond(goes_at: Timestamp, now: &Now) -> String {
    if goes_at <= now.at {
        return "Rien n’a été noté\u{a0}: le contenu de cette préinscription n’est plus ici, un rappel ne serait sur aucune \
                liste. Notez l’essai sans moment fixé."
            .to_owned();
    }
    format!(
        "Rien n’a été noté\u{a0}: le contenu de cette préinscription s’efface {}. Choisissez un moment avant, ou notez l’essai \
         sans moment fixé.",
        now.said(now.local(goes_at))
    )
}
