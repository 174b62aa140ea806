//! What every language says alike: numbers, names of buttons, what is left to confirm.

use std::collections::BTreeMap;

use anyhow::Context;
use content::Library;
use domain::{language::Language, notice::Layers};

use crate::folder::library;

/// How a paragraph starts that a data-protection officer has to confirm, by language.
const TO_CONFIRM: [(Language, &str); 6] = [
    (Language::French, "À confirmer par ta Mission Locale\u{a0}:"),
    (
        Language::SimpleFrench,
        "À confirmer par ta Mission Locale\u{a0}:",
    ),
    (Language::English, "To be confirmed by your Mission Locale:"),
    (Language::Spanish, "Tu Mission Locale debe confirmar esto:"),
    (
        Language::Ukrainian,
        "Твоя Mission Locale ще має підтвердити:",
    ),
    (
        Language::Arabic,
        "بانتظار تأكيد من Mission Locale الخاصة بك:",
    ),
];

/// Every sentence of a language by where it stands: texts, forms, notices and pages.
fn sentences(library: &Library, language: Language) -> anyhow::Result<BTreeMap<String, String>> {
    let bundle = library.bundle(language.code()).context("a bundle")?;
    let texts = library.texts(language.code()).context("texts")?;
    let mut all: BTreeMap<String, String> = BTreeMap::new();
    for (key, text) in texts.iter() {
        all.insert(format!("texts, {key}"), text.clone());
    }
    for form in &bundle.forms {
        let id = &form.questionnaire.id;
        for (section, words) in form.wording.sections.iter() {
            all.insert(format!("{id}, {section}"), words.title.clone());
            let lead = words.lead.clone().unwrap_or_default();
            all.insert(format!("{id}, {section}, lead"), lead);
        }
        for (question, words) in form.wording.questions.iter() {
            all.insert(format!("{id}, {question}"), words.label.clone());
            let hint = words.hint.clone().unwrap_or_default();
            all.insert(format!("{id}, {question}, hint"), hint);
            for (reason, text) in words.refusals.iter() {
                all.insert(format!("{id}, {question}, {reason}"), text.clone());
            }
        }
    }
    for (name, layers) in layers(&bundle) {
        for (place, text) in layers.summary.iter().enumerate() {
            all.insert(format!("{name}, summary {place}"), text.clone());
        }
        for (place, topic) in layers.topics.iter().enumerate() {
            for (under, block) in topic.blocks.iter().enumerate() {
                all.insert(format!("{name}, {place}, {under}"), block.text.clone());
            }
        }
    }
    Ok(all)
}

/// Notices and pages by name and version.
fn layers(bundle: &domain::bundle::Bundle) -> impl Iterator<Item = (String, &Layers)> {
    let notices = bundle.notices.iter();
    let notices =
        notices.map(|notice| (format!("{} {}", notice.id, notice.version), &notice.layers));
    let pages = bundle.pages.iter();
    notices.chain(pages.map(|page| (page.id.clone(), &page.layers)))
}

/// French first, then each other language with what it says in the place of each French sentence.
fn translated(
    mut check: impl FnMut(Language, &str, &str, &str) -> Option<String>,
) -> anyhow::Result<()> {
    let library = library()?;
    let french = sentences(&library, Language::French)?;
    assert!(french.len() > 500, "all was read");
    let mut wrong = Vec::new();
    for language in Language::ALL.into_iter().skip(1) {
        let said = sentences(&library, language)?;
        for (place, french) in &french {
            // Of versions from before a language was there it has nothing.
            if let Some(said) = said.get(place)
                && let Some(problem) = check(language, place, french, said)
            {
                wrong.push(format!(
                    "{}, {place}: {problem}\n  {french}\n  {said}",
                    language.code()
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

/// The numbers of a sentence: durations, articles of law, examples, addresses.
fn numbers(text: &str) -> Vec<&str> {
    let parts = text.split(|sign: char| !sign.is_ascii_digit());
    let mut numbers: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    numbers.sort_unstable();
    numbers
}

#[test]
fn every_number_stands_in_every_language() -> anyhow::Result<()> {
    translated(|language, _, french, said| {
        let mut there = numbers(said);
        // Arabic says one month and two months in the form of the word.
        let is_in_word = |number: &str| language == Language::Arabic && matches!(number, "1" | "2");
        let told = numbers(french)
            .into_iter()
            .filter(|number| !is_in_word(number));
        let missing = told.into_iter().find(|number| {
            let place = there.iter().position(|found| found == number);
            place.map(|place| there.remove(place)).is_none()
        });
        missing.map(|number| format!("{number} is not there"))
    })
}

/// What stands in French guillemets.
fn quoted(text: &str) -> Vec<String> {
    let plain = text.replace('\u{a0}', " ");
    let parts = plain.split('«').skip(1);
    let inside = parts.filter_map(|part| part.split_once('»'));
    inside.map(|(name, _)| name.trim().to_owned()).collect()
}

#[test]
fn a_button_is_named_as_it_is_written() -> anyhow::Result<()> {
    let library = library()?;
    let texts = |language: Language| library.texts(language.code()).context("texts");
    let french = texts(Language::French)?;
    let mut named = 0;
    let mut all = BTreeMap::new();
    for language in Language::ALL {
        all.insert(language.code(), texts(language)?);
    }
    translated(|language, _, sentence, said| {
        let plain = |text: &str| text.replace(['\u{a0}', '\u{202f}'], " ");
        quoted(sentence).into_iter().find_map(|name| {
            let is_it = |text: &String| plain(text) == name;
            let keys: Vec<&str> = french
                .iter()
                .filter(|(_, text)| is_it(text))
                .map(|(key, _)| key)
                .collect();
            named += keys.len();
            let own: Vec<String> = keys
                .iter()
                .filter_map(|key| Some(plain(all.get(language.code())?.get(key)?)))
                .collect();
            let is_said =
                own.is_empty() || own.iter().any(|own| plain(said).contains(own.as_str()));
            (!is_said).then(|| format!("{name} is called {own:?}"))
        })
    })?;
    assert!(named > 20, "buttons are named: {named}");
    Ok(())
}

#[test]
fn what_is_to_be_confirmed_is_marked_alike_in_every_language() -> anyhow::Result<()> {
    let library = library()?;
    let mut first: Option<BTreeMap<String, Vec<(usize, usize)>>> = None;
    for (language, mark) in TO_CONFIRM {
        let bundle = library.bundle(language.code()).context("a bundle")?;
        let mut marked = BTreeMap::new();
        for (name, layers) in layers(&bundle) {
            let starts = |text: &str| text.starts_with(mark);
            assert!(!layers.summary.iter().any(|text| starts(text)), "{name}");
            let mut here = Vec::new();
            for (place, topic) in layers.topics.iter().enumerate() {
                for (under, block) in topic.blocks.iter().enumerate() {
                    let formula = mark.trim_end_matches([':', '\u{a0}']);
                    let is_named = block.text.contains(formula);
                    assert_eq!(is_named, starts(&block.text), "{name}: {}", block.text);
                    if is_named {
                        assert!(!block.item, "{name}: a paragraph of its own, not an item");
                        here.push((place, under));
                    }
                }
            }
            marked.insert(name, here);
        }
        let french = first.get_or_insert_with(|| marked.clone());
        for (name, here) in &marked {
            assert_eq!(Some(here), french.get(name), "{}, {name}", language.code());
        }
    }
    let french = first.context("French")?;
    assert!(
        french.values().map(Vec::len).sum::<usize>() > 5,
        "some are marked"
    );
    Ok(())
}
