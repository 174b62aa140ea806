//! One page of questions: shows them, listens, and lets the person go on once nothing is refused.

use std::rc::Rc;

use domain::{
    bundle::Form,
    journey::Journey,
    questionnaire::Section,
    submission::{MessageKind, Refusal},
};
use elements::{Element, element};
use phone::{
    hints, key,
    screen::{NOTICE, Screen},
};

use self::question::question_view;
use super::{back, content_page::with_site, heading};
use crate::{
    browser::{clock, focus},
    components::{
        block::paragraph,
        error_summary::{ErrorLine, error_summary},
        link::link,
    },
    navigation::{self, to},
    refusals, say, sending,
    state::State,
};

pub(super) mod choice;
mod draft_question;
pub(super) mod question;
pub(super) mod territory;
mod town_search;

/// All that a page of questions is made from.
#[derive(Clone, Copy)]
pub struct Questions {
    kind: MessageKind,
    form: &'static Form,
    section: &'static Section,
    /// Which page it is, from 1, and of how many.
    place: usize,
    total: usize,
    /// About how long the rest takes, in minutes.
    minutes: usize,
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
        let answers = state.answers.read_untracked();
        let journey = Journey::new(&form.questionnaire, &answers);
        let place = journey.position(&section.id).unwrap_or_default();
        Some(Self {
            kind,
            form,
            section,
            place: place + 1,
            total: journey.steps.len(),
            minutes: hints::minutes_left(&journey, place),
        })
    }
}

/// Where "continue" leads.
fn screen_after(state: State, here: &Questions) -> Screen {
    let (answers, changing) = (
        state.answers.read_untracked(),
        *state.changing.read_untracked(),
    );
    Screen::after(here.kind, here.form, &here.section.id, &answers, changing)
}

/// One page of questions.
pub fn section_page(state: State, page: &Questions) -> Element {
    let Questions {
        kind,
        form,
        section,
        place,
        ..
    } = *page;
    let words = form.wording.sections.get(&section.id);
    let title = words.map(|words| words.title.as_str()).unwrap_or_default();
    let lead = words.and_then(|words| words.lead.as_ref());
    let questions = section.questions.iter();
    let questions = questions.filter_map(|question| question_view(state, form, title, question));
    let next = element("button")
        .attr("type", "submit")
        .text(state.text(key!("section.continue")));
    // Before the browser makes a submission of it, which takes time. Enter in a field taps the button too.
    let element_of_form = element("form");
    let (here, fields) = (*page, element_of_form.clone());
    let next = next.on_click(move || {
        fields.say_again();
        go_on(state, &here);
    });
    let refused = error_summary(
        state.text(key!("section.refused_title")),
        Box::new(move || error_lines(state, form)),
        // The commune's list or the field below it, whichever is in use.
        Rc::new(move |question| {
            focus::field(match question {
                "commune_code" if *state.types_commune.read_untracked() => "commune_name",
                other => other,
            });
        }),
    );
    let element_of_form =
        element_of_form
            .attr("novalidate", "")
            // A field that may be filled in says so itself, until it is.
            .attr("autocomplete", "off")
            .children(progress(state, page))
            .child(refused)
            .child(heading(title))
            .children(lead.map(|lead| element("p").class("lead").text(lead)))
            .children(hints::counts_time(section).then(|| word_of_clock(state)))
            .children((place == 1).then(|| word_of_beginning(state)))
            .children(questions)
            .child(word_of_age(state, page))
            .children(hints::has_initials(form, section, state.site()).then(|| {
                let words = to(state, Screen::Text("mots"), key!("section.words"));
                element("p").child(words)
            }))
            .children((place == 1).then(|| {
                let who_reads = to(state, Screen::Text(NOTICE), key!("section.who_reads"));
                element("p").child(who_reads)
            }))
            .children(
                (kind != MessageKind::RightsRequest && hints::follows_the_name(form, section))
                    .then(|| draft_question::draft_question(state)),
            )
            .child(element("div").class("action").child(next).children(
                (kind == MessageKind::Registration && place > 1).then(|| short_way(state)),
            ));
    // No answer may ever be in a URL, whatever else sends the form.
    element("div").child(element_of_form.enter_goes_on().on_submit(|| ()))
}

