//! Long words: each stays in its column or box, nothing lies over anything, and what is copied is what was typed.

use typst::layout::{Frame, FrameItem, Point};

use super::*;

const MILLIMETRE: f64 = 72.0 / 25.4;

/// From where to where something stands, in millimetres from the left edge of the paper.
type Stretch = (f64, f64);

/// The columns of a registration: the field, what to enter, the person's words; and both of the latter, where what to
/// enter stands alone.
const REGISTRATION_COLUMNS: [Stretch; 4] =
    [(15.0, 61.0), (65.0, 141.0), (145.0, 195.0), (65.0, 195.0)];
/// The columns of a transcript.
const TRANSCRIPT_COLUMNS: [Stretch; 2] = [(18.0, 84.0), (89.0, 192.0)];

/// Room for rounding, in points.
const NOTHING: f64 = 0.01;

/// A text where it is drawn, in points from the upper left corner of its page.
struct Drawn {
    page: usize,
    x: Stretch,
    y: Stretch,
    text: String,
}

impl Drawn {
    fn lies_over(&self, other: &Self) -> bool {
        let over =
            |one: Stretch, other: Stretch| one.0 + NOTHING < other.1 && other.0 + NOTHING < one.1;
        self.page == other.page && over(self.x, other.x) && over(self.y, other.y)
    }

    fn is_within(&self, (left, right): Stretch) -> bool {
        let (left, right) = (left * MILLIMETRE, right * MILLIMETRE);
        left - NOTHING <= self.x.0 && self.x.1 <= right + NOTHING
    }
}

fn drawn(job: Job) -> Result<Vec<Drawn>> {
    let document = Layout::new().lay_out(job);
    let document = document.map_err(|error| anyhow::anyhow!("{error:?}"))?;
    let mut drawn = Vec::new();
    for (page, laid) in document.pages().iter().enumerate() {
        collect(&laid.frame, page, Point::zero(), &mut drawn);
    }
    Ok(drawn)
}

fn collect(frame: &Frame, page: usize, corner: Point, drawn: &mut Vec<Drawn>) {
    for (place, item) in frame.items() {
        let at = corner + *place;
        match item {
            FrameItem::Group(group) => {
                let at = at + Point::new(group.transform.tx, group.transform.ty);
                collect(&group.frame, page, at, drawn);
            }
            FrameItem::Text(text) => {
                // From the foot of the letters to the top of the small ones: accents may reach the line above.
                let (x, y, size) = (at.x.to_pt(), at.y.to_pt(), text.size.to_pt());
                drawn.push(Drawn {
                    page,
                    x: (x, x + text.width().to_pt()),
                    y: (y - 0.5 * size, y),
                    text: text.text.to_string(),
                });
            }
            _ => {}
        }
    }
}

/// What a person may type, by question.
#[derive(Debug, Clone)]
struct Typed {
    first_name: String,
    usage_name: String,
    commune: String,
    email: String,
    words: String,
    phone: &'static str,
}

fn registration(typed: &Typed) -> Job {
    let row = |field: &str, value: &str, said: Option<&str>| json!({"field": field, "value": value, "is_to_choose": false, "said": said});
    let capitals = domain::identity::unaccented_capitals;
    job(
        Template::Registration,
        json!({
            "title": "Préinscription KT4-HW7-PX",
            "kind": "Préinscription",
            "mission_locale": "Mission Locale de démonstration",
            "reference": "KT4-HW7-PX",
            "received": "21/11/2026 à 18 h 42",
            "filled": "21/11/2026 à 18 h 35",
            "call_by": "avant lundi 23 novembre, 17 h 30",
            "person": {
                "name": format!("{} {}", typed.first_name, typed.usage_name),
                "phone": typed.phone,
                "slots": "Le matin, L’après-midi",
                "age": 17,
                "minor": true,
                "commune": typed.commune,
                "territory": "outside",
                "elsewhere": typed.words,
                "needs": typed.words,
                "situation": typed.words,
                "housing": "none",
                "language": "anglais",
            },
            "sections": [{"title": "Identité", "rows": [
                row("Prénom", &typed.first_name, None),
                row("Nom d’usage", &capitals(&typed.usage_name), Some(&typed.usage_name)),
                row("Commune", &typed.commune, None),
                row("Courriel", &typed.email, None),
                row("Adresse", &typed.words, Some(&typed.words)),
                row(LAST, LAST, None),
            ]}],
            "acknowledged": "lue",
            "channel": "téléphone personnel",
            "came_from": null,
            "options": [typed.words],
            "data": "{}",
        }),
    )
}

