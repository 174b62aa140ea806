//! Who reads the answers, why, how long, which rights: five sentences, then one topic a tap.

use domain::{notice::Topic, wording::fill};

use super::{not_found::not_found, page};
use crate::{
    browser::dom::{Element, element},
    state::State,
};

/// The whole notice.
pub fn notice(state: State) -> Element {
    let Some(notice) = state.notice() else {
        return not_found(state);
    };
    let version = state.text_with("notice.version", &[("version", &notice.version)]);
    let layers = &notice.layers;
    page(&layers.title)
        .child(summary(state))
        .children(layers.topics.iter().map(|topic| folded(state, topic)))
        .child(element("p").class("soft").text(&version))
}

/// A topic, opened with a tap.
fn folded(state: State, topic: &Topic) -> Element {
    let mut blocks = vec![element("summary").text(&topic.title)];
    // Items that follow each other make one list.
    let mut list: Option<Element> = None;
    for block in &topic.blocks {
        let text = with_site(state, &block.text);
        if block.item {
            let items = list.take().unwrap_or_else(|| element("ul"));
            list = Some(items.child(element("li").text(&text)));
        } else {
            blocks.extend(list.take());
            blocks.push(element("p").text(&text));
        }
    }
    blocks.extend(list);
    element("details").class("card").children(blocks)
}

/// The first layer: a few plain sentences.
pub fn summary(state: State) -> Element {
    let notice = state.notice();
    let sentences = notice.iter().flat_map(|notice| &notice.layers.summary);
    element("ul").children(sentences.map(|text| element("li").text(&with_site(state, text))))
}

/// A sentence of a notice with the Mission Locale's own values put in.
pub fn with_site(state: State, sentence: &str) -> String {
    let site = state.site();
    fill(
        sentence,
        &[
            ("site.name", &site.name),
            ("site.address", &site.address.join(", ")),
            // A number is never cut at the end of a line.
            ("site.phone", &site.phone.replace(' ', "\u{a0}")),
            ("site.phone_e164", &site.phone_e164),
            ("site.email", &site.email),
            ("site.officer_email", &site.officer_email),
            ("site.host", &site.host),
            ("site.mail_provider", &site.mail_provider),
            (
                "site.keep_after_delivery_days",
                &site.keep_after_delivery_days.to_string(),
            ),
        ],
    )
}
