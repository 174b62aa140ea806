//! Cleanup: keeps listeners and effects alive until the current reactive owner is dropped.
//!
//! Replaces Leptos' `StoredValue::new_local`, whose check of the thread at each use weighs 1.9 KB.

use std::{any::Any, cell::RefCell};

use leptos::prelude::on_cleanup;

thread_local! {
    /// Each with its number, in order.
    static HELD: RefCell<Vec<(u32, Box<dyn Any>)>> = const { RefCell::new(Vec::new()) };
}

/// Holds it until the present owner goes.
pub(crate) fn hold(thing: Box<dyn Any>) {
    let number = HELD.with_borrow_mut(|held| {
        let number = held.last().map_or(0, |(last, _)| last + 1);
        held.push((number, thing));
        number
    });
    on_cleanup(move || {
        let gone = HELD.with_borrow_mut(|held| {
            let place = held.binary_search_by_key(&number, |(number, _)| *number);
            place.ok().map(|place| held.remove(place))
        });
        // An effect holds others in turn: the list is free again.
        drop(gone);
    });
}
