//! How long: every duration of the notice before sending is one of the code's, or of the site's file, and all are told.

use anyhow::{Context, ensure};
use domain::{
    notice::{Layers, Topic},
    outbox::Unconfirmed,
    retention::{
        CLOSED_KEEP_DAYS, DESK_STEPS_KEEP_DAYS, DESK_VIEWS_KEEP_DAYS, DRAFT_KEEP_HOURS,
        LOG_KEEP_DAYS, MAILBOX_KNOWN_DAYS, OPTION_KEEP_DAYS, PURGE_EVERY_HOURS,
        RIGHTS_FILE_KEEP_DAYS, SET_ASIDE_KEEP_DAYS,
    },
    rights::{FURTHER_MONTHS, MONTHS_TO_ANSWER},
};

use crate::notice::{BEFORE_SENDING, bundles, demo, in_force, plain, root, said, texts, topic};

/// The days that a content stays after delivery: the site's file says how many.
const KEPT: &str = "{site.keep_after_delivery_days}";

const DAY_SECONDS: i64 = 24 * 60 * 60;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Hours,
    Days,
    Months,
    Years,
}

impl Unit {
    /// The words for it, in French and English, one and many.
    const WORDS: [(Self, [&'static str; 4]); 4] = [
        (Self::Hours, ["heure", "heures", "hour", "hours"]),
        (Self::Days, ["jour", "jours", "day", "days"]),
        (Self::Months, ["mois", "mois", "month", "months"]),
        (Self::Years, ["an", "ans", "year", "years"]),
    ];

    fn of(word: &str) -> Option<Self> {
        let word = word.trim_end_matches(|sign: char| !sign.is_alphabetic());
        let found = Self::WORDS.iter().find(|(_, words)| words.contains(&word));
        found.map(|(unit, _)| *unit)
    }
}

/// A number as it is written, and of what.
type Duration = (String, Unit);

fn kept() -> Duration {
    (KEPT.to_owned(), Unit::Days)
}

fn hours(hours: i64) -> Duration {
    (hours.to_string(), Unit::Hours)
}

fn months(months: i16) -> Duration {
    (months.to_string(), Unit::Months)
}

/// Days as people say them.
fn days(days: u16) -> Duration {
    match days {
        365 => ("1".to_owned(), Unit::Years),
        days if days > 30 && days % 30 == 0 => ((days / 30).to_string(), Unit::Months),
        days => (days.to_string(), Unit::Days),
    }
}

/// The durations of a text, in order. An age is none: nothing here is kept for so long.
fn durations(text: &str) -> Vec<Duration> {
    const YOUNGEST: u16 = 16;
    let text = plain(text);
    // "2 more months".
    let words = text.split_whitespace().filter(|word| *word != "more");
    let words: Vec<&str> = words.collect();
    let pairs = words.windows(2).filter_map(|pair| {
        let unit = Unit::of(pair[1])?;
        let number: Option<u16> = pair[0].parse().ok();
        let is_age = unit == Unit::Years && number.is_some_and(|years| years >= YOUNGEST);
        let counts = number.is_some() || pair[0] == KEPT;
        (counts && !is_age).then(|| (pair[0].to_owned(), unit))
    });
    pairs.collect()
}

fn of_topic(topic: &Topic) -> Vec<Duration> {
    let blocks = topic.blocks.iter();
    blocks.flat_map(|block| durations(&said(block))).collect()
}

/// What the code and the site's file say, by topic of the French notice, in the order of its sentences.
fn promised() -> anyhow::Result<Vec<(&'static str, Vec<Duration>)>> {
    let copy_days = u16::try_from(Unconfirmed::LONGEST_SECONDS / DAY_SECONDS)?;
    Ok(vec![
        (
            "Combien de temps",
            vec![
                days(CLOSED_KEEP_DAYS),
                kept(),
                days(SET_ASIDE_KEEP_DAYS),
                days(DESK_STEPS_KEEP_DAYS),
                days(DESK_VIEWS_KEEP_DAYS),
                // A backup of the last day, kept as long as the runbook lets it be kept.
                kept(),
                days(MAILBOX_KNOWN_DAYS),
                days(OPTION_KEEP_DAYS),
                days(LOG_KEEP_DAYS),
                // The content of a rights request, and the file of it.
                kept(),
                days(RIGHTS_FILE_KEEP_DAYS),
            ],
        ),
        (
            "Sur ton téléphone",
            vec![days(copy_days), hours(DRAFT_KEEP_HOURS)],
        ),
        (
            "Tes droits",
            vec![months(MONTHS_TO_ANSWER), months(FURTHER_MONTHS)],
        ),
        ("Si tu n’as pas de réponse", vec![months(MONTHS_TO_ANSWER)]),
    ])
}

fn assert_promised(layers: &Layers, titles: &Layers, language: &str) -> anyhow::Result<()> {
    let promised = promised()?;
    for (title, _) in &promised {
        topic(titles, title)?;
    }
    for (topic, french) in layers.topics.iter().zip(&titles.topics) {
        let expected = promised
            .iter()
            .find(|(title, _)| *title == plain(&french.title));
        let expected = expected.map(|(_, durations)| durations.clone());
        assert_eq!(
            of_topic(topic),
            expected.unwrap_or_default(),
            "{language}: {}",
            topic.title
        );
    }
    let summary: Vec<Duration> = layers.summary.iter().flat_map(|it| durations(it)).collect();
    assert_eq!(summary, [kept()], "{language}");
    Ok(())
}

#[test]
fn every_duration_of_the_notice_is_one_of_the_code_in_every_language() -> anyhow::Result<()> {
    let site = demo()?;
    let bundles = bundles()?;
    let titles = in_force(&bundles[0].1, &site, BEFORE_SENDING)?;
    for (language, bundle) in &bundles {
        assert_promised(in_force(bundle, &site, BEFORE_SENDING)?, titles, language)?;
    }
    Ok(())
}

#[test]
fn the_page_of_the_device_says_the_same_days() -> anyhow::Result<()> {
    let copy_days = u16::try_from(Unconfirmed::LONGEST_SECONDS / DAY_SECONDS)?;
    for (language, bundle) in bundles()? {
        let texts = texts(language)?;
        let text = |key: &str| texts.get(key).with_context(|| key.to_owned());
        for key in ["device.copies_one", "device.copies_many"] {
            assert_eq!(
                durations(text(key)?),
                [days(copy_days)],
                "{language}, {key}"
            );
        }
        let draft = durations(text("device.draft")?);
        assert_eq!(draft, [hours(DRAFT_KEEP_HOURS)], "{language}");
        let rights = bundle.page("droits").context("the page of rights")?;
        let answered: Vec<Duration> = rights.layers.topics.iter().flat_map(of_topic).collect();
        let (first, more) = (months(MONTHS_TO_ANSWER), months(FURTHER_MONTHS));
        assert_eq!(answered, [first.clone(), more, first], "{language}");
    }
    Ok(())
}

#[test]
fn a_purge_is_as_often_as_the_notice_says() -> anyhow::Result<()> {
    assert_eq!(PURGE_EVERY_HOURS, 1, "the notices say: once an hour");
    let site = demo()?;
    for ((language, bundle), words) in bundles()?
        .iter()
        .zip(["une fois par heure", "once an hour"])
    {
        let layers = in_force(bundle, &site, BEFORE_SENDING)?;
        let blocks = layers.topics.iter().flat_map(|topic| &topic.blocks);
        let told = blocks.map(said).filter(|text| text.contains(words));
        let told: Vec<String> = told.collect();
        assert!(
            told.len() == 1 && told[0].contains(KEPT),
            "{language}: {told:?}"
        );
    }
    Ok(())
}

#[test]
fn backups_go_as_the_notice_says() -> anyhow::Result<()> {
    let runbook = std::fs::read_to_string(root().join("docs/runbook.md"))?;
    let (_, backup) = runbook.split_once("\n## Backup\n").context("a chapter")?;
    let (backup, _) = backup.split_once("\n## ").context("the next one")?;
    ensure!(
        backup.contains("no longer than `keep_after_delivery_days`"),
        "the runbook lets backups be kept for longer than the notice says"
    );
    let [(_, bundle), _] = bundles()?;
    let layers = in_force(&bundle, &demo()?, BEFORE_SENDING)?.clone();
    let blocks = &topic(&layers, "Combien de temps")?.blocks;
    let told = blocks
        .iter()
        .map(said)
        .find(|text| text.contains("copies de secours"));
    let told = told.context("the notice says nothing of backups")?;
    assert_eq!(durations(&told), [kept()], "{told}");
    Ok(())
}

#[test]
fn durations_are_seen_and_ages_are_none() {
    let text = "Jusqu’à 25 ans\u{a0}: 30\u{a0}jours, puis 1 an. {site.keep_after_delivery_days} jours, six mois.";
    assert_eq!(durations(text), [days(30), days(365), kept()]);
    assert_eq!(days(180), ("6".to_owned(), Unit::Months));
    assert_eq!(
        durations("for 24 hours, within 1 month"),
        [hours(24), months(1)]
    );
}
