//! How easy the French texts are to read: the first layer of each notice, what opens each page, and the forms.
//!
//! The measure is that of L. Kandel and A. Moles, « Application de l’indice de Flesch à la langue française »,
//! Cahiers d’études de radio-télévision 19, 1958, pages 253 to 274:
//!
//! ```text
//! 207 − 1.015 × words by sentence − 73.6 × syllables by word
//! ```
//!
//! On Flesch's scale 60 to 70 is plain, 70 to 80 fairly easy, as for a pupil of 12 or 13.
//! Many of those who read these texts left school early or learn French, so each text has to reach 70.
//! The measure is made for whole texts; a sentence by itself may be lower, but none is long or very hard.

use anyhow::Context;
use domain::{bundle::Bundle, notice::Layers, wording::fill};

use crate::{folder::library, syllables::syllables};

/// What a whole text has to reach.
const TEXT_SCORE: f64 = 70.0;
/// What a sentence has to reach; shorter ones have too few words for the measure.
const SENTENCE_SCORE: f64 = 50.0;
const FEW_WORDS: usize = 8;
/// A line of a book; what is longer is read twice.
const MOST_WORDS: usize = 20;

/// The same for what opens with a tap, where articles and names of law stand too.
const MOST_WORDS_INSIDE: usize = 28;

/// Names that cannot be avoided: each counts as one short word, and is explained in `content/pages/mots`.
pub(crate) const TERMS: [&str; 7] = [
    "Missions Locales",
    "Mission Locale",
    "France Travail",
    "I-Milo",
    "DSIML",
    "CNIL",
    "RGPD",
];

/// What the site says, for sentences that name it.
const SITE: [(&str, &str); 8] = [
    ("site.name", "Mission Locale de démonstration"),
    ("site.address", "1 rue de l’Exemple, 59100 Roubaix"),
    ("site.phone", "03 53 01 12 34"),
    ("site.email", "accueil@mission-locale.example"),
    ("site.officer_email", "donnees@mission-locale.example"),
    ("site.host", "Hébergeur Exemple"),
    ("site.mail_provider", "Messagerie Exemple"),
    ("site.keep_after_delivery_days", "7"),
];

/// A list as long as that of countries is names, not sentences.
const NAMES: usize = 50;

/// A text and its sentences.
pub(crate) type Text = (String, Vec<String>);

#[derive(Default)]
struct Count {
    sentences: usize,
    words: usize,
    syllables: usize,
}

impl Count {
    fn of(sentences: &[String]) -> Self {
        let words: Vec<String> = sentences.iter().flat_map(|one| words(one)).collect();
        Self {
            sentences: sentences.len(),
            words: words.len(),
            syllables: words.iter().map(|word| spoken(word)).sum(),
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "a text has few words")]
    fn score(&self) -> f64 {
        let by = |many: usize, few: usize| many as f64 / few.max(1) as f64;
        207.0 - 1.015 * by(self.words, self.sentences) - 73.6 * by(self.syllables, self.words)
    }
}

fn score(sentence: &str) -> f64 {
    Count::of(&[sentence.to_owned()]).score()
}

/// Sentences end with a full stop, a question, an exclamation or dots; a label is one by itself.
fn sentences(text: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    for part in fill(text, &SITE).split_whitespace() {
        if let Some(last) = found.last_mut() {
            last.push_str(part);
            last.push(' ');
        }
        if part.ends_with(['.', '?', '!', '…']) {
            found.push(String::new());
        }
    }
    found.retain(|sentence| !words(sentence).is_empty());
    found
}

