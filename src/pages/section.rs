//! One page of questions: shows them, listens, and lets the person go on once nothing is refused.

use std::{ptr, rc::Rc};

use domain::{
    answers::Answers,
    bundle::Form,
    journey::Journey,
    questionnaire::{Kind, Section},
    submission::{MessageKind, Refusal, refusal},
    time::Date,
};

use self::question::question_view;
use super::heading;
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

pub(super) mod question;
mod town_search;

/// All that a page of questions is made from.
#[derive(Clone)]
pub struct Questions {
    kind: MessageKind,
    form: &'static Form,
    section: &'static Section,
    /// Which page it is, from 1, and of how many.
    place: usize,
    total: usize,
    /// What has been answered to its questions so far.
    answers: Answers,
}

impl PartialEq for Questions {
    /// Sections are compared by where they are: each language has its own, and none is given back.
    fn eq(&self, other: &Self) -> bool {
        ptr::eq(self.section, other.section)
            && (self.place, self.total) == (other.place, other.total)
            && self.answers == other.answers
    }
}

impl Questions {
    /// Those of a screen; nothing where it asks none.
    pub fn at(state: State, screen: &Screen) -> Option<Self> {
        let Screen::Section { form, section } = screen else {
            return None;
        };
        let kind = *form;
        let form = state.form(kind)?;
        let mut sections = form.questionnaire.sections.iter();
        let section = sections.find(|one| one.id == *section)?;
        let answers = state.answers.peek();
        let journey = Journey::new(&form.questionnaire, &answers);
        Some(Self {
            kind,
            form,
            section,
            place: journey.position(&section.id).unwrap_or_default() + 1,
            total: journey.steps.len(),
            answers: answers.filtered(|id| asks(section, id)),
        })
    }

    /// Those that "continue" leads to from a screen, as it is answered so far.
    pub fn after(state: State, screen: &Screen) -> Option<Self> {
        let here = Self::at(state, screen)?;
        Self::at(state, &screen_after(state, &here))
    }
}

fn asks(section: &Section, id: &str) -> bool {
    section.questions.iter().any(|question| question.id == id)
}

/// Where "continue" leads.
fn screen_after(state: State, here: &Questions) -> Screen {
    let form = here.kind;
    let answers = state.answers.peek();
    let journey = Journey::new(&here.form.questionnaire, &answers);
    let place = journey.position(&here.section.id);
    let next = journey.steps.get(place.map_or(0, |place| place + 1));
    match next {
        Some(step) if !*state.changing.peek() => Screen::Section {
            form,
            section: step.section.id.clone(),
        },
        _ => Screen::CheckAnswers { form },
    }
}

/// One page of questions.
pub fn section_page(state: State, page: &Questions) -> Element {
    let Questions {
        kind,
        form,
        section,
        place,
        total,
        ..
    } = *page;
    let words = form.wording.sections.get(&section.id);
    let title = words.map(|words| words.title.as_str()).unwrap_or_default();
    let lead = words.and_then(|words| words.lead.as_ref());
    let questions = section.questions.iter();
    let questions = questions.filter_map(|question| question_view(state, form, question));
    let next = element("button")
        .attr("type", "submit")
        .text(state.text("section.continue"));
    // Before the browser makes a submission of it, which takes time. Enter in a field taps the button too.
    let element_of_form = element("form");
    let (here, fields) = (page.clone(), element_of_form.clone());
    let next = next.on_tap(move || {
        fields.say_again();
        go_on(state, &here);
    });
    let refused = error_summary(
        state.text("section.refused_title"),
        Box::new(move || {
            let mut lines = error_lines(state, form);
            // What is refused is on the page that is shown: the one that is ready has nothing of it.
            lines.retain(|line| asks(section, &line.question));
            lines
        }),
        // Of the list of communes and the field below it, the one that is in use.
        Rc::new(move |question| {
            focus::field(match question {
                "commune_code" if *state.types_commune.peek() => "commune_name",
                other => other,
            });
        }),
    );
    let element_of_form = element_of_form
        .attr("novalidate", "")
        // A field that may be filled in says so itself, until it is.
        .attr("autocomplete", "off")
        .children(progress(state, place, total))
        .child(refused)
        .child(heading(title))
        .children(lead.map(|lead| element("p").class("lead").text(lead)))
        .children(counts_time(section).then(|| word_of_clock(state)))
        .children((place == 1).then(|| word_of_beginning(state)))
        .children(questions)
        .children(calls_a_minor(state, form, section).then(|| {
            let word = state.text("section.minor");
            paragraph("soft", word)
        }))
        .children(has_initials(form, section).then(|| {
            let words = to(state, Screen::Text("mots"), "section.words");
            element("p").child(words)
        }))
        .children((place == 1).then(|| first_layer(state)))
        .children(
            (kind != MessageKind::RightsRequest && follows_the_name(form, section))
                .then(|| draft_question(state)),
        )
        .child(element("div").class("action").child(next))
        .children((kind == MessageKind::Registration && place > 1).then(|| short_way(state)));
    // No answer may ever be in a URL, whatever else sends the form.
    element("div").child(element_of_form.enter_goes_on().on_submit(|| ()))
}

/// Why somebody who came for another page is on this one.
fn word_of_beginning(state: State) -> Element {
    element("div").class("live").follow(move |place| {
        let said = *state.trouble.read();
        place.fill(said.map(|key| {
            let said = paragraph("", state.text(key)).attr("role", "status");
            element("div").class("card").child(said)
        }));
    })
}

