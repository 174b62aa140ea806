//! JSON, read by the browser's own parser: readers made for each type weigh on the phone.

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

    /// The items of a list of texts.
    pub(super) fn items(&self) -> Option<Vec<String>> {
        let list: &Array = self.0.dyn_ref()?;
        list.iter().map(|item| item.as_string()).collect()
    }

    /// A member that is a text of some form.
    pub(super) fn parsed<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.text(name)?.parse().ok()
    }

    /// A member that is a whole number in the range of `T`.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "numbers of JSON are rounded here"
    )]
    pub(super) fn number<T: TryFrom<i64>>(&self, name: &str) -> Option<T> {
        T::try_from(self.member(name).0.as_f64()? as i64).ok()
    }

    /// The items of a member that is a list, read one by one; `None` when one cannot be read.
    pub(super) fn list<T>(&self, name: &str, read: fn(&Self) -> Option<T>) -> Option<Vec<T>> {
        let list: Array = self.member(name).0.dyn_into().ok()?;
        list.iter().map(|item| read(&Self(item))).collect()
    }

    /// The members of a member that is an object of texts.
    pub(super) fn texts(&self, name: &str) -> Option<Vec<(String, String)>> {
        let object: Object = self.member(name).0.dyn_into().ok()?;
        let text = |pair: JsValue| {
            let pair = Array::from(&pair);
            Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
        };
        Object::entries(&object).iter().map(text).collect()
    }
}
