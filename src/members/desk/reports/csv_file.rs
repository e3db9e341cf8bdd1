//! A table as a file for a spreadsheet: UTF-8, no cell that a spreadsheet would run (S13), plain numbers, every row there is, and
//! no sum among them.

use super::table::Table;
use crate::kernel::Unexpected;
use crate::kernel::unexpected::Context;
use crate::members::desk::csv_cells::{BYTE_ORDER_MARK, defused};

/// The whole file.
pub(super) fn write_table(table: &Table) -> Result<String, Unexpected> {
    let mut file = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    file.write_record(headings(table))?;
    for row in &table.rows {
        let figures = row.cells.iter().flat_map(|cell| cell.values());
        file.write_record([defused(row.label.clone())].into_iter().chain(figures))?;
    }
    let bytes = file.into_inner().map_err(|error| Unexpected::because(error.to_string()))?;
    let text = String::from_utf8(bytes).context("a CSV file of text is not text")?;
    Ok(format!("{BYTE_ORDER_MARK}{text}"))
}

fn headings(table: &Table) -> Vec<String> {
    let kinds = table.rows.first().map(|row| row.cells.as_slice()).unwrap_or_default();
    let mut headings = vec![table.of.to_owned()];
    for (at, column) in table.columns.iter().enumerate() {
        let more = kinds.get(at).map_or(&[""][..], |cell| cell.headings());
        headings.extend(more.iter().map(|ending| format!("{column}{ending}")));
    }
    headings
}

#[cfg(test)]
mod tests {
    use super::super::table::{Cell, Row};
    use super::*;

    #[test]
    fn s13_the_file_holds_every_row_as_plain_numbers_and_nothing_is_run() {
        let cells = |count| vec![Cell::Count(count), Cell::Share(count, 3), Cell::Of(1, 2)];
        let mut table = Table {
            slug: "x",
            title: "X",
            note: "",
            of: "Employer",
            columns: &["Members", "Share", "After 1 year"],
            rows: vec![Row::new("=HYPERLINK(\"x\")", cells(2)), Row::new("Siân, Ltd", cells(1))],
            folded: Some((0, "All others")),
            none: "",
        };

        assert_eq!(
            write_table(&table).unwrap(),
            "\u{feff}Employer,Members,Share (percent),After 1 year: members,After 1 year: of,After 1 year: percent\r\n\
             \"'=HYPERLINK(\"\"x\"\")\",2,66.7,1,2,50.0\r\n\"Siân, Ltd\",1,33.3,1,2,50.0\r\n"
        );
        table.rows.clear();
        assert_eq!(write_table(&table).unwrap(), "\u{feff}Employer,Members,Share,After 1 year\r\n");
    }
}
