//! After sending: where the registration is, what happens next, how to reach the Mission Locale now.
//!
//! Nothing here says "received" before the endpoint's receipt.

use leptos::prelude::*;

use crate::{browser::clock, navigation, screen::Screen, sending, state::State};

/// Just sent.
#[component]
pub fn Sent(
    /// The signals every screen shares.
    state: State,
) -> impl IntoView {
    let Some(last) = state.last.get_untracked() else {
        // Opened again later: the list says the same of every sending.
        return view! { <super::outbox::Outbox state=state/> }.into_any();
    };
    let language = state.language();
    let kept_at = clock::in_words(last.kept_at, &language);
    let id = last.id.clone();
    let record = Signal::derive(move || {
        state
            .records
            .with(|records| records.iter().find(|record| record.id == id).cloned())
    });
    let id = last.id.clone();
    let stuck = Signal::derive(move || {
        state.entries.with(|entries| {
            entries
                .iter()
                .any(|entry| entry.id == id && !entry.is_waiting())
        })
    });
    let lasting = state.lasting.get_untracked();
    let status = move || {
        let (class, key) = match (record.get(), stuck.get()) {
            (Some(_), _) => ("status ok", "sent.status_received"),
            (None, true) => ("status no", "sent.status_stuck"),
            (None, false) if lasting => ("status", "sent.status_kept"),
            (None, false) => ("status", "sent.status_in_memory"),
        };
        view! { <p class=class role="status">{state.text(key)}</p> }
    };
    let received = {
        let language = language.clone();
        move || {
            match record.get() {
            Some(record) => view! {
                <li class="done">
                    <b>{state.text("sent.received")}</b>
                    <span>{clock::in_words(record.received_at, &language)}</span>
                    <span class="soft">{state.text("sent.number")}</span>
                    <strong class="number">{record.reference.spaced()}</strong>
                </li>
            }
            .into_any(),
            None => view! { <li><b>{state.text("sent.not_yet_received")}</b><span class="soft">{state.text("sent.number_later")}</span></li> }.into_any(),
        }
        }
    };
    let called = {
        let language = language.clone();
        move || {
            let from = record
                .get()
                .map_or_else(clock::now, |record| record.received_at);
            let due = sending::call_by(state, from).map(|due| clock::in_words(due, &language));
            let key = if record.get().is_some() {
                "sent.call_by"
            } else {
                "sent.call_by_once_received"
            };
            let text = due.map_or_else(
                || state.text("sent.call_soon"),
                |due| state.text_with(key, &[("due", &due)]),
            );
            view! { <li><b>{state.text("sent.called")}</b><span class="soft">{text}</span></li> }
        }
    };
    let again = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        state.last.set(None);
        navigation::go_instead(state, Screen::Welcome);
    };
    let site = state.site.get_untracked();
    let title = state.text_with("sent.title", &[("name", &last.first_name)]);
    view! {
        <main id="main">
            {status}
            <h1 tabindex="-1">{title}</h1>
            <p class="lead">{move || state.text(match (record.get().is_some(), lasting) {
                (true, _) => "sent.lead_received",
                (false, true) => "sent.lead_kept",
                (false, false) => "sent.lead_in_memory",
            })}</p>
            <ol class="chain">
                {lasting.then(|| view! { <li class="done"><b>{state.text("sent.kept")}</b><span class="soft">{kept_at}</span></li> })}
                {received}
                {called}
            </ol>
            <section class="card"><h2>{state.text("sent.bring_title")}</h2><p>{state.text("sent.bring_text")}</p></section>
            <section class="card"><h2>{state.text("sent.france_travail_title")}</h2><p>{state.text("sent.france_travail_text")}</p></section>
            <p class="soft"><a href=Screen::Welcome.path() on:click=again>{state.text("sent.again")}</a></p>
            <nav class="action" aria-label=state.text("sent.call_now")>
                <a class="button" href={["tel:", &site.phone_e164].concat()}>{state.text("sent.call_now")}</a>
            </nav>
        </main>
    }
    .into_any()
}
