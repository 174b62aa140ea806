//! What an operator does about deliveries that are not made: list them, try them again, set them aside.

use std::{fmt::Write as _, sync::Arc};

use domain::{reference::Reference, time::Timestamp};
use jiff::civil::DateTime;

use crate::{
    config::Which,
    delivery::french,
    state::EndpointState,
    store::{DeliveryRow, Selection, StoreError, Untouched},
};

/// The deliveries, in an operator's hands.
pub struct Operator(Arc<EndpointState>);

/// Why nothing was done, as a sentence for the operator. Holds no answer.
#[derive(Debug, thiserror::Error)]
pub enum OperatorError {
    /// The first moment is not before the second, or is none in this time zone.
    #[error(
        "--received-between takes two moments, the earlier first: 2026-11-30T08:00 2026-11-30T09:30"
    )]
    NoSuchTime,
    /// Nothing undelivered was meant.
    #[error(
        "nothing that is not delivered was found: premier-accueil deliveries list shows what is"
    )]
    NothingFound,
    /// The delivery that was named is left as it is.
    #[error("{0}")]
    Untouched(String),
    /// The store does not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Operator {
    pub(crate) fn new(endpoint: &Arc<EndpointState>) -> Self {
        Self(Arc::clone(endpoint))
    }

    /// What is received and not delivered, a line each, then how many.
    ///
    /// # Errors
    ///
    /// When the store does not answer.
    pub async fn list(&self) -> Result<String, OperatorError> {
        let rows = self.0.store.undelivered().await?;
        let mut text = String::new();
        for row in &rows {
            self.write_line(&mut text, row);
        }
        let _ = writeln!(text, "not delivered: {}", rows.len());
        Ok(text)
    }

    fn write_line(&self, text: &mut String, row: &DeliveryRow) {
        let number = row.reference.parse::<Reference>();
        let number = number.map_or_else(|_| row.reference.clone(), |number| number.spaced());
        let stamp = |at| french::stamp(french::local(at, &self.0.time_zone));
        // Writing into a String cannot fail.
        let _ = writeln!(
            text,
            "{}  {:<9}  {:<11}  attempts {:<4}  received {}  {} {}",
            number,
            row.state.code(),
            row.reason.as_deref().unwrap_or("-"),
            row.attempts,
            stamp(row.received_at),
            if row.is_set_aside() { "since" } else { "next" },
            stamp(row.at),
        );
    }

    /// Has deliveries tried at once, and says how many.
    ///
    /// # Errors
    ///
    /// When none is meant, or the store does not answer.
    pub async fn retry(&self, which: &Which) -> Result<String, OperatorError> {
        let selection = self.selection(which)?;
        let count = self.0.store.retry(&selection, self.0.clock.now()).await?;
        self.told(
            which,
            count,
            "tried again within a minute of the running endpoint",
        )
        .await
    }

    /// Takes deliveries out of the line, and says how many.
    ///
    /// # Errors
    ///
    /// When none is meant, or the store does not answer.
    pub async fn set_aside(&self, which: &Which) -> Result<String, OperatorError> {
        let selection = self.selection(which)?;
        let count = self
            .0
            .store
            .set_aside(&selection, self.0.clock.now())
            .await?;
        self.told(which, count, "set aside").await
    }

    /// Holds all mail back.
    ///
    /// # Errors
    ///
    /// When the store does not answer.
    pub async fn hold_mail(&self) -> Result<&'static str, OperatorError> {
        let now = self.0.clock.now();
        Ok(if self.0.store.hold_mail(now).await? {
            "no mail leaves any more, until: premier-accueil mail release\n"
        } else {
            "mail is held already\n"
        })
    }

    /// Lets mail go again.
    ///
    /// # Errors
    ///
    /// When the store does not answer.
    pub async fn release_mail(&self) -> Result<&'static str, OperatorError> {
        Ok(if self.0.store.release_mail().await? {
            "mail leaves again within a minute of the running endpoint\n"
        } else {
            "mail was not held\n"
        })
    }

    async fn told(&self, which: &Which, count: u64, done: &str) -> Result<String, OperatorError> {
        if count > 0 {
            return Ok(format!("{done}: {count}\n"));
        }
        let Some(number) = &which.number else {
            return Err(OperatorError::NothingFound);
        };
        let why = match self.0.store.why_untouched(number).await? {
            Untouched::Unknown => return Err(OperatorError::NothingFound),
            Untouched::Gone => {
                "its content is not held any more: it was purged, or cancelled".to_owned()
            }
            Untouched::Delivered => {
                "it is delivered; premier-accueil deliver-again mails it once more".to_owned()
            }
            Untouched::Held => {
                "it is held back by a request about rights: see premier-accueil rights list"
                    .to_owned()
            }
            Untouched::UnderWay(until) => format!(
                "its mail is under way, and counts as that until {} at the latest: then it is tried again by itself",
                french::stamp(french::local(until, &self.0.time_zone))
            ),
            Untouched::Already => "it stands there already".to_owned(),
        };
        Err(OperatorError::Untouched(format!(
            "nothing was done about {}: {why}",
            number.spaced()
        )))
    }

    fn selection(&self, which: &Which) -> Result<Selection, OperatorError> {
        if let Some(number) = &which.number {
            return Ok(Selection::Number(number.clone()));
        }
        match which.received_between.as_deref() {
            Some([from, before]) => {
                let (from, before) = (self.moment(*from)?, self.moment(*before)?);
                if from >= before {
                    return Err(OperatorError::NoSuchTime);
                }
                Ok(Selection::ReceivedBetween(from, before))
            }
            _ => Ok(Selection::All),
        }
    }

    fn moment(&self, local: DateTime) -> Result<Timestamp, OperatorError> {
        let zoned = local.to_zoned(self.0.time_zone.clone());
        let zoned = zoned.map_err(|_| OperatorError::NoSuchTime)?;
        Ok(Timestamp::from_unix_seconds(zoned.timestamp().as_second()))
    }
}
