//! `premier-accueil check`: every setting as a start reads it, a talk with the mail server, and what is to be seen to.
//!
//! Makes and writes nothing. With a test mail, one mail without anything personal is sent.

mod dns;
mod mail;

use std::{collections::BTreeSet, net::SocketAddr, path::Path};

use content::contact;
use domain::{calendar::call_by, time::Date};
use rustix::fs::{Access, access};

use crate::{
    clock::Clock,
    communes::France,
    config::{CheckCommand, Config},
    delivery::Mailer,
    endpoint::{Checked, StartError},
    french,
    mails::CheckWords,
    precautions::{self, Missing},
    whole_file::folder_of,
};

/// What was found, line by line, and whether the service can do its work.
pub struct CheckReport {
    /// For the one who asked, in French.
    pub text: String,
    /// Nothing that was tried failed.
    pub is_ready: bool,
}

/// How a line stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Good,
    ToSee,
    Failed,
}

/// The lines so far.
#[derive(Default)]
struct Lines(Vec<(Mark, String)>);

impl Lines {
    fn say(&mut self, mark: Mark, line: String) {
        self.0.push((mark, line));
    }

    fn count(&self, mark: Mark) -> usize {
        self.0.iter().filter(|(is, _)| *is == mark).count()
    }

    fn report(self, words: &CheckWords) -> CheckReport {
        let (to_see, failed) = (self.count(Mark::ToSee), self.count(Mark::Failed));
        let mut text = String::new();
        for (mark, line) in self.0 {
            let mark = match mark {
                Mark::Good => "ok      ",
                Mark::ToSee => "à voir  ",
                Mark::Failed => "ERREUR  ",
            };
            text.extend([mark, &line, "\n"]);
        }
        let mut last = Vec::new();
        if failed > 0 {
            last.push(words.not_ready(&failed.to_string()));
        }
        if to_see > 0 {
            last.push(words.to_see(&to_see.to_string()));
        }
        if last.is_empty() {
            last.push(words.ready());
        }
        text.extend(["\n", &last.join(" "), "\n"]);
        CheckReport {
            text,
            is_ready: failed == 0,
        }
    }
}

/// `premier-accueil check`.
///
/// # Errors
///
/// What stands in the way of a start, as a start says it.
pub async fn check(
    config: Config,
    clock: &Clock,
    mailer: Mailer,
    asked: CheckCommand,
) -> Result<CheckReport, StartError> {
    let checked = Checked::look(config, clock.now())?;
    let mut lines = Lines::default();
    settings(&checked, clock, &mut lines);
    protections(&checked, &mut lines);
    notices(&checked, &mut lines);
    mail::mail(&checked, clock, mailer, asked, &mut lines).await;
    Ok(lines.report(&checked.mails.check))
}

fn settings(checked: &Checked, clock: &Clock, lines: &mut Lines) {
    let (config, site, words) = (&checked.config, &checked.site, &checked.mails.check);
    let public = &site.public;
    let file = config.site.display().to_string();
    if checked.refuse_demo().is_ok() {
        lines.say(Mark::Good, words.site(&public.name, &file));
    } else {
        lines.say(Mark::Failed, words.demo_site(&public.name, &file));
    }
    hours(checked, clock, lines);
    communes(checked, lines);
    let folder = config.app_dir.display().to_string();
    match contact::built_for_another(&config.app_dir, public) {
        Some(other) => lines.say(Mark::ToSee, words.app_elsewhere(&folder, &other)),
        None => lines.say(Mark::Good, words.app(&folder)),
    }
    let store = config.store.display().to_string();
    if config.store.exists() {
        lines.say(Mark::Good, words.database(&store));
    } else {
        lines.say(Mark::Good, words.no_database(&store));
    }
    for path in [&config.store, &config.journal] {
        if let Some(folder) = unwritable(folder_of(path)) {
            let folder = folder.display().to_string();
            lines.say(Mark::Failed, words.no_access(&folder));
        }
    }
    if let Some(address) = address_twice(config) {
        lines.say(Mark::Failed, words.same_address(&address.to_string()));
    }
    desk(checked, lines);
}

/// An address that two listeners would have.
fn address_twice(config: &Config) -> Option<SocketAddr> {
    let wanted = [
        Some(config.public_addr),
        Some(config.ops_addr),
        config.desk_addr,
    ];
    let mut seen = BTreeSet::new();
    let mut wanted = wanted
        .into_iter()
        .flatten()
        .filter(|address| address.port() != 0);
    wanted.find(|address| !seen.insert(*address))
}

/// The desk, where there is one or an address for one.
fn desk(checked: &Checked, lines: &mut Lines) {
    let words = &checked.mails.check;
    let origin = checked.site.desk.as_ref().map(|desk| desk.origin.as_str());
    match (checked.refuse_desk(), origin, checked.config.desk_addr) {
        (Err(StartError::NoDesk), ..) => lines.say(Mark::Failed, words.desk_missing()),
        (Err(_), ..) => lines.say(Mark::Failed, words.desk_in_clear()),
        (Ok(()), Some(origin), Some(_)) => lines.say(Mark::Good, words.desk(origin)),
        (Ok(()), Some(_), None) => lines.say(Mark::Good, words.desk_closed()),
        (Ok(()), None, None | Some(_)) => {}
    }
}