/// Whether a number is asked here of somebody whose parents may answer it.
fn calls_a_minor(state: State, form: &Form, section: &Section) -> bool {
    let mut questions = section.questions.iter();
    questions.any(|question| question.kind == Kind::Phone) && is_minor(state, form)
}

fn is_minor(state: State, form: &Form) -> bool {
    let answers = state.answers.peek();
    let today = clock::believed().date();
    let sections = form.questionnaire.sections.iter();
    let questions = sections.flat_map(|section| &section.questions);
    let mut aged = questions.filter(|question| question.ages.is_some());
    aged.any(|question| {
        let date = answers.one(&question.id);
        let born: Option<Date> = date.and_then(|date| date.parse().ok());
        born.is_some_and(|born| born.age_on(today) < 18)
    })
}

/// Whether a choice here is named by its initials (FJT, CFG): the page of words says what they are.
fn has_initials(form: &Form, section: &Section) -> bool {
    section.questions.iter().any(|question| {
        let words = form.wording.questions.get(&question.id);
        let mut choices = question.choices.iter();
        words.is_some_and(|words| {
            choices.any(|choice| {
                let label = words.choice(&choice.code).as_bytes();
                label
                    .windows(3)
                    .any(|letters| letters.iter().all(u8::is_ascii_uppercase))
            })
        })
    })
}

/// Whether the person has said her name by now: there is something to keep.
fn follows_the_name(form: &Form, section: &Section) -> bool {
    let mut sections = form.questionnaire.sections.iter();
    let named = sections.find(|one| one.questions.iter().any(|it| it.kind == Kind::Name));
    named.is_some() && sections.any(|one| ptr::eq(one, section))
}

/// Whether what is accepted here depends on the day.
fn counts_time(section: &Section) -> bool {
    let mut questions = section.questions.iter();
    questions.any(|question| matches!(question.kind, Kind::Date | Kind::Year))
}

/// That the phone's clock is wrong, where it plainly is; it is in nobody's way.
fn word_of_clock(state: State) -> Element {
    element("div")
        .class("live")
        .attr("role", "status")
        .follow(move |place| {
            // What the endpoint says may be news.
            let _ = state.told_the_time.read();
            let said = || paragraph("soft", state.text("section.clock_wrong"));
            place.fill(clock::is_wrong().then(said));
        })
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
    let line = element("p").class("soft").child(to_check);
    line.follow(move |line| line.set_flag("hidden", !is_enough_for_a_call(state)))
}

/// Whether the short form has all that it needs.
fn is_enough_for_a_call(state: State) -> bool {
    let answers = state.answers.read();
    let today = clock::believed().date();
    state
        .form(MessageKind::CallbackRequest)
        .is_some_and(|form| {
            let journey = Journey::new(&form.questionnaire, &answers);
            let mut asked = journey.questions();
            asked.all(|question| refusal(question, &answers, today).is_none())
        })
}

/// The first layer of the notice, on the first page of questions: open, and in nobody's way.
fn first_layer(state: State) -> Element {
    sending::notice_is_shown(state);
    let more = to(state, Screen::Text(NOTICE), "welcome.who_more");
    card(state.text("section.notice_title"))
        .child(super::text::notice_summary(state))
        .child(element("p").child(more))
}

/// Whether the answers may stay on this phone for a day, until somebody has said so: before a yes nothing is kept.
fn draft_question(state: State) -> Element {
    element("div").class("live").follow(move |place| {
        // Read first, to be followed: the answer is given here.
        let (own, here) = (*state.own_phone.read(), *state.rest.read());
        if let (Some(here), true) = (here, drafts::is_to_be_asked(state)) {
            let way = |key: &str, own: bool| {
                let tap = button(state.text(key)).class("button quiet");
                tap.on_tap(move || drafts::rest_answer(here, state, own))
            };
            let ways = [way("draft.yes", true), way("draft.no", false)];
            place.fill([card(state.text("draft.question"))
                .child(paragraph("", state.text("draft.text")))
                .child(element("div").class("pair").children(ways))]);
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

fn go_on(state: State, here: &Questions) {
    let today = clock::believed().date();
    let refusals: Vec<Refusal> = {
        let answers = state.answers.peek();
        let journey = Journey::new(&here.form.questionnaire, &answers);
        let place = journey.position(&here.section.id);
        let step = place.and_then(|place| journey.steps.get(place));
        let asked = step
            .map(|step| step.questions.as_slice())
            .unwrap_or_default();
        let refused = asked.iter().filter_map(|question| {
            let refusal = refusal(question, &answers, today)?;
            Some((question.kind, refusal))
        });
        let refused: Vec<_> = refused.collect();
        let has_no_postal_code = refused.iter().any(|(kind, _)| *kind == Kind::PostalCode);
        // Without a postal code there is no list of communes yet, and nothing to put right in it.
        let told = refused
            .into_iter()
            .filter(|(kind, _)| *kind != Kind::Commune || !has_no_postal_code);
        told.map(|(_, refusal)| refusal).collect()
    };
    if !refusals.is_empty() {
        navigation::show_refusals(state, refusals);
        return;
    }
    let screen = screen_after(state, here);
    state.changing.set(false);
    navigation::go(state, screen);
}
