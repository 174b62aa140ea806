//! The answer to an access request: what the endpoint still holds, as a PDF to read and a JSON to keep.
//!
//! Holds answers: no `Debug`. Both files are for the person alone: nobody but the officer's account can read them.

use std::{
    fs::DirBuilder,
    io::Write,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
};

use domain::{
    code::Code,
    reference::Reference,
    rights::{Action, Right},
    submission::Submission,
};
use serde_json::{Value, json};

use super::{Officer, RightsError};
use crate::{
    delivery::{
        Record, RecordRow, RecordSection, acknowledged, as_asked, french, language, option_words,
        right_noun,
    },
    endpoint::Inner,
    store::{ChoiceRow, RequestRow, Target},
    whole_file::{self, Aside},
};

/// What there is to tell.
struct Held<'a> {
    /// The access request.
    request: &'a RequestRow,
    /// The registration; nothing when it never arrived.
    target: Option<&'a Target>,
    /// Its content, while it is held.
    content: Option<&'a Submission>,
    /// The rights requests about it.
    requests: &'a [RequestRow],
    /// The record of its options.
    options: &'a [ChoiceRow],
}

impl Officer {
    /// Writes a PDF and a JSON of what is held of the registration that an access request is about, into a folder.
    ///
    /// # Errors
    ///
    /// When it is no access request, names no registration, is closed, or a file of that name is there already.
    pub async fn write_answer(
        &self,
        number: &Reference,
        folder: &Path,
        by: &str,
    ) -> Result<[PathBuf; 2], RightsError> {
        let request = self.find(number).await?;
        if request.asked != Right::Access {
            return Err(RightsError::NotAccess);
        }
        let about = request.about.as_ref().ok_or(RightsError::NoRegistration)?;
        // A refusal of the step leaves no file.
        let change = self.step(&request, Action::WriteAnswer, by, None)?;
        let target = self.inner().store.target(about).await?;
        let content = self.opened(about).await?;
        let requests = self.inner().store.rights_requests_about(about).await?;
        let options = self.inner().store.option_choices(about).await?;
        let held = Held {
            request: &request,
            target: target.as_ref(),
            content: content.as_ref(),
            requests: &requests,
            options: &options,
        };
        let files = write(self.inner(), &held, folder)?;
        if let Err(error) = self.carry_out(change).await {
            // What is not in the trace was not done.
            for file in &files {
                let _ = std::fs::remove_file(file);
            }
            return Err(error);
        }
        Ok(files)
    }
}

/// Writes both files, and says where they are. Files of that name are never written over.
fn write(endpoint: &Inner, held: &Held<'_>, folder: &Path) -> Result<[PathBuf; 2], RightsError> {
    let record = record(endpoint, held)?;
    let fiche = endpoint
        .printer
        .print(&record, endpoint.clock.now(), &held.request.id);
    let pdf = fiche.into_pdf();
    let json =
        serde_json::to_vec_pretty(&json_of(endpoint, held)).map_err(|_| RightsError::Unreadable)?;
    let made = DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.map_err(|error| RightsError::File(folder.to_owned(), error))?;
    let name = |extension| {
        let number = held.request.reference.as_str();
        folder.join(format!("reponse-{number}.{extension}"))
    };
    let files = [name("pdf"), name("json")];
    let refused = |file: &Path, error| RightsError::File(file.to_owned(), error);
    let mut asides = Vec::new();
    for (file, bytes) in files.iter().zip([pdf, json]) {
        let aside = Aside::beside(file).and_then(|mut aside| {
            aside.write_all(&bytes)?;
            Ok(aside)
        });
        asides.push((aside.map_err(|error| refused(file, error))?, &**file));
    }
    whole_file::put_new(asides).map_err(|(file, error)| refused(&file, error))?;
    Ok(files)
}

fn json_of(endpoint: &Inner, held: &Held<'_>) -> Value {
    let registration = held.target.map(|target| {
        json!({
            "reference": target.reference,
            "received_at": target.received_at,
            "delivered_at": target.delivered_at,
            "purged_at": target.purged_at,
            "effects": target.effects.iter().map(|effect| effect.code()).collect::<Vec<_>>(),
            // The form as it was sent, in its own codes; the PDF has the words.
            "content": held.content.map(Submission::message),
        })
    });
    let requests: Vec<Value> = held.requests.iter().map(line).collect();
    let said = |row: &ChoiceRow| {
        let mut said = json!({
            "purpose": row.choice.purpose.code(),
            "granted": row.choice.granted,
            "at": row.choice.at,
            "received_at": row.received_at,
        });
        if row.unproved {
            said["unproved"] = Value::Bool(true);
        }
        said
    };
    let options: Vec<Value> = held.options.iter().map(said).collect();
    json!({
        "mission_locale": endpoint.site.public.name,
        "request": line(held.request),
        "written_at": endpoint.clock.now(),
        "registration": registration,
        "rights_requests": requests,
        "options": options,
    })
}

fn line(request: &RequestRow) -> Value {
    json!({
        "reference": request.reference,
        "right": request.asked.code(),
        "state": request.state.code(),
        "received_at": request.received_at,
        "due_on": request.due_on,
        "closed_at": request.closed_at,
    })
}

