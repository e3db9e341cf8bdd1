use proptest::prelude::*;

use super::*;

/// Each row as `number name <address>` or `number: why not`.
fn read(bytes: &[u8]) -> Result<Vec<String>, String> {
    let rows = read_list(bytes).map_err(|error| error.to_string())?;
    let words = |row: &ListRow| match &row.outcome {
        Ok(listed) => format!("{} {} <{}>", row.number, listed.name.as_str(), listed.email.as_str()),
        Err(why) => format!("{}: {why}", row.number),
    };
    Ok(rows.iter().map(words).collect())
}

#[test]
fn a_list_is_read_with_or_without_headings_however_it_is_separated() {
    let wanted = ["Asha Verma <asha@example.org>", "Siân O'Neill <team@example.org>"];
    let table: [(&str, usize); 9] = [
        ("Name,Email\nAsha Verma,asha@example.org\nSiân O'Neill,team@example.org\n", 2),
        ("Email;Full name\r\nasha@example.org;Asha Verma\r\nteam@example.org;Siân O'Neill", 2),
        ("First name\tSurname\tE-mail\nAsha\tVerma\tasha@example.org\nSiân\tO'Neill\tteam@example.org\n", 2),
        ("\u{feff}Name,Email\nAsha Verma,asha@example.org\nSiân O'Neill,team@example.org\n", 2),
        ("Asha Verma,asha@example.org\nSiân O'Neill,team@example.org", 1),
        ("Asha,Verma,asha@example.org\nSiân,O'Neill,team@example.org", 1),
        ("Asha Verma <asha@example.org>\nSiân O'Neill <team@example.org>\n", 1),
        ("Asha Verma asha@example.org\nSiân O'Neill (team@example.org)\n", 1),
        ("asha@example.org Asha Verma\nteam@example.org, Siân O'Neill\n", 1),
    ];
    for (list, first) in table {
        let numbered = |(person, number): (&str, usize)| format!("{number} {person}");
        assert_eq!(read(list.as_bytes()), Ok(wanted.into_iter().zip(first..).map(numbered).collect()), "{list}");
    }
}

#[test]
fn old_spreadsheets_write_windows_1252() {
    assert_eq!(read(b"Name,Email\nZo\xeb,zoe@example.org\n"), Ok(vec!["2 Zoë <zoe@example.org>".to_owned()]));
}

#[test]
fn each_row_is_taken_or_refused_with_its_number() {
    let list = "Name,Email\n\
                Asha Verma,team@example.org\n\
                \n\
                Siân O'Neill,team@example.org\n\
                ASHA  verma,Team@Example.org\n\
                ,nobody@example.org\n\
                Bo Ng,not an address\n\
                =HYPERLINK(\"x\"),evil@example.org\n\
                Bo Ng,@SUM(A1)\n\
                Bo Ng\n";
    let rows = read(list.as_bytes()).unwrap();

    assert_eq!(rows[0], "2 Asha Verma <team@example.org>");
    assert_eq!(rows[1], "4 Siân O'Neill <team@example.org>", "a shared mailbox is fine, an empty row is passed over");
    assert_eq!(rows[2], "5: This person stands in row 2 already");
    assert!(rows[3].starts_with("6: "), "{rows:?}");
    assert!(rows[4].starts_with("7: "), "{rows:?}");
    assert!(rows[5].starts_with("8: A cell"), "{rows:?}");
    assert!(rows[6].starts_with("9: A cell"), "{rows:?}");
    assert!(rows[7].starts_with("10: "), "{rows:?}");
    assert_eq!(rows.len(), 8);
}

#[test]
fn what_is_no_list_is_refused_as_a_whole() {
    let table: [(&[u8], &str); 7] = [
        (b"", "empty"),
        (b"PK\x03\x04rest of a spreadsheet", "not a CSV file"),
        (b"\xff\xfeN\x00a\x00", "UTF-16"),
        (b"Name,Telephone\nAsha,1\n", "headings Name and Email"),
        (b"Surname,Email\nVerma,a@example.org\n", "headings Name and Email"),
        (b"Name,Email\n\n\n", "nobody on the list"),
        (b"Asha Verma\nBo Ng\n", "headings Name and Email"),
    ];
    for (bytes, words) in table {
        let error = read(bytes).unwrap_err();
        assert!(error.contains(words), "{error}");
    }
}

#[test]
fn ten_thousand_rows_are_read_and_one_more_is_not() {
    let rows = (0..MOST_ROWS).map(|n| format!("Person {n},team@example.org\n")).collect::<Vec<_>>().concat();
    let list = format!("Name,Email\n{rows}");

    assert_eq!(read_list(list.as_bytes()).unwrap().len(), MOST_ROWS);
    let error = read_list(format!("{list}One More,team@example.org\n").as_bytes()).unwrap_err();
    assert!(error.to_string().contains("10,000"), "{error}");
    assert!(matches!(read_list(&vec![b'x'; 2_097_153]), Err(NameListError::TooLarge)));
}

proptest! {
    #[test]
    fn what_was_taken_is_taken_again_when_it_is_sent_back(names in prop::collection::vec("[A-Za-z'\",;=]{1,12}( [A-Zé]{1,9})?", 1..20)) {
        let line = |(n, name): (usize, &String)| format!("\"{}\",p{n}@example.org\n", name.replace('"', "\"\""));
        let list = names.iter().enumerate().map(line).collect::<Vec<_>>().concat();
        let Ok(first) = read_list(format!("Name,Email\n{list}").as_bytes()) else { return Ok(()) };
        if first.iter().all(|row| row.outcome.is_err()) {
            return Ok(());
        }
        let again = read_list(write_list(&first).as_bytes()).unwrap();
        let people = |rows: &[ListRow]| -> Vec<(String, String)> {
            rows.iter().filter_map(|row| row.outcome.as_ref().ok())
                .map(|listed| (listed.name.as_str().to_owned(), listed.email.as_str().to_owned())).collect()
        };
        prop_assert_eq!(people(&first), people(&again));
        prop_assert!(again.iter().all(|row| row.outcome.is_ok()));
    }

    #[test]
    fn no_bytes_make_the_reader_fail_badly(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(rows) = read_list(&bytes) {
            prop_assert!(!rows.is_empty());
        }
    }
}
