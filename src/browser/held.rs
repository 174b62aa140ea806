//! What lives as long as what is shown: listeners and effects, which go with their owner.
//!
//! Leptos keeps such values too, but asks at each use which thread this is: a page has one, and the question weighs.

use std::{any::Any, cell::RefCell};

use leptos::prelude::on_cleanup;

thread_local! {
    /// Each with its number, in order.
    static HELD: RefCell<Vec<(u32, Box<dyn Any>)>> = const { RefCell::new(Vec::new()) };
}

/// Holds it until the present owner goes.
pub(super) fn hold(thing: Box<dyn Any>) {
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
