//! JSON, read by the browser's own parser: readers made for each type weigh on the phone.

use std::{cell::Cell, str::FromStr};

use domain::answers::Answers;
use js_sys::{Array, JSON, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// A value of a JSON text. What it is not, it does not have: no member, no item, no text.
pub(super) struct Json(JsValue);

impl Json {
    /// Reads a text that may be JSON.
    pub(super) fn parse(text: &str) -> Self {
        Self(JSON::parse(text).unwrap_or(JsValue::UNDEFINED))
    }

    /// A member of an object.
    pub(super) fn member(&self, name: &str) -> Self {
        Self(Reflect::get(&self.0, &name.into()).unwrap_or(JsValue::UNDEFINED))
    }

    /// A member that is a text.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.member(name).0.as_string()
    }

    /// A member that is a text of some form.
    pub(super) fn parsed<T: FromStr>(&self, name: &str) -> Option<T> {
        self.text(name)?.parse().ok()
    }

    /// The items of a list.
    pub(super) fn items(&self) -> Option<Vec<Self>> {
        let list: &Array = self.0.dyn_ref()?;
        Some(list.iter().map(Self).collect())
    }

    /// A list of texts.
    pub(super) fn texts(&self) -> Option<Vec<String>> {
        self.items()?
            .iter()
            .map(|item| item.0.as_string())
            .collect()
    }

    /// Answers as a message writes them.
    pub(super) fn answers(&self) -> Option<Answers> {
        let mut answers = Answers::default();
        for pair in self.entries()? {
            let pair = pair.items()?;
            let (name, answer) = (pair.first()?.0.as_string()?, pair.get(1)?);
            match answer.texts() {
                Some(codes) => answers.set_many(&name, codes),
                None => answers.set(&name, &answer.0.as_string()?),
            }
        }
        Some(answers)
    }

    /// The members of an object: a list of names and values.
    fn entries(&self) -> Option<Vec<Self>> {
        let object: &Object = self.0.dyn_ref()?;
        Self(Object::entries(object).into()).items()
    }
}

/// Reads a record member by member, and tells at the end whether all of them were there.
///
/// One way out for all: a way out after each member weighs on the phone.
pub(super) struct Record<'a> {
    json: &'a Json,
    whole: &'a Cell<bool>,
}

impl Record<'_> {
    /// The record that `read` makes of a value; `None` when anything that it asked for was missing.
    pub(super) fn read<T>(json: &Json, read: impl FnOnce(&Record<'_>) -> T) -> Option<T> {
        let whole = Cell::new(true);
        let record = read(&Record {
            json,
            whole: &whole,
        });
        whole.get().then_some(record)
    }

    /// A member that is a record itself.
    pub(super) fn member<T>(&self, name: &str, read: impl FnOnce(&Record<'_>) -> T) -> T {
        read(&Record {
            json: &self.json.member(name),
            whole: self.whole,
        })
    }

    /// A text.
    pub(super) fn text(&self, name: &str) -> String {
        self.known(self.json.text(name), String::new())
    }

    /// A text, which a record kept by an earlier edition does not have.
    pub(super) fn text_if_any(&self, name: &str) -> String {
        self.json.text(name).unwrap_or_default()
    }

    /// A text of some form; `otherwise` stands in for one that is not.
    pub(super) fn parsed<T: FromStr>(&self, name: &str, otherwise: T) -> T {
        self.known(self.json.parsed(name), otherwise)
    }

    /// One of a few values, by its code.
    pub(super) fn one_of<T: Copy>(
        &self,
        name: &str,
        values: &[T],
        code: fn(T) -> &'static str,
    ) -> T {
        let written = self.json.text(name);
        let found = values
            .iter()
            .find(|value| written.as_deref() == Some(code(**value)));
        self.known(found.copied(), values[0])
    }

    /// A whole number in the range of `T`.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "numbers of JSON are rounded here"
    )]
    pub(super) fn number<T: TryFrom<i64> + Default>(&self, name: &str) -> T {
        let number = self.json.member(name).0.as_f64();
        let number = number.and_then(|number| T::try_from(number as i64).ok());
        self.known(number, T::default())
    }

    /// A list of texts.
    pub(super) fn texts(&self, name: &str) -> Vec<String> {
        self.known(self.json.member(name).texts(), Vec::new())
    }

    /// A list of records.
    pub(super) fn list<T>(&self, name: &str, read: impl Fn(&Record<'_>) -> T) -> Vec<T> {
        let items = self.known(self.json.member(name).items(), Vec::new());
        let record = |json: &Json| {
            read(&Record {
                json,
                whole: self.whole,
            })
        };
        items.iter().map(record).collect()
    }

    /// Texts by name.
    pub(super) fn texts_by_name(&self, name: &str) -> impl Iterator<Item = (String, String)> {
        pairs(self.known(self.json.member(name).entries(), Vec::new()))
    }

    /// Texts by name, which a record kept by an earlier edition does not have.
    pub(super) fn texts_by_name_if_any(
        &self,
        name: &str,
    ) -> impl Iterator<Item = (String, String)> {
        pairs(self.json.member(name).entries().unwrap_or_default())
    }

    /// Whether a member is `true`; not so in a record that does not have it.
    pub(super) fn flag(&self, name: &str) -> bool {
        self.json.member(name).0.as_bool() == Some(true)
    }

    fn known<T>(&self, value: Option<T>, otherwise: T) -> T {
        value.unwrap_or_else(|| {
            self.whole.set(false);
            otherwise
        })
    }
}

fn pairs(entries: Vec<Json>) -> impl Iterator<Item = (String, String)> {
    entries.into_iter().filter_map(|pair| {
        let [name, text] = pair.texts()?.try_into().ok()?;
        Some((name, text))
    })
}
