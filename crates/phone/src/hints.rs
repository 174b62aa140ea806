//! Hints of a page of questions: which sentences stand beside them.

use std::ptr;

use domain::{
    answers::Answers,
    bundle::Form,
    journey::Journey,
    questionnaire::{Kind, Question, Section},
    site::Site,
    time::Date,
};

/// Whether a number is asked here of somebody whose parents may answer it, or was asked before the age.
pub fn calls_a_minor(form: &Form, section: &Section, answers: &Answers, today: Date) -> bool {
    let mut all = form.questionnaire.questions();
    let is_phone = |question: &Question| question.kind == Kind::Phone;
    let is_called = all.any(|question| is_phone(question) && answers.get(&question.id).is_some());
    let mut questions = section.questions.iter();
    let is_here =
        questions.any(|question| is_phone(question) || (question.ages.is_some() && is_called));
    is_here && is_minor(form, answers, today)
}

fn is_minor(form: &Form, answers: &Answers, today: Date) -> bool {
    let questions = form.questionnaire.questions();
    let mut aged = questions.filter(|question| question.ages.is_some());
    aged.any(|question| {
        let date = answers.one(&question.id);
        let born: Option<Date> = date.and_then(|date| date.parse().ok());
        born.is_some_and(|born| born.age_on(today) < 18)
    })
}

/// Whether a choice that is shown here is named by its initials (FJT, CFG): the page of words says what they are.
pub fn has_initials(form: &Form, section: &Section, site: &Site) -> bool {
    section.questions.iter().any(|question| {
        let words = form.wording.questions.get(&question.id);
        let choices = question.choices.iter();
        let mut choices = choices.filter(|choice| choice.is_offered(site));
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

/// Whether the person has said her name by now: there is something to keep. The section is one of that form.
pub fn follows_the_name(form: &Form, section: &Section) -> bool {
    let mut sections = form.questionnaire.sections.iter();
    let named = sections.find(|one| one.questions.iter().any(|it| it.kind == Kind::Name));
    named.is_some() && sections.any(|one| ptr::eq(one, section))
}

/// Seconds that a question takes, with its reading: both forms were filled in by people of invention, at 200 words a minute.
const QUESTION_SECONDS: usize = 13;

/// Seconds that the last page takes.
const CHECK_SECONDS: usize = 15;

/// Whole minutes that are left from the page of that place on, from 0: one at least.
pub fn minutes_left(journey: &Journey<'_>, place: usize) -> usize {
    let left = journey.steps.iter().skip(place);
    let questions: usize = left.map(|step| step.questions.len()).sum();
    let seconds = questions * QUESTION_SECONDS + CHECK_SECONDS;
    ((seconds + 30) / 60).max(1)
}

/// Whether what is accepted here depends on the day.
pub fn counts_time(section: &Section) -> bool {
    let mut questions = section.questions.iter();
    questions.any(|question| matches!(question.kind, Kind::Date | Kind::Year))
}

#[cfg(test)]
mod tests;
