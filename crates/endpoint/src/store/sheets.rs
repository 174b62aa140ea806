//! Every compiled questionnaire ever served: what a submission was filled with can always be printed.

use domain::time::Timestamp;

use super::{Store, StoreError};

/// A sheet as it was served.
pub(crate) struct SheetRow {
    /// Lowercase hexadecimal SHA-256 of `json`.
    pub(crate) digest: String,
    /// The questionnaire's id.
    pub(crate) id: String,
    /// The questionnaire's edition.
    pub(crate) version: String,
    /// The sheet, to the byte.
    pub(crate) json: String,
}

impl Store {
    /// Keeps a sheet; one that is known already stays as it is.
    pub(crate) async fn keep_sheet(
        &self,
        sheet: &SheetRow,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut transaction = self.writer.begin().await?;
        sqlx::query(
            "INSERT INTO sheets (digest, id, version, json, first_served_at) VALUES (?, ?, ?, ?, ?)
             ON CONFLICT (digest) DO NOTHING",
        )
        .bind(&sheet.digest)
        .bind(&sheet.id)
        .bind(&sheet.version)
        .bind(&sheet.json)
        .bind(now.unix_seconds())
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await
    }

    /// Every sheet ever kept.
    pub(crate) async fn sheets(&self) -> Result<Vec<SheetRow>, StoreError> {
        let rows: Vec<(String, String, String, String)> = sqlx::query_as(
            "SELECT digest, id, version, json FROM sheets ORDER BY first_served_at, id",
        )
        .fetch_all(self.reading().await?)
        .await?;
        let row = |(digest, id, version, json)| SheetRow {
            digest,
            id,
            version,
            json,
        };
        Ok(rows.into_iter().map(row).collect())
    }
}
