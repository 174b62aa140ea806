//! Where one page is shown, and the next is made ready out of sight: a tap then has nothing left to make.

use std::{
    cell::{Cell, RefCell},
    slice,
};

use leptos::prelude::Owner;

use super::dom::Element;

/// The classes of a page: shown; laid out at no height; the same, and met by nobody (`style/base.css`).
const SHOWN: &str = "page";
const LAID_OUT: &str = "page laid-out";
const AWAY: &str = "page laid-out away";
/// What is inside a page that nobody meets.
pub(super) const INSIDE_AWAY: &str = ".away *";

/// Where one page is shown. `Key` is all that a page is made from: from the same, it would be made the same.
pub struct Stage<Key> {
    place: Element,
    shown: RefCell<Option<Page>>,
    ready: RefCell<Option<(Key, Page)>>,
    /// Whether a page is to be made ready soon: for whoever makes it, so that it is made once.
    pub is_waiting: Cell<bool>,
}

/// A page. It is in the document, and what listens and follows in it does so, until it is dropped, which takes time.
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
            is_waiting: Cell::new(false),
        }
    }

    /// Whether the page is ready that is made from this.
    pub fn is_ready(&self, key: &Key) -> bool {
        let ready = self.ready.borrow();
        ready.as_ref().is_some_and(|(ready, _)| ready == key)
    }

    /// Makes a page and has it laid out, out of sight, in the place of the one that was ready before.
    pub fn make_ready(&self, key: Key, make: impl FnOnce(&Key) -> Element) {
        self.ready.take();
        let page = self.put(LAID_OUT, Box::new(|| make(&key)));
        page.element.lay_out();
        page.element.set("class", Some(AWAY));
        self.ready.replace(Some((key, page)));
    }

    /// Shows a page, the one that is ready if it was made from `key`.
    ///
    /// Gives back the one before, out of everybody's way: it can be dropped when nobody waits for anything.
    pub fn turn_to(&self, key: Option<&Key>, make: impl FnOnce() -> Element) -> Option<Page> {
        let ready = self.ready.take();
        let ready = ready.filter(|(made_from, _)| key == Some(made_from));
        let page = match ready {
            Some((_, page)) => page,
            None => self.put(SHOWN, Box::new(make)),
        };
        page.element.set("class", Some(SHOWN));
        let before = self.shown.replace(Some(page));
        if let Some(before) = &before {
            before.element.set("class", Some(AWAY));
        }
        before
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

impl Drop for Page {
    fn drop(&mut self) {
        self.element.remove();
    }
}
