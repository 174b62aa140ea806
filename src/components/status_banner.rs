//! One line about what waits on this phone; said to screen readers when it changes.

use leptos::prelude::*;

/// One line of status; no room taken while there is nothing to say.
#[component]
pub fn StatusBanner(
    /// The sentence.
    text: Signal<Option<String>>,
) -> impl IntoView {
    view! { <div role="status" class="banner">{move || text.get().map(|text| view! { <p>{text}</p> })}</div> }
}
