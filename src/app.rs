//! The frame around every screen: header, page, footer.

use domain::{content_parts::ContentPart, language::Language, paths};
use elements::{Element, element, part, show};
use phone::{
    key,
    screen::{NOTICE, Screen},
    status,
    words::ASK_AGAIN_SECONDS,
};

use crate::{
    background,
    browser::{clock, focus, history, http, idle, page, title, unload},
    components::{
        link::link,
        status_banner::status_banner,
        top_bar::{Languages, top_bar},
    },
    drafts, first_state, navigation,
    pages::{
        check_answers::check_answers,
        choices::choices,
        content_page::content_page,
        device::device,
        loading_placeholder::loading_placeholder,
        not_eligible::not_eligible,
        not_found::not_found,
        outbox::outbox,
        section::{Questions, section_page},
        sent::sent,
        shared_device::shared_device_page,
        welcome::welcome,
    },
    refusals, rest_words, say, shared_device,
    state::State,
};

/// Loads what the first screen needs, then takes the place of the static page.
///
/// In several short turns of the event loop: on a slow phone, scrolls and taps are answered in between.
pub fn start() {
    wasm_bindgen_futures::spawn_local(async {
        clock::next_turn().await;
        let state = first_state().await;
        let Some(root) = page::root() else { return };
        // The page's own static HTML has its words already, and stays until they are here too.
        let is_own = page::is_static_page(&root, &history::path());
        let mut is_started = false;
        while is_own && !rest_words::are_here_for_first_page(state).await {
            page::tell_network_failure();
            if !is_started {
                background::start(state).await;
                is_started = true;
            }
            http::back_within(ASK_AGAIN_SECONDS).await;
        }
        let mut parts = Vec::new();
        for make in [above, screen, below] {
            clock::next_turn().await;
            parts.push(part(Box::new(move || make(state))));
        }
        page::take_over(Box::new(move || {
            page::tell_no_failure();
            show(&root, parts);
        }))
        .await;
        navigation::follow(state);
        shared_device::watch(state);
        clock::next_turn().await;
        if !is_started {
            background::start(state).await;
        }
    });
}

