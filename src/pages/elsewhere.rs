//! Too young or too old for this form: said kindly, with where to go. Nothing is kept.

use domain::submission::Reason;
use leptos::prelude::*;

use crate::state::State;

/// Where to go instead.
#[component]
pub fn Elsewhere(
    /// The signals every screen shares.
    state: State,
) -> impl IntoView {
    let group = match state.unfit.get_untracked() {
        Some(Reason::TooYoung) => "young",
        Some(_) => "old",
        None => "unknown",
    };
    let text = |key: &str| state.text(&["elsewhere.", group, "_", key].concat());
    let site = state.site.get_untracked();
    let places = ["place1", "place2", "place3"].map(|key| view! { <li>{text(key)}</li> });
    view! {
        <main id="main">
            <h1 tabindex="-1">{text("title")}</h1>
            <p class="lead">{text("lead")}</p>
            <section class="card"><h2>{state.text("elsewhere.places_title")}</h2><ul>{places}</ul></section>
            <p class="soft">{state.text("elsewhere.nothing_kept")}</p>
            <nav class="action" aria-label=state.text("sent.call_now")>
                <a class="button" href={["tel:", &site.phone_e164].concat()}>{state.text("sent.call_now")}</a>
            </nav>
        </main>
    }
}
