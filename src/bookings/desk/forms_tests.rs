use super::*;

const GOOD: [(&str, &str); 24] = [
    ("title", "The Role of the IRO"),
    ("summary", "A half day."),
    ("description", "## Why\r\n\r\nIt matters."),
    ("certainty", "date_and_time"),
    ("starts_on", "2026-09-04"),
    ("starts_at", "09:30"),
    ("ends_at", "13:00"),
    ("mode", "online"),
    ("platform", "zoom"),
    ("venue", ""),
    ("join_url", "https://zoom.example.org/j/1"),
    ("link_promised_on", ""),
    ("facilitator_1", "Nguyễn Thị Minh Khai"),
    ("post_held_1", "Co-Chair"),
    ("facilitator_2", ""),
    ("post_held_2", ""),
    ("capacity", "20"),
    ("standard_price", "90"),
    ("member_price", "50"),
    ("refund_policy", "7"),
    ("most_places", "10"),
    ("closes_on", ""),
    ("closes_at", ""),
    ("course", ""),
];

/// What is typed instead, the field it is told beside, and how.
type Slip<'a> = (&'a [(&'a str, &'a str)], &'a str, &'a str);

fn with(changes: &[(&str, &str)]) -> Posted {
    let fields = GOOD.map(|(name, value)| {
        let changed = changes.iter().find(|(field, _)| *field == name);
        (name, changed.map_or(value, |(_, value)| *value))
    });
    Posted::of(&fields)
}

fn read_with(changes: &[(&str, &str)]) -> Result<TypedDate, FieldErrors> {
    let policies = [RefundPolicy { id: 7, name: "Seven days".to_owned(), tiers: Vec::new() }];
    let warn_before = "2026-06-01T09:00:00Z".parse().ok();
    let rules = DateRules { course: None, policies: &policies, default_policy: None, warn_before, run: None };
    read(&with(changes), rules)
}

fn told(changes: &[(&str, &str)]) -> Vec<(String, String)> {
    let errors = read_with(changes).unwrap_err();
    errors.iter().map(|error| (error.field.clone(), error.message.clone())).collect()
}

#[test]
fn a_good_form_becomes_a_date() {
    let date = read_with(&[]).unwrap();

    assert_eq!(date.description, "## Why\n\nIt matters.");
    assert_eq!((date.mode, date.platform), (EventMode::Online, Platform::Zoom));
    assert_eq!(date.join_url.as_ref().map(JoinUrl::as_str), Some("https://zoom.example.org/j/1"));
    assert_eq!(date.facilitators.len(), 1);
    assert_eq!(
        (date.facilitators[0].name.as_str(), date.facilitators[0].post_held.as_str()),
        ("Nguyễn Thị Minh Khai", "Co-Chair")
    );
    assert_eq!(date.sale.capacity, 20);
}

#[test]
fn names_titles_and_venues_of_every_kind_are_kept_as_text() {
    let names = ["O'Neill", "Siân", "Ng", "שרה כהן", "<b>Bold</b>", "Ann 🎉 Lee"];
    for name in names {
        let changes = [("facilitator_1", name), ("title", name), ("venue", name), ("mode", "hybrid")];
        let date = read_with(&changes).unwrap();
        assert_eq!((date.title.as_str(), date.venue.as_str(), date.facilitators[0].name.as_str()), (name, name, name));
    }
}

#[test]
fn a_meeting_in_person_has_no_video_service() {
    let date = read_with(&[("mode", "in_person"), ("join_url", ""), ("venue", "Sampleton Library")]).unwrap();

    assert_eq!((date.platform, date.venue.as_str()), (Platform::None, "Sampleton Library"));
}

#[test]
fn each_slip_is_told_beside_its_field() {
    let long = "x".repeat(151);
    let table: [Slip<'_>; 16] = [
        (&[("title", " ")], "title", "Enter the title"),
        (&[("title", &long)], "title", "The title must be 150 characters or fewer"),
        (&[("title", "a\u{0}b")], "title", "The title has hidden characters. Type it again by hand"),
        (&[("title", "a\u{202e}b")], "title", "The title has hidden characters. Type it again by hand"),
        (&[("venue", "two\nlines")], "venue", "The venue has hidden characters. Type it again by hand"),
        (&[("mode", "by post")], "mode", "Say how people take part"),
        (&[("platform", "none")], "platform", "Choose the video service, or “To be decided”"),
        (&[("platform", "")], "platform", "Choose the video service, or “To be decided”"),
        (&[("join_url", "zoom.example.org")], "join_url", "Enter a full address that begins with https://"),
        (
            &[("mode", "in_person")],
            "join_url",
            "A meeting in person has no joining address. Remove it, or let people join online",
        ),
        (
            &[("link_promised_on", "2026-09-05")],
            "link_promised_on",
            "Promise the link for the day itself or a day before it",
        ),
        (&[("facilitator_1", "")], "facilitator_1", "Enter the name of the person who holds this post"),
        (&[("facilitator_1", "a\u{200f}\u{202e}b")], "facilitator_1", ""),
        (&[("post_held_1", &long)], "post_held_1", "The post must be 120 characters or fewer"),
        (
            &[("starts_on", "2025-09-04")],
            "starts_on",
            "This date has passed. Change it, or tick the box below to enter it all the same",
        ),
        (&[("certainty", "")], "certainty", "Say how much is known about the date"),
    ];

    for (changes, field, message) in table {
        let told = told(changes);
        assert_eq!(told.len(), 1, "{changes:?}: {told:?}");
        assert_eq!(told[0].0, field, "{changes:?}");
        assert!(message.is_empty() || told[0].1 == message, "{changes:?}: {told:?}");
    }
}

#[test]
fn everything_wrong_is_told_at_once_and_what_was_typed_is_kept() {
    let changes = [("title", ""), ("starts_at", "noon"), ("capacity", "many"), ("refund_policy", "")];

    let errors = read_with(&changes).unwrap_err();
    let form = typed(&with(&changes)).with_errors(&errors);

    let fields: Vec<&str> = form.errors.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(fields, ["title", "starts_at", "capacity", "refund_policy"], "in the order of the page");
    assert_eq!(form.fields["starts_at"].value, "noon");
    assert_eq!(form.fields["facilitator_1"].value, "Nguyễn Thị Minh Khai");
}
