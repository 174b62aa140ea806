//! Preferences in IndexedDB: small values under the names of `phone::preferences`.

use phone::ports::Preferences;

use super::{
    Browser,
    database::{Change, Database, KEPT},
};

impl Preferences for Browser {
    async fn preference(&self, name: &str) -> Option<String> {
        Database::shared().get(KEPT, name).await.ok().flatten()
    }

    async fn set_preference(&self, name: &str, value: &str) -> bool {
        let change = Change::Put {
            store: KEPT,
            key: name,
            value: value.into(),
        };
        Database::shared().write(&[change]).await.is_ok()
    }
}

/// What was kept under each name, read in one go.
pub async fn several<const N: usize>(names: [&str; N]) -> [Option<String>; N] {
    let values = Database::shared().values(KEPT, &names).await;
    let mut values = values.unwrap_or_default().into_iter();
    names.map(|_| values.next()?.as_string())
}
