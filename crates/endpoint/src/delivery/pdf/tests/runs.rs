//! What a PDF draws, read back as a reader copies it: runs of signs, their places, and lines of them.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use lopdf::{Dictionary, Document, Object, content::Content};

/// Where the column of values begins, and the foot of the page, in points.
const VALUES: f32 = 250.0;
const FOOT: f32 = 60.0;

/// Signs that were drawn together, where, and what they are when they are copied.
pub(super) struct Run {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) text: String,
}

/// The runs of the value, as they are drawn: from the left, line by line.
pub(super) fn runs(pdf: &[u8]) -> Result<Vec<Run>> {
    let mut runs = all_runs(pdf)?;
    runs.retain(|run| run.x > VALUES && run.y > FOOT);
    Ok(runs)
}

pub(super) fn all_runs(pdf: &[u8]) -> Result<Vec<Run>> {
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
pub(super) fn text(runs: &[Run], is_right_to_left: bool) -> String {
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

pub(super) fn is_said_again(before: &Run, run: &Run) -> bool {
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

pub(super) fn without_spaces(text: &str) -> String {
    text.split_whitespace().collect()
}

pub(super) fn is_right_to_left_letter(sign: char) -> bool {
    matches!(sign, '\u{590}'..='\u{7ff}' | '\u{1e900}'..='\u{1e95f}')
}
