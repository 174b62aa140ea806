//! Licences and sources, as they ask to be named.

use leptos::prelude::*;

use crate::state::State;

/// Licences and sources.
#[component]
pub fn Credits(
    /// The signals every screen shares.
    state: State,
) -> impl IntoView {
    view! {
        <main id="main">
            <h1 tabindex="-1">{state.text("credits.title")}</h1>
            <p>{state.text("credits.communes")}</p>
            <p>{state.text("credits.software")}</p>
        </main>
    }
}
