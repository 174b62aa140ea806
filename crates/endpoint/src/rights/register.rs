//! The register as data and as text: all requests, or one with its steps and all that is held of it.

use domain::{reference::Reference, rights::named_reference, time::Date};

use super::{Officer, RightsError, report};
use crate::{
    delivery::{self, TranscriptSection},
    store::{Alone, ChoiceRow, RequestRow, SERVICE, StepRow, Target},
};

/// Every request, and the effects that have none.
pub(crate) struct Register {
    /// Those that are owed an answer first, the most pressing on top.
    pub(crate) requests: Vec<RequestRow>,
    /// What the journal of effects alone knows.
    pub(crate) alone: Vec<Alone>,
    pub(crate) today: Date,
}

/// One request with all that an officer reads of it. Holds answers: no `Debug`.
pub(crate) struct RequestFile {
    pub(crate) request: RequestRow,
    /// What it is about; without a proof, what it names.
    pub(crate) target: Option<Target>,
    pub(crate) steps: Vec<StepRow>,
    /// What was asked.
    pub(crate) asked: Asked,
    /// The record of the registration's options.
    pub(crate) options: Vec<ChoiceRow>,
    pub(crate) today: Date,
}

/// What is held of a request itself.
pub(crate) enum Asked {
    /// It is opened.
    Held(Vec<TranscriptSection>),
    /// It is purged, or there never was any.
    Gone,
    /// No key of this service opens it, or it is of no questionnaire that is known here.
    Unreadable,
}

impl RequestFile {
    /// Whether an officer entered it: it has no envelope, and never had one.
    pub(crate) fn is_by_hand(&self) -> bool {
        let first = self.steps.first();
        first.is_some_and(|step| step.done_by != SERVICE)
    }
}

impl Officer {
    /// Every request with its state, its day and the days left, as lines of text.
    ///
    /// # Errors
    ///
    /// When the store does not answer.
    pub async fn list(&self) -> Result<String, RightsError> {
        let register = self.register().await?;
        let state = self.state();
        Ok(report::list(&register, &state.time_zone, &state.mails))
    }

    /// The register.
    pub(crate) async fn register(&self) -> Result<Register, RightsError> {
        let store = &self.state().store;
        Ok(Register {
            requests: store.rights_requests().await?,
            alone: store.effects_alone().await?,
            today: self.today(),
        })
    }

    /// One request: where it stands, its steps, and what was asked for as long as that is held.
    ///
    /// # Errors
    ///
    /// When there is no such request, or what is held of it cannot be read.
    pub async fn show(&self, number: &Reference) -> Result<String, RightsError> {
        let file = self.file(number).await?;
        if matches!(file.asked, Asked::Unreadable) {
            return Err(RightsError::Unreadable);
        }
        let state = self.state();
        Ok(report::show(&file, &state.time_zone, &state.mails))
    }

    /// One request with all that an officer reads of it.
    pub(crate) async fn file(&self, number: &Reference) -> Result<RequestFile, RightsError> {
        let request = self.find(number).await?;
        let (asked, is_unreadable) = match self.opened(&request.id).await {
            Ok(asked) => (asked, false),
            Err(RightsError::Unreadable) => (None, true),
            Err(error) => return Err(error),
        };
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
        let asked = match &asked {
            Some(asked) => {
                let sheet = self.state().sheets.get(&asked.message().questionnaire);
                let (communes, words) = (&self.state().communes, &self.state().mails.fiche);
                sheet.map_or(Asked::Unreadable, |sheet| {
                    Asked::Held(delivery::as_asked(&sheet, asked, communes, words))
                })
            }
            None if is_unreadable => Asked::Unreadable,
            None => Asked::Gone,
        };
        Ok(RequestFile {
            request,
            target,
            steps,
            asked,
            options,
            today: self.today(),
        })
    }
}
