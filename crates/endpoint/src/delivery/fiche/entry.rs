//! What to enter in each field of I-Milo: ready to copy, with the person's own words beside it where they differ.

use domain::{
    formats,
    identity::unaccented_capitals,
    imilo::ImiloField,
    phone::PhoneNumber,
    questionnaire::{Kind, Question},
    submission::EARLIER,
};
use serde::Serialize;

use super::{
    answer::{Known, Reader},
    person::Housing,
};

/// Names that I-Milo wants in capitals without accents.
const USAGE_NAME: &str = "usage_name";
const BIRTH_NAME: &str = "birth_name";

/// One answer fills two neighbouring fields of I-Milo: the number and the street, the level and the diploma.
const STREET: &str = "address_line";
const DIPLOMA: &str = "highest_diploma";

/// The box of those who have no stable address.
const UNSTABLE: &str = "no_stable_address";

/// One field of the dossier.
#[derive(Serialize)]
pub(crate) struct ImiloEntry {
    /// As I-Milo calls it.
    pub(crate) field: String,
    /// What to enter, as it is to stand there; nothing when there is nothing to enter.
    pub(crate) value: Option<String>,
    /// Whether the advisor chooses from I-Milo's list, which is not public.
    pub(crate) is_to_choose: bool,
    /// What the person said, where that is other words.
    pub(crate) said: Option<String>,
    /// Whether I-Milo has a list there: nothing can be pasted.
    #[serde(skip)]
    pub(crate) is_list: bool,
    /// What helps who types it.
    #[serde(skip)]
    pub(crate) hint: Option<String>,
}

impl ImiloEntry {
    fn new(field: &str, value: Option<String>, said: Option<String>) -> Self {
        Self {
            field: field.to_owned(),
            said: said.filter(|said| value.as_ref() != Some(said)),
            value,
            is_to_choose: false,
            is_list: false,
            hint: None,
        }
    }

    fn to_choose(field: &str, said: Option<String>) -> Self {
        Self {
            is_to_choose: said.is_some(),
            ..Self::new(field, None, said)
        }
    }

    /// On one line: what to enter, and what is left to choose from.
    pub(super) fn line(&self) -> Option<String> {
        match (&self.value, &self.said) {
            (Some(value), Some(said)) if self.is_to_choose => Some(format!("{value} ({said})")),
            (value, said) => value.clone().or_else(|| said.clone()),
        }
    }
}

