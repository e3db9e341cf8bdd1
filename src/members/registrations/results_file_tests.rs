use super::*;

fn read(text: &str) -> Vec<ResultLine> {
    read_results(text.as_bytes()).unwrap()
}

fn found(name: &str, status: &str, until: Option<&str>) -> Found {
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    Found { name: some(name), status: some(status), until: until.map(|day| day.parse().unwrap()) }
}

#[test]
fn rule_2_1_headings_are_recognised_whatever_they_are_called() {
    let wanted = Ok(found("Asha Verma", "Registered", Some("2027-11-30")));
    for text in [
        "Registration number,Name,Status,Registered until\nSW123,Asha Verma,Registered,30/11/2027\n",
        "\u{feff}Registration No.;Full name;Registration status;Expiry date\r\nsw 000123;Asha Verma;Registered;2027-11-30\r\n",
        "Status\tFirst name\tLast name\tSWE number\tRegistered until\nRegistered\tAsha\tVerma\t123\t30 November 2027 00:00:00\n",
        "Social worker,Social Work England registration number,Current status,Registered until (date)\nAsha Verma,SW123,Registered,2027-11-30T00:00:00\n",
        "Name,First name,Surname,Number,Result,Until,\nx,Asha,Verma,SW123,Registered,30.11.2027,\n",
    ] {
        let lines = read(text);
        assert_eq!(lines.len(), 1, "{text}");
        assert_eq!((lines[0].line, lines[0].number.as_deref()), (2, Some("SW123")), "{text}");
        assert_eq!(lines[0].read, wanted, "{text}");
    }
}

#[test]
fn windows_1252_is_read_too() {
    let lines = read_results(b"Registration number;Name;Status\r\nSW1;Si\xe2n O\x92Neill;Registered\r\n").unwrap();

    assert_eq!(lines[0].read, Ok(found("Siân O’Neill", "Registered", None)));
}

#[test]
fn half_rows_are_reported_by_their_line_and_keep_their_number() {
    let text = "Registration number,Name,Status,Registered until\n\
        SW1,Asha Verma\n\
        \n\
        SW2,Asha Verma,,\n\
        SW3,,Registered,\n\
        SW4,Asha Verma,Registered,31/02/2027\n\
        who,Asha Verma,Registered,\n\
        SW6,=1+1,Registered,\n\
        SW7,,Not found,\n\
        SW8,\"Asha \"Verma,Registered,\n";
    let table = [
        (2, Some("SW1"), "cut short"),
        (4, Some("SW2"), "neither a status"),
        (5, Some("SW3"), "no name"),
        (6, Some("SW4"), "no such day"),
        (7, None, "no number"),
        (8, Some("SW6"), "formula"),
        (9, Some("SW7"), ""),
        (10, Some("SW8"), "quotation marks"),
    ];

    let lines = read(text);

    assert_eq!(lines.len(), table.len());
    for (line, (at, number, words)) in lines.iter().zip(table) {
        assert_eq!((line.line, line.number.as_deref()), (at, number));
        match &line.read {
            Ok(_) => assert_eq!(words, "", "line {at}"),
            Err(said) => assert!(!words.is_empty() && said.contains(words), "line {at}: {said}"),
        }
    }
}

#[test]
fn a_file_that_says_nothing_of_use_is_refused_in_words() {
    let long = format!("Registration number,Status\n{}", "SW1,Registered\n".repeat(MOST_ROWS + 1));
    let large = "x".repeat(usize::try_from(LARGEST_FILE).unwrap() + 1);
    let table = [
        ("Name,Status\nAsha,Registered\n", "headed Registration number"),
        ("Registration number,Name\nSW1,Asha\n", "headed Status"),
        ("", "empty"),
        ("PK\u{3}\u{4}x", "not a CSV"),
        (long.as_str(), "more than 1,000 rows"),
        (large.as_str(), "larger than 1 MB"),
    ];
    for (text, words) in table {
        let refused = read_results(text.as_bytes()).unwrap_err().to_string();
        assert!(refused.contains(words), "{refused}");
    }
    assert_eq!(read("Registration number,Status\n"), []);
}
