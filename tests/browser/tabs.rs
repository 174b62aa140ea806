//! Several tabs, one sender.

use std::{
    cell::RefCell,
    future::{pending, poll_fn},
    pin::pin,
    rc::Rc,
    task::Poll,
};

use app::browser::{
    Browser,
    sync_triggers::{run_sync_triggers, sync_now, tell_other_tabs},
};
use js_sys::Promise;
use phone::ports::Lock;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

use super::script;

/// Lets the browser do what it has to do, until `there` is.
async fn until(there: impl Fn() -> bool) {
    for _ in 0..100 {
        if there() {
            return;
        }
        let tick = Promise::new(&mut |resolve, _| {
            let window = web_sys::window().unwrap_or_else(|| panic!("a window"));
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, 20);
        });
        let _ = JsFuture::from(tick).await;
    }
    panic!("two seconds were not enough");
}

#[wasm_bindgen_test]
async fn a_second_sender_steps_back_and_the_lock_is_given_up() {
    let inside = Browser
        .if_free(async { Browser.if_free(async { "both" }).await })
        .await;
    assert_eq!(inside, Some(None));
    assert_eq!(Browser.if_free(async { "again" }).await, Some("again"));
}

#[wasm_bindgen_test]
async fn a_page_that_is_put_aside_gives_up_the_lock_and_what_it_was_doing() {
    let work = Rc::new(());
    let held = work.clone();
    let mut sending = pin!(Browser.if_free(async move {
        pending::<()>().await;
        drop(held);
    }));
    // The lock is had, and the work has begun.
    let begun = poll_fn(|context| Poll::Ready(sending.as_mut().poll(context))).await;
    assert!(begun.is_pending());
    assert_eq!(Browser.if_free(async { "beside" }).await, None);

    script("dispatchEvent(new Event('pagehide'))");
    assert_eq!(sending.await, None);
    assert_eq!(Rc::strong_count(&work), 1, "the work is dropped");
    assert_eq!(Browser.if_free(async { "next" }).await, Some("next"));
    // A lock that was given back by itself hears nothing of it any more.
    script("dispatchEvent(new Event('pagehide'))");
    assert_eq!(Browser.if_free(async { "again" }).await, Some("again"));
}

#[wasm_bindgen_test]
async fn what_a_person_asked_for_waits_for_its_turn_and_none_is_dropped() {
    let done: Rc<RefCell<Vec<u8>>> = Rc::default();
    let sending = Browser.if_free(async {
        for number in [1, 2, 3] {
            let done = done.clone();
            wasm_bindgen_futures::spawn_local(async move {
                let turn = Browser.in_turn(async { number }).await;
                done.borrow_mut().extend(turn);
            });
        }
        // All three have asked by now, and wait.
        super::tick().await;
        assert!(done.borrow().is_empty());
    });
    assert_eq!(sending.await, Some(()));
    until(|| done.borrow().len() == 3).await;
    assert_eq!(*done.borrow(), [1, 2, 3]);
}

#[wasm_bindgen_test]
async fn without_locks_every_tab_works() {
    script("Object.defineProperty(navigator, 'locks', { value: undefined, configurable: true })");
    let without = Browser.if_free(async { 1 }).await;
    script(
        "Object.defineProperty(navigator, 'locks', { value: { request: () => Promise.reject(new Error('no')) }, configurable: true })",
    );
    let forbidden = Browser.if_free(async { 2 }).await;
    script("delete navigator.locks");
    assert_eq!((without, forbidden), (Some(1), Some(2)));
}

#[wasm_bindgen_test]
async fn it_is_tried_at_the_start_on_request_online_and_when_another_tab_tells() {
    let calls: Rc<RefCell<Vec<bool>>> = Rc::default();
    let seen = calls.clone();
    run_sync_triggers(move |hurry| {
        let mut seen = seen.borrow_mut();
        seen.push(hurry);
        // The first run wants another in a second; after that the timer stays out of the way.
        let wanted = if seen.len() == 1 { 1 } else { 3600 };
        async move { Some(wanted) }
    });
    until(|| calls.borrow().len() >= 2).await;
    assert_eq!(*calls.borrow(), [true, false], "the start, then the timer");
    tell_other_tabs();
    until(|| calls.borrow().len() >= 3).await;
    script("document.dispatchEvent(new Event('visibilitychange'))");
    until(|| calls.borrow().len() >= 4).await;
    script(
        "const chance = Math.random; Math.random = () => 0.01; dispatchEvent(new Event('online')); Math.random = chance",
    );
    until(|| calls.borrow().len() >= 5).await;
    sync_now();
    until(|| calls.borrow().len() >= 6).await;
    assert_eq!(*calls.borrow(), [true, false, false, true, true, true]);
}
