//! A table as a file for a spreadsheet (REP-5): UTF-8, no cell that a spreadsheet would run (S13), days as ISO 8601 with a
//! column in UK words beside, amounts as plain numbers of pounds, every row there is, and no sum among them.

use super::tables::{Cell, Row, Table};
use crate::kernel::spreadsheet_cell::{BYTE_ORDER_MARK, defused};
use crate::kernel::uk_time::long_date;
use crate::kernel::unexpected::Context;
use crate::kernel::{Pence, Unexpected};

/// The whole file.
pub(super) fn write_table(table: &Table) -> Result<String, Unexpected> {
    let mut file = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let headings = [table.of, "Detail", "Date", "Date (UK)"].map(str::to_owned);
    let figures = table.columns.iter().enumerate().map(|(number, column)| heading(table, number, column));
    file.write_record(headings.into_iter().chain(figures))?;
    for row in &table.rows {
        file.write_record(cells(row))?;
    }
    let bytes = file.into_inner().map_err(|error| Unexpected::because(error.to_string()))?;
    let text = String::from_utf8(bytes).context("a CSV file of text is not text")?;
    Ok(format!("{BYTE_ORDER_MARK}{text}"))
}

/// An amount's heading says its unit.
fn heading(table: &Table, number: usize, column: &str) -> String {
    let is_money =
        table.rows.first().and_then(|row| row.cells.get(number)).is_none_or(|cell| matches!(cell, Cell::Money(_)));
    if is_money { format!("{column} (pounds)") } else { column.to_owned() }
}

fn cells(row: &Row) -> Vec<String> {
    let (iso, uk) = row.on.map(|day| (day.to_string(), long_date(day))).unwrap_or_default();
    let words = [defused(row.label.clone()), defused(row.detail.clone()), iso, uk];
    words.into_iter().chain(row.cells.iter().map(|cell| figure(*cell))).collect()
}

/// A number that a spreadsheet reads as one: `-90.00`. It is ours, so its minus sign is not defused.
fn figure(cell: Cell) -> String {
    match cell {
        Cell::Count(number) => number.to_string(),
        Cell::Money(amount) => pounds(amount),
    }
}

fn pounds(amount: Pence) -> String {
    let pence = amount.get().unsigned_abs();
    let sign = if amount.is_negative() { "-" } else { "" };
    format!("{sign}{}.{:02}", pence / 100, pence % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rep_5_the_file_is_safe_and_says_each_day_twice() {
        let row = Row {
            label: "=HYPERLINK(\"x\")".to_owned(),
            detail: "Siân, \"the\" course".to_owned(),
            on: "2026-09-04".parse().ok(),
            href: String::new(),
            cells: vec![Cell::Count(3), Cell::Money(Pence::new(-9_005))],
        };
        let table = Table {
            slug: "x",
            title: "X",
            note: "",
            of: "Course",
            columns: &["Places", "Income"],
            rows: vec![row],
            none: "",
            has_total: true,
        };

        let file = write_table(&table).unwrap();

        assert_eq!(
            file,
            "\u{feff}Course,Detail,Date,Date (UK),Places,Income (pounds)\r\n\
             \"'=HYPERLINK(\"\"x\"\")\",\"Siân, \"\"the\"\" course\",2026-09-04,Friday 4 September 2026,3,-90.05\r\n"
        );
    }

    #[test]
    fn amounts_are_plain_numbers() {
        for (pence, wanted) in
            [(0, "0.00"), (5, "0.05"), (-5, "-0.05"), (125_000, "1250.00"), (i64::MIN, "-92233720368547758.08")]
        {
            assert_eq!(pounds(Pence::new(pence)), wanted);
        }
    }
}
