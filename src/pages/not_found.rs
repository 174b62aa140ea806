//! No such page; the way back to one that exists.

use leptos::prelude::*;

use crate::{navigation, screen::Screen, state::State};

/// No such page.
#[component]
pub fn NotFound(
    /// The signals every screen shares.
    state: State,
) -> impl IntoView {
    let home = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        navigation::go_instead(state, Screen::Welcome);
    };
    view! {
        <main id="main">
            <h1 tabindex="-1">{state.text("not_found.title")}</h1>
            <p class="lead">{state.text("not_found.lead")}</p>
            <nav class="action" aria-label=state.text("not_found.home")>
                <a class="button" href=Screen::Welcome.path() on:click=home>{state.text("not_found.home")}</a>
            </nav>
        </main>
    }
}
