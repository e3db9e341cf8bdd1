use super::*;
use crate::events::{CourseContent, CourseId, CourseState};

const GOOD: [(&str, &str); 7] = [
    ("capacity", "20"),
    ("standard_price", "90"),
    ("member_price", "£50.00"),
    ("refund_policy", "7"),
    ("most_places", "10"),
    ("closes_on", ""),
    ("closes_at", ""),
];

/// What is typed instead, the field it is told beside, and how.
type Slip<'a> = (&'a [(&'static str, &'static str)], &'a str, &'a str);

fn with(changes: &[(&'static str, &'static str)]) -> Posted {
    let fields = GOOD.map(|(name, value)| {
        let changed = changes.iter().find(|(field, _)| *field == name);
        (name, changed.map_or(value, |(_, value)| *value))
    });
    let others = changes.iter().filter(|(name, _)| GOOD.iter().all(|(known, _)| known != name));
    Posted::of(&fields.into_iter().chain(others.copied()).collect::<Vec<_>>())
}

fn course() -> CourseDetails {
    CourseDetails {
        id: CourseId(3),
        slug: "challenge".to_owned(),
        content: CourseContent {
            title: "The Challenge of Challenge".to_owned(),
            summary: String::new(),
            overview: String::new(),
            topics: Vec::new(),
            audience: String::new(),
            further_information: String::new(),
            duration_minutes: 210,
            cpd_minutes: 210,
            standard_price: Pence::new(8_000),
            member_price: Pence::new(4_000),
            refund_policy: None,
            resources: String::new(),
        },
        state: CourseState::Published,
        version: 1,
    }
}

fn read(posted: &Posted, course: Option<&CourseDetails>) -> Result<TypedSale, Vec<(String, String)>> {
    let policies = [RefundPolicy { id: 7, name: "Seven days".to_owned(), tiers: Vec::new() }];
    let mut errors = FieldErrors::new();
    let sale =
        read_sale(posted, SaleRules { policies: &policies, default_policy: None, course, when: None }, &mut errors);
    errors
        .into_result()
        .map(|()| sale)
        .map_err(|errors| errors.iter().map(|error| (error.field.clone(), error.message.clone())).collect())
}

#[test]
fn a_good_form_becomes_a_sale() {
    let sale = read(&with(&[]), None).unwrap();

    let wanted = TypedSale {
        capacity: 20,
        standard_price: Pence::new(9_000),
        member_price: Some(Pence::new(5_000)),
        members_only: false,
        refund_policy_id: 7,
        most_places: 10,
        closes_at: None,
    };
    assert_eq!(sale, wanted);
}

#[test]
fn prices_left_empty_are_the_courses_and_a_meeting_is_free() {
    let course = course();
    let prices = |changes: &[(&'static str, &'static str)], course| {
        let sale = read(&with(changes), course).unwrap();
        (sale.standard_price.get(), sale.member_price.map(Pence::get))
    };
    let empty = [("standard_price", ""), ("member_price", " ")];

    assert_eq!(prices(&empty, Some(&course)), (8_000, Some(4_000)));
    assert_eq!(prices(&empty, None), (0, None));
    assert_eq!(prices(&[("member_price", "")], None), (9_000, None));
    assert_eq!(prices(&[("standard_price", "40"), ("member_price", "")], Some(&course)), (4_000, None), "no lower");
    assert_eq!(prices(&[("member_price", "90")], None), (9_000, None), "no lower");
    assert_eq!(prices(&[("standard_price", "0"), ("member_price", "")], Some(&course)), (0, None), "given for nothing");
    let members = [("members_only", "yes"), ("standard_price", ""), ("member_price", "")];
    assert_eq!(prices(&members, Some(&course)), (0, None), "a free meeting for members, whatever the course costs");
    assert_eq!(read(&with(&members), None).unwrap().most_places, 1, "each member books their own place");
}

#[test]
fn each_slip_is_told_beside_its_field() {
    let places = "Enter a whole number from 0 to 5000";
    let table: [Slip<'_>; 13] = [
        (&[("capacity", "")], "capacity", places),
        (&[("capacity", "twenty")], "capacity", places),
        (&[("capacity", "-1")], "capacity", places),
        (&[("capacity", "+5")], "capacity", places),
        (&[("capacity", "5001")], "capacity", places),
        (&[("capacity", "99999999999")], "capacity", places),
        (&[("most_places", "0")], "most_places", "Enter a whole number from 1 to 40"),
        (&[("standard_price", "ninety")], "standard_price", "Enter an amount in pounds and pence, like 50 or 48.69"),
        (&[("standard_price", "-5"), ("member_price", "")], "standard_price", "Enter an amount that is not below zero"),
        (&[("standard_price", "10000.01")], "standard_price", "Enter £10,000 or less"),
        (&[("member_price", "90.01")], "member_price", "The member price cannot be higher than the standard price"),
        (&[("refund_policy", "8")], "refund_policy", "Choose a refund policy"),
        (
            &[("members_only", "yes")],
            "standard_price",
            "A meeting that only members may book is free. Empty the prices, or untick the box",
        ),
    ];

    for (changes, field, message) in table {
        let told = read(&with(changes), None).unwrap_err();
        assert_eq!(told[0], (field.to_owned(), message.to_owned()), "{changes:?}");
    }
}
