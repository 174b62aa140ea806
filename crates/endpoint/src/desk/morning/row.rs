//! One line of the list: who, when, what was done last. No telephone, no address, no need.

use domain::{desk::Group, places::Territory};
use maud::{Markup, html};

use crate::{
    delivery::Person,
    desk::{
        case::{Case, Opened},
        page::listed,
        time::{Now, lasting},
    },
    french,
    state::EndpointState,
    step_words,
};

/// The line of a case; `others` have it open.
pub(super) fn row(endpoint: &EndpointState, case: &Case, others: &[String], now: &Now) -> Markup {
    let registration = &case.registration;
    let (name, number) = (case.listed_name(), registration.reference.spaced());
    html! {
        li {
            a href={ "/fiches/" (registration.reference.as_str()) } {
                (name.as_ref().unwrap_or(&number))
            }
            @if name.is_some() { span.n { (number) } }
            @if let Some(opened) = &case.opened { (of_person(opened)) }
            @else { span.m { (without_content(case)) } }
            span.d.late[case.is_late(now.at)] { (due(case, now)) }
            span.n {
                "reçue " (now.said(now.local(registration.received_at)))
                @if let Some(source) = source(case, endpoint) { " · " (source) }
                @if let Some(step) = case.last_work().filter(|_| !registration.is_held) {
                    " · " (step_words::act(step.step.act)) " " (now.said(now.local(step.step.at)))
                    @if let Some((_, name)) = &step.by { ", " (name) }
                }
            }
            @if let Some(branch) = branch(endpoint, case) { span.m { (branch) } }
            @if let Some(taken) = &case.taken { span.m { "en main\u{a0}: " (taken.name) } }
            @if !others.is_empty() { span.m { "ouverte par " (listed(others)) } }
            @if let Some(days) = case.goes_in_days && !registration.is_held {
                span.m { (goes(days)) }
            }
        }
    }
}

/// Why a row says nothing of the person.
fn without_content(case: &Case) -> &'static str {
    let registration = &case.registration;
    if registration.is_cancelled {
        "annulée"
    } else if registration.is_held {
        "suspendue"
    } else if case.is_gone() {
        "contenu effacé"
    } else {
        "contenu illisible ici"
    }
}

fn of_person(opened: &Opened) -> Markup {
    let person = &opened.person;
    html! {
        span {
            @if let Some(age) = person.age { (age) "\u{a0}ans" }
            @if let Some(commune) = &person.commune { " · " (short(commune)) }
            @if let Some(slots) = &person.slots { " · " (slots) }
            @if let Some(language) = &person.language { " · " (language) }
        }
        (marks(person))
    }
}

/// What an order of calls depends on.
pub(in crate::desk) fn marks(person: &Person) -> Markup {
    html! {
        @if person.minor { span.m { "mineur·e" } }
        @if person.territory == Some(Territory::Outside) { span.m { "hors territoire" } }
        @if person.housing.is_some() { span.m { "logement" } }
    }
}

/// Who calls, where a Mission Locale has branches.
pub(in crate::desk) fn branch<'a>(endpoint: &'a EndpointState, case: &Case) -> Option<&'a str> {
    let has_branches = !endpoint.site.public.branches.is_empty();
    has_branches.then(|| case.place(endpoint).name.as_str())
}

/// Without the code that tells two communes of one name apart.
fn short(commune: &str) -> &str {
    commune.split(" (").next().unwrap_or(commune)
}

/// Where the link was found that the person came by: the partner's name, or the code of the link.
fn source(case: &Case, endpoint: &EndpointState) -> Option<String> {
    let context = &case.opened.as_ref()?.submission.message().context;
    let source = context.source.as_deref();
    let partner = domain::options::partner(&endpoint.site.public, source);
    let event = context.event.as_deref();
    let name = partner.or(source).or(event);
    name.map(ToOwned::to_owned)
}

/// By when to call, or how late it is.
pub(in crate::desk) fn due(case: &Case, now: &Now) -> String {
    // Nobody can be called any more once the content is gone.
    if case.is_gone() || matches!(case.group(), Group::Done | Group::Held) {
        return String::new();
    }
    // Until the first word with the person the promise stands, whatever else was agreed.
    if case.progress.is_begun() {
        let seat = case.progress.seat;
        return match case.progress.call_back_at {
            None if let Some(seat) = seat => {
                format!("accueil collectif {}", now.said(now.local(seat.starts_at)))
            }
            Some(at) if at <= now.at => format!("à rappeler depuis {}", now.said(now.local(at))),
            Some(at) => format!("à rappeler {}", now.said(now.local(at))),
            None => String::new(),
        };
    }
    match case.call_by {
        None => "à rappeler dès que possible".to_owned(),
        Some(by) => {
            let late = now.at.seconds_since(now.instant(by));
            if late >= 0 {
                format!("en retard de {}", lasting(late))
            } else if by.date() == now.local.date() {
                format!("avant {}", french::clock(by))
            } else {
                format!("avant {}, {}", french::day(by), french::clock(by))
            }
        }
    }
}

/// When the content goes.
pub(in crate::desk) fn goes(days: i64) -> String {
    match days {
        0 => "contenu effacé aujourd’hui".to_owned(),
        1 => "contenu effacé demain".to_owned(),
        days => format!("contenu effacé dans {days}\u{a0}jours"),
    }
}
