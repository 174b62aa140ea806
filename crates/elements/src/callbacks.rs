//! Callbacks: event listeners, timers and promises, with one type of closure for each, because every other one weighs.

use std::{
    future::poll_fn,
    pin::{Pin, pin},
    task::Poll,
};

use gloo::{
    events::{EventListener, EventListenerOptions},
    timers::callback::Timeout,
};
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Event, EventTarget};

/// Calls back at every such event until the listener is dropped; the browser's own way can be prevented.
pub fn listener(
    target: &EventTarget,
    event: &'static str,
    act: Box<dyn Fn(&Event)>,
) -> EventListener {
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(target, event, options, move |event| act(event))
}

/// Whether a key is Enter, and not the end of a word that is being composed: that one has another code.
pub fn is_enter(event: &Event) -> bool {
    let code = Reflect::get(event, &"keyCode".into()).ok();
    code.and_then(|code| code.as_f64()) == Some(13.0)
}

/// What is done when something is called back.
///
/// In place of `dyn Fn()`, which brings for each closure a second way to call it, once and for all: that one weighs too.
pub trait Act {
    /// Does it.
    fn act(&self);
}

impl<F: Fn()> Act for F {
    fn act(&self) {
        self();
    }
}

/// Calls back at every such event for as long as the page lives.
pub fn always(target: &EventTarget, event: &'static str, act: Box<dyn Act>) {
    listener(target, event, Box::new(move |_| act.act())).forget();
}

/// Calls back once, after that many milliseconds, unless it is dropped before.
pub fn after(milliseconds: u32, act: Box<dyn FnOnce()>) -> Timeout {
    Timeout::new(milliseconds, act)
}

/// A function that the browser calls once, and that goes with the call.
pub fn once(act: Box<dyn FnOnce()>) -> Function {
    Closure::once_into_js(act).unchecked_into()
}

/// A promise that is settled from outside.
pub struct Deferred {
    /// The promise.
    pub promise: Promise,
    /// Settles it well, with a value.
    pub resolve: Function,
    /// Settles it badly.
    pub reject: Function,
}

/// A promise that is not settled yet.
pub fn deferred() -> Deferred {
    // Not `Function::default()`: that would make a function of a text, which the security policy forbids.
    let none = || JsValue::UNDEFINED.unchecked_into::<Function>();
    let (mut resolving, mut rejecting) = (none(), none());
    let promise = Promise::new(&mut |resolve, reject| {
        resolving = resolve;
        rejecting = reject;
    });
    Deferred {
        promise,
        resolve: resolving,
        reject: rejecting,
    }
}

/// What comes of the work; `None` when it takes longer.
pub async fn within<T>(milliseconds: u32, work: impl Future<Output = T>) -> Option<T> {
    let alarm = deferred();
    let ring = move || {
        // A promise takes any value, once.
        let _ = alarm.resolve.call0(&JsValue::UNDEFINED);
    };
    let _clock = after(milliseconds, Box::new(ring));
    unless(alarm.promise, work).await
}

/// What comes of the work; `None`, and the work is dropped, when the promise is settled before.
pub async fn unless<T>(stop: Promise, work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    let mut stop = JsFuture::from(stop);
    poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => Pin::new(&mut stop).poll(context).map(|_| None),
    })
    .await
}

/// A function that an object may have; few of those that browsers offer to some are bound.
pub fn method(object: &JsValue, name: &str) -> Result<Function, JsValue> {
    Reflect::get(object, &name.into())?.dyn_into()
}
