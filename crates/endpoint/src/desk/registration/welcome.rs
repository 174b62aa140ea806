//! The seat of a registration at a collective welcome: keeping one, giving it back, and what to tell the person.

use axum::{
    extract::State,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    desk::{Act, Seat, Stage, WelcomeId},
    reference::Reference,
    time::Timestamp,
};
use maud::{Markup, html};
use serde::Deserialize;

use super::{
    Forms, Opening, alone, button,
    conflict::Again,
    moment::goes_at,
    refused::{self, Why},
    step,
};
use crate::{
    desk::{
        DeskState, case,
        forms::{Form, FormId, NumberPath},
        page::{self, Nav},
        problem::DeskProblem,
        time::Now,
        welcomes::{self, Offered},
    },
    store::{NewStep, SeatKept, SignedIn, Welcome, Written},
};

/// So many are offered; the page of welcomes has them all.
const OFFERED: usize = 6;

/// An invitation.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::desk) struct InvitingForm {
    vu: u32,
    envoi: FormId,
    /// Number and beginning of the welcome, as the page showed them.
    accueil: SeatCode,
    /// Also where no seat is left.
    #[serde(default)]
    complet: bool,
}

/// `7.1796286600`: a seat in a form.
#[derive(Deserialize, Clone, Copy)]
#[serde(try_from = "String")]
struct SeatCode(Seat);

impl TryFrom<String> for SeatCode {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let parts = text.split_once('.');
        let numbers = parts.and_then(|(id, at)| Some((id.parse().ok()?, at.parse().ok()?)));
        let (id, at) = numbers.ok_or("no seat")?;
        Ok(Self(Seat {
            welcome: WelcomeId(id),
            starts_at: Timestamp::from_unix_seconds(at),
        }))
    }
}

fn code(seat: Seat) -> String {
    format!("{}.{}", seat.welcome.0, seat.starts_at.unix_seconds())
}

/// Those to which this registration can be invited: to come, and before its content goes.
pub(super) fn open(all: Vec<Offered>, goes_at: Option<Timestamp>, now: Timestamp) -> Vec<Offered> {
    let is_open = |offered: &Offered| {
        let plan = &offered.welcome.plan;
        !offered.welcome.is_cancelled
            && plan.starts_at > now
            && goes_at.is_none_or(|goes_at| plan.ends_at < goes_at)
    };
    all.into_iter().filter(is_open).collect()
}

/// The seat that is kept, or the next welcomes; open where that is what is left to do.
pub(super) fn panel(
    state: &DeskState,
    opening: &Opening,
    forms: &Forms,
    now: &Now,
) -> Result<Markup, DeskProblem> {
    let (case, kept) = (&opening.case, opening.seat.as_ref());
    let is_due = matches!(
        case.stage,
        Stage::ToConclude | Stage::Awaited | Stage::ToNote
    );
    let others = opening.welcomes.iter();
    let is_other = |offered: &&Offered| kept.is_none_or(|kept| kept.id != offered.welcome.id);
    let others: Vec<&Offered> = others.filter(is_other).take(OFFERED).collect();
    let cancelled = lost(opening);
    if kept.is_none() && others.is_empty() && !is_due && cancelled.is_none() {
        return Ok(html! {});
    }
    let invitations = forms.form_to("accueil", &invitations(state, &others, now))?;
    Ok(html! {
        details.panel open[is_due || kept.is_some() || cancelled.is_some()] {
            summary { h2 { "Accueil collectif" } }
            @if let Some(welcome) = kept {
                (seat(state, opening, welcome, forms, now)?)
                @if !others.is_empty() { details { summary { "Changer d’accueil" } (invitations) } }
            } @else {
                @if let Some(starts_at) = cancelled { (of_cancelled(forms, starts_at, now)) }
                @if others.is_empty() {
                    p.note {
                        "Aucun accueil n’est prévu avant que le contenu de cette fiche s’efface. "
                        a href="/accueils" { "Ajouter un accueil" }
                    }
                } @else {
                    (invitations)
                }
            }
        }
    })
}

/// When the welcome was to begin at which they had a seat, where it was cancelled since and they have no other.
fn lost(opening: &Opening) -> Option<Timestamp> {
    let acts = case::steps(&opening.case.registration).map(|step| step.act);
    let last = acts.filter(|act| act.seat().is_some()).last();
    match last {
        Some(Act::WelcomeCancelled(seat)) => Some(seat.starts_at),
        _ => None,
    }
}

fn of_cancelled(forms: &Forms, starts_at: Timestamp, now: &Now) -> Markup {
    html! {
        p.note { "L’accueil prévu " (now.said(now.local(starts_at))) " est annulé." }
        (calendar(forms, "L’annulation, pour son agenda (.ics)"))
    }
}

/// One button for each.
fn invitations(state: &DeskState, others: &[&Offered], now: &Now) -> Markup {
    html! {
        ul.offered {
            @for offered in others {
                @let welcome = &offered.welcome;
                li {
                    span {
                        strong { (welcomes::when(&welcome.plan, now)) } br;
                        (welcomes::place(state, &welcome.plan.place).name) " · " (offered.seats())
                    }
                    button name="accueil" value=(code(welcome.seat())) { "Retenir une place" }
                }
            }
        }
    }
}

