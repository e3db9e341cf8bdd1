//! What officers write in Markdown, made into markup that is safe to print. With [`json_ld`](super::json_ld), the only
//! maker of values that a template may mark `| safe`.
//!
//! Two guards, one behind the other: raw HTML is turned into plain text before anything is rendered, and what comes out is
//! cleaned against a list of allowed elements. Headings begin at h2 and never skip a level, because the page has the h1.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::{LazyLock, RwLock};

use ammonia::{Builder, UrlRelative};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

/// How deep quotations and lists may nest; what lies deeper is printed without its wrapping.
const DEEPEST: usize = 16;

const ELEMENTS: [&str; 27] = [
    "a",
    "blockquote",
    "br",
    "code",
    "del",
    "div",
    "em",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
];

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = Builder::empty();
    cleaner
        .tags(ELEMENTS.into())
        .clean_content_tags(["script", "style"].into())
        .generic_attributes([].into())
        .tag_attributes([("a", ["href"].into()), ("ol", ["start"].into())].into())
        // Long lines and wide tables scroll, and what scrolls must be reachable by keyboard.
        .set_tag_attribute_value("pre", "tabindex", "0")
        .set_tag_attribute_value("div", "tabindex", "0")
        .add_allowed_classes("div", ["table-wrap"])
        .url_schemes(["http", "https", "mailto"].into())
        .url_relative(UrlRelative::Custom(Box::new(own_address)))
        .link_rel(Some("noopener"));
    cleaner
});

/// How many texts [`to_safe_html_kept`] keeps.
const KEPT_TEXTS: usize = 8;

static KEPT: RwLock<Vec<(String, String)>> = RwLock::new(Vec::new());

/// The same as [`to_safe_html`] for a text that many pages print and nobody changes, such as the booking terms: the last few are
/// kept, because reading and cleaning a page of Markdown takes as long as everything else on it.
pub fn to_safe_html_kept(markdown: &str) -> String {
    if let Ok(kept) = KEPT.read()
        && let Some((_, html)) = kept.iter().find(|(text, _)| text == markdown)
    {
        return html.clone();
    }
    let html = to_safe_html(markdown);
    if let Ok(mut kept) = KEPT.write() {
        if kept.len() >= KEPT_TEXTS {
            kept.remove(0);
        }
        kept.push((markdown.to_owned(), html.clone()));
    }
    html
}

/// Markdown (with tables and strike-through; no footnotes, images or raw HTML) as safe markup.
pub fn to_safe_html(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_SMART_PUNCTUATION;
    let events: Vec<Event<'_>> = Parser::new_ext(markdown, options).collect();
    let mut tidy = Tidy::for_events(&events);
    let mut markup = String::with_capacity(markdown.len() * 3 / 2);
    html::push_html(&mut markup, events.into_iter().filter_map(|event| tidy.pass(event)).flat_map(wrap_table));
    CLEANER.clean(&markup).to_string()
}

/// Addresses without a scheme: only paths on this site and anchors on this page.
fn own_address(url: &str) -> Option<Cow<'_, str>> {
    let on_this_site = url.starts_with('/') && !url.starts_with("//") && !url.contains('\\');
    (on_this_site || url.starts_with('#')).then_some(Cow::Borrowed(url))
}

/// A table in the box it scrolls in. These are the only tags that reach the renderer as they are.
fn wrap_table(event: Event<'_>) -> impl Iterator<Item = Event<'_>> {
    let before =
        matches!(event, Event::Start(Tag::Table(_))).then_some(Event::Html("<div class=\"table-wrap\">".into()));
    let after = matches!(event, Event::End(TagEnd::Table)).then_some(Event::Html("</div>".into()));
    before.into_iter().chain([event]).chain(after)
}

/// What is changed on the way from parser to renderer.
struct Tidy {
    levels: BTreeSet<HeadingLevel>,
    last_level: usize,
    open_levels: Vec<HeadingLevel>,
    depth: usize,
}

impl Tidy {
    fn for_events(events: &[Event<'_>]) -> Self {
        let level = |event: &Event<'_>| match event {
            Event::Start(Tag::Heading { level, .. }) => Some(*level),
            _ => None,
        };
        Self { levels: events.iter().filter_map(level).collect(), last_level: 1, open_levels: Vec::new(), depth: 0 }
    }

    fn pass<'a>(&mut self, event: Event<'a>) -> Option<Event<'a>> {
        match event {
            Event::Html(text) | Event::InlineHtml(text) => Some(Event::Text(text)),
            Event::Start(tag) => {
                self.depth += 1;
                if self.depth > DEEPEST { None } else { self.open(tag).map(Event::Start) }
            }
            Event::End(tag) => {
                self.depth -= 1;
                if self.depth >= DEEPEST { None } else { self.close(tag).map(Event::End) }
            }
            other => Some(other),
        }
    }

    fn open<'a>(&mut self, tag: Tag<'a>) -> Option<Tag<'a>> {
        match tag {
            Tag::HtmlBlock => Some(Tag::Paragraph),
            Tag::Image { .. } => None,
            Tag::Heading { level, .. } => {
                let level = self.place(level);
                self.open_levels.push(level);
                Some(Tag::Heading { level, id: None, classes: Vec::new(), attrs: Vec::new() })
            }
            other => Some(other),
        }
    }

    fn close(&mut self, tag: TagEnd) -> Option<TagEnd> {
        match tag {
            TagEnd::HtmlBlock => Some(TagEnd::Paragraph),
            TagEnd::Image => None,
            TagEnd::Heading(level) => Some(TagEnd::Heading(self.open_levels.pop().unwrap_or(level))),
            other => Some(other),
        }
    }

    /// The levels in use, the highest as h2, the next as h3; never more than one below the heading before.
    fn place(&mut self, level: HeadingLevel) -> HeadingLevel {
        let rank = self.levels.iter().position(|known| *known == level).unwrap_or_default();
        let placed = (rank + 2).min(self.last_level + 1).min(6);
        self.last_level = placed;
        HeadingLevel::try_from(placed).unwrap_or(HeadingLevel::H6)
    }
}

#[cfg(test)]
#[path = "markdown_tests.rs"]
mod tests;
