//! When, where and for how many: the fields of the form, read and checked; a series is one for each week.

use content::SiteFile;
use jiff::{
    Span,
    civil::{Date, DateTime, Time},
};
use maud::{Markup, html};
use serde::Deserialize;

use crate::{
    desk::{forms::FormId, time::Now},
    store::{PersonId, WelcomePlan},
};

/// No room of a Mission Locale holds more.
const MOST_SEATS: u32 = 200;

/// Nobody plans further ahead, in days: it is a slip of the year.
const FURTHEST_DAYS: i64 = 400;

/// The most weeks of a series.
const MOST_WEEKS: usize = 52;

/// As typed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::desk) struct PlanForm {
    pub(super) envoi: FormId,
    /// Which revision the page of a change showed.
    #[serde(default)]
    pub(super) vu: u32,
    lieu: String,
    jour: String,
    debut: String,
    fin: String,
    places: String,
    /// The last day of a series.
    #[serde(default)]
    jusquau: String,
}

/// What a form asks for.
pub(super) struct Series {
    pub(super) plans: Vec<WelcomePlan>,
    /// How many days were left out: the Mission Locale is closed.
    pub(super) left_out: usize,
}

impl PlanForm {
    /// An empty one, on a page of that person.
    pub(super) fn blank(person: PersonId) -> Result<Self, getrandom::Error> {
        Ok(Self {
            envoi: FormId::draw(person)?,
            vu: 0,
            lieu: String::new(),
            jour: String::new(),
            debut: "09:30".to_owned(),
            fin: "11:30".to_owned(),
            places: "12".to_owned(),
            jusquau: String::new(),
        })
    }

    /// One that says what stands.
    pub(super) fn of(
        plan: &WelcomePlan,
        revision: u32,
        person: PersonId,
        now: &Now,
    ) -> Result<Self, getrandom::Error> {
        let (starts, ends) = (now.local(plan.starts_at), now.local(plan.ends_at));
        let clock = |at: DateTime| at.strftime("%H:%M").to_string();
        Ok(Self {
            vu: revision,
            lieu: plan.place.clone(),
            jour: starts.date().to_string(),
            debut: clock(starts),
            fin: clock(ends),
            places: plan.seats.to_string(),
            ..Self::blank(person)?
        })
    }

    /// The fields that each has.
    pub(super) fn fields(&self, site: &SiteFile, now: &Now) -> Markup {
        html! {
            label for="lieu" { "Lieu" }
            select #lieu name="lieu" {
                @for place in site.welcome_places() {
                    option value=(place.id) selected[place.id == self.lieu] {
                        (place.in_words())
                    }
                }
            }
            label for="jour" { "Jour" }
            input #jour type="date" name="jour" required value=(self.jour) min=(now.local.date());
            label for="debut" { "De" }
            input #debut type="time" name="debut" required value=(self.debut);
            label for="fin" { "À" }
            input #fin type="time" name="fin" required value=(self.fin);
            label for="places" { "Nombre de places" }
            input #places type="number" name="places" required min="1" max=(MOST_SEATS) value=(self.places);
        }
    }

    /// The field of a series.
    pub(super) fn weekly(&self) -> Markup {
        html! {
            label for="jusquau" { "Chaque semaine jusqu’au (facultatif)" }
            input #jusquau type="date" name="jusquau" value=(self.jusquau);
        }
    }

    /// The one that it says; else why it is none.
    pub(super) fn plan(&self, site: &SiteFile, now: &Now) -> Result<WelcomePlan, String> {
        let [day] = self.series(site, now)?.plans.try_into().map_err(|_| {
            "Un accueil se déplace à un jour. Pour une série, ajoutez-en une autre.".to_owned()
        })?;
        Ok(day)
    }

    /// Each of the series; else why it is none.
    pub(super) fn series(&self, site: &SiteFile, now: &Now) -> Result<Series, String> {
        let is_place = site.welcome_places().any(|place| place.id == self.lieu);
        if !is_place {
            return Err("Choisissez un lieu de la liste.".to_owned());
        }
        let day: Date = date(&self.jour).ok_or("Donnez le jour de l’accueil.")?;
        let times = time(&self.debut).zip(time(&self.fin));
        let times = times.ok_or("Donnez l’heure du début et celle de la fin.")?;
        let seats = self.places.trim().parse().ok();
        let seats = seats.filter(|seats| (1..=MOST_SEATS).contains(seats));
        let seats =
            seats.ok_or_else(|| format!("Donnez un nombre de places, de 1 à {MOST_SEATS}."))?;
        let days = self.days(day)?;
        let hours = &site.public.opening_hours;
        // The first day was chosen by name; only those that follow from it are left out.
        let open = days
            .iter()
            .filter(|one| **one == day || !hours.is_closed(**one));
        let plans: Result<Vec<WelcomePlan>, String> =
            open.map(|day| self.on(*day, times, seats, now)).collect();
        let plans = plans?;
        Ok(Series {
            left_out: days.len() - plans.len(),
            plans,
        })
    }

    /// Its days: one, or the same of each week.
    fn days(&self, first: Date) -> Result<Vec<Date>, String> {
        if self.jusquau.trim().is_empty() {
            return Ok(vec![first]);
        }
        let last = date(&self.jusquau).filter(|last| *last >= first);
        let last =
            last.ok_or("Pour une série, donnez un dernier jour qui vient après le premier.")?;
        let weekly = first.series(Span::new().weeks(1));
        let days: Vec<Date> = weekly
            .take_while(|day| *day <= last)
            .take(MOST_WEEKS + 1)
            .collect();
        if days.len() > MOST_WEEKS {
            return Err(format!(
                "Une série va jusqu’à {MOST_WEEKS} semaines\u{a0}: donnez un dernier jour plus proche."
            ));
        }
        Ok(days)
    }

    fn on(
        &self,
        day: Date,
        (from, to): (Time, Time),
        seats: u32,
        now: &Now,
    ) -> Result<WelcomePlan, String> {
        if to <= from {
            return Err(
                "La fin vient avant le début\u{a0}: corrigez l’une des deux heures.".to_owned(),
            );
        }
        if now.days_until(day.to_datetime(from)) > FURTHEST_DAYS {
            return Err("C’est dans plus d’un an. Vérifiez l’année.".to_owned());
        }
        let [starts_at, ends_at] = [from, to].map(|time| now.instant(day.to_datetime(time)));
        if !now.shows(day.to_datetime(from)) || ends_at <= starts_at {
            return Err(
                "Cette heure n’existe pas ce jour-là\u{a0}: on change d’heure dans la nuit. Choisissez-en une autre."
                    .to_owned(),
            );
        }
        if starts_at <= now.at {
            return Err("Ce moment est passé. Choisissez un jour et une heure à venir.".to_owned());
        }
        Ok(WelcomePlan {
            place: self.lieu.clone(),
            starts_at,
            ends_at,
            seats,
        })
    }
}

fn date(text: &str) -> Option<Date> {
    text.trim().parse().ok()
}

fn time(text: &str) -> Option<Time> {
    text.trim().parse().ok()
}
