//! The record of options, which shows that a choice was made (GDPR article 7.1).

use std::fmt::Write as _;

use domain::reference::Reference;
use jiff::tz::TimeZone;

use super::{Officer, RightsError};
use crate::{
    french,
    store::{ChoiceRow, Target, standing},
};

impl Officer {
    /// What was said about the options of a registration: the last word on each, then every word.
    ///
    /// The number may be that of the registration, or of an option choice or a rights request about it.
    ///
    /// # Errors
    ///
    /// When nothing here has that number.
    pub async fn options(&self, number: &Reference) -> Result<String, RightsError> {
        let store = &self.state().store;
        let nobody = || RightsError::NoSuchRegistration(number.clone());
        let named = match store.rights_request(number).await? {
            Some(request) => request.about,
            None => match store.target_numbered(number).await? {
                Some(target) => {
                    let about = store.option_choice_about(&target.id).await?;
                    Some(about.unwrap_or(target.id))
                }
                None => None,
            },
        };
        let about = named.ok_or_else(nobody)?;
        let target = store.target(&about).await?;
        let shown = match target {
            Some(target) => target.reference.spaced(),
            None => "n’est pas arrivée".to_owned(),
        };
        let rows = store.option_choices(&about).await?;
        Ok(format!(
            "préinscription  {shown}\n{}",
            lines(&rows, &self.state().time_zone)
        ))
    }

    /// Mails a registration once more: what the mail server took did not stay in the mailbox.
    ///
    /// # Errors
    ///
    /// When nothing here has that number, or there is nothing to mail again.
    pub async fn deliver_again(&self, number: &Reference) -> Result<(), RightsError> {
        let (store, now) = (&self.state().store, self.state().clock.now());
        if store.target_numbered(number).await?.is_none() {
            return Err(RightsError::NoSuchRegistration(number.clone()));
        }
        if store.deliver_again(number, now).await? {
            Ok(())
        } else {
            Err(RightsError::NothingToMailAgain(number.clone()))
        }
    }

    /// What a number on the command line names. Numbers get mixed up: that of an option choice leads to its registration.
    pub(super) async fn meant(&self, number: &Reference) -> Result<Option<Target>, RightsError> {
        let store = &self.state().store;
        let Some(target) = store.target_numbered(number).await? else {
            return Ok(None);
        };
        let about = store.option_choice_about(&target.id).await?;
        let about = about.filter(|_| !target.is_rights_request);
        let meant = match about {
            Some(about) => store.target(&about).await?,
            None => None,
        };
        Ok(meant.or(Some(target)))
    }
}

/// The record as lines of text; says so where there is none.
pub(super) fn lines(rows: &[ChoiceRow], time_zone: &TimeZone) -> String {
    let stamp = |at| french::stamp(french::local(at, time_zone));
    let word = |granted: bool| if granted { "oui" } else { "non" };
    let mut text = String::new();
    if rows.is_empty() {
        return format!("{:<16}rien n’est noté\n", "options");
    }
    // Writing into a String cannot fail.
    for choice in standing(rows) {
        let _ = writeln!(
            text,
            "{:<16}{} : {}, depuis le {}",
            "option",
            choice.purpose.code(),
            word(choice.granted),
            stamp(choice.at)
        );
    }
    for row in rows {
        let _ = writeln!(
            text,
            "{:<16}{}  {:<3}  {}  reçu le {}{}",
            "dit",
            stamp(row.choice.at),
            word(row.choice.granted),
            row.choice.purpose.code(),
            stamp(row.received_at),
            if row.unproved {
                ", sans preuve : ne compte pas"
            } else {
                ""
            },
        );
    }
    text
}
