//! One question as the file says it.

use std::collections::BTreeMap;

use domain::{
    imilo::DiplomaLevel,
    questionnaire::{Ages, Choice, Condition, Kind, Question, Service},
};

use crate::{
    fields::Fields,
    list::List,
    names,
    source::{Mark, Value},
};

/// A question, with what only staff see of it.
#[derive(Clone)]
pub(crate) struct Asked {
    /// Its choices are empty where they come from a list.
    pub(crate) question: Question,
    /// The questionnaire whose file holds the question and its words.
    pub(crate) origin: String,
    /// The list its choices come from.
    pub(crate) list: Option<String>,
    /// `Section / Champ` of I-Milo.
    pub(crate) imilo: Vec<String>,
    /// By choice code, what I-Milo calls it.
    pub(crate) values: BTreeMap<String, String>,
    /// By choice code, the level of a diploma.
    pub(crate) levels: BTreeMap<String, DiplomaLevel>,
    pub(crate) mark: Mark,
}

const KINDS: [(&str, Kind); 12] = [
    ("choice", Kind::Choice),
    ("choices", Kind::Choices),
    ("text", Kind::Text),
    ("date", Kind::Date),
    ("phone", Kind::Phone),
    ("email", Kind::Email),
    ("postal_code", Kind::PostalCode),
    ("commune", Kind::Commune),
    ("yes_no", Kind::YesNo),
    ("tick", Kind::Tick),
    ("year", Kind::Year),
    ("name", Kind::Name),
];

/// What `only_with` may name: a line of the site's file.
const SERVICES: [(&str, Service); 1] = [("sms", Service::TextMessages)];

/// The autofill tokens of the HTML standard (4.10.18.7) that a form of this sort may use.
const TOKENS: [&str; 20] = [
    "additional-name",
    "address-level1",
    "address-level2",
    "address-line1",
    "address-line2",
    "address-line3",
    "bday",
    "country",
    "country-name",
    "email",
    "family-name",
    "given-name",
    "honorific-prefix",
    "language",
    "name",
    "postal-code",
    "sex",
    "street-address",
    "tel",
    "tel-national",
];

/// Reads one `[[section.question]]` of the questionnaire called `form`.
pub(crate) fn read(item: &Value<'_>, form: &str, lists: &BTreeMap<String, List>) -> Option<Asked> {
    let fields = item.fields()?;
    let id = fields
        .required("id", "le nom de la question")
        .and_then(|value| {
            let what = "des petites lettres, des chiffres et _, une lettre d’abord";
            value.parsed(what, |text| {
                names::is_snake_case(text).then(|| text.to_owned())
            })
        });
    let kind = fields
        .required("kind", "ce qui compte comme réponse")
        .and_then(|value| one_of(&value, &KINDS));
    let required = fields
        .optional("required")
        .and_then(|value| value.flag())
        .unwrap_or_default();
    let autocomplete = fields.optional("autocomplete").and_then(|value| {
        let token = |text: &str| TOKENS.contains(&text).then(|| text.to_owned());
        value.parsed(&format!("l’un de : {}", TOKENS.join(", ")), token)
    });
    let ask_when = fields
        .optional("ask_when")
        .and_then(|value| condition(&value));
    let kind = kind?;
    let of_kind = |name, wanted: &[Kind]| {
        let value = fields.optional(name)?;
        if !wanted.contains(&kind) {
            value
                .place
                .refuse("il ne faut rien ici : cette sorte de question n’a pas ce réglage");
        }
        Some(value)
    };
    let max_length =
        of_kind("max_length", &[Kind::Text, Kind::Name]).and_then(|value| value.number(1, 200));
    let last_years = of_kind("last_years", &[Kind::Year]).and_then(|value| value.number(1, 50));
    let ages = of_kind("ages", &[Kind::Date]).and_then(|value| ages(&value));
    let list = of_kind("list", &[Kind::Choice, Kind::Choices]).and_then(|value| {
        let known = |text: &str| lists.contains_key(text).then(|| text.to_owned());
        value.parsed("le nom d’un fichier de questionnaires/lists", known)
    });
    let written = of_kind("choices", &[Kind::Choice, Kind::Choices]);
    let has_list = fields.optional("list").is_some();
    let needs_choices = matches!(kind, Kind::Choice | Kind::Choices);
    if needs_choices && has_list == written.is_some() {
        item.place.refuse("il faut ou des choices ou une list");
    }
    let imilo = fields
        .optional("imilo")
        .map(|value| value.texts())
        .unwrap_or_default();
    let mut asked = Asked {
        question: Question {
            id: id?,
            kind,
            required,
            choices: Vec::new(),
            ask_when,
            max_length: max_length.and_then(|length| u16::try_from(length).ok()),
            ages,
            last_years: last_years.and_then(|years| i16::try_from(years).ok()),
            autocomplete,
        },
        origin: form.to_owned(),
        list,
        imilo: imilo.into_iter().map(|(field, _)| field).collect(),
        values: BTreeMap::new(),
        levels: BTreeMap::new(),
        mark: item.place.mark(),
    };
    for choice in written.map(|value| value.items()).unwrap_or_default() {
        read_choice(&choice, &mut asked);
    }
    fields.refuse_unknown();
    Some(asked)
}

