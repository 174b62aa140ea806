//! The bar on top of every screen: whose it is, and the other language.

use leptos::prelude::*;

/// A constant, not a literal: Leptos writes a wholly literal element through `innerHTML`,
/// which the content security policy forbids.
const MARK: &str = "mark";

/// The bar on top of every screen.
#[component]
pub fn TopBar(
    /// The Mission Locale's name.
    name: String,
    /// The other language, by its own name.
    other_language: String,
    /// Its code, for screen readers.
    other_language_code: String,
    /// The path of the first screen.
    home: String,
    /// Called when the name is tapped.
    on_home: Callback<()>,
    /// Called when the other language is chosen.
    on_language: Callback<()>,
) -> impl IntoView {
    let go_home = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        on_home.run(());
    };
    view! {
        <header class="bar">
            <a class="who" href=home on:click=go_home><span class=MARK aria-hidden="true"></span>{name}</a>
            <button type="button" class="lang" lang=other_language_code on:click=move |_| on_language.run(())>
                {other_language}
            </button>
        </header>
    }
}
