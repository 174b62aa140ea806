//! The sections and questions that this person walks: computed from the answers, never stored.

use std::vec::Vec;

use crate::{
    answers::Answers,
    questionnaire::{Condition, Question, Questionnaire, Section},
};

/// The pages of one person, in order; a section with nothing to ask is left out.
pub struct Journey<'q> {
    /// At least one question each.
    pub steps: Vec<Step<'q>>,
}

/// A section, and the questions of it that are asked.
pub struct Step<'q> {
    /// The section as the file has it.
    pub section: &'q Section,
    /// The questions asked, in order.
    pub questions: Vec<&'q Question>,
}

impl<'q> Journey<'q> {
    /// The journey of somebody who answered so far what `answers` says.
    ///
    /// An answer to a question that is not asked (any more) opens no other question.
    pub fn new(questionnaire: &'q Questionnaire, answers: &Answers) -> Self {
        let mut asked: Vec<&str> = Vec::new();
        let mut steps = Vec::new();
        for section in &questionnaire.sections {
            let mut questions = Vec::new();
            for question in &section.questions {
                let holds = |when: &Condition| holds(when, answers, &asked);
                if question.ask_when.as_ref().is_none_or(holds) {
                    asked.push(&question.id);
                    questions.push(question);
                }
            }
            if !questions.is_empty() {
                steps.push(Step { section, questions });
            }
        }
        Self { steps }
    }

    /// Every question asked, in order.
    pub fn questions(&self) -> impl Iterator<Item = &'q Question> {
        self.steps
            .iter()
            .flat_map(|step| step.questions.iter().copied())
    }

    /// Whether the question called `id` is asked.
    pub fn asks(&self, id: &str) -> bool {
        self.questions().any(|question| question.id == id)
    }

    /// What is sent: the answers to questions that are asked, without those left behind on another way.
    pub fn only_asked(&self, answers: &Answers) -> Answers {
        answers.filtered(|id| self.asks(id))
    }

    /// Where the section called `id` stands, from 0.
    pub fn position(&self, id: &str) -> Option<usize> {
        self.steps.iter().position(|step| step.section.id == id)
    }

    /// The step in which `question` is asked.
    pub fn step_of(&self, question: &str) -> Option<&Step<'q>> {
        let asks = |step: &&Step<'q>| step.questions.iter().any(|one| one.id == question);
        self.steps.iter().find(asks)
    }
}

fn holds(when: &Condition, answers: &Answers, asked: &[&str]) -> bool {
    let has = |code: &std::string::String| {
        asked.contains(&when.question.as_str()) && answers.has(&when.question, code)
    };
    if when.is.is_empty() {
        !when.is_not.iter().any(has)
    } else {
        when.is.iter().any(has)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::questionnaire::tests_support::sample;

    fn asked(answers: &Answers) -> Vec<&'static str> {
        let questionnaire = std::boxed::Box::leak(std::boxed::Box::new(sample()));
        let journey = Journey::new(questionnaire, answers);
        journey
            .questions()
            .map(|question| question.id.as_str())
            .collect()
    }

    #[test]
    fn a_condition_opens_and_closes_questions() {
        let mut answers = Answers::default();
        assert!(!asked(&answers).contains(&"birth_country"));
        assert!(
            asked(&answers).contains(&"address_line"),
            "is_not holds while unanswered"
        );
        answers.set("born_abroad", "yes");
        answers.set("no_stable_address", "yes");
        assert!(asked(&answers).contains(&"birth_country"));
        assert!(!asked(&answers).contains(&"address_line"));
    }

    #[test]
    fn an_answer_left_behind_opens_nothing() {
        let mut answers = Answers::default();
        answers.set("born_abroad", "yes");
        answers.set("birth_country", "FR");
        assert!(asked(&answers).contains(&"french_since"));
        answers.set("born_abroad", "no");
        assert!(!asked(&answers).contains(&"french_since"));
        let questionnaire = sample();
        let sent = Journey::new(&questionnaire, &answers).only_asked(&answers);
        assert!(sent.has("born_abroad", "no") && sent.get("birth_country").is_none());
    }

    #[test]
    fn a_section_with_nothing_to_ask_is_no_step() {
        let questionnaire = sample();
        let journey = Journey::new(&questionnaire, &Answers::default());
        assert_eq!(journey.position("abroad"), None);
        assert_eq!(journey.position("you"), Some(0));
    }
}
