//! The accessibility page: the lawful mention, and how to say that something does not work.

use leptos::prelude::*;

use super::notice::with_site;
use crate::state::State;

/// The accessibility page.
#[component]
pub fn Accessibility(
    /// The signals every screen shares.
    state: State,
) -> impl IntoView {
    let paragraph = |key: &str| view! { <p>{with_site(state, &state.text(key))}</p> };
    view! {
        <main id="main">
            <h1 tabindex="-1">{state.text("accessibility.title")}</h1>
            <p class="lead">{state.text("accessibility.state")}</p>
            {paragraph("accessibility.built")}
            <h2>{state.text("accessibility.contact_title")}</h2>
            {paragraph("accessibility.contact")}
            <h2>{state.text("accessibility.defender_title")}</h2>
            {paragraph("accessibility.defender")}
        </main>
    }
}
