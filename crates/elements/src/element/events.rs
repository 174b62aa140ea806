//! Events of elements: taps, keys, typing, choices and files, told to what shows the element.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Event, HtmlElement};

use super::Element;
use crate::{
    callbacks::{self, Act},
    cleanup::hold,
};

impl Element {
    /// Calls back at a tap, in place of what the browser would do by itself.
    #[must_use]
    pub fn on_click(self, act: impl Fn() + 'static) -> Self {
        self.on_instead("click", Box::new(act))
    }

    /// Calls back when the form is sent, in place of what the browser would do by itself.
    #[must_use]
    pub fn on_submit(self, act: impl Fn() + 'static) -> Self {
        self.on_instead("submit", Box::new(act))
    }

    /// Enter in a field leads to the next one that is shown, as the keyboard's own key for it says; in the last one it taps
    /// the button that sends the form, as browsers do.
    #[must_use]
    pub fn enter_goes_on(self) -> Self {
        let form = self.clone();
        let hear = move |event: &Event| {
            let next = callbacks::is_enter(event).then(|| form.field_after(event));
            if let Some(next) = next.flatten() {
                event.prevent_default();
                if next.get_attribute("type").as_deref() == Some("submit") {
                    next.click();
                } else {
                    // What is shown can have the focus.
                    let _ = next.focus();
                }
            }
        };
        self.on("keydown", Box::new(hear))
    }

    /// The field that is shown after the one that an event happened in, or the button that sends the form. Radio buttons
    /// of one name are one field.
    fn field_after(&self, event: &Event) -> Option<HtmlElement> {
        let here: HtmlElement = event.target()?.dyn_into().ok()?;
        let all = self
            .0
            .query_selector_all("input,select,[type=submit]")
            .ok()?;
        let places = (0..all.length()).filter_map(|place| all.get(place));
        let mut fields = places.map(JsCast::unchecked_into::<HtmlElement>);
        // Of a button that has the focus, nothing is after it: Enter is a tap on it.
        fields.find(|field| *field == here)?;
        let name = here.get_attribute("name");
        fields.find(|field| field.offset_height() > 0 && field.get_attribute("name") != name)
    }

    /// Calls back with the whole value at every key, and at every choice of a list, and once more when it is left (then
    /// the second is true); also where a browser or a password manager fills in a field and tells of the change alone.
    ///
    /// From the first key on the browser is told to keep nothing of it: what it keeps to fill in other forms, and to
    /// open tabs again, is in clear on the phone.
    #[must_use]
    pub fn on_input(self, act: impl Fn(String, bool) + 'static) -> Self {
        let input = self.clone();
        let hear = Rc::new(move |is_left| {
            input.set("autocomplete", Some("off"));
            act(input.value(), is_left);
        });
        let again = hear.clone();
        self.on("input", Box::new(move |_| hear(false)))
            .on("change", Box::new(move |_| again(true)))
    }

    /// Has every line of typing that is shown inside say once more what it holds: a script may have filled it in without
    /// a word.
    pub fn say_again(&self) {
        let Ok(fields) = self.0.query_selector_all("[inputmode]") else {
            return;
        };
        let fields = (0..fields.length()).filter_map(|place| fields.get(place));
        for field in fields.map(JsCast::unchecked_into::<HtmlElement>) {
            if let (true, Ok(told)) = (field.offset_height() > 0, Event::new("change")) {
                // Whether it was cancelled does not matter.
                let _ = field.dispatch_event(&told);
            }
        }
    }

    /// Calls back when a field inside is left with another value than it was entered with.
    #[must_use]
    pub fn on_change(self, act: impl Fn() + 'static) -> Self {
        let act: Box<dyn Act> = Box::new(act);
        self.on("change", Box::new(move |_| act.act()))
    }

    /// Calls back when a box is ticked or not ticked any more.
    #[must_use]
    pub fn on_toggle(self, act: impl Fn(bool) + 'static) -> Self {
        let input = self.clone();
        self.on(
            "change",
            Box::new(move |_| {
                // As in `on_input`.
                input.set("autocomplete", Some("off"));
                act(input.input().checked());
            }),
        )
    }

    /// Calls back with the text of a file that was chosen, read as UTF-8; with nothing for one that is larger, or that
    /// cannot be read.
    #[must_use]
    pub fn on_file(self, max_bytes: f64, act: impl Fn(Option<String>) + Copy + 'static) -> Self {
        let input = self.clone();
        self.on(
            "change",
            Box::new(move |_| {
                let files = input.input().files();
                let Some(file) = files.and_then(|files| files.get(0)) else {
                    return;
                };
                spawn_local(async move {
                    let small = file.size() <= max_bytes;
                    let text = if small {
                        JsFuture::from(file.text()).await.ok()
                    } else {
                        None
                    };
                    act(text.and_then(|text| text.as_string()));
                });
                // The same file can be chosen again.
                input.set_value("");
            }),
        )
    }

    /// Calls back in place of what the browser would do by itself.
    fn on_instead(self, event: &'static str, act: Box<dyn Act>) -> Self {
        self.on(
            event,
            Box::new(move |event| {
                event.prevent_default();
                act.act();
            }),
        )
    }

    fn on(self, event: &'static str, act: Box<dyn Fn(&Event)>) -> Self {
        hold(Box::new(callbacks::listener(&self.0, event, act)));
        self
    }
}