impl Reader<'_> {
    /// The fields that a question fills; none where a box was left alone: nobody said no.
    pub(super) fn entries(&self, field: &ImiloField, question: &str) -> Vec<ImiloEntry> {
        let Some(question) = self.sheet.questionnaire.question(question) else {
            return Vec::new();
        };
        let mut entries = self.filled(&field.title, question);
        for entry in &mut entries {
            entry.is_list = self.is_list(question);
            entry.hint.clone_from(&field.hint);
        }
        entries
    }

    /// Choices become a list of I-Milo; several that no word of I-Milo is known for become a remark.
    fn is_list(&self, question: &Question) -> bool {
        match question.kind {
            Kind::Choice | Kind::YesNo | Kind::Tick => true,
            Kind::Choices => self.is_mapped(&question.id),
            _ => false,
        }
    }

    fn filled(&self, field: &str, question: &Question) -> Vec<ImiloEntry> {
        let answer = self.answers.one(&question.id);
        match (question.id.as_str(), answer) {
            (STREET, Some(text)) => street(field, text),
            (DIPLOMA, Some(code)) => self.diploma(field, question, code),
            (BIRTH_NAME, None) => vec![self.same_name(field)],
            // Who has no housing has said so elsewhere.
            (UNSTABLE, None) if Housing::of(self.answers) == Some(Housing::None) => {
                vec![ImiloEntry::to_choose(field, self.said("housing"))]
            }
            (_, None) if question.kind == Kind::Tick => Vec::new(),
            _ if question.kind == Kind::Choices => vec![self.choices(field, question)],
            (_, Some(text)) => vec![self.entry(field, question, text)],
            (_, None) => vec![ImiloEntry::new(field, None, None)],
        }
    }

    fn entry(&self, field: &str, question: &Question, text: &str) -> ImiloEntry {
        let said = self.said(&question.id);
        let value = match question.kind {
            Kind::Choice | Kind::YesNo | Kind::Tick => {
                let mapped = self.value(&question.id, text);
                if mapped.is_none() && self.is_mapped(&question.id) {
                    return ImiloEntry::to_choose(field, said);
                }
                mapped.or_else(|| said.clone())
            }
            Kind::PostalCode if text == formats::ABROAD => None,
            Kind::Year if text == EARLIER => return ImiloEntry::to_choose(field, said),
            Kind::Commune => return self.commune_entry(field, text),
            Kind::Phone => PhoneNumber::parse(text).ok().map(|phone| {
                if phone.is_foreign() {
                    phone.e164()
                } else {
                    phone.dotted()
                }
            }),
            Kind::Name => self.name(question, text),
            _ => said.clone(),
        };
        ImiloEntry::new(field, value, said)
    }

    /// A first name as it is; a surname in unaccented capitals. Whose one name was given as the first name has it as the
    /// surname in I-Milo.
    fn name(&self, question: &Question, text: &str) -> Option<String> {
        let is_surname = [USAGE_NAME, BIRTH_NAME].contains(&question.id.as_str());
        match text {
            formats::NO_NAME if question.id == USAGE_NAME => {
                self.answers.one("first_name").map(unaccented_capitals)
            }
            formats::NO_NAME => None,
            name if is_surname => Some(unaccented_capitals(name)),
            name => Some(name.to_owned()),
        }
    }

    /// The form says to leave the name of birth empty where it is the name in use.
    fn same_name(&self, field: &str) -> ImiloEntry {
        let Some(usage) = self.answers.one(USAGE_NAME) else {
            return ImiloEntry::new(field, None, None);
        };
        let value = match usage {
            formats::NO_NAME => self.answers.one("first_name"),
            name => Some(name),
        };
        let said = self.words.same_as_usage_name();
        ImiloEntry::new(field, value.map(unaccented_capitals), Some(said))
    }

    /// I-Milo finds communes by name; the code is for telling two of one name apart.
    fn commune_entry(&self, field: &str, text: &str) -> ImiloEntry {
        let insee = |code| format!("INSEE {code}");
        let (value, said) = match self.known_commune(text) {
            Known::Typed => (Some(text.to_owned()), None),
            Known::Code(code) => (None, Some(insee(code))),
            Known::Whole { name, code } => (Some(name), Some(insee(code))),
            Known::Part { part, name, code } => {
                (Some(name), Some(format!("{part}, {}", insee(code))))
            }
        };
        ImiloEntry {
            is_to_choose: value.is_none(),
            ..ImiloEntry::new(field, value, said)
        }
    }

    fn choices(&self, field: &str, question: &Question) -> ImiloEntry {
        let said = self.labels(&question.id);
        if !self.is_mapped(&question.id) {
            return ImiloEntry::new(field, said.clone(), said);
        }
        let codes = self.answers.many(&question.id);
        let values: Vec<String> = codes
            .iter()
            .filter_map(|code| self.value(&question.id, code))
            .collect();
        let value = (!values.is_empty()).then(|| values.join(", "));
        // All of it in I-Milo's words: the person's own would only make the fiche longer.
        let is_to_choose = values.len() < codes.len();
        ImiloEntry {
            is_to_choose,
            ..ImiloEntry::new(field, value, said.filter(|_| is_to_choose))
        }
    }

    /// Both national scales stand in the first field, which has one of them in I-Milo.
    fn diploma(&self, field: &str, question: &Question, code: &str) -> Vec<ImiloEntry> {
        let (level_field, title_field) = two(field);
        let level = self.sheet.levels.get(code);
        let old = level.and_then(|level| level.level_1969.as_ref());
        let new = level.and_then(|level| level.level_2019.as_ref());
        let said = self.said(&question.id);
        let level = match (old, new) {
            (Some(old), new) => {
                let scale = new.map(|level| self.words.level_2019(level));
                ImiloEntry::new(level_field, Some(old.clone()), scale)
            }
            _ => ImiloEntry::to_choose(level_field, said.clone()),
        };
        vec![level, ImiloEntry::to_choose(title_field, said)]
    }

    fn value(&self, question: &str, code: &str) -> Option<String> {
        self.sheet.values.get(question)?.get(code).cloned()
    }

    /// Whether the words of I-Milo are known for any choice of that question.
    fn is_mapped(&self, question: &str) -> bool {
        let values = self.sheet.values.get(question);
        values.is_some_and(|values| !values.is_empty())
    }
}

/// The number and the name of the street, where an address begins with a number.
fn street(field: &str, text: &str) -> Vec<ImiloEntry> {
    let (number_field, street_field) = two(field);
    let (number, street) = number_of(text);
    vec![
        ImiloEntry::new(number_field, number.map(ToOwned::to_owned), None),
        ImiloEntry::new(street_field, Some(street.to_owned()), None),
    ]
}

