//! Sentences of many scripts, printed and read back out of the PDF.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use domain::{questionnaire::Kind, tidy::tidy_here};
use lopdf::{Dictionary, Document, Object, content::Content};
use proptest::prelude::*;
use serde_json::json;
use unicode_segmentation::UnicodeSegmentation;

use super::*;

mod bounds;

#[test]
fn every_sign_of_our_own_sentences_can_be_shown() -> Result<()> {
    let sentences = crate::mails::Mails::sentences()?;
    let missing: Vec<&str> = sentences
        .iter()
        .flat_map(|sentence| sentence.graphemes(true))
        .filter(|sign| *sign != "\n" && !Fonts::carried().show(sign))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
    Ok(())
}

/// What somebody could write into a form, in languages that people who arrive in France write.
const SENTENCES: [(&str, &str); 44] = [
    (
        "Arabic",
        "أسكن عند خالتي، شارع الحرية رقم 12، الطابق الثالث",
    ),
    ("Persian", "من در خوابگاه زندگی می‌کنم و دنبال کار می‌گردم."),
    (
        "Urdu",
        "میں اپنے بھائی کے گھر رہتا ہوں، مجھے فرانسیسی سیکھنی ہے۔",
    ),
    ("Pashto", "زه په لیلیه کې اوسېږم او غواړم کار زده کړم"),
    ("Sorani", "من لە کەمپ دەژیم و دەمەوێت فێری زمان بم"),
    ("Hebrew", "אני גר אצל דודה שלי ומחפש עבודה"),
    ("Syriac", "ܫܠܡܐ ܥܠܟܘܢ"),
    ("Dhivehi", "އަހަރެން ދިރިއުޅެނީ ޕެރިސްގައި"),
    ("N'Ko", "ߒ ߕߐ߮ ߦߋ߫ ߡߎ߬ߛߊ߫ ߟߋ߬ ߘߌ߫"),
    ("Pular", "𞤃𞤭 𞤲𞤺𞤮𞤪𞤭𞤲 𞤆𞤢𞤪𞤭"),
    ("Tamazight", "ⵣⴷⵖⵖ ⴳ ⴱⴰⵔⵉⵣ ⴷ ⵔⵉⵖ ⵜⴰⵡⵓⵔⵉ"),
    ("Amharic", "እኔ ከአክስቴ ጋር እኖራለሁ፤ ሥራ እፈልጋለሁ።"),
    ("Tigrinya", "ኣነ ምስ ሓወይ እነብር፡ ስራሕ እደሊ ኣለኹ።"),
    ("Tamil", "நான் என் மாமா வீட்டில் வசிக்கிறேன், வேலை தேடுகிறேன்."),
    ("Bengali", "আমি আমার ভাইয়ের সাথে থাকি, কাজ খুঁজছি।"),
    ("Hindi", "मैं अपने चाचा के साथ रहता हूँ, काम ढूँढ रहा हूँ।"),
    ("Nepali", "म मेरो दाइसँग बस्छु र काम खोज्दैछु।"),
    ("Punjabi", "ਮੈਂ ਆਪਣੇ ਭਰਾ ਨਾਲ ਰਹਿੰਦਾ ਹਾਂ, ਕੰਮ ਲੱਭ ਰਿਹਾ ਹਾਂ।"),
    ("Gujarati", "હું મારા ભાઈ સાથે રહું છું"),
    ("Sinhala", "මම ශ්‍රී ලංකාවෙන් ආවා, රැකියාවක් සොයනවා."),
    ("Telugu", "నేను మా అన్న ఇంట్లో ఉంటున్నాను"),
    ("Kannada", "ನಾನು ನನ್ನ ಅಣ್ಣನ ಮನೆಯಲ್ಲಿ ಇದ್ದೇನೆ"),
    ("Malayalam", "ഞാൻ എന്റെ ചേട്ടന്റെ കൂടെ താമസിക്കുന്നു"),
    ("Odia", "ମୁଁ ମୋ ଭାଇଙ୍କ ସହିତ ରହେ"),
    ("Thai", "ฉันอาศัยอยู่กับป้าและกำลังหางานทำ"),
    ("Lao", "ຂ້ອຍຢູ່ກັບປ້າ ແລະ ກໍາລັງຊອກວຽກ"),
    ("Khmer", "ខ្ញុំរស់នៅជាមួយមីង ហើយកំពុងរកការងារ។"),
    ("Burmese", "ကျွန်တော် အဒေါ်နဲ့ နေပြီး အလုပ်ရှာနေပါတယ်။ လျှို့ဝှက်"),
    ("Tibetan", "ང་ཨ་ནེ་མཉམ་དུ་བསྡད་ཡོད། ལས་ཀ་འཚོལ་གྱི་ཡོད།"),
    ("Georgian", "მე დეიდასთან ვცხოვრობ და სამსახურს ვეძებ"),
    (
        "Armenian",
        "Ես ապրում եմ մորաքրոջս մոտ և աշխատանք եմ փնտրում։",
    ),
    (
        "Ukrainian",
        "Я живу в тітки, шукаю роботу; під’їзд 3, квартира 12",
    ),
    ("Greek", "Μένω στη θεία μου και ψάχνω δουλειά"),
    (
        "Vietnamese",
        "Tôi sống với dì và đang tìm việc làm ở Roubaix",
    ),
    ("Chinese", "我住在姨妈家，正在找工作。請打電話給我，謝謝！"),
    ("Japanese", "叔母の家に住んでいて、仕事を探しています。"),
    ("Korean", "저는 이모 집에 살고 있고 일자리를 찾고 있습니다."),
    ("Mongolian", "ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ"),
    ("Russian", "Живу у тёти, ищу работу, подъезд № 3"),
    (
        "Turkish",
        "Teyzemin yanında kalıyorum, iş arıyorum; ğüşöçıİ",
    ),
    ("Wolof", "Maa ngi dëkk ak sama tànta, dama bëgg liggéey, ŋ"),
    ("emoji", "👍🏽 ❤ ☎ 😀 🇫🇷 🏠"),
    ("signs", "𝓛𝓲𝓷𝓪 → ✓ ½ ★ ♥ ② № € ☑ ①"),
    ("Arabic in French", "12 rue de la Paix, عند أحمد, bât. C"),
];

