//! Who reads the answers, why, how long, which rights: five sentences, then one topic a tap.

use domain::wording::fill;
use leptos::prelude::*;

use crate::state::State;

/// The whole notice.
#[component]
pub fn Notice(
    /// The signals every screen shares.
    state: State,
) -> impl IntoView {
    let Some(notice) = state.notice() else {
        return view! { <super::not_found::NotFound state=state/> }.into_any();
    };
    let topics = notice.topics.iter().map(|topic| {
        // Items that follow each other make one list.
        let mut blocks: Vec<AnyView> = Vec::new();
        let mut items: Vec<AnyView> = Vec::new();
        for block in &topic.blocks {
            let text = with_site(state, &block.text);
            if block.item {
                items.push(view! { <li>{text}</li> }.into_any());
                continue;
            }
            if !items.is_empty() {
                blocks.push(view! { <ul>{std::mem::take(&mut items)}</ul> }.into_any());
            }
            blocks.push(view! { <p>{text}</p> }.into_any());
        }
        if !items.is_empty() {
            blocks.push(view! { <ul>{items}</ul> }.into_any());
        }
        view! { <details class="card"><summary>{topic.title.clone()}</summary>{blocks}</details> }
    });
    let version = state.text_with("notice.version", &[("version", &notice.version)]);
    view! {
        <main id="main">
            <h1 tabindex="-1">{notice.title.clone()}</h1>
            {summary(state)}
            {topics.collect_view()}
            <p class="soft">{version}</p>
        </main>
    }
    .into_any()
}

/// The first layer: a few plain sentences.
pub fn summary(state: State) -> AnyView {
    let summary = state.notice().map(|notice| notice.summary);
    let summary = summary.unwrap_or_default();
    let sentences = summary
        .iter()
        .map(|sentence| view! { <li>{with_site(state, sentence)}</li> });
    view! { <ul>{sentences.collect_view()}</ul> }.into_any()
}

/// A sentence of a notice with the Mission Locale's own values put in.
pub fn with_site(state: State, sentence: &str) -> String {
    let site = state.site.get_untracked();
    fill(
        sentence,
        &[
            ("site.name", &site.name),
            ("site.address", &site.address.join(", ")),
            // A number is never cut at the end of a line.
            ("site.phone", &site.phone.replace(' ', "\u{a0}")),
            ("site.email", &site.email),
            ("site.officer_email", &site.officer_email),
            (
                "site.keep_after_delivery_days",
                &site.keep_after_delivery_days.to_string(),
            ),
        ],
    )
}