fn transcript(typed: &Typed) -> Job {
    let row = |label: &str, value: &str| json!({"label": label, "value": value});
    job(
        Template::Transcript,
        json!({
            "title": "Titre",
            "mission_locale": "Mission Locale de démonstration",
            "lead": [typed.words],
            "sections": [{"title": "Identité", "rows": [
                row("Prénom", &typed.first_name),
                row("Nom d’usage", &typed.usage_name),
                row("Courriel", &typed.email),
                row(&typed.words, &typed.words),
                row(LAST, LAST),
            ]}],
            "closing": [typed.email],
        }),
    )
}

fn job(template: Template, shown: Value) -> Job {
    Job {
        template,
        created_at: Timestamp::from_unix_seconds(0),
        shown,
    }
}

/// Letters as wide and as narrow as they come, with marks, and what stands between words.
fn letters(signs: &'static [&'static str], most: usize) -> impl Strategy<Value = String> {
    let spread = prop::collection::vec(prop::sample::select(signs), 1..=most);
    let same = (prop::sample::select(signs), 1..=most).prop_map(|(sign, count)| vec![sign; count]);
    prop_oneof![spread, same].prop_map(|letters| letters.concat())
}

fn typed() -> impl Strategy<Value = Typed> {
    const NAME: &[&str] = &["W", "M", "i", "a", "é", "ọ\u{300}", "Ẹ", "l", "n", "ss"];
    const WORDS: &[&str] = &[
        "W", "i", "é", "Ж", "ψ", "7", "ffi", "mn", "-", " ", "!", "(", "/", "@",
    ];
    let email = letters(&["W", "w", "i", "7", "."], 185);
    let phone = prop::sample::select(
        &[
            "06.12.34.56.78",
            "+1 202 555 0100 (États-Unis, Canada ou Caraïbes)",
        ][..],
    );
    let drawn = (
        letters(NAME, 30),
        letters(NAME, 30),
        letters(NAME, 30),
        email,
        letters(WORDS, 100),
        phone,
    );
    drawn.prop_map(
        |(first_name, usage_name, commune, email, words, phone)| Typed {
            first_name,
            usage_name,
            commune,
            email: format!("{email}@example.fr"),
            words: tidy_here(Kind::Text, &words),
            phone,
        },
    )
}

/// The name of somebody's ancestors, and the widest that the form accepts.
fn worst() -> [Typed; 2] {
    let typed = |name: &str, phone| Typed {
        first_name: name.to_owned(),
        usage_name: name.to_owned(),
        commune: name.to_owned(),
        email: format!("{name}@{name}.example.fr"),
        words: name.repeat(3),
        phone,
    };
    [
        typed(
            "Andrianampoinimerinatsimitoviaminandriampanjaka",
            "06.12.34.56.78",
        ),
        typed(
            &"W".repeat(60),
            "+1 202 555 0100 (États-Unis, Canada ou Caraïbes)",
        ),
    ]
}

/// The row that ends each table of these tests.
const LAST: &str = "Fin";

