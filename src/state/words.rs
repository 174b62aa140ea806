//! Words of the language shown: sentences, forms, notices, and the sentence for a refusal.

use domain::{
    bundle::{Bundle, Form},
    notice::{Layers, Notice},
    submission::{MessageKind, Refusal},
    texts::TextKey,
    wording::fill,
};
use phone::{key, refusals::sentence, screen::NOTICE};

use super::State;

impl State {
    /// What is found first in the sentences and forms of the language shown, else in the rest of them.
    fn find<T>(self, pick: impl Fn(&'static Bundle) -> Option<T>) -> Option<T> {
        let (first, rest) = (
            *self.bundle.read_untracked(),
            *self.rest_words.read_untracked(),
        );
        pick(first).or_else(|| rest.and_then(pick))
    }

    /// The sentence of that key; nothing when a language file misses it (a test sees to it).
    #[inline(never)]
    pub fn text(self, key: TextKey) -> &'static str {
        self.find(|bundle| bundle.texts.get(key))
            .unwrap_or_default()
    }

    /// The sentence of that key with values put in.
    pub fn text_with(self, key: TextKey, values: &[(&str, &str)]) -> String {
        fill(self.text(key), values)
    }

    /// The language shown: `fr`, `en`.
    pub fn language(self) -> &'static str {
        &self.bundle.read_untracked().language
    }

    /// The form of a kind of message, in the language shown.
    pub fn form(self, kind: MessageKind) -> Option<&'static Form> {
        self.find(|bundle| bundle.form(kind.questionnaire()))
    }

    /// A notice, in the version that this Mission Locale has in force.
    pub fn notice_named(self, name: &str) -> Option<&'static Notice> {
        let in_force = self.site().notices.get(name).map(String::as_str);
        self.find(|bundle| bundle.notice(name, in_force))
    }

    /// What is shown before anything is sent.
    pub fn notice(self) -> Option<&'static Notice> {
        self.notice_named(NOTICE)
    }

    /// What stands on a notice, or on a page of the content. All of a notice is in the rest of the words.
    pub fn layers(self, name: &str) -> Option<&'static Layers> {
        let in_force = self.site().notices.get(name).map(String::as_str);
        let rest = *self.rest_words.read_untracked();
        let whole = rest.and_then(|rest| rest.notice(name, in_force));
        let notice = whole.or_else(|| self.notice_named(name));
        notice.map(|notice| &notice.layers).or_else(|| {
            self.find(|bundle| bundle.page(name))
                .map(|page| &page.layers)
        })
    }

    /// The sentence for a refusal: the question's own, else the one for that reason. An age is asked back before it.
    pub fn refusal_text(self, form: &'static Form, refusal: &Refusal) -> String {
        let wording = form.wording.questions.get(&refusal.question);
        let own = wording.and_then(|wording| wording.refusal(refusal.reason));
        let sentence = own.unwrap_or_else(|| self.text(sentence(refusal.reason)));
        let asked = self.age_asked.borrow();
        match asked.as_ref().filter(|_| refusal.reason.is_of_age()) {
            None => sentence.to_owned(),
            Some((_, age)) => {
                let asked = key!("section.age_asked");
                let asked = self.text_with(asked, &[("age", &age.to_string())]);
                [&asked, " ", sentence].concat()
            }
        }
    }
}
