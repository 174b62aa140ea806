//! The free choices: offered one by one, off until somebody says yes, taken back with the same tap.
//!
//! Before sending they are wishes, which travel with the registration.
//! Afterwards each tap is a message of its own, sealed and kept like all else.

use domain::{
    code::Code,
    options::Purpose,
    submission::{Consent, MessageKind},
    wire::SubmissionId,
};
use wasm_bindgen_futures::spawn_local;

use crate::{
    browser::{clock, kept},
    sending,
    state::{Choices, Chosen, State},
};

/// Stands for no source: a dot is in no code of a link.
const NO_SOURCE: &str = ".";

/// Whether this Mission Locale offers it to somebody who came by this link.
fn is_offered(state: State, purpose: Purpose) -> bool {
    purpose.is_offered(state.site(), state.context.source.as_deref())
}

/// Chooses the option of that code for what is being filled in, or not.
pub fn wish(state: State, code: &str, on: bool) {
    let Some(purpose) = Purpose::from_code(code) else {
        return;
    };
    state.wishes.update(|wishes| {
        wishes.retain(|wish| wish.0 != purpose);
        if on {
            wishes.push((purpose, clock::believed()));
        }
    });
}

/// The wishes as a message holds them; what is not offered any more is not wished.
pub fn consents(state: State) -> Vec<Consent> {
    let wishes = state.wishes.peek();
    let offered = wishes.iter().filter(|wish| is_offered(state, wish.0));
    let consent = |wish: &Chosen| Consent {
        purpose: wish.0,
        granted: true,
        at: wish.1,
    };
    offered.map(consent).collect()
}

/// What was just sent has choices from now on.
pub async fn remember(state: State, about: SubmissionId, consents: &[Consent]) {
    if *state.tablet.peek() {
        // The next person must not find them.
        return;
    }
    let on = consents.iter().map(|consent| consent.purpose);
    let choices = Choices {
        about,
        source: state.context.source.clone(),
        on: on.collect(),
    };
    state.choices.update(|all| all.insert(0, choices));
    keep(state).await;
}

/// What was taken back has no choices any more.
pub async fn forget(state: State, about: &SubmissionId) {
    state
        .choices
        .update(|all| all.retain(|choices| choices.about != *about));
    keep(state).await;
}

/// Finds what was chosen in earlier visits.
pub async fn recall(state: State) {
    let kept = kept::get(kept::CHOICES).await.unwrap_or_default();
    let found = kept.lines().filter_map(choices_of).collect();
    state.choices.set(found);
    state.recalled.set(true);
}

/// Chooses the option of that code after sending, or takes it back: one message for each tap, one at a time.
pub fn choose(state: State, about: SubmissionId, code: &str, on: bool) {
    let source = source_of(state, &about);
    let (Some(purpose), false) = (Purpose::from_code(code), *state.busy.peek()) else {
        // The box shows again what the Mission Locale knows.
        state.choices.update(|_| ());
        return;
    };
    state.busy.set(true);
    spawn_local(async move {
        let answers = [
            ("option", purpose.code()),
            ("granted", if on { "yes" } else { "no" }),
        ];
        let kind = MessageKind::OptionChoice;
        let told = sending::tell(state, kind, about.clone(), source, &answers).await;
        if told.is_ok() {
            state.choices.update(|all| {
                for choices in all.iter_mut().filter(|choices| choices.about == about) {
                    choices.on.retain(|chosen| *chosen != purpose);
                    if on {
                        choices.on.push(purpose);
                    }
                }
            });
            keep(state).await;
        } else {
            state.choices.update(|_| ());
        }
        let lasting = *state.lasting.peek();
        state.trouble.set(Some(match told {
            Err(key) => key,
            Ok(()) if lasting => "choices.noted",
            Ok(()) => "sent.lead_in_memory",
        }));
        state.busy.set(false);
    });
}

fn source_of(state: State, about: &SubmissionId) -> Option<Code> {
    let all = state.choices.peek();
    let choices = all.iter().find(|choices| choices.about == *about)?;
    choices.source.clone()
}

/// One line each: id, source, codes. Where nothing can be kept, they are known for as long as the page.
async fn keep(state: State) {
    if *state.tablet.peek() {
        // What is kept is of whoever had the device before, and hers again afterwards.
        return;
    }
    let mut lines = String::new();
    for choices in state.choices.peek().iter() {
        lines.push_str(choices.about.as_str());
        lines.push(' ');
        lines.push_str(choices.source.as_deref().unwrap_or(NO_SOURCE));
        for purpose in &choices.on {
            lines.push(' ');
            lines.push_str(purpose.code());
        }
        lines.push('\n');
    }
    let _ = kept::set(kept::CHOICES, &lines).await;
}

fn choices_of(line: &str) -> Option<Choices> {
    let mut words = line.split(' ');
    let about = words.next()?.parse().ok()?;
    let source = words.next()?;
    Some(Choices {
        about,
        source: source.parse().ok(),
        on: words.filter_map(Purpose::from_code).collect(),
    })
}