fn record(endpoint: &Inner, held: &Held<'_>) -> Result<Record, RightsError> {
    let mut sections = vec![known(endpoint, held)];
    if let Some(content) = held.content {
        sections.push(beside(endpoint, content));
        let sheet = endpoint.sheets.get(&content.message().questionnaire);
        let sheet = sheet.ok_or(RightsError::Unreadable)?;
        sections.extend(as_asked(&sheet, content, &endpoint.communes));
    }
    sections.extend(chosen(endpoint, held));
    sections.push(asked(endpoint, held));
    let site = &endpoint.site.public;
    Ok(Record {
        title: format!("Réponse à ta demande d’accès {}", held.request.reference.spaced()),
        mission_locale: site.name.clone(),
        lead: vec![
            "Voici tout ce que le service de préinscription garde de l’envoi en question, le jour où cette réponse est écrite.".to_owned(),
            "Ce que la Mission Locale a pu saisir dans I-Milo n’est pas ici\u{a0}: elle te répond à part.".to_owned(),
        ],
        sections,
        closing: vec![
            format!("Une question, une erreur\u{a0}: {}, ou {}.", site.phone, site.officer_email),
            "Si la réponse ne te convient pas, tu peux adresser une plainte à la CNIL\u{a0}: cnil.fr, ou CNIL, 3 place de Fontenoy, TSA 80715, 75334 Paris Cedex 07.".to_owned(),
        ],
    })
}

/// Numbers and dates.
fn known(endpoint: &Inner, held: &Held<'_>) -> RecordSection {
    let stamp = |at| french::stamp(french::local(at, &endpoint.time_zone));
    let mut rows = vec![RecordRow::new(
        "Réponse écrite le",
        stamp(endpoint.clock.now()),
    )];
    match held.target {
        None => rows.push(RecordRow::new("Ton envoi", "rien n’est arrivé ici")),
        Some(target) => {
            rows.push(RecordRow::new(
                "Numéro de l’envoi",
                target.reference.spaced(),
            ));
            rows.push(RecordRow::new("Reçu le", stamp(target.received_at)));
            let delivered = target
                .delivered_at
                .map_or_else(|| "pas encore".to_owned(), stamp);
            rows.push(RecordRow::new("Remis à la Mission Locale le", delivered));
            let content = match target.purged_at {
                Some(at) => format!("effacé du service le {}", stamp(at)),
                None => "gardé par le service, il est plus bas".to_owned(),
            };
            rows.push(RecordRow::new("Contenu", content));
        }
    }
    RecordSection {
        title: "Ton envoi".to_owned(),
        rows,
    }
}

/// What came with the answers.
fn beside(endpoint: &Inner, content: &Submission) -> RecordSection {
    let stamp = |at| french::stamp(french::local(at, &endpoint.time_zone));
    let message = content.message();
    let source = [&message.context.source, &message.context.event];
    let source: Vec<&str> = source.into_iter().flatten().map(Code::as_str).collect();
    let rows = vec![
        RecordRow::new("Rempli le", stamp(message.filled_at)),
        RecordRow::new("Langue", language(message.language)),
        RecordRow::new(
            "Mention d’information montrée",
            acknowledged(message, &endpoint.time_zone),
        ),
        RecordRow {
            label: "Venu par".to_owned(),
            value: (!source.is_empty()).then(|| source.join(" · ")),
        },
        RecordRow::new(
            "Téléphone partagé",
            if message.shared_device { "Oui" } else { "Non" },
        ),
    ];
    RecordSection {
        title: "Avec tes réponses".to_owned(),
        rows,
    }
}

/// Every word on an option, as the record has it: what was chosen, and what was taken back.
fn chosen(endpoint: &Inner, held: &Held<'_>) -> Option<RecordSection> {
    let stamp = |at| french::stamp(french::local(at, &endpoint.time_zone));
    let row = |row: &ChoiceRow| {
        let word = if row.choice.granted { "oui" } else { "non" };
        RecordRow::new(
            &option_words(row.choice.purpose, None),
            format!(
                "{word}, le {}\u{a0}; reçu le {}{}",
                stamp(row.choice.at),
                stamp(row.received_at),
                if row.unproved {
                    ", sans preuve que c’est toi\u{a0}: ne compte pas"
                } else {
                    ""
                }
            ),
        )
    };
    (!held.options.is_empty()).then(|| RecordSection {
        title: "Tes options".to_owned(),
        rows: held.options.iter().map(row).collect(),
    })
}

/// The register's lines about it.
fn asked(endpoint: &Inner, held: &Held<'_>) -> RecordSection {
    let row = |request: &RequestRow| {
        let received = french::local(request.received_at, &endpoint.time_zone);
        let state = if request.state.is_open() {
            "en cours"
        } else {
            "close"
        };
        RecordRow::new(
            &request.reference.spaced(),
            format!(
                "{}, reçue le {}, {state}",
                right_noun(request.asked),
                french::stamp(received)
            ),
        )
    };
    RecordSection {
        title: "Tes demandes de droits sur cet envoi".to_owned(),
        rows: held.requests.iter().map(row).collect(),
    }
}
