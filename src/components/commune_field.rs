//! The commune of a postal code: chosen from its list, or typed where the list cannot be had.

use leptos::prelude::*;

use super::{
    choice_field::ChoiceField,
    field::FieldWords,
    text_field::{Keyboard, TextField},
};

/// What can be shown.
#[derive(Clone, PartialEq, Eq)]
pub enum CommuneList {
    /// Nothing to choose from yet.
    Nothing,
    /// INSEE codes and names.
    Choices(Vec<(String, String)>),
    /// The person types the name.
    Typed,
}

/// The commune of a postal code.
#[component]
pub fn CommuneField(
    /// The words around.
    words: FieldWords,
    /// What can be shown.
    list: Signal<CommuneList>,
    /// "Choisis ta commune".
    prompt: String,
    /// What was chosen or typed, as it stands now.
    value: Signal<String>,
    /// Longest name, in characters.
    max_length: usize,
    /// Called with the code, or the name, at every change.
    on_choose: Callback<String>,
) -> impl IntoView {
    move || {
        let words = words.clone();
        let value = value.get_untracked();
        let autocomplete = "address-level2".to_owned();
        match list.get() {
            CommuneList::Nothing => ().into_any(),
            CommuneList::Choices(options) => view! {
                <ChoiceField words=words options=options prompt=prompt.clone() autocomplete=autocomplete value=value on_choose=on_choose/>
            }
            .into_any(),
            CommuneList::Typed => view! {
                <TextField
                    words=words
                    keyboard=Keyboard { kind: "text", mode: "text", max_length, literal: false }
                    autocomplete=autocomplete
                    value=value
                    on_input=on_choose
                />
            }
            .into_any(),
        }
    }
}
