//! `docs/data-map.md` says what is asked, why, and where it is kept: it is held here to the files and to the code.
//!
//! `UPDATE=1 cargo test -p premier-accueil-content --test data_map` rewrites what is generated.
//! It never touches what people wrote: the prose, and the column that says why a question is asked.

#[path = "data_map/samples.rs"]
mod samples;

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::PathBuf,
};

use anyhow::{Context, ensure};
use content::Library;
use domain::{
    imilo::Sheet,
    outbox::SentRecord,
    questionnaire::{Condition, Kind, Question},
    retention::{
        CLOSED_KEEP_DAYS, DEFAULT_KEEP_AFTER_DELIVERY_DAYS, DESK_STEPS_KEEP_DAYS,
        DESK_VIEWS_KEEP_DAYS, LOG_KEEP_DAYS, MAILBOX_KNOWN_DAYS, MAX_KEEP_AFTER_DELIVERY_DAYS,
        OPTION_KEEP_DAYS, RIGHTS_FILE_KEEP_DAYS, SET_ASIDE_KEEP_DAYS,
    },
    time::Timestamp,
};
use serde_json::Value;

use samples::{entry, message, receipt};

const ANSWERS: &str = "réponses";
const DURATIONS: &str = "durées";

#[test]
fn every_question_is_on_the_map_with_its_reason() -> anyhow::Result<()> {
    let sheets = sheets()?;
    let map = map()?;
    let reasons = reasons(&map)?;
    let answers = answers_table(&sheets, &reasons)?;
    let expected = with_block(
        &with_block(&map, ANSWERS, &answers)?,
        DURATIONS,
        &durations_table()?,
    )?;
    if is_update() {
        fs::write(map_file(), &expected)?;
    } else {
        ensure!(
            map == expected,
            "docs/data-map.md is not what content/questionnaires says: \
             UPDATE=1 cargo test -p premier-accueil-content --test data_map"
        );
    }
    let unexplained: Vec<String> = ids(&sheets)
        .into_iter()
        .filter(|id| reasons.get(id).is_none_or(Reason::is_missing))
        .collect();
    ensure!(
        unexplained.is_empty(),
        "docs/data-map.md does not say why these are asked: {}",
        unexplained.join(", ")
    );
    Ok(())
}

#[test]
fn the_map_names_all_that_travels_beside_the_answers() -> anyhow::Result<()> {
    let kept = entry();
    let record = SentRecord {
        due_on: "2026-12-22".parse().ok(),
        delivered_at: Some(Timestamp::from_unix_seconds(0)),
        ..SentRecord::new(&kept, &receipt())
    };
    let mut members = BTreeSet::new();
    for value in [
        serde_json::to_value(message())?,
        serde_json::to_value(kept)?,
        serde_json::to_value(record)?,
    ] {
        member_names(&value, &mut members);
    }
    ensure!(
        ["shown_at", "next_attempt_at", "due_on"]
            .iter()
            .all(|name| members.contains(*name)),
        "the samples are complete"
    );
    named_on_the_map(members)
}

#[test]
fn the_map_names_every_column_of_the_database() -> anyhow::Result<()> {
    let mut columns = BTreeSet::new();
    for file in fs::read_dir(root().join("crates/endpoint/migrations"))? {
        let sql = fs::read_to_string(file?.path())?;
        let lines = sql.lines().filter_map(|line| line.strip_prefix("    "));
        let first_words = lines.filter_map(|line| line.split_whitespace().next());
        let is_column = |word: &&str| {
            word.bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'_' || byte.is_ascii_digit())
        };
        columns.extend(first_words.filter(is_column).map(str::to_owned));
    }
    ensure!(columns.contains("envelope"), "the migrations are read");
    named_on_the_map(columns)
}

#[test]
fn the_runbook_cuts_the_log_after_the_days_that_the_map_says() -> anyhow::Result<()> {
    let runbook = fs::read_to_string(root().join("docs/runbook.md"))?;
    for setting in [
        format!("MaxRetentionSec={LOG_KEEP_DAYS}day"),
        format!("maxage {LOG_KEEP_DAYS}"),
    ] {
        ensure!(
            runbook.contains(&setting),
            "docs/runbook.md says nothing of {setting}"
        );
    }
    Ok(())
}

