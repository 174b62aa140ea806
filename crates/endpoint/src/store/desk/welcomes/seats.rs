//! Seats at welcomes: counted from the steps of each registration, and taken in one transaction with the count.

use std::collections::{BTreeSet, HashMap};

use domain::{
    desk::{Act, Seat, Standing, WelcomeId},
    time::Timestamp,
    wire::SubmissionId,
};
use sqlx::SqliteConnection;

use crate::store::{
    NewStep, PersonId, SignedIn, Store, StoreError, WriteError, Written,
    desk::{
        DeskStep, Role,
        registrations::IS_HELD,
        steps::{self, steps_among},
    },
};

/// What became of an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SeatKept {
    /// As for any other step.
    Step(Written),
    /// So many have a seat already, as many as there are or more: nothing was written.
    Full(usize),
    /// There is no such welcome any more, or it begins at another moment: nothing was written.
    Changed,
}

/// Of a step: that no right stands on what it is about. Who is out of the team's work takes no seat.
fn is_free() -> String {
    format!("submission IN (SELECT id FROM submissions WHERE NOT {IS_HELD})")
}

impl Store {
    /// How each registration stands that was ever invited to one that ends after a moment; none that a right holds.
    pub(crate) async fn standings_after(
        &self,
        from: Timestamp,
    ) -> Result<HashMap<WelcomeId, Vec<Standing>>, StoreError> {
        let mut connection = self.reading().await?.acquire().await?;
        let named = format!(
            "SELECT submission FROM desk_steps JOIN desk_welcomes ON desk_welcomes.id = welcome
             WHERE ends_at > ? AND {}",
            is_free()
        );
        let each = steps_among(&mut connection, &named, Some(from.unix_seconds())).await?;
        let mut standings: HashMap<WelcomeId, Vec<Standing>> = HashMap::new();
        for steps in each.values() {
            let seats = steps.iter().filter_map(|step| step.step.act.seat());
            let welcomes: BTreeSet<WelcomeId> = seats.map(|seat| seat.welcome).collect();
            for welcome in welcomes {
                let standing = standing(steps, welcome);
                standings.entry(welcome).or_default().extend(standing);
            }
        }
        Ok(standings)
    }

    /// Keeps a seat, where one is left or `beyond` the last one it is asked for on purpose.
    pub(crate) async fn keep_seat(
        &self,
        new: NewStep<'_>,
        seat: Seat,
        beyond: bool,
        by: &SignedIn,
        now: Timestamp,
    ) -> Result<SeatKept, WriteError> {
        let mut transaction = self.begin_as(by, Some(Role::Team), now).await?;
        let known = steps::number_of(&mut transaction, new.submission, new.form).await?;
        let obstacle = match known {
            Some(_) => None,
            None => obstacle(&mut transaction, seat, beyond).await?,
        };
        let invited = match obstacle {
            Some(obstacle) => obstacle,
            None => SeatKept::Step(steps::write(&mut transaction, &new, by.person.id, now).await?),
        };
        let is_written = matches!(invited, SeatKept::Step(Written::Done(_)));
        transaction.commit_if(is_written).await?;
        Ok(invited)
    }

    /// Notes who came, each behind the steps that the page showed; says of whom nothing could be written.
    pub(crate) async fn note_attendance<'a>(
        &self,
        each: &[NewStep<'a>],
        by: &SignedIn,
        now: Timestamp,
    ) -> Result<Vec<&'a SubmissionId>, WriteError> {
        let mut transaction = self.begin_as(by, Some(Role::Team), now).await?;
        let mut left = Vec::new();
        for new in each {
            let written = steps::write(&mut transaction, new, by.person.id, now).await?;
            if !matches!(written, Written::Done(_)) {
                left.push(new.submission);
            }
        }
        transaction.commit().await?;
        Ok(left)
    }
}

/// What stands in the way of a seat there.
async fn obstacle(
    connection: &mut SqliteConnection,
    seat: Seat,
    beyond: bool,
) -> Result<Option<SeatKept>, StoreError> {
    let welcome = super::of_id(&mut *connection, seat.welcome).await?;
    let Some(welcome) = welcome.filter(|one| !one.is_cancelled && one.seat() == seat) else {
        return Ok(Some(SeatKept::Changed));
    };
    if beyond {
        return Ok(None);
    }
    let named = format!(
        "SELECT submission FROM desk_steps WHERE welcome = ? AND {}",
        is_free()
    );
    let each = steps_among(connection, &named, Some(seat.welcome.0)).await?;
    let is_taken =
        |steps: &&Vec<DeskStep>| standing(steps, seat.welcome) == Some(Standing::Awaited);
    let taken = each.values().filter(is_taken).count();
    let is_full = u32::try_from(taken).is_ok_and(|taken| taken >= welcome.plan.seats);
    Ok(is_full.then_some(SeatKept::Full(taken)))
}

/// Appends a step for everybody who has a seat there, also where a right holds it: it is the welcome that changes. Says how
/// many there are.
pub(super) async fn tell(
    connection: &mut SqliteConnection,
    (welcome, act): (WelcomeId, Act),
    form: &str,
    by: PersonId,
    now: Timestamp,
) -> Result<usize, StoreError> {
    let named = "SELECT submission FROM desk_steps WHERE welcome = ?";
    let each = steps_among(&mut *connection, named, Some(welcome.0)).await?;
    let mut told = 0;
    for (submission, steps) in &each {
        if standing(steps, welcome) != Some(Standing::Awaited) {
            continue;
        }
        let new = NewStep {
            submission: &submission.parse().map_err(|_| StoreError::BadRow)?,
            act,
            seen: u32::try_from(steps.len()).map_err(|_| StoreError::BadRow)?,
            form,
        };
        steps::append(&mut *connection, &new, by, now).await?;
        told += 1;
    }
    Ok(told)
}

fn standing(steps: &[DeskStep], welcome: WelcomeId) -> Option<Standing> {
    Standing::of(steps.iter().map(|step| step.step), welcome)
}
