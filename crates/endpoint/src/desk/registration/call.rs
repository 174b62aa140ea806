//! The call: the number, what to say and what never to leave, what came of it, when to try again, and what to write.

use domain::{
    desk::{Act, CallOutcome, Progress, Proposal},
    formats::given_name,
    reference::Reference,
    site::Site,
};
use jiff::civil::DateTime;
use maud::{Markup, html};

use super::{
    Forms, StepForm, button,
    message::messages,
    moment::{is_closed, moment_code},
    qr,
    step::{self, Ticked},
};
use crate::{
    desk::{case::Opened, problem::DeskProblem, time::Now},
    step_words,
};

/// What the panel is made of.
pub(super) struct Calling<'a> {
    /// Who calls.
    pub(super) place: &'a Site,
    pub(super) opened: Option<&'a Opened>,
    pub(super) number: &'a Reference,
    pub(super) progress: &'a Progress,
    /// The next try, should nobody answer now.
    pub(super) proposal: Option<Proposal>,
    /// Whether its content is gone: then nobody is called from here, and nothing is proposed.
    pub(super) is_gone: bool,
    /// When the content goes, once that is known.
    pub(super) goes_on: Option<DateTime>,
    /// What was chosen in a form that was refused.
    pub(super) typed: Option<&'a StepForm>,
}

impl Calling<'_> {
    /// The last call met another person behind that number, or none.
    pub(super) fn is_wrong_number(&self) -> bool {
        let last = self.progress.last_try.map(|(outcome, _)| outcome);
        last == Some(CallOutcome::WrongNumber)
    }

    /// The next try, where the content is still here by then.
    fn proposed(&self) -> Option<DateTime> {
        match self.proposal {
            Some(Proposal::CallAgain(at)) => self
                .goes_on
                .is_none_or(|goes_on| at < goes_on)
                .then_some(at),
            _ => None,
        }
    }
}

pub(super) fn panel(
    calling: &Calling<'_>,
    forms: &Forms,
    now: &Now,
) -> Result<Markup, DeskProblem> {
    if calling.is_gone {
        return after_the_content(forms);
    }
    let reached = forms.form(&spoken(calling, now))?;
    let unreached = forms.form(&unreached(calling, now))?;
    let others = forms.form(&html! {
        div.choices {
            (came(CallOutcome::WrongNumber))
            (button(Act::Taken, "Je m’en occupe aujourd’hui"))
        }
    })?;
    let messages = calling
        .opened
        .map(|opened| messages(calling, opened, forms));
    Ok(html! {
        section.panel aria-labelledby="appel" {
            h2 #appel { "Appeler" }
            @if let Some(opened) = calling.opened { (number(calling, opened)) }
            (to_say(calling))
            (reached)
            h3 { "Pas encore parlé" }
            (unreached)
            (others)
            @if let Some(messages) = messages { (messages?) }
        }
    })
}

/// A call that was made all the same can be noted. A moment to call again would be on no list.
fn after_the_content(forms: &Forms) -> Result<Markup, DeskProblem> {
    let outcomes = html! { div.choices { @for outcome in CallOutcome::ALL { (came(outcome)) } } };
    let form = forms.form(&outcomes)?;
    Ok(html! {
        details.panel { summary { h2 { "Noter un appel" } } (form) }
    })
}

fn came(outcome: CallOutcome) -> Markup {
    button(Act::Called(outcome, None), step_words::outcome(outcome))
}

fn number(calling: &Calling<'_>, opened: &Opened) -> Markup {
    let Some(phone) = &opened.identity.phone else {
        let typed = opened.submission.answers().one("phone");
        return html! { p.phone { (typed.unwrap_or("Pas de numéro")) } };
    };
    let dialled = phone.e164();
    let shown = opened.person.phone.as_ref().unwrap_or(&dialled);
    let code = qr::code(&format!("tel:{dialled}"), "Le numéro, en code QR");
    html! {
        p.phone {
            a href={ "tel:" (dialled) } { (shown) } " "
            button.copy type="button" data-copy=(dialled) aria-label="Copier le numéro" hidden { "Copier" }
        }
        @if calling.is_wrong_number() { p.note { "Noté comme mauvais numéro au dernier appel." } }
        @if let Some(code) = code {
            details { summary { "Composer depuis un mobile" } (code) }
        }
    }
}

