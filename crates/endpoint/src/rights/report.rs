//! The register as an officer reads it on a terminal.
//!
//! The list holds no answer. One request is shown with what was asked, for as long as that is held.

use std::fmt::Write as _;

use domain::{
    reference::Reference,
    rights::{Action, Right, State, days_left},
    time::Date,
};
use jiff::tz::TimeZone;

use crate::{
    delivery::{TranscriptSection, request_state, right_noun},
    french,
    mails::Mails,
    rights::{options, words},
    store::{Alone, ChoiceRow, RequestRow, SERVICE, StepRow, Target},
};

/// One line a request, then the count of those that are owed an answer, then what the journal alone knows,
/// and what to type next.
pub(super) fn list(
    requests: &[RequestRow],
    alone: &[Alone],
    today: Date,
    time_zone: &TimeZone,
    mails: &Mails,
) -> String {
    let mut text = String::new();
    for request in requests {
        let left = if request.state.is_open() {
            french::days_left(days_left(today, request.due_on))
        } else {
            "-".to_owned()
        };
        // Writing into a String cannot fail.
        let _ = writeln!(
            text,
            "{}  {:<15}  due le {}  {left:<18}  {}",
            request.reference.spaced(),
            request_state(request.state),
            french::slashed(request.due_on),
            right_noun(request.asked, &mails.rights),
        );
    }
    let mut open = requests.iter().filter(|request| request.state.is_open());
    let most_pressing = open.next();
    let count = usize::from(most_pressing.is_some()) + open.count();
    let _ = writeln!(text, "Ouvertes : {count} sur {}", requests.len());
    for effect in alone {
        let _ = writeln!(
            text,
            "{} depuis le {} sur {}, par la demande {} : sans dossier ; pour lui en ouvrir un : \
             premier-accueil rights adopt {} --by '…'",
            words::effect_coded(effect.effect.code()),
            french::stamp(french::local(effect.since, time_zone)),
            effect.about.as_ref().map_or_else(
                || "un envoi qui n’est pas arrivé".to_owned(),
                Reference::spaced
            ),
            effect.request.short(),
            effect.request.short(),
        );
    }
    if let Some(request) = most_pressing {
        let number = request.reference.spaced();
        let _ = writeln!(
            text,
            "Pour voir la plus pressée : premier-accueil rights show {number}"
        );
    }
    text
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
        let _ = writeln!(text, "{label:<16}{value}");
    };
    line("numéro", &request.reference.spaced());
    line("droit", &right_noun(request.asked, &shown.mails.rights));
    if let Some(option) = request.option {
        line("reprend", option.code());
    }
    line("état", request_state(request.state));
    line("reçue", &received(shown));
    let left = if request.state.is_open() {
        format!(
            " ({})",
            french::days_left(days_left(shown.today, request.due_on))
        )
    } else {
        String::new()
    };
    line(
        "due le",
        &format!("{}{left}", french::slashed(request.due_on)),
    );
    if let Some(at) = request.closed_at {
        line("close", &stamp(at));
    }
    let is_naming = |step: &StepRow| step.step == Action::Apply.code();
    let proof = match (&request.about, shown.target) {
        (None, _) => "pas prouvée : à vous de dire laquelle c’est",
        (Some(_), _) if shown.steps.iter().any(is_naming) => "désignée au registre",
        (Some(_), Some(_)) => "prouvée par le téléphone qui a fait la demande",
        (Some(_), None) => {
            "désignée par un téléphone, et pas encore arrivée : la preuve est regardée à son arrivée"
        }
    };
    line("préinscription", proof);
    if let Some(target) = shown.target {
        line("", &about(target, stamp));
    }
    if !shown.options.is_empty() {
        text.push_str(&options::lines(shown.options, shown.time_zone));
    }
    let mut line = |label: &str, value: &str| {
        let _ = writeln!(text, "{label:<16}{value}");
    };
    line("étapes", "");
    for step in shown.steps {
        line(
            "",
            format!(
                "{}  {:<24}  {}  {}",
                stamp(step.done_at),
                words::step(&step.step),
                step.done_by,
                words::reason(step),
            )
            .trim_end(),
        );
    }
    match shown.sections {
        [] if by_hand(shown) => line("demandé", "rien n’en est ici : inscrite à la main"),
        [] => line("demandé", "n’est plus gardé"),
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
        let next = words::next(request.state, &request.reference, None);
        line("suite", &next.unwrap_or_default());
    } else if request.state.is_open() {
        for next in suggestions(shown) {
            line("suite", &next);
        }
    }
    text
}

/// What can be done next with a request that is in hand, each ready to paste.
fn suggestions(shown: &Shown) -> Vec<String> {
    let request = shown.request;
    let number = &request.reference;
    let mut all = Vec::new();
    match (&request.about, shown.target) {
        // Named without a proof: an officer decides.
        (None, Some(target)) if !target.is_rights_request => {
            let named = format!("--reference {}", target.reference.spaced());
            all.push(words::command("apply", number, &named, None));
        }
        (Some(_), Some(_)) if request.asked == Right::Access => {
            all.push(words::command("show", number, "--answer reponse", None));
        }
        _ => {}
    }
    all.extend(words::next(request.state, number, None));
    all
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
            let way = words::channel(step.reason.as_deref().unwrap_or_default());
            let day = french::slashed(request.received_on);
            format!("{day} {way}, inscrite le {stamp}")
        }
        _ => stamp,
    }
}

fn about(target: &Target, stamp: impl Fn(domain::time::Timestamp) -> String) -> String {
    let mut text = format!(
        "{}, reçue le {}",
        target.reference.spaced(),
        stamp(target.received_at)
    );
    if target.is_rights_request {
        text.push_str(", elle-même une demande de droits");
    }
    if let Some(at) = target.delivered_at {
        let _ = write!(text, ", remise le {}", stamp(at));
    }
    match target.purged_at {
        Some(at) => {
            let _ = write!(text, ", contenu effacé le {}", stamp(at));
        }
        None => text.push_str(", contenu gardé"),
    }
    for effect in &target.effects {
        let _ = write!(text, ", {}", words::effect(*effect));
    }
    text
}
