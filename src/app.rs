//! The frame around every screen: header, page, footer.

use std::rc::Rc;

use domain::{parts::Part, paths};
use wasm_bindgen_futures::spawn_local;

use crate::{
    browser::{
        clock,
        dom::{self, Element, element},
        focus, history, http, idle, page,
        stage::Stage,
        title, unload,
    },
    components::{
        block::{button, paragraph},
        link::link,
        status_banner::status_banner,
        top_bar::{OtherLanguage, top_bar},
    },
    drafts,
    late::{self, AllHere, Here},
    loading, navigation,
    pages::{
        check_answers::check_answers,
        choices::choices,
        coming::coming,
        device::device,
        elsewhere::elsewhere,
        not_found::not_found,
        outbox::outbox,
        section::{Questions, section_page},
        sent::sent,
        tablet::tablet_page,
        text::text_page,
        welcome::welcome,
    },
    screen::{NOTICE, Screen},
    state::State,
    tablet,
};

/// Loads what the first screen needs, then takes the place of the static one.
///
/// In several turns, none of them long: on a slow phone whoever scrolls or taps meanwhile is answered.
pub fn start() {
    wasm_bindgen_futures::spawn_local(async {
        clock::next_turn().await;
        let state = first_state().await;
        let Some(root) = page::root() else { return };
        let mut parts = Vec::new();
        for make in [above, screen, below] {
            clock::next_turn().await;
            parts.push(dom::part(Box::new(move || make(state))));
        }
        dom::show(&root, parts);
        page::tell_no_failure();
        navigation::follow(state);
        tablet::watch(state);
        clock::next_turn().await;
        late::keep_asking(state).await;
        if *state.tablet.peek() {
            // Somebody else may need anything of it, with or without network.
            late::ask_for_all(state);
        }
    });
}

/// The state of the first screen, asked for until it is here.
///
/// Without its sentences the app has nothing to show: the static screen stays, and says whom to call.
async fn first_state() -> State {
    let mut wait_seconds = 2;
    loop {
        if let Some(state) = loading::first_state().await {
            return state;
        }
        page::tell_network_failure();
        http::back_within(wait_seconds).await;
        wait_seconds = (2 * wait_seconds).min(60);
    }
}

/// Reads what the words of every part depend on, to be followed: no sentence needs a signal of its own.
fn follow_words(state: State) {
    let _ = (state.bundle.read(), state.site.read());
}

/// What stands above every page.
fn above(state: State) -> Vec<Element> {
    follow_words(state);
    let skip = link("#main", state.text("frame.skip"), focus::heading);
    let other = OtherLanguage {
        name: state.text("frame.other_language"),
        code: state.text("frame.other_language_code"),
    };
    let home = move || navigation::go(state, Screen::Welcome);
    let switch = move || loading::switch_language(state);
    vec![
        skip.class("skip"),
        top_bar(&state.site().name, paths::WELCOME, home, &other, switch),
        status_banner(move || waiting(state)),
    ]
}

/// The page, and out of sight the one that comes next.
fn screen(state: State) -> Vec<Element> {
    follow_words(state);
    let main = element("main").attr("id", "main");
    let pages = Rc::new(Stage::new(main.clone()));
    let turning = pages.clone();
    let main = main.follow(move |_| turn(state, &turning));
    let main = main.follow(move |_| unload::ask(state.would_lose()));
    vec![main.follow(move |_| {
        // An answer may lead elsewhere, and may be what was refused.
        let _ = state.answers.read();
        navigation::forgive(state);
        make_next_ready(state, &pages);
    })]
}

/// Shows the page of the present screen. What nobody waits for comes once it is painted.
fn turn(state: State, pages: &Rc<Stage<Questions>>) {
    let screen = state.screen.read().clone();
    let arriving = state.arriving.take();
    let questions = Questions::at(state, &screen);
    let before = pages.turn_to(questions.as_ref(), || {
        page_of(state, &screen, questions.as_ref())
    });
    if arriving {
        focus::top();
    }
    let pages = pages.clone();
    idle::once_painted(Box::new(move || {
        drop(before);
        if arriving {
            focus::new_page();
            drafts::keep(state);
        }
        if screen != Screen::Welcome {
            // Whoever goes on may want any of it, and may lose the network.
            late::ask_for_all(state);
        }
        set_title(state, &screen);
        history::catch_up();
        make_next_ready(state, &pages);
    }));
}

/// Makes the page ready that comes after this one, unless it is, once the browser is quiet.
fn make_next_ready(state: State, pages: &Rc<Stage<Questions>>) {
    if pages.is_waiting.replace(true) {
        return;
    }
    let pages = pages.clone();
    spawn_local(async move {
        idle::until_quiet().await;
        pages.is_waiting.set(false);
        let next = Questions::after(state, &state.screen.peek());
        if let Some(next) = next.filter(|next| !pages.is_ready(next)) {
            pages.make_ready(next, |next| section_page(state, next));
        }
    });
}

/// What stands below every page.
fn below(state: State) -> Vec<Element> {
    follow_words(state);
    vec![still_there(state), footer(state)]
}

