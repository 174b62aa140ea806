//! One page of questions: shows them, listens, and lets the person go on once nothing is refused.

use domain::{
    bundle::Form,
    journey::Journey,
    submission::{MessageKind, Refusal, refusal},
};
use leptos::prelude::*;

use self::question::question_view;
use crate::{
    browser::{clock, focus},
    components::error_summary::{ErrorLine, ErrorSummary},
    navigation,
    pages::not_found::NotFound,
    screen::Screen,
    state::State,
};

mod question;

/// One page of questions.
#[component]
pub fn SectionPage(
    /// The signals every screen shares.
    state: State,
    /// Which form.
    kind: MessageKind,
    /// Which section.
    section: String,
) -> impl IntoView {
    let Some(form) = state.form(kind) else {
        return view! { <NotFound state=state/> }.into_any();
    };
    if state.notice_shown_at.get_untracked().is_none() {
        state.notice_shown_at.set(Some(clock::now()));
    }
    let found = form
        .questionnaire
        .sections
        .iter()
        .find(|one| one.id == section);
    let Some(found) = found.cloned() else {
        return view! { <NotFound state=state/> }.into_any();
    };
    let form = StoredValue::new(form);
    let section = StoredValue::new(section);
    let words = form.with_value(|form| form.wording.sections.get(&found.id).cloned());
    let (title, lead) = words
        .map(|words| (words.title, words.lead))
        .unwrap_or_default();
    let questions = found
        .questions
        .iter()
        .map(|question| question_view(state, form, question));
    let questions = questions.collect_view();

    let (place, total) = state.answers.with_untracked(|answers| {
        form.with_value(|form| {
            let journey = Journey::new(&form.questionnaire, answers);
            (
                journey.position(&found.id).unwrap_or_default() + 1,
                journey.steps.len(),
            )
        })
    });
    let step = state.text_with(
        "section.step",
        &[("place", &place.to_string()), ("total", &total.to_string())],
    );
    let meter = ["p", &(place * 12 / total.max(1)).to_string()].concat();

    let lines = Signal::derive(move || {
        let refusals = state.refusals.get();
        form.with_value(|form| error_lines(state, form, refusals))
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        go_on(state, kind, form, &section.get_value());
    };
    let show_notice = (place == 1).then(|| first_layer(state));
    let callback = (kind == MessageKind::Registration && place > 1)
        .then(|| state.text("section.callback_hint"));
    view! {
        <main id="main">
            <form novalidate on:submit=submit>
                <p class="step">{step}</p>
                <div class="meter" aria-hidden="true"><i class=meter></i></div>
                <ErrorSummary title=state.text("section.refused_title") lines=lines on_follow=Callback::new(|id: String| focus::field(&id))/>
                <h1 tabindex="-1">{title}</h1>
                {lead.map(|lead| view! { <p class="lead">{lead}</p> })}
                {show_notice}
                {questions}
                <div class="action"><button type="submit">{state.text("section.continue")}</button></div>
                {callback.map(|text| {
                    let short = move |event: leptos::ev::MouseEvent| {
                        event.prevent_default();
                        to_short_form(state);
                    };
                    view! { <p class="soft"><a href=Screen::CheckAnswers { form: MessageKind::CallbackRequest }.path() on:click=short>{text}</a></p> }
                })}
            </form>
        </main>
    }
    .into_any()
}

/// The first layer of the notice, before the first question.
fn first_layer(state: State) -> AnyView {
    let more = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        navigation::go(state, Screen::Notice);
    };
    view! {
        <details class="card">
            <summary>{state.text("section.notice_title")}</summary>
            {super::notice::summary(state)}
            <p><a href=Screen::Notice.path() on:click=more>{state.text("welcome.who_more")}</a></p>
        </details>
    }
    .into_any()
}

/// One line for each refusal, in the order of the questions.
pub fn error_lines(state: State, form: &Form, refusals: Vec<Refusal>) -> Vec<ErrorLine> {
    let line = |refusal: Refusal| ErrorLine {
        sentence: state.refusal_text(form, &refusal),
        question: refusal.question,
    };
    refusals.into_iter().map(line).collect()
}

fn go_on(state: State, kind: MessageKind, form: StoredValue<Form>, section: &str) {
    let today = clock::now().date();
    let (refusals, next) = state.answers.with_untracked(|answers| {
        form.with_value(|form| {
            let journey = Journey::new(&form.questionnaire, answers);
            let place = journey.position(section);
            let step = place.and_then(|place| journey.steps.get(place));
            let asked = step
                .map(|step| step.questions.as_slice())
                .unwrap_or_default();
            let refused = asked
                .iter()
                .filter_map(|question| refusal(question, answers, today));
            let next = journey.steps.get(place.map_or(0, |place| place + 1));
            (
                refused.collect::<Vec<_>>(),
                next.map(|step| step.section.id.clone()),
            )
        })
    });
    if !refusals.is_empty() {
        navigation::show_refusals(state, refusals);
        return;
    }
    let check = Screen::CheckAnswers { form: kind };
    let screen = match next {
        Some(section) if !state.changing.get_untracked() => Screen::Section {
            form: kind,
            section,
        },
        _ => check,
    };
    state.changing.set(false);
    navigation::go(state, screen);
}

/// The answers so far, sent as "be called back": the short form asks a part of the same questions.
fn to_short_form(state: State) {
    state.changing.set(false);
    navigation::go(
        state,
        Screen::CheckAnswers {
            form: MessageKind::CallbackRequest,
        },
    );
}
