use super::*;

const GOOD: [(&str, &str); 6] = [
    ("certainty", "date_and_time"),
    ("starts_on", "2026-09-04"),
    ("starts_at", "09:30"),
    ("ends_at", "13:00"),
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

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn told(errors: &FieldErrors) -> Vec<(String, String)> {
    errors.iter().map(|error| (error.field.clone(), error.message.clone())).collect()
}

#[test]
fn days_and_times_are_read_as_browsers_and_people_write_them() {
    let days = [
        ("2026-09-04", Ok(Some("2026-09-04"))),
        (" 4/9/2026 ", Ok(Some("2026-09-04"))),
        ("", Ok(None)),
        ("2026-02-30", Err(NotReadable::Date)),
        ("4 September", Err(NotReadable::Date)),
        ("<b>", Err(NotReadable::Date)),
        ("2026-09-0\u{664}", Err(NotReadable::Date)),
        ("+2026-09-04", Err(NotReadable::Date)),
    ];
    for (typed, wanted) in days {
        assert_eq!(read_day(typed), wanted.map(|day| day.map(|day| day.parse().unwrap())), "{typed:?}");
    }
    let times = [
        ("09:30", Ok(Some("09:30:00"))),
        ("13:00:00", Ok(Some("13:00:00"))),
        ("", Ok(None)),
        ("25:00", Err(NotReadable::Time)),
        ("half nine", Err(NotReadable::Time)),
        ("9.30", Err(NotReadable::Time)),
    ];
    for (typed, wanted) in times {
        assert_eq!(read_time(typed), wanted.map(|time| time.map(|time| time.parse().unwrap())), "{typed:?}");
    }
}

#[test]
fn what_is_wrong_with_the_time_is_told_beside_its_field() {
    let gap = "There is no 1:30am on Sunday 28 March 2027, because the clocks go forward. Choose another time";
    let table: [Slip<'_>; 10] = [
        (&[("certainty", "maybe")], "certainty", "Say how much is known about the date"),
        (&[("starts_on", "")], "starts_on", "Enter the date"),
        (&[("starts_on", "soon")], "starts_on", "Enter a date that exists, like 2026-09-04 or 4/9/2026"),
        (&[("starts_on", "1926-09-04")], "starts_on", "Enter a date between 2000 and 2100"),
        (&[("starts_at", "")], "starts_at", "Enter the time it starts"),
        (&[("starts_at", "noon")], "starts_at", "Enter a time like 09:30 or 13:00"),
        (&[("ends_at", "")], "ends_at", "Enter the time it ends"),
        (&[("ends_at", "09:30")], "ends_at", "The end must be later than the start"),
        (&[("starts_on", "2027-03-28"), ("starts_at", "01:30")], "starts_at", gap),
        (&[("starts_on", "2027-03-28"), ("starts_at", "00:30"), ("ends_at", "01:30")], "ends_at", gap),
    ];

    for (changes, field, message) in table {
        let mut errors = FieldErrors::new();
        assert_eq!(read_when(&with(changes), None, &mut errors), None, "{changes:?}");
        assert_eq!(told(&errors), [(field.to_owned(), message.to_owned())], "{changes:?}");
    }
}

#[test]
fn the_end_follows_from_the_courses_length_when_it_is_left_empty() {
    let read = |starts: &'static str, minutes| {
        read_when(&with(&[("starts_at", starts), ("ends_at", "")]), minutes, &mut FieldErrors::new())
    };

    let when = read("09:30", Some(210)).unwrap();

    assert_eq!(when.ends_at(), Some(at("2026-09-04T12:00:00Z")), "13:00 in British Summer Time");
    assert_eq!(read("23:00", Some(210)), None, "an end after midnight has to be typed, and is then refused");
}

#[test]
fn what_the_certainty_does_not_need_is_left_aside() {
    let junk = [("starts_at", "noon"), ("ends_at", "<b>")];
    let read = |certainty| {
        let posted = with(&[[("certainty", certainty)].as_slice(), &junk].concat());
        read_when(&posted, None, &mut FieldErrors::new())
    };

    assert_eq!(read("date_only"), Some(EventWhen::DateOnly("2026-09-04".parse().unwrap())));
    assert_eq!(read("month_only"), Some(EventWhen::MonthOnly("2026-09-01".parse().unwrap())));
    assert_eq!(read("to_be_announced"), Some(EventWhen::ToBeAnnounced));
}

#[test]
fn a_past_date_stands_only_when_it_is_meant() {
    let when = read_when(&with(&[]), None, &mut FieldErrors::new()).unwrap();
    let warned = |posted: &Posted, now: &str| {
        let mut errors = FieldErrors::new();
        warn_of_past(posted, &when, at(now), &mut errors);
        !errors.is_empty()
    };

    assert!(!warned(&with(&[]), "2026-09-04T11:59:59Z"));
    assert!(warned(&with(&[]), "2026-09-04T12:00:00Z"));
    assert!(!warned(&with(&[("past_ok", "yes")]), "2026-09-05T12:00:00Z"));
}

#[test]
fn bookings_close_at_the_typed_instant_or_at_the_end_of_the_typed_day() {
    let when = read_when(&with(&[]), None, &mut FieldErrors::new());
    let read = |day, time| {
        let mut errors = FieldErrors::new();
        let closes = read_closing(&with(&[("closes_on", day), ("closes_at", time)]), when.as_ref(), &mut errors);
        (closes, told(&errors).pop().map(|(field, _)| field))
    };
    let table = [
        ("", "", None, None),
        ("2026-09-01", "17:00", Some("2026-09-01T16:00:00Z"), None),
        ("2026-09-01", "", Some("2026-09-01T22:59:59.999999Z"), None),
        ("", "17:00", None, Some("closes_on")),
        ("2026-09-05", "", None, Some("closes_on")),
        ("soon", "", None, Some("closes_on")),
        ("2026-03-29", "01:30", None, Some("closes_at")),
    ];

    for (day, time, closes, field) in table {
        assert_eq!(read(day, time), (closes.map(at), field.map(str::to_owned)), "{day} {time}");
    }
}

#[test]
fn stored_times_fill_the_fields_they_came_from() {
    for closing in [("2026-09-01", "17:00"), ("2026-09-01", ""), ("", "")] {
        let posted = with(&[("closes_on", closing.0), ("closes_at", closing.1)]);
        let when = read_when(&posted, None, &mut FieldErrors::new()).unwrap();
        let closes_at = read_closing(&posted, Some(&when), &mut FieldErrors::new());
        let mut form = FormView::blank(&["closes_on", "closes_at"]);

        fill_when(&mut form, &when);
        fill_closing(&mut form, closes_at);

        for (field, value) in posted.pairs() {
            assert_eq!(form.fields[field].value, value, "{field}");
        }
    }
}
