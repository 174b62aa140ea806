//! JSON, read by the browser's own parser. Which types are read so, and how: `domain::json`.

use domain::{answers::Answers, json::ParsedJson};
use js_sys::{Array, JSON, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// A value of a JSON text.
pub struct Json(JsValue);

impl Json {
    /// Reads a text that may be JSON.
    pub fn parse(text: &str) -> Self {
        Self(JSON::parse(text).unwrap_or(JsValue::UNDEFINED))
    }

    /// Answers as a message writes them.
    pub(super) fn answers(&self) -> Option<Answers> {
        let mut answers = Answers::default();
        for pair in self.entries()? {
            let pair = pair.items()?;
            let (name, answer) = (pair.first()?.text()?, pair.get(1)?);
            match answer.texts() {
                Some(codes) => answers.set_many(&name, codes),
                None => answers.set(&name, &answer.text()?),
            }
        }
        Some(answers)
    }
}

impl ParsedJson for Json {
    fn member(&self, name: &str) -> Self {
        Self(Reflect::get(&self.0, &name.into()).unwrap_or(JsValue::UNDEFINED))
    }

    fn is_missing(&self) -> bool {
        self.0.is_undefined()
    }

    fn text(&self) -> Option<String> {
        self.0.as_string()
    }

    fn number(&self) -> Option<f64> {
        self.0.as_f64()
    }

    fn flag(&self) -> Option<bool> {
        self.0.as_bool()
    }

    fn items(&self) -> Option<Vec<Self>> {
        let list: &Array = self.0.dyn_ref()?;
        Some(list.iter().map(Self).collect())
    }

    fn entries(&self) -> Option<Vec<Self>> {
        let object: &Object = self.0.dyn_ref()?;
        Self(Object::entries(object).into()).items()
    }
}
