//! The Markdown of a notice or of a page, cut into its title, its first layer and its topics.
//!
//! Headings, paragraphs, lists of one level, and links that are a whole paragraph or item; nothing else.

use domain::notice::{Block, Layers, Topic};
use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};

use crate::{placeholder, source::Source};

/// How many sentences the first layer of a notice has.
const SUMMARY_SENTENCES: usize = 5;

/// What a text may name of the site it is shown for.
const PLACEHOLDERS: [&str; 9] = [
    "site.name",
    "site.address",
    "site.phone",
    "site.phone_e164",
    "site.email",
    "site.officer_email",
    "site.host",
    "site.mail_provider",
    "site.keep_after_delivery_days",
];

/// What may stand at the start of a link.
const SCHEMES: [&str; 3] = ["https:", "mailto:", "tel:"];

/// Where a text has its first layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FirstLayer {
    /// A list of exactly five sentences, under the first `##`.
    FiveSentences,
    /// Paragraphs straight under the title, as many as there are.
    Opening,
}

/// Cuts the text; emphasis is flattened to its words. What does not belong in one is a mistake.
pub(crate) fn cut(source: &Source<'_>, first: FirstLayer) -> Option<Layers> {
    check_placeholders(source);
    let mut cut = Cut::new(source, first);
    for (event, range) in Parser::new(&source.text).into_offset_iter() {
        cut.take(event, range.start);
    }
    cut.layers()
}

/// Whether a translation says the same things in the same places.
pub(crate) fn same_shape(one: &Layers, other: &Layers) -> bool {
    let blocks = |topic: &Topic| -> Vec<(bool, bool)> {
        let shape = |block: &Block| (block.item, block.link.is_empty());
        topic.blocks.iter().map(shape).collect()
    };
    one.summary.len() == other.summary.len()
        && one.topics.len() == other.topics.len()
        && one
            .topics
            .iter()
            .zip(&other.topics)
            .all(|(one, other)| blocks(one) == blocks(other))
}

fn check_placeholders(source: &Source<'_>) {
    let mut offset = 0;
    for line in source.text.split_inclusive('\n') {
        if !placeholder::is_balanced(line) {
            source.refuse_at(offset, "", "il faut à chaque { sa } sur la même ligne");
        }
        for name in placeholder::names(line) {
            if !PLACEHOLDERS.contains(&name.as_str()) {
                let expected = format!(
                    "mot entre accolades inconnu, il faut l’un de : {}",
                    PLACEHOLDERS.join(", ")
                );
                source.refuse_at(offset, &format!("{{{name}}}"), expected);
            }
        }
        offset += line.len();
    }
}

/// A text being cut.
struct Cut<'s, 'p> {
    source: &'s Source<'p>,
    first: FirstLayer,
    title: Option<String>,
    opening: Vec<String>,
    topics: Vec<Topic>,
    /// The words of the paragraph, item or heading that is being read.
    text: String,
    /// Where its link leads.
    link: String,
    in_link: bool,
    in_item: bool,
}

impl<'s, 'p> Cut<'s, 'p> {
    fn new(source: &'s Source<'p>, first: FirstLayer) -> Self {
        Self {
            source,
            first,
            title: None,
            opening: Vec::new(),
            topics: Vec::new(),
            text: String::new(),
            link: String::new(),
            in_link: false,
            in_item: false,
        }
    }

    fn take(&mut self, event: Event<'_>, offset: usize) {
        let source = self.source;
        let refuse = |expected: &str| source.refuse_at(offset, "", expected);
        match event {
            Event::Text(words) | Event::Code(words) => self.say(&words, offset),
            Event::SoftBreak | Event::HardBreak => self.say(" ", offset),
            Event::Start(Tag::Item) if self.in_item => {
                refuse("il ne faut pas de liste dans une liste");
            }
            Event::Start(Tag::Item) => self.in_item = true,
            Event::Start(Tag::Link { dest_url, .. }) => self.open_link(&dest_url, offset),
            Event::End(TagEnd::Link) => self.in_link = false,
            Event::Start(
                Tag::Paragraph | Tag::List(_) | Tag::Emphasis | Tag::Strong | Tag::Heading { .. },
            )
            | Event::End(TagEnd::List(_) | TagEnd::Emphasis | TagEnd::Strong) => {}
            Event::End(TagEnd::Heading(level)) => self.close_heading(level, offset),
            // A paragraph inside an item is the item's.
            Event::End(TagEnd::Paragraph) if self.in_item => {}
            Event::End(TagEnd::Paragraph | TagEnd::Item) => self.close_block(offset),
            _ => refuse("il ne faut que des titres, des paragraphes, des listes et des liens"),
        }
    }

