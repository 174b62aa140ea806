//! What an operator does about deliveries that are not made: list them, try them again, set them aside.

use std::{fmt::Write as _, sync::Arc};

use domain::{
    delivery::{DeliveryFailure, DeliveryState},
    reference::Reference,
    time::Timestamp,
};
use jiff::civil::DateTime;

use crate::{
    config::Which,
    french,
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
        "--received-between prend deux moments, le plus ancien d’abord : 30/11/2026-8h 30/11/2026-9h30"
    )]
    NoSuchTime,
    /// Nothing undelivered was meant.
    #[error(
        "rien de tel n’attend d’être remis : premier-accueil deliveries list montre ce qui attend"
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
        let _ = writeln!(text, "Pas remises : {}", rows.len());
        text.push_str(self.hold_words().await?);
        if let Some(row) = rows.iter().find(|row| row.reason.is_some()) {
            let _ = writeln!(
                text,
                "Pour réessayer : premier-accueil deliveries retry {}",
                number_of(row)
            );
        }
        Ok(text)
    }

    /// Where mail is held, no moment of a next attempt is true.
    async fn hold_words(&self) -> Result<&'static str, OperatorError> {
        let is_held = self.0.store.mail_held_since().await?.is_some();
        Ok(if is_held {
            "Les messages sont RETENUS, rien ne part. Pour les laisser repartir : premier-accueil mail release\n"
        } else {
            ""
        })
    }

    fn write_line(&self, text: &mut String, row: &DeliveryRow) {
        let number = number_of(row);
        let stamp = |at| french::stamp(french::local(at, &self.0.time_zone));
        // Writing into a String cannot fail.
        let _ = writeln!(
            text,
            "{}  {:<12}  {:<26}  {:<10}  reçue le {}  {} {}{}",
            number,
            state_word(row.state),
            reason_words(row.reason.as_deref()),
            attempts(row.attempts),
            stamp(row.received_at),
            if row.is_set_aside() {
                "écartée le"
            } else {
                "prochain essai le"
            },
            stamp(row.at),
            self.mailbox_words(row),
        );
    }

    /// Whose mailbox it goes to, where that is not the Mission Locale's.
    fn mailbox_words(&self, row: &DeliveryRow) -> String {
        let Some(id) = &row.branch else {
            return String::new();
        };
        if !self.0.site.branch_mailboxes.contains_key(id) {
            return format!(
                "  (la boîte de « {id} » n’est plus dans le fichier : boîte principale)"
            );
        }
        format!("  boîte de « {} »", self.0.site.public.branch(id).name)
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
            "Réessayées dans la minute par le service qui tourne",
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
        self.told(which, count, "Écartées").await
    }

    /// Holds all mail back.
    ///
    /// # Errors
    ///
    /// When the store does not answer.
    pub async fn hold_mail(&self) -> Result<&'static str, OperatorError> {
        let now = self.0.clock.now();
        Ok(if self.0.store.hold_mail(now).await? {
            "Plus aucun message ne part. Pour les laisser repartir : premier-accueil mail release\n"
        } else {
            "Les messages étaient déjà retenus. Pour les laisser repartir : premier-accueil mail release\n"
        })
    }

    /// Lets mail go again.
    ///
    /// # Errors
    ///
    /// When the store does not answer.
    pub async fn release_mail(&self) -> Result<&'static str, OperatorError> {
        Ok(if self.0.store.release_mail().await? {
            "Les messages repartent dans la minute, si le service tourne.\n"
        } else {
            "Les messages n’étaient pas retenus.\n"
        })
    }

    async fn told(&self, which: &Which, count: u64, done: &str) -> Result<String, OperatorError> {
        if count > 0 {
            return Ok(format!("{done} : {count}\n{}", self.hold_words().await?));
        }
        let Some(number) = &which.number else {
            return Err(OperatorError::NothingFound);
        };
        let why = match self.0.store.why_untouched(number).await? {
            Untouched::Unknown => return Err(OperatorError::NothingFound),
            Untouched::Gone => "son contenu n’est plus gardé : il est effacé, ou annulé".to_owned(),
            Untouched::Delivered => {
                format!(
                    "elle est remise ; pour l’envoyer encore : premier-accueil deliver-again {}",
                    number.spaced()
                )
            }
            Untouched::Held => {
                "une demande de droits la retient : premier-accueil rights list".to_owned()
            }
            Untouched::UnderWay(until) => format!(
                "son message est en route, et compte ainsi jusqu’au {} au plus tard : ensuite il est réessayé de lui-même",
                french::stamp(french::local(until, &self.0.time_zone))
            ),
            Untouched::Already => "c’est déjà le cas".to_owned(),
        };
        Err(OperatorError::Untouched(format!(
            "rien n’a été fait pour {} : {why}",
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

fn number_of(row: &DeliveryRow) -> String {
    let number = row.reference.parse::<Reference>();
    number.map_or_else(|_| row.reference.clone(), |number| number.spaced())
}

fn state_word(state: DeliveryState) -> &'static str {
    match state {
        DeliveryState::Pending => "en attente",
        DeliveryState::Sending => "en route",
        DeliveryState::Failed => "échec",
        DeliveryState::Delivered => "remise",
        DeliveryState::SetAside => "écartée",
    }
}

/// The reason in words, and the code by which the log and the runbook name it.
fn reason_words(code: Option<&str>) -> String {
    let Some(code) = code else {
        return "-".to_owned();
    };
    let failure = DeliveryFailure::ALL
        .into_iter()
        .find(|failure| failure.code() == code);
    failure.map_or_else(
        || code.to_owned(),
        |failure| format!("{} ({code})", failure_words(failure)),
    )
}

pub(crate) fn failure_words(failure: DeliveryFailure) -> &'static str {
    match failure {
        DeliveryFailure::UnknownKey => "clé absente",
        DeliveryFailure::Unreadable => "illisible",
        DeliveryFailure::Pdf => "PDF impossible",
        DeliveryFailure::Unreachable => "serveur injoignable",
        DeliveryFailure::Deferred => "remis à plus tard",
        DeliveryFailure::Refused => "message refusé",
        DeliveryFailure::Tls => "pas de TLS sûr",
        DeliveryFailure::HelloName => "nom EHLO refusé",
        DeliveryFailure::SignIn => "identifiants refusés",
        DeliveryFailure::Sender => "expéditeur refusé",
        DeliveryFailure::NoReply => "pas de réponse",
    }
}

fn attempts(count: u32) -> String {
    let s = if count > 1 { "s" } else { "" };
    format!("{count} essai{s}")
}