/// The state of the first screen, asked for until it is here.
///
/// Without its sentences the app has nothing to show: the static screen stays, and says whom to call.
async fn first_state() -> State {
    let mut wait_seconds = 2;
    loop {
        if let Some(state) = first_state::first_state().await {
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
    let skip = link("#main", state.text(key!("frame.skip")), focus::heading);
    let home = move || navigation::go(state, Screen::Welcome);
    let choose = move |code: &str, list: [Element; 2]| {
        if let Some(language) = Language::from_code(code) {
            rest_words::switch_language(state, language, Some(list));
        }
    };
    let name = &state.site().name;
    vec![
        skip.class("skip"),
        top_bar(name, paths::WELCOME, home, languages(state), choose),
        status_banner(move || waiting(state)),
    ]
}

/// The languages that the build has.
fn languages(state: State) -> Languages {
    let files = page::files();
    let offered = Language::ALL.into_iter();
    let offered =
        offered.filter(|language| files.as_ref().is_some_and(|files| files.offers(*language)));
    Languages {
        label: state.text(key!("frame.language")),
        offered: offered
            .map(|language| [language.code(), language.own_name()])
            .collect(),
        shown: state.language(),
    }
}

/// The page.
fn screen(state: State) -> Vec<Element> {
    follow_words(state);
    let main = element("main").attr("id", "main");
    let main = main.effect(move |place| turn(state, place));
    let main = main.effect(move |_| unload::ask(state.would_lose()));
    vec![main.effect(move |_| {
        // An answer may be what was refused.
        let _ = state.answers.read();
        refusals::forgive(state);
    })]
}

/// Shows the page of the present screen. What is not needed for the first paint comes after it.
fn turn(state: State, place: &Element) {
    let screen = state.screen.read().clone();
    let arriving = state.focus_on_show.take();
    place.fill([page_of(state, &screen)]);
    if arriving {
        focus::top();
    }
    idle::once_painted(Box::new(move || {
        if arriving {
            focus::new_page();
            drafts::keep(state);
        }
        if screen != Screen::Welcome {
            // Any page may come next, and the network may go.
            rest_words::keep_asking(state);
        }
        set_title(state, &screen);
    }));
}

/// What stands below every page.
fn below(state: State) -> Vec<Element> {
    follow_words(state);
    vec![still_there(state), footer(state)]
}

/// Before everything goes on a shared device: any touch means that the person is still there.
fn still_there(state: State) -> Element {
    element("div").attr("role", "alert").effect(move |place| {
        place.fill((*state.idle_warning.read()).then(|| {
            element("div").class("action").children([
                say::paragraph(state, "", key!("shared.still_there")),
                say::button(state, key!("shared.here"))
                    .on_click(move || shared_device::is_there(state)),
            ])
        }));
    })
}

/// What waits on this phone, in a sentence; nothing while nothing does.
fn waiting(state: State) -> Option<String> {
    if *state.shared_device.read() {
        return Some(shared_device::count(state));
    }
    let entries = state.entries.read();
    let count = entries.len().to_string();
    status::waiting(&entries).map(|key| state.text_with(key, &[("count", &count)]))
}

fn footer(state: State) -> Element {
    let (site, shared) = (state.site(), *state.shared_device.read());
    let call = element("a")
        .attr("href", &["tel:", &site.phone_e164].concat())
        .text(&site.phone);
    let who = element("p")
        .attr("translate", "no")
        .child(element("b").text(&site.name))
        .child(element("br"))
        .child(element("bdi").text(&site.address.join(", ")))
        .child(element("br"))
        .child(call);
    let pages = [
        (key!("frame.notice"), Screen::Text(NOTICE)),
        (key!("frame.rights"), Screen::Text("droits")),
        (key!("frame.outbox"), Screen::Outbox),
        (key!("frame.device"), Screen::Device),
        (key!("frame.tablet"), Screen::Tablet),
        (key!("frame.accessibility"), Screen::Text("accessibilite")),
        (key!("frame.credits"), Screen::Text("credits")),
    ];
    // On a shared device they lead to its own page, which is named beside them.
    let is_here = |screen: &Screen| !shared || screen.clone().on_shared_device() == *screen;
    let pages = pages.into_iter().filter(|(_, screen)| is_here(screen));
    let links = pages.map(|(key, screen)| element("li").child(navigation::to(state, screen, key)));
    element("footer")
        .child(who)
        .child(element("ul").children(links))
        // Empty in French, and in what was read over for this Mission Locale.
        .child(say::paragraph(state, "", key!("frame.translation")))
}

/// Follows the rest of the words where the page needs them, and only there: a page that is here stays as it is.
fn page_of(state: State, screen: &Screen) -> Element {
    if screen.part() == ContentPart::Rest && state.rest_words.read().is_none() {
        return loading_placeholder(state);
    }
    match screen {
        Screen::Welcome => welcome(state),
        Screen::Section { .. } => match Questions::at(state, screen) {
            Some(questions) => section_page(state, &questions),
            None => not_found(state),
        },
        Screen::CheckAnswers { form } => check_answers(state, *form),
        Screen::Sent => sent(state),
        Screen::Outbox => outbox(state),
        Screen::Choices => choices(state),
        Screen::Device => device(state),
        Screen::Tablet => shared_device_page(state),
        Screen::Text(name) => content_page(state, name),
        Screen::Elsewhere => not_eligible(state),
        Screen::NotFound => not_found(state),
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
        Screen::CheckAnswers { .. } => state.text(key!("check.title")),
        Screen::Sent => state.text(key!("sent.page_title")),
        Screen::Outbox => state.text(key!("outbox.title")),
        Screen::Choices => state.text(key!("choices.title")),
        Screen::Device => state.text(key!("device.title")),
        Screen::Tablet => state.text(key!("tablet.title")),
        Screen::Text(name) => {
            let layers = state.layers(name);
            layers
                .map(|layers| layers.title.as_str())
                .unwrap_or_default()
        }
        Screen::Elsewhere => state.text(key!("elsewhere.page_title")),
        Screen::NotFound => state.text(key!("not_found.title")),
    };
    let between = if heading.is_empty() { "" } else { " · " };
    let whole = [heading, between, state.text(key!("frame.title"))].concat();
    title::set(&whole, state.language());
}
