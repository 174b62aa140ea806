//! Table `desk_steps`: append-only, each step behind the last one that its form had seen, in one transaction.

use std::collections::BTreeMap;

use domain::{
    desk::{Act, ActCodes, Progress, Refused, Seat, Step, WelcomeId},
    time::Timestamp,
    wire::SubmissionId,
};
use sqlx::SqliteConnection;

use super::{PersonId, Role, SignedIn, WriteError, registrations::IS_HELD};
use crate::store::{Store, StoreError, moment};

/// A step, with who did it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DeskStep {
    pub(crate) step: Step,
    /// Nobody where the person's row is gone.
    pub(crate) by: Option<(PersonId, String)>,
    /// Whether that person's access is closed since.
    pub(crate) by_has_left: bool,
}

impl DeskStep {
    /// The one of that number, of all about a registration.
    pub(crate) fn numbered(steps: &[Self], number: u32) -> Option<&Self> {
        steps.get(usize::try_from(number).ok()?.checked_sub(1)?)
    }

    /// Whether that person did it.
    pub(crate) fn is_by(&self, person: PersonId) -> bool {
        self.by.as_ref().is_some_and(|(id, _)| *id == person)
    }
}

/// A step to write.
pub(crate) struct NewStep<'a> {
    pub(crate) submission: &'a SubmissionId,
    pub(crate) act: Act,
    /// How many steps there were on the page of the form.
    pub(crate) seen: u32,
    /// Drawn with the form.
    pub(crate) form: &'a str,
}

/// What became of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    /// It is written under that number, now or by an earlier send of the same form.
    Done(u32),
    /// There are other steps than those that the page showed: nothing was written.
    Meanwhile,
    /// It cannot follow what stands: nothing was written.
    Refused(Refused),
}

/// A row of `desk_steps`, with its person.
#[derive(sqlx::FromRow)]
struct StepColumns {
    submission: String,
    act: String,
    result: Option<String>,
    call_back_at: Option<i64>,
    welcome: Option<i64>,
    welcome_starts: Option<i64>,
    done_at: i64,
    person: Option<i64>,
    name: Option<String>,
    closed_at: Option<i64>,
}

/// What [`StepColumns`] is read from; a condition and an order follow.
const SELECT: &str =
    "SELECT submission, act, result, call_back_at, welcome, welcome_starts, done_at, person, desk_people.name, desk_people.closed_at
     FROM desk_steps LEFT JOIN desk_people ON desk_people.id = person";

impl StepColumns {
    /// The step, with the submission that it is about.
    fn read(self) -> Result<(String, DeskStep), StoreError> {
        let seat = self.welcome.zip(self.welcome_starts);
        let codes = ActCodes {
            act: self.act,
            result: self.result,
            call_back_at: self.call_back_at.map(moment),
            seat: seat.map(|(welcome, starts)| Seat {
                welcome: WelcomeId(welcome),
                starts_at: moment(starts),
            }),
        };
        let step = Step {
            act: codes.read().ok_or(StoreError::BadRow)?,
            at: moment(self.done_at),
        };
        let by = self.person.map(PersonId).zip(self.name);
        let by_has_left = self.closed_at.is_some();
        let step = DeskStep {
            step,
            by,
            by_has_left,
        };
        Ok((self.submission, step))
    }
}

impl Store {
    /// Writes a step down for who is signed in.
    pub(crate) async fn write_step(
        &self,
        new: NewStep<'_>,
        by: &SignedIn,
        now: Timestamp,
    ) -> Result<Written, WriteError> {
        let mut transaction = self.begin_as(by, Some(Role::Team), now).await?;
        let written = write(&mut transaction, &new, by.person.id, now).await?;
        let is_written = matches!(written, Written::Done(_));
        transaction.commit_if(is_written).await?;
        Ok(written)
    }

    /// Takes several in hand, those that nobody has touched meanwhile; no more once the same form has taken any. Says how
    /// many the form has taken.
    pub(crate) async fn take(
        &self,
        each: &[(SubmissionId, u32)],
        form: &str,
        by: &SignedIn,
        now: Timestamp,
    ) -> Result<usize, WriteError> {
        let mut transaction = self.begin_as(by, Some(Role::Team), now).await?;
        let before: i64 = sqlx::query_scalar("SELECT count(*) FROM desk_steps WHERE form = ?")
            .bind(form)
            .fetch_one(&mut *transaction)
            .await?;
        if before > 0 {
            transaction.rollback().await?;
            return usize::try_from(before).map_err(|_| StoreError::BadRow.into());
        }
        let mut taken = 0;
        for (submission, seen) in each {
            let new = NewStep {
                submission,
                act: Act::Taken,
                seen: *seen,
                form,
            };
            let written = write(&mut transaction, &new, by.person.id, now).await?;
            taken += usize::from(matches!(written, Written::Done(_)));
        }
        transaction.commit().await?;
        Ok(taken)
    }

