//! Requests entered by hand: by telephone, by letter, at the desk, or for an effect that the journal alone knows.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    options::Purpose,
    reference::Reference,
    rights::{Action, Right},
    time::Date,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    confirm,
    refusal::{self, Refusal},
    write::{is_grave, noted, registration},
};
use crate::{
    config::Channel,
    delivery::{option_words, right_noun},
    desk::{
        DeskState,
        forms::{Form, FormId},
        page::{self, Nav},
        problem::DeskProblem,
        resend::{self, Why},
    },
    rights::{ManualRequest, Officer},
    store::{Sender, SignedIn},
};

const TITLE: &str = "Inscrire une demande";

/// Where the form goes.
const ACTION: &str = "/droits/inscrire";

const PLACE: confirm::Place<'_> = confirm::Place {
    form: ACTION,
    back: "/droits/nouvelle",
};

/// What is entered. There is no field for the person's name.
#[derive(Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
pub(in crate::desk) struct EntryForm {
    envoi: Option<FormId>,
    droit: String,
    option: String,
    jour: String,
    voie: String,
    preinscription: String,
    /// The number that was shown with what is known of it, and is the right one.
    verifie: String,
}

/// The form of an effect that has no request here.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::desk) struct AdoptionForm {
    envoi: FormId,
    demande: String,
}

/// The form.
pub(in crate::desk) async fn show(
    State(state): State<DeskState>,
    signed_in: SignedIn,
) -> Result<Response, DeskProblem> {
    render(&state, &signed_in, &EntryForm::default(), None)
}

fn render(
    state: &DeskState,
    signed_in: &SignedIn,
    typed: &EntryForm,
    refusal: Option<&str>,
) -> Result<Response, DeskProblem> {
    let today = state.now().local.date();
    let body = html! {
        p.back { a href="/droits" { "Toutes les demandes" } }
        h1 { (TITLE) }
        p {
            "Pour une demande venue par téléphone, par courrier ou à l’accueil. Le nom de la personne n’est pas gardé\u{a0}: notez-le "
            "là où vous gardez la demande elle-même, avec le numéro qui sera donné."
        }
        form.stacked method="post" action=(ACTION) {
            @if let Some(refusal) = refusal { p.refusal #refus role="alert" { (refusal) } }
            input type="hidden" name="envoi" value=(FormId::draw(signed_in.person.id)?);
            (choices("Ce qui est demandé", "droit", &typed.droit, &rights(state)))
            (options(state, &typed.option))
            (choices("Par quelle voie", "voie", &typed.voie, &channels()))
            label for="jour" { "Le jour où elle est venue\u{a0}: le mois court de là" }
            input #jour type="date" name="jour" required max=(today) value=(typed.jour);
            label for="preinscription" { "Numéro de la préinscription, si vous savez que la personne qui demande est celle qui s’est inscrite" }
            input #preinscription name="preinscription" autocomplete="off" spellcheck="false"
                aria-describedby="appliquee" value=(typed.preinscription);
            p.note #appliquee {
                "Avec un numéro, la demande est appliquée aussitôt\u{a0}: une annulation efface le contenu, et demande d’avoir "
                "montré votre clé il y a peu."
            }
            button.main { (TITLE) }
        }
    };
    let status = match refusal {
        Some(_) => StatusCode::UNPROCESSABLE_ENTITY,
        None => StatusCode::OK,
    };
    let page = page::page(state, signed_in, Nav::Rights, TITLE, &body);
    Ok((status, page).into_response())
}

fn rights(state: &DeskState) -> Vec<(&'static str, String)> {
    let words = &state.endpoint.mails.rights;
    let right = |right: Right| (right.code(), right_noun(right, words));
    Right::ALL.into_iter().map(right).collect()
}

const CHANNELS: [(Channel, &str); 3] = [
    (Channel::Phone, "par téléphone"),
    (Channel::Letter, "par courrier ou par e-mail"),
    (Channel::Desk, "à l’accueil"),
];

fn channels() -> Vec<(&'static str, String)> {
    let channel = |(channel, words): (Channel, &str)| (channel.code(), words.to_owned());
    CHANNELS.into_iter().map(channel).collect()
}

fn choices(legend: &str, name: &str, typed: &str, choices: &[(&str, String)]) -> Markup {
    html! {
        fieldset {
            legend { (legend) }
            @for (code, words) in choices {
                label.box {
                    input type="radio" name=(name) value=(code) required checked[typed == *code];
                    " " (words)
                }
            }
        }
    }
}

/// Which option is taken back.
fn options(state: &DeskState, typed: &str) -> Markup {
    html! {
        label for="option" { "Pour un retrait\u{a0}: quelle option" }
        select #option name="option" {
            option value="" { "aucune" }
            @for purpose in Purpose::ALL {
                option value=(purpose.code()) selected[typed == purpose.code()] {
                    (option_words(purpose, None, &state.endpoint.mails.options))
                }
            }
        }
    }
}

