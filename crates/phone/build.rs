//! Build script: gives each key of the app's sentences its number, from `content/texts/fr.toml`.

use std::{collections::BTreeSet, env, error::Error, fmt::Write as _, fs, path::Path};

use toml::{Table, Value};

/// Where the sentences are in French, which has the keys of all languages.
const TEXTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../content/texts/fr.toml");

#[expect(
    clippy::disallowed_methods,
    reason = "cargo says in the environment where a build script writes"
)]
fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={TEXTS}");
    let table: Table = fs::read_to_string(TEXTS)?.parse()?;
    let mut keys = BTreeSet::new();
    add(&table, "", &mut keys);
    let written = Path::new(&env::var("OUT_DIR")?).join("text_keys.rs");
    fs::write(written, code(&keys)?)?;
    Ok(())
}

/// Adds the keys of a table, with what stands above them: `sent.title`.
fn add(table: &Table, above: &str, keys: &mut BTreeSet<String>) {
    for (name, value) in table {
        let key = [above, name].concat();
        match value {
            Value::Table(inner) => add(inner, &[&key, "."].concat(), keys),
            _ => {
                keys.insert(key);
            }
        }
    }
}

/// The list of the keys, and the macro that knows the number of each.
fn code(keys: &BTreeSet<String>) -> Result<String, Box<dyn Error>> {
    let mut arms = String::new();
    for (number, key) in keys.iter().enumerate() {
        let number = u16::try_from(number)?;
        writeln!(
            arms,
            "    ({key:?}) => {{ $crate::text_keys::TextKey({number}) }};"
        )?;
    }
    Ok(format!(
        r#"/// The key of one of the app's sentences, by its name in `content/texts/fr.toml`: `key!("sent.title")`.
#[macro_export]
macro_rules! key {{
{arms}    ($other:literal) => {{ compile_error!(concat!("content/texts/fr.toml has no ", $other)) }};
}}

/// The names of the keys, by number.
pub(crate) const NAMES: [&str; {count}] = {keys:?};
"#,
        count = keys.len(),
        keys = Vec::from_iter(keys)
    ))
}
