//! The outbox on IndexedDB: the same contract as memory, and what only a browser can do to it.

use std::{cell::Cell, rc::Rc};

use app::browser::{
    database::{Change, Database},
    outbox::Outbox,
};
use domain::outbox::{Entry, SentRecord, Store, contract};
use wasm_bindgen_test::wasm_bindgen_test;

use super::script;

fn outbox(name: &str) -> Outbox {
    Outbox::new(Rc::new(Database::named(name)))
}

async fn entries(outbox: &impl Store) -> Vec<Entry> {
    let entries = outbox.entries().await;
    entries.unwrap_or_else(|error| panic!("entries are readable: {error:?}"))
}

#[wasm_bindgen_test]
async fn indexed_db_keeps_the_contract() {
    let opened = Cell::new(0);
    contract::run(async || {
        opened.set(opened.get() + 1);
        outbox(&format!("contract-{}", opened.get()))
    })
    .await;
    assert_eq!(opened.get(), 12);
}

#[wasm_bindgen_test]
async fn the_memory_of_a_page_keeps_the_contract_too() {
    contract::run(async || {
        let database = Rc::new(Database::named("none"));
        database.forget_with_the_page();
        Outbox::new(database)
    })
    .await;
}

#[wasm_bindgen_test]
async fn where_there_is_no_database_the_outbox_forgets_with_the_page() {
    script("window.realOpen = IDBFactory.prototype.open");
    script("IDBFactory.prototype.open = () => { throw new Error('no') }");
    let outbox = Outbox::open(Rc::new(Database::named("refused"))).await;
    script("IDBFactory.prototype.open = window.realOpen");
    assert!(!outbox.is_lasting());
    assert!(outbox.keep(&contract::entry(1)).await.is_ok());
    assert!(entries(&outbox).await == [contract::entry(1)]);
}

#[wasm_bindgen_test]
async fn entries_survive_a_closed_page() {
    let before = outbox("closed-page");
    assert!(before.keep(&contract::entry(1)).await.is_ok());
    drop(before);
    assert!(entries(&outbox("closed-page")).await == [contract::entry(1)]);
}

#[wasm_bindgen_test]
async fn kept_is_not_said_before_it_is_read_back() {
    let outbox = outbox("read-back");
    script("window.realPut = IDBObjectStore.prototype.put");
    script(
        "IDBObjectStore.prototype.put = function (value, key) { return window.realPut.call(this, value + ' ', key) }",
    );
    let kept = outbox.keep(&contract::entry(1)).await;
    script("IDBObjectStore.prototype.put = window.realPut");
    assert!(kept.is_err());
}

#[wasm_bindgen_test]
async fn an_entry_is_settled_whole_or_not_at_all() {
    let outbox = outbox("settled");
    let entry = contract::entry(1);
    let record = SentRecord::new(&entry, &contract::receipt(&entry));
    assert!(outbox.keep(&entry).await.is_ok());
    script("window.realPut = IDBObjectStore.prototype.put");
    script("IDBObjectStore.prototype.put = () => { throw new Error('no') }");
    let settled = outbox.settle(&record).await;
    script("IDBObjectStore.prototype.put = window.realPut");
    assert!(settled.is_err() && entries(&outbox).await == [entry]);
    assert!(outbox.settle(&record).await.is_ok() && entries(&outbox).await.is_empty());
}

#[wasm_bindgen_test]
async fn a_receipt_leaves_copy_and_record_or_neither() {
    let outbox = outbox("received");
    let entry = contract::entry(1);
    let record = SentRecord::new(&entry, &contract::receipt(&entry));
    let copy = contract::copy(&entry);
    let found = async || {
        let (copies, records) = (outbox.unconfirmed().await, outbox.records().await);
        let numbers = [copies.map(|it| it.len()), records.map(|it| it.len())];
        numbers.map(|number| number.unwrap_or(usize::MAX))
    };
    assert!(outbox.keep(&entry).await.is_ok());
    // The second of the two writes fails.
    script("window.realPut = IDBObjectStore.prototype.put");
    script(
        "IDBObjectStore.prototype.put = function (value, key) { if (this.name === 'records') throw new Error('no'); return window.realPut.call(this, value, key) }",
    );
    let received = outbox.receive(&copy, &record).await;
    script("IDBObjectStore.prototype.put = window.realPut");
    assert!(received.is_err() && entries(&outbox).await == [entry]);
    assert_eq!(found().await, [0, 0]);
    assert!(outbox.receive(&copy, &record).await.is_ok());
    assert!(entries(&outbox).await.is_empty());
    assert_eq!(found().await, [1, 1]);
}

#[wasm_bindgen_test]
async fn a_copy_is_in_the_place_of_its_entry_where_earlier_releases_erase_it_too() {
    let database = Rc::new(Database::named("one-place"));
    let outbox = Outbox::new(database.clone());
    let entry = contract::entry(1);
    let record = SentRecord::new(&entry, &contract::receipt(&entry));
    assert!(outbox.keep(&entry).await.is_ok());
    let received = outbox.receive(&contract::copy(&entry), &record).await;
    assert!(received.is_ok());
    let Ok(kept) = database.all("entries").await else {
        panic!("the store is readable")
    };
    // The worker of any release sends only what is waiting there.
    let standings: Vec<_> = kept
        .iter()
        .map(|text| text.contains("\"standing\":{\"state\":\"unconfirmed\"},\"since\""))
        .collect();
    assert_eq!(standings, [true]);
}

#[wasm_bindgen_test]
async fn what_a_newer_release_wrote_is_left_alone() {
    let database = Rc::new(Database::named("newer"));
    let foreign = Change::Put {
        store: "entries",
        key: "x",
        value: "{\"format\":9,\"of\":\"tomorrow\"}".into(),
    };
    assert_eq!(database.write(&[foreign]).await, Ok(()));
    let outbox = Outbox::new(database.clone());
    assert!(outbox.keep(&contract::entry(1)).await.is_ok());
    assert!(entries(&outbox).await == [contract::entry(1)]);
    assert_eq!(database.all("entries").await.map(|all| all.len()), Ok(2));
}

#[wasm_bindgen_test]
async fn this_browser_has_an_outbox_that_lasts() {
    assert!(Outbox::open(Database::shared()).await.is_lasting());
}
