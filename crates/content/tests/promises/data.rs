//! What leaves the phone, and what for: wire and forms are compared with the data map, the map with the notice.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use anyhow::{Context, ensure};
use domain::{
    notice::Layers,
    submission::Context as LinkContext,
    submission::{Acknowledgement, Consent, Message, QuestionnaireRef},
};
use serde::{
    Deserialize, Deserializer,
    de::{Error as _, Visitor, value::Error},
    forward_to_deserialize_any,
};

use crate::notice::{bundles, french, items, plain, root, said, topic};

/// The topic of what leaves beside the answers.
const LEAVES: &str = "Ce qui part avec tes réponses";

/// Asked to read a struct, it takes down the names of its members, whether they may be missing or not.
struct Names<'n>(&'n mut Vec<&'static str>);

impl<'de> Deserializer<'de> for Names<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(Error::custom("no struct"))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        members: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Error> {
        self.0.extend(members);
        Err(Error::custom("the names are known"))
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct newtype_struct
        seq tuple tuple_struct map enum identifier ignored_any
    }
}

fn members<T: Deserialize<'static>>() -> anyhow::Result<BTreeSet<String>> {
    let mut names = Vec::new();
    let _ = T::deserialize(Names(&mut names));
    ensure!(!names.is_empty(), "the members of a struct are read");
    Ok(names.into_iter().map(str::to_owned).collect())
}

/// The members of a message, each with the members of what it holds.
fn wire() -> anyhow::Result<BTreeMap<String, BTreeSet<String>>> {
    let mut inner = BTreeMap::from([
        ("questionnaire", members::<QuestionnaireRef>()?),
        ("acknowledgement", members::<Acknowledgement>()?),
        ("consents", members::<Consent>()?),
        ("context", members::<LinkContext>()?),
    ]);
    let whole = members::<Message>()?.into_iter();
    let wire = whole.map(|name| {
        let inner = inner.remove(name.as_str()).unwrap_or_default();
        (name, inner)
    });
    let wire = wire.collect();
    ensure!(inner.is_empty(), "no member of a message: {inner:?}");
    Ok(wire)
}

/// The cells of each row of the map's table with that head.
fn table(head: &str) -> anyhow::Result<Vec<Vec<String>>> {
    let map = fs::read_to_string(root().join("docs/data-map.md"))?;
    let (_, table) = map
        .split_once(head)
        .with_context(|| format!("the map has no table {head}"))?;
    let rows = table
        .lines()
        .skip(2)
        .take_while(|line| line.starts_with('|'));
    let cells = |row: &str| {
        let row = row.trim_start_matches("| ").trim_end_matches(" |");
        row.split(" | ").map(plain).collect()
    };
    Ok(rows.map(cells).collect())
}

/// What a cell quotes of the notice.
fn quote(cell: &str) -> anyhow::Result<&str> {
    let quote = cell
        .strip_prefix("« ")
        .and_then(|cell| cell.strip_suffix(" »"));
    quote.with_context(|| format!("no words of the notice: {cell}"))
}

fn is_said(layers: &Layers, words: &str) -> bool {
    let blocks = layers.topics.iter().flat_map(|topic| &topic.blocks);
    blocks.map(said).any(|text| text.contains(words))
}

#[test]
fn all_that_leaves_with_the_answers_is_on_the_map_and_in_the_words_of_the_notice()
-> anyhow::Result<()> {
    let notice = french()?;
    let mut mapped = BTreeMap::new();
    let mut quotes = Vec::new();
    for row in table("| Donnée | Nom dans l’enveloppe | Pourquoi | La notice dit |")? {
        let [_, names, _, words] = row.as_slice() else {
            anyhow::bail!("four cells: {row:?}");
        };
        // `context` : `source`, `event`
        let mut names = names.split('`').skip(1).step_by(2).map(str::to_owned);
        mapped.insert(names.next().context("a name")?, names.collect());
        let words = quote(words)?.to_owned();
        ensure!(is_said(&notice, &words), "the notice does not say: {words}");
        quotes.push(words);
    }
    assert_eq!(wire()?, mapped, "what travels, and docs/data-map.md");
    for item in items(topic(&notice, LEAVES)?) {
        let is_quoted = quotes.iter().any(|words| item.contains(words));
        ensure!(
            is_quoted,
            "the notice says that this leaves, the map does not: {item}"
        );
    }
    Ok(())
}

#[test]
fn each_question_serves_a_purpose_and_each_purpose_is_in_the_words_of_the_notice()
-> anyhow::Result<()> {
    let notice = french()?;
    let mut purposes = BTreeMap::new();
    for row in table("| Finalité | Où la notice le dit |")? {
        let [name, words] = row.as_slice() else {
            anyhow::bail!("two cells: {row:?}");
        };
        let words = quote(words)?.to_owned();
        ensure!(is_said(&notice, &words), "the notice does not say: {words}");
        purposes.insert(name.clone(), words);
    }
    let mut served = BTreeSet::new();
    let questions = table("| Identifiant | Question | Pourquoi elle est posée | Finalité |")?;
    ensure!(questions.len() > 30, "the questions are read");
    for row in questions {
        let cell = row.get(3).context("a purpose")?;
        for purpose in cell.split(", ") {
            ensure!(purposes.contains_key(purpose), "{}: {purpose}", row[0]);
            served.insert(purpose.to_owned());
        }
    }
    assert!(served.iter().eq(purposes.keys()), "{served:?}");
    for item in items(topic(&notice, "À quoi servent tes réponses")?) {
        let is_mapped = purposes.values().any(|words| item.contains(words));
        ensure!(
            is_mapped,
            "the notice says what for, the map does not: {item}"
        );
    }
    Ok(())
}

#[test]
fn an_answer_that_the_notice_names_is_called_what_the_form_calls_it() -> anyhow::Result<()> {
    for ((language, bundle), named) in bundles()?
        .iter()
        .zip(["Mes droits santé", "My health cover"])
    {
        let form = bundle.form("preinscription").context("the form")?;
        let needs = form
            .wording
            .questions
            .get("needs")
            .context("the question")?;
        let label = needs.choice("health_rights");
        ensure!(label.starts_with(named), "{language}: {label}");
        let notice = crate::notice::in_force(bundle, &crate::notice::demo()?, "preinscription")?;
        ensure!(is_said(notice, named), "{language}: {named}");
    }
    Ok(())
}