fn named_on_the_map(names: BTreeSet<String>) -> anyhow::Result<()> {
    let map = map()?;
    let missing: Vec<String> = names
        .into_iter()
        .filter(|name| !map.contains(&format!("`{name}`")))
        .collect();
    ensure!(
        missing.is_empty(),
        "docs/data-map.md says nothing of: {}",
        missing.join(", ")
    );
    Ok(())
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn map_file() -> PathBuf {
    root().join("docs/data-map.md")
}

fn map() -> anyhow::Result<String> {
    fs::read_to_string(map_file()).context("docs/data-map.md cannot be read")
}

#[expect(
    clippy::disallowed_methods,
    reason = "asked for by hand, when a questionnaire changes"
)]
fn is_update() -> bool {
    std::env::var_os("UPDATE").is_some()
}

/// The sheets by questionnaire, the long form first.
fn sheets() -> anyhow::Result<Vec<Sheet>> {
    let library = Library::read(&root().join("content"))?;
    let read = library
        .sheets()
        .into_iter()
        .map(|sheet| serde_json::from_str(&sheet.json));
    let mut sheets: Vec<Sheet> = read.collect::<Result<_, _>>()?;
    sheets.sort_by_key(|sheet| std::cmp::Reverse(sheet.questionnaire.questions().count()));
    Ok(sheets)
}

fn ids(sheets: &[Sheet]) -> BTreeSet<String> {
    let questions = sheets
        .iter()
        .flat_map(|sheet| sheet.questionnaire.questions());
    questions.map(|question| question.id.clone()).collect()
}

/// What people wrote of a question, in the third and the fourth column of the table of answers.
#[derive(Default)]
struct Reason {
    why: String,
    purposes: String,
}

impl Reason {
    fn is_missing(&self) -> bool {
        self.why.is_empty() || self.purposes.is_empty()
    }
}

/// By question.
fn reasons(map: &str) -> anyhow::Result<BTreeMap<String, Reason>> {
    let rows = block(map, ANSWERS)?.lines().filter_map(|line| {
        let cells: Vec<&str> = line.split(" | ").collect();
        let id = cells.first()?.strip_prefix("| `")?.strip_suffix('`')?;
        let written = |place: usize| cells.get(place).map_or("", |cell| cell.trim()).to_owned();
        let (why, purposes) = (written(2), written(3));
        Some((id.to_owned(), Reason { why, purposes }))
    });
    Ok(rows.collect())
}

fn answers_table(sheets: &[Sheet], reasons: &BTreeMap<String, Reason>) -> anyhow::Result<String> {
    let mut table = String::from(
        "| Identifiant | Question | Pourquoi elle est posée | Finalité | Forme de la réponse | Obligatoire | Posée | Champ d’I-Milo | Formulaires |\n\
         |---|---|---|---|---|---|---|---|---|\n",
    );
    let nothing = Reason::default();
    let mut written = BTreeSet::new();
    for sheet in sheets {
        for question in sheet.questionnaire.questions() {
            if written.insert(question.id.clone()) {
                let Reason { why, purposes } = reasons.get(&question.id).unwrap_or(&nothing);
                writeln!(
                    table,
                    "| `{}` | {} | {why} | {purposes} | {} | {} | {} | {} | {} |",
                    question.id,
                    label(sheet, &question.id),
                    form_of(question),
                    if question.required { "oui" } else { "non" },
                    asked(sheet, question),
                    imilo_field(sheet, &question.id),
                    forms(sheets, &question.id),
                )?;
            }
        }
    }
    Ok(table)
}

fn label(sheet: &Sheet, question: &str) -> String {
    let words = sheet.wording.questions.get(question);
    words.map_or_else(
        || question.to_owned(),
        |words| words.label.replace('|', "/"),
    )
}

fn form_of(question: &Question) -> String {
    match question.kind {
        Kind::Choice => format!("un choix sur {}", question.choices.len()),
        Kind::Choices => format!("plusieurs choix sur {}", question.choices.len()),
        Kind::Text => format!(
            "texte d’une ligne, {} signes au plus",
            question.max_length()
        ),
        Kind::Name => format!(
            "nom en lettres latines, {} signes au plus",
            question.max_length()
        ),
        Kind::Date => "date".to_owned(),
        Kind::Phone => "téléphone".to_owned(),
        Kind::Email => "adresse e-mail".to_owned(),
        Kind::PostalCode => "code postal".to_owned(),
        Kind::Commune => "commune (code INSEE, ou nom tapé)".to_owned(),
        Kind::YesNo => "oui ou non".to_owned(),
        Kind::Tick => "case vide au départ".to_owned(),
        Kind::Year => "année, ou «\u{a0}avant\u{a0}»".to_owned(),
    }
}

fn asked(sheet: &Sheet, question: &Question) -> String {
    let Some(when) = &question.ask_when else {
        return "toujours".to_owned();
    };
    let (verb, codes) = if when.is.is_empty() {
        ("sauf si", &when.is_not)
    } else {
        ("si", &when.is)
    };
    let answers: Vec<String> = codes.iter().map(|code| answer(sheet, when, code)).collect();
    format!("{verb} `{}`\u{a0}: {}", when.question, answers.join(", "))
}

