//! Where one page is shown, and the next is made ready out of sight: a tap then has nothing left to make.

use std::{cell::RefCell, slice};

use leptos::prelude::Owner;

use super::dom::Element;

/// The classes of a page: shown; laid out at no height; the same, and met by nobody (`style/base.css`).
const SHOWN: &str = "page";
const LAID_OUT: &str = "page laid-out";
const READY: &str = "page laid-out ready";

/// Where one page is shown. `Key` is all that a page is made from: from the same, it would be made the same.
pub struct Stage<Key> {
    place: Element,
    shown: RefCell<Option<Page>>,
    ready: RefCell<Option<(Key, Page)>>,
}

/// A page. What listens and follows in it does so until it is dropped, which takes time.
pub struct Page {
    element: Element,
    _owner: Owner,
}

impl<Key: PartialEq> Stage<Key> {
    /// A stage at `place`, with nothing on it.
    pub fn new(place: Element) -> Self {
        Self {
            place,
            shown: RefCell::new(None),
            ready: RefCell::new(None),
        }
    }

    /// Whether the page is ready that is made from this.
    pub fn is_ready(&self, key: &Key) -> bool {
        let ready = self.ready.borrow();
        ready.as_ref().is_some_and(|(ready, _)| ready == key)
    }

    /// Makes a page and has it laid out, out of sight, in the place of the one that was ready before.
    pub fn make_ready(&self, key: Key, make: impl FnOnce() -> Element) {
        drop(self.take_ready(None));
        let page = self.put(LAID_OUT, Box::new(make));
        page.element.lay_out();
        page.element.set("class", Some(READY));
        self.ready.replace(Some((key, page)));
    }

    /// Shows a page, the one that is ready if it was made from `key`, and gives back the one before.
    pub fn turn_to(&self, key: Option<&Key>, make: impl FnOnce() -> Element) -> Option<Page> {
        let page = match self.take_ready(key) {
            Some(page) => page,
            None => self.put(SHOWN, Box::new(make)),
        };
        page.element.set("class", Some(SHOWN));
        let before = self.shown.replace(Some(page));
        if let Some(before) = &before {
            before.element.remove();
        }
        before
    }

    /// The page that is ready, if it was made from `key`; any other goes.
    fn take_ready(&self, key: Option<&Key>) -> Option<Page> {
        let (ready, page) = self.ready.take()?;
        if key == Some(&ready) {
            return Some(page);
        }
        page.element.remove();
        None
    }

    fn put(&self, class: &str, make: Box<dyn FnOnce() -> Element + '_>) -> Page {
        // Nobody's child: a page ends with the stage, or when another takes its place, and not with what made it.
        let owner = Owner::default();
        let element = owner.with(make).class(class);
        self.place.add(slice::from_ref(&element));
        Page {
            element,
            _owner: owner,
        }
    }
}
