//! The plainer fiche: lines of Western European letters in a fixed-width font, for when the tagged PDF cannot be made.
//!
//! Holds answers: no `Debug`. Cannot fail: each character becomes a byte, each line fits, each page is written as it comes.

mod letters;

use std::sync::Arc;

use pdf_writer::{Content, Finish, Name, Pdf, Rect, Ref, Str, TextStr};

use super::printable::{Bounds, CUT};
use crate::mails::FicheWords;
use letters::letters;

/// Stands in the place of a letter that Windows-1252 lacks.
const UNKNOWN_SIGN: &str = "?";

const FONT: Name<'static> = Name(b"F");
const FONT_SIZE: f32 = 10.0;
const LEADING: f32 = 12.5;
/// A4, in points.
const PAPER: (f32, f32) = (595.0, 842.0);
const MARGIN: f32 = 45.0;
/// A letter of Courier is six tenths of its size wide: 505 points hold 84.
const COLUMNS: usize = 84;
const LINES_OF_A_PAGE: usize = 59;
const PAGES: usize = 60;

/// What a plainer fiche says, line by line.
pub(crate) struct PlainFiche {
    words: Arc<FicheWords>,
    lines: Vec<String>,
}

impl PlainFiche {
    /// A fiche with its title and whose it is.
    pub(super) fn new(words: &Arc<FicheWords>, title: &str, mission_locale: &str) -> Self {
        let lines = [title, mission_locale];
        Self {
            words: Arc::clone(words),
            lines: lines.map(str::to_owned).to_vec(),
        }
    }

    /// A title over the lines that follow.
    pub(super) fn heading(&mut self, title: &str) {
        self.lines.extend([String::new(), format!("== {title} ==")]);
    }

    /// A line that stands alone.
    pub(super) fn say(&mut self, sentence: &str) {
        self.lines.push(sentence.to_owned());
    }

    /// What something is called, and what it is; nothing stands for what was left out.
    pub(super) fn row(&mut self, label: &str, value: Option<&str>) {
        let line = match value {
            Some(value) => self.words.row(label, value),
            None => self.words.row(label, &self.words.left_out()),
        };
        self.lines.push(line);
    }

    /// The fiche as a PDF.
    pub(super) fn pdf(&self) -> Vec<u8> {
        let all = |_: &str| true;
        let mut bounds = Bounds::new(&all);
        let most = PAGES * LINES_OF_A_PAGE;
        let mut body: Vec<Vec<u8>> = Vec::new();
        let mut is_cut = false;
        for line in &self.lines {
            if body.len() > most {
                is_cut = true;
                body.push(letters(CUT));
                break;
            }
            body.extend(wrapped(&letters(&bounds.text(line))));
        }
        let mark = [
            self.words.simple_fiche(),
            self.words.simple_accents(),
            self.words.simple_signs(UNKNOWN_SIGN),
            self.words.simple_numbers(),
        ];
        let mut lines: Vec<Vec<u8>> = mark.map(|line| letters(&line)).to_vec();
        if is_cut || bounds.is_cut() {
            lines.push(letters(&self.words.simple_cut(CUT.trim())));
        }
        lines.push(Vec::new());
        lines.append(&mut body);
        let title = self.lines.first().map_or("", String::as_str);
        written(&lines, &bounds.text(title))
    }
}

/// The line in as many as it needs; longer ones go on indented.
fn wrapped(line: &[u8]) -> Vec<Vec<u8>> {
    let mut lines = Vec::new();
    let mut rest = line.to_vec();
    while rest.len() > COLUMNS {
        let indent = usize::from(!lines.is_empty()) * 4;
        let last_space = rest.iter().take(COLUMNS).rposition(|byte| *byte == b' ');
        let at = last_space.filter(|at| *at > indent).unwrap_or(COLUMNS);
        let next = rest.split_off(at);
        lines.push(rest);
        let next = next.strip_prefix(b" ").unwrap_or(&next);
        rest = [b"    ", next].concat();
    }
    lines.push(rest);
    lines
}

/// A PDF with those lines.
fn written(lines: &[Vec<u8>], title: &str) -> Vec<u8> {
    let mut pdf = Pdf::new();
    let mut last = 0;
    let mut next = || {
        last += 1;
        Ref::new(last)
    };
    let (catalog, tree, font, info) = (next(), next(), next(), next());
    let mut document = pdf.catalog(catalog);
    document.pages(tree).lang(TextStr("fr-FR"));
    document.finish();
    pdf.document_info(info)
        .title(TextStr(title))
        .creator(TextStr("Premier accueil"));
    pdf.type1_font(font)
        .base_font(Name(b"Courier"))
        .encoding_predefined(Name(b"WinAnsiEncoding"));
    let mut pages = Vec::new();
    for lines in lines.chunks(LINES_OF_A_PAGE) {
        let (page, content) = (next(), next());
        pages.push(page);
        let mut written = pdf.page(page);
        written
            .parent(tree)
            .media_box(Rect::new(0.0, 0.0, PAPER.0, PAPER.1))
            .contents(content);
        written.resources().fonts().pair(FONT, font);
        written.finish();
        pdf.stream(content, &shown(lines));
    }
    let count = i32::try_from(pages.len()).unwrap_or(i32::MAX);
    pdf.pages(tree).kids(pages).count(count);
    pdf.finish()
}

/// One page of lines.
fn shown(lines: &[Vec<u8>]) -> Vec<u8> {
    let mut content = Content::new();
    content.begin_text();
    content.set_font(FONT, FONT_SIZE);
    content.set_leading(LEADING);
    content.next_line(MARGIN, PAPER.1 - MARGIN);
    for line in lines {
        content.show(Str(line));
        content.next_line_using_leading();
    }
    content.end_text();
    content.finish().into_vec()
}

#[cfg(test)]
mod tests;