/// Where the column of values begins, and the foot of the page, in points.
const VALUES: f32 = 250.0;
const FOOT: f32 = 60.0;

/// Signs that were drawn together, where, and what they are when they are copied.
struct Run {
    x: f32,
    y: f32,
    text: String,
}

/// A transcript with that one value, printed.
fn printed(value: &str) -> Result<Vec<u8>> {
    let job = Job {
        template: Template::Transcript,
        created_at: Timestamp::from_unix_seconds(0),
        shown: json!({
            "title": "Titre",
            "mission_locale": "Mission Locale",
            "lead": [],
            "sections": [{"title": "Rubrique", "rows": [{"label": "Question", "value": value}]}],
            "closing": [],
        }),
    };
    let printed = Layout::new().print(job);
    printed.map_err(|error| anyhow::anyhow!("{error:?}: {value}"))
}

/// The runs of the value, as they are drawn: from the left, line by line.
fn runs(pdf: &[u8]) -> Result<Vec<Run>> {
    let mut runs = all_runs(pdf)?;
    runs.retain(|run| run.x > VALUES && run.y > FOOT);
    Ok(runs)
}

fn all_runs(pdf: &[u8]) -> Result<Vec<Run>> {
    let document = Document::load_mem(pdf)?;
    let mut runs = Vec::new();
    for page in document.get_pages().into_values() {
        let fonts: BTreeMap<Vec<u8>, BTreeMap<u16, String>> = document
            .get_page_fonts(page)?
            .into_iter()
            .map(|(name, font)| Ok((name, letters_of(&document, font)?)))
            .collect::<Result<_>>()?;
        let content = Content::decode(&document.get_page_content(page))?;
        read(&content, &fonts, &mut runs)?;
    }
    Ok(runs)
}

/// What each glyph of a font is when it is copied alone.
fn letters_of(document: &Document, font: &Dictionary) -> Result<BTreeMap<u16, String>> {
    let map = document.get_object(font.get(b"ToUnicode")?.as_reference()?)?;
    let map = map.as_stream()?.decompressed_content()?;
    let map = String::from_utf8_lossy(&map).into_owned();
    let mut letters = BTreeMap::new();
    for block in map.split("beginbfchar").skip(1) {
        let block = block.split("endbfchar").next().unwrap_or_default();
        let mut numbers = block
            .split(['<', '>'])
            .map(str::trim)
            .filter(|part| !part.is_empty());
        while let (Some(glyph), Some(letter)) = (numbers.next(), numbers.next()) {
            letters.insert(u16::from_str_radix(glyph, 16)?, utf16(&hex(letter)?)?);
        }
    }
    Ok(letters)
}

fn hex(digits: &str) -> Result<Vec<u8>> {
    let pairs = digits.as_bytes().chunks(2);
    pairs
        .map(|pair| Ok(u8::from_str_radix(std::str::from_utf8(pair)?, 16)?))
        .collect()
}

