//! A cell of a file that somebody will open in a spreadsheet.

/// A cell that a spreadsheet would take for a formula begins with an apostrophe, which shows it as text (S13). The full-width
/// signs count too: some spreadsheets fold them.
pub fn defused(cell: String) -> String {
    let is_risky = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠']);
    if is_risky { format!("'{cell}") } else { cell }
}

/// Excel takes a file without this mark for an older encoding, and spoils every name with an accent.
pub const BYTE_ORDER_MARK: &str = "\u{feff}";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_be_run_is_shown_instead() {
        for (cell, wanted) in
            [("=1+1", "'=1+1"), ("-2", "'-2"), ("@a", "'@a"), ("＝1", "'＝1"), ("Siân", "Siân"), ("", "")]
        {
            assert_eq!(defused(cell.to_owned()), wanted);
        }
    }
}
