//! What can be done with a registration: call, look up in I-Milo, type, close; what is due stands open.

use domain::desk::{Act, CallOutcome, CallRule, Closing, DEFAULT_ATTEMPTS, Proposal, Stage, Step};
use maud::{Markup, html};

use super::{Forms, Opening, Told, button, call, elsewhere, imilo, welcome};
use crate::{
    desk::{DeskState, case::Case, problem::DeskProblem, time::Now},
    step_words,
};

/// The four things, the one that is due first.
pub(super) fn work(
    state: &DeskState,
    opening: &Opening,
    forms: &Forms,
    told: &Told<'_>,
    now: &Now,
) -> Result<Markup, DeskProblem> {
    let case = &opening.case;
    let place = case.place(&state.endpoint);
    let rule = CallRule {
        hours: &place.opening_hours,
        attempts: DEFAULT_ATTEMPTS,
    };
    // As it would stand if nobody answered now.
    let missed = Step {
        act: Act::Called(CallOutcome::NoAnswer, None),
        at: now.at,
    };
    let wished = case.wished();
    let next_try = |progress: domain::desk::Progress| {
        progress.next_try(rule, &wished, |at| now.local(at), now.at)
    };
    let calling = call::Calling {
        place,
        opened: case.opened.as_ref(),
        number: &case.registration.reference,
        progress: &case.progress,
        proposal: next_try(case.progress.after(missed)),
        is_gone: case.is_gone(),
        goes_on: case.goes_at.map(|at| now.local(at)),
        typed: told.refused.map(|(_, typed)| typed),
    };
    let due = match case.stage {
        Stage::ToCheck => 0,
        Stage::ToEnter => 1,
        _ => 2,
    };
    Ok(html! {
        div {
            (call::panel(&calling, forms, now)?)
            (closing(case, forms, next_try(case.progress))?)
        }
        div {
            (imilo::check(opening, forms, due == 0)?)
            (imilo::enter(case, forms, due == 1)?)
            (welcome::panel(state, opening, forms, now)?)
            (elsewhere::panel(&state.endpoint, case, forms)?)
        }
    })
}

fn closing(case: &Case, forms: &Forms, standing: Option<Proposal>) -> Result<Markup, DeskProblem> {
    let proposed = match standing {
        Some(Proposal::WriteAndClose(why)) => Some(why),
        _ if case.stage == Stage::ToConclude => Some(Closing::AppointmentMade),
        _ => None,
    };
    let choices = html! {
        @if let Some(advice) = proposed.and_then(advice) { p.note { (advice) } }
        div.choices { @for why in Closing::ALL { (button(Act::Closed(why), step_words::closing(why))) } }
    };
    let form = forms.form(&choices)?;
    Ok(html! {
        details.panel open[proposed.is_some()] {
            summary { h2 { "Terminer" } }
            (form)
        }
    })
}

/// A wrong number gets no text message: another person would read it.
fn advice(why: Closing) -> Option<String> {
    let last = match why {
        Closing::Unreachable => "un dernier SMS ou e-mail",
        Closing::WrongContact => "un e-mail s’il y a une adresse",
        _ => return None,
    };
    let why = step_words::closing(why);
    Some(format!(
        "Proposé\u{a0}: {last}, puis «\u{a0}{why}\u{a0}». C’est vous qui décidez."
    ))
}
