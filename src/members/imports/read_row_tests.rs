use proptest::prelude::*;

use super::super::csv_reader::CsvReader;
use super::*;

const HEADERS: &str = "Name,Email,Other email,No,Since,Type,From,To,Basis,Basis on";

fn plan() -> Plan {
    use ImportField::{
        Email, MemberSince, Name, NewsBasis, NewsBasisOn, Number, SecondEmail, TermEnd, TermStart, TypeCode,
    };
    Plan {
        headers: HEADERS.split(',').map(str::to_owned).collect(),
        columns: [Name, Email, SecondEmail, Number, MemberSince, TypeCode, TermStart, TermEnd, NewsBasis, NewsBasisOn]
            .map(Some)
            .to_vec(),
        encoding: Encoding::Utf8,
        types: BTreeMap::from([("full".to_owned(), "full".to_owned()), ("full member".to_owned(), "full".to_owned())]),
        today: "2026-06-01".parse().unwrap(),
    }
}

fn read(line: &str) -> (RowValues, Vec<Problem>) {
    let row = CsvReader::new(line.as_bytes(), b',').next_row().unwrap().unwrap_or_default();
    read_row(&row, &plan())
}

#[test]
fn a_whole_row_is_read() {
    let (values, problems) =
        read("Siân O’Neill,sian@example.org,s2@example.org,0042,01/02/2019,Full Member,2026-01-01,31/12/2026,,");

    assert_eq!(problems, []);
    assert_eq!(values.name, "Siân O’Neill");
    assert_eq!((values.number, values.type_code.as_deref()), (Some(42), Some("full")));
    assert_eq!(values.member_since, "2019-02-01".parse().ok());
    assert_eq!(values.news_basis, None);
}

#[test]
fn each_mistake_is_told_with_its_column() {
    let table = [
        (",a@example.org,,,,,,,,", "Name", "Enter a name"),
        ("=HYPERLINK(1),a@example.org,,,,,,,,", "Name", "formula"),
        ("Asha,@SUM(1),,,,,,,,", "Email", "formula"),
        ("Asha,not an address,,,,,,,,", "Email", "correct format"),
        ("Asha,,,M1,,,,,,", "No", "figures only"),
        ("Asha,,,12,,,,,,", "No", "member since"),
        ("Asha,,,,2027-01-01,,,,,", "Since", "future"),
        ("Asha,,,,,gold,2026-01-01,,,", "Type", "no membership type"),
        ("Asha,,,,,full,,,,", "Type", "first day"),
        ("Asha,,,,,,2026-01-01,,,", "From", "type of this term"),
        ("Asha,,,,,full,2026-01-02,2026-01-01,,", "To", "before it begins"),
        ("Asha,,,,,,,2026-01-01,,", "To", "first day"),
        ("Asha,,,,,,,,soft charity,2025-06-01", "Basis", "5 February 2026"),
        ("Asha,,,,,,,,consent,", "Basis", "needs the date"),
        ("Asha,a@example.org,,", "Since", "ends after 4 of 10"),
        ("Asha,,,,,,,,,,,surplus", "Column 11", "more cells"),
        ("Asha,\"a@example.org,,", "Email", "never closed"),
        ("As\u{0}ha,,,,,,,,,", "Name", "hidden"),
    ];
    for (line, column, words) in table {
        let (_, problems) = read(line);
        assert!(
            problems.iter().any(|problem| problem.column == column && problem.words.contains(words)),
            "{line}: {problems:?}"
        );
    }
}

#[test]
fn one_mistake_is_told_once() {
    for line in [",a@example.org,,,,,,,,", "=1+1,a@example.org,,,,,,,,", "Asha,,,,,gold,2026-01-01,,,"] {
        let (_, problems) = read(line);
        assert!(problems.len() <= 2, "{line}: {problems:?}");
    }
    assert_eq!(read("=1+1,a@example.org,,,,,,,,").1.len(), 1);
}

#[test]
fn a_second_address_stands_in_for_a_missing_first() {
    let (values, _) = read("Asha,,b@example.org,,,,,,,");
    assert_eq!((values.email.as_deref(), values.second_email), (Some("b@example.org"), None));
}

proptest! {
    #[test]
    fn no_row_makes_it_panic_and_what_is_good_has_a_name(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut reader = CsvReader::new(bytes.as_slice(), b',');
        while let Some(row) = reader.next_row().unwrap() {
            for encoding in [Encoding::Utf8, Encoding::Windows1252] {
                let (values, problems) = read_row(&row, &Plan { encoding, ..plan() });
                prop_assert!(!problems.is_empty() || !values.name.is_empty());
            }
        }
    }
}