/// That everything of a fiche is where it may be, and that `copied` can be copied out of these columns.
fn check(
    job: impl Fn() -> Job,
    columns: &[Stretch],
    copied: &[(Stretch, &str)],
) -> Result<(), TestCaseError> {
    let failed = |error: anyhow::Error| TestCaseError::fail(error.to_string());
    let drawn = drawn(job()).map_err(failed)?;
    let row = |text| {
        let found = drawn.iter().find(|drawn| drawn.text == text);
        let found = found.map(|drawn| (drawn.page, drawn.y.1));
        found.ok_or_else(|| TestCaseError::fail(format!("no {text}")))
    };
    let (first, last) = (row("Identité")?, row(LAST)?);
    let paper = (columns[0].0, columns[columns.len() - 1].1);
    for (place, one) in drawn.iter().enumerate() {
        let at = (one.page, one.y.1);
        let is_footer = one.y.1 > 275.0 * MILLIMETRE;
        let is_in_table = at > first && at <= last && !is_footer;
        let is_right = if is_in_table {
            columns.iter().any(|column| one.is_within(*column))
        } else {
            one.is_within(paper)
        };
        prop_assert!(
            is_right,
            "{:?} is at {:?}, in table: {}",
            one.text,
            one.x,
            is_in_table
        );
        let over = drawn[..place].iter().find(|other| one.lies_over(other));
        let over = over.map(|other| &other.text);
        prop_assert!(over.is_none(), "{:?} lies over {:?}", one.text, over);
    }
    let pdf = Layout::new().print(job());
    let pdf = pdf.map_err(|error| TestCaseError::fail(format!("{error:?}")))?;
    let runs = all_runs(&pdf).map_err(failed)?;
    for (column, typed) in copied {
        let copied = copy(&runs, *column);
        let is_there = if typed.contains(' ') {
            without_spaces(&copied).contains(&without_spaces(typed))
        } else {
            copied.contains(typed)
        };
        prop_assert!(is_there, "{:?} became {:?}", typed, copied);
    }
    Ok(())
}

/// What is copied out of a column, in the order in which it is drawn.
fn copy(runs: &[Run], (left, right): Stretch) -> String {
    let is_in = |run: &&Run| {
        let x = f64::from(run.x) / MILLIMETRE;
        (left - 0.1..right).contains(&x)
    };
    let mut copied = String::new();
    let mut before: Option<&Run> = None;
    for run in runs.iter().filter(is_in) {
        let is_new = !before.is_some_and(|before| is_said_again(before, run));
        before = Some(run);
        if is_new {
            copied.push_str(&run.text);
        }
    }
    copied
}

fn check_both(typed: &Typed) -> Result<(), TestCaseError> {
    let [label, to_enter, said, alone] = REGISTRATION_COLUMNS;
    let whole = (label.0, said.1);
    let capitals = domain::identity::unaccented_capitals(&typed.usage_name);
    check(
        || registration(typed),
        &REGISTRATION_COLUMNS,
        &[
            (whole, &format!("{} {}", typed.first_name, typed.usage_name)),
            (alone, &typed.first_name),
            (said, &typed.usage_name),
            (alone, &typed.commune),
            (alone, &typed.email),
            (said, &typed.words),
            (to_enter, &capitals),
            (to_enter, &typed.words),
        ],
    )?;
    let [label, value] = TRANSCRIPT_COLUMNS;
    check(
        || transcript(typed),
        &TRANSCRIPT_COLUMNS,
        &[
            (value, &typed.first_name),
            (value, &typed.usage_name),
            (value, &typed.email),
            (value, &typed.words),
            (label, &typed.words),
        ],
    )
}

#[test]
fn the_longest_words_stay_in_their_place() -> Result<()> {
    for typed in worst() {
        check_both(&typed).map_err(|error| anyhow::anyhow!("{typed:?}: {error}"))?;
    }
    Ok(())
}

#[test]
fn whatever_is_typed_stays_in_its_place() {
    let config = ProptestConfig {
        cases: 12,
        failure_persistence: None,
        max_shrink_iters: 60,
        ..ProptestConfig::default()
    };
    let ran =
        proptest::test_runner::TestRunner::new(config).run(&typed(), |typed| check_both(&typed));
    assert!(ran.is_ok(), "{ran:?}");
}

#[test]
fn what_the_head_lacks_is_said_and_the_rest_of_it_stands() -> Result<()> {
    let [typed, _] = worst();
    let texts = |lacking: &[&str]| -> Result<String> {
        let mut job = registration(&typed);
        for part in lacking {
            job.shown["person"][part] = Value::Null;
        }
        let drawn = drawn(job)?;
        Ok(drawn.into_iter().map(|drawn| drawn.text).collect())
    };
    let parts = [
        ("name", "Nom manquant"),
        ("phone", "Numéro manquant"),
        ("age", "Âge à vérifier"),
    ];
    for (part, _) in parts {
        let texts = texts(&[part])?;
        for (other, missing) in parts {
            assert_eq!(texts.contains(missing), other == part, "{part}: {texts}");
        }
        assert!(texts.contains("Hors territoire"), "{part}: {texts}");
    }
    assert!(texts(&["name", "phone", "age", "commune", "slots"])?.contains("Moins de 18"));
    Ok(())
}