/// Why this page is shown where another was asked for.
fn word_of_beginning(state: State) -> Element {
    element("div").class("live").effect(move |place| {
        let said = *state.trouble.read();
        place.fill(said.map(|key| {
            let said = say::paragraph(state, "", key).attr("role", "status");
            element("div").class("card").child(said)
        }));
    })
}

/// That a parent may answer the number of somebody who is not of age.
fn word_of_age(state: State, page: &Questions) -> Element {
    let (form, section) = (page.form, page.section);
    element("div")
        .class("live")
        .attr("role", "status")
        .effect(move |place| {
            let today = clock::believed().date();
            let is_told = hints::calls_a_minor(form, section, &state.answers.read(), today);
            if is_told != place.is_filled() {
                let said = || say::paragraph(state, "soft", key!("section.minor"));
                place.fill(is_told.then(said));
            }
        })
}

/// That the phone's clock is wrong, where it plainly is; the form goes on all the same.
fn word_of_clock(state: State) -> Element {
    element("div")
        .class("live")
        .attr("role", "status")
        .effect(move |place| {
            // What the endpoint says may be news.
            let _ = state.told_the_time.read();
            let said = || say::paragraph(state, "soft", key!("section.clock_wrong"));
            place.fill(clock::is_wrong().then(said));
        })
}

/// The way back, "Étape 2 sur 9 · 4 min", and the same as segments. The last page is one of them.
fn progress(state: State, page: &Questions) -> [Element; 2] {
    let [place, total, minutes] = [page.place, page.total + 1, page.minutes];
    let values = [place, total, minutes].map(|number| number.to_string());
    let [step, of, left] = values.each_ref().map(String::as_str);
    let values = [("place", step), ("total", of), ("minutes", left)];
    let step = state.text_with(key!("section.step"), &values);
    let before = {
        let answers = state.answers.read_untracked();
        Screen::before(page.kind, page.form, &page.section.id, &answers)
    };
    let nav = element("div")
        .class("nav")
        .child(back(state, before))
        .child(element("span").class("step").text(&step));
    [nav, segments(place, total)]
}

/// One for each page: done, shown, to come.
pub(super) fn segments(place: usize, total: usize) -> Element {
    let segment = |number: usize| {
        element("i").class(match number {
            _ if number < place => "on",
            _ if number == place => "now",
            _ => "",
        })
    };
    element("div")
        .class("segments")
        .attr("aria-hidden", "true")
        .children((1..=total).map(segment))
}

/// The answers so far can be sent as "be called back": the short form asks a part of the same questions.
fn short_way(state: State) -> Element {
    let check = Screen::CheckAnswers {
        form: MessageKind::CallbackRequest,
    };
    let text = state.text(key!("section.callback_hint"));
    let to_check = link(&check.path(), text, move || {
        state.changing.set(false);
        navigation::go(state, check.clone());
    });
    let way = to_check.class("button quiet");
    way.effect(move |way| way.set_flag("hidden", !is_enough_for_a_call(state)))
}

/// Whether the short form has all that it needs.
fn is_enough_for_a_call(state: State) -> bool {
    let answers = state.answers.read();
    let today = clock::believed().date();
    state
        .form(MessageKind::CallbackRequest)
        .is_some_and(|form| phone::refusals::are_none(form, &answers, today))
}

/// Who reads the answers and for how long, in two lines, and the way to all of it.
pub(super) fn told(state: State, is_registration: bool) -> Element {
    sending::notice_is_shown(state);
    let more = to(state, Screen::Text(NOTICE), key!("section.told_more"));
    // Who reads a rights request does not call, and keeps it.
    let told = state.text(if is_registration {
        key!("section.told")
    } else {
        key!("sent.answer_soon")
    });
    paragraph("told", &with_site(state, told))
        .text(" ")
        .child(more)
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
    let refusals = {
        let answers = state.answers.read_untracked();
        phone::refusals::of_section(here.form, &here.section.id, &answers, today)
    };
    if !refusals.is_empty() {
        refusals::show(state, refusals);
        return;
    }
    let screen = screen_after(state, here);
    state.changing.set(false);
    navigation::go(state, screen);
}
