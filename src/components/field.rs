//! What stands around every input: its question, its hint, its refusal.

use leptos::prelude::*;

/// The words of a field, and whether it is there at all.
#[derive(Clone)]
pub struct FieldWords {
    /// The question's id: the id of its input too, so that a refusal can link to it.
    pub id: String,
    /// The question.
    pub label: String,
    /// An example or a reason.
    pub hint: Option<String>,
    /// "(facultatif)", where an answer is not needed.
    pub optional: Option<String>,
    /// The sentence for what was refused.
    pub refusal: Signal<Option<String>>,
    /// Whether the question is not asked just now.
    pub hidden: Signal<bool>,
}

impl FieldWords {
    /// The id of the hint, for `aria-describedby`.
    pub fn hint_id(&self) -> String {
        suffixed(&self.id, "-hint")
    }

    /// The id of the refusal, for `aria-describedby`.
    pub fn refusal_id(&self) -> String {
        suffixed(&self.id, "-refusal")
    }

    /// What describes the input: its hint and its refusal.
    pub fn described_by(&self) -> String {
        let mut ids = self.refusal_id();
        if self.hint.is_some() {
            ids.push(' ');
            ids.push_str(&self.hint_id());
        }
        ids
    }

    /// "true" while something is refused, for `aria-invalid`.
    pub fn invalid(&self) -> Signal<Option<&'static str>> {
        let refusal = self.refusal;
        Signal::derive(move || refusal.with(Option::is_some).then_some("true"))
    }
}

fn suffixed(id: &str, suffix: &str) -> String {
    let mut out = id.to_owned();
    out.push_str(suffix);
    out
}

/// One question: a label and its input, or a legend and its inputs.
#[component]
pub fn Field(
    /// The words around.
    words: FieldWords,
    /// Several inputs under one legend, rather than one under its label.
    group: bool,
    /// The inputs.
    children: AnyView,
) -> impl IntoView {
    let (refusal, hidden) = (words.refusal, words.hidden);
    let optional = words
        .optional
        .clone()
        .map(|text| view! { " " <span class="optional">{text}</span> });
    let hint = words
        .hint
        .clone()
        .map(|text| view! { <p class="hint" id=words.hint_id()>{text}</p> });
    let refused = view! { <p class="refusal" id=words.refusal_id()>{move || refusal.get()}</p> };
    let inside = if group {
        view! {
            <fieldset id=words.id.clone() tabindex="-1" aria-describedby=words.described_by()>
                <legend>{words.label.clone()}{optional}</legend>
                {hint}{refused}{children}
            </fieldset>
        }
        .into_any()
    } else {
        view! {
            <label for=words.id.clone()>{words.label.clone()}{optional}</label>
            {hint}{refused}{children}
        }
        .into_any()
    };
    view! {
        <div class="field" class:bad=move || refusal.with(Option::is_some) hidden=move || hidden.get()>
            {inside}
        </div>
    }
}
