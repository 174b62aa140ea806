//! Composing the characters of a text, which the browser has the tables for.

use domain::tidy::Form;
use js_sys::JsString;

/// The text in that form of Unicode.
pub fn composed(text: &str, form: Form) -> String {
    JsString::from(text).normalize(form.name()).into()
}
