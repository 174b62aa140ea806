//! Puts `/sw.js` in charge of the app's files, so that the app starts without network.
//!
//! The app works without it: in-app browsers have none.

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::{Closure, JsCast, JsValue, wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ServiceWorkerContainer, ServiceWorkerRegistration};

use super::{callbacks, history};

const SCRIPT: &str = "/sw.js";

/// What the worker listens to.
const TAG: &str = "outbox";

/// The only Trusted Types policy that the pages allow; it takes [`SCRIPT`] and nothing else.
const POLICY: &str = "ml-sw";

#[wasm_bindgen]
extern "C" {
    type Container;

    // The script's address is a trusted object where the browser knows such things, else a text.
    #[wasm_bindgen(method, catch)]
    fn register(this: &Container, script: &JsValue, options: &Object) -> Result<Promise, JsValue>;
}

/// Registers the service worker; lets a newer one take over where nothing has been typed. Whether there is one.
pub async fn register() -> bool {
    try_register().await.is_ok()
}

async fn try_register() -> Result<(), JsValue> {
    let navigator = web_sys::window().ok_or(JsValue::NULL)?.navigator();
    let container = Reflect::get(&navigator, &"serviceWorker".into())?;
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
    hand_over(&container.unchecked_into(), &registration)
}

/// A newer release that was fetched in an earlier visit takes over on the first screen, where a reload costs nothing.
fn hand_over(
    container: &ServiceWorkerContainer,
    registration: &ServiceWorkerRegistration,
) -> Result<(), JsValue> {
    let Some(waiting) = registration.waiting() else {
        return Ok(());
    };
    if history::path() != "/" {
        return Ok(());
    }
    // Once: the reload that follows ends this page.
    callbacks::always(container, "controllerchange", || {
        if let Some(window) = web_sys::window().filter(|_| history::path() == "/") {
            // A reload that is refused leaves the release that already runs.
            let _ = window.location().reload();
        }
    });
    waiting.post_message(&"take-over".into())
}

/// Asks the browser to wake the worker once there is network, even with no page open. Few browsers offer it.
pub async fn wake_when_online() {
    // Where it is missing or refused, the app sends when it is opened again.
    let _ = try_wake_when_online().await;
}

async fn try_wake_when_online() -> Result<(), JsValue> {
    let navigator = web_sys::window().ok_or(JsValue::NULL)?.navigator();
    let container = Reflect::get(&navigator, &"serviceWorker".into())?;
    // Somebody may send before the worker is in charge: only then can it be asked.
    let ready = Reflect::get(&container, &"ready".into())?;
    let registration = JsFuture::from(Promise::from(ready)).await?;
    let sync = Reflect::get(&registration, &"sync".into())?;
    let asked = method(&sync, "register")?.call1(&sync, &TAG.into())?;
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

fn method(object: &JsValue, name: &str) -> Result<Function, JsValue> {
    Reflect::get(object, &name.into())?.dyn_into()
}
