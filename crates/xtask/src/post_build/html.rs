//! Finds tags and attributes in our own index.html by text search; no HTML parser.

/// The opening tags of that name, from `<` to `>`.
pub(crate) fn tags<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let opening = format!("<{name} ");
    let starts = html.match_indices(&opening);
    let tag = |(start, _)| {
        html.get(start..)
            .and_then(|rest| rest.split_inclusive('>').next())
    };
    starts.filter_map(tag).collect()
}

/// The value of an attribute, where it stands in double quotes.
pub(crate) fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_their_attributes_are_found() {
        let page =
            r#"<link rel="icon" href="/a.svg"><p>x</p><link rel="stylesheet" href="/b.css" />"#;
        let links = tags(page, "link");
        let hrefs: Vec<_> = links.iter().map(|link| attribute(link, "href")).collect();
        assert_eq!(hrefs, [Some("/a.svg"), Some("/b.css")]);
        assert_eq!(attribute(links[0], "crossorigin"), None);
    }
}
