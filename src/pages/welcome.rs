//! First screen: purpose, news of this phone, opening state of the telephone, links to both forms.

use domain::{
    answers::Answers, journey::Journey, submission::MessageKind, texts::TextKey, time::Timestamp,
};
use elements::{Element, element};
use phone::{
    calls::news,
    hints, key,
    screen::{NOTICE, Screen},
};
use wasm_bindgen_futures::spawn_local;

use super::{copying, heading, outbox::wiped};
use crate::{
    browser::{clock, focus, location, page},
    calls::{self, opening_line, promise},
    components::{
        block::paragraph,
        link::{action_bar, link},
    },
    drafts,
    in_app::{self, WayOut},
    navigation::{self, first_page, to},
    say,
    state::State,
};

/// The first screen.
pub fn welcome(state: State) -> Element {
    let start = move |form: MessageKind, key: TextKey| {
        let first = first_page(state, form);
        let minutes = state.form(form).map_or(0, |form| {
            let journey = Journey::new(&form.questionnaire, &Answers::default());
            hints::minutes_left(&journey, 0)
        });
        let text = state.text_with(key, &[("minutes", &minutes.to_string())]);
        link(&first.path(), &text, move || {
            navigation::go(state, first.clone());
        })
    };
    let number = calls::calling_number(state.site());
    let values = [("phone", number.as_str())];
    let callers = calls::callers(state, state.site());
    let callers = callers.map(|names| state.text_with(key!("calls.by"), &[("names", &names)]));
    let fact = |(title, text): (TextKey, TextKey)| {
        let title = match &callers {
            Some(callers) if title == key!("welcome.fact2_title") => element("b").text(callers),
            _ => say::element(state, "b", title),
        };
        let line = element("span").child(title).text(" ");
        element("li").child(line.text(&state.text_with(text, &values)))
    };
    let call = if state.site().branches.is_empty() {
        (key!("welcome.fact2_title"), key!("welcome.fact2_text"))
    } else {
        // Who calls, and from which number, depends on where the person lives.
        (key!("sent.call_before"), key!("sent.call_soon"))
    };
    let facts = [
        (key!("welcome.fact1_title"), key!("welcome.fact1_text")),
        call,
        (key!("welcome.fact3_title"), key!("welcome.fact3_text")),
    ];
    let more = to(state, Screen::Text(NOTICE), key!("welcome.who_more"));
    let who = say::paragraph(state, "", key!("welcome.who_text"))
        .text(" ")
        .child(more);
    let ways_in = action_bar(state.text(key!("welcome.ways_in")), []).effect(move |bar| {
        bar.fill(match offered(state) {
            // One way on, and no other by which the draft could be lost unseen: it is erased above.
            Some(_) => vec![resume(state)],
            None => vec![
                start(MessageKind::CallbackRequest, key!("welcome.callback")).class("button"),
                start(MessageKind::Registration, key!("welcome.start")).class("button quiet"),
            ],
        });
    });
    let inside = in_app_hint(state);
    let news = element("div").class("live").effect(move |place| {
        let trouble = *state.trouble.read();
        let trouble = trouble.map(|key| say::paragraph(state, "", key).attr("role", "status"));
        // On a shared device it is for the team to know: it stands on their page.
        let shared_device = *state.shared_device.read();
        let wiped = wiped(state).filter(|_| !shared_device);
        let news = [trouble, wiped, draft(state), shared(state)];
        let sent = (!shared_device).then(|| just_sent(state)).flatten();
        place.fill(news.into_iter().chain([sent]).flatten());
    });
    let picture = element("div").class("hero").children([
        heading(state.text(key!("welcome.title"))),
        say::paragraph(state, "", key!("welcome.lead")),
    ]);
    element("div")
        .child(picture)
        .child(news)
        .children(inside)
        .children([element("ol").class("facts").children(facts.map(fact))])
        .children(photo())
        .children([opening_line(state, ""), who, ways_in])
}

/// A photograph of the Mission Locale, where it has one: after everything else, and once it is near the screen.
fn photo() -> Option<Element> {
    let files = page::files()?;
    let photo = element("img")
        .class("photo")
        .attr("loading", "lazy")
        .attr("src", &files.content("photo")?)
        .attr("alt", &files.content("photo_alt")?);
    Some(photo)
}

/// The last registration that left from here, for as long as its call is news: by when somebody calls.
fn just_sent(state: State) -> Option<Element> {
    let records = state.records.read();
    let promise = promise(state, news(&records, clock::believed())?)?;
    let more = to(state, Screen::Outbox, key!("frame.outbox"));
    let card = say::card(state, key!("welcome.sent_title")).child(paragraph("", &promise));
    Some(card.child(element("p").child(more)))
}

/// When the draft was kept that is offered.
fn offered(state: State) -> Option<Timestamp> {
    (*state.draft.read()).filter(|_| state.is_draft_offered())
}

fn resume(state: State) -> Element {
    say::button(state, key!("draft.resume")).on_click(move || drafts::resume(state))
}

/// A draft begun on the person's own phone, to be taken up or thrown away.
fn draft(state: State) -> Option<Element> {
    let when = clock::in_words(offered(state)?, state.language());
    let text = state.text_with(key!("draft.resume_text"), &[("when", &when)]);
    let forget = say::quiet_button(state, key!("draft.forget")).on_click(move || {
        spawn_local(drafts::forget(state));
        focus::heading();
    });
    let card = say::card(state, key!("draft.resume_title"));
    Some(card.child(paragraph("", &text)).child(forget))
}

/// On a device that passes from hand to hand, that it is one.
fn shared(state: State) -> Option<Element> {
    (*state.shared_device.read()).then(|| {
        let more = to(state, Screen::Tablet, key!("shared.more"));
        say::card(state, key!("shared.title"))
            .child(say::paragraph(state, "", key!("shared.text")))
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
        WayOut::Copy => copying(state, key!("in_app.copy"), here),
    };
    let text = say::paragraph(state, "", key!("in_app.text"));
    Some(
        say::card(state, key!("in_app.title"))
            .child(text)
            .child(way),
    )
}
