//! The first screen: what this is, who reads the answers, how to start.

use domain::{submission::MessageKind, texts::TextKey, time::Timestamp};
use elements::{Element, element};
use phone::{
    key,
    screen::{NOTICE, Screen},
};
use wasm_bindgen_futures::spawn_local;

use super::{outbox::wiped, page};
use crate::{
    browser::{clock, focus, location},
    components::{
        block::{button, card, paragraph},
        link::action_bar,
    },
    drafts,
    in_app::{self, WayOut},
    navigation::{first_page, to},
    state::State,
};

/// The first screen.
pub fn welcome(state: State) -> Element {
    let start = move |form: MessageKind, key: TextKey| to(state, first_page(state, form), key);
    let fact = |(title, text): (TextKey, TextKey)| {
        let title = element("b").text(state.text(title));
        let line = element("span").child(title).text(" ");
        element("li").child(line.text(state.text(text)))
    };
    let facts = [
        (key!("welcome.fact1_title"), key!("welcome.fact1_text")),
        (key!("welcome.fact2_title"), key!("welcome.fact2_text")),
        (key!("welcome.fact3_title"), key!("welcome.fact3_text")),
    ];
    let more = to(state, Screen::Text(NOTICE), key!("welcome.who_more"));
    let who = card(state.text(key!("welcome.who_title"))).child(
        paragraph("", state.text(key!("welcome.who_text")))
            .text(" ")
            .child(more),
    );
    let ways_in = action_bar(state.text(key!("welcome.start")), []).effect(move |bar| {
        bar.fill(match offered(state) {
            // One way on, and no other by which the draft could be lost unseen: it is erased above.
            Some(_) => vec![resume(state)],
            None => vec![
                start(MessageKind::Registration, key!("welcome.start")).class("button"),
                start(MessageKind::CallbackRequest, key!("welcome.callback")).class("button quiet"),
            ],
        });
    });
    let lead = paragraph("lead", state.text(key!("welcome.lead")));
    let inside = in_app_hint(state);
    let news = element("div").class("live").effect(move |place| {
        let trouble = *state.trouble.read();
        let trouble = trouble.map(|key| paragraph("", state.text(key)).attr("role", "status"));
        // On a shared device it is for the team to know: it stands on their page.
        let shared_device = *state.shared_device.read();
        let wiped = wiped(state).filter(|_| !shared_device);
        let news = [trouble, wiped, draft(state), shared(state)];
        place.fill(news.into_iter().flatten());
    });
    page(state.text(key!("welcome.title")))
        .child(lead)
        .child(news)
        .children(inside)
        .children([
            element("ol").class("facts").children(facts.map(fact)),
            who,
            paragraph("soft", state.text(key!("welcome.france_travail"))),
            ways_in,
        ])
}

/// When the draft was kept that is offered.
fn offered(state: State) -> Option<Timestamp> {
    (*state.draft.read()).filter(|_| state.is_draft_offered())
}

fn resume(state: State) -> Element {
    button(state.text(key!("draft.resume"))).on_click(move || drafts::resume(state))
}

/// A draft begun on the person's own phone, to be taken up or thrown away.
fn draft(state: State) -> Option<Element> {
    let when = clock::in_words(offered(state)?, state.language());
    let text = state.text_with(key!("draft.resume_text"), &[("when", &when)]);
    let forget = button(state.text(key!("draft.forget")))
        .class("button quiet")
        .on_click(move || {
            spawn_local(drafts::forget(state));
            focus::heading();
        });
    let card = card(state.text(key!("draft.resume_title")));
    Some(card.child(paragraph("", &text)).child(forget))
}

/// On a device that passes from hand to hand, that it is one.
fn shared(state: State) -> Option<Element> {
    (*state.shared_device.read()).then(|| {
        let more = to(state, Screen::Tablet, key!("shared.more"));
        card(state.text(key!("shared.title")))
            .child(paragraph("", state.text(key!("shared.text"))))
            .child(element("p").child(more))
    })
}

/// To those who came through another app: the form works there, and their own browser keeps answers better.
fn in_app_hint(state: State) -> Option<Element> {
    let here = location::here();
    let way_out = in_app::way_out(&location::user_agent(), &here)?;
    let way = match way_out {
        WayOut::Link(link) => element("a")
            .class("button quiet")
            .attr("href", &link)
            .text(state.text(key!("in_app.open"))),
        WayOut::Copy => copy_button(state, here),
    };
    let text = paragraph("", state.text(key!("in_app.text")));
    Some(
        card(state.text(key!("in_app.title")))
            .child(text)
            .child(way),
    )
}

/// Copies the link; where even that is forbidden, shows it.
fn copy_button(state: State, here: String) -> Element {
    let said = element("p").attr("role", "status");
    let saying = said.clone();
    let copy = move || {
        let (here, said) = (here.clone(), saying.clone());
        spawn_local(async move {
            if location::copy(&here).await {
                said.set_text(state.text(key!("in_app.copied")));
            } else {
                said.set_text(&here);
            }
        });
    };
    let tap = button(state.text(key!("in_app.copy")))
        .class("button quiet")
        .on_click(copy);
    element("div").child(tap).child(said)
}