fn utf16(bytes: &[u8]) -> Result<String> {
    let units = bytes.chunks(2);
    let units: Vec<u16> = units
        .filter_map(|pair| Some(u16::from_be_bytes(pair.try_into().ok()?)))
        .collect();
    Ok(String::from_utf16(&units)?)
}

/// What a page draws, as a reader copies it: a text that stands for glyphs goes before what each glyph is.
fn read(
    content: &Content,
    fonts: &BTreeMap<Vec<u8>, BTreeMap<u16, String>>,
    runs: &mut Vec<Run>,
) -> Result<()> {
    let (mut place, mut font) = ((0.0, 0.0), None);
    // What is open: a text that stands for glyphs, or nothing that matters here.
    let mut open: Vec<Option<String>> = Vec::new();
    for operation in &content.operations {
        let operands = &operation.operands;
        match operation.operator.as_str() {
            "cm" => {
                let number = |at: usize| {
                    operands
                        .get(at)
                        .context("a number")?
                        .as_float()
                        .map_err(anyhow::Error::from)
                };
                place = (number(4)?, number(5)?);
            }
            "Tf" => font = fonts.get(operands.first().context("a font")?.as_name()?),
            "BDC" | "BMC" => {
                let properties = operands
                    .get(1)
                    .and_then(|properties| properties.as_dict().ok());
                let text = properties.and_then(|properties| properties.get(b"ActualText").ok());
                let text = text.map(|text| utf16(text.as_str()?.get(2..).context("a mark")?));
                let text = text.transpose()?;
                runs.extend(text.clone().map(|text| Run {
                    x: place.0,
                    y: place.1,
                    text,
                }));
                open.push(text);
            }
            "EMC" => {
                open.pop();
            }
            "Tj" | "TJ" if open.iter().all(Option::is_none) => {
                let parts = operands.iter().flat_map(|operand| match operand {
                    Object::Array(parts) => parts.iter().collect(),
                    part => vec![part],
                });
                for glyphs in parts.filter_map(|part| part.as_str().ok()) {
                    for glyph in glyphs.chunks(2) {
                        let glyph = u16::from_be_bytes(glyph.try_into()?);
                        let letter = font.and_then(|letters| letters.get(&glyph));
                        let text = letter.context("a letter for each glyph")?.clone();
                        runs.push(Run {
                            x: place.0,
                            y: place.1,
                            text,
                        });
                    }
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// The text of runs, line by line, in the order in which it is read; spaces aside.
///
/// Typst draws the raised marks of a letter apart, and says the whole letter again for each: that is told by the height.
fn text(runs: &[Run], is_right_to_left: bool) -> String {
    let mut lines: Vec<Vec<&Run>> = Vec::new();
    let mut before: Option<&Run> = None;
    for run in runs {
        let is_said_again = before
            .replace(run)
            .is_some_and(|before| is_said_again(before, run));
        match lines.last_mut() {
            _ if is_said_again => {}
            Some(line) if line.iter().any(|other| (other.y - run.y).abs() < 6.0) => line.push(run),
            _ => lines.push(vec![run]),
        }
    }
    let lines = lines
        .into_iter()
        .map(|line| read_line(line, is_right_to_left));
    without_spaces(&lines.collect::<String>())
}

fn is_said_again(before: &Run, run: &Run) -> bool {
    let raised = (before.y - run.y).abs();
    before.text == run.text && raised > 0.001 && raised < 6.0
}

/// One line: what runs against its direction is turned, from its first letter to its last.
fn read_line(mut line: Vec<&Run>, is_right_to_left: bool) -> String {
    line.sort_by(|one, other| one.x.total_cmp(&other.x));
    if is_right_to_left {
        line.reverse();
    }
    let against = |run: &&Run| {
        let letter = run.text.chars().find(|sign| sign.is_alphanumeric());
        letter.map(|sign| is_right_to_left_letter(sign) != is_right_to_left)
    };
    let mut at = 0;
    while at < line.len() {
        if against(&line[at]) == Some(true) {
            let stretch = line[at..]
                .iter()
                .take_while(|run| against(run) != Some(false));
            let length = stretch.clone().count();
            let tail = line[at..at + length]
                .iter()
                .rev()
                .take_while(|run| against(run).is_none());
            let end = at + length - tail.count();
            line[at..end].reverse();
            at = end;
        }
        at += 1;
    }
    line.into_iter().map(|run| run.text.as_str()).collect()
}

fn without_spaces(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The text as it was typed: each `�` is the sign whose number stands after it.
fn recovered(printed: &str) -> String {
    let Some((text, numbers)) = printed.split_once("[U+") else {
        return printed.to_owned();
    };
    let mut signs = numbers
        .trim_end_matches(']')
        .split("U+")
        .filter_map(|number| char::from_u32(u32::from_str_radix(number, 16).ok()?));
    let mut sign = |letter| match letter {
        '\u{fffd}' => signs.next().unwrap_or(letter),
        _ => letter,
    };
    text.chars().map(&mut sign).collect()
}

fn is_shown(text: &str) -> bool {
    let space = |letter: &str| letter.chars().all(char::is_whitespace);
    text.graphemes(true)
        .all(|letter| space(letter) || Fonts::carried().show(letter))
}

fn is_right_to_left(text: &str) -> bool {
    text.chars().next().is_some_and(is_right_to_left_letter)
}

fn is_right_to_left_letter(sign: char) -> bool {
    matches!(sign, '\u{590}'..='\u{7ff}' | '\u{1e900}'..='\u{1e95f}')
}

#[test]
fn a_sentence_in_any_script_is_read_back_as_it_was_typed() -> Result<()> {
    for (language, sentence) in SENTENCES {
        let runs = runs(&printed(sentence)?)?;
        let whole = is_shown(sentence);
        let read = text(&runs, whole && is_right_to_left(sentence));
        assert_eq!(recovered(&read), without_spaces(sentence), "{language}");
        assert_eq!(read.contains('\u{fffd}'), !whole, "{language}: {read}");
    }
    Ok(())
}

/// A sign of free text that a font has, from any of them.
fn shown_signs() -> impl Strategy<Value = Vec<char>> {
    let is_kept = |sign: &char| {
        let text = sign.to_string();
        tidy_here(Kind::Text, &text) == text
    };
    let fonts = Fonts::carried().all();
    let codes = fonts.iter().flat_map(|font| font.info().coverage.iter());
    let signs = codes.filter_map(char::from_u32).filter(is_kept);
    prop::collection::vec(prop::sample::select(signs.collect::<Vec<_>>()), 1..12)
}

#[test]
fn no_sign_is_replaced_that_a_font_has() {
    let runs_of = |text: &str| runs(&printed(text)?);
    let config = ProptestConfig {
        cases: 12,
        failure_persistence: None,
        max_shrink_iters: 200,
        ..ProptestConfig::default()
    };
    let ran = proptest::test_runner::TestRunner::new(config).run(&shown_signs(), |signs| {
        // Apart, for a mark of one script on a letter of another is in no font.
        let text: Vec<String> = signs.iter().map(char::to_string).collect();
        let runs =
            runs_of(&text.join(" ")).map_err(|error| TestCaseError::fail(error.to_string()))?;
        let read: String = runs.iter().map(|run| run.text.as_str()).collect();
        prop_assert!(!read.contains('\u{fffd}'), "{}", read);
        for sign in signs {
            prop_assert!(read.contains(sign), "{:?}: {}", sign, read);
        }
        Ok(())
    });
    assert!(ran.is_ok(), "{ran:?}");
}

#[test]
fn an_address_is_set_from_the_left_whatever_its_letters() -> Result<()> {
    let runs = runs(&printed("1@سلام.مصر9")?)?;
    let first = runs.iter().find(|run| run.text.starts_with('1'));
    let last = runs.iter().find(|run| run.text.ends_with('9'));
    let (first, last) = (first.context("a first")?, last.context("a last")?);
    assert!(first.x < last.x, "{} {}", first.x, last.x);
    Ok(())
}

#[test]
fn a_text_of_right_to_left_letters_is_set_from_the_right() -> Result<()> {
    const RIGHT: f32 = 544.0;
    let edges = |text: &str| -> Result<(f32, f32)> {
        let runs = runs(&printed(text)?)?;
        let at = |part: &str| runs.iter().find(|run| run.text == part).map(|run| run.x);
        Ok((at("1").context("a first")?, at("9").context("a last")?))
    };
    for (text, is_right_to_left) in [
        ("1 سلام 9", true),
        ("1 שלום rue 9", true),
        ("1 سلام rue de la Paix 9", false),
        ("1 rue 9", false),
        ("1 9", false),
    ] {
        let (first, last) = edges(text)?;
        assert_eq!(first > last, is_right_to_left && is_shown(text), "{text}");
        let from_the_right = RIGHT - first < 12.0;
        assert_eq!(from_the_right, is_right_to_left && is_shown(text), "{text}");
    }
    Ok(())
}
