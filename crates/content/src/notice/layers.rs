//! One notice's Markdown, cut into its title, its first layer and its topics.

use domain::notice::{Block, Topic};
use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};

use crate::source::Source;

/// The parts of a notice.
pub(crate) struct Layers {
    pub(crate) title: String,
    pub(crate) summary: Vec<String>,
    pub(crate) topics: Vec<Topic>,
}

/// How many sentences the first layer has.
const SUMMARY_SENTENCES: usize = 5;

/// Cuts the notice; inline markup is flattened to its text. What does not belong in a notice is a mistake.
pub(crate) fn cut(source: &Source<'_>) -> Option<Layers> {
    let mut title: Option<String> = None;
    let mut topics: Vec<Topic> = Vec::new();
    let mut text = String::new();
    let mut in_item = false;
    for (event, range) in Parser::new(&source.text).into_offset_iter() {
        let refuse = |expected: &str| source.refuse_at(range.start, "", expected);
        match event {
            Event::Text(part) | Event::Code(part) => text.push_str(&part),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            Event::Start(Tag::Item) if in_item => refuse("expected no list inside a list"),
            Event::Start(Tag::Item) => in_item = true,
            Event::Start(
                Tag::Paragraph
                | Tag::List(_)
                | Tag::Emphasis
                | Tag::Strong
                | Tag::Link { .. }
                | Tag::Heading { .. },
            )
            | Event::End(TagEnd::List(_) | TagEnd::Emphasis | TagEnd::Strong | TagEnd::Link) => {}
            Event::End(TagEnd::Heading(level)) => {
                let heading = std::mem::take(&mut text);
                match (level, &title) {
                    (HeadingLevel::H1, None) => title = Some(heading),
                    (HeadingLevel::H2, Some(_)) => topics.push(Topic {
                        title: heading,
                        blocks: Vec::new(),
                    }),
                    _ => refuse("expected one title with #, first, then topics with ##"),
                }
            }
            // A paragraph inside an item is the item's.
            Event::End(TagEnd::Paragraph) if in_item => {}
            Event::End(TagEnd::Paragraph | TagEnd::Item) => {
                let block = Block {
                    item: std::mem::take(&mut in_item),
                    text: std::mem::take(&mut text),
                };
                match topics.last_mut() {
                    Some(topic) => topic.blocks.push(block),
                    None => refuse("expected a heading with ## before the first paragraph"),
                }
            }
            _ => refuse("expected only headings, paragraphs and lists"),
        }
    }
    for topic in topics.iter().filter(|topic| topic.blocks.is_empty()) {
        source.refuse_at(0, &topic.title, "expected something under this heading");
    }
    let Some(title) = title else {
        source.refuse_at(0, "", "expected a title with #");
        return None;
    };
    let mut topics = topics.into_iter();
    let summary = topics.next().map(|topic| topic.blocks).unwrap_or_default();
    if summary.len() != SUMMARY_SENTENCES || summary.iter().any(|block| !block.item) {
        source.refuse_at(
            0,
            &title,
            format!("expected a list of exactly {SUMMARY_SENTENCES} sentences under the first ##"),
        );
    }
    let summary = summary.into_iter().map(|block| block.text).collect();
    Some(Layers {
        title,
        summary,
        topics: topics.collect(),
    })
}
