use proptest::prelude::*;

use super::*;

fn rows(bytes: &[u8], delimiter: u8) -> Vec<RawRow> {
    let mut reader = CsvReader::new(bytes, delimiter);
    std::iter::from_fn(|| reader.next_row().unwrap()).collect()
}

fn words(bytes: &[u8], delimiter: u8) -> Vec<Vec<String>> {
    let text = |cell: &RawCell| String::from_utf8_lossy(&cell.bytes).into_owned();
    rows(bytes, delimiter).iter().map(|row| row.cells.iter().map(text).collect()).collect()
}

#[test]
fn rows_and_cells_are_told_apart() {
    let table: [(&str, &[&[&str]]); 9] = [
        ("", &[]),
        ("a", &[&["a"]]),
        ("a,b\r\nc,d\n", &[&["a", "b"], &["c", "d"]]),
        ("a,b\rc,d", &[&["a", "b"], &["c", "d"]]),
        ("a,,\n", &[&["a", "", ""]]),
        ("\"a,b\",\"c\"\"d\"\n", &[&["a,b", "c\"d"]]),
        ("\"a\nb\",c\n", &[&["a\nb", "c"]]),
        ("\"a\" ,b", &[&["a", "b"]]),
        ("a\n\nb\n", &[&["a"], &[""], &["b"]]),
    ];
    for (text, wanted) in table {
        assert_eq!(words(text.as_bytes(), b','), wanted, "{text:?}");
    }
    assert_eq!(words(b"a;b,c\td", b';'), [["a", "b,c\td"]]);
    assert_eq!(words(b"a;b,c\td", b'\t'), [["a;b,c", "d"]]);
}

#[test]
fn a_quote_that_is_never_closed_and_text_after_a_quote_are_told() {
    let seen = rows(b"a,\"b\nc,d", b',');
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0].cells[1].fault, Some(CellFault::NeverClosed));

    let seen = rows(b"\"a\"b,c\n", b',');
    assert_eq!(seen[0].cells[0].fault, Some(CellFault::TextAfterQuote));
    assert_eq!(seen[0].cells[1].fault, None);
}

#[test]
fn a_cell_of_ten_megabytes_and_a_row_of_a_thousand_cells_cost_little_memory() {
    let mut long = vec![b'x'; 10 * 1024 * 1024];
    long.extend_from_slice(b",short\n");
    let seen = rows(&long, b',');
    assert_eq!(seen[0].cells[0].bytes.len(), LONGEST_CELL);
    assert_eq!(seen[0].cells[0].fault, Some(CellFault::TooLong));
    assert_eq!(seen[0].cells[1].bytes, b"short");

    let wide = rows(",".repeat(999).as_bytes(), b',');
    assert_eq!((wide[0].width, wide[0].cells.len()), (1_000, MOST_CELLS));
}

proptest! {
    #[test]
    fn any_bytes_are_read_to_the_end_without_a_panic_and_from_any_row_on(bytes in prop::collection::vec(
        prop_oneof![Just(b','), Just(b';'), Just(b'"'), Just(b'\n'), Just(b'\r'), Just(0xe9), Just(0), any::<u8>()], 0..300,
    )) {
        let seen = rows(&bytes, b',');
        if let Some(last) = seen.last() {
            prop_assert_eq!(last.next_byte, bytes.len() as u64);
        }
        // Reading on from the end of any row gives the rows that follow it, once each.
        for (index, row) in seen.iter().enumerate() {
            let from = usize::try_from(row.next_byte).unwrap();
            let rest = rows(&bytes[from..], b',');
            prop_assert_eq!(rest.len(), seen.len() - index - 1);
        }
    }

    #[test]
    fn what_the_csv_crate_writes_is_read_back(table in prop::collection::vec(
        prop::collection::vec("[a-z\",\\n é]{0,6}", 3..4), 1..8,
    )) {
        let mut file = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        for row in &table {
            file.write_record(row).unwrap();
        }
        prop_assert_eq!(words(&file.into_inner().unwrap(), b','), table);
    }
}
