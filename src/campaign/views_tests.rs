use super::*;
use crate::campaign::{PostContent, PostId, PostKind, PostState};

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn post() -> PostDetails {
    PostDetails {
        id: PostId(1),
        slug: "toolkit-published".to_owned(),
        content: PostContent {
            kind: PostKind::PressRelease,
            title: "Toolkit </script> published".to_owned(),
            summary: "For every council.".to_owned(),
            body: "# Notes\n\n<img src=x onerror=alert(1)>".to_owned(),
            byline_name: "Siân O’Neill".to_owned(),
            byline_post_held: "Chair".to_owned(),
            released_on: Some("2015-07-30".parse().unwrap()),
        },
        state: PostState::Published,
        published_at: Some(at("2015-09-03T23:30:00Z")),
        withdrawn_at: None,
        withdraw_reason: None,
        version: 1,
        updated_at: at("2015-09-03T09:00:00Z"),
    }
}

fn view(post: &PostDetails) -> PostView {
    PostView::new(
        post,
        &SiteIdentity { name: "The Association".to_owned(), ..SiteIdentity::default() },
        "https://a.example",
    )
    .unwrap()
}

#[test]
fn dates_are_london_dates_and_kept_apart() {
    let view = view(&post());

    assert_eq!((view.card.published.as_str(), view.card.published_on.as_str()), ("4 September 2015", "2015-09-04"));
    assert_eq!(view.published_at, "2015-09-04T00:30:00+01:00");
    assert_eq!(view.released.as_deref(), Some("30 July 2015"));
    assert_eq!(view.changed, None);
    assert_eq!(view.byline.as_deref(), Some("Siân O’Neill, Chair"));
}

#[test]
fn a_later_change_is_told_and_the_same_release_day_is_not() {
    let mut changed = post();
    changed.updated_at = at("2015-09-10T12:00:00Z");
    changed.content.released_on = Some("2015-09-04".parse().unwrap());

    let view = view(&changed);

    assert_eq!(view.changed.as_deref(), Some("10 September 2015"));
    assert_eq!(view.released, None);
}

#[test]
fn markup_and_data_are_safe() {
    let view = view(&post());

    assert_eq!(view.body_html, "<h2>Notes</h2>\n<p>&lt;img src=x onerror=alert(1)&gt;</p>\n");
    let inside = view.structured_data_html.strip_prefix("<script type=\"application/ld+json\">").unwrap();
    let data: serde_json::Value = serde_json::from_str(inside.strip_suffix("</script>").unwrap()).unwrap();
    assert_eq!(data["headline"], "Toolkit </script> published");
    assert_eq!(data["author"], serde_json::json!({"@type": "Person", "name": "Siân O’Neill", "jobTitle": "Chair"}));
    assert_eq!(
        (&data["url"], &data["genre"]),
        (&"https://a.example/news/toolkit-published".into(), &"Press release".into())
    );
}

#[test]
fn a_withdrawn_post_says_when_and_why() {
    let withdrawn = PostDetails {
        state: PostState::Withdrawn,
        withdrawn_at: Some(at("2015-10-01T12:00:00Z")),
        withdraw_reason: Some("A figure was wrong.".to_owned()),
        ..post()
    };

    let view = WithdrawnPost::from(&withdrawn);

    assert_eq!((view.withdrawn.as_str(), view.reason.as_str()), ("1 October 2015", "A figure was wrong."));
}
