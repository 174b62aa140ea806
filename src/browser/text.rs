//! Unicode normalisation by the browser, which has the tables for it.

use domain::tidy::Form;
use js_sys::JsString;

/// The text in that form of Unicode.
pub fn composed(text: &str, form: Form) -> String {
    JsString::from(text).normalize(form.name()).into()
}
