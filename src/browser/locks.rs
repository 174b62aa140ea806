//! One tab at a time, through Web Locks. Where they are missing every tab works: the endpoint takes each id once.
//!
//! A page that the browser puts aside gives the lock up, and the work with it. Chromium keeps such a page for minutes,
//! with the locks that it holds: nothing would leave from the page that comes after it.

use js_sys::{Array, Object, Promise, Reflect};
use wasm_bindgen::prelude::{Closure, JsCast, JsValue, wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::Event;

use super::{
    callbacks::{deferred, listener, unless},
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

/// Does the work unless another tab, or this one, is at it already, or the page is put aside meanwhile: `None` then.
pub async fn one_tab_at_a_time<T>(work: impl Future<Output = T>) -> Option<T> {
    let held = deferred();
    let let_go = held.resolve.clone();
    // A promise takes any value, once: it may be given up before, by the page that is put aside.
    let _aside = web_sys::window().map(|window| {
        let act = Box::new(move |_: &Event| drop(let_go.call0(&JsValue::UNDEFINED)));
        listener(&window, "pagehide", act)
    });
    let request = locks().and_then(|locks| request(&locks, held.promise.clone()).ok());
    if let Some(request) = &request {
        // Where locks are forbidden the request fails before anybody is told.
        let answer = Promise::race(&Array::of2(&request.told, &request.ended));
        if JsFuture::from(answer)
            .await
            .is_ok_and(|lock| lock.is_null())
        {
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

/// Asks for the lock, to hold it until `held` is settled.
fn request(locks: &Locks, held: Promise) -> Result<Request, JsValue> {
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
    let _ = Reflect::set(&options, &"ifAvailable".into(), &JsValue::TRUE);
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
