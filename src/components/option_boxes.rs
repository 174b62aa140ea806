//! Boxes to tick: several choices, or a single statement.

use leptos::prelude::*;

use super::field::{Field, FieldWords};

/// One box.
#[derive(Clone)]
pub struct OptionBox {
    /// The code.
    pub code: String,
    /// What it says.
    pub label: String,
}

/// Several choices.
#[component]
pub fn OptionBoxes(
    /// The words around.
    words: FieldWords,
    /// The boxes, in order.
    boxes: Vec<OptionBox>,
    /// The codes that are ticked.
    ticked: Signal<Vec<String>>,
    /// Called with a code and whether it is now ticked.
    on_toggle: Callback<(String, bool)>,
) -> impl IntoView {
    let box_of = |(index, OptionBox { code, label }): (usize, OptionBox)| {
        let mut id = words.id.clone();
        id.push('-');
        id.push_str(&index.to_string());
        view! { <Tick id=id code=code label=label ticked=ticked on_toggle=on_toggle/> }
    };
    let inputs = boxes.into_iter().enumerate().map(box_of).collect_view();
    view! { <Field words=words.clone() group=true children=inputs.into_any()/> }
}

/// A single statement that can be ticked.
#[component]
pub fn SingleBox(
    /// The words around; the label stands beside the box.
    words: FieldWords,
    /// Whether it is ticked.
    ticked: Signal<Vec<String>>,
    /// Called with whether it is now ticked.
    on_toggle: Callback<(String, bool)>,
) -> impl IntoView {
    let hidden = words.hidden;
    view! {
        <div class="field" hidden=move || hidden.get()>
            <Tick id=words.id.clone() code="yes".to_owned() label=words.label.clone() ticked=ticked on_toggle=on_toggle/>
        </div>
    }
}

#[component]
fn Tick(
    id: String,
    code: String,
    label: String,
    ticked: Signal<Vec<String>>,
    on_toggle: Callback<(String, bool)>,
) -> impl IntoView {
    let (mine, toggled) = (code.clone(), code.clone());
    view! {
        <label class="option" for=id.clone()>
            <input
                id=id.clone()
                type="checkbox"
                name=id.clone()
                value=code
                prop:checked=move || ticked.with(|codes| codes.contains(&mine))
                on:change=move |event| on_toggle.run((toggled.clone(), event_target_checked(&event)))
            />
            {label}
        </label>
    }
}
