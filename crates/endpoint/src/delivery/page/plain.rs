//! The page of a registration line by line, for a fiche that needs no layout.

use super::{Page, Person, Row, Territory};
use crate::delivery::{pdf::Template, plain_fiche::PlainFiche, printer::Printable};

impl Printable for Page {
    const TEMPLATE: Template = Template::Page;

    fn plain(&self) -> PlainFiche {
        let mut fiche = PlainFiche::new(&self.title, &self.mission_locale);
        fiche.row("À rappeler", Some(&self.call_by));
        fiche.row("Reçue le", Some(&self.received));
        fiche.row("Remplie le", Some(&self.filled));
        fiche.heading("À appeler");
        who(&self.person, &mut fiche);
        for section in &self.sections {
            fiche.heading(&section.title);
            section.rows.iter().for_each(|row| field(row, &mut fiche));
        }
        fiche.heading("Envoi");
        for option in &self.options {
            fiche.row("Option", Some(option));
        }
        fiche.row("Mention d’information", Some(&self.acknowledged));
        fiche.row("Remplie sur", Some(self.channel));
        if let Some(link) = &self.came_from {
            fiche.row("Venue par", Some(link));
        }
        fiche.say("Les réponses sont celles de la personne\u{202f}; rien n’y a été vérifié.");
        fiche
    }
}

fn who(person: &Person, fiche: &mut PlainFiche) {
    fiche.row("Nom", person.name.as_deref());
    fiche.row("Téléphone", person.phone.as_deref());
    if let Some(slots) = &person.slots {
        fiche.row("Joignable", Some(slots));
    }
    let age = person.age.map(|age| format!("{age} ans"));
    fiche.row("Âge", age.as_deref());
    if person.minor {
        fiche.say("Mineur(e)\u{a0}: priorité obligation de formation");
    }
    fiche.row("Commune", person.commune.as_deref());
    match person.territory {
        Some(Territory::Inside) => fiche.say("Dans le territoire"),
        Some(Territory::Outside) => fiche.say("Hors territoire"),
        Some(Territory::ToCheck) => fiche.say("Commune à vérifier"),
        None => {}
    }
}

fn field(row: &Row, fiche: &mut PlainFiche) {
    for line in &row.lines {
        fiche.row(&row.field, line.answer.as_deref());
        if let Some(imilo) = &line.imilo {
            fiche.row("    → à saisir dans I-Milo", Some(imilo));
        }
    }
}
