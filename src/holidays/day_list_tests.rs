use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn days(list: &DayList) -> Vec<(String, &str)> {
    list.days.iter().map(|(day, name)| (day.to_string(), name.as_str())).collect()
}

fn read(text: &str) -> Result<DayList, NotAList> {
    read_list(text.as_bytes())
}

/// As the government publishes it: three nations.
const GOVERNMENT: &str = r#"{
  "england-and-wales": {"division": "england-and-wales", "events": [
    {"title": "Boxing Day", "date": "2026-12-28", "notes": "Substitute day", "bunting": true},
    {"title": "Good Friday", "date": "2027-03-26", "notes": "", "bunting": false}
  ]},
  "scotland": {"division": "scotland", "events": [{"title": "2nd January", "date": "2027-01-04", "notes": "", "bunting": true}]}
}"#;

const CALENDAR: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nDTEND;VALUE=DATE:20270327\r\nDTSTART;VALUE=DATE:20270326\r\nSUMMARY:Good \r\n Friday\\, a holiday\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\ndtstart:20270329T000000Z\r\nSUMMARY;LANGUAGE=en:Easter Monday\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

#[test]
fn tm_05_the_governments_list_is_read_for_england_and_wales_only() {
    let wanted = [("2026-12-28".to_owned(), "Boxing Day (substitute day)"), ("2027-03-26".to_owned(), "Good Friday")];
    assert_eq!(days(&read(GOVERNMENT).unwrap()), wanted);

    let with_mark = format!("\u{feff}{GOVERNMENT}");
    assert_eq!(read(&with_mark), read(GOVERNMENT));
}

#[test]
fn tm_05_one_nations_part_may_come_alone() {
    let part = |nation: &str| {
        read(&format!(r#"{{"division": "{nation}", "events": [{{"title": "A day", "date": "2027-06-04"}}]}}"#))
    };

    assert_eq!(days(&part("england-and-wales").unwrap()), [("2027-06-04".to_owned(), "A day")]);
    assert_eq!(part("scotland"), Err(NotAList::OtherNation));
}

#[test]
fn tm_05_a_calendar_file_is_read_over_folded_lines() {
    let list = read(CALENDAR).unwrap();

    let wanted = [("2027-03-26".to_owned(), "Good Friday, a holiday"), ("2027-03-29".to_owned(), "Easter Monday")];
    assert_eq!(days(&list), wanted);
}

#[test]
fn tm_05_what_is_no_list_is_refused_with_its_reason() {
    let event = |title: &str, date: &str| {
        format!(r#"{{"england-and-wales": {{"events": [{{"title": "{title}", "date": "{date}"}}]}}}}"#)
    };
    let entry = |lines: &str| format!("BEGIN:VCALENDAR\nBEGIN:VEVENT\n{lines}\nEND:VEVENT\nEND:VCALENDAR");
    let bad = |name: &str, date: &str| NotAList::BadDay { name: name.to_owned(), date: date.to_owned() };
    let name = "x".repeat(MOST_NAME + 1);
    let table = [
        (String::new(), NotAList::Empty),
        (" \r\n ".to_owned(), NotAList::Empty),
        ("<html><body>404</body></html>".to_owned(), NotAList::UnknownFormat),
        ("2027-03-26 Good Friday".to_owned(), NotAList::UnknownFormat),
        (GOVERNMENT[..100].to_owned(), NotAList::BrokenJson { line: 3 }),
        (r#"{"scotland": {"events": []}}"#.to_owned(), NotAList::OtherNation),
        (r#"{"england-and-wales": {"events": []}}"#.to_owned(), NotAList::NoDays),
        (r#"{"england-and-wales": {"days": []}}"#.to_owned(), NotAList::BrokenJson { line: 1 }),
        (event("Good Friday", "2027-02-30"), bad("Good Friday", "2027-02-30")),
        (event("Good Friday", "26/03/2027"), bad("Good Friday", "26/03/2027")),
        (event("Long ago", "1999-12-27"), bad("Long ago", "1999-12-27")),
        (event("Far away", "2101-01-03"), bad("Far away", "2101-01-03")),
        (event(" ", "2027-03-26"), NotAList::BadName(day("2027-03-26"))),
        (event(&name, "2027-03-26"), NotAList::BadName(day("2027-03-26"))),
        (event("turned \u{202E}round", "2027-03-26"), NotAList::BadName(day("2027-03-26"))),
        ("BEGIN:VCALENDAR\nEND:VCALENDAR".to_owned(), NotAList::NoDays),
        (CALENDAR[..150].to_owned(), NotAList::CutOff),
        (entry("SUMMARY:No day"), bad("No day", "")),
        (entry("SUMMARY:Odd\nDTSTART:2027"), bad("Odd", "2027")),
        (entry("SUMMARY:Christmas\nDTSTART:20261225\nRRULE:FREQ=YEARLY"), NotAList::Repeats("Christmas".to_owned())),
        (entry("SUMMARY:Half term\nDTSTART:20270531\nDTEND:20270602"), NotAList::LastsLonger("Half term".to_owned())),
    ];
    for (text, wanted) in table {
        assert_eq!(read(&text), Err(wanted), "{text}");
    }
    assert_eq!(read_list(&[0xff, 0xfe, 0x7b]), Err(NotAList::NotText));
}

#[test]
fn tm_05_the_largest_list_is_256_kilobytes() {
    let padded = |bytes: usize| format!("{}{}", GOVERNMENT, " ".repeat(bytes - GOVERNMENT.len()));

    assert!(read(&padded(MOST_BYTES)).is_ok());
    assert_eq!(read(&padded(MOST_BYTES + 1)), Err(NotAList::TooLarge));
}

#[test]
fn a_day_that_is_listed_twice_counts_once() {
    let twice = CALENDAR.replace("20270329", "20270326");
    assert_eq!(read(&twice).unwrap().days.len(), 1);
}