fn hours(checked: &Checked, clock: &Clock, lines: &mut Lines) {
    let (public, words) = (&checked.site.public, &checked.mails.check);
    let hours = &public.opening_hours;
    let said = contact::hours_in_words(hours);
    lines.say(Mark::Good, words.hours(&public.phone, &said));
    let now = french::local(clock.now(), &checked.time_zone);
    if let Some(last) = hours.closed_on.last() {
        let days: Vec<String> = hours.closed_on.iter().map(|day| slashed(day)).collect();
        let days = days.join(", ");
        if *last < Date::from(now.date()).to_string() {
            lines.say(Mark::ToSee, words.closed_before(&days));
        } else {
            lines.say(Mark::Good, words.closed(&days));
        }
    }
    match call_by(now, hours) {
        Some(at) => {
            let registration = &checked.mails.registration;
            let when = registration.call_before(&french::day(at), &french::clock(at));
            lines.say(Mark::Good, words.deadline(&when));
        }
        None => lines.say(Mark::ToSee, words.no_deadline()),
    }
    for branch in &public.branches {
        let said = contact::hours_in_words(&branch.opening_hours);
        let mark = match call_by(now, &branch.opening_hours) {
            Some(_) => Mark::Good,
            None => Mark::ToSee,
        };
        lines.say(mark, words.branch(&branch.name, &branch.phone, &said));
    }
}

/// A day of the site's file as it is written there.
fn slashed(day: &str) -> String {
    let date: Result<Date, _> = day.parse();
    date.map_or_else(|_| day.to_owned(), french::slashed)
}

/// By name: a code that is another commune's is seen so, and in no other way.
fn communes(checked: &Checked, lines: &mut Lines) {
    let (site, words) = (&checked.site, &checked.mails.check);
    let territory = &site.public.territory;
    if territory.is_empty() {
        lines.say(Mark::ToSee, words.no_territory());
    }
    let Some(france) = France::read(&checked.config.app_dir) else {
        lines.say(Mark::ToSee, words.no_communes());
        return;
    };
    let names = |codes: &[String]| {
        let names: Vec<String> = codes.iter().map(|code| france.name(code)).collect();
        names.join(", ")
    };
    if !territory.is_empty() {
        lines.say(Mark::Good, words.territory(&names(territory)));
    }
    for branch in &site.public.branches {
        let line = words.branch_territory(&branch.name, &names(&branch.territory));
        lines.say(Mark::Good, line);
    }
    for neighbour in &site.neighbours {
        let line = words.neighbour(&neighbour.name, &names(&neighbour.communes));
        lines.say(Mark::Good, line);
    }
    let theirs = site.neighbours.iter().flat_map(|it| &it.communes);
    for code in territory.iter().chain(theirs) {
        if let Some(served) = france.as_postal_code(code) {
            let line = words.postal_code(code, &france.name(code), &served);
            lines.say(Mark::ToSee, line);
        }
    }
}

/// The folder, or the first one above it that is there, where this process cannot write into it.
fn unwritable(folder: &Path) -> Option<&Path> {
    let there = folder.ancestors().find(|folder| folder.exists());
    let there = there.filter(|folder| !folder.as_os_str().is_empty());
    let there = there.unwrap_or(Path::new("."));
    access(there, Access::WRITE_OK).is_err().then_some(there)
}

fn protections(checked: &Checked, lines: &mut Lines) {
    let words = &checked.mails.check;
    for missing in precautions::missing(&checked.config, &checked.site) {
        let refuses_a_start = match missing {
            Missing::SignedNotices => checked.refuse_unsigned().is_err(),
            Missing::MailboxPassword => checked.refuse_open_fiches().is_err(),
            _ => false,
        };
        lines.say(
            if refuses_a_start {
                Mark::Failed
            } else {
                Mark::ToSee
            },
            match missing {
                Missing::Tls => words.no_tls(),
                Missing::MailboxPassword if refuses_a_start => words.open_fiches_refuse(),
                Missing::MailboxPassword => words.open_fiches(),
                Missing::MailFile => words.open_password(),
                Missing::SignedNotices if refuses_a_start => words.notices_refuse(),
                Missing::SignedNotices => words.notices_unsigned(),
                // Said beside the app, and among the notices.
                Missing::OwnApp | Missing::OwnNotices => continue,
            },
        );
    }
}

fn notices(checked: &Checked, lines: &mut Lines) {
    let words = &checked.mails.check;
    let blank = checked.site.blank_notices(&checked.config.site);
    let places = checked.site.to_confirm(&checked.config.site);
    let (site, app) = (&checked.config.site, &checked.config.app_dir);
    let other = checked.site.notices_unlike_app(site, app);
    if places.is_empty() && blank.is_empty() && other.is_empty() {
        lines.say(Mark::Good, words.confirmed());
    }
    for file in blank {
        lines.say(Mark::Failed, words.blank_notice(&file));
    }
    for file in other {
        lines.say(Mark::Failed, words.other_notice(&file));
    }
    for place in places {
        lines.say(Mark::ToSee, words.to_confirm(&place));
    }
}
