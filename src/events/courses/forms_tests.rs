use super::*;

const GOOD: [(&str, &str); 14] = [
    ("title", "The Role of the IRO"),
    ("summary", "A half day on the whole of the role."),
    ("overview", "## Why\n\nIt matters."),
    ("topics", "- The law\r\n\r\n· Challenge & <b>dispute</b>\r\nSiân O’Neill’s toolkit"),
    ("audience", ""),
    ("further_information", ""),
    ("duration_hours", "3"),
    ("duration_minutes", "30"),
    ("cpd_hours", "3"),
    ("cpd_minutes", ""),
    ("standard_price", "£90"),
    ("member_price", "50.00"),
    ("refund_policy", "standard"),
    ("resources", "- [The handbook](https://example.org/handbook)"),
];

fn read(form: &Posted) -> Result<CourseContent, FieldErrors> {
    let policies = [PolicyChoice { value: "standard".to_owned(), label: "Seven days".to_owned() }];
    super::read(form, &policies)
}

/// What is typed instead, and the field and message that answer it.
type Slip<'a> = (&'a [(&'a str, &'a str)], &'a str, &'a str);

fn with(changes: &[(&str, &str)]) -> Posted {
    let fields = GOOD.map(|(name, value)| {
        let changed = changes.iter().find(|(field, _)| *field == name);
        (name, changed.map_or(value, |(_, value)| *value))
    });
    Posted::of(&fields)
}

fn errors(changes: &[(&str, &str)]) -> Vec<(String, String)> {
    let errors = read(&with(changes)).unwrap_err();
    errors.iter().map(|error| (error.field.clone(), error.message.clone())).collect()
}

#[test]
fn a_good_form_becomes_a_course_and_back() {
    let content = read(&with(&[])).unwrap();

    assert_eq!(content.topics, ["The law", "Challenge & <b>dispute</b>", "Siân O’Neill’s toolkit"]);
    assert_eq!((content.duration_minutes, content.cpd_minutes), (210, 180));
    assert_eq!((content.standard_price, content.member_price), (Pence::new(9_000), Pence::new(5_000)));
    let again = filled(&content);
    let fields: Vec<(&str, &str)> =
        again.fields.iter().map(|(name, field)| (name.as_str(), field.value.as_str())).collect();
    assert_eq!(read(&Posted::of(&fields)).unwrap(), content);
}

#[test]
fn each_slip_is_told_beside_its_field() {
    let long = "x".repeat(151);
    let long_topic = format!("Fine\n{}", "x".repeat(201));
    let many_topics = "topic\n".repeat(41);
    let table: [Slip; 15] = [
        (&[("title", " ")], "title", "Enter the title"),
        (&[("title", &long)], "title", "The title must be 150 characters or fewer"),
        (&[("title", "a\u{0}b")], "title", "The title has hidden characters. Type it again by hand"),
        (&[("summary", "")], "summary", "Enter the summary"),
        (&[("overview", "")], "overview", "Enter the overview"),
        (&[("topics", &long_topic)], "topics", "Topic 2 must be 200 characters or fewer"),
        (&[("topics", &many_topics)], "topics", "Enter 40 topics or fewer"),
        (&[("duration_hours", "three")], "duration_hours", "Enter a whole number from 0 to 60"),
        (&[("duration_minutes", "60")], "duration_minutes", "Enter a whole number from 0 to 59"),
        (&[("duration_hours", "+3")], "duration_hours", "Enter a whole number from 0 to 60"),
        (
            &[("duration_hours", "0"), ("duration_minutes", ""), ("cpd_hours", "")],
            "duration_hours",
            "Enter how long the course takes",
        ),
        (&[("cpd_hours", "4")], "cpd_hours", "Professional development cannot be longer than the course"),
        (&[("standard_price", "ninety")], "standard_price", "Enter an amount in pounds and pence, like 50 or 48.69"),
        (&[("standard_price", "10000.01")], "standard_price", "Enter £10,000 or less"),
        (&[("member_price", "95")], "member_price", "The member price cannot be higher than the standard price"),
    ];

    for (changes, field, message) in table {
        assert_eq!(errors(changes), [(field.to_owned(), message.to_owned())], "{changes:?}");
    }
}

#[test]
fn an_empty_form_names_every_field_that_must_be_filled() {
    let nothing = read(&Posted::default()).unwrap_err();

    let fields: Vec<&str> = nothing.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(fields, ["title", "summary", "overview", "standard_price", "member_price"]);
}

#[test]
fn what_was_typed_is_kept_exactly() {
    let form = typed(&with(&[("title", "  <i>Ng</i> "), ("standard_price", "ninety")]));

    assert_eq!(form.fields["title"].value, "  <i>Ng</i> ");
    assert_eq!(form.fields["standard_price"].value, "ninety");
}
