//! One line of typing: text, telephone, e-mail, postal code.

use leptos::prelude::*;

use super::field::{Field, FieldWords};

/// What the browser should know of the input: its keyboard, its autofill.
#[derive(Clone, Copy)]
pub struct Keyboard {
    /// The `type` attribute.
    pub kind: &'static str,
    /// The `inputmode` attribute.
    pub mode: &'static str,
    /// Longest text, in characters.
    pub max_length: usize,
    /// Whether the browser should leave spelling and capitals alone.
    pub literal: bool,
}

/// One line of typing.
#[component]
pub fn TextField(
    /// The words around.
    words: FieldWords,
    /// What the browser should know.
    keyboard: Keyboard,
    /// The HTML autofill token; `off` where nothing may be filled in.
    autocomplete: String,
    /// What was typed before.
    value: String,
    /// Called with the whole text at every change.
    on_input: Callback<String>,
) -> impl IntoView {
    let input = view! {
        <input
            id=words.id.clone()
            name=words.id.clone()
            type=keyboard.kind
            inputmode=keyboard.mode
            maxlength=keyboard.max_length.to_string()
            autocomplete=autocomplete
            autocapitalize=if keyboard.literal { "off" } else { "words" }
            spellcheck="false"
            enterkeyhint="next"
            aria-describedby=words.described_by()
            aria-invalid=words.invalid()
            value=value
            on:input=move |event| on_input.run(event_target_value(&event))
        />
    };
    view! { <Field words=words group=false children=input.into_any()/> }
}
