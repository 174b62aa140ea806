//! A notice or a page of the content: what opens it, then one topic a tap, then all of it.

use domain::{
    notice::{Layers, Topic},
    texts::TextKey,
    wording::fill,
};
use elements::{Element, element};
use phone::{
    key,
    screen::{NOTICE, Screen},
};

use super::{not_found::not_found, page};
use crate::{
    browser::page::print,
    calls,
    components::{block::paragraph, link::action_bar},
    navigation::to,
    rights, say,
    state::State,
};

/// A notice or a page of the content, by its name.
pub fn content_page(state: State, name: &'static str) -> Element {
    let Some(layers) = state.layers(name) else {
        return not_found(state);
    };
    let topics: Vec<Element> = layers
        .topics
        .iter()
        .map(|topic| folded(state, topic))
        .collect();
    let version = state.notice_named(name).map(|notice| {
        let version = state.text_with(key!("text.version"), &[("version", &notice.version)]);
        paragraph("soft", &version)
    });
    let all = topics.clone();
    let open_all = move || {
        for topic in &all {
            topic.set_flag("open", true);
        }
    };
    let opened = open_all.clone();
    let print_all = move || {
        opened();
        print();
    };
    let tools = element("div").class("tools").children([
        say::quiet_button(state, key!("text.open_all")).on_click(open_all),
        say::quiet_button(state, key!("text.print")).on_click(print_all),
    ]);
    // A notice opens with a list of sentences, a page with paragraphs.
    let opening = if version.is_some() {
        vec![summary(state, Some(layers))]
    } else {
        let paragraphs = layers.summary.iter();
        paragraphs
            .map(|text| paragraph("lead", &with_site(state, text)))
            .collect()
    };
    page(state, &layers.title)
        .children(opening)
        .children(topics)
        .child(tools)
        .children(version)
        .child(see_also(state, name))
        .children((name == "droits").then(|| ask(state)))
}

/// Links to where a reader of this may want to go next.
fn see_also(state: State, name: &str) -> Element {
    const RIGHTS: (Screen, TextKey) = (Screen::Text("droits"), key!("see.droits"));
    const WORDS: (Screen, TextKey) = (Screen::Text("mots"), key!("see.mots"));
    let next: &[(Screen, TextKey)] = match name {
        NOTICE => &[
            RIGHTS,
            (Screen::Text("imilo"), key!("see.imilo")),
            (
                Screen::Text("liste-partenaire"),
                key!("see.liste-partenaire"),
            ),
            WORDS,
        ],
        "droits" => &[
            (Screen::Choices, key!("see.choices")),
            (Screen::Outbox, key!("see.outbox")),
            (Screen::Device, key!("see.device")),
            WORDS,
        ],
        _ => &[(Screen::Text(NOTICE), key!("see.preinscription")), RIGHTS],
    };
    let links = next
        .iter()
        .map(|(screen, key)| element("li").child(to(state, screen.clone(), *key)));
    element("ul").children(links.collect::<Vec<_>>())
}

/// The way to ask, from the page that says what can be asked.
fn ask(state: State) -> Element {
    let text = state.text(key!("rights.ask"));
    let ask = rights::ask_link(state, text).class("button");
    action_bar(text, [ask])
}

/// A topic, opened with a tap.
fn folded(state: State, topic: &Topic) -> Element {
    let mut blocks = vec![element("summary").text(&topic.title)];
    // Items that follow each other make one list.
    let mut list: Option<Element> = None;
    for block in &topic.blocks {
        let text = with_site(state, &block.text);
        let words = if block.link.is_empty() {
            None
        } else {
            let address = with_site(state, &block.link);
            Some(element("a").attr("href", &address).text(&text))
        };
        let filled = |place: Element| match words {
            None => place.text(&text),
            Some(link) => place.child(link),
        };
        if block.item {
            let items = list.take().unwrap_or_else(|| element("ul"));
            list = Some(items.child(filled(element("li"))));
        } else {
            blocks.extend(list.take());
            blocks.push(filled(element("p")));
        }
    }
    blocks.extend(list);
    element("details").class("card").children(blocks)
}

/// The first layer: a few plain sentences.
fn summary(state: State, layers: Option<&Layers>) -> Element {
    let sentences = layers.iter().flat_map(|layers| &layers.summary);
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
            ("site.phone", &calls::number(site)),
            ("site.phone_e164", &site.phone_e164),
            ("site.email", &site.email),
            ("site.host", &site.host),
            ("site.mail_provider", &site.mail_provider),
            ("site.officer_email", &site.officer_email),
            (
                "site.keep_after_delivery_days",
                &site.keep_after_delivery_days.to_string(),
            ),
        ],
    )
}
