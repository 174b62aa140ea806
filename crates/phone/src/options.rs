//! Options: what is wished before sending, and what was granted for each registration, kept as lines.

use std::ops::Deref;

use domain::{
    code::Code, options::Purpose, site::Site, submission::Consent, texts::TextKey, time::Timestamp,
    wire::SubmissionId,
};

use crate::{ports::Preferences, preferences::CHOICES};

/// What an open page knows of the choices, and shows of them.
pub trait Page: Copy {
    /// Whether the device passes from hand to hand.
    fn is_shared(&self) -> bool;

    /// The choices of what was sent, newest first.
    fn choices(&self) -> impl Deref<Target = Vec<Choices>>;

    /// Shows those of earlier visits, now that they were looked for.
    fn know_choices(&self, choices: Vec<Choices>);

    /// Changes them in their place, and shows them.
    fn change_choices(&self, change: impl FnOnce(&mut Vec<Choices>));
}

/// Stands for no source: a full stop is in no code.
const NO_SOURCE: &str = ".";

/// The options of one registration.
#[derive(Clone, PartialEq, Eq)]
pub struct Choices {
    /// Which registration.
    pub about: SubmissionId,
    /// The link that it came by: what is offered depends on it.
    pub source: Option<Code>,
    /// Those granted and not withdrawn.
    pub on: Vec<Purpose>,
}

/// An option that is wished for what is being filled in, and since when by the phone's clock.
pub type Wish = (Purpose, Timestamp);

/// Wishes an option from that moment on, or not any more.
pub fn wish(wishes: &mut Vec<Wish>, purpose: Purpose, on: bool, now: Timestamp) {
    wishes.retain(|wish| wish.0 != purpose);
    if on {
        wishes.push((purpose, now));
    }
}

/// The wishes as a message holds them; what is not offered to somebody who came by that link is not wished.
pub fn consents(wishes: &[Wish], site: &Site, source: Option<&str>) -> Vec<Consent> {
    let offered = wishes.iter().filter(|wish| wish.0.is_offered(site, source));
    let consent = |wish: &Wish| Consent {
        purpose: wish.0,
        granted: true,
        at: wish.1,
    };
    offered.map(consent).collect()
}

impl Choices {
    /// Those of what was just sent.
    pub fn of_sent(about: SubmissionId, source: Option<Code>, consents: &[Consent]) -> Self {
        let on = consents.iter().map(|consent| consent.purpose);
        Self {
            about,
            source,
            on: on.collect(),
        }
    }
}

/// The link that a registration came by.
pub fn source_of(all: &[Choices], about: &SubmissionId) -> Option<Code> {
    let choices = all.iter().find(|choices| choices.about == *about)?;
    choices.source.clone()
}

/// When a message about an option is filled in: after the last one, whatever the clock says. Of two words on an option
/// the later one counts, and clocks here count whole seconds.
pub fn later_than(last_choice_at: Timestamp, now: Timestamp) -> Timestamp {
    now.max(last_choice_at.plus_seconds(1))
}

/// The key of the sentence about a choice that was kept, or was not for the reason of that key.
pub fn said(kept: Result<(), TextKey>, lasting: bool) -> TextKey {
    match kept {
        Err(key) => key,
        Ok(()) if lasting => key!("choices.noted"),
        Ok(()) => key!("sent.lead_in_memory"),
    }
}

/// All of them, one line each: id, source, codes.
pub fn to_lines(all: &[Choices]) -> String {
    let mut lines = String::new();
    for choices in all {
        lines.push_str(choices.about.as_str());
        lines.push(' ');
        lines.push_str(choices.source.as_deref().unwrap_or(NO_SOURCE));
        for purpose in &choices.on {
            lines.push(' ');
            lines.push_str(purpose.code());
        }
        lines.push('\n');
    }
    lines
}

/// What [`to_lines`] wrote; lines and codes that this release cannot read are left out.
pub fn from_lines(lines: &str) -> Vec<Choices> {
    lines.lines().filter_map(from_line).collect()
}

fn from_line(line: &str) -> Option<Choices> {
    let mut words = line.split(' ');
    let about = words.next()?.parse().ok()?;
    let source = words.next()?;
    Some(Choices {
        about,
        source: source.parse().ok(),
        on: words.filter_map(Purpose::from_code).collect(),
    })
}

/// Grants an option of one registration, or withdraws it.
pub fn choose(all: &mut [Choices], about: &SubmissionId, purpose: Purpose, on: bool) {
    for choices in all.iter_mut().filter(|choices| choices.about == *about) {
        choices.on.retain(|chosen| *chosen != purpose);
        if on {
            choices.on.push(purpose);
        }
    }
}

/// What was just sent has choices from now on; on a shared device the next person must not find them.
pub async fn remember(phone: impl Preferences, page: impl Page, choices: Choices) {
    if !page.is_shared() {
        page.change_choices(|all| all.insert(0, choices));
        keep(phone, page).await;
    }
}

/// What was taken back has no choices any more.
pub async fn forget(phone: impl Preferences, page: impl Page, about: &SubmissionId) {
    page.change_choices(|all| all.retain(|choices| choices.about != *about));
    keep(phone, page).await;
}

/// Finds what was chosen in earlier visits.
pub async fn recall(phone: impl Preferences, page: impl Page) {
    let kept = phone.preference(CHOICES).await.unwrap_or_default();
    page.know_choices(from_lines(&kept));
}

/// Writes the choices down. Where nothing can be kept, they are known for as long as the page.
pub async fn keep(phone: impl Preferences, page: impl Page) {
    if page.is_shared() {
        // What is stored is of the device's owner, from before it was shared, and stays hers.
        return;
    }
    let lines = to_lines(&page.choices());
    phone.set_preference(CHOICES, &lines).await;
}

#[cfg(test)]
mod tests;
