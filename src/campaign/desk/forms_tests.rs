use super::*;

const GOOD: [(&str, &str); 7] = [
    ("kind", "statement"),
    ("title", "Reviewing must stay “independent” <b>now</b> 🎉"),
    ("summary", "Two people, two roles."),
    ("body", "## Why\r\n\r\nBecause."),
    ("byline_name", "Nguyễn Thị Minh Khai"),
    ("byline_post_held", "Co-Chair"),
    ("released_on", "2015-07-30"),
];

/// What is typed instead, and the field and message that answer it.
type Slip<'a> = (&'a [(&'a str, &'a str)], &'a str, &'a str);

fn with(changes: &[(&str, &str)]) -> Posted {
    let fields = GOOD.map(|(name, value)| {
        let changed = changes.iter().find(|(field, _)| *field == name);
        (name, changed.map_or(value, |(_, value)| *value))
    });
    Posted::of(&fields)
}

#[test]
fn a_good_form_becomes_a_post_and_back() {
    let content = read(&with(&[])).unwrap();

    assert_eq!(content.kind, PostKind::Statement);
    assert_eq!(content.title, "Reviewing must stay “independent” <b>now</b> 🎉");
    assert_eq!(content.body, "## Why\n\nBecause.");
    assert_eq!(content.released_on, "2015-07-30".parse().ok());
    let again = filled(&content);
    let fields: Vec<(&str, &str)> =
        again.fields.iter().map(|(name, field)| (name.as_str(), field.value.as_str())).collect();
    assert_eq!(read(&Posted::of(&fields)).unwrap(), content);
}

#[test]
fn each_slip_is_told_beside_its_field() {
    let (long_title, long_body) = ("x".repeat(151), "x".repeat(20_001));
    let table: [Slip; 10] = [
        (&[("kind", "poem")], "kind", "Choose what kind of post it is"),
        (&[("title", "")], "title", "Enter the headline"),
        (&[("title", &long_title)], "title", "The headline must be 150 characters or fewer"),
        (&[("title", "a\u{202e}b")], "title", "The headline has hidden characters. Type it again by hand"),
        (&[("summary", "\t")], "summary", "Enter the summary"),
        (&[("body", "")], "body", "Enter the text"),
        (&[("body", &long_body)], "body", "The text must be 20000 characters or fewer"),
        (&[("byline_name", " ")], "byline_name", "Enter the name of whoever holds this post, or leave both empty"),
        (&[("released_on", "30/07/15")], "released_on", "Enter a date such as 2026-07-30"),
        (&[("released_on", "2015-02-30")], "released_on", "Enter a date such as 2026-07-30"),
    ];

    for (changes, field, message) in table {
        let errors = read(&with(changes)).unwrap_err();
        let found: Vec<(&str, &str)> =
            errors.iter().map(|error| (error.field.as_str(), error.message.as_str())).collect();
        assert_eq!(found, [(field, message)], "{changes:?}");
    }
}

#[test]
fn the_byline_may_be_left_out() {
    let content = read(&with(&[("byline_name", ""), ("byline_post_held", ""), ("released_on", "")])).unwrap();

    assert_eq!((content.byline(), content.released_on), (None, None));
}

#[test]
fn a_withdrawal_needs_a_reason() {
    assert_eq!(
        read_withdrawal(&Posted::of(&[("reason", " A figure was wrong. ")])).as_deref(),
        Ok("A figure was wrong.")
    );
    let form = read_withdrawal(&Posted::of(&[("reason", "  ")])).unwrap_err();
    assert_eq!(form.fields["reason"].error.as_deref(), Some("Enter the reason"));
}
