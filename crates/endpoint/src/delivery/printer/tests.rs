//! Layout of unchecked texts: what was stored before a rule was made must still come out.

use proptest::prelude::*;
use serde_json::json;

use super::*;

/// A text of any signs, with those that hurt layout more often than by chance; now and then a very long one.
fn raw_text() -> impl Strategy<Value = String> {
    let hurts = prop::sample::select(
        &[
            '\0',
            '\n',
            '\u{ad}',
            '\u{34f}',
            '\u{200b}',
            '\u{200d}',
            '\u{202e}',
            '\u{2028}',
            '\u{2067}',
            '\u{e000}',
            '\u{fdd0}',
            '\u{feff}',
            '\u{fffe}',
            '\u{fffd}',
            '\u{e0041}',
            '\u{1f468}',
            '\u{301}',
            'e',
            ' ',
        ][..],
    );
    let sign = prop_oneof![hurts, any::<char>()];
    let signs = prop::collection::vec(sign, 0..200);
    prop_oneof![
        8 => signs.prop_map(String::from_iter),
        1 => Just(["e", &"\u{301}".repeat(22_000)].concat()),
        1 => Just("\u{feff}".repeat(20_000)),
        1 => Just("W".repeat(60_000)),
    ]
}

fn transcript(texts: &[String]) -> Job {
    let rows: Vec<_> = texts
        .iter()
        .map(|text| json!({"label": text, "value": text}))
        .collect();
    let title = ["Titre ", texts.first().map_or("", String::as_str)].concat();
    Job {
        template: Template::Transcript,
        created_at: Timestamp::from_unix_seconds(0),
        shown: json!({
            // Titles are ours: never empty, whatever stands in them.
            "title": title,
            "mission_locale": texts.last(),
            "lead": texts,
            "sections": [{"title": title, "rows": rows}],
            "closing": texts,
        }),
    }
}

#[test]
fn whatever_is_laid_out_comes_out_tagged() {
    let layout = Layout::new();
    let runs = ProptestConfig {
        cases: 16,
        failure_persistence: None,
        max_shrink_iters: 60,
        ..ProptestConfig::default()
    };
    let texts = prop::collection::vec(raw_text(), 1..5);
    let ran = proptest::test_runner::TestRunner::new(runs).run(&texts, |texts| {
        let printed = lay_out(&layout, transcript(&texts));
        prop_assert_eq!(printed.map(|pdf| pdf.starts_with(b"%PDF")), Ok(true));
        Ok(())
    });
    assert!(ran.is_ok(), "{ran:?}");
}

#[test]
fn what_was_cut_is_said_on_the_fiche() -> anyhow::Result<()> {
    let layout = Layout::new();
    for (text, is_cut) in [("e".repeat(60), false), ("e ".repeat(2_000), true)] {
        let pdf = lay_out(&layout, transcript(&[text]));
        let Ok(pdf) = pdf else {
            anyhow::bail!("no PDF")
        };
        let document = lopdf::Document::load_mem(&pdf)?;
        let read = document.extract_text(&[1])?;
        let read = read.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(read.contains("trop longs sont coupés"), is_cut, "{read}");
    }
    Ok(())
}
