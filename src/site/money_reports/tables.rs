//! A table of a report: rows of figures and their sum. Pure.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::kernel::Pence;

/// One figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    /// An amount.
    Money(Pence),
    /// A number of things.
    Count(i64),
}

impl Cell {
    fn plus(self, other: Self) -> Self {
        match (self, other) {
            (Self::Money(one), Self::Money(two)) => Self::Money(one + two),
            (Self::Count(one), Self::Count(two)) => Self::Count(one + two),
            // A column is of one kind: whoever fills a table keeps to its columns.
            (one, _) => one,
        }
    }
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// What it is about, such as a course. Rows with the same label are one row on the page.
    pub(super) label: String,
    /// The finer thing, such as one date of the course; stands in the file.
    pub(super) detail: String,
    /// The London day it is about, where there is one.
    pub(super) on: Option<NaiveDate>,
    /// Where to look closer, or empty.
    pub(super) href: String,
    /// A figure for each column.
    pub(super) cells: Vec<Cell>,
}

/// A table of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Table {
    /// The end of its file's address.
    pub(super) slug: &'static str,
    /// Its heading, which says what its days are: of the event, or of the payment.
    pub(super) title: &'static str,
    /// What is counted, and how.
    pub(super) note: &'static str,
    /// What a row is about.
    pub(super) of: &'static str,
    /// The columns of figures.
    pub(super) columns: &'static [&'static str],
    /// The rows, finest first.
    pub(super) rows: Vec<Row>,
    /// What to say when there are none.
    pub(super) none: &'static str,
    /// Whether a sum means something.
    pub(super) has_total: bool,
}

/// The most rows a table shows on the page; the file has them all.
const MOST_ROWS: usize = 100;

impl Table {
    /// The sum of the rows, column by column.
    pub(super) fn totals(&self) -> Vec<Cell> {
        sum_of(&self.rows)
    }

    /// The rows as the page shows them: one a label, in the order in which labels come first, details counted. Past the most
    /// that a page shows, the rest is one row, so that the rows still add up to the total.
    pub(super) fn shown_rows(&self) -> Vec<ShownRow> {
        let mut order: Vec<&str> = Vec::new();
        let mut groups: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
        for row in &self.rows {
            if !groups.contains_key(row.label.as_str()) {
                order.push(&row.label);
            }
            groups.entry(&row.label).or_default().push(row);
        }
        let shown = |label: &&str| {
            let rows = groups.get(label).map(Vec::as_slice).unwrap_or_default();
            ShownRow {
                label: (*label).to_owned(),
                details: rows.iter().map(|row| (row.detail.clone(), row.on)).collect(),
                href: same_href(rows),
                cells: sum_of(rows.iter().copied()),
            }
        };
        let mut rows: Vec<ShownRow> = order.iter().map(shown).collect();
        if rows.len() > MOST_ROWS {
            let rest = rows.split_off(MOST_ROWS - 1);
            let cells = rest.iter().map(|row| row.cells.clone()).reduce(|one, two| add(&one, &two)).unwrap_or_default();
            let label = format!("{} more, all in the file", rest.len());
            rows.push(ShownRow { label, details: Vec::new(), href: String::new(), cells });
        }
        rows
    }
}

/// Where all of them lead; empty when they lead to different places.
fn same_href(rows: &[&Row]) -> String {
    let first = rows.first().map(|row| row.href.as_str()).unwrap_or_default();
    if rows.iter().all(|row| row.href == first) { first.to_owned() } else { String::new() }
}

/// A row of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ShownRow {
    pub(super) label: String,
    /// What it is made of: the detail and its day.
    pub(super) details: Vec<(String, Option<NaiveDate>)>,
    pub(super) href: String,
    pub(super) cells: Vec<Cell>,
}

fn add(one: &[Cell], two: &[Cell]) -> Vec<Cell> {
    one.iter().zip(two).map(|(one, two)| one.plus(*two)).collect()
}

fn sum_of<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Vec<Cell> {
    rows.into_iter().map(|row| row.cells.clone()).reduce(|one, two| add(&one, &two)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn table(rows: Vec<Row>) -> Table {
        Table {
            slug: "x",
            title: "X",
            note: "",
            of: "Course",
            columns: &["Places", "Income"],
            rows,
            none: "",
            has_total: true,
        }
    }

    fn row(label: &str, places: i64, pence: i64) -> Row {
        Row {
            label: label.to_owned(),
            detail: "a date".to_owned(),
            on: None,
            href: "/there".to_owned(),
            cells: vec![Cell::Count(places), Cell::Money(Pence::new(pence))],
        }
    }

    #[test]
    fn dates_of_one_course_are_one_row_in_the_order_they_came() {
        let table = table(vec![row("B", 1, 100), row("A", 2, 50), row("B", 3, -30)]);

        let shown = table.shown_rows();

        assert_eq!(shown.iter().map(|row| row.label.as_str()).collect::<Vec<_>>(), ["B", "A"]);
        assert_eq!(shown[0].cells, [Cell::Count(4), Cell::Money(Pence::new(70))]);
        assert_eq!((shown[0].details.len(), shown[0].href.as_str()), (2, "/there"));
    }

    #[test]
    fn an_empty_table_has_no_totals() {
        assert!(table(Vec::new()).totals().is_empty());
        assert!(table(Vec::new()).shown_rows().is_empty());
    }

    proptest! {
        #[test]
        fn rep_1_the_rows_shown_add_up_to_the_total(
            amounts in prop::collection::vec((0_usize..300, 0_i64..50, -90_000_i64..90_000), 1..600),
        ) {
            let rows = amounts.iter().map(|(name, places, pence)| row(&format!("course {name}"), *places, *pence));
            let table = table(rows.collect());

            let shown = table.shown_rows();

            prop_assert!(shown.len() <= MOST_ROWS);
            let sum = shown.iter().map(|row| row.cells.clone()).reduce(|one, two| add(&one, &two));
            prop_assert_eq!(sum.unwrap(), table.totals());
        }
    }
}
