//! "Mes envois": what waits on this phone, and what the Mission Locale has. No answer is shown: none is readable here.

use domain::{
    outbox::{Entry, SentRecord, Standing},
    submission::MessageKind,
};
use leptos::prelude::*;

use crate::{browser::clock, sending, state::State};

/// Everything sent from this phone.
#[component]
pub fn Outbox(
    /// The signals every screen shares.
    state: State,
) -> impl IntoView {
    let nothing = move || {
        let empty = state.entries.with(Vec::is_empty) && state.records.with(Vec::is_empty);
        empty.then(|| view! { <p class="lead">{state.text("outbox.nothing")}</p> })
    };
    let waiting = move || {
        state
            .entries
            .get()
            .into_iter()
            .map(|entry| entry_card(state, &entry))
            .collect_view()
    };
    let received = move || {
        state
            .records
            .get()
            .into_iter()
            .map(|record| record_card(state, &record))
            .collect_view()
    };
    let try_now = move || {
        let some = state
            .entries
            .with(|entries| entries.iter().any(Entry::is_waiting));
        some.then(|| view! {
            <div class="action"><button type="button" on:click=move |_| sending::try_now()>{state.text("outbox.try_now")}</button></div>
        })
    };
    view! {
        <main id="main">
            <h1 tabindex="-1">{state.text("outbox.title")}</h1>
            {nothing}{waiting}{received}{try_now}
        </main>
    }
}

fn kind_text(state: State, kind: MessageKind) -> String {
    state.text(&["outbox.", kind.code()].concat())
}

fn entry_card(state: State, entry: &Entry) -> AnyView {
    let kept = clock::in_words(entry.kept_at, &state.language());
    let (class, sentence) = match entry.standing {
        Standing::Waiting => ("status", state.text("outbox.waiting")),
        Standing::Stuck(reason) => ("status no", state.text(&["stuck.", reason.code()].concat())),
    };
    view! {
        <section class="card">
            <h2>{kind_text(state, entry.kind)}</h2>
            <p class=class>{sentence}</p>
            <p class="soft">{state.text_with("outbox.kept_at", &[("when", &kept)])}</p>
        </section>
    }
    .into_any()
}

fn record_card(state: State, record: &SentRecord) -> AnyView {
    let received = clock::in_words(record.received_at, &state.language());
    view! {
        <section class="card">
            <h2>{kind_text(state, record.kind)}</h2>
            <p class="status ok">{state.text("outbox.received")}</p>
            <p class="number">{record.reference.spaced()}</p>
            <p class="soft">{state.text_with("outbox.received_at", &[("when", &received)])}</p>
        </section>
    }
    .into_any()
}
