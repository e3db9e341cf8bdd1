//! Calendar files, read back by a small reader of our own that knows nothing of the writer.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::kernel::{Instant, uk_time};
use crate::notifications::{CalendarFile, CalendarMethod, CalendarParty, CalendarTime, calendar_text};

/// Lines unfolded, split into name with parameters, and value with its escapes undone.
fn read(text: &str) -> BTreeMap<String, String> {
    assert!(text.ends_with("\r\n"), "ends with a line break");
    let unfolded = text.replace("\r\n ", "");
    assert!(!unfolded.replace("\r\n", "").contains(['\r', '\n']), "bare line breaks");
    unfolded
        .split_terminator("\r\n")
        .filter(|line| !line.starts_with("BEGIN:") && !line.starts_with("END:"))
        .map(|line| {
            let colon = outside_quotes(line, ':');
            (line[..colon].to_owned(), unescaped(&line[colon + 1..]))
        })
        .collect()
}

fn outside_quotes(line: &str, wanted: char) -> usize {
    let mut quoted = false;
    for (at, letter) in line.char_indices() {
        match letter {
            '"' => quoted = !quoted,
            _ if letter == wanted && !quoted => return at,
            _ => {}
        }
    }
    panic!("no {wanted} in {line}");
}

fn unescaped(text: &str) -> String {
    let mut out = String::new();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match (letter, letter == '\\') {
            (_, true) => out.push(match letters.next() {
                Some('n' | 'N') => '\n',
                Some(other) => other,
                None => panic!("ends in a backslash"),
            }),
            (letter, false) => out.push(letter),
        }
    }
    out
}

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn london(wall: &str) -> CalendarTime {
    CalendarTime::At(uk_time::resolve(wall.parse().unwrap()).unwrap())
}

fn day(text: &str) -> CalendarTime {
    CalendarTime::Day(text.parse().unwrap())
}

fn file() -> CalendarFile {
    CalendarFile {
        method: CalendarMethod::Request,
        uid: "place-42@nairo.example.org".to_owned(),
        sequence: 0,
        title: "The Role of the IRO".to_owned(),
        starts: london("2026-09-04T09:30:00"),
        ends: london("2026-09-04T13:00:00"),
        location: "Online, by Zoom".to_owned(),
        description: "A half-day course; bring a case, please.\nC:\\Notes".to_owned(),
        tentative: false,
        page: None,
        replaces: None,
        and_more: Vec::new(),
    }
}

fn organiser() -> CalendarParty {
    CalendarParty { name: "NAIRO".to_owned(), address: "office@nairo.example.org".to_owned() }
}

fn attendee() -> CalendarParty {
    CalendarParty { name: "Nguyễn, \"Minh\"; Khai".to_owned(), address: "minh.khai@example.org".to_owned() }
}

fn invitation(file: &CalendarFile, page: Option<&str>) -> String {
    calendar_text(file, page, &organiser(), Some(&attendee()), at("2026-08-01T10:00:00Z"))
}

#[test]
fn an_invitation_says_everything_a_calendar_needs() {
    let read = read(&invitation(&file(), None));

    let expected = [
        ("VERSION", "2.0"),
        ("METHOD", "REQUEST"),
        ("UID", "place-42@nairo.example.org"),
        ("SEQUENCE", "0"),
        ("DTSTAMP", "20260801T100000Z"),
        ("DTSTART", "20260904T083000Z"),
        ("DTEND", "20260904T120000Z"),
        ("STATUS", "CONFIRMED"),
        ("SUMMARY", "The Role of the IRO"),
        ("LOCATION", "Online, by Zoom"),
        ("DESCRIPTION", "A half-day course; bring a case, please.\nC:\\Notes"),
        ("ORGANIZER;CN=NAIRO", "mailto:office@nairo.example.org"),
        (
            "ATTENDEE;CN=\"Nguyễn, 'Minh'; Khai\";CUTYPE=INDIVIDUAL;PARTSTAT=ACCEPTED;ROLE=REQ-PARTICIPANT;RSVP=FALSE",
            "mailto:minh.khai@example.org",
        ),
    ];
    for (name, value) in expected {
        assert_eq!(read.get(name).map(String::as_str), Some(value), "{name} in {read:#?}");
    }
    assert!(!read.keys().any(|name| name.contains("VALARM") || name.contains("TRIGGER")), "no alarm (CAL-6)");
}

