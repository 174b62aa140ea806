//! What a person has answered so far. A half-filled form is no error.
//!
//! Holds personal data: no `Debug`, so that no log can print it.

use std::fmt;
use std::{
    borrow::ToOwned,
    string::{String, ToString},
    vec::Vec,
};

use serde::{Deserialize, Deserializer, Serialize, de};

use crate::{
    questionnaire::{Kind, Questionnaire},
    signs,
    sorted_map::SortedMap,
    tidy::tidy_here,
};

/// One answer, as the wire writes it: a code or a text, or a list of codes.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Answer {
    /// A code, or what was typed.
    One(String),
    /// Several codes.
    Many(Vec<String>),
}

// By hand: the derived form of an untagged enum buffers, and weighs on the phone.
impl<'de> Deserialize<'de> for Answer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;

        impl<'de> de::Visitor<'de> for Reader {
            type Value = Answer;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text or a list of codes")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Answer, E> {
                Ok(Answer::One(text.to_owned()))
            }

            fn visit_seq<A: de::SeqAccess<'de>>(self, mut list: A) -> Result<Answer, A::Error> {
                let mut codes = Vec::new();
                while let Some(code) = list.next_element()? {
                    codes.push(code);
                }
                Ok(Answer::Many(codes))
            }
        }

        deserializer.deserialize_any(Reader)
    }
}

/// Answers by question id. Blank answers are not kept.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(SortedMap<Answer>);

impl Answers {
    /// The answer to a question.
    pub fn get(&self, question: &str) -> Option<&Answer> {
        self.0.get(question)
    }

    /// The code or text answered, when it is a single one.
    pub fn one(&self, question: &str) -> Option<&str> {
        match self.get(question)? {
            Answer::One(text) => Some(text),
            Answer::Many(_) => None,
        }
    }

    /// The codes answered, when there can be several; none when unanswered.
    pub fn many(&self, question: &str) -> &[String] {
        match self.get(question) {
            Some(Answer::Many(codes)) => codes,
            _ => &[],
        }
    }

    /// Whether `code` is the answer, or one of the answers.
    pub fn has(&self, question: &str, code: &str) -> bool {
        self.one(question) == Some(code) || self.many(question).iter().any(|one| one == code)
    }

    /// Records a code or text, without space around it and without invisible signs; a blank one takes the answer away.
    pub fn set(&mut self, question: &str, text: &str) {
        let text = signs::tidy(text);
        if text.is_empty() {
            self.0.remove(question);
        } else {
            self.0.insert(question, Answer::One(text));
        }
    }

    /// Brings every text to what [`tidy`](crate::tidy) records of an answer to its question.
    pub(crate) fn tidy(&mut self, questionnaire: &Questionnaire) {
        let texts = self.0.iter().filter_map(|(id, answer)| {
            let Answer::One(text) = answer else {
                return None;
            };
            // What no question asks is refused as it is.
            let kind = questionnaire
                .question(id)
                .map_or(Kind::Text, |question| question.kind);
            let tidy = tidy_here(kind, text);
            (tidy != *text).then(|| (id.to_owned(), tidy))
        });
        let untidy: Vec<(String, String)> = texts.collect();
        for (question, text) in untidy {
            self.set(&question, &text);
        }
    }

    /// Records several codes; an empty list takes the answer away.
    pub fn set_many(&mut self, question: &str, codes: Vec<String>) {
        if codes.is_empty() {
            self.0.remove(question);
        } else {
            self.0.insert(question, Answer::Many(codes));
        }
    }

    /// Adds or removes one code of several; an exclusive one stands alone.
    pub fn toggle(&mut self, question: &crate::questionnaire::Question, code: &str, on: bool) {
        let exclusive =
            |code: &String| question.choice(code).is_some_and(|choice| choice.exclusive);
        let mut codes: Vec<String> = self.many(&question.id).to_vec();
        codes.retain(|other| other != code);
        if on {
            let code = code.to_string();
            if exclusive(&code) {
                codes.clear();
            } else {
                codes.retain(|other| !exclusive(other));
            }
            codes.push(code);
        }
        // The file's order, whatever order they were tapped in.
        let listed = question.choices.iter().map(|choice| &choice.code);
        let ordered = listed.filter(|code| codes.contains(code)).cloned();
        self.set_many(&question.id, ordered.collect());
    }

    /// Question ids and answers, by id.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Answer)> {
        self.0.iter()
    }

    /// Only the answers whose question `keep` accepts.
    #[must_use]
    pub fn filtered(&self, keep: impl Fn(&str) -> bool) -> Self {
        let mut kept = self.clone();
        kept.0.retain(keep);
        kept
    }

    /// Whether nothing has been answered.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
