//! One choice among several: radio buttons for two or three, the phone's own drop-down for more.

use leptos::prelude::*;

use super::field::{Field, FieldWords};

/// A list this short is shown whole.
const RADIO_MAX: usize = 3;

/// One choice among several.
#[component]
pub fn ChoiceField(
    /// The words around.
    words: FieldWords,
    /// Codes and labels, in order.
    options: Vec<(String, String)>,
    /// "Choisis une réponse".
    prompt: String,
    /// The HTML autofill token; `off` where nothing may be filled in.
    autocomplete: String,
    /// The code chosen before.
    value: String,
    /// Called with the code at every change; with nothing when the choice is taken back.
    on_choose: Callback<String>,
) -> impl IntoView {
    let group = options.len() <= RADIO_MAX;
    let inputs = if group {
        let radio = |(index, (code, label)): (usize, (String, String))| {
            let mut id = words.id.clone();
            id.push('-');
            id.push_str(&index.to_string());
            let checked = code == value;
            let chosen = code.clone();
            view! {
                <label class="option" for=id.clone()>
                    <input
                        id=id.clone()
                        type="radio"
                        name=words.id.clone()
                        value=code
                        checked=checked
                        aria-describedby=words.refusal_id()
                        on:change=move |_| on_choose.run(chosen.clone())
                    />
                    {label}
                </label>
            }
        };
        options
            .into_iter()
            .enumerate()
            .map(radio)
            .collect_view()
            .into_any()
    } else {
        let option = |(code, label): (String, String)| {
            let selected = code == value;
            view! { <option value=code selected=selected>{label}</option> }
        };
        view! {
            <select
                id=words.id.clone()
                name=words.id.clone()
                autocomplete=autocomplete
                aria-describedby=words.described_by()
                aria-invalid=words.invalid()
                on:change=move |event| on_choose.run(event_target_value(&event))
            >
                <option value="">{prompt}</option>
                {options.into_iter().map(option).collect_view()}
            </select>
        }
        .into_any()
    };
    view! { <Field words=words group=group children=inputs/> }
}
