//! A TOML file taken apart by hand: each value knows its line and its path, and says itself what it is not.
//!
//! Not serde, which stops at the first mistake and forgets where the value stood.

use std::path::{Path, PathBuf};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use crate::{fields::Fields, in_french, problem::Problems, regular_file};

/// A text file, and where its mistakes go.
pub(crate) struct Source<'p> {
    pub(crate) path: PathBuf,
    pub(crate) text: String,
    /// The byte at which each line begins, in order: every value asks for its line, and counting
    /// from the top for each would cost the square of the file.
    line_starts: Vec<usize>,
    problems: &'p Problems,
}

impl<'p> Source<'p> {
    /// Reads the file; a file that cannot be read is a mistake.
    pub(crate) fn load(path: &Path, problems: &'p Problems) -> Option<Self> {
        match regular_file::read_to_string(path) {
            Ok(text) => Some(Self {
                path: path.to_path_buf(),
                line_starts: line_starts(&text),
                text,
                problems,
            }),
            Err(error) => {
                problems.add(
                    path,
                    None,
                    "",
                    format!("il faut un fichier UTF-8 lisible ({})", in_french(&error)),
                );
                None
            }
        }
    }

    /// Where its mistakes go.
    pub(crate) fn problems(&self) -> &'p Problems {
        self.problems
    }

    /// The file as TOML; what is no TOML is a mistake.
    pub(crate) fn parse(&self) -> Option<Spanned<DeTable<'_>>> {
        match DeTable::parse(&self.text) {
            Ok(table) => Some(table),
            Err(error) => {
                let line = error.span().map(|span| self.line_at(span.start));
                let message = error.message().replace('\n', ", ");
                self.problems.add(
                    &self.path,
                    line,
                    "",
                    format!("il faut du TOML valable : {message}"),
                );
                None
            }
        }
    }

    /// The top of a parsed file.
    pub(crate) fn top<'s>(&'s self, table: &'s Spanned<DeTable<'s>>) -> Fields<'s> {
        let place = Place {
            source: self,
            offset: None,
            path: String::new(),
        };
        Fields::new(place, table.get_ref())
    }

    /// Reports a mistake about a byte of this file.
    pub(crate) fn refuse_at(&self, offset: usize, field: &str, expected: impl Into<String>) {
        self.problems
            .add(&self.path, Some(self.line_at(offset)), field, expected);
    }

    /// The line, from 1, of a byte of the text.
    pub(crate) fn line_at(&self, offset: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= offset)
    }
}

fn line_starts(text: &str) -> Vec<usize> {
    let after_each_end = text.match_indices('\n').map(|(at, end)| at + end.len());
    std::iter::once(0).chain(after_each_end).collect()
}

/// Where a value stands.
#[derive(Clone)]
pub(crate) struct Place<'s> {
    pub(crate) source: &'s Source<'s>,
    /// The byte of the text; nothing for the top of the file.
    pub(crate) offset: Option<usize>,
    /// As `section.2.id`; empty for the top of the file.
    pub(crate) path: String,
}

impl<'s> Place<'s> {
    /// Reports a mistake about this value.
    pub(crate) fn refuse(&self, expected: impl Into<String>) {
        let source = self.source;
        let line = self.offset.map(|offset| source.line_at(offset));
        source
            .problems
            .add(&source.path, line, &self.path, expected);
    }

    /// The same place, for mistakes that show once every file is read.
    pub(crate) fn mark(&self) -> Mark {
        let source = self.source;
        Mark {
            file: source.path.clone(),
            line: self.offset.map(|offset| source.line_at(offset)),
            field: self.path.clone(),
        }
    }

    /// Where a part of this value stands.
    pub(crate) fn part(&self, name: &str, offset: usize) -> Place<'s> {
        let path = if self.path.is_empty() {
            name.to_owned()
        } else {
            format!("{}.{name}", self.path)
        };
        Place {
            source: self.source,
            offset: Some(offset),
            path,
        }
    }
}

/// Where a value stood, kept after its file is closed.
#[derive(Debug, Clone)]
pub(crate) struct Mark {
    file: PathBuf,
    line: Option<usize>,
    field: String,
}

impl Mark {
    /// Reports a mistake about the value that stood here.
    pub(crate) fn refuse(&self, problems: &Problems, expected: impl Into<String>) {
        problems.add(&self.file, self.line, &self.field, expected);
    }
}

