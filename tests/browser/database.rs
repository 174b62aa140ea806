//! The database: strict, whole or not at all, reopened when the browser closed it.

use std::{
    future::{Future as _, poll_fn},
    pin::pin,
    rc::Rc,
    task::Poll,
};

use app::browser::{
    Browser,
    database::{Change, Database, DatabaseError},
};
use phone::{ports::Preferences, preferences::LANGUAGE};
use wasm_bindgen_test::wasm_bindgen_test;

use super::script;

const STORE: &str = "kept";

/// Replaces what `put` does for as long as the guard lives.
struct BrokenPut;

impl BrokenPut {
    fn with(body: &str) -> Self {
        script("window.realPut = IDBObjectStore.prototype.put");
        script(
            &[
                "IDBObjectStore.prototype.put = function (value, key) {",
                body,
                "}",
            ]
            .concat(),
        );
        Self
    }
}

impl Drop for BrokenPut {
    fn drop(&mut self) {
        script("IDBObjectStore.prototype.put = window.realPut");
    }
}

fn put<'a>(key: &'a str, value: &str) -> Change<'a> {
    Change::Put {
        store: STORE,
        key,
        value: value.into(),
    }
}

#[wasm_bindgen_test]
async fn what_is_written_is_there_for_another_handle() {
    let first = Database::named("another-handle");
    assert_eq!(first.write(&[put("a", "1")]).await, Ok(()));
    let second = Database::named("another-handle");
    assert_eq!(second.get(STORE, "a").await, Ok(Some("1".to_owned())));
    assert_eq!(second.get(STORE, "b").await, Ok(None));
    assert_eq!(
        second
            .write(&[Change::Remove {
                store: STORE,
                key: "a"
            }])
            .await,
        Ok(())
    );
    assert_eq!(first.all(STORE).await, Ok(Vec::new()));
}

#[wasm_bindgen_test]
async fn a_handle_that_the_browser_closed_is_opened_again() {
    let database = Database::named("closed-handle");
    assert_eq!(database.write(&[put("a", "1")]).await, Ok(()));
    database.close();
    assert_eq!(database.get(STORE, "a").await, Ok(Some("1".to_owned())));
    database.close();
    assert_eq!(database.write(&[put("a", "2")]).await, Ok(()));
    database.close();
    assert_eq!(database.all(STORE).await, Ok(vec!["2".to_owned()]));
}

#[wasm_bindgen_test]
async fn what_is_being_read_when_the_page_is_put_aside_is_given_up_and_read_again() {
    let database = Rc::new(Database::named("put-aside"));
    database.clone().abort_reads_on_pagehide();
    assert_eq!(database.write(&[put("a", "1")]).await, Ok(()));
    script(
        "window.realAbort = IDBTransaction.prototype.abort;
         window.givenUp = [];
         IDBTransaction.prototype.abort = function () { givenUp.push(this.mode); realAbort.call(this); }",
    );
    let mut reading = pin!(database.get(STORE, "a"));
    // Asked, and not answered yet.
    let asked = poll_fn(|context| Poll::Ready(reading.as_mut().poll(context))).await;
    assert!(asked.is_pending());
    script("dispatchEvent(new Event('pagehide'))");
    assert_eq!(reading.await, Ok(Some("1".to_owned())));
    script("dispatchEvent(new Event('pagehide'))");
    script("IDBTransaction.prototype.abort = realAbort");
    // What was read is not given up once more.
    script("if (givenUp.join() !== 'readonly') throw new Error(givenUp.join())");
}

#[wasm_bindgen_test]
async fn an_aborted_transaction_is_a_failure_and_leaves_nothing() {
    let database = Database::named("aborted");
    assert_eq!(database.write(&[put("a", "1")]).await, Ok(()));
    let broken = BrokenPut::with(
        "const made = window.realPut.call(this, value, key); this.transaction.abort(); return made;",
    );
    assert_eq!(
        database.write(&[put("a", "2")]).await,
        Err(DatabaseError::Closed)
    );
    drop(broken);
    assert_eq!(database.get(STORE, "a").await, Ok(Some("1".to_owned())));
}

#[wasm_bindgen_test]
async fn a_transaction_is_strict_and_a_killed_one_is_tried_once_more() {
    let database = Database::named("strict");
    script("window.durabilities = []");
    let broken = BrokenPut::with(
        "const made = window.realPut.call(this, value, key);
         window.durabilities.push(this.transaction.durability);
         if (window.durabilities.length === 1) this.transaction.abort();
         return made;",
    );
    assert_eq!(database.write(&[put("a", "1")]).await, Ok(()));
    drop(broken);
    let seen = js_sys::eval("window.durabilities.join()")
        .ok()
        .and_then(|seen| seen.as_string());
    assert_eq!(seen.as_deref(), Some("strict,strict"));
}

