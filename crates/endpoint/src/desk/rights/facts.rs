//! What the page of a request says: where it stands, what was asked, the options on record, and every step.

use domain::rights::{OwnAct, Urgency, urgency};
use maud::{Markup, html};

use crate::{
    delivery::{TranscriptSection, option_words, request_state},
    desk::{DeskState, time::Now},
    rights::{Asked, Facts, RequestFile, step_reason, step_words},
    store::{ChoiceRow, SERVICE, StepRow, standing},
};

/// Where it stands, as the command line says it.
pub(super) fn facts(state: &DeskState, file: &RequestFile) -> Markup {
    let request = &file.request;
    let facts = Facts::of(file, &state.endpoint.time_zone);
    let is_late = request.state.is_open() && urgency(file.today, request.due_on) == Urgency::Late;
    html! {
        dl {
            dt { "État" } dd { (request_state(request.state)) }
            dt { "Reçue" } dd { (facts.received) }
            dt { "Réponse due le" } dd { span.late[is_late] { (facts.due) } }
            @if let Some(closed) = &facts.closed { dt { "Close" } dd { (closed) } }
            @if let Some(purpose) = request.option {
                dt { "Reprend" } dd { (option_words(purpose, None, &state.endpoint.mails.options)) }
            }
            dt { "Préinscription" }
            dd {
                (facts.proof)
                @if let Some(target) = &facts.target { br; (target) }
            }
        }
    }
}

/// What was asked, while it is held.
pub(super) fn asked(file: &RequestFile) -> Markup {
    html! {
        section aria-labelledby="demande" {
            h2 #demande { "Ce qui est demandé" }
            @match &file.asked {
                Asked::Held(sections) => (given(sections)),
                Asked::Unreadable => p.warning { "Ce qui est gardé ne s’ouvre pas avec les clés de ce serveur." },
                Asked::Gone if file.is_by_hand() => p.note { "Rien n’en est ici\u{a0}: inscrite à la main." },
                Asked::Gone => p.note { "Ce n’est plus gardé." },
            }
        }
    }
}

/// What the person wrote, section by section, then the names of what was left empty.
fn given(sections: &[TranscriptSection]) -> Markup {
    let rows = sections.iter().flat_map(|section| &section.rows);
    let empty = rows.filter(|row| row.value.is_none());
    let empty: Vec<&str> = empty.map(|row| row.label.as_str()).collect();
    html! {
        @for section in sections { (of_section(section)) }
        @if !empty.is_empty() { p.note { "Non renseigné\u{a0}: " (empty.join(" · ")) } }
    }
}

fn of_section(section: &TranscriptSection) -> Markup {
    let given = section.rows.iter();
    let given = given.filter_map(|row| Some((&row.label, row.value.as_deref()?)));
    let mut given = given.peekable();
    html! {
        @if given.peek().is_some() {
            h3 { (section.title) }
            dl { @for (label, value) in given { dt { (label) } dd { (value) } } }
        }
    }
}

/// The record of the registration's options: the last word on each, then every word.
pub(super) fn options(state: &DeskState, rows: &[ChoiceRow], now: &Now) -> Markup {
    let words = &state.endpoint.mails.options;
    let word = |granted: bool| if granted { "oui" } else { "non" };
    html! {
        @if !rows.is_empty() {
            section aria-labelledby="options" {
                h2 #options { "Options de la préinscription" }
                dl {
                    @for choice in standing(rows) {
                        dt { (option_words(choice.purpose, None, words)) }
                        dd { (word(choice.granted)) ", depuis " (now.said(now.local(choice.at))) }
                    }
                }
                details {
                    summary { "Tout ce qui a été dit" }
                    ul.trail {
                        @for row in rows {
                            li {
                                (now.said(now.local(row.choice.at))) "\u{a0}: " (word(row.choice.granted)) ", "
                                (option_words(row.choice.purpose, None, words))
                                " · reçu " (now.said(now.local(row.received_at)))
                                @if row.unproved { " · sans preuve, ne compte pas" }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Every step, the last one first.
pub(super) fn trail(steps: &[StepRow], now: &Now) -> Markup {
    html! {
        section aria-labelledby="etapes" {
            h2 #etapes { "Étapes" }
            ol.trail reversed { @for step in steps.iter().rev() { li { (line(step, now)) } } }
        }
    }
}

/// What was done, when, by whom, and why.
pub(super) fn line(step: &StepRow, now: &Now) -> Markup {
    let reason = step_reason(step);
    let by = if step.done_by == SERVICE {
        "le service"
    } else {
        step.done_by.as_str()
    };
    html! {
        strong { (step_words(&step.step)) }
        ", " (now.said(now.local(step.done_at))) ", " (by)
        // A mail is named by its code: that it was taken is what a reader wants to know.
        @if !reason.is_empty() && step.step != OwnAct::Told.code() { "\u{a0}: " (reason) }
    }
}

/// The last step of an officer, with what the service did then.
pub(super) fn last_words(steps: &[StepRow]) -> Option<String> {
    let place = steps.iter().rposition(|step| step.done_by != SERVICE)?;
    let steps = steps.get(place..)?.iter();
    let steps = steps.filter(|step| step.step != OwnAct::Told.code());
    let words: Vec<&str> = steps.map(|step| step_words(&step.step)).collect();
    Some(words.join(", "))
}