/// A value, and where it stands. Asking for what it is not is a mistake of the file.
#[derive(Clone)]
pub(crate) struct Value<'s> {
    pub(crate) place: Place<'s>,
    value: &'s DeValue<'s>,
}

impl<'s> Value<'s> {
    pub(crate) fn new(place: Place<'s>, value: &'s DeValue<'s>) -> Self {
        Self { place, value }
    }

    fn expected<T>(&self, what: &str, found: Option<T>) -> Option<T> {
        if found.is_none() {
            self.place
                .refuse(format!("il faut {what}, et non {}", type_of(self.value)));
        }
        found
    }

    /// A text that is not empty.
    pub(crate) fn text(&self) -> Option<String> {
        let text = self.expected("un texte entre guillemets droits", self.value.as_str())?;
        if text.trim() != text || text.is_empty() {
            self.place
                .refuse("il faut un texte, ni vide ni entouré d’espaces");
            return None;
        }
        if !keeps_its_place(text) {
            self.place.refuse(
                "il faut un texte sans signe invisible qui change le sens de ce qui l’entoure",
            );
            return None;
        }
        Some(text.to_owned())
    }

    /// A text that `accept` makes something of; `what` says which texts it accepts.
    pub(crate) fn parsed<T>(&self, what: &str, accept: impl Fn(&str) -> Option<T>) -> Option<T> {
        let text = self.expected(what, self.value.as_str())?;
        let parsed = accept(text);
        if parsed.is_none() {
            self.place
                .refuse(format!("il faut {what}, et non \"{text}\""));
        }
        parsed
    }

    /// `true` or `false`.
    pub(crate) fn flag(&self) -> Option<bool> {
        self.expected("true ou false", self.value.as_bool())
    }

    /// A whole number from `from` to `to`.
    pub(crate) fn number(&self, from: i32, to: i32) -> Option<i32> {
        let what = format!("un nombre entier de {from} à {to}");
        let number = self.expected(&what, self.value.as_integer())?;
        let read = i32::from_str_radix(number.as_str(), number.radix()).ok();
        let fits = read.filter(|number| (from..=to).contains(number));
        if fits.is_none() {
            self.place
                .refuse(format!("il faut {what}, et non {number}"));
        }
        fits
    }

    /// The items of a list, numbered from 1.
    pub(crate) fn items(&self) -> Vec<Value<'s>> {
        let Some(array) = self.expected("une liste entre crochets", self.value.as_array()) else {
            return Vec::new();
        };
        let numbered = array.iter().zip(1_usize..);
        numbered
            .map(|(item, number)| {
                let place = self.place.part(&number.to_string(), item.span().start);
                Value::new(place, item.get_ref())
            })
            .collect()
    }

    /// A text, or a list of texts.
    pub(crate) fn texts(&self) -> Vec<(String, Value<'s>)> {
        let values = if self.value.is_str() {
            vec![self.clone()]
        } else {
            self.items()
        };
        values
            .into_iter()
            .filter_map(|value| Some((value.text()?, value)))
            .collect()
    }

    /// A table.
    pub(crate) fn fields(&self) -> Option<Fields<'s>> {
        let table = self.expected("une table", self.value.as_table())?;
        Some(Fields::new(self.place.clone(), table))
    }

    /// Whether it is a list.
    pub(crate) fn is_list(&self) -> bool {
        self.value.is_array()
    }

    /// Whether it is a table rather than one value.
    pub(crate) fn is_table(&self) -> bool {
        self.value.is_table()
    }
}

/// Whether a text leaves what stands around it as it is: it has no control character but the end of a line, turns no
/// direction of writing, and closes each isolate that it opens (Unicode Annex 9).
fn keeps_its_place(text: &str) -> bool {
    let mut open = 0_usize;
    for sign in text.chars() {
        match sign {
            '\u{2066}'..='\u{2068}' => open += 1,
            '\u{2069}' if open == 0 => return false,
            '\u{2069}' => open -= 1,
            '\u{202a}'..='\u{202e}' => return false,
            '\n' => {}
            _ if sign.is_control() => return false,
            _ => {}
        }
    }
    open == 0
}

/// What stands in the place of a value, in words.
fn type_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "un texte",
        DeValue::Integer(_) => "un nombre",
        DeValue::Float(_) => "un nombre à virgule",
        DeValue::Boolean(_) => "true ou false",
        DeValue::Datetime(_) => "une date sans guillemets",
        DeValue::Array(_) => "une liste",
        DeValue::Table(_) => "une table",
    }
}