#[wasm_bindgen_test]
async fn a_full_phone_is_said_and_nothing_is_half_written() {
    let database = Database::named("full");
    let broken = BrokenPut::with(
        "if (key === 'b') throw new DOMException('full', 'QuotaExceededError');
         return window.realPut.call(this, value, key);",
    );
    assert_eq!(
        database.write(&[put("a", "1"), put("b", "2")]).await,
        Err(DatabaseError::Full)
    );
    drop(broken);
    assert_eq!(database.all(STORE).await, Ok(Vec::new()));
}

#[wasm_bindgen_test]
async fn a_phone_that_is_full_at_the_last_moment_is_said_too() {
    let database = Database::named("full-at-commit");
    // The request itself succeeds; the reason is on the transaction alone.
    let broken = BrokenPut::with(
        "const made = window.realPut.call(this, value, key), transaction = this.transaction;
         Object.defineProperty(transaction, 'error', { value: new DOMException('full', 'QuotaExceededError') });
         made.onsuccess = () => transaction.abort();
         return made;",
    );
    assert_eq!(
        database.write(&[put("a", "1")]).await,
        Err(DatabaseError::Full)
    );
    drop(broken);
    assert_eq!(database.all(STORE).await, Ok(Vec::new()));
}

#[wasm_bindgen_test]
async fn a_browser_that_refuses_to_open_it_is_asked_again_later() {
    let database = Database::named("refused");
    script("window.realOpen = IDBFactory.prototype.open");
    script("IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError') }");
    let refused = database.get(STORE, "a").await;
    script("IDBFactory.prototype.open = window.realOpen");
    assert_eq!(refused, Err(DatabaseError::Closed));
    assert_eq!(database.get(STORE, "a").await, Ok(None));
}

#[wasm_bindgen_test]
async fn a_browser_that_never_answers_has_no_database() {
    // An upgrade that another tab blocks for ever looks just like this.
    script(
        "window.realOpen = IDBFactory.prototype.open; window.blocker = window.realOpen.call(indexedDB, 'asleep', 1)",
    );
    script(
        "IDBFactory.prototype.open = function (name) { return window.realOpen.call(this, name, 2) }",
    );
    let asleep = Database::named("asleep");
    let answer = asleep.get(STORE, "a").await;
    script("IDBFactory.prototype.open = window.realOpen; window.blocker.result.close()");
    assert_eq!(answer, Err(DatabaseError::Missing));
    assert_eq!(
        asleep.get(STORE, "a").await,
        Err(DatabaseError::Missing),
        "it is not waited for twice"
    );
}

#[wasm_bindgen_test]
async fn small_things_are_kept_between_visits() {
    assert!(Browser.set_preference(LANGUAGE, "en").await);
    assert_eq!(Browser.preference(LANGUAGE).await.as_deref(), Some("en"));
    assert_eq!(Browser.preference("never-set").await, None);
}

#[wasm_bindgen_test]
async fn a_store_that_another_transaction_never_leaves_is_given_up_and_used_again_once_it_is_free()
{
    let database = Database::named("held");
    assert_eq!(database.write(&[put("a", "1")]).await, Ok(()));
    // As a page that was put aside in the middle of a write: one request after the other, for as long as it is told to.
    script(
        "window.held = true; \
         const opening = indexedDB.open('held'); \
         opening.onsuccess = () => { \
             const store = opening.result.transaction('kept', 'readwrite').objectStore('kept'); \
             const again = () => { window.holds = true; if (window.held) store.get('a').onsuccess = again; }; \
             again(); \
         };",
    );
    while !js_sys::eval("window.holds").is_ok_and(|holds| holds.is_truthy()) {
        let beside = Change::Put {
            store: "records",
            key: "a",
            value: "0".into(),
        };
        assert_eq!(database.write(&[beside]).await, Ok(()));
    }
    assert_eq!(
        database.write(&[put("a", "2")]).await,
        Err(DatabaseError::Closed)
    );
    script("window.held = false");
    assert_eq!(database.write(&[put("a", "3")]).await, Ok(()));
    assert_eq!(database.get(STORE, "a").await, Ok(Some("3".to_owned())));
}
