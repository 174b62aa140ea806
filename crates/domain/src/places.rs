//! Communes: the lines of their lists, the code that an answer holds, names as people type them, territories.

use std::string::String;

use crate::{formats::is_insee_code, spelling::is_one_slip_away};

mod territory;
pub use territory::Territory;

/// One line of a list of communes: `59160 59350/59355 Lomme (Lille)`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place<'a> {
    /// Five digits.
    pub postal_code: &'a str,
    /// What is recorded of it: the INSEE code of the commune. Where people know a part of it by its own name (a delegated or
    /// associated commune), the code of that part comes behind: see [`insee_code`].
    pub commune: &'a str,
    /// As people read it.
    pub name: &'a str,
}

impl<'a> Place<'a> {
    /// Reads a line.
    pub fn read(line: &'a str) -> Option<Self> {
        let mut parts = line.splitn(3, ' ');
        Some(Self {
            postal_code: parts.next()?,
            commune: parts.next()?,
            name: parts.next()?,
        })
    }
}

/// The INSEE code of the commune that an answer names, `59350` of `59350/59355`; nothing where its name was typed.
pub fn insee_code(answer: &str) -> Option<&str> {
    let (whole, part) = answer.split_once('/').unwrap_or((answer, answer));
    (is_insee_code(whole) && is_insee_code(part)).then_some(whole)
}

/// Whether this is the code of a city as a whole whose people name their arrondissement: Paris, Lyon, Marseille.
pub fn is_divided(code: &str) -> bool {
    matches!(code, "75056" | "69123" | "13055")
}

/// A name by its letters and digits alone, so that `st etienne` is Saint-Étienne, `lhay les roses` L’Haÿ-les-Roses,
/// `lys les lannoy` Lys-lez-Lannoy and `paris 18ème` Paris 18e Arrondissement.
///
/// `name` is decomposed: letters and their marks apart ([`Form::Nfd`](crate::tidy::Form::Nfd)).
pub fn letters(name: &str) -> String {
    let mut letters = String::new();
    let mut is_numbered = false;
    for c in name.chars() {
        match c {
            // 18e Arrondissement, 18ème, 18 arr.: what follows the number is written in many ways, and left out.
            _ if is_numbered && !c.is_ascii_digit() => {}
            'œ' | 'Œ' => letters.push_str("OE"),
            'æ' | 'Æ' => letters.push_str("AE"),
            _ if c.is_ascii_alphanumeric() => {
                is_numbered = c.is_ascii_digit();
                letters.push(c.to_ascii_uppercase());
            }
            _ => {}
        }
        if letters.ends_with("SAINT") {
            letters.truncate(letters.len() - "AINT".len());
            letters.push('T');
        }
        // Beside, in the names of two regions.
        if letters.ends_with("LEZ") {
            letters.truncate(letters.len() - 1);
            letters.push('S');
        }
    }
    letters
}

/// A name without the article that it begins with: `Havre` of Le Havre. People leave it out.
pub fn without_article(name: &str) -> Option<&str> {
    let articles = ["Le ", "La ", "Les ", "L'"];
    articles
        .iter()
        .find_map(|article| name.strip_prefix(article))
}

/// Whether a name, decomposed, begins as it was typed; `typed` is its [`letters`].
pub fn begins(name: &str, typed: &str) -> bool {
    is_either(name, |letters| letters.starts_with(typed))
}

/// Whether a name, decomposed, begins as it was typed but for one slip: a letter missing, added or other, or
/// letters in another order.
pub fn resembles(name: &str, typed: &str) -> bool {
    let length = typed.len();
    is_either(name, |letters| {
        let mut beginnings =
            (length.saturating_sub(1)..=length + 1).filter_map(|end| letters.get(..end));
        beginnings.any(|beginning| is_one_slip_away(beginning, typed))
    })
}

fn is_either(name: &str, fits: impl Fn(&str) -> bool) -> bool {
    fits(&letters(name)) || without_article(name).is_some_and(|name| fits(&letters(name)))
}

/// What is looked for, of what was typed in the search: the name alone of `Roubaix, Nord`, `roubaix (59)`,
/// `59100 Roubaix`; a postal code alone stays.
pub fn sought(typed: &str) -> &str {
    let typed = typed.split([',', ';', '(']).next().unwrap_or_default();
    let name = typed.trim_start_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
    if name.is_empty() { typed } else { name }
}

/// The letters without the number at their end, which may be a department's or a postal code: `ROUBAIX59`.
pub fn without_number(letters: &str) -> &str {
    letters.trim_end_matches(|c: char| c.is_ascii_digit())
}

/// The list that a name is in, by its [`letters`]: the first two, and more where half of France begins alike. None for what
/// is shorter: there is more to type, and Y, in the Somme, is found by its postal code alone.
pub fn list_of(letters: &str) -> Option<String> {
    let length = match letters.get(..2) {
        Some("ST") => 4,
        Some("LA" | "LE") => 3,
        _ => 2,
    };
    letters.get(..length).map(str::to_ascii_lowercase)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;
