//! What has to be changed before going on: one list, each line a link to its field.

use leptos::prelude::*;

/// One line: where, and what.
#[derive(Clone)]
pub struct ErrorLine {
    /// The id of the question.
    pub question: String,
    /// The sentence.
    pub sentence: String,
}

/// The list of what has to be changed; nothing while the list is empty.
#[component]
pub fn ErrorSummary(
    /// The heading.
    title: String,
    /// The lines.
    lines: Signal<Vec<ErrorLine>>,
    /// Called with the question's id when its line is tapped.
    on_follow: Callback<String>,
) -> impl IntoView {
    move || {
        let lines = lines.get();
        let line = |ErrorLine { question, sentence }: ErrorLine| {
            let mut target = String::from("#");
            target.push_str(&question);
            let follow = move |event: leptos::ev::MouseEvent| {
                event.prevent_default();
                on_follow.run(question.clone());
            };
            view! { <li><a href=target on:click=follow>{sentence}</a></li> }
        };
        (!lines.is_empty()).then(|| {
            view! {
                <div id="error-summary" class="error-summary" role="alert" tabindex="-1" aria-labelledby="error-title">
                    <h2 id="error-title">{title.clone()}</h2>
                    <ul>{lines.into_iter().map(line).collect_view()}</ul>
                </div>
            }
        })
    }
}
