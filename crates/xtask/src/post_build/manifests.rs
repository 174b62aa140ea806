//! Web app manifests, one for each language, from `public/manifest.webmanifest`.
//!
//! `"{{frame.title}}"` there stands for a text, and `{language}` for the code of the language.

use anyhow::Context;
use domain::{language::Language, sorted_map::SortedMap};
use serde_json::{Value, json};

use super::{Files, content_files::Content};

const TEMPLATE: &str = "manifest.webmanifest";

/// Writes `manifest.webmanifest` in French, and `manifest-<language>.webmanifest` in each other language.
pub(super) fn write(files: &mut Files, content: &Content) -> anyhow::Result<()> {
    let template: Value = serde_json::from_str(&files.read(TEMPLATE)?)
        .with_context(|| format!("public/{TEMPLATE} is no JSON"))?;
    for (code, texts) in &content.texts {
        let language =
            Language::from_code(code).with_context(|| format!("there is no language {code}"))?;
        let manifest = serde_json::to_string(&filled(&template, language, texts)?)?;
        files.write(&path(code), manifest.as_bytes())?;
    }
    Ok(())
}

/// Where the manifest in that language is.
fn path(code: &str) -> String {
    if code == Language::REFERENCE.code() {
        format!("/{TEMPLATE}")
    } else {
        format!("/manifest-{code}.webmanifest")
    }
}

/// The manifest in that language, its pictures among it.
fn filled(
    template: &Value,
    language: Language,
    texts: &SortedMap<String>,
) -> anyhow::Result<Value> {
    let mut manifest = said(template, language, texts)?;
    manifest["lang"] = json!(language.code());
    manifest["dir"] = json!(if language.is_right_to_left() {
        "rtl"
    } else {
        "ltr"
    });
    Ok(manifest)
}

fn said(value: &Value, language: Language, texts: &SortedMap<String>) -> anyhow::Result<Value> {
    Ok(match value {
        Value::String(text) => {
            let key = text
                .strip_prefix("{{")
                .and_then(|key| key.strip_suffix("}}"));
            match key {
                None => json!(text.replace("{language}", language.code())),
                Some(key) => json!(texts.get(key).with_context(|| {
                    format!("public/{TEMPLATE} asks for the text `{key}`, which is not there")
                })?),
            }
        }
        Value::Array(items) => {
            let items = items.iter().map(|item| said(item, language, texts));
            Value::Array(items.collect::<anyhow::Result<_>>()?)
        }
        Value::Object(members) => {
            let members = members.iter();
            let members =
                members.map(|(name, value)| Ok((name.clone(), said(value, language, texts)?)));
            Value::Object(members.collect::<anyhow::Result<_>>()?)
        }
        other => other.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_says_the_texts_of_its_language() -> anyhow::Result<()> {
        let template = json!({"name": "{{a.b}}", "dir": "ltr", "icons": [{"src": "/x-{language}.png"}], "id": "/"});
        let texts = SortedMap::from_iter([("a.b".to_owned(), "«»".to_owned())]);
        assert_eq!(
            filled(&template, Language::Arabic, &texts)?,
            json!({"name": "«»", "dir": "rtl", "icons": [{"src": "/x-ar.png"}], "id": "/", "lang": "ar"})
        );
        let unknown = json!({"name": "{{a.c}}"});
        assert!(filled(&unknown, Language::Arabic, &texts).is_err());
        Ok(())
    }
}
