//! A step of the register that a form asks for: written once in its sender's name, or refused with all that was typed.

use axum::{
    extract::State,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    reference::{self, Reference},
    rights::{Action, Right},
};
use serde::Deserialize;

use super::{
    confirm, conflict, path,
    refusal::{self, Refusal},
    request::{self, Told},
};
use crate::{
    desk::{
        DeskState,
        forms::{Form, FormId, NumberPath},
        page,
        problem::DeskProblem,
        resend::{self, Why},
    },
    rights::{Officer, RightsError},
    store::{Sender, SignedIn, Target},
};

/// A form of the page of a request.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::desk) struct StepForm {
    acte: String,
    vu: u32,
    envoi: FormId,
    #[serde(default)]
    pub(super) raison: String,
    /// The number of the registration that the request is about.
    #[serde(default)]
    pub(super) preinscription: String,
    /// The number that was shown with what is known of it, and is the right one.
    #[serde(default)]
    verifie: String,
}

impl StepForm {
    /// The step; nothing where no form of ours asks for it.
    pub(super) fn action(&self) -> Option<Action> {
        let mut all = Action::ALL.into_iter();
        let action = all.find(|action| action.code() == self.acte)?;
        (action != Action::WriteAnswer).then_some(action)
    }

    /// How many steps its page showed.
    pub(super) fn seen(&self) -> usize {
        usize::try_from(self.vu).unwrap_or(usize::MAX)
    }

    /// Its fields, to be sent again.
    fn fields(&self) -> Vec<(String, String)> {
        let vu = self.vu.to_string();
        [
            ("acte", self.acte.as_str()),
            ("vu", &vu),
            ("envoi", self.envoi.as_str()),
            ("raison", &self.raison),
            ("preinscription", &self.preinscription),
            ("verifie", &self.verifie),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec()
    }

    fn sender(&self, signed_in: &SignedIn) -> Sender {
        Sender::of(signed_in, self.envoi.as_str(), Some(self.vu))
    }
}

/// Whether nothing brings back what such a step does, to a person's content or to their request: it asks for the passkey.
pub(super) fn is_grave(action: Action, asked: Right) -> bool {
    action == Action::Refuse || (action == Action::Apply && asked == Right::Cancellation)
}

/// Writes a step down.
pub(in crate::desk) async fn write(
    State(state): State<DeskState>,
    signed_in: SignedIn,
    NumberPath(number): NumberPath,
    Form(form): Form<StepForm>,
) -> Result<Response, DeskProblem> {
    let action = form.action().ok_or(DeskProblem::BadForm)?;
    let store = &state.endpoint.store;
    let request = store.rights_request(&number).await?;
    let asked = request.ok_or(DeskProblem::NotFound)?.asked;
    let steps_path = format!("{}/etapes", path(&number));
    let now = state.endpoint.clock.now();
    if is_grave(action, asked) && !page::has_just_shown_passkey(&signed_in, now) {
        return Ok(resend::of(Why::PasskeyAged, &steps_path, &form.fields()));
    }
    let refusal = match carry_out(&state, &signed_in, &number, action, &form).await {
        Ok(Outcome::Noted) => return Ok(noted(&number)),
        Ok(Outcome::ToVerify(target)) => {
            let place = confirm::Place {
                form: &steps_path,
                back: &path(&number),
            };
            return Ok(confirm::page(
                &state,
                &signed_in,
                &target,
                &place,
                &form.fields(),
            ));
        }
        // Sent again, it can meet what itself has written.
        Err(_) if store.rights_form(form.envoi.as_str()).await? == Some(number.clone()) => {
            return again(&state, &signed_in, &number, action, &form).await;
        }
        Err(refusal) => refusal,
    };
    match refusal {
        Refusal::Typed(words) => {
            let told = Told {
                refused: Some((&words, &form)),
                ..Told::default()
            };
            request::render(&state, &signed_in, &number, &told).await
        }
        Refusal::Standing(words) => {
            conflict::show(&state, &signed_in, &number, (action, &form), Some(words)).await
        }
        Refusal::Meanwhile => {
            conflict::show(&state, &signed_in, &number, (action, &form), None).await
        }
        Refusal::Problem(DeskProblem::SignedOut) => {
            Ok(resend::of(Why::SessionEnded, &steps_path, &form.fields()))
        }
        Refusal::Problem(problem) => Err(problem),
    }
}

/// A form that has written a step already: the same step is noted, another one is shown what stands.
async fn again(
    state: &DeskState,
    signed_in: &SignedIn,
    number: &Reference,
    action: Action,
    form: &StepForm,
) -> Result<Response, DeskProblem> {
    let written = state
        .endpoint
        .store
        .rights_step_of_form(form.envoi.as_str());
    let is_same = written.await?.is_some_and(|(step, reason)| {
        let typed = form.raison.trim();
        step == action.code() && reason.as_deref().unwrap_or_default() == typed
    });
    if is_same {
        return Ok(noted(number));
    }
    conflict::show(state, signed_in, number, (action, form), None).await
}

/// What became of a step that nothing speaks against.
enum Outcome {
    Noted,
    /// It erases a content by its number: what is known of that number is shown first.
    ToVerify(Target),
}

async fn carry_out(
    state: &DeskState,
    signed_in: &SignedIn,
    number: &Reference,
    action: Action,
    form: &StepForm,
) -> Result<Outcome, Refusal> {
    let officer = Officer::at_page(&state.endpoint, form.sender(signed_in));
    let (by, reason) = (&signed_in.person.name, &form.raison);
    let done = match action {
        Action::Start => officer.start(number, by).await,
        Action::AskIdentity => officer.ask_identity(number, reason, by).await,
        Action::Apply => {
            let named = registration(&form.preinscription)?;
            let meant = officer.named(number, named.as_ref()).await;
            let (request, target) = meant.map_err(refusal::weigh)?;
            if is_grave(action, request.asked) && !confirm::is_verified(&form.verifie, &target) {
                return Ok(Outcome::ToVerify(target));
            }
            let applied = officer.apply(number, Some(&target.reference), by).await;
            applied.map(|_| ())
        }
        Action::Extend => officer.extend(number, reason, by).await.map(|_| ()),
        Action::Lift => officer.lift(number, reason, by).await,
        Action::Answer => officer.answer(number, by).await,
        Action::Refuse => officer.refuse(number, reason, by).await,
        Action::WriteAnswer => Err(RightsError::NotAccess),
    };
    done.map(|()| Outcome::Noted).map_err(refusal::weigh)
}

/// The number of a registration, where one was typed.
pub(super) fn registration(typed: &str) -> Result<Option<Reference>, Refusal> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let number = typed.parse();
    number
        .map(Some)
        .map_err(|_| Refusal::Typed(no_number(typed).to_owned()))
}

/// What is wrong with it, as far as can be told.
fn no_number(typed: &str) -> &'static str {
    if typed.chars().filter(|sign| sign.is_alphanumeric()).count() == reference::LENGTH {
        "Aucun numéro ne s’écrit ainsi\u{a0}: le troisième signe et le sixième sont des chiffres de 2 à 9, les autres des lettres, \
         sans I, L, O, U ni V, comme KT4-HW7-PX. Relisez-le."
    } else {
        "Un numéro de préinscription a huit signes, comme KT4-HW7-PX\u{a0}: vérifiez-le."
    }
}

/// The page of the request, which says that a step is written.
pub(super) fn noted(number: &Reference) -> Response {
    Redirect::to(&format!("{}?fait=1", path(number))).into_response()
}