fn read_choice(item: &Value<'_>, asked: &mut Asked) {
    let Some(fields) = item.fields() else { return };
    let code = fields
        .required("code", "ce qui est gardé et envoyé")
        .and_then(|value| {
            let what = "des petites lettres, des chiffres et _, une lettre d’abord, et chaque code une fois";
            let question = &asked.question;
            let free = |text: &str| {
                (names::is_snake_case(text) && question.choice(text).is_none())
                    .then(|| text.to_owned())
            };
            value.parsed(what, free)
        });
    let exclusive = fields.optional("exclusive").and_then(|value| {
        if asked.question.kind != Kind::Choices {
            value
                .place
                .refuse("il ne faut rien ici : seul un choix parmi plusieurs peut être seul");
        }
        value.flag()
    });
    let only_with = fields
        .optional("only_with")
        .and_then(|value| one_of(&value, &SERVICES));
    if only_with.is_some() && asked.question.required {
        item.place
            .refuse("il faut only_with dans une question facultative : là où ce choix n’est pas proposé, un autre doit convenir");
    }
    let text = |name| {
        fields
            .optional(name)
            .and_then(|value: Value<'_>| value.text())
    };
    let icon = fields.optional("icon").and_then(|value| {
        let path = |text: &str| is_path(text).then(|| text.to_owned());
        value.parsed("un dessin : le d d’un path SVG, 200 signes au plus", path)
    });
    let (imilo, level_1969, level_2019) = (text("imilo"), text("level_1969"), text("level_2019"));
    fields.refuse_unknown();
    let Some(code) = code else { return };
    asked
        .values
        .extend(imilo.map(|value| (code.clone(), value)));
    if level_1969.is_some() || level_2019.is_some() {
        asked.levels.insert(
            code.clone(),
            DiplomaLevel {
                level_1969,
                level_2019,
            },
        );
    }
    asked.question.choices.push(Choice {
        code,
        exclusive: exclusive.unwrap_or_default(),
        icon,
        only_with,
    });
}

/// Whether it is nothing but commands and numbers of an SVG path.
fn is_path(text: &str) -> bool {
    let mut signs = text.chars();
    let is_of_path =
        |sign: char| sign.is_ascii_digit() || "MmLlHhVvCcSsQqTtAaZz .,-".contains(sign);
    text.len() <= 200 && text.starts_with('M') && signs.all(is_of_path)
}

/// What a word stands for, of a few.
fn one_of<T: Copy>(value: &Value<'_>, known: &[(&str, T)]) -> Option<T> {
    let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
    let meant = |text: &str| known.iter().find(|(name, _)| *name == text);
    value.parsed(&format!("l’un de : {}", names.join(", ")), |text| {
        meant(text).map(|(_, what)| *what)
    })
}

fn condition(value: &Value<'_>) -> Option<Condition> {
    let fields = value.fields()?;
    let question = fields
        .required("question", "une question plus haut")
        .and_then(|value| value.text());
    let codes = |name| codes(&fields, name);
    let (is, is_not) = (codes("is"), codes("is_not"));
    fields.refuse_unknown();
    if is.is_empty() == is_not.is_empty() {
        value
            .place
            .refuse("il faut des codes ou dans is ou dans is_not");
    }
    Some(Condition {
        question: question?,
        is,
        is_not,
    })
}

fn codes(fields: &Fields<'_>, name: &str) -> Vec<String> {
    let values = fields
        .optional(name)
        .map(|value| value.texts())
        .unwrap_or_default();
    values.into_iter().map(|(code, _)| code).collect()
}

fn ages(value: &Value<'_>) -> Option<Ages> {
    let fields = value.fields()?;
    let age = |name, what: &str| {
        fields
            .required(name, what)
            .and_then(|value| value.number(0, 120))
            .and_then(|age| i16::try_from(age).ok())
    };
    let (from, to) = (
        age("from", "l’âge le plus jeune"),
        age("to", "l’âge le plus grand"),
    );
    fields.refuse_unknown();
    let ages = Ages {
        from: from?,
        to: to?,
    };
    if ages.from > ages.to {
        value.place.refuse("il faut d’abord l’âge le plus jeune");
    }
    Some(ages)
}
