use super::*;

fn booking() -> booking::Model {
    booking::Model {
        id: 1,
        reference: "K7QF2M8R".to_owned(),
        event_id: 1,
        booker_person_id: None,
        booker_name: "+44 Manager".to_owned(),
        booker_email: "manager@example.org".to_owned(),
        payer_kind: "organisation".to_owned(),
        organisation_id: None,
        organisation_name: Some("@Sampleton Council".to_owned()),
        payment_method: "card".to_owned(),
        state: "confirmed".to_owned(),
        held_until: None,
        joins_order_id: None,
        joins_too_at: None,
        charge_id: None,
        total_pence: 9_000,
        refund_policy_id: 1,
        booking_terms_id: 1,
        start_now_accepted_at: None,
        link_generation: 1,
        booked_at: "2026-06-01T08:30:00Z".parse().unwrap(),
        booked_on: "2026-06-01".parse().unwrap(),
        confirmed_at: None,
        ended_at: None,
        personal_data_wiped_at: None,
    }
}

fn place(name: &str) -> place::Model {
    place::Model {
        id: 1,
        booking_id: 1,
        event_id: 1,
        capacity_pool_id: 1,
        position: 1,
        is_booker: false,
        attendee_name: name.to_owned(),
        folded_name: name.to_lowercase(),
        attendee_email: "asha@example.org".to_owned(),
        folded_email: "asha@example.org".to_owned(),
        person_id: None,
        price_reason: "standard".to_owned(),
        list_pence: 9_000,
        price_note: String::new(),
        price_pence: 9_005,
        charge_line_id: None,
        state: "confirmed".to_owned(),
        calendar_uid: "uid".to_owned(),
        calendar_sequence: 0,
        link_generation: 1,
        member_price_claimed_at: None,
        mode: "online".to_owned(),
    }
}

#[test]
fn s13_a_cell_that_a_spreadsheet_would_run_is_made_text() {
    let table = [
        ("=1+1", "'=1+1"),
        ("+44 20 7946 0000", "'+44 20 7946 0000"),
        ("-2", "'-2"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("\0x", "'\0x"),
        ("＝1+1", "'＝1+1"),
        ("", ""),
        ("O'Neill", "O'Neill"),
        ("Asha=Verma", "Asha=Verma"),
        ("שרה", "שרה"),
    ];

    for (cell, wanted) in table {
        assert_eq!(defused(cell.to_owned()), wanted, "{cell:?}");
    }
}

#[test]
fn rep_5_the_file_is_what_a_spreadsheet_and_a_program_can_read() {
    let rows = [(place("=HYPERLINK(\"https://evil.example\")"), booking()), (place("Siân, \"Ng\""), booking())];

    let file = write_attendees(&rows).unwrap();

    let text = file.strip_prefix('\u{feff}').unwrap();
    assert_eq!(text.matches("\r\n").count(), 3, "a heading and two rows");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let read: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let first: Vec<&str> = read[0].iter().collect();
    assert_eq!(
        first,
        [
            "K7QF2M8R",
            "2026-06-01T09:30:00+01:00",
            "Monday 1 June 2026 at 9:30am (UK time)",
            "'=HYPERLINK(\"https://evil.example\")",
            "asha@example.org",
            "Confirmed",
            "90.05",
            "standard price",
            "'@Sampleton Council",
            "'+44 Manager",
            "manager@example.org",
            "Online",
        ]
    );
    assert_eq!(&read[1][3], "Siân, \"Ng\"");
}

#[test]
fn the_file_name_is_plain() {
    let table = [
        ("the-role-of-the-iro-2026-09-04", "attendees-the-role-of-the-iro-2026-09-04.csv"),
        ("a\"b\r\n/../c", "attendees-abc.csv"),
        ("", "attendees-list.csv"),
    ];

    for (slug, wanted) in table {
        assert_eq!(file_name(slug), wanted);
    }
}
