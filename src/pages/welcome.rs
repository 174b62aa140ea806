//! The first screen: what this is, who reads the answers, how to start.
//!
//! `index.html` carries the same screen as static HTML: change both together; a test compares them.

use domain::submission::MessageKind;
use leptos::prelude::*;

use crate::{navigation, screen::Screen, state::State};

/// The first screen.
#[component]
pub fn Welcome(
    /// The signals every screen shares.
    state: State,
) -> impl IntoView {
    let start = move |form: MessageKind| {
        let first = state.form(form).and_then(|form| {
            form.questionnaire
                .sections
                .first()
                .map(|section| section.id.clone())
        });
        let screen = first.map_or(Screen::NotFound, |section| Screen::Section {
            form,
            section,
        });
        let path = screen.path();
        let go = move |event: leptos::ev::MouseEvent| {
            event.prevent_default();
            navigation::go(state, screen.clone());
        };
        (path, go)
    };
    let (registration, go_registration) = start(MessageKind::Registration);
    let (callback, go_callback) = start(MessageKind::CallbackRequest);
    let to_notice = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        navigation::go(state, Screen::Notice);
    };
    let fact = |number: &'static str| {
        let key = |suffix: &str| state.text(&["welcome.fact", number, suffix].concat());
        view! { <li><span><b>{key("_title")}</b>" "{key("_text")}</span></li> }
    };
    view! {
        <main id="main">
            <h1 tabindex="-1">{state.text("welcome.title")}</h1>
            <p class="lead">{state.text("welcome.lead")}</p>
            <ol class="facts">{fact("1")}{fact("2")}{fact("3")}</ol>
            <div class="card">
                <h2>{state.text("welcome.who_title")}</h2>
                <p>{state.text("welcome.who_text")}" "<a href=Screen::Notice.path() on:click=to_notice>{state.text("welcome.who_more")}</a></p>
            </div>
            <p class="soft">{state.text("welcome.france_travail")}</p>
            <nav class="action" aria-label=state.text("welcome.start")>
                <a class="button" href=registration on:click=go_registration>{state.text("welcome.start")}</a>
                <a class="button quiet" href=callback on:click=go_callback>{state.text("welcome.callback")}</a>
            </nav>
        </main>
    }
}
