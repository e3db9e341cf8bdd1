use std::sync::Arc;

use roxmltree::{Document, Node};

use super::*;
use crate::campaign::{PostContent, PostId, PostKind, PostState};
use crate::web::Templates;
use crate::web::assets::Assets;

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn post(title: &str, body: &str) -> PostDetails {
    PostDetails {
        id: PostId(1),
        slug: "a-post".to_owned(),
        content: PostContent {
            kind: PostKind::Statement,
            title: title.to_owned(),
            summary: "Why & how".to_owned(),
            body: body.to_owned(),
            byline_name: "Siân O’Neill".to_owned(),
            byline_post_held: "Chair".to_owned(),
            released_on: None,
        },
        state: PostState::Published,
        published_at: Some(at("2026-08-21T08:30:00Z")),
        withdrawn_at: None,
        withdraw_reason: None,
        version: 1,
        updated_at: at("2026-08-20T08:30:00Z"),
    }
}

fn render(posts: &[PostDetails]) -> String {
    let identity = SiteIdentity { name: "A & B".to_owned(), short_name: "AB".to_owned(), ..SiteIdentity::default() };
    let view = feed_view(posts, &identity, "https://a.example");
    Templates::load(Arc::new(Assets::load())).unwrap().render("news/feed.xml", &[("view", &view)]).unwrap()
}

fn text<'a>(node: Node<'a, '_>, name: &str) -> &'a str {
    node.children().find(|child| child.has_tag_name(name)).and_then(|child| child.text()).unwrap_or_default()
}

#[test]
fn a_reader_finds_every_post_whole() {
    let xml = render(&[post("<Tea> & \"cake\" 🎉", "# Why\n\n[a](/about) <script>x</script>")]);

    let document = Document::parse(&xml).unwrap();
    let feed = document.root_element();
    let entry = feed.children().find(|child| child.has_tag_name("entry")).unwrap();

    assert_eq!((text(feed, "title"), text(feed, "id")), ("News from AB", "https://a.example/feed.xml"));
    assert_eq!(text(feed, "updated"), "2026-08-21T09:30:00+01:00");
    assert_eq!(text(entry, "title"), "<Tea> & \"cake\" 🎉");
    assert_eq!((text(entry, "id"), text(entry, "summary")), ("https://a.example/news/a-post", "Why & how"));
    assert_eq!(text(entry, "published"), "2026-08-21T09:30:00+01:00");
    assert_eq!(
        text(entry, "content"),
        "<h2>Why</h2>\n<p><a href=\"/about\" rel=\"noopener\">a</a> &lt;script&gt;x&lt;/script&gt;</p>\n"
    );
    let author = entry.children().find(|child| child.has_tag_name("author")).unwrap();
    assert_eq!(text(author, "name"), "Siân O’Neill, Chair");
}

#[test]
fn characters_that_xml_cannot_hold_are_left_out() {
    let xml = render(&[post("a\u{fffe}b\u{ffff}c", "one\u{fffe}two")]);

    let document = Document::parse(&xml).unwrap();

    let titles: Vec<&str> =
        document.descendants().filter(|node| node.has_tag_name("title")).filter_map(|node| node.text()).collect();
    assert_eq!(titles, ["News from AB", "abc"]);
}

#[test]
fn a_feed_without_posts_is_still_a_feed() {
    let xml = render(&[]);

    let document = Document::parse(&xml).unwrap();

    assert_eq!(text(document.root_element(), "updated"), "1970-01-01T01:00:00+01:00");
    assert!(!document.descendants().any(|node| node.has_tag_name("entry")));
}
