//! The frame around every screen: header, page, footer.

use domain::paths;
use leptos::{either::Either, mount::mount_to, prelude::*};

use crate::{
    browser::{focus, page, service_worker, title},
    components::{status_banner::StatusBanner, top_bar::TopBar},
    loading, navigation,
    pages::{
        accessibility::Accessibility, check_answers::CheckAnswers, credits::Credits,
        elsewhere::Elsewhere, not_found::NotFound, notice::Notice, outbox::Outbox,
        section::SectionPage, sent::Sent, welcome::Welcome,
    },
    screen::Screen,
    sending,
    state::State,
};

/// Loads what the first screen needs, then takes the place of the static one.
pub fn start() {
    // Leptos has no executor of its own before something is mounted.
    wasm_bindgen_futures::spawn_local(async {
        // Without its sentences the app has nothing to show: the static screen, with its telephone number, stays.
        let Some(state) = loading::first_state().await else {
            page::tell_failure();
            return;
        };
        let Some(root) = page::root() else { return };
        root.set_inner_text("");
        mount_to(root, move || view! { <App state=state/> }).forget();
        navigation::follow(state);
        sending::start(state).await;
        loading::refresh_site(state).await;
        service_worker::register().await;
    });
}

/// Everything on the page.
#[component]
fn App(
    /// The signals every screen shares.
    state: State,
) -> impl IntoView {
    let mut turn = false;
    let frame = move || {
        // A change of language or of screen builds the page anew: sentences need no signal of their own.
        state.bundle.track();
        let screen = state.screen.get();
        set_title(state, &screen);
        // A page that is only patched would show in one field what was typed in another:
        // the other side of an `Either` is always built from nothing.
        turn = !turn;
        let page = page_of(state, &screen);
        let page = if turn {
            Either::Left(page)
        } else {
            Either::Right(page)
        };
        frame(state, page)
    };
    view! { {frame} }
}

fn frame(state: State, page: Either<AnyView, AnyView>) -> AnyView {
    let site = state.site.get();
    let link = move |key: &str, screen: Screen| {
        let path = screen.path();
        let go = move |event: leptos::ev::MouseEvent| {
            event.prevent_default();
            navigation::go(state, screen.clone());
        };
        view! { <li><a href=path on:click=go>{state.text(key)}</a></li> }.into_any()
    };
    let waiting = move || {
        let count = state.entries.with(Vec::len);
        (count > 0).then(|| match count {
            1 => state.text("status.one_waiting"),
            _ => state.text_with("status.several_waiting", &[("count", &count.to_string())]),
        })
    };
    view! {
        <a class="skip" href="#main" on:click=move |event| { event.prevent_default(); focus::heading(); }>
            {state.text("frame.skip")}
        </a>
        <TopBar
            name=site.name.clone()
            other_language=state.text("frame.other_language")
            other_language_code=state.text("frame.other_language_code")
            home=paths::WELCOME.to_owned()
            on_home=Callback::new(move |()| navigation::go(state, Screen::Welcome))
            on_language=Callback::new(move |()| loading::switch_language(state))
        />
        <StatusBanner text=Signal::derive(waiting)/>
        {page}
        <footer>
            <p>
                <b>{site.name.clone()}</b><br/>
                {site.address.join(", ")}<br/>
                <a href={format!("tel:{}", site.phone_e164)}>{site.phone.clone()}</a>
            </p>
            <ul>
                {link("frame.notice", Screen::Notice)}
                {link("frame.outbox", Screen::Outbox)}
                {link("frame.accessibility", Screen::Accessibility)}
                {link("frame.credits", Screen::Credits)}
            </ul>
        </footer>
    }
    .into_any()
}

fn page_of(state: State, screen: &Screen) -> AnyView {
    match screen.clone() {
        Screen::Welcome => view! { <Welcome state=state/> }.into_any(),
        Screen::Section { form, section } => {
            view! { <SectionPage state=state kind=form section=section/> }.into_any()
        }
        Screen::CheckAnswers { form } => view! { <CheckAnswers state=state kind=form/> }.into_any(),
        Screen::Sent => view! { <Sent state=state/> }.into_any(),
        Screen::Outbox => view! { <Outbox state=state/> }.into_any(),
        Screen::Notice => view! { <Notice state=state/> }.into_any(),
        Screen::Elsewhere => view! { <Elsewhere state=state/> }.into_any(),
        Screen::Accessibility => view! { <Accessibility state=state/> }.into_any(),
        Screen::Credits => view! { <Credits state=state/> }.into_any(),
        Screen::NotFound => view! { <NotFound state=state/> }.into_any(),
    }
}

fn set_title(state: State, screen: &Screen) {
    let heading = match screen {
        Screen::Welcome => String::new(),
        Screen::Section { form, section } => state
            .form(*form)
            .and_then(|form| {
                form.wording
                    .sections
                    .get(section)
                    .map(|words| words.title.clone())
            })
            .unwrap_or_default(),
        Screen::CheckAnswers { .. } => state.text("check.title"),
        Screen::Sent => state.text("sent.page_title"),
        Screen::Outbox => state.text("outbox.title"),
        Screen::Notice => state.text("frame.notice"),
        Screen::Elsewhere => state.text("elsewhere.page_title"),
        Screen::Accessibility => state.text("accessibility.title"),
        Screen::Credits => state.text("credits.title"),
        Screen::NotFound => state.text("not_found.title"),
    };
    let mut whole = heading;
    if !whole.is_empty() {
        whole.push_str(" · ");
    }
    whole.push_str(&state.text("frame.title"));
    title::set(&whole, &state.language());
}
