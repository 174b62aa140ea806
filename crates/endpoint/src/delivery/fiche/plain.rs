//! The fiche of a registration line by line, for a fiche that needs no layout.

use std::sync::Arc;

use domain::places::Territory;

use super::{
    RegistrationFiche,
    entry::ImiloEntry,
    person::{Housing, Person},
};
use crate::{
    delivery::{pdf::Template, plain_fiche::PlainFiche, printer::Printable},
    mails::FicheWords,
};

impl Printable for RegistrationFiche {
    const TEMPLATE: Template = Template::Registration;

    fn plain(&self, words: &Arc<FicheWords>) -> PlainFiche {
        let mut fiche = PlainFiche::new(words, &self.title, &self.mission_locale);
        fiche.row(&words.row_call_by(), Some(&self.call_by));
        fiche.row(&words.row_received(), Some(&self.received));
        fiche.row(&words.row_filled(), Some(&self.filled));
        fiche.heading(&words.section_person());
        who(&self.person, words, &mut fiche);
        for section in &self.sections {
            fiche.heading(&section.title);
            section
                .rows
                .iter()
                .for_each(|row| field(row, words, &mut fiche));
        }
        fiche.heading(&words.section_sent());
        for option in &self.options {
            fiche.row(&words.row_option(), Some(option));
        }
        fiche.row(&words.row_notice(), Some(&self.acknowledged));
        fiche.row(&words.row_channel(), Some(&self.channel));
        if let Some(link) = &self.came_from {
            fiche.row(&words.row_source(), Some(link));
        }
        fiche.say(&words.not_verified());
        fiche
    }
}

fn who(person: &Person, words: &FicheWords, fiche: &mut PlainFiche) {
    fiche.row(&words.row_name(), person.name.as_deref());
    fiche.row(&words.row_phone(), person.phone.as_deref());
    if let Some(slots) = &person.slots {
        fiche.row(&words.row_slots(), Some(slots));
    }
    let age = person.age.map(|age| words.age(&age.to_string()));
    fiche.row(&words.row_age(), age.as_deref());
    if person.minor {
        fiche.say(&words.minor());
    }
    match person.housing {
        Some(Housing::None) => fiche.say(&words.no_housing()),
        Some(Housing::Unstable) => fiche.say(&words.no_stable_address()),
        None => {}
    }
    if let Some(language) = &person.language {
        fiche.say(&words.filled_in(language));
    }
    if let Some(needs) = &person.needs {
        fiche.row(&words.row_needs(), Some(needs));
    }
    if let Some(situation) = &person.situation {
        fiche.row(&words.row_situation(), Some(situation));
    }
    fiche.row(&words.row_commune(), person.commune.as_deref());
    match person.territory {
        Some(Territory::Inside) => fiche.say(&words.inside()),
        Some(Territory::Outside) => fiche.say(&words.outside()),
        Some(Territory::ToCheck) => fiche.say(&words.to_check()),
        None => {}
    }
    if let Some(elsewhere) = &person.elsewhere {
        fiche.say(&words.elsewhere(elsewhere));
    }
}

fn field(entry: &ImiloEntry, words: &FicheWords, fiche: &mut PlainFiche) {
    let value = match (&entry.value, entry.is_to_choose) {
        (None, true) => Some(words.to_choose()),
        (value, _) => value.clone(),
    };
    fiche.row(&entry.field, value.as_deref());
    if let Some(said) = &entry.said {
        let label = format!("    {}", words.row_said());
        fiche.row(&label, Some(said));
    }
}
