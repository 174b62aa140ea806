//! The register as an officer reads it on a terminal.
//!
//! The list holds no answer. One request is shown with what was asked, for as long as that is held.

use std::fmt::Write as _;

use domain::{
    reference::Reference,
    rights::{Action, Right, State, days_left},
};
use jiff::tz::TimeZone;

use super::{
    options,
    register::{Asked, Register, RequestFile},
    words,
};
use crate::{
    delivery::{request_state, right_noun},
    french,
    mails::Mails,
    store::{StepRow, Target},
};

/// One line a request, then the count of those that are owed an answer, then what the journal alone knows,
/// and what to type next.
pub(super) fn list(register: &Register, time_zone: &TimeZone, mails: &Mails) -> String {
    let Register {
        requests,
        alone,
        today,
    } = register;
    let mut text = String::new();
    for request in requests {
        let left = if request.state.is_open() {
            french::days_left(days_left(*today, request.due_on))
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

/// What is said of a request in a line each.
pub(crate) struct Facts {
    pub(crate) received: String,
    pub(crate) due: String,
    pub(crate) closed: Option<String>,
    /// How it is known which registration it is about.
    pub(crate) proof: &'static str,
    /// That registration.
    pub(crate) target: Option<String>,
}

impl Facts {
    pub(crate) fn of(file: &RequestFile, time_zone: &TimeZone) -> Self {
        let request = &file.request;
        let stamp = |at| french::stamp(french::local(at, time_zone));
        let left = if request.state.is_open() {
            let left = french::days_left(days_left(file.today, request.due_on));
            format!(" ({left})")
        } else {
            String::new()
        };
        Self {
            received: received(file, time_zone),
            due: format!("{}{left}", french::slashed(request.due_on)),
            closed: request.closed_at.map(stamp),
            proof: proof(file),
            target: file
                .target
                .as_ref()
                .map(|target| target_words(target, time_zone)),
        }
    }
}

fn proof(file: &RequestFile) -> &'static str {
    let is_naming = |step: &StepRow| step.step == Action::Apply.code();
    match (&file.request.about, &file.target) {
        (None, _) => "pas prouvée\u{a0}: à vous de dire laquelle c’est",
        (Some(_), _) if file.steps.iter().any(is_naming) => "désignée au registre",
        (Some(_), Some(_)) => "prouvée par le téléphone qui a fait la demande",
        (Some(_), None) => {
            "désignée par un téléphone, et pas encore arrivée\u{a0}: la preuve est regardée à son arrivée"
        }
    }
}

/// One request, whole.
pub(super) fn show(file: &RequestFile, time_zone: &TimeZone, mails: &Mails) -> String {
    let request = &file.request;
    let facts = Facts::of(file, time_zone);
    let mut text = String::new();
    let mut line = |label: &str, value: &str| {
        let _ = writeln!(text, "{label:<16}{value}");
    };
    line("numéro", &request.reference.spaced());
    line("droit", &right_noun(request.asked, &mails.rights));
    if let Some(option) = request.option {
        line("reprend", option.code());
    }
    line("état", request_state(request.state));
    line("reçue", &facts.received);
    line("due le", &facts.due);
    if let Some(closed) = &facts.closed {
        line("close", closed);
    }
    line("préinscription", facts.proof);
    if let Some(target) = &facts.target {
        line("", target);
    }
    if !file.options.is_empty() {
        text.push_str(&options::lines(&file.options, time_zone));
    }
    let mut line = |label: &str, value: &str| {
        let _ = writeln!(text, "{label:<16}{value}");
    };
    line("étapes", "");
    for step in &file.steps {
        line(
            "",
            format!(
                "{}  {:<24}  {}  {}",
                french::stamp(french::local(step.done_at, time_zone)),
                words::step(&step.step),
                step.done_by,
                words::reason(step),
            )
            .trim_end(),
        );
    }
    text.push_str(&asked(file));
    if request.state == State::Received {
        let next = words::next(request.state, &request.reference, None);
        let _ = writeln!(text, "{:<16}{}", "suite", next.unwrap_or_default());
    } else if request.state.is_open() {
        for next in suggestions(file) {
            let _ = writeln!(text, "{:<16}{next}", "suite");
        }
    }
    text
}

/// What was asked, section by section, or why nothing of it is here.
fn asked(file: &RequestFile) -> String {
    let mut text = String::new();
    let mut line = |label: &str, value: &str| {
        let _ = writeln!(text, "{label:<16}{value}");
    };
    match &file.asked {
        Asked::Held(sections) => {
            for section in sections {
                line(&section.title.to_lowercase(), "");
                for row in &section.rows {
                    let value = row.value.as_deref().unwrap_or("-");
                    line("", &format!("{} : {value}", row.label));
                }
            }
        }
        _ if file.is_by_hand() => line("demandé", "rien n’en est ici : inscrite à la main"),
        _ => line("demandé", "n’est plus gardé"),
    }
    text
}

/// What can be done next with a request that is in hand, each ready to paste.
fn suggestions(file: &RequestFile) -> Vec<String> {
    let request = &file.request;
    let number = &request.reference;
    let mut all = Vec::new();
    match (&request.about, &file.target) {
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

fn received(file: &RequestFile, time_zone: &TimeZone) -> String {
    let request = &file.request;
    let stamp = french::stamp(french::local(request.received_at, time_zone));
    match file.steps.first() {
        Some(step) if file.is_by_hand() => {
            let way = words::channel(step.reason.as_deref().unwrap_or_default());
            let day = french::slashed(request.received_on);
            format!("{day} {way}, inscrite le {stamp}")
        }
        _ => stamp,
    }
}

/// What is known of a registration without its content: its number, when it came, what became of it.
pub(crate) fn target_words(target: &Target, time_zone: &TimeZone) -> String {
    let stamp = |at| french::stamp(french::local(at, time_zone));
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
