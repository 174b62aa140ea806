//! One tab at a time, through Web Locks. Where they are missing every tab works: the endpoint takes each id once.
//!
//! A page that the browser puts aside gives the lock up, and the work with it. Chromium keeps such a page for minutes,
//! with the locks that it holds: nothing would leave from the page that comes after it.

use js_sys::{Array, Object, Promise, Reflect};
use wasm_bindgen::prelude::{Closure, JsCast, JsValue, wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::Event;

use super::{
    callbacks::{deferred, listener, unless, within},
    clock::next_turn,
};

const NAME: &str = "pa-sync";

#[wasm_bindgen]
extern "C" {
    type Locks;

    #[wasm_bindgen(method, catch)]
    fn request(
        this: &Locks,
        name: &str,
        options: &Object,
        callback: &JsValue,
    ) -> Result<Promise, JsValue>;
}

/// How long somebody who asked waits for what is being sent.
const PATIENCE_MILLISECONDS: u32 = 30_000;

/// Does the work once no other tab, nor this one, is at it: a person asked for it. `None` when that takes too long, or
/// the page is put aside meanwhile.
pub async fn in_turn<T>(work: impl Future<Output = T>) -> Option<T> {
    with_the_lock(work, Some(PATIENCE_MILLISECONDS)).await
}

/// Does the work unless another tab, or this one, is at it already, or the page is put aside meanwhile: `None` then.
pub async fn one_tab_at_a_time<T>(work: impl Future<Output = T>) -> Option<T> {
    with_the_lock(work, None).await
}

/// Does the work with the lock; without `patience` only where it is free.
async fn with_the_lock<T>(work: impl Future<Output = T>, patience: Option<u32>) -> Option<T> {
    let held = deferred();
    let let_go = held.resolve.clone();
    // A promise takes any value, once: it may be given up before, by the page that is put aside.
    let _aside = web_sys::window().map(|window| {
        let act = Box::new(move |_: &Event| drop(let_go.call0(&JsValue::UNDEFINED)));
        listener(&window, "pagehide", act)
    });
    let if_free = patience.is_none();
    let request = locks().and_then(|locks| request(&locks, held.promise.clone(), if_free).ok());
    if let Some(request) = &request {
        // Where locks are forbidden the request fails before anybody is told.
        let answer = Promise::race(&Array::of2(&request.told, &request.ended));
        let answer = JsFuture::from(answer);
        let answer = match patience {
            None => Some(answer.await),
            Some(patience) => within(patience, answer).await,
        };
        let is_refused = answer.is_none_or(|answer| answer.is_ok_and(|lock| lock.is_null()));
        if is_refused {
            // One that is had after all is given up at once.
            let _ = held.resolve.call0(&JsValue::UNDEFINED);
            return None;
        }
    }
    let done = unless(held.promise, work).await;
    let _ = held.resolve.call0(&JsValue::UNDEFINED);
    if let Some(request) = request {
        // Whoever asks next finds the lock free. One that was never had ended long ago.
        let _ = JsFuture::from(request.ended).await;
    }
    if done.is_none() {
        // A page that is aside does nothing: it goes on, if ever, once it is shown again.
        next_turn().await;
    }
    done
}

struct Request {
    /// The lock, or null when it is taken.
    told: Promise,
    /// Settled once the lock is given up.
    ended: Promise,
}

/// Asks for the lock, to hold it until `held` is settled; `if_free`: now or not at all.
fn request(locks: &Locks, held: Promise, if_free: bool) -> Result<Request, JsValue> {
    let told = deferred();
    let callback = Closure::once_into_js(move |lock: JsValue| {
        let _ = told.resolve.call1(&JsValue::UNDEFINED, &lock);
        // A lock that was refused needs no holding; one that is had is held.
        if lock.is_null() {
            JsValue::NULL
        } else {
            held.into()
        }
    });
    let options = Object::new();
    // A plain object takes any member.
    let _ = Reflect::set(&options, &"ifAvailable".into(), &if_free.into());
    let ended = locks.request(NAME, &options, &callback)?;
    Ok(Request {
        told: told.promise,
        ended,
    })
}

fn locks() -> Option<Locks> {
    let navigator = web_sys::window()?.navigator();
    let locks = Reflect::get(&navigator, &"locks".into()).ok()?;
    locks.is_object().then(|| locks.unchecked_into())
}
