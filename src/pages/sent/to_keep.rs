//! What the page after sending gives to keep: the code, the number that calls, the date, the way, the link.

use domain::{
    outbox::SentRecord, reference::Reference, site::Site, submission::MessageKind, texts::TextKey,
    time::Timestamp,
};
use elements::{Element, element, icon};
use phone::{
    contact_files::{PromisedCall, calendar_event, contact_card},
    key,
    rights::is_registration,
};
use wasm_bindgen_futures::spawn_local;

use crate::{
    browser::{clock, location, share_file},
    calls,
    components::block::{button, paragraph},
    pages::{copied, copying},
    say,
    state::State,
};

const CALL: &str = "M6 3h4l1 5-2 2a12 12 0 0 0 5 5l2-2 5 1v4c0 2-8 2-13-3S2 3 6 3";
const CALENDAR: &str = "M4 6h16v14H4zM4 10h16M8 3v4M16 3v4";
const PLACE: &str = "M12 21C7 15 5 12 5 9a7 7 0 0 1 14 0c0 3-2 6-7 12";
const SHARE: &str = "M12 15V3M8 7l4-4 4 4M5 12v8h14v-8";

/// What the person keeps of it: the code and, on a phone of her own, the number, the date, the way, the link.
pub(super) fn to_keep(state: State, record: &SentRecord, kind: MessageKind) -> Vec<Element> {
    let own = is_registration(kind) && !*state.shared_device.read_untracked();
    let code = record.reference.spaced();
    let number = element("strong")
        .class("number")
        .attr("translate", "no")
        .text(&code);
    let named = say::element(state, "span", key!("sent.number"));
    let copy = own.then(|| copying(state, key!("sent.copy_code"), code.clone()));
    let code_box = element("div")
        .class("code")
        .child(element("div").child(named).child(number))
        .children(copy);
    let rest = own.then(|| [rows(state, record), nobody_calls(state, record)]);
    [code_box]
        .into_iter()
        .chain(rest.into_iter().flatten())
        .collect()
}

/// What to do if nobody calls.
fn nobody_calls(state: State, record: &SentRecord) -> Element {
    let number = calls::number(state.site().branch(&record.branch));
    let text = state.text_with(key!("sent.nobody_text"), &[("phone", &number)]);
    say::card(state, key!("sent.nobody_title")).child(paragraph("", &text))
}

fn rows(state: State, record: &SentRecord) -> Element {
    let site = state.site().branch(&record.branch);
    let row = |drawing: &str, way: Element, [title, text]: [TextKey; 2]| {
        let words = say::element(state, "span", title).child(say::element(state, "small", text));
        element("li").child(way.child(icon(drawing)).child(words))
    };
    let contact = button("").on_click(move || {
        share_file::download_text("mission-locale.vcf", "text/vcard", &contact_card(site));
    });
    let due = calls::call_by(site, record.received_at);
    let date = due.map(|due| {
        let code = record.reference.clone();
        button("").on_click(move || give_event(state, site, due, &code))
    });
    let way = element("a").attr("href", &location::map_of(&site.address.join(", ")));
    let said = element("p").attr("role", "status");
    let saying = said.clone();
    let share = button("").on_click(move || {
        let said = saying.clone();
        spawn_local(async move {
            if !share_file::share_link(&location::home()).await {
                copied(state, &said, location::home()).await;
            }
        });
    });
    let list = element("ul").class("rows").child(row(
        CALL,
        contact,
        [key!("sent.contact_title"), key!("sent.contact_text")],
    ));
    let list = list.children(date.map(|date| {
        row(
            CALENDAR,
            date,
            [key!("sent.event_title"), key!("sent.event_text")],
        )
    }));
    let list = list
        .child(row(
            PLACE,
            way,
            [key!("sent.way_title"), key!("sent.way_text")],
        ))
        .child(row(
            SHARE,
            share,
            [key!("sent.share_title"), key!("sent.share_text")],
        ));
    element("div").child(list).child(said)
}

/// The event of the promised call, for the phone's calendar.
fn give_event(state: State, site: &Site, due: Timestamp, code: &Reference) {
    let spaced = code.spaced();
    let number = calls::number(site);
    let values = [("phone", number.as_str()), ("code", &spaced)];
    let event = calendar_event(&PromisedCall {
        uid: &[&spaced, "@", &site.id].concat(),
        due,
        now: clock::believed(),
        title: state.text(key!("sent.event_name")),
        text: &state.text_with(key!("sent.event_help"), &values),
    });
    share_file::download_text("appel.ics", "text/calendar", &event);
}
