//! Puts `/sw.js` in charge of the app's files, so that the app starts without network.
//!
//! The app works without it: in-app browsers have none.

use std::{cell::RefCell, rc::Rc};

use elements::callbacks::{self, method};
use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::prelude::{Closure, JsCast, JsValue, wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::{EventTarget, ServiceWorker, ServiceWorkerRegistration};

const SCRIPT: &str = "/sw.js";

/// The name that the worker listens to.
const TAG: &str = "outbox";

/// The least interval between two periodic syncs.
const DAY_MILLISECONDS: f64 = 24.0 * 60.0 * 60.0 * 1000.0;

/// The only Trusted Types policy that the pages allow; it takes [`SCRIPT`] and nothing else.
const POLICY: &str = "ml-sw";

#[wasm_bindgen]
extern "C" {
    type Container;

    // The script's address is a trusted object where the browser knows such things, else a text.
    #[wasm_bindgen(method, catch)]
    fn register(this: &Container, script: &JsValue, options: &Object) -> Result<Promise, JsValue>;
}

/// Whether loading the page anew would lose nothing, at that moment.
pub type MayReload = Rc<dyn Fn() -> bool>;

/// Registers the service worker; one that was fetched in an earlier visit takes over where `may_reload` says so.
/// Whether there is one: without it the app needs the network to start, and works.
pub async fn register(may_reload: MayReload) -> bool {
    try_register(may_reload).await.is_ok()
}

thread_local! {
    /// What the browser knows of the worker, once it is registered.
    static REGISTERED: RefCell<Option<ServiceWorkerRegistration>> = const { RefCell::new(None) };
}

/// The browser's workers; undefined where there are none.
fn container() -> Result<JsValue, JsValue> {
    let navigator = web_sys::window().ok_or(JsValue::NULL)?.navigator();
    Reflect::get(&navigator, &"serviceWorker".into())
}

async fn try_register(may_reload: MayReload) -> Result<(), JsValue> {
    let container = container()?;
    if !container.is_object() {
        return Err(container);
    }
    let options = Object::new();
    Reflect::set(&options, &"updateViaCache".into(), &"none".into())?;
    let registered = container
        .unchecked_ref::<Container>()
        .register(&trusted_script()?, &options)?;
    let registration: ServiceWorkerRegistration =
        JsFuture::from(registered).await?.unchecked_into();
    REGISTERED.set(Some(registration));
    if may_reload() {
        take_over(may_reload);
    }
    Ok(())
}

/// Whether a newer release is here and waits for its turn.
pub fn is_newer_ready() -> bool {
    waiting().is_some()
}

fn waiting() -> Option<ServiceWorker> {
    REGISTERED.with_borrow(|registered| registered.as_ref()?.waiting())
}

/// Has the release that waits take over; the page is loaded anew then, where `may_reload` still says so.
///
/// Mostly at once. Chromium does it once the page is gone when that requests something in the very moment in which the
/// worker in charge stops: until the next visit the page goes on with what it has.
pub fn take_over(may_reload: MayReload) {
    let (Some(waiting), Ok(container)) = (waiting(), container()) else {
        return;
    };
    // Once: the reload that follows ends this page.
    callbacks::always(
        container.unchecked_ref::<EventTarget>(),
        "controllerchange",
        Box::new(move || start_anew(&may_reload)),
    );
    // Fails where the worker is gone: then there is nothing to take over.
    let _ = waiting.post_message(&"take-over".into());
}

fn start_anew(may_reload: &MayReload) {
    if let Some(window) = web_sys::window().filter(|_| may_reload()) {
        // A reload that is refused leaves the release that already runs.
        let _ = window.location().reload();
    }
}

/// Asks the browser to wake the worker once there is network, even with no page open. Few browsers offer it.
pub async fn wake_when_online() {
    // Where it is missing or refused, the app sends when it is opened again.
    let _ = try_wake("sync", &Object::new()).await;
}

/// Asks the browser to wake the worker once a day, even with no page open: periodic background sync, which few browsers
/// offer, and to an installed app alone.
pub async fn wake_daily() {
    let options = Object::new();
    let daily = Reflect::set(&options, &"minInterval".into(), &DAY_MILLISECONDS.into());
    // Where it is missing or refused, the app asks when it is opened again.
    if daily.is_ok() {
        let _ = try_wake("periodicSync", &options).await;
    }
}

/// The worker's registration, once there is one in charge: only then can it be asked.
async fn ready() -> Result<JsValue, JsValue> {
    let ready = Reflect::get(&container()?, &"ready".into())?;
    JsFuture::from(Promise::from(ready)).await
}

/// Has the worker keep the words of that language; with `all`, what few people open too.
pub async fn keep(all: bool, language: &str) {
    // Where there is none, it is here for as long as the page.
    if let Ok(registration) = ready().await {
        let registration: ServiceWorkerRegistration = registration.unchecked_into();
        if let Some(worker) = registration.active() {
            // A worker that is gone is asked the next time.
            let what = if all { "keep-all " } else { "keep " };
            let _ = worker.post_message(&[what, language].concat().into());
        }
    }
}

async fn try_wake(manager: &str, options: &Object) -> Result<(), JsValue> {
    let registration = ready().await?;
    let manager = Reflect::get(&registration, &manager.into())?;
    let asked = method(&manager, "register")?.call2(&manager, &TAG.into(), options)?;
    JsFuture::from(Promise::from(asked)).await?;
    Ok(())
}

fn trusted_script() -> Result<JsValue, JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let factory = Reflect::get(&window, &"trustedTypes".into())?;
    if !factory.is_object() {
        return Ok(SCRIPT.into());
    }
    let only_ours = |address: JsValue| {
        if address == SCRIPT {
            address
        } else {
            JsValue::UNDEFINED
        }
    };
    let rules = Object::new();
    let rule: Closure<dyn Fn(JsValue) -> JsValue> = Closure::new(only_ours);
    Reflect::set(&rules, &"createScriptURL".into(), rule.as_ref())?;
    let policy = method(&factory, "createPolicy")?.call2(&factory, &POLICY.into(), &rules)?;
    method(&policy, "createScriptURL")?.call1(&policy, &SCRIPT.into())
}
