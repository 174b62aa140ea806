//! `premier-accueil rights …`: a command carried out, and what an officer reads then, with what to type next.

use domain::{reference::Reference, time::Date};

use super::{ManualRequest, Officer, RightsError, words};
use crate::{config::RightsCommand, delivery::request_state, french};

impl Officer {
    /// Does what was asked, and says what was done.
    ///
    /// # Errors
    ///
    /// Why it is not in the register.
    pub async fn carry_out_command(&self, command: RightsCommand) -> Result<String, RightsError> {
        match command {
            RightsCommand::List => self.list().await,
            RightsCommand::Show { number, answer, by } => {
                let mut shown = self.show(&number).await?;
                if let (Some(folder), Some(by)) = (answer, by) {
                    for file in self.write_answer(&number, &folder, &by).await? {
                        shown = format!("{shown}{:<16}{}\n", "écrit", file.display());
                    }
                }
                Ok(shown)
            }
            RightsCommand::Add {
                right,
                option,
                received_on,
                reference,
                channel,
                by,
            } => {
                let entry = ManualRequest {
                    right,
                    option,
                    received_on,
                    reference,
                    channel,
                    by,
                };
                let (number, due_on) = self.add(&entry).await?;
                Ok(entered(&number, due_on, &entry.by))
            }
            RightsCommand::Adopt { request, by } => {
                let (number, due_on) = self.adopt(&request, &by).await?;
                Ok(entered(&number, due_on, &by))
            }
            RightsCommand::Start { number, by } => {
                self.start(&number, &by).await?;
                let done = format!("{} est en cours.", number.spaced());
                self.and_next(&done, &number, &by).await
            }
            RightsCommand::AskIdentity { number, reason, by } => {
                self.ask_identity(&number, &reason, &by).await?;
                self.and_next("C’est noté ; l’échéance reste.", &number, &by)
                    .await
            }
            RightsCommand::Extend { number, reason, by } => {
                let due_on = french::slashed(self.extend(&number, &reason, &by).await?);
                let done = format!("La réponse est maintenant due le {due_on}.");
                self.and_next(&done, &number, &by).await
            }
            RightsCommand::Apply {
                number,
                reference,
                by,
            } => {
                let done = self.apply(&number, reference.as_ref(), &by).await?;
                let done = format!("{} : {}.", number.spaced(), words::step(done));
                self.and_next(&done, &number, &by).await
            }
            RightsCommand::Lift { number, reason, by } => {
                self.lift(&number, &reason, &by).await?;
                self.and_next("C’est levé.", &number, &by).await
            }
            RightsCommand::Close {
                number,
                refused,
                by,
                ..
            } => {
                match refused {
                    Some(reason) => self.refuse(&number, &reason, &by).await?,
                    None => self.answer(&number, &by).await?,
                }
                let how = request_state(self.find(&number).await?.state);
                Ok(format!("{} est {how}.\n", number.spaced()))
            }
        }
    }

    /// What was done, and what can be done next where something can.
    async fn and_next(
        &self,
        done: &str,
        number: &Reference,
        by: &str,
    ) -> Result<String, RightsError> {
        let state = self.find(number).await?.state;
        Ok(match words::next(state, number, Some(by.trim())) {
            Some(next) => format!("{done}\nSuite : {next}\n"),
            None => format!("{done}\n"),
        })
    }
}

fn entered(number: &Reference, due_on: Date, by: &str) -> String {
    let next = words::command("start", number, "", Some(by.trim()));
    format!(
        "Inscrite sous le numéro {}, réponse due le {}.\nSuite : {next}\n",
        number.spaced(),
        french::slashed(due_on)
    )
}
