//! The app's own sentences: each of `content/texts` is asked for, by its key in the code, the page or the manifest.

use std::collections::BTreeSet;

use super::tree::{Source, assert_none, read, root, sources};

#[test]
fn no_sentence_of_the_app_is_unused() {
    let library = content::Library::read(&root().join("content"));
    let library = library.unwrap_or_else(|errors| panic!("{errors}"));
    let texts = library.texts("fr");
    let texts = texts.unwrap_or_else(|| panic!("there is no French"));
    let code = sources(&["src", "crates/phone/src"]);
    let code = code.iter().filter(|source| !is_test(source));
    let code: Vec<&str> = code.flat_map(Source::code).collect();
    let code = code.join("\n");
    let page = read("index.html") + &read("public/manifest.webmanifest");
    let mut asked = named(&code, "key!(", "\"", '"');
    asked.extend(named(&page, "{{", "", '}'));
    assert!(asked.contains("sent.title") && asked.contains("no_start.stopped"));
    let unused = texts.iter().map(|(key, _)| key);
    let unused: Vec<String> = unused
        .filter(|key| !asked.contains(key))
        .map(str::to_owned)
        .collect();
    assert_none(
        &unused,
        "sentences of content/texts that are never asked for",
    );
}

#[test]
fn a_key_is_found_however_its_line_is_broken() {
    let code = "text(key!(\"a.b\"), key!(\n    \"a.c\",\n), key!(a.d), \"a.e\")";
    assert_eq!(
        Vec::from_iter(named(code, "key!(", "\"", '"')),
        ["a.b", "a.c"]
    );
    assert_eq!(
        Vec::from_iter(named("<p>{{ a.b }}</p>{a.c}", "{{", "", '}')),
        ["a.b"]
    );
}

fn is_test(source: &Source) -> bool {
    let of_tests = ["/tests.rs", "/testing.rs", "/testing/"];
    of_tests.iter().any(|part| source.path.contains(part))
}

/// What stands after each `opening`, but for spaces, and then `open`, up to `close`.
fn named<'t>(text: &'t str, opening: &str, open: &str, close: char) -> BTreeSet<&'t str> {
    let after = text.split(opening).skip(1);
    let inside = after.filter_map(|after| after.trim_start().strip_prefix(open));
    let names = inside.filter_map(|inside| inside.split_once(close));
    names.map(|(name, _)| name.trim()).collect()
}
