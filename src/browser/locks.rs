//! Web Locks: one tab at a time. Where they are missing every tab works: the endpoint takes each id once.
//!
//! A page that the browser puts aside gives the lock up, and the work with it. Chromium keeps such a page for minutes,
//! with the locks that it holds: nothing would leave from the page that comes after it.

use elements::callbacks::{deferred, listener, unless, within};
use js_sys::{Array, Object, Promise, Reflect};
use phone::ports::Lock;
use wasm_bindgen::prelude::{Closure, JsCast, JsValue, wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::Event;

use super::{Browser, clock::next_turn};

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

/// The lock that all tabs share.
impl Lock for Browser {
    fn if_free<T>(&self, work: impl Future<Output = T>) -> impl Future<Output = Option<T>> {
        with_the_lock(work, None)
    }

    fn in_turn<T>(&self, work: impl Future<Output = T>) -> impl Future<Output = Option<T>> {
        with_the_lock(work, Some(PATIENCE_MILLISECONDS))
    }
}

/// How long an action of the person waits for the lock while something is being sent.
const PATIENCE_MILLISECONDS: u32 = 30_000;

/// Does the work with the lock; without `patience` only where it is free.
async fn with_the_lock<T>(work: impl Future<Output = T>, patience: Option<u32>) -> Option<T> {
    let held = deferred();
    let let_go = held.resolve.clone();
    // A promise is settled once: when the page is put aside, `pagehide` settles it first.
    let _aside = web_sys::window().map(|window| {
        let act = Box::new(move |_: &Event| drop(let_go.call0(&JsValue::UNDEFINED)));
        listener(&window, "pagehide", act)
    });
    let if_free = patience.is_none();
    let request = locks().and_then(|locks| request(&locks, held.promise.clone(), if_free).ok());
    if let Some(request) = &request {
        // Where locks are forbidden, `ended` fails and `told` is never settled.
        let answer = Promise::race(&Array::of2(&request.told, &request.ended));
        let answer = JsFuture::from(answer);
        let answer = match patience {
            None => Some(answer.await),
            Some(patience) => within(patience, answer).await,
        };
        let is_refused = answer.is_none_or(|answer| answer.is_ok_and(|lock| lock.is_null()));
        if is_refused {
            // A lock that is granted after all is released at once.
            let _ = held.resolve.call0(&JsValue::UNDEFINED);
            return None;
        }
    }
    let done = unless(held.promise, work).await;
    let _ = held.resolve.call0(&JsValue::UNDEFINED);
    if let Some(request) = request {
        // Waits for the release: the next request finds the lock free. A lock that was never granted has ended already.
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
        // A granted lock is held until `held` is settled; a refused one is null.
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
