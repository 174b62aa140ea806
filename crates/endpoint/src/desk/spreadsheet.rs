//! Lines for a spreadsheet as CSV: what people type stays what it says, and nothing is computed.
//!
//! As French spreadsheets open it: semicolons, UTF-8 behind its mark, every cell quoted (RFC 4180).

use axum::response::Response;

use super::{download, problem::DeskProblem};

/// What tells a spreadsheet that UTF-8 follows.
const MARK: &str = "\u{feff}";

/// The file of that name, to be saved.
pub(super) fn file(name: &str, rows: &[Vec<String>]) -> Result<Response, DeskProblem> {
    let text = csv(rows).map_err(|error| {
        tracing::error!(%error, "no lines for a spreadsheet");
        DeskProblem::Unavailable
    })?;
    download::named(name, "text/csv; charset=utf-8", text.into_bytes())
}

fn csv(rows: &[Vec<String>]) -> Result<String, csv::Error> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .quote_style(csv::QuoteStyle::Always)
        .terminator(csv::Terminator::CRLF)
        .from_writer(MARK.as_bytes().to_vec());
    for row in rows {
        writer.write_record(row.iter().map(|cell| as_text(cell)))?;
    }
    let bytes = writer
        .into_inner()
        .map_err(csv::IntoInnerError::into_error)?;
    Ok(String::from_utf8(bytes).unwrap_or_default())
}

/// A cell that every spreadsheet keeps as it is: what it could take for a formula, a number or a date gets an apostrophe first
/// (OWASP, CSV injection).
fn as_text(value: &str) -> String {
    let value: String = value
        .chars()
        .map(|sign| if sign.is_control() { ' ' } else { sign })
        .collect();
    if is_left_alone(&value) {
        value
    } else {
        format!("'{value}")
    }
}

/// Words; and the three shapes of figures that mean the same as a number or a date: `59100`, `25/08/2007`, `06.39.98.41.27`.
fn is_left_alone(value: &str) -> bool {
    let Some(first) = value.chars().next() else {
        return true;
    };
    if first.is_alphabetic() {
        return !is_month_like(value) && !TRUTHS.contains(&value.to_uppercase().as_str());
    }
    let lengths = |sign: char| -> Option<Vec<usize>> {
        let mut parts = value.split(sign);
        let is_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        parts
            .all(is_digits)
            .then(|| value.split(sign).map(str::len).collect())
    };
    let is_date = lengths('/').is_some_and(|lengths| lengths == [2, 2, 4]);
    let is_phone = lengths('.').is_some_and(|lengths| lengths == [2; 5]);
    let is_number = value == "0"
        || first != '0'
            && lengths(' ').is_some_and(|lengths| lengths.len() == 1 && lengths[0] < 12);
    is_date || is_phone || is_number
}

/// What spreadsheets in French and English take for yes and no.
const TRUTHS: [&str; 4] = ["VRAI", "FAUX", "TRUE", "FALSE"];

/// `Mai 2025`: one word, then figures apart from it.
fn is_month_like(value: &str) -> bool {
    let after_word = value.trim_start_matches(char::is_alphabetic);
    let figures = after_word.trim_start_matches(['.', ' ', '\u{a0}', '-', '/']);
    figures.len() < after_word.len() && figures.starts_with(char::is_numeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_stays_what_it_says() {
        for left_alone in [
            "",
            "Haddad",
            "d’Œuvre",
            "Łukasz, bât. C",
            "rue du 8 mai 1945",
            "JH9-SM9-QS",
            "59100",
            "2",
            "0",
            "25/08/2007",
            "06.39.98.41.27",
            "maelys@courriel.example",
            "شارع",
        ] {
            assert_eq!(as_text(left_alone), left_alone);
        }
        for (value, cell) in [
            ("=1+1", "'=1+1"),
            ("+44 20 7946 0018", "'+44 20 7946 0018"),
            ("-2+3", "'-2+3"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("  =1", "'  =1"),
            ("\t=1", "' =1"),
            ("＝1", "'＝1"),
            ("01000", "'01000"),
            ("00", "'00"),
            ("1/2", "'1/2"),
            ("1E5", "'1E5"),
            ("1.5", "'1.5"),
            ("123456789012345678", "'123456789012345678"),
            ("Mai 2025", "'Mai 2025"),
            ("mars-12", "'mars-12"),
            ("Vrai", "'Vrai"),
            ("#N/A", "'#N/A"),
            ("a\r\nb", "a  b"),
        ] {
            assert_eq!(as_text(value), cell, "{value:?}");
        }
    }

    #[test]
    fn what_people_type_stays_in_its_cell() -> Result<(), csv::Error> {
        let row = |cells: [&str; 2]| cells.map(ToOwned::to_owned).to_vec();
        let file = csv(&[row(["Numéro", "Prénom"]), row(["KT4", "d’\"Or\"; né"])])?;
        let expected = "\u{feff}\"Numéro\";\"Prénom\"\r\n\"KT4\";\"d’\"\"Or\"\"; né\"\r\n";
        assert_eq!(file, expected);
        Ok(())
    }
}