/// The words of a sentence. What an apostrophe joins is one word, what a hyphen joins is several.
fn words(sentence: &str) -> Vec<String> {
    let plain = TERMS.iter().fold(sentence.to_owned(), |sentence, term| {
        sentence.replace(term, "mot")
    });
    let parts = plain.split(|letter: char| letter.is_whitespace() || "-–/+".contains(letter));
    let bare = parts.map(|part| part.trim_matches(|letter: char| !letter.is_alphanumeric()));
    bare.filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The syllables of a word as people say it: an acronym letter by letter, an address in one go.
fn spoken(word: &str) -> usize {
    if word.contains('@') {
        1
    } else if is_acronym(word) {
        word.chars().count()
    } else {
        syllables(word)
    }
}

pub(crate) fn is_acronym(word: &str) -> bool {
    word.chars().count() > 1 && word.chars().all(char::is_uppercase)
}

pub(crate) fn french() -> anyhow::Result<Bundle> {
    library()?.bundle("fr").context("French")
}

fn layers(bundle: &Bundle) -> impl Iterator<Item = (&String, &Layers)> {
    let notices = bundle.notices.iter().map(|one| (&one.id, &one.layers));
    notices.chain(bundle.pages.iter().map(|one| (&one.id, &one.layers)))
}

/// What opens with a tap, notice by notice and page by page.
pub(crate) fn inside(bundle: &Bundle) -> Vec<Text> {
    let said = |layers: &Layers| {
        let blocks = layers.topics.iter().flat_map(|topic| &topic.blocks);
        blocks.map(|block| block.text.clone()).collect()
    };
    layers(bundle)
        .map(|(id, layers)| (id.clone(), said(layers)))
        .collect()
}

/// The texts that have to be easy.
pub(crate) fn texts(bundle: &Bundle) -> Vec<Text> {
    let mut texts = Vec::new();
    for (id, layers) in layers(bundle) {
        texts.push((id.clone(), layers.summary.clone()));
    }
    for form in &bundle.forms {
        let mut said = vec![form.wording.title.clone()];
        for (_, section) in form.wording.sections.iter() {
            said.push(section.title.clone());
            said.extend(section.lead.clone());
        }
        for (_, question) in form.wording.questions.iter() {
            said.push(question.label.clone());
            said.extend(question.hint.clone());
            let choices = question.choices.iter().chain(question.refusals.iter());
            if question.choices.iter().count() < NAMES {
                said.extend(choices.map(|(_, text)| text.clone()));
            }
        }
        texts.push((form.questionnaire.id.clone(), said));
    }
    texts.retain(|(_, said)| !said.is_empty());
    texts
}

#[test]
fn every_text_is_easy_to_read() -> anyhow::Result<()> {
    let mut hard = Vec::new();
    let texts = texts(&french()?);
    assert!(texts.len() > 8, "the real texts were read");
    for (id, said) in texts {
        let sentences: Vec<String> = said.iter().flat_map(|text| sentences(text)).collect();
        let whole = Count::of(&sentences).score();
        if whole < TEXT_SCORE {
            hard.push(format!("{id}: {whole:.0} for the whole, hardest first:"));
            let mut scored: Vec<(f64, &String)> =
                sentences.iter().map(|one| (score(one), one)).collect();
            scored.sort_by(|one, other| one.0.total_cmp(&other.0));
            hard.extend(
                scored
                    .iter()
                    .take(5)
                    .map(|(score, one)| format!("  {score:.0}: {one}")),
            );
        }
        for sentence in sentences {
            let (words, score) = (words(&sentence).len(), score(&sentence));
            if words > MOST_WORDS || (words >= FEW_WORDS && score < SENTENCE_SCORE) {
                hard.push(format!("{id}: {score:.0}, {words} words: {sentence}"));
            }
        }
    }
    assert!(hard.is_empty(), "{}", hard.join("\n"));
    Ok(())
}

#[test]
fn what_opens_with_a_tap_is_easy_as_a_whole_and_has_no_long_sentence() -> anyhow::Result<()> {
    let mut hard = Vec::new();
    for (id, said) in inside(&french()?) {
        let sentences: Vec<String> = said.iter().flat_map(|text| sentences(text)).collect();
        let whole = Count::of(&sentences).score();
        if whole < TEXT_SCORE {
            hard.push(format!("{id}: {whole:.0} for the whole"));
        }
        for sentence in sentences {
            let words = words(&sentence).len();
            if words > MOST_WORDS_INSIDE {
                hard.push(format!("{id}: {words} words: {sentence}"));
            }
        }
    }
    assert!(hard.is_empty(), "{}", hard.join("\n"));
    Ok(())
}

#[test]
fn a_notice_opens_with_five_sentences_and_no_legal_word() -> anyhow::Result<()> {
    for notice in french()?.notices {
        for text in &notice.layers.summary {
            assert_eq!(sentences(text).len(), 1, "{}: {text}", notice.id);
            let low = text.to_lowercase();
            for legal in [
                "article",
                "décret",
                "responsable de traitement",
                "finalité",
                "base légale",
            ] {
                assert!(!low.contains(legal), "{}: {legal} in {text}", notice.id);
            }
        }
    }
    Ok(())
}

#[test]
fn a_hard_sentence_is_seen() {
    let easy = "On t’appelle pour te proposer une première rencontre.";
    let hard = "La réglementation applicable aux traitements automatisés de données personnelles prévoit expressément l’exercice individuel des prérogatives.";
    assert!(score(easy) > TEXT_SCORE, "{}", score(easy));
    assert!(score(hard) < 20.0, "{}", score(hard));
    assert_eq!(sentences("Un. Deux ? Trois : quatre").len(), 3);
    assert_eq!(words("I-Milo, c’est quoi\u{a0}?"), ["mot", "c’est", "quoi"]);
}
