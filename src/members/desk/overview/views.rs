//! What the overview may see.

use serde::Serialize;

use super::months::Month;
use super::small_cells::for_publication;

/// The page.
#[derive(Serialize)]
pub(super) struct OverviewView {
    pub(super) figures: Vec<Figure>,
    pub(super) waiting: String,
    pub(super) months: Vec<MonthRow>,
    pub(super) tables: Vec<CountTable>,
    /// The figures are as they may be published.
    pub(super) is_public: bool,
}

/// A figure that leads to the people behind it.
#[derive(Serialize)]
pub(super) struct Figure {
    pub(super) label: &'static str,
    pub(super) value: i64,
    pub(super) href: String,
}

/// A month of the plot.
#[derive(Serialize)]
pub(super) struct MonthRow {
    name: String,
    joined: u32,
    left: u32,
    change: String,
}

impl From<&Month> for MonthRow {
    fn from(month: &Month) -> Self {
        Self {
            name: month.first_day.format("%B %Y").to_string(),
            joined: month.joined,
            left: month.left,
            change: format!("{:+}", i64::from(month.joined) - i64::from(month.left)),
        }
    }
}

/// Members counted by something.
#[derive(Serialize)]
pub(super) struct CountTable {
    id: &'static str,
    title: &'static str,
    noun: &'static str,
    rows: Vec<CountRow>,
    total: i64,
    /// Rows that are not shown.
    more: usize,
}

#[derive(Serialize)]
struct CountRow {
    label: String,
    count: String,
}

/// Rows of one table; the long tail of employers is in the list.
const MOST_ROWS: usize = 20;

impl CountTable {
    /// The table, as it is or as it may be published (PR-11).
    pub(super) fn new(
        (id, title, noun): (&'static str, &'static str, &'static str),
        counted: Vec<(String, i64)>,
        is_public: bool,
    ) -> Self {
        let counts: Vec<i64> = counted.iter().map(|(_, count)| *count).collect();
        let words: Vec<String> = if is_public {
            for_publication(&counts).into_iter().map(super::small_cells::PublicCount::words).collect()
        } else {
            counts.iter().map(i64::to_string).collect()
        };
        let rows = counted.into_iter().zip(words).map(|((label, _), count)| CountRow { label, count });
        let rows: Vec<CountRow> = rows.take(MOST_ROWS).collect();
        Self { id, title, noun, more: counts.len() - rows.len(), rows, total: counts.iter().sum() }
    }
}
