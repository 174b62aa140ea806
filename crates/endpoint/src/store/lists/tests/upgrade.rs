//! What a database knew of its lists before they had numbers.

use sqlx::{Connection, SqliteConnection};

use crate::store::MIGRATIONS;

#[tokio::test]
async fn what_lists_named_by_a_moment_has_the_number_of_its_own_list() -> anyhow::Result<()> {
    let mut database = SqliteConnection::connect("sqlite::memory:").await?;
    let migrations = MIGRATIONS.iter();
    let (before, after): (Vec<_>, Vec<_>) =
        migrations.partition(|migration| migration.version < 12);
    for migration in before {
        sqlx::raw_sql(&migration.sql).execute(&mut database).await?;
    }
    // Of the branch's, sent, and of the Mission Locale's, not sent, which end at the same moment; of one that is no more.
    sqlx::raw_sql(
        "INSERT INTO lists VALUES ('calls', '', 1, 100, 1, 1, NULL), ('calls', 'hem', 1, 100, 1, 1, 101);
         INSERT INTO submissions (id, reference, sha256, envelope, received_at)
             VALUES ('a', 'A', '', x'00', 1), ('b', 'B', '', x'00', 1), ('c', 'C', '', x'00', 1), ('d', 'D', '', x'00', 1);
         INSERT INTO deliveries (submission, state, next_attempt_at, dated_at, branch, in_calls)
             VALUES ('a', 'pending', 0, 0, NULL, 100), ('b', 'pending', 0, 0, 'hem', 100),
                    ('c', 'pending', 0, 0, NULL, 50), ('d', 'pending', 0, 0, NULL, NULL);",
    )
    .execute(&mut database)
    .await?;
    for migration in after {
        sqlx::raw_sql(&migration.sql).execute(&mut database).await?;
    }
    let named: Vec<(String, Option<String>)> = sqlx::query_as(
        "SELECT submission, lists.branch FROM deliveries LEFT JOIN lists ON number = in_calls
         WHERE in_calls IS NOT NULL ORDER BY submission",
    )
    .fetch_all(&mut database)
    .await?;
    let named: Vec<_> = named
        .iter()
        .map(|(id, of)| (&**id, of.as_deref()))
        .collect();
    assert_eq!(named, [("a", Some("")), ("b", Some("hem")), ("c", None)]);
    Ok(())
}
