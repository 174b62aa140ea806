//! The head of the page: who, by when to call, who has it in hand or open, and what was just written.

use domain::submission::MessageKind;
use maud::{Markup, html};

use super::{Opening, trail};
use crate::{
    delivery::noun,
    desk::{DeskState, case::Case, morning, page::listed, time::Now},
    french, step_words,
    store::{DeskStep, PersonId},
};

pub(super) fn head(state: &DeskState, opening: &Opening, others: &[String], now: &Now) -> Markup {
    let (case, number) = (&opening.case, &opening.case.registration.reference);
    let submission = case.opened.as_ref().map(|opened| &opened.submission);
    let kind = submission.map_or(MessageKind::Registration, |submission| {
        submission.message().kind
    });
    let person = opening.fiche.as_ref().map(|fiche| &fiche.person);
    let name = person.and_then(|person| person.name.clone());
    html! {
        p.back { a href="/matin" { "Toute la liste" } }
        h1 { (name.unwrap_or_else(|| number.spaced())) }
        p.n {
            (noun(kind, &state.endpoint.mails.registration)) " " (number.spaced())
            " · reçue " (now.said(now.local(case.registration.received_at)))
            @if let Some(fiche) = &opening.fiche { " · " (fiche.channel) }
        }
        p.facts {
            strong { (standing(case)) }
            @let due = morning::due(case, now);
            @if !due.is_empty() { span.d.late[case.is_late(now.at)] { (due) } }
            @if let Some(person) = person {
                @if let Some(age) = person.age { span { (age) "\u{a0}ans" } }
                @if let Some(commune) = &person.commune { span { (commune) } }
                (morning::marks(person))
                @if let Some(language) = &person.language { span.m { (language) } }
            }
            @if let Some(branch) = morning::branch(&state.endpoint, case) { span.m { (branch) } }
            @if let Some(taken) = &case.taken { span.m { "en main\u{a0}: " (taken.name) ", jusqu’à " (french::clock(taken.until)) } }
            @if let Some(days) = case.goes_in_days && !case.registration.is_held { span.m { (morning::goes(days)) } }
        }
        p.presence role="status" data-poll={ "/fiches/" (number.as_str()) "/presence" } { (with(others)) }
    }
}

/// Where it stands in the work, or why it is out of it for good.
fn standing(case: &Case) -> &'static str {
    if case.registration.is_cancelled {
        "Annulée"
    } else if case.is_gone() && !case.registration.is_held {
        "Contenu effacé"
    } else {
        step_words::group(case.group())
    }
}

/// Who else has it open.
pub(super) fn with(others: &[String]) -> String {
    match others {
        [] => String::new(),
        [one] => format!("{one} a aussi cette fiche ouverte."),
        many => format!("{} ont aussi cette fiche ouverte.", listed(many)),
    }
}

/// The step that this person has just written, and where to go on.
pub(super) fn written(opening: &Opening, number: u32, me: PersonId, now: &Now) -> Markup {
    let steps = &opening.case.registration.steps;
    let step = DeskStep::numbered(steps, number);
    let step = step.filter(|step| step.is_by(me));
    html! {
        @if let Some(step) = step {
            p.given role="status" {
                "C’est noté\u{a0}: " (trail::line(step, now)) ". "
                @if let Some(next) = &opening.next { a href={ "/fiches/" (next.as_str()) } { "Fiche suivante" } " · " }
                a href="/matin" { "Toute la liste" }
            }
        }
    }
}
