//! One page of questions: shows them, listens, and lets the person go on once nothing is refused.

use domain::{
    bundle::Form,
    journey::Journey,
    submission::{MessageKind, Refusal, refusal},
};

use self::question::question_view;
use super::{heading, not_found::not_found};
use crate::{
    browser::{
        clock,
        dom::{Element, element},
        focus,
    },
    components::{
        block::{button, card, paragraph},
        error_summary::{ErrorLine, error_summary},
        link::link,
    },
    drafts,
    navigation::{self, to},
    screen::{NOTICE, Screen},
    sending,
    state::State,
};

mod question;

/// One page of questions.
pub fn section_page(state: State, kind: MessageKind, section: String) -> Element {
    let shown = state.form(kind);
    let found = shown.and_then(|form| {
        let mut sections = form.questionnaire.sections.iter();
        sections.find(|one| one.id == section)
    });
    let (Some(form), Some(found)) = (shown, found) else {
        return not_found(state);
    };
    let (place, total) = {
        let answers = state.answers.peek();
        let journey = Journey::new(&form.questionnaire, &answers);
        let place = journey.position(&section).unwrap_or_default() + 1;
        (place, journey.steps.len())
    };
    let words = form.wording.sections.get(&section);
    let title = words.map(|words| words.title.as_str()).unwrap_or_default();
    let lead = words.and_then(|words| words.lead.as_ref());
    let questions = found.questions.iter();
    let questions = questions.filter_map(|question| question_view(state, form, question));
    let next = element("button")
        .attr("type", "submit")
        .text(state.text("section.continue"));
    let refused = error_summary(
        state.text("section.refused_title"),
        move || error_lines(state, form),
        focus::field,
    );
    let element_of_form = element("form")
        .attr("novalidate", "")
        // A field that may be filled in says so itself, until it is.
        .attr("autocomplete", "off")
        .children(progress(state, place, total))
        .child(refused)
        .child(heading(title))
        .children(lead.map(|lead| element("p").class("lead").text(lead)))
        .children(questions)
        .children((place == 1).then(|| first_layer(state)))
        .children((place == 2 && kind != MessageKind::RightsRequest).then(|| draft_question(state)))
        .child(element("div").class("action").child(next))
        .children((kind == MessageKind::Registration && place > 1).then(|| short_way(state)));
    element("main")
        .attr("id", "main")
        .child(element_of_form.on_submit(move || go_on(state, kind, form, &section)))
}

/// "Étape 2 sur 10", in words and as a bar.
fn progress(state: State, place: usize, total: usize) -> [Element; 2] {
    let values = [place, total].map(|number| number.to_string());
    let step = state.text_with(
        "section.step",
        &[("place", &values[0]), ("total", &values[1])],
    );
    let share = ["p", &(place * 12 / total.max(1)).to_string()].concat();
    let meter = element("div")
        .class("meter")
        .attr("aria-hidden", "true")
        .child(element("i").class(&share));
    [element("p").class("step").text(&step), meter]
}

/// The answers so far can be sent as "be called back": the short form asks a part of the same questions.
fn short_way(state: State) -> Element {
    let check = Screen::CheckAnswers {
        form: MessageKind::CallbackRequest,
    };
    let text = state.text("section.callback_hint");
    let to_check = link(&check.path(), text, move || {
        state.changing.set(false);
        navigation::go(state, check.clone());
    });
    element("p").class("soft").child(to_check)
}

/// The first layer of the notice, on the first page of questions: open, and in nobody's way.
fn first_layer(state: State) -> Element {
    sending::notice_is_shown(state);
    let more = to(state, Screen::Text(NOTICE), "welcome.who_more");
    card(state.text("section.notice_title"))
        .child(super::text::notice_summary(state))
        .child(element("p").child(more))
}

/// "C’est ton téléphone ?", once: nothing is kept before somebody said yes.
fn draft_question(state: State) -> Element {
    element("div").class("live").follow(move |place| {
        // Read first, to be followed: the answer is given here.
        let (own, here) = (*state.own_phone.read(), *state.late.read());
        if let (Some(here), true) = (here, drafts::is_to_be_asked(state)) {
            let way = |key: &str, own: bool| {
                let tap = button(state.text(key)).class("button quiet");
                tap.on_tap(move || drafts::late_answer(here, state, own))
            };
            place.fill([card(state.text("draft.question"))
                .child(paragraph("", state.text("draft.text")))
                .children([way("draft.yes", true), way("draft.no", false)])]);
        } else if place.is_filled() {
            let key = if own == Some(true) {
                "draft.on"
            } else {
                "draft.off"
            };
            let said = paragraph("soft", state.text(key));
            place.fill([said.attr("id", "draft-said").attr("tabindex", "-1")]);
        }
    })
}

/// One line for each refusal, in the order of the questions.
pub fn error_lines(state: State, form: &'static Form) -> Vec<ErrorLine> {
    let line = |refusal: &Refusal| ErrorLine {
        sentence: state.refusal_text(form, refusal),
        question: refusal.question.clone(),
    };
    state.refusals.read().iter().map(line).collect()
}

fn go_on(state: State, kind: MessageKind, form: &Form, section: &str) {
    let today = clock::now().date();
    let (refusals, next) = {
        let answers = state.answers.peek();
        let journey = Journey::new(&form.questionnaire, &answers);
        let place = journey.position(section);
        let step = place.and_then(|place| journey.steps.get(place));
        let asked = step
            .map(|step| step.questions.as_slice())
            .unwrap_or_default();
        let refused = asked
            .iter()
            .filter_map(|question| refusal(question, &answers, today));
        let next = journey.steps.get(place.map_or(0, |place| place + 1));
        (
            refused.collect::<Vec<_>>(),
            next.map(|step| step.section.id.clone()),
        )
    };
    if !refusals.is_empty() {
        navigation::show_refusals(state, refusals);
        return;
    }
    let check = Screen::CheckAnswers { form: kind };
    let screen = match next {
        Some(section) if !*state.changing.peek() => Screen::Section {
            form: kind,
            section,
        },
        _ => check,
    };
    state.changing.set(false);
    navigation::go(state, screen);
    drafts::keep(state);
}