/// The seat that is kept: what to tell the person, and how to give it back.
fn seat(
    state: &DeskState,
    opening: &Opening,
    welcome: &Welcome,
    forms: &Forms,
    now: &Now,
) -> Result<Markup, DeskProblem> {
    let place = welcomes::place(state, &welcome.plan.place);
    let when = welcomes::when(&welcome.plan, now);
    let has_begun = welcome.plan.starts_at <= now.at;
    let text = format!(
        "Accueil collectif\u{a0}: {when}. Lieu\u{a0}: {}. Si tu ne peux pas venir, appelle le {} et donne ce numéro\u{a0}: {}.",
        place.in_words(),
        opening.case.place(&state.endpoint).phone,
        opening.case.registration.reference.spaced(),
    );
    let back = forms.form(&button(Act::Uninvited, "Rendre la place"))?;
    Ok(html! {
        p {
            "Place retenue\u{a0}: " a href=(welcomes::path(welcome.id)) { (when) } ", " (place.name) "."
        }
        @if has_begun {
            p { a.button href=(welcomes::path(welcome.id)) { "Noter les présences" } }
        } @else {
            p.text { (text) }
            p.choices { button.copy type="button" data-copy=(text) hidden { "Copier le texte" } }
            (calendar(forms, "Pour son agenda (.ics)"))
            (back)
        }
    })
}

/// A file that an advisor can attach to a mail of their own.
fn calendar(forms: &Forms, label: &str) -> Markup {
    html! {
        form.step method="post" action={ "/fiches/" (forms.number.as_str()) "/accueil.ics" } { button { (label) } }
    }
}

/// Keeps a seat.
pub(in crate::desk) async fn invite(
    State(state): State<DeskState>,
    signed_in: SignedIn,
    NumberPath(number): NumberPath,
    Form(form): Form<InvitingForm>,
) -> Result<Response, DeskProblem> {
    let now = state.now();
    let store = &state.endpoint.store;
    let case = alone(&state, &number, &now).await?;
    let id = &case.registration.id;
    let SeatCode(seat) = form.accueil;
    let act = Act::Invited(seat);
    let new = NewStep {
        submission: id,
        act,
        seen: form.vu,
        form: form.envoi.as_str(),
    };
    // Beyond that day nobody could be called about it, and no sheet would have the name.
    let is_too_late = seat.starts_at >= goes_at(&state.endpoint, &case, &now);
    let invited = if is_too_late {
        SeatKept::Changed
    } else {
        store
            .keep_seat(new, seat, form.complet, &signed_in, now.at)
            .await?
    };
    match invited {
        SeatKept::Step(Written::Done(step)) => {
            let (submission, person) = (id.short(), signed_in.person.id.0);
            tracing::info!(
                submission,
                welcome = seat.welcome.0,
                person,
                "a seat is kept"
            );
            Ok(step::noted(&number, step))
        }
        SeatKept::Step(Written::Meanwhile | Written::Refused(_)) => {
            let again = Again {
                act,
                seen: form.vu,
                path: "accueil",
                fields: Vec::new(),
                button: ("accueil", code(seat)),
            };
            refused::keep(&state, &signed_in, &case, Why::Standing(again))
        }
        SeatKept::Full(taken) => full(&state, &signed_in, &number, &form, taken).await,
        SeatKept::Changed => Ok(changed(&state, &signed_in, &number)),
    }
}

/// No seat is left: one more is kept on purpose, or none.
async fn full(
    state: &DeskState,
    signed_in: &SignedIn,
    number: &Reference,
    form: &InvitingForm,
    taken: usize,
) -> Result<Response, DeskProblem> {
    let (now, SeatCode(seat)) = (state.now(), form.accueil);
    let welcome = state.endpoint.store.welcome(seat.welcome).await?;
    let welcome = welcome.ok_or(DeskProblem::NotFound)?;
    let id = FormId::draw(signed_in.person.id)?;
    let title = "Cet accueil est complet";
    let body = html! {
        h1 { (title) }
        p.n { (number.spaced()) }
        p {
            (welcomes::when(&welcome.plan, &now)) ", " (welcomes::place(state, &welcome.plan.place).name) "\u{a0}: "
            strong { (welcomes::taken_words(taken, welcome.plan.seats)) } ". Aucune place n’a été retenue."
        }
        p { a.button href={ "/fiches/" (number.as_str()) } { "Choisir un autre accueil" } }
        form method="post" action={ "/fiches/" (number.as_str()) "/accueil" } {
            input type="hidden" name="vu" value=(form.vu);
            input type="hidden" name="envoi" value=(id);
            input type="hidden" name="complet" value="true";
            button name="accueil" value=(code(seat)) { "Inscrire quand même" }
        }
    };
    let page = page::page(state, signed_in, Nav::Morning, title, &body);
    Ok((StatusCode::CONFLICT, page).into_response())
}

fn changed(state: &DeskState, signed_in: &SignedIn, number: &Reference) -> Response {
    let title = "Cet accueil n’est plus proposé";
    let body = html! {
        h1 { (title) }
        p.n { (number.spaced()) }
        p {
            "Il a été déplacé ou annulé, ou il vient après le jour où le contenu de la fiche s’efface. "
            "Aucune place n’a été retenue."
        }
        p { a.button href={ "/fiches/" (number.as_str()) } { "Voir la fiche et les prochains accueils" } }
    };
    let page = page::page(state, signed_in, Nav::Morning, title, &body);
    (StatusCode::CONFLICT, page).into_response()
}
