//! The trail: every step, who did it and when, the last one first.

use domain::desk::Act;
use maud::{Markup, html};

use crate::{desk::time::Now, step_words, store::DeskStep};

pub(super) fn trail(steps: &[DeskStep], now: &Now) -> Markup {
    html! {
        section aria-labelledby="suivi" {
            h2 #suivi { "Suivi" }
            @if steps.is_empty() {
                p.note { "Rien n’a encore été fait ici." }
            } @else {
                ol.trail reversed { @for step in steps.iter().rev() { li { (line(step, now)) } } }
            }
        }
    }
}

/// What was done, when, by whom, and the moment that was agreed.
pub(super) fn line(step: &DeskStep, now: &Now) -> Markup {
    let name = step.by.as_ref().map(|(_, name)| name.as_str());
    html! {
        (step_words::act(step.step.act)) ", " (now.said(now.local(step.step.at)))
        ", " (name.unwrap_or("une personne partie depuis"))
        (moment(step.step.act, now))
    }
}

/// The moment that was agreed: to call again, or of the welcome.
pub(super) fn moment(act: Act, now: &Now) -> Markup {
    html! {
        @if let Some(at) = act.call_back_at() { " · à rappeler " (now.said(now.local(at))) }
        @if let Some(seat) = act.seat() { " · " (now.said(now.local(seat.starts_at))) }
    }
}
