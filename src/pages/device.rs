//! "Ce téléphone": what is kept here and since when, in plain words, and how to erase it.

use domain::{texts::TextKey, time::Timestamp};
use elements::{Element, RwSignal, element};
use phone::{key, screen::Screen};

use super::page;
use crate::{
    browser::{clock, focus},
    components::block::paragraph,
    navigation::to,
    outbox_view, say,
    state::State,
};

/// What is kept on this phone.
pub fn device(state: State) -> Element {
    // Asked once more before anything goes: the second tap is another button in another place.
    let asked: &'static RwSignal<bool> = Box::leak(Box::new(RwSignal::new(false)));
    let kept = element("div").class("live").effect(move |place| {
        let (entries, records) = (state.entries.read(), state.records.read());
        let copies = state.unconfirmed.read();
        let oldest_entry = entries.first().map(|entry| entry.kept_at);
        let oldest_copy = copies.first().map(|copy| copy.since);
        let oldest_record = records.last().map(|record| record.kept_at);
        let lines = [
            line(state, WAITING, entries.len(), oldest_entry),
            line(state, COPIES, copies.len(), oldest_copy),
            line(state, NUMBERS, records.len(), oldest_record),
            chosen(state),
            draft(state),
            typing(state),
        ];
        let lines: Vec<Element> = lines.into_iter().flatten().collect();
        let nothing = lines.is_empty();
        let nothing = nothing.then(|| say::paragraph(state, "", key!("device.nothing")));
        let list = element("ul").children(lines);
        place.fill(nothing.into_iter().chain([list]));
    });
    let erasing = element("div").class("live").effect(move |place| {
        place.fill(if *asked.read() {
            sure(state, asked)
        } else {
            vec![
                say::quiet_button(state, key!("device.erase"))
                    .attr("id", "erase")
                    .on_click(move || {
                        asked.set(true);
                        focus::field("sure");
                    }),
            ]
        });
    });
    let said = element("p")
        .attr("id", "trouble")
        .attr("role", "status")
        .attr("tabindex", "-1")
        .effect(move |said| {
            said.set_text(state.trouble.read().map_or("", |key| state.text(key)));
        });
    page(state, state.text(key!("device.title"))).children([
        say::card(state, key!("device.kept_title")).child(kept),
        say::card(state, key!("device.app_title"))
            .child(say::paragraph(state, "", key!("device.app_text")))
            // The version of the app, which is asked for on the telephone. The build writes it into the sentence.
            .child(say::paragraph(state, "soft", key!("device.version"))),
        say::card(state, key!("device.erase_title")).child(erasing),
        said,
        element("p").child(to(state, Screen::Outbox, key!("see.outbox"))),
    ])
}

/// The keys of a sentence about one and about several.
type OneOrMany = [TextKey; 2];

const WAITING: OneOrMany = [key!("device.waiting_one"), key!("device.waiting_many")];
const COPIES: OneOrMany = [key!("device.copies_one"), key!("device.copies_many")];
const NUMBERS: OneOrMany = [key!("device.numbers_one"), key!("device.numbers_many")];

/// "2 envois attendent, depuis …"; nothing for none.
fn line(
    state: State,
    [one, many]: OneOrMany,
    count: usize,
    since: Option<Timestamp>,
) -> Option<Element> {
    let since = clock::in_words(since?, state.language());
    let key = if count == 1 { one } else { many };
    let values = [("count", count.to_string()), ("since", since)];
    let values = values
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    let text = state.text_with(key, &values);
    Some(element("li").text(&text))
}

/// The options that were offered with what was sent, chosen or not.
fn chosen(state: State) -> Option<Element> {
    let none = state.choices.read().is_empty();
    (!none).then(|| say::element(state, "li", key!("device.choices")))
}

/// What was begun and is kept, sealed.
fn draft(state: State) -> Option<Element> {
    let since = clock::in_words((*state.draft.read())?, state.language());
    let text = state.text_with(key!("device.draft"), &[("since", &since)]);
    Some(element("li").text(&text))
}

/// What is being filled in, in memory only.
fn typing(state: State) -> Option<Element> {
    let empty = state.answers.read_untracked().is_empty();
    (!empty).then(|| say::element(state, "li", key!("device.typing")))
}

/// What is lost is said before the button that loses it.
fn sure(state: State, asked: &'static RwSignal<bool>) -> Vec<Element> {
    let counted = |one: TextKey, many: TextKey, count: usize| {
        let key = if count == 1 { one } else { many };
        state.text_with(key, &[("count", &count.to_string())])
    };
    let words = match state.entries.read_untracked().len() {
        0 => state.text(key!("device.sure")).to_owned(),
        waiting => counted(key!("device.sure_one"), key!("device.sure_many"), waiting),
    };
    let warning = paragraph("", &words)
        .attr("id", "sure")
        .attr("tabindex", "-1");
    let unconfirmed = state.unconfirmed.read_untracked().len();
    let copies = (unconfirmed > 0)
        .then(|| {
            counted(
                key!("device.sure_copy"),
                key!("device.sure_copies"),
                unconfirmed,
            )
        })
        .map(|words| paragraph("", &words));
    let erase = say::button(state, key!("device.erase_now")).on_click(move || {
        asked.set(false);
        outbox_view::erase(state);
    });
    let keep = say::quiet_button(state, key!("device.keep")).on_click(move || {
        asked.set(false);
        focus::field("erase");
    });
    let said = [warning].into_iter().chain(copies);
    said.chain([erase, keep]).collect()
}
