//! The register as an officer reads it on a terminal.
//!
//! The list holds no answer. One request is shown with what was asked, for as long as that is held.

use std::fmt::Write as _;

use domain::{
    reference::Reference,
    rights::{Action, Effect, State, days_left},
    time::Date,
};
use jiff::tz::TimeZone;

use crate::{
    delivery::{TranscriptSection, french, right_noun},
    mails::Mails,
    rights::options,
    store::{Alone, ChoiceRow, RequestRow, SERVICE, StepRow, Target},
};

/// One line a request, then the count of those that are owed an answer, then what the journal alone knows.
pub(super) fn list(requests: &[RequestRow], alone: &[Alone], today: Date) -> String {
    let mut text = String::new();
    for request in requests {
        let left = if request.state.is_open() {
            days(days_left(today, request.due_on))
        } else {
            "-".to_owned()
        };
        // Writing into a String cannot fail.
        let _ = writeln!(
            text,
            "{}  {:<11}  due {}  {left:<14}  {}",
            request.reference.spaced(),
            request.state.code(),
            request.due_on,
            request.asked.code(),
        );
    }
    let open = requests.iter().filter(|request| request.state.is_open());
    let _ = writeln!(text, "open: {} of {}", open.count(), requests.len());
    for effect in alone {
        let _ = writeln!(
            text,
            "{} since {} on {}, by request {}: no file; premier-accueil rights adopt {} gives it one",
            effect.effect,
            effect.since,
            effect
                .about
                .as_ref()
                .map_or_else(|| "what has not arrived".to_owned(), Reference::spaced),
            effect.request.short(),
            effect.request.short(),
        );
    }
    text
}

fn days(left: i32) -> String {
    match left {
        ..0 => format!("{} days late", -left),
        0 => "today".to_owned(),
        1 => "1 day left".to_owned(),
        _ => format!("{left} days left"),
    }
}

/// All that one request is shown with.
pub(super) struct Shown<'a> {
    pub(super) request: &'a RequestRow,
    pub(super) target: Option<&'a Target>,
    pub(super) steps: &'a [StepRow],
    /// Empty once the content is purged.
    pub(super) sections: &'a [TranscriptSection],
    /// The record of the registration's options.
    pub(super) options: &'a [ChoiceRow],
    pub(super) today: Date,
    pub(super) time_zone: &'a TimeZone,
    pub(super) mails: &'a Mails,
}

/// One request, whole.
pub(super) fn show(shown: &Shown) -> String {
    let request = shown.request;
    let stamp = |at| french::stamp(french::local(at, shown.time_zone));
    let mut text = String::new();
    let mut line = |label: &str, value: &str| {
        let _ = writeln!(text, "{label:<14}{value}");
    };
    line("number", &request.reference.spaced());
    line(
        "right",
        &format!(
            "{} ({})",
            request.asked.code(),
            right_noun(request.asked, &shown.mails.rights)
        ),
    );
    if let Some(option) = request.option {
        line("takes back", option.code());
    }
    line("state", request.state.code());
    line("received", &received(shown));
    let left = if request.state.is_open() {
        format!(" ({})", days(days_left(shown.today, request.due_on)))
    } else {
        String::new()
    };
    line("due", &format!("{}{left}", request.due_on));
    if let Some(at) = request.closed_at {
        line("closed", &stamp(at));
    }
    let is_naming = |step: &StepRow| step.step == Action::Apply.code();
    let proof = match (&request.about, shown.target) {
        (None, _) => "not proved: an officer has to say which registration it is",
        (Some(_), _) if shown.steps.iter().any(is_naming) => "named by an officer",
        (Some(_), Some(_)) => "proved by the phone that sent it",
        (Some(_), None) => {
            "named by a phone, and not here yet: the proof is looked at when it arrives"
        }
    };
    line("registration", proof);
    if let Some(target) = shown.target {
        line("", &about(target, stamp));
    }
    if !shown.options.is_empty() {
        text.push_str(&options::lines(shown.options, shown.time_zone));
    }
    let mut line = |label: &str, value: &str| {
        let _ = writeln!(text, "{label:<14}{value}");
    };
    line("steps", "");
    for step in shown.steps {
        let reason = step.reason.as_deref().unwrap_or_default();
        line(
            "",
            format!(
                "{}  {:<18}  {}  {reason}",
                stamp(step.done_at),
                step.step,
                step.done_by
            )
            .trim_end(),
        );
    }
    match shown.sections {
        [] if by_hand(shown) => line("asked", "nothing of it is here: it was entered by hand"),
        [] => line("asked", "no longer held"),
        sections => {
            for section in sections {
                line(&section.title.to_lowercase(), "");
                for row in &section.rows {
                    let value = row.value.as_deref().unwrap_or("-");
                    line("", &format!("{} : {value}", row.label));
                }
            }
        }
    }
    if request.state == State::Received {
        line("next", "premier-accueil rights start NUMBER --by NAME");
    }
    text
}

/// Whether an officer entered it: it has no envelope, and never had one.
fn by_hand(shown: &Shown) -> bool {
    let first = shown.steps.first();
    first.is_some_and(|step| step.done_by != SERVICE)
}

fn received(shown: &Shown) -> String {
    let request = shown.request;
    let stamp = french::stamp(french::local(request.received_at, shown.time_zone));
    match shown.steps.first() {
        Some(step) if by_hand(shown) => {
            let channel = step.reason.as_deref().unwrap_or_default();
            format!("{} by {channel}, entered {stamp}", request.received_on)
        }
        _ => stamp,
    }
}

fn about(target: &Target, stamp: impl Fn(domain::time::Timestamp) -> String) -> String {
    let mut text = format!(
        "{}, received {}",
        target.reference.spaced(),
        stamp(target.received_at)
    );
    if target.is_rights_request {
        text.push_str(", itself a rights request");
    }
    if let Some(at) = target.delivered_at {
        let _ = write!(text, ", delivered {}", stamp(at));
    }
    match target.purged_at {
        Some(at) => {
            let _ = write!(text, ", content removed {}", stamp(at));
        }
        None => text.push_str(", content held"),
    }
    for effect in &target.effects {
        let _ = write!(text, ", {}", Effect::code(*effect));
    }
    text
}
