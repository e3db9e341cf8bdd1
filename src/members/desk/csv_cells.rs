//! What every file for a spreadsheet needs.

/// Excel takes a file without this mark for an older encoding, and spoils every name with an accent.
pub(super) const BYTE_ORDER_MARK: &str = "\u{feff}";

/// A cell that a spreadsheet would take for a formula begins with an apostrophe, which shows it as text (S13). The full-width
/// signs count too: some spreadsheets fold them.
pub(super) fn defused(cell: String) -> String {
    let is_risky = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠']);
    if is_risky { format!("'{cell}") } else { cell }
}

#[cfg(test)]
mod tests {
    use super::defused;

    #[test]
    fn s13_no_cell_is_run_by_a_spreadsheet() {
        let table = [
            ("=1+1", "'=1+1"),
            ("-Ng", "'-Ng"),
            ("@x", "'@x"),
            ("＝1", "'＝1"),
            ("Siân", "Siân"),
            ("", ""),
            ("a=b", "a=b"),
        ];

        for (cell, wanted) in table {
            assert_eq!(defused(cell.to_owned()), wanted);
        }
    }
}
