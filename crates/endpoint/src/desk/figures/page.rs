//! The page of the weekly figures, the picture of a year as SVG, and the same as lines for a spreadsheet.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use domain::{
    desk::{Closing, Measure, shown},
    time::Timestamp,
};
use maud::{Markup, html};

use super::{Figures, NO_LINK};
use crate::{
    desk::{
        DeskState,
        page::{self, Nav},
        problem::DeskProblem,
        spreadsheet,
        time::Now,
    },
    french, step_words,
    store::SignedIn,
};

/// How many weeks the table has.
const WEEKS_SHOWN: i64 = 12;

/// How many the picture and the file have.
const A_YEAR: i64 = 52;

/// The columns of the table.
const COLUMNS: [(Measure, &str); 8] = [
    (Measure::Arrived, "Reçues"),
    (Measure::Called, "Appelées"),
    (Measure::OnTime, "Appelées à temps"),
    (Measure::Reached, "Jointes"),
    (Measure::Invited, "Invitées"),
    (Measure::Came, "Venues"),
    (Measure::New, "Pas de dossier"),
    (Measure::Known, "Déjà un dossier"),
];

/// The page.
pub(in crate::desk) async fn show(
    State(state): State<DeskState>,
    signed_in: SignedIn,
) -> Result<impl IntoResponse, DeskProblem> {
    let now = state.now();
    let figures = Figures::read(&state, &now).await?;
    let (year, weeks) = (
        Figures::weeks(&now, A_YEAR),
        Figures::weeks(&now, WEEKS_SHOWN),
    );
    let body = html! {
        h1 { "Chiffres" }
        p {
            "Par semaine d’arrivée, sans personne\u{a0}: ni des jeunes, ni de l’équipe. Un nombre plus petit que 5 n’est pas montré. "
            "Une semaine récente bouge encore\u{202f}; ce qui a été annulé ou effacé par un droit n’est pas compté."
        }
        (picture(&figures, &year, &now))
        (table(&figures, &weeks, &now))
        (closings(&figures, &weeks))
        (sources(&state, &figures, &weeks))
        form method="post" action="/chiffres.csv" { button { "L’année, pour un tableur" } }
    };
    Ok(page::page(
        &state,
        &signed_in,
        Nav::Figures,
        "Chiffres",
        &body,
    ))
}

/// The file.
pub(in crate::desk) async fn csv(State(state): State<DeskState>) -> Result<Response, DeskProblem> {
    let now = state.now();
    let figures = Figures::read(&state, &now).await?;
    let closings = Closing::ALL.map(|why| (Measure::Closed(why), step_words::closing(why)));
    let columns: Vec<(Measure, &str)> = COLUMNS.into_iter().chain(closings).collect();
    let mut head = vec!["Semaine du".to_owned()];
    head.extend(columns.iter().map(|(_, words)| (*words).to_owned()));
    let row = |week: Timestamp| {
        let cells = columns
            .iter()
            .map(|(measure, _)| cell(figures.count(week, measure.code())));
        std::iter::once(french::slashed(now.local(week).date().into()))
            .chain(cells)
            .collect()
    };
    let rows = Figures::weeks(&now, A_YEAR).into_iter().map(row);
    let rows: Vec<Vec<String>> = std::iter::once(head).chain(rows).collect();
    spreadsheet::file("chiffres.csv", &rows)
}

/// A count as a cell says it.
fn cell(count: u64) -> String {
    shown(count).map_or_else(|| "moins de 5".to_owned(), |count| count.to_string())
}

fn table(figures: &Figures, weeks: &[Timestamp], now: &Now) -> Markup {
    html! {
        h2 { "Les douze dernières semaines" }
        div.wide tabindex="0" role="region" aria-label="Les douze dernières semaines" {
            table {
                thead { tr { th scope="col" { "Semaine du" } @for (_, words) in COLUMNS { th scope="col" { (words) } } } }
                tbody {
                    @for week in weeks.iter().rev() {
                        tr {
                            th scope="row" { (french::day(now.local(*week))) }
                            @for (measure, _) in COLUMNS { td { (cell(figures.count(*week, measure.code()))) } }
                        }
                    }
                }
            }
        }
    }
}

fn closings(figures: &Figures, weeks: &[Timestamp]) -> Markup {
    let sum = |why: Closing| -> u64 {
        let code = Measure::Closed(why).code();
        weeks.iter().map(|week| figures.count(*week, code)).sum()
    };
    html! {
        h2 { "Comment elles se sont terminées" }
        dl { @for why in Closing::ALL { dt { (step_words::closing(why)) } dd { (cell(sum(why))) } } }
    }
}

fn sources(state: &DeskState, figures: &Figures, weeks: &[Timestamp]) -> Markup {
    let name = |code: &str| {
        let partner = domain::options::partner(&state.endpoint.site.public, Some(code));
        match code {
            NO_LINK => "Sans lien reconnu".to_owned(),
            code => partner.unwrap_or(code).to_owned(),
        }
    };
    let sources = figures.sources(weeks);
    html! {
        @if !sources.is_empty() {
            h2 { "Par quel lien elles sont venues" }
            dl { @for (code, count) in &sources { dt { (name(code)) } dd { (cell(*count)) } } }
        }
    }
}

/// Two bars for each week: what came in, and what was called in time. The table says the same in figures.
fn picture(figures: &Figures, weeks: &[Timestamp], now: &Now) -> Markup {
    const HEIGHT: u64 = 100;
    let of =
        |week: Timestamp, measure: Measure| shown(figures.count(week, measure.code())).unwrap_or(2);
    let most = weeks
        .iter()
        .map(|week| of(*week, Measure::Arrived))
        .max()
        .unwrap_or(0)
        .max(1);
    let high = |count: u64| count * HEIGHT / most;
    let bar = |x: usize, count: u64, class: &str| {
        let high = high(count);
        html! { rect class=(class) x=(x) y=(HEIGHT - high) width="8" height=(high) {} }
    };
    let (first, last) = (weeks.first(), weeks.last());
    html! {
        figure.year {
            svg viewBox={ "0 0 " (weeks.len() * 12) " 100" } role="img" aria-labelledby="annee" {
                @for (at, week) in weeks.iter().enumerate() {
                    (bar(at * 12, of(*week, Measure::Arrived), "arrived"))
                    (bar(at * 12, of(*week, Measure::OnTime), "on-time"))
                }
            }
            figcaption #annee {
                "L’année\u{a0}: reçues " span.arrived { "■" } ", et parmi elles appelées à temps " span.on-time { "■" }
                @if let (Some(first), Some(last)) = (first, last) {
                    ", du " (french::slashed(now.local(*first).date().into())) " au " (french::slashed(now.local(*last).date().into()))
                }
                ". La plus haute\u{a0}: " (cell(most)) "."
            }
        }
    }
}
