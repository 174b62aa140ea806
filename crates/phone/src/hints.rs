//! Hints of a page of questions: which sentences stand beside them.

use std::ptr;

use domain::{
    answers::Answers,
    bundle::Form,
    questionnaire::{Kind, Section},
    time::Date,
};

/// Whether a number is asked here of somebody whose parents may answer it.
pub fn calls_a_minor(form: &Form, section: &Section, answers: &Answers, today: Date) -> bool {
    let mut questions = section.questions.iter();
    questions.any(|question| question.kind == Kind::Phone) && is_minor(form, answers, today)
}

fn is_minor(form: &Form, answers: &Answers, today: Date) -> bool {
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
pub fn has_initials(form: &Form, section: &Section) -> bool {
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

/// Whether the person has said her name by now: there is something to keep. The section is one of that form.
pub fn follows_the_name(form: &Form, section: &Section) -> bool {
    let mut sections = form.questionnaire.sections.iter();
    let named = sections.find(|one| one.questions.iter().any(|it| it.kind == Kind::Name));
    named.is_some() && sections.any(|one| ptr::eq(one, section))
}

/// Whether what is accepted here depends on the day.
pub fn counts_time(section: &Section) -> bool {
    let mut questions = section.questions.iter();
    questions.any(|question| matches!(question.kind, Kind::Date | Kind::Year))
}

#[cfg(test)]
mod tests;
