//! The fiche of a registration line by line, for a fiche that needs no layout.

use std::sync::Arc;

use super::{Person, RegistrationFiche, Row, Territory};
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
    fiche.row(&words.row_commune(), person.commune.as_deref());
    match person.territory {
        Some(Territory::Inside) => fiche.say(&words.inside()),
        Some(Territory::Outside) => fiche.say(&words.outside()),
        Some(Territory::ToCheck) => fiche.say(&words.to_check()),
        None => {}
    }
}

fn field(row: &Row, words: &FicheWords, fiche: &mut PlainFiche) {
    for line in &row.lines {
        fiche.row(&row.field, line.answer.as_deref());
        if let Some(imilo) = &line.imilo {
            let label = format!("    {}", words.row_to_enter());
            fiche.row(&label, Some(imilo));
        }
    }
}
