//! The commune of a postal code: chosen from its list, or typed where the list cannot be had.

use leptos::{either::Either, prelude::*};

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
    let mut turn = false;
    move || {
        // One list patched into another would keep showing the choice made in the first:
        // the other side of an `Either` is always built from nothing.
        turn = !turn;
        let shown = shown(
            words.clone(),
            list.get(),
            prompt.clone(),
            &value.get_untracked(),
            max_length,
            on_choose,
        );
        if turn {
            Either::Left(shown)
        } else {
            Either::Right(shown)
        }
    }
}

fn shown(
    words: FieldWords,
    list: CommuneList,
    prompt: String,
    value: &str,
    max_length: usize,
    on_choose: Callback<String>,
) -> AnyView {
    let value = value.to_owned();
    let autocomplete = "address-level2".to_owned();
    match list {
        CommuneList::Nothing => ().into_any(),
        CommuneList::Choices(options) => view! {
            <ChoiceField words=words options=options prompt=prompt autocomplete=autocomplete value=value on_choose=on_choose/>
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
