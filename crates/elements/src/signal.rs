//! Signals: values that screens follow, each with one of Leptos' triggers.
//!
//! Leptos' own keep the value in the graph too, and for that are compiled anew for every type: 7.1 KB in the app.

use std::cell::{Ref, RefCell};

use leptos::reactive::{
    signal::ArcTrigger,
    traits::{Notify, Track},
};

/// A value; what shows it is shown anew when it changes.
///
/// Followers run after the code that made the change has ended: a borrow never meets them.
pub struct RwSignal<T> {
    value: RefCell<T>,
    changed: ArcTrigger,
}

impl<T> RwSignal<T> {
    /// A value to begin with.
    pub fn new(value: T) -> Self {
        Self {
            value: RefCell::new(value),
            changed: ArcTrigger::new(),
        }
    }

    /// The value; the effect that reads it runs again after its next change.
    pub fn read(&self) -> Ref<'_, T> {
        self.changed.track();
        self.value.borrow()
    }

    /// The value as it is now, without following its changes.
    pub fn read_untracked(&self) -> Ref<'_, T> {
        self.value.borrow()
    }

    /// Puts another value in its place.
    pub fn set(&self, value: T) {
        self.value.replace(value);
        self.changed.notify();
    }

    /// Puts another value in its place; what shows it stays as it is.
    pub fn set_untracked(&self, value: T) {
        self.value.replace(value);
    }

    /// Changes the value in its place.
    pub fn update(&self, change: impl FnOnce(&mut T)) {
        change(&mut self.value.borrow_mut());
        self.changed.notify();
    }
}

impl<T: PartialEq> RwSignal<T> {
    /// Puts another value in its place, unless it is the same.
    pub fn set_if_changed(&self, value: T) {
        let same = *self.read_untracked() == value;
        if !same {
            self.set(value);
        }
    }
}