/// Enters a request, and carries it out where it names a registration.
pub(in crate::desk) async fn add(
    State(state): State<DeskState>,
    signed_in: SignedIn,
    Form(form): Form<EntryForm>,
) -> Result<Response, DeskProblem> {
    let id = form.envoi.as_ref().ok_or(DeskProblem::BadForm)?;
    let store = &state.endpoint.store;
    if let Some(number) = store.rights_form(id.as_str()).await? {
        return Ok(noted(&number));
    }
    let entry = match form.entry(&signed_in) {
        Ok(entry) => entry,
        Err(refusal) => return refused(&state, &signed_in, &form, refusal),
    };
    let now = state.endpoint.clock.now();
    let officer = Officer::at_page(&state.endpoint, Sender::of(&signed_in, id.as_str(), None));
    if let Some(number) = &entry.reference
        && is_grave(Action::Apply, entry.right)
    {
        if !page::has_just_shown_passkey(&signed_in, now) {
            return Ok(resend::of(Why::PasskeyAged, ACTION, &form.fields()));
        }
        match officer.registration(number).await {
            Ok(target) if !confirm::is_verified(&form.verifie, &target) => {
                return Ok(confirm::page(
                    &state,
                    &signed_in,
                    &target,
                    &PLACE,
                    &form.fields(),
                ));
            }
            Ok(_) => {}
            Err(error) => return refused(&state, &signed_in, &form, refusal::weigh(error)),
        }
    }
    match officer.add(&entry).await {
        Ok((number, _)) => Ok(noted(&number)),
        Err(error) => match store.rights_form(id.as_str()).await? {
            // It is entered; the page shows whether it was carried out.
            Some(number) => Ok(noted(&number)),
            None => refused(&state, &signed_in, &form, refusal::weigh(error)),
        },
    }
}

/// Gives a file to an effect that has none.
pub(in crate::desk) async fn adopt(
    State(state): State<DeskState>,
    signed_in: SignedIn,
    Form(form): Form<AdoptionForm>,
) -> Result<Response, DeskProblem> {
    let store = &state.endpoint.store;
    let officer = Officer::at_page(
        &state.endpoint,
        Sender::of(&signed_in, form.envoi.as_str(), None),
    );
    match officer.adopt(&form.demande, &signed_in.person.name).await {
        Ok((number, _)) => Ok(noted(&number)),
        Err(error) => match store.rights_form(form.envoi.as_str()).await? {
            Some(number) => Ok(noted(&number)),
            None => Err(refusal::problem(error)),
        },
    }
}

fn refused(
    state: &DeskState,
    signed_in: &SignedIn,
    form: &EntryForm,
    refusal: Refusal,
) -> Result<Response, DeskProblem> {
    match refusal {
        Refusal::Typed(words) => render(state, signed_in, form, Some(&words)),
        Refusal::Standing(words) => render(state, signed_in, form, Some(words)),
        Refusal::Problem(DeskProblem::SignedOut) => {
            Ok(resend::of(Why::SessionEnded, ACTION, &form.fields()))
        }
        Refusal::Problem(problem) => Err(problem),
        Refusal::Meanwhile => Err(DeskProblem::Unavailable),
    }
}

impl EntryForm {
    /// What was typed, read; else what is missing, or what no form of ours says.
    fn entry(&self, signed_in: &SignedIn) -> Result<ManualRequest, Refusal> {
        let missing = |words: &str| Refusal::Typed(words.to_owned());
        if self.droit.is_empty() {
            return Err(missing("Choisissez ce qui est demandé."));
        }
        if self.voie.is_empty() {
            return Err(missing("Choisissez par quelle voie la demande est venue."));
        }
        let forged = || Refusal::Problem(DeskProblem::BadForm);
        let mut channels = CHANNELS.into_iter().map(|(channel, _)| channel);
        let option = Some(self.option.as_str()).filter(|code| !code.is_empty());
        let option = option.map(|code| Purpose::from_code(code).ok_or_else(forged));
        let day: Date = self.jour.trim().parse().map_err(|_| {
            missing("Donnez le jour où la demande est venue\u{a0}: le mois court de là.")
        })?;
        let reference: Option<Reference> = registration(&self.preinscription)?;
        Ok(ManualRequest {
            right: Right::from_code(&self.droit).ok_or_else(forged)?,
            option: option.transpose()?,
            received_on: day,
            reference,
            channel: channels
                .find(|channel| channel.code() == self.voie)
                .ok_or_else(forged)?,
            by: signed_in.person.name.clone(),
        })
    }

    /// Its fields, to be sent again.
    fn fields(&self) -> Vec<(String, String)> {
        let id = self.envoi.as_ref().map_or("", FormId::as_str);
        [
            ("envoi", id),
            ("droit", &self.droit),
            ("option", &self.option),
            ("jour", &self.jour),
            ("voie", &self.voie),
            ("preinscription", &self.preinscription),
            ("verifie", &self.verifie),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .to_vec()
    }
}