/// What the name of a street begins with, in small letters without accents.
const STREETS: [&str; 38] = [
    "allee",
    "allees",
    "av",
    "avenue",
    "bd",
    "bld",
    "boulevard",
    "carrefour",
    "chaussee",
    "che",
    "chemin",
    "cite",
    "clos",
    "cour",
    "cours",
    "domaine",
    "esplanade",
    "faubourg",
    "fbg",
    "hameau",
    "impasse",
    "imp",
    "lieu-dit",
    "lotissement",
    "mail",
    "passage",
    "place",
    "pl",
    "promenade",
    "quai",
    "r",
    "residence",
    "rond-point",
    "route",
    "rue",
    "ruelle",
    "square",
    "voie",
];

/// What may stand between a number and its street.
const AFTER_A_NUMBER: [&str; 4] = ["bis", "ter", "quater", "quinquies"];

/// `12 bis` and `rue de l’Épeule`; the whole as the street where it does not begin with a number and the word for a street:
/// "8 mai 1945" and "59100 Roubaix" have a number that is none.
fn number_of(address: &str) -> (Option<&str>, &str) {
    let digits = address.bytes().take_while(u8::is_ascii_digit).count();
    let whole = (None, address);
    if !(1..=4).contains(&digits) {
        return whole;
    }
    let rest = |from: usize| address.get(from..).unwrap_or_default();
    let spaces = |from: usize| {
        let after = rest(from);
        from + after.len() - after.trim_start_matches([' ', ',']).len()
    };
    let word = |from: usize| rest(from).split([' ', ',']).next().unwrap_or_default();
    // "12 bis", "12bis", "12 B", "12B".
    let beside = if rest(digits).starts_with(' ') {
        digits + 1
    } else {
        digits
    };
    let suffix = word(beside);
    let is_letter = suffix.len() == 1 && suffix.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_suffix = AFTER_A_NUMBER.contains(&suffix.to_lowercase().as_str()) || is_letter;
    let ends = [Some(digits), is_suffix.then_some(beside + suffix.len())];
    for end in ends.into_iter().flatten() {
        let street = spaces(end);
        let first = unaccented_capitals(word(street)).to_lowercase();
        if street > end && STREETS.contains(&first.trim_end_matches('.')) {
            return (address.get(..end), rest(street));
        }
    }
    whole
}

/// Whether one answer to that question fills two fields.
fn fills_two(question: &str) -> bool {
    [STREET, DIPLOMA].contains(&question)
}

/// The names of the fields that a field of the sheet stands for, each as I-Milo has it.
pub(super) fn names(field: &ImiloField) -> Vec<&str> {
    if field.questions.iter().any(|question| fills_two(question)) {
        let (first, second) = two(&field.title);
        return vec![first, second];
    }
    vec![&field.title]
}

/// The two fields of a title such as `Numéro, Libellé de voie`; the same twice where it names one.
fn two(field: &str) -> (&str, &str) {
    field.split_once(", ").unwrap_or((field, field))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_told_from_its_street() {
        for (address, number, street) in [
            ("12 rue des Lilas", Some("12"), "rue des Lilas"),
            ("12 bis rue de l’Épeule", Some("12 bis"), "rue de l’Épeule"),
            ("12bis, rue de l’Épeule", Some("12bis"), "rue de l’Épeule"),
            ("7, allée B", Some("7"), "allée B"),
            ("3 B rue Haute", Some("3 B"), "rue Haute"),
            ("14B, Av. Foch", Some("14B"), "Av. Foch"),
            ("5 R Haute", Some("5"), "R Haute"),
            ("12 B Gambetta", None, "12 B Gambetta"),
            ("5 à gauche", None, "5 à gauche"),
            ("8 mai 1945 (rue du)", None, "8 mai 1945 (rue du)"),
            ("14 Juillet", None, "14 Juillet"),
            ("59100 Roubaix", None, "59100 Roubaix"),
            ("18 A 20 rue K", None, "18 A 20 rue K"),
            ("5 & 7 rue X", None, "5 & 7 rue X"),
            ("rue du 8 mai 1945", None, "rue du 8 mai 1945"),
            ("12", None, "12"),
            ("12 bis", None, "12 bis"),
            ("3e étage, 12 rue Haute", None, "3e étage, 12 rue Haute"),
            ("", None, ""),
            ("éé", None, "éé"),
        ] {
            assert_eq!(number_of(address), (number, street), "{address}");
        }
    }
}
