//! Notes: which of them are overdue.

use domain::rights::{Reminder, Right};

use super::*;
use crate::store::{ByHand, NewRequest};

#[tokio::test]
async fn a_note_of_a_moment_that_has_not_come_is_overdue_and_a_reminder_waits_for_its_day()
-> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let store = Store::in_folder(&folder).await?;
    let (now, day) = (moment(1_795_000_000), 24 * 3600);
    let Some(today) = Date::new(2026, 11, 18) else {
        panic!("a date")
    };
    let reminder = Note::Reminder(Reminder::WeekBefore);
    for (byte, note, ago, overdue) in [
        (1, Note::Cancelled, -day, 1),
        (2, Note::Cancelled, 0, 0),
        (3, Note::Cancelled, day, 1),
        (4, reminder, -day, 0),
        (5, reminder, day, 1),
    ] {
        let before = store.overdue_notes(now.plus_seconds(-3600), now).await?;
        let new = ByHand {
            id: SubmissionId::from_random([byte; 16]),
            request: NewRequest {
                asked: Right::Access,
                withdrawn: None,
                about: None,
                received_on: today,
                due_on: today,
                reminders: vec![(note, now.plus_seconds(-ago))],
            },
            channel: "phone",
            done_by: "Ada",
            at: now,
            adopts: None,
            sender: None,
        };
        let draw = || Reference::from_random([byte; 8]);
        store.add_by_hand(&new, draw).await?;
        let after = store.overdue_notes(now.plus_seconds(-3600), now).await?;
        assert_eq!(after - before, overdue, "{} {ago}", note.code());
    }
    Ok(())
}
