//! The officer's commands that read the register: all requests, one with its steps, one with all that is held of it.

use domain::{reference::Reference, rights::named_reference};

use super::{Officer, RightsError, report};
use crate::delivery;

impl Officer {
    /// Every request with its state, its day and the days left, as lines of text.
    ///
    /// # Errors
    ///
    /// When the store does not answer.
    pub async fn list(&self) -> Result<String, RightsError> {
        let requests = self.state().store.rights_requests().await?;
        let alone = self.state().store.effects_alone().await?;
        let state = self.state();
        Ok(report::list(
            &requests,
            &alone,
            self.today(),
            &state.time_zone,
            &state.mails,
        ))
    }

    /// One request: where it stands, its steps, and what was asked for as long as that is held.
    ///
    /// # Errors
    ///
    /// When there is no such request, or what is held of it cannot be read.
    pub async fn show(&self, number: &Reference) -> Result<String, RightsError> {
        let request = self.find(number).await?;
        let asked = self.opened(&request.id).await?;
        let named = asked
            .as_ref()
            .and_then(|asked| named_reference(asked.answers()));
        // What is named without a proof, by number or by id, shows an officer where to look.
        let by_id = asked
            .as_ref()
            .and_then(|asked| asked.message().about.as_ref());
        let target = match (&request.about, &named, by_id) {
            (Some(about), _, _) | (None, None, Some(about)) => {
                self.state().store.target(about).await?
            }
            (None, Some(named), _) => self.meant(named).await?,
            (None, None, None) => None,
        };
        let options = match &target {
            Some(target) => self.state().store.option_choices(&target.id).await?,
            None => Vec::new(),
        };
        let steps = self.state().store.rights_steps(&request.id).await?;
        let sections = match &asked {
            Some(asked) => {
                let sheet = self.state().sheets.get(&asked.message().questionnaire);
                let sheet = sheet.ok_or(RightsError::Unreadable)?;
                delivery::as_asked(
                    &sheet,
                    asked,
                    &self.state().communes,
                    &self.state().mails.fiche,
                )
            }
            None => Vec::new(),
        };
        Ok(report::show(&report::Shown {
            request: &request,
            target: target.as_ref(),
            steps: &steps,
            sections: &sections,
            options: &options,
            today: self.today(),
            time_zone: &self.state().time_zone,
            mails: &self.state().mails,
        }))
    }
}
