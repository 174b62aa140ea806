//! "Vérifie tes réponses": everything answered, each line changeable, then the one button that sends.

use domain::{
    answers::{Answer, Answers},
    bundle::Form,
    journey::{Journey, Step},
    questionnaire::{Kind, Question},
    submission::{EARLIER, MessageKind, Refusal},
};
use leptos::prelude::*;

use crate::{
    components::error_summary::ErrorSummary,
    navigation,
    pages::{not_found::NotFound, notice, section::error_lines},
    screen::Screen,
    sending,
    state::{Communes, State},
};

/// Everything answered, before sending.
#[component]
pub fn CheckAnswers(
    /// The signals every screen shares.
    state: State,
    /// Which form.
    kind: MessageKind,
) -> impl IntoView {
    let Some(form) = state.form(kind) else {
        return view! { <NotFound state=state/> }.into_any();
    };
    let answers = state.answers.get_untracked();
    let cards = {
        let journey = Journey::new(&form.questionnaire, &answers);
        let cards = journey
            .steps
            .iter()
            .map(|step| card(state, kind, &form, step, &answers));
        cards.collect_view()
    };
    let nothing_yet = answers.is_empty();
    let form = StoredValue::new(form);
    let lines = Signal::derive(move || {
        let refusals: Vec<Refusal> = state.refusals.get();
        form.with_value(|form| error_lines(state, form, refusals))
    });
    let follow = Callback::new(move |question: String| {
        let section = form.with_value(|form| {
            let answers = state.answers.get_untracked();
            let journey = Journey::new(&form.questionnaire, &answers);
            journey
                .step_of(&question)
                .map(|step| step.section.id.clone())
        });
        if let Some(section) = section {
            change(state, kind, section);
        }
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        sending::send(state, kind);
    };
    let trouble = move || {
        let key = state.trouble.get()?;
        Some(
            view! { <div id="trouble" class="error-summary" role="alert" tabindex="-1"><p>{state.text(key)}</p></div> },
        )
    };
    let label = move || {
        state.text(if state.busy.get() {
            "check.sending"
        } else {
            "check.send"
        })
    };
    view! {
        <main id="main">
            <form novalidate on:submit=submit>
                <ErrorSummary title=state.text("check.refused_title") lines=lines on_follow=follow/>
                {trouble}
                <h1 tabindex="-1">{state.text("check.title")}</h1>
                <p class="lead">{state.text(if nothing_yet { "check.nothing" } else { "check.lead" })}</p>
                {cards}
                <section class="card" aria-labelledby="who">
                    <h2 id="who">{state.text("check.notice_title")}</h2>
                    {notice::summary(state)}
                </section>
                <div class="action"><button type="submit" disabled=move || state.busy.get()>{label}</button></div>
            </form>
        </main>
    }
    .into_any()
}

fn card(
    state: State,
    kind: MessageKind,
    form: &Form,
    step: &Step<'_>,
    answers: &Answers,
) -> AnyView {
    let section = step.section.id.clone();
    let title = form
        .wording
        .sections
        .get(&section)
        .map(|words| words.title.clone())
        .unwrap_or_default();
    let lines = step.questions.iter().map(|question| {
        let words = form.wording.questions.get(&question.id);
        let label = words.map(|words| words.label.clone()).unwrap_or_default();
        let answer = answers
            .get(&question.id)
            .map(|answer| answer_text(state, form, question, answer));
        let missing = answer.is_none();
        let text = answer.unwrap_or_else(|| {
            state.text(if question.required {
                "check.missing"
            } else {
                "check.unanswered"
            })
        });
        view! { <dt>{label}</dt><dd class:soft=missing>{text}</dd> }
    });
    let path = Screen::Section {
        form: kind,
        section: section.clone(),
    }
    .path();
    let go = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        change(state, kind, section.clone());
    };
    view! {
        <section class="card">
            <div class="card-head">
                <h2>{title.clone()}</h2>
                <a href=path on:click=go>{state.text("check.change")}<span class="unseen">" : "{title}</span></a>
            </div>
            <dl>{lines.collect_view()}</dl>
        </section>
    }
    .into_any()
}

fn change(state: State, form: MessageKind, section: String) {
    state.changing.set(true);
    navigation::go(state, Screen::Section { form, section });
}

/// An answer as people read it.
fn answer_text(state: State, form: &Form, question: &Question, answer: &Answer) -> String {
    let words = form.wording.questions.get(&question.id);
    let label =
        |code: &str| words.map_or_else(|| code.to_owned(), |words| words.choice(code).to_owned());
    match (question.kind, answer) {
        (_, Answer::Many(codes)) => codes
            .iter()
            .map(|code| label(code))
            .collect::<Vec<_>>()
            .join(", "),
        (Kind::Choice, Answer::One(code)) => label(code),
        (Kind::YesNo | Kind::Tick, Answer::One(code)) => state.text(&["choice.", code].concat()),
        (Kind::Year, Answer::One(code)) if code == EARLIER => state.text("choice.earlier"),
        (Kind::Date, Answer::One(date)) => {
            let parts: Vec<&str> = date.split('-').rev().collect();
            parts.join("/")
        }
        (Kind::Commune, Answer::One(code)) => match state.communes.get_untracked() {
            Communes::Found(list) => list
                .into_iter()
                .find(|(insee, _)| insee == code)
                .map_or_else(|| code.clone(), |(_, name)| name),
            _ => code.clone(),
        },
        (_, Answer::One(text)) => text.clone(),
    }
}