    /// Under which number a form has written a step about that registration, if it has.
    pub(crate) async fn step_of_form(
        &self,
        id: &SubmissionId,
        form: &str,
    ) -> Result<Option<u32>, StoreError> {
        let mut connection = self.reading().await?.acquire().await?;
        number_of(&mut connection, id, form).await
    }

    /// Every step about one registration, in order.
    pub(crate) async fn desk_steps(&self, id: &SubmissionId) -> Result<Vec<DeskStep>, StoreError> {
        let mut connection = self.reading().await?.acquire().await?;
        steps_of(&mut connection, id).await
    }
}

/// Writes a step down, in a transaction that is open.
pub(super) async fn write(
    connection: &mut SqliteConnection,
    new: &NewStep<'_>,
    by: PersonId,
    now: Timestamp,
) -> Result<Written, StoreError> {
    let steps = steps_of(&mut *connection, new.submission).await?;
    if let Some(number) = number_of(&mut *connection, new.submission, new.form).await? {
        let step = DeskStep::numbered(&steps, number);
        let is_same = step.is_some_and(|step| step.step.act == new.act);
        return Ok(if is_same {
            Written::Done(number)
        } else {
            Written::Meanwhile
        });
    }
    if u32::try_from(steps.len()) != Ok(new.seen) {
        return Ok(Written::Meanwhile);
    }
    let progress = Progress::of(steps.iter().map(|step| step.step));
    let step = Step {
        act: new.act,
        at: now,
    };
    if let Err(refused) = progress.allows(step, is_held(&mut *connection, new.submission).await?) {
        return Ok(Written::Refused(refused));
    }
    append(connection, new, by, now).await.map(Written::Done)
}

/// Appends a step behind those that were seen; says under which number.
pub(super) async fn append(
    connection: &mut SqliteConnection,
    new: &NewStep<'_>,
    by: PersonId,
    now: Timestamp,
) -> Result<u32, StoreError> {
    let (number, codes) = (new.seen.saturating_add(1), new.act.codes());
    sqlx::query(
        "INSERT INTO desk_steps
             (submission, number, act, result, call_back_at, welcome, welcome_starts, person, done_at, form)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(new.submission.as_str())
    .bind(number)
    .bind(codes.act)
    .bind(codes.result)
    .bind(codes.call_back_at.map(Timestamp::unix_seconds))
    .bind(codes.seat.map(|seat| seat.welcome.0))
    .bind(codes.seat.map(|seat| seat.starts_at.unix_seconds()))
    .bind(by.0)
    .bind(now.unix_seconds())
    .bind(new.form)
    .execute(connection)
    .await?;
    Ok(number)
}

/// Under which number a form has written a step, if it has.
pub(super) async fn number_of(
    connection: &mut SqliteConnection,
    id: &SubmissionId,
    form: &str,
) -> Result<Option<u32>, StoreError> {
    let number =
        sqlx::query_scalar("SELECT number FROM desk_steps WHERE submission = ? AND form = ?")
            .bind(id.as_str())
            .bind(form)
            .fetch_optional(connection)
            .await?;
    Ok(number)
}

/// Whether a right stands on it: then it is out of the team's work.
async fn is_held(connection: &mut SqliteConnection, id: &SubmissionId) -> Result<bool, StoreError> {
    let is_held = sqlx::query_scalar(&format!("SELECT {IS_HELD} FROM submissions WHERE id = ?"))
        .bind(id.as_str())
        .fetch_one(connection)
        .await?;
    Ok(is_held)
}

pub(super) async fn steps_of(
    connection: &mut SqliteConnection,
    id: &SubmissionId,
) -> Result<Vec<DeskStep>, StoreError> {
    let rows: Vec<StepColumns> =
        sqlx::query_as(&format!("{SELECT} WHERE submission = ? ORDER BY number"))
            .bind(id.as_str())
            .fetch_all(connection)
            .await?;
    let steps = rows.into_iter().map(StepColumns::read);
    steps.map(|step| step.map(|(_, step)| step)).collect()
}

/// Every step of the registrations whose ids a statement gives, in order, by id; `bound` is what the statement asks for.
pub(super) async fn steps_among(
    connection: &mut SqliteConnection,
    ids: &str,
    bound: Option<i64>,
) -> Result<BTreeMap<String, Vec<DeskStep>>, StoreError> {
    let statement = format!("{SELECT} WHERE submission IN ({ids}) ORDER BY submission, number");
    let mut rows = sqlx::query_as(&statement);
    if let Some(bound) = bound {
        rows = rows.bind(bound);
    }
    let rows: Vec<StepColumns> = rows.fetch_all(connection).await?;
    let mut each: BTreeMap<String, Vec<DeskStep>> = BTreeMap::new();
    for row in rows {
        let (id, step) = row.read()?;
        each.entry(id).or_default().push(step);
    }
    Ok(each)
}
