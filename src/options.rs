//! The free choices: offered one by one, off until somebody says yes, taken back with the same tap.
//!
//! Before sending they are wishes, which travel with the registration.
//! Afterwards each tap is a message of its own, sealed and kept like all else.

use domain::{
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

/// Stands for no source; no code of a link is one sign that is no letter.
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
            wishes.push((purpose, clock::now()));
        }
    });
}

/// The wishes as a message holds them; what is not offered any more is not wished.
pub fn consents(state: State) -> Vec<Consent> {
    let wishes = state.wishes.peek();
    let offered = wishes.iter().filter(|wish| is_offered(state, wish.0));
    let consent = |wish: &Chosen| Consent {
        purpose: wish.0.code().to_owned(),
        granted: true,
        at: wish.1,
    };
    offered.map(consent).collect()
}

/// What was just sent is what choices are about from now on.
pub async fn remember(state: State, about: SubmissionId, consents: &[Consent]) {
    let on = consents
        .iter()
        .filter_map(|consent| Purpose::from_code(&consent.purpose));
    keep(
        state,
        Choices {
            about,
            source: state.context.source.clone(),
            on: on.collect(),
        },
    )
    .await;
}

/// Finds what was chosen in an earlier visit, and shows it.
pub fn recall(state: State) {
    spawn_local(async move {
        let kept = kept::get(kept::CHOICES).await.unwrap_or_default();
        let mut words = kept.split(' ');
        let (Some(Ok(about)), Some(source)) = (words.next().map(str::parse), words.next()) else {
            return;
        };
        let source = (source != NO_SOURCE).then(|| source.to_owned());
        let on = words.filter_map(Purpose::from_code).collect();
        let choices = Choices { about, source, on };
        state.choices.set_quietly(Some(choices));
        state.screen.update(|_| ());
    });
}

/// Chooses the option of that code after sending, or takes it back: one message for each tap.
pub fn choose(state: State, code: &str, on: bool) {
    let choices = state.choices.peek().clone();
    let (Some(mut choices), Some(purpose)) = (choices, Purpose::from_code(code)) else {
        return;
    };
    spawn_local(async move {
        let answers = [
            ("option", purpose.code()),
            ("granted", if on { "yes" } else { "no" }),
        ];
        let kind = MessageKind::OptionChoice;
        let (about, source) = (choices.about.clone(), choices.source.clone());
        match sending::tell(state, kind, about, source, &answers).await {
            Ok(()) => {
                choices.on.retain(|chosen| *chosen != purpose);
                if on {
                    choices.on.push(purpose);
                }
                keep(state, choices).await;
                state.trouble.set(Some("choices.noted"));
            }
            Err(key) => {
                // The box goes back to what the Mission Locale knows.
                state.choices.set(Some(choices));
                state.trouble.set(Some(key));
            }
        }
    });
}

async fn keep(state: State, choices: Choices) {
    let codes = choices.on.iter().map(|purpose| purpose.code());
    let source = choices.source.as_deref().unwrap_or(NO_SOURCE);
    let words = [choices.about.as_str(), source].into_iter().chain(codes);
    let words: Vec<&str> = words.collect();
    // Where nothing can be kept, the choices are known for as long as the page.
    let _ = kept::set(kept::CHOICES, &words.join(" ")).await;
    state.choices.set(Some(choices));
}