    fn say(&mut self, words: &str, offset: usize) {
        if !self.link.is_empty() && !self.in_link {
            self.refuse_link_in_sentence(offset);
        }
        self.text.push_str(words);
    }

    fn open_link(&mut self, address: &str, offset: usize) {
        if !self.text.is_empty() || !self.link.is_empty() {
            self.refuse_link_in_sentence(offset);
        }
        if !SCHEMES.iter().any(|scheme| address.starts_with(scheme)) {
            let expected = format!("il faut un lien qui commence par {}", SCHEMES.join(" ou "));
            self.source.refuse_at(offset, address, expected);
        }
        self.in_link = true;
        address.clone_into(&mut self.link);
    }

    fn refuse_link_in_sentence(&self, offset: usize) {
        self.source.refuse_at(
            offset,
            "",
            "il faut qu’un lien soit tout un paragraphe ou tout un élément de liste, sans rien avant ni après",
        );
    }

    fn close_heading(&mut self, level: HeadingLevel, offset: usize) {
        let heading = std::mem::take(&mut self.text);
        if !std::mem::take(&mut self.link).is_empty() {
            self.source
                .refuse_at(offset, &heading, "il ne faut pas de lien dans un titre");
        }
        match (level, &self.title) {
            (HeadingLevel::H1, None) => self.title = Some(heading),
            (HeadingLevel::H2, Some(_)) => self.topics.push(Topic {
                title: heading,
                blocks: Vec::new(),
            }),
            _ => self.source.refuse_at(
                offset,
                "",
                "il faut un titre avec #, d’abord, puis des sujets avec ##",
            ),
        }
    }

    fn close_block(&mut self, offset: usize) {
        let block = Block {
            item: std::mem::take(&mut self.in_item),
            text: std::mem::take(&mut self.text),
            link: std::mem::take(&mut self.link),
        };
        let opens = self.first == FirstLayer::Opening && self.title.is_some();
        match self.topics.last_mut() {
            Some(topic) => topic.blocks.push(block),
            None if opens && !block.item && block.link.is_empty() => self.opening.push(block.text),
            None if opens => self.source.refuse_at(
                offset,
                "",
                "il ne faut que des phrases, sans liste ni lien, avant le premier ##",
            ),
            None => self.source.refuse_at(
                offset,
                "",
                "il faut un titre avec ## avant le premier paragraphe",
            ),
        }
    }

    fn layers(mut self) -> Option<Layers> {
        for topic in self.topics.iter().filter(|topic| topic.blocks.is_empty()) {
            self.source
                .refuse_at(0, &topic.title, "il faut quelque chose sous ce titre");
        }
        let Some(title) = self.title else {
            self.source.refuse_at(0, "", "il faut un titre avec #");
            return None;
        };
        let summary = match self.first {
            FirstLayer::Opening => self.opening,
            FirstLayer::FiveSentences => {
                let blocks = if self.topics.is_empty() {
                    Vec::new()
                } else {
                    self.topics.remove(0).blocks
                };
                let plain = |block: &Block| block.item && block.link.is_empty();
                if blocks.len() != SUMMARY_SENTENCES || !blocks.iter().all(plain) {
                    let expected = format!(
                        "il faut une liste d’exactement {SUMMARY_SENTENCES} phrases sous le premier ##"
                    );
                    self.source.refuse_at(0, &title, expected);
                }
                blocks.into_iter().map(|block| block.text).collect()
            }
        };
        Some(Layers {
            title,
            summary,
            topics: self.topics,
        })
    }
}
