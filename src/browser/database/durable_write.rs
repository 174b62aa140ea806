//! Durable writes: IndexedDB transactions with strict durability, told apart from aborted ones.
//!
//! `web_sys` hides the durability of a transaction behind an unstable flag, and the `idb` crate takes an abort
//! for a success of another kind: hence a binding and a promise of our own.

use elements::callbacks::deferred;
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::{JsCast, JsValue, wasm_bindgen};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbTransaction};

use super::{Change, DatabaseError};

#[wasm_bindgen]
extern "C" {
    type StrictDatabase;

    #[wasm_bindgen(method, catch)]
    fn transaction(
        this: &StrictDatabase,
        stores: &Array,
        mode: &str,
        options: &Object,
    ) -> Result<IdbTransaction, JsValue>;
}

/// Makes all changes in one strict transaction.
pub(super) async fn write(
    database: &IdbDatabase,
    changes: &[Change<'_>],
) -> Result<(), DatabaseError> {
    let transaction = begin(database, changes)?;
    let end = deferred();
    transaction.set_oncomplete(Some(&end.resolve));
    transaction.set_onabort(Some(&end.reject));
    let ended = JsFuture::from(end.promise);
    if let Err(error) = make(&transaction, changes) {
        // Undoes the changes before the one that failed, too.
        let _ = transaction.abort();
        return Err(error);
    }
    match ended.await {
        Ok(_) => Ok(()),
        // An abort without a reason is a connection that was killed.
        Err(_) => Err(transaction
            .error()
            .map_or(DatabaseError::Closed, Into::into)),
    }
}

fn begin(database: &IdbDatabase, changes: &[Change<'_>]) -> Result<IdbTransaction, DatabaseError> {
    let stores = changes.iter().map(|change| match change {
        Change::Put { store, .. } | Change::Remove { store, .. } | Change::Clear(store) => {
            JsValue::from_str(store)
        }
    });
    let options = Object::new();
    // Browsers without this option write strictly, or know no better.
    let _ = Reflect::set(&options, &"durability".into(), &"strict".into());
    let database: &StrictDatabase = database.unchecked_ref();
    let begun = database.transaction(&stores.collect(), "readwrite", &options);
    begun.map_err(|_| DatabaseError::Closed)
}

fn make(transaction: &IdbTransaction, changes: &[Change<'_>]) -> Result<(), DatabaseError> {
    for change in changes {
        match change {
            Change::Put { store, key, value } => transaction
                .object_store(store)?
                .put_with_key(value, &(*key).into())?,
            Change::Remove { store, key } => {
                transaction.object_store(store)?.delete(&(*key).into())?
            }
            Change::Clear(store) => transaction.object_store(store)?.clear()?,
        };
    }
    Ok(())
}
