//! A registration that is out of the work, in words: cancelled, held by a right, or with its content gone.

use domain::desk::Refused;
use maud::{Markup, html};

use crate::{
    desk::{case::Case, time::Now},
    step_words,
};

/// What stands in place of the work and of the answers; nothing where both can be shown.
pub(super) fn words(case: &Case, now: &Now) -> Option<Markup> {
    let registration = &case.registration;
    let gone = registration
        .purged_at
        .map(|at| format!("le {}", now.stamp(at)));
    let words = match gone {
        _ if registration.is_cancelled => cancelled(gone),
        Some(gone) if registration.is_held => format!(
            "{} Son contenu a été effacé {gone}.",
            step_words::refused(Refused::Held)
        ),
        None if registration.is_held => step_words::refused(Refused::Held).to_owned(),
        Some(gone) => return Some(html! { p.note { (past_its_time(case, &gone)) } }),
        None if case.opened.is_none() => return Some(html! { p.note { (unreadable(case)) } }),
        None => return None,
    };
    Some(html! { p.warning { (words) } })
}

fn cancelled(gone: Option<String>) -> String {
    let gone = gone.map_or_else(String::new, |gone| {
        format!(", et son contenu effacé {gone}")
    });
    format!(
        "La personne a annulé sa préinscription\u{a0}: elle est retirée du travail{gone}. Il n’y a plus personne à appeler."
    )
}

/// It was kept for its time, and no longer.
fn past_its_time(case: &Case, gone: &str) -> String {
    format!(
        "Le contenu de cette préinscription a été effacé {gone}, à la fin de sa durée de conservation.{}",
        in_the_mailbox(case)
    )
}

fn unreadable(case: &Case) -> String {
    format!(
        "Le contenu de cette préinscription ne s’ouvre pas avec les clés de ce serveur.{}",
        in_the_mailbox(case)
    )
}

/// Where it can still be read.
fn in_the_mailbox(case: &Case) -> &'static str {
    match case.registration.delivered_at {
        Some(_) => " La boîte aux lettres de la Mission Locale a reçu la fiche sous ce numéro.",
        None => "",
    }
}