/// Before everything goes on a shared device: any touch means that the person is still there.
fn still_there(state: State) -> Element {
    element("div").attr("role", "alert").follow(move |place| {
        place.fill((*state.idle.read()).then(|| {
            element("div").class("action").children([
                paragraph("", state.text("shared.still_there")),
                button(state.text("shared.here")).on_tap(move || tablet::is_there(state)),
            ])
        }));
    })
}

/// What waits on this phone, in a sentence; nothing while nothing does. What does not leave by itself is said first.
fn waiting(state: State) -> Option<String> {
    if *state.tablet.read() {
        return Some(tablet::count(state));
    }
    let entries = state.entries.read();
    if entries.iter().any(|entry| !entry.is_waiting()) {
        return Some(state.text("status.stuck").to_owned());
    }
    if entries.iter().any(|entry| entry.blocked) {
        return Some(state.text("status.blocked").to_owned());
    }
    match entries.len() {
        0 => None,
        1 => Some(state.text("status.one_waiting").to_owned()),
        count => {
            let count = count.to_string();
            Some(state.text_with("status.several_waiting", &[("count", &count)]))
        }
    }
}

fn footer(state: State) -> Element {
    let (site, shared) = (state.site(), *state.tablet.read());
    let call = element("a")
        .attr("href", &["tel:", &site.phone_e164].concat())
        .text(&site.phone);
    let who = element("p")
        .attr("translate", "no")
        .child(element("b").text(&site.name))
        .child(element("br"))
        .text(&site.address.join(", "))
        .child(element("br"))
        .child(call);
    let pages = [
        ("frame.notice", Screen::Text(NOTICE)),
        ("frame.rights", Screen::Text("droits")),
        ("frame.outbox", Screen::Outbox),
        ("frame.device", Screen::Device),
        ("frame.tablet", Screen::Tablet),
        ("frame.accessibility", Screen::Text("accessibilite")),
        ("frame.credits", Screen::Text("credits")),
    ];
    // On a shared device they lead to its own page, which is named beside them.
    let is_here = |screen: &Screen| !shared || screen.clone().on_shared_device() == *screen;
    let pages = pages.into_iter().filter(|(_, screen)| is_here(screen));
    let links = pages.map(|(key, screen)| element("li").child(navigation::to(state, screen, key)));
    element("footer")
        .child(who)
        .child(element("ul").children(links))
}

/// Follows the part of the code that the page comes with, and no other: a page that is here stays as it is.
fn page_of(state: State, screen: &Screen, questions: Option<&Questions>) -> Element {
    match screen.part() {
        Part::First => match questions {
            Some(questions) => section_page(state, questions),
            None if *screen == Screen::Welcome => welcome(state),
            None => not_found(state),
        },
        Part::Late => match *state.late.read() {
            Some(here) => late_page(here, state, screen),
            None => coming(state),
        },
        Part::Rest => match *state.rest.read() {
            Some(here) => rest_page(here, state, screen, questions),
            None => coming(state),
        },
    }
}

/// The pages of the late part.
#[inline(never)]
fn late_page(_here: Here, state: State, screen: &Screen) -> Element {
    match screen {
        Screen::CheckAnswers { form } => check_answers(state, *form),
        Screen::Sent => sent(state),
        Screen::Outbox => outbox(state),
        Screen::Elsewhere => elsewhere(state),
        _ => not_found(state),
    }
}

/// The pages of the rest.
#[inline(never)]
fn rest_page(here: AllHere, state: State, screen: &Screen, asked: Option<&Questions>) -> Element {
    match (screen, asked) {
        (_, Some(questions)) => section_page(state, questions),
        (Screen::CheckAnswers { form }, _) => check_answers(state, *form),
        (Screen::Choices, _) => choices(state),
        (Screen::Device, _) => device(state),
        (Screen::Tablet, _) => tablet_page(here, state),
        (Screen::Text(name), _) => text_page(state, name),
        _ => not_found(state),
    }
}

fn set_title(state: State, screen: &Screen) {
    let heading = match screen {
        Screen::Welcome => "",
        Screen::Section { form, section } => {
            let words = state
                .form(*form)
                .and_then(|form| form.wording.sections.get(section));
            words.map(|words| words.title.as_str()).unwrap_or_default()
        }
        Screen::CheckAnswers { .. } => state.text("check.title"),
        Screen::Sent => state.text("sent.page_title"),
        Screen::Outbox => state.text("outbox.title"),
        Screen::Choices => state.text("choices.title"),
        Screen::Device => state.text("device.title"),
        Screen::Tablet => state.text("tablet.title"),
        Screen::Text(name) => {
            let layers = state.layers(name);
            layers
                .map(|layers| layers.title.as_str())
                .unwrap_or_default()
        }
        Screen::Elsewhere => state.text("elsewhere.page_title"),
        Screen::NotFound => state.text("not_found.title"),
    };
    let between = if heading.is_empty() { "" } else { " · " };
    let whole = [heading, between, state.text("frame.title")].concat();
    title::set(&whole, state.language());
}