fn answer(sheet: &Sheet, when: &Condition, code: &str) -> String {
    let words = sheet.wording.questions.get(&when.question);
    format!(
        "«\u{a0}{}\u{a0}»",
        words.map_or(code, |words| words.choice(code))
    )
}

fn imilo_field(sheet: &Sheet, question: &str) -> String {
    let fields = sheet.sections.iter().flat_map(|section| {
        let named = section
            .fields
            .iter()
            .filter(|field| field.questions.iter().any(|one| one == question));
        named.map(|field| format!("{} / {}", section.title, field.title))
    });
    fields.collect::<Vec<_>>().join("\u{a0}; ")
}

fn forms(sheets: &[Sheet], question: &str) -> String {
    let asking = sheets
        .iter()
        .filter(|sheet| sheet.questionnaire.question(question).is_some());
    asking
        .map(|sheet| sheet.questionnaire.id.as_str())
        .collect::<Vec<_>>()
        .join(", ")
}

fn durations_table() -> anyhow::Result<String> {
    let mut table = String::from("| Durée | Valeur |\n|---|---|\n");
    writeln!(
        table,
        "| Contenu gardé par le service après la remise dans la boîte, si la Mission Locale ne dit rien | {DEFAULT_KEEP_AFTER_DELIVERY_DAYS} jours |"
    )?;
    writeln!(
        table,
        "| Le plus qu’une Mission Locale puisse choisir | {MAX_KEEP_AFTER_DELIVERY_DAYS} jours |"
    )?;
    writeln!(
        table,
        "| La même, si elle a un espace conseillers | {MAX_KEEP_AFTER_DELIVERY_DAYS} jours |"
    )?;
    writeln!(
        table,
        "| Contenu de ce que l’équipe y a terminé, après ce geste, et jamais au-delà de la durée qui précède | {CLOSED_KEEP_DAYS} jours |"
    )?;
    writeln!(
        table,
        "| Étapes notées par l’équipe, après la dernière, une fois le contenu parti | {DESK_STEPS_KEEP_DAYS} jours |"
    )?;
    writeln!(
        table,
        "| Qui de l’équipe a ouvert quoi | {DESK_VIEWS_KEEP_DAYS} jours |"
    )?;
    writeln!(
        table,
        "| Contenu d’un envoi que l’exploitant a mis de côté sans le remettre (envoi abusif), après ce geste | {SET_ASIDE_KEEP_DAYS} jours |"
    )?;
    writeln!(
        table,
        "| Dossier d’une demande de droits dans le registre, après sa clôture | {RIGHTS_FILE_KEEP_DAYS} jours |"
    )?;
    writeln!(
        table,
        "| Preuve d’un choix sur une option, après le dernier mot sur cette option | {OPTION_KEEP_DAYS} jours |"
    )?;
    writeln!(
        table,
        "| L’antenne dont la boîte a une fiche, après la réception et la remise, une fois le contenu parti et si aucun droit n’y tient | {MAILBOX_KNOWN_DAYS} jours |"
    )?;
    writeln!(
        table,
        "| Journal technique, au plus ; réglé sur la machine (guide d’exploitation) | {LOG_KEEP_DAYS} jours |"
    )?;
    Ok(table)
}

/// The two lines between which a part of the map is generated.
fn marks(name: &str) -> (String, String) {
    (
        format!("<!-- {name} : généré, début -->\n"),
        format!("<!-- {name} : généré, fin -->\n"),
    )
}

fn block<'m>(map: &'m str, name: &str) -> anyhow::Result<&'m str> {
    let (start, end) = marks(name);
    let (_, rest) = map
        .split_once(&start)
        .with_context(|| format!("the map has no line {start}"))?;
    let (block, _) = rest
        .split_once(&end)
        .with_context(|| format!("the map has no line {end}"))?;
    Ok(block)
}

fn with_block(map: &str, name: &str, table: &str) -> anyhow::Result<String> {
    let (start, end) = marks(name);
    let old = format!("{start}{}{end}", block(map, name)?);
    Ok(map.replace(&old, &format!("{start}\n{table}\n{end}")))
}

/// The names of all members, at every depth.
fn member_names(value: &Value, names: &mut BTreeSet<String>) {
    if let Value::Object(members) = value {
        for (name, value) in members {
            names.insert(name.clone());
            member_names(value, names);
        }
    }
    if let Value::Array(items) = value {
        for item in items {
            member_names(item, names);
        }
    }
}