#[test]
fn times_are_right_on_both_sides_of_both_clock_changes() {
    let table = [
        ("2026-03-28T09:30:00", "20260328T093000Z"),
        ("2026-03-29T09:30:00", "20260329T083000Z"),
        ("2026-10-24T09:30:00", "20261024T083000Z"),
        ("2026-10-25T09:30:00", "20261025T093000Z"),
        ("2026-10-25T01:30:00", "20261025T003000Z"),
    ];
    for (wall, utc) in table {
        let start = london(wall);
        let CalendarTime::At(instant) = start else { panic!() };
        let file =
            CalendarFile { starts: start, ends: CalendarTime::At(instant + chrono::Duration::hours(3)), ..file() };

        assert_eq!(read(&invitation(&file, None))["DTSTART"], utc, "{wall}");
    }
}

#[test]
fn a_whole_day_ends_on_the_next() {
    let table = [
        ("2026-09-14", "2026-09-14", "20260914", "20260915"),
        ("2026-12-31", "2026-12-31", "20261231", "20270101"),
        ("2028-02-28", "2028-02-29", "20280228", "20280301"),
        // Mistaken order never gives an entry that ends before it begins.
        ("2026-09-14", "2026-09-13", "20260914", "20260915"),
    ];
    for (first, last, start, end) in table {
        let file = CalendarFile { starts: day(first), ends: day(last), tentative: true, ..file() };
        let read = read(&invitation(&file, None));

        assert_eq!(read["DTSTART;VALUE=DATE"], start, "{first}");
        assert_eq!(read["DTEND;VALUE=DATE"], end, "{first}");
        assert_eq!(read["STATUS"], "TENTATIVE");
    }
}

#[test]
fn a_cancellation_takes_the_same_entry_away() {
    let file = CalendarFile { method: CalendarMethod::Cancel, sequence: 3, tentative: true, ..file() };
    let read = read(&invitation(&file, None));

    assert_eq!(read["METHOD"], "CANCEL");
    assert_eq!(read["STATUS"], "CANCELLED");
    assert_eq!(read["SEQUENCE"], "3");
    assert_eq!(read["UID"], "place-42@nairo.example.org");
    assert!(
        read.keys().any(|name| name.starts_with("ORGANIZER")) && read.keys().any(|name| name.starts_with("ATTENDEE"))
    );
}

#[test]
fn the_personal_page_comes_with_a_request_not_to_forward_it() {
    let read = read(&invitation(&file(), Some("https://nairo.example.org/join-event/abc")));

    assert_eq!(read["URL"], "https://nairo.example.org/join-event/abc");
    assert!(read["DESCRIPTION"].contains("https://nairo.example.org/join-event/abc\n"));
    assert!(read["DESCRIPTION"].contains("do not forward"));
}

#[test]
fn a_download_names_no_recipient() {
    let read = read(&calendar_text(&file(), None, &organiser(), None, at("2026-08-01T10:00:00Z")));

    assert_eq!(read["METHOD"], "PUBLISH");
    assert!(!read.keys().any(|name| name.starts_with("ATTENDEE")));
}

#[test]
fn long_titles_in_any_script_fold_at_75_octets() {
    let titles = [
        "Adolygu’r cynllun gofal: llais y plentyn a’r swyddog adolygu annibynnol – her dros her",
        "独立审查官".repeat(30).leak(),
        "👩‍⚖️".repeat(20).leak(),
        "x".repeat(75 - 8).leak(),
        "x".repeat(149).leak(),
    ];
    for title in titles {
        let text = invitation(&CalendarFile { title: title.to_owned(), ..file() }, None);

        assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
        assert_eq!(read(&text)["SUMMARY"], title);
    }
}

#[test]
fn typed_text_cannot_add_a_property() {
    let nasty = "Fun\r\nATTACH:https://evil.example\nX";
    let file = CalendarFile { title: nasty.to_owned(), location: nasty.to_owned(), uid: nasty.to_owned(), ..file() };
    let party =
        CalendarParty { name: "\"x\":mailto:a@b\r\nATTACH:y".to_owned(), address: "a@b\r\nATTACH:z".to_owned() };
    let text = calendar_text(&file, None, &party, Some(&party), at("2026-08-01T10:00:00Z"));

    assert!(!text.replace("\r\n ", "").contains("\nATTACH"), "{text}");
    assert!(!text.replace("\r\n ", "").lines().any(|line| line == "X"), "{text}");
}

proptest! {
    #[test]
    fn whatever_is_typed_comes_back(title in "[^\\p{C}\\s][^\\p{C}]{0,120}[^\\p{C}\\s]", note in "([^\\p{C}]{0,90}\n?){0,4}") {
        let text = invitation(&CalendarFile { title: title.clone(), description: note.clone(), ..file() }, None);

        prop_assert!(text.split("\r\n").all(|line| line.len() <= 75));
        prop_assert_eq!(&read(&text)["SUMMARY"], title.trim());
        prop_assert_eq!(&read(&text)["DESCRIPTION"], note.trim());
    }
}
