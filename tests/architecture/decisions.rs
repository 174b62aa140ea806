//! Decision records: number, title, status and date of each, and the list of them.

use super::tree::{Depth, Source, assert_none, files, read};

/// What a record says above its text.
struct Record {
    number: String,
    title: String,
    /// Without what stands after the first colon, which is prose.
    status: String,
    date: String,
    /// The line that names its predecessors, if there is one.
    supersedes: String,
    file: String,
}

/// Reads the head of a record; the error says which line is missing.
fn parse(source: &Source) -> Result<Record, String> {
    let mut lines = source.text.lines();
    let mut line = |begins: &str| {
        let line = lines.next().unwrap_or_default();
        let rest = line.strip_prefix(begins);
        rest.map(str::to_owned)
            .ok_or_else(|| format!("{}: a line that begins with {begins:?}", source.path))
    };
    let title = line("# ")?;
    line("")?;
    let status = line("Status: ")?;
    let date = line("Date: ")?;
    let supersedes = line("Supersedes: ").unwrap_or_default();
    let (number, title) = title
        .split_once(' ')
        .ok_or_else(|| format!("{}: a number and a title", source.path))?;
    Ok(Record {
        number: number.to_owned(),
        title: title.to_owned(),
        status: status.split(": ").next().unwrap_or(&status).to_owned(),
        date,
        supersedes,
        file: source.path.rsplit('/').next().unwrap_or("").to_owned(),
    })
}

fn records() -> Vec<Record> {
    let sources = files("docs/decisions", "md", Depth::Folder);
    let sources = sources
        .iter()
        .filter(|source| !source.path.ends_with("README.md"));
    let (records, errors): (Vec<_>, Vec<_>) = sources.map(parse).partition(Result::is_ok);
    let errors: Vec<String> = errors.into_iter().filter_map(Result::err).collect();
    assert_none(&errors, "a decision record lacks");
    let records: Vec<Record> = records.into_iter().filter_map(Result::ok).collect();
    assert!(records.len() >= 36, "{} records", records.len());
    records
}

/// The numbers in square brackets: `[0012](…)`.
fn numbers(line: &str) -> Vec<&str> {
    line.split('[')
        .skip(1)
        .filter_map(|rest| rest.split(']').next())
        .collect()
}

/// A title as a name of a file: lower case, words joined by hyphens.
fn slug(title: &str) -> String {
    let plain = title.to_lowercase().replace('\'', "");
    let words = plain.split(|letter: char| !letter.is_ascii_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join("-")
}

#[test]
fn a_record_has_its_number_and_title_in_its_name_a_status_and_a_date() {
    let mut wrong = Vec::new();
    for (place, record) in records().into_iter().enumerate() {
        let file = format!("{:04}-{}.md", place + 1, slug(&record.title));
        if record.file != file || record.number != format!("{:04}", place + 1) {
            wrong.push(format!("{} should be {file}", record.file));
        }
        if record.title.len() > 70 {
            wrong.push(format!("{}: a title of at most 70 bytes", record.file));
        }
        let statuses = ["accepted", "superseded by [", "partly superseded by ["];
        if !statuses
            .iter()
            .any(|begins| record.status.starts_with(begins))
        {
            wrong.push(format!("{}: status {:?}", record.file, record.status));
        }
        let shape: String = record.date.chars().take(11).collect();
        let shape = shape.replace(|letter: char| letter.is_ascii_digit(), "0");
        if shape != "0000-00-00." {
            wrong.push(format!("{}: date {:?}", record.file, record.date));
        }
    }
    assert_none(&wrong, "decision records");
}

#[test]
fn a_record_and_its_successor_name_each_other() {
    let records = records();
    let mut alone = Vec::new();
    for record in &records {
        let superseded = record.status.contains("superseded by");
        let successors = numbers(&record.status).into_iter().filter(|_| superseded);
        for successor in successors {
            let found = records.iter().find(|other| other.number == successor);
            if !found.is_some_and(|other| numbers(&other.supersedes).contains(&&*record.number)) {
                alone.push(format!("{successor} does not name {}", record.number));
            }
        }
        for predecessor in numbers(&record.supersedes) {
            let found = records.iter().find(|other| other.number == predecessor);
            if !found.is_some_and(|other| {
                other.status.contains("superseded by")
                    && numbers(&other.status).contains(&&*record.number)
            }) {
                alone.push(format!("{predecessor} does not name {}", record.number));
            }
        }
    }
    assert_none(&alone, "superseded records and their successors");
}

#[test]
fn the_list_of_decisions_is_complete() {
    let list = read("docs/decisions/README.md");
    let rows = records().into_iter().map(|record| {
        let kind = record.status.split(" [").next().unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default();
        let kind = kind.trim_end_matches('.');
        let by = if kind == "accepted" {
            String::new()
        } else {
            format!(" {}", numbers(&record.status).join(", "))
        };
        let link = format!("[{}]({})", record.number, record.file);
        format!("| {link} | {} | {kind}{by} |", record.title)
    });
    let missing: Vec<String> = rows
        .filter(|row| !list.lines().any(|line| line == row))
        .collect();
    assert_none(&missing, "docs/decisions/README.md lacks");
}
