//! Sentences of many scripts, printed and read back out of the PDF.

use anyhow::{Context, Result};
use domain::{questionnaire::Kind, tidy::tidy_here};
use proptest::prelude::*;
use serde_json::json;
use unicode_segmentation::UnicodeSegmentation;

use super::*;

mod bounds;
mod runs;

use runs::{Run, all_runs, is_right_to_left_letter, is_said_again, runs, text, without_spaces};

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
