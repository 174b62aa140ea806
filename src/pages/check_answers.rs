//! "Vérifie tes réponses": everything answered, each line changeable, then the one button that sends.

use std::rc::Rc;

use domain::{
    answers::{Answer, Answers},
    bundle::Form,
    formats::ABROAD,
    journey::{Journey, Step},
    paths,
    questionnaire::{Kind, Question},
    submission::{EARLIER, MessageKind},
};
use elements::{Element, element};
use phone::{key, rights::is_registration, screen::Screen};

use super::{
    back,
    choices::wishes,
    heading,
    not_found::not_found,
    section::{
        choice::yes_or_no, error_lines, question::is_typed, segments, territory::word_of_territory,
        told,
    },
    with_the_rest,
};
use crate::{
    components::{error_summary::error_summary, link::link},
    navigation, say, sending,
    state::State,
};

/// A form of so few pages is read at once.
const SHORT: usize = 2;

/// Everything answered, before sending.
pub fn check_answers(state: State, kind: MessageKind) -> Element {
    let Some(form) = state.form(kind) else {
        return not_found(state);
    };
    let answers = state.answers.read_untracked();
    let journey = Journey::new(&form.questionnaire, &answers);
    let steps = journey.steps.iter();
    let is_short = journey.steps.len() <= SHORT;
    let cards: Vec<Element> = steps
        .map(|step| card(state, kind, form, step, &answers, is_short))
        .collect();
    let (place, before) = (
        journey.steps.len() + 1,
        Screen::before(kind, form, paths::CHECK, &answers),
    );
    let form = element("form")
        .attr("novalidate", "")
        .child(back(state, before))
        .child(segments(place, place))
        .child(refused(state, kind, form))
        .child(trouble(state))
        .child(heading(state.text(key!("check.title"))))
        .child(word_of_territory(state))
        .children(cards)
        // Options are off until they are ticked: nothing is lost where their words are not loaded yet.
        .children(is_registration(kind).then(|| with_the_rest(state, wishes)))
        .child(
            element("div")
                .class("action with-words")
                .child(told(state, is_registration(kind)))
                .child(send_button(state)),
        )
        .on_submit(move || sending::send(state, kind));
    element("div").child(form)
}

fn refused(state: State, kind: MessageKind, form: &'static Form) -> Element {
    let lines = move || error_lines(state, form);
    let follow = move |question: &str| {
        let section = {
            let answers = state.answers.read_untracked();
            let journey = Journey::new(&form.questionnaire, &answers);
            let step = journey.step_of(question);
            step.map(|step| step.section.id.clone())
        };
        if let Some(section) = section {
            change(state, kind, section);
        }
    };
    error_summary(
        state.text(key!("check.refused_title")),
        Box::new(lines),
        Rc::new(follow),
    )
}

/// What went wrong with sending, if anything did.
fn trouble(state: State) -> Element {
    element("div").class("live").effect(move |place| {
        place.fill(state.trouble.read().map(|key| {
            element("div")
                .attr("id", "trouble")
                .class("error-summary")
                .attr("role", "alert")
                .attr("tabindex", "-1")
                .child(say::element(state, "p", key))
        }));
    })
}

fn send_button(state: State) -> Element {
    element("button")
        .attr("type", "submit")
        .effect(move |button| {
            let busy = *state.busy.read();
            button.set_flag("disabled", busy);
            button.set_text(state.text(if busy {
                key!("check.sending")
            } else {
                key!("check.send")
            }));
        })
}

/// The answers of one page: in one line that a tap unfolds, or open where the form is short or an answer is missing.
fn card(
    state: State,
    form: MessageKind,
    shown: &Form,
    step: &Step<'_>,
    answers: &Answers,
    is_short: bool,
) -> Element {
    let section = step.section.id.clone();
    let words = shown.wording.sections.get(&section);
    let title = words.map(|words| words.title.as_str()).unwrap_or_default();
    let (mut said, mut is_open) = (Vec::new(), is_short);
    let list = element("dl");
    for question in &step.questions {
        let words = shown.wording.questions.get(&question.id);
        let label = words.map(|words| words.label.as_str()).unwrap_or_default();
        let answer = answers.get(&question.id);
        let line = element("dd");
        let line = if let Some(answer) = answer {
            let text = answer_text(state, shown, question, answer);
            let line = line.text(&text);
            // What was typed keeps its own direction, alone and in the line of all.
            if is_typed(question.kind) {
                said.push(["\u{2068}", &text, "\u{2069}"].concat());
                line.attr("translate", "no").attr("dir", "auto")
            } else {
                said.push(text);
                line
            }
        } else {
            is_open |= question.required;
            let word = if question.required {
                key!("check.missing")
            } else {
                key!("check.unanswered")
            };
            line.class("soft").text(state.text(word))
        };
        list.add(&[element("dt").text(label), line]);
    }
    let path = Screen::Section {
        form,
        section: section.clone(),
    }
    .path();
    let unseen = element("span").class("unseen").text(" : ").text(title);
    let to_section = link(&path, state.text(key!("check.change")), move || {
        change(state, form, section.clone());
    });
    let head = element("div")
        .class("card-head")
        .child(element("h2").text(title))
        .child(to_section.child(unseen));
    let answered = if is_open {
        list
    } else {
        let nothing = state.text(key!("check.unanswered"));
        let said = if said.is_empty() {
            nothing.to_owned()
        } else {
            said.join(" · ")
        };
        let line = element("summary").child(element("span").attr("translate", "no").text(&said));
        element("details").child(line).child(list)
    };
    element("section").class("card").child(head).child(answered)
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
            .join(" · "),
        (Kind::Choice, Answer::One(code)) => label(code),
        (Kind::YesNo | Kind::Tick, Answer::One(code)) => yes_or_no(state, code).to_owned(),
        (Kind::Year, Answer::One(code)) if code == EARLIER => {
            state.text(key!("choice.earlier")).to_owned()
        }
        (Kind::Date, Answer::One(date)) => {
            // Kept as year, month and day, four and two and two digits.
            let part = |place| date.get(place).unwrap_or_default();
            [part(8..10), "/", part(5..7), "/", part(0..4)].concat()
        }
        (Kind::Commune, Answer::One(answer)) => state.commune(answer),
        (Kind::PostalCode, Answer::One(code)) if code == ABROAD => {
            state.text(key!("check.abroad")).to_owned()
        }
        (_, Answer::One(text)) => text.clone(),
    }
}