/// The reason of a call is nobody else's business: the name of a Mission Locale says much about who is called.
fn to_say(calling: &Calling<'_>) -> Markup {
    let identity = calling.opened.map(|opened| &opened.identity);
    let first_name = identity.and_then(|identity| identity.first_name.as_deref());
    let first_name = first_name.and_then(given_name);
    html! {
        details {
            summary { "Que dire, et à qui" }
            p {
                "«\u{a0}Bonjour, je voudrais parler à " (first_name.unwrap_or("la personne qui nous a écrit"))
                ".\u{a0}» Puis, à cette personne seulement, d’où vous appelez\u{a0}: " strong { (calling.place.name) } "."
            }
            p {
                "Quelqu’un d’autre répond, ou un répondeur partagé\u{a0}: votre prénom et le numéro où vous joindre, "
                strong { "jamais la raison de l’appel" } "."
            }
            @if calling.opened.is_some_and(|opened| opened.person.minor) {
                p { "Cette personne a moins de 18\u{a0}ans. C’est à elle que vous parlez\u{202f}; elle dit elle-même si un parent est là." }
            }
        }
    }
}

/// They have spoken: then another call is to be made only where they agreed on one.
fn spoken(calling: &Calling<'_>, now: &Now) -> Markup {
    let typed = calling
        .typed
        .filter(|typed| typed.is_of(CallOutcome::Reached));
    html! {
        (pressed_by_enter(CallOutcome::Reached))
        div.choices { (came(CallOutcome::Reached)) }
        details open[typed.is_some()] {
            summary { "Un rappel est convenu" }
            (moment("Jour du rappel", "Heure du rappel", typed, None, calling, now))
            // Beside the moment: the next button below belongs to a call that reached nobody.
            div.choices { (button(Act::Called(CallOutcome::Reached, None), "On s’est parlé, rappel convenu")) }
        }
    }
}

/// They have not: a moment for the next try stands there already.
fn unreached(calling: &Calling<'_>, now: &Now) -> Markup {
    let outcomes = || {
        let all = CallOutcome::ALL.into_iter();
        all.filter(|outcome| outcome.asks_for_another_try())
    };
    let is_of_these = |typed: &&StepForm| outcomes().any(|outcome| typed.is_of(outcome));
    let typed = calling.typed.filter(is_of_these);
    let proposed = calling.proposed();
    let is_without = typed.is_some_and(|typed| typed.sans == Ticked::Oui);
    html! {
        (pressed_by_enter(CallOutcome::NoAnswer))
        div.choices { @for outcome in outcomes() { (came(outcome)) } }
        fieldset {
            legend { "Quand réessayer" }
            @match (proposed, calling.proposal) {
                (Some(at), _) => p.note { "Proposé\u{a0}: " (now.said(at)) "." },
                (None, Some(Proposal::WriteAndClose(_))) => p.note {
                    "Si personne ne répond cette fois, c’est assez d’essais\u{a0}: proposez un SMS ou un e-mail, puis «\u{a0}Terminer\u{a0}»."
                },
                (None, _) if calling.opened.is_none() => {},
                (None, _) => p.note { "Le contenu s’efface bientôt\u{a0}: saisissez-la dans I-Milo, ou terminez." },
            }
            (moment("Jour", "Heure", typed, proposed, calling, now))
            label.box {
                input type="checkbox" name="sans" value="oui" checked[is_without]; " Sans moment fixé"
            }
        }
    }
}

/// A day and an hour, as typed before, or as proposed.
fn moment(
    day_label: &str,
    hour_label: &str,
    typed: Option<&StepForm>,
    proposed: Option<DateTime>,
    calling: &Calling<'_>,
    now: &Now,
) -> Markup {
    let format = |format: &str| {
        let at = proposed.map(|at| at.strftime(format).to_string());
        at.unwrap_or_default()
    };
    let (day, hour) = match typed {
        Some(typed) => (typed.jour.clone(), typed.heure.clone()),
        None => (format("%Y-%m-%d"), format("%H:%M")),
    };
    let last = calling.goes_on.map(|at| at.date().to_string());
    let hours = &calling.place.opening_hours;
    let closed = typed.and_then(StepForm::moment);
    let closed = closed.filter(|moment| is_closed(*moment, hours));
    html! {
        span.moment {
            input type="date" name="jour" aria-label=(day_label) value=(day) min=(now.local.date()) max=[last];
            input type="time" name="heure" aria-label=(hour_label) value=(hour);
        }
        @if let Some(closed) = closed {
            label.box { input type="checkbox" name="ferme" value=(moment_code(closed)); " Rappeler même fermé, " (now.said(closed)) }
        }
    }
}

/// The first button of a form is pressed by the Enter key in a field of it: here it is one that writes nothing, and asks
/// for one of the others, of which that outcome is the first.
fn pressed_by_enter(outcome: CallOutcome) -> Markup {
    html! { button name="acte" value=(step::unchosen(outcome)) hidden {} }
}
