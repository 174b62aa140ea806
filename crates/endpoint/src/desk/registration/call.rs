//! The call: the number, what to say and what never to leave, what came of it, and when to try again.

use domain::{
    desk::{Act, CallOutcome, Proposal},
    reference::Reference,
    site::Site,
};
use maud::{Markup, html};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::{
    Forms, StepForm, button, qr,
    step::{self, Recall},
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
    /// The next try, should nobody answer now.
    pub(super) proposal: Option<Proposal>,
    /// What was chosen in a form that was refused.
    pub(super) typed: Option<&'a StepForm>,
}

/// What comes of a try when the person was not spoken to.
const UNREACHED: [CallOutcome; 5] = [
    CallOutcome::NoAnswer,
    CallOutcome::Voicemail,
    CallOutcome::ThirdParty,
    CallOutcome::TextSent,
    CallOutcome::MailSent,
];

pub(super) fn panel(
    calling: &Calling<'_>,
    forms: &Forms,
    now: &Now,
) -> Result<Markup, DeskProblem> {
    let unreached = html! {
        div.choices { @for outcome in UNREACHED { (came(outcome)) } }
        (again(calling, now))
    };
    let reached = html! {
        div.choices {
            (came(CallOutcome::Reached))
            (came(CallOutcome::WrongNumber))
            (button(Act::Taken, "Je m’en occupe aujourd’hui"))
        }
    };
    let (unreached, reached) = (forms.form(&unreached)?, forms.form(&reached)?);
    Ok(html! {
        section.panel aria-labelledby="appel" {
            h2 #appel { "Appeler" }
            @if let Some(opened) = calling.opened { (number(opened)) }
            (to_say(calling))
            (reached)
            h3 { "Pas encore parlé" }
            (unreached)
            @if let Some(opened) = calling.opened { (messages(calling, opened)) }
        }
    })
}

fn came(outcome: CallOutcome) -> Markup {
    button(Act::Called(outcome, None), step_words::outcome(outcome))
}

fn number(opened: &Opened) -> Markup {
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
        @if let Some(code) = code {
            details { summary { "Composer depuis un mobile" } (code) }
        }
    }
}

/// The reason of a call is nobody else's business: the name of a Mission Locale says much about who is called.
fn to_say(calling: &Calling<'_>) -> Markup {
    let identity = calling.opened.map(|opened| &opened.identity);
    let first_name = identity.and_then(|identity| identity.first_name.as_deref());
    html! {
        details {
            summary { "Que dire, et à qui" }
            p {
                "«\u{a0}Bonjour, je voudrais parler à " (first_name.unwrap_or("la personne qui nous a écrit"))
                ".\u{a0}» Puis, à cette personne seulement\u{a0}: «\u{a0}Ici " (calling.place.name) ".\u{a0}»"
            }
            p {
                "Quelqu’un d’autre répond, ou un répondeur partagé\u{a0}: votre prénom et le numéro où vous joindre, "
                strong { "jamais la raison de l’appel" } "."
            }
            @if calling.opened.is_some_and(|opened| opened.person.minor) {
                p { "Cette personne a moins de 18 ans. C’est à elle que vous parlez\u{a0}; elle dit elle-même si un parent est là." }
            }
        }
    }
}

/// When to try again: the moment proposed, another one, or none.
fn again(calling: &Calling<'_>, now: &Now) -> Markup {
    let proposed = match calling.proposal {
        Some(Proposal::CallAgain(at)) => Some(at),
        _ => None,
    };
    let chosen = calling.typed.map(|typed| typed.rappel);
    let chosen = chosen.unwrap_or(Recall::first(proposed.is_some()));
    let typed = |part: fn(&StepForm) -> &str| calling.typed.map_or("", part);
    html! {
        fieldset {
            legend { "Quand réessayer" }
            @if let Some(at) = proposed {
                input type="hidden" name="propose" value=(at.strftime("%Y-%m-%dT%H:%M").to_string());
                (choice(Recall::Propose, chosen, &format!("{} (proposé)", now.said(at))))
            } @else {
                p.note { "Assez d’essais\u{a0}: proposez un SMS ou un e-mail de votre poste, puis «\u{a0}Terminer\u{a0}»." }
            }
            (choice(Recall::Moment, chosen, "Un autre moment"))
            span.moment {
                input type="date" name="jour" aria-label="Jour" value=(typed(|form| form.jour.as_str()));
                input type="time" name="heure" aria-label="Heure" value=(typed(|form| form.heure.as_str()));
            }
            (choice(Recall::Aucun, chosen, "Sans moment fixé"))
        }
    }
}

fn choice(recall: Recall, chosen: Recall, label: &str) -> Markup {
    html! {
        label.box {
            input type="radio" name="rappel" value=(step::Recall::code(recall)) checked[recall == chosen];
            " " (label)
        }
    }
}

/// Words to send from one's own telephone or mailbox. The program sends nothing.
fn messages(calling: &Calling<'_>, opened: &Opened) -> Markup {
    let place = calling.place;
    let hours = content::contact::hours_in_words(&place.opening_hours);
    let text = format!(
        "Bonjour, ici {}. On a essayé de t’appeler. Tu peux nous rappeler au {} ({hours}) et donner ce numéro\u{a0}: {}.",
        place.name,
        place.phone,
        calling.number.spaced(),
    );
    let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let email = opened.submission.answers().one("email");
    html! {
        details {
            summary { "Écrire, de votre téléphone ou de votre messagerie" }
            p.text { (text) }
            p.choices {
                button.copy type="button" data-copy=(text) hidden { "Copier le texte" }
                @if let Some(phone) = &opened.identity.phone {
                    a.act href={ "sms:" (phone.e164()) "?&body=" (encoded(&text)) } { "SMS" }
                }
                @if let Some(email) = email {
                    a.act href={ "mailto:" (encoded(email)) "?body=" (encoded(&text)) } { "E-mail" }
                }
            }
            p.note { "L’espace n’envoie rien lui-même. Notez ensuite ici que c’est fait." }
        }
    }
}
