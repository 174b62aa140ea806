//! All of `content/` but the sites: questionnaires, words, notices, pages and texts, checked against each other.

use std::{collections::BTreeMap, path::Path};

use domain::{
    bundle::{Bundle, Form as BundleForm},
    imilo::{ImiloSection, Sheet},
    language::Language,
    sorted_map::SortedMap,
    texts::Texts,
    wording::Wording,
};

use crate::{
    folder,
    form::{self, Form},
    imilo,
    list::{self, List},
    notice, page,
    problem::{ContentError, Problems},
    site::notice_file_name,
    texts, words,
};

/// The content of the folder, compiled.
#[derive(Debug, Clone)]
pub struct Library {
    texts: BTreeMap<String, SortedMap<String>>,
    bundles: BTreeMap<String, Bundle>,
    sheets: Vec<CompiledSheet>,
}

/// A [`Sheet`] as the endpoint keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CompiledSheet {
    /// The questionnaire's id, `preinscription` for example.
    pub id: String,
    /// Lowercase hexadecimal SHA-256 of `json`.
    pub digest: String,
    /// The sheet as compact JSON, always the same for the same content.
    pub json: String,
}

impl Library {
    /// Reads the folder and checks everything in it.
    ///
    /// # Errors
    ///
    /// Every mistake that was found, each with its file, line, field and what was expected.
    pub fn read(content_dir: &Path) -> Result<Self, ContentError> {
        let problems = Problems::default();
        let library = read(content_dir, &problems);
        problems.into_result()?;
        Ok(library)
    }

    /// One sheet for each questionnaire, in the order of their ids.
    #[must_use]
    pub fn sheets(&self) -> Vec<CompiledSheet> {
        self.sheets.clone()
    }

    /// The languages there are, French first, as `domain::language` lists them.
    #[must_use]
    pub fn languages(&self) -> Vec<String> {
        as_listed(self.bundles.keys())
    }

    /// Everything a phone loads in that language.
    ///
    /// Its notices are all the versions there are, the newest of each first.
    #[must_use]
    pub fn bundle(&self, language: &str) -> Option<Bundle> {
        self.bundles.get(language).cloned()
    }

    /// Every notice by the name of its file, as [`NOTICES_OF_APP`](crate::NOTICES_OF_APP) has it, and its SHA-256.
    #[must_use]
    pub fn notice_digests(&self) -> BTreeMap<String, String> {
        let bundles = self.bundles.iter();
        let digests = bundles.flat_map(|(language, bundle)| {
            let notices = bundle.notices.iter();
            notices.map(move |notice| {
                let name = notice_file_name(&notice.id, &notice.version, language);
                (name, notice.digest.clone())
            })
        });
        digests.collect()
    }

    /// The app's own sentences in that language, by key.
    #[must_use]
    pub fn texts(&self, language: &str) -> Option<&SortedMap<String>> {
        self.texts.get(language)
    }
}

/// One that is in no list was refused, and comes last.
fn as_listed<'a>(languages: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut languages: Vec<String> = languages.cloned().collect();
    languages.sort_by_key(|code| {
        let mut listed = Language::ALL.into_iter();
        listed
            .position(|language| language.code() == code)
            .unwrap_or(usize::MAX)
    });
    languages
}

fn read(content_dir: &Path, problems: &Problems) -> Library {
    let questionnaires = content_dir.join("questionnaires");
    let texts = texts::read(&content_dir.join("texts"), problems);
    let languages = as_listed(texts.keys());
    let lists = list::read(&questionnaires.join("lists"), &languages, problems);
    let dossier = imilo::read(&content_dir.join("imilo.toml"), problems);
    let forms = form::read(
        &questionnaires,
        &lists,
        &imilo::addresses(&dossier),
        problems,
    );
    let mut notices = notice::read(&content_dir.join("notices"), &languages, problems);
    let mut pages = page::read(&content_dir.join("pages"), &languages, problems);
    check_languages(&questionnaires, &forms, &languages, problems);

    let mut sheets = Vec::new();
    let mut digests = BTreeMap::new();
    let mut bundles = BTreeMap::new();
    for language in &languages {
        let wordings = wordings(&questionnaires, &forms, language, &lists, problems);
        if language == Language::REFERENCE.code() {
            for (id, wording) in &wordings {
                let sheet = compile(&forms[id], wording, &lists, &dossier, problems);
                digests.insert(id.clone(), sheet.digest.clone());
                sheets.push(sheet);
            }
        }
        let form = |(id, wording): (String, Wording)| BundleForm {
            questionnaire: forms[&id].questionnaire(language, &lists),
            digest: digests.get(&id).cloned().unwrap_or_default(),
            wording,
        };
        let bundle = Bundle {
            texts: Texts::of(&texts[language], |_| true),
            language: language.clone(),
            forms: wordings.into_iter().map(form).collect(),
            notices: notices.remove(language).unwrap_or_default(),
            pages: pages.remove(language).unwrap_or_default(),
        };
        bundles.insert(language.clone(), bundle);
    }
    Library {
        texts,
        bundles,
        sheets,
    }
}

/// The words of every form in one language; forms that borrow come after those that lend.
fn wordings(
    folder: &Path,
    forms: &BTreeMap<String, Form>,
    language: &str,
    lists: &BTreeMap<String, List>,
    problems: &Problems,
) -> BTreeMap<String, Wording> {
    let mut wordings: BTreeMap<String, Wording> = BTreeMap::new();
    for borrowing in [false, true] {
        for form in forms
            .values()
            .filter(|form| form.from.is_some() == borrowing)
        {
            let lent = form.from.as_ref().and_then(|from| wordings.get(from));
            let wording = words::read(folder, form, language, lent, lists, problems);
            wordings.extend(wording.map(|wording| (form.id.clone(), wording)));
        }
    }
    wordings
}

/// A file of words for no form, or in a language without texts, would never be read.
fn check_languages(
    folder: &Path,
    forms: &BTreeMap<String, Form>,
    languages: &[String],
    problems: &Problems,
) {
    for file in folder::files(folder, "toml", problems) {
        if let Some((form, language)) = file.stem.rsplit_once('.')
            && !(forms.contains_key(form) && languages.iter().any(|known| known == language))
        {
            problems.add(
                &file.path,
                None,
                "",
                "il faut un questionnaire de ce nom et une langue de content/texts",
            );
        }
    }
}

fn compile(
    form: &Form,
    wording: &Wording,
    lists: &BTreeMap<String, List>,
    dossier: &[ImiloSection],
    problems: &Problems,
) -> CompiledSheet {
    let mut sheet = Sheet {
        questionnaire: form.questionnaire(Language::REFERENCE.code(), lists),
        wording: wording.clone(),
        sections: imilo::filled_by(form, dossier),
        values: BTreeMap::new(),
        levels: BTreeMap::new(),
    };
    for asked in form.questions() {
        if !asked.values.is_empty() {
            sheet
                .values
                .insert(asked.question.id.clone(), asked.values.clone());
        }
        if !sheet.levels.is_empty() && !asked.levels.is_empty() {
            asked.mark.refuse(
                problems,
                "il ne faut de niveaux que sur les choix d’une seule question",
            );
        }
        sheet.levels.extend(asked.levels.clone());
    }
    // Maps with text keys, lists, texts and numbers: nothing that JSON cannot say.
    let json = serde_json::to_string(&sheet).unwrap_or_default();
    CompiledSheet {
        id: form.id.clone(),
        digest: envelope::sha256_hex(json.as_bytes()),
        json,
    }
}
