//! A table of figures and its sum: what the page shows and what its file holds. Pure.

/// One figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    /// A number of people or councils.
    Count(i64),
    /// So many of so many, as a share; rows add up part and whole.
    Rate(i64, i64),
    /// So many of all there are, as a share; rows add up the part, the whole stays.
    Share(i64, i64),
    /// So many of so many, in figures and as a share; rows add up both.
    Of(i64, i64),
}

impl Cell {
    fn plus(self, other: Self) -> Self {
        match (self, other) {
            (Self::Count(one), Self::Count(two)) => Self::Count(one + two),
            (Self::Rate(part, whole), Self::Rate(more, rest)) => Self::Rate(part + more, whole + rest),
            (Self::Share(part, whole), Self::Share(more, _)) => Self::Share(part + more, whole),
            (Self::Of(part, whole), Self::Of(more, rest)) => Self::Of(part + more, whole + rest),
            // A column is of one kind: whoever fills a table keeps to its columns.
            (one, _) => one,
        }
    }

    /// As the page says it.
    pub(super) fn words(self) -> String {
        match self {
            Self::Count(number) => number.to_string(),
            Self::Rate(_, 0) | Self::Share(_, 0) | Self::Of(_, 0) => "–".to_owned(),
            Self::Rate(part, whole) | Self::Share(part, whole) => format!("{}\u{a0}%", rounded(part, whole, 100)),
            Self::Of(part, whole) => format!("{part} of {whole}, {}\u{a0}%", rounded(part, whole, 100)),
        }
    }

    /// The columns of the file that hold it: what each adds to the heading.
    pub(super) fn headings(self) -> &'static [&'static str] {
        match self {
            Self::Count(_) => &[""],
            Self::Rate(..) | Self::Share(..) => &[" (percent)"],
            Self::Of(..) => &[": members", ": of", ": percent"],
        }
    }

    /// What the file holds: plain numbers, a share with one decimal, nothing where there is no share.
    pub(super) fn values(self) -> Vec<String> {
        match self {
            Self::Count(number) => vec![number.to_string()],
            Self::Rate(part, whole) | Self::Share(part, whole) => vec![percent(part, whole)],
            Self::Of(part, whole) => vec![part.to_string(), whole.to_string(), percent(part, whole)],
        }
    }
}

/// `part` of `whole` in parts of `scale`, half rounding up.
fn rounded(part: i64, whole: i64, scale: i64) -> i64 {
    (part * scale * 2 + whole) / (whole * 2)
}

fn percent(part: i64, whole: i64) -> String {
    if whole == 0 {
        return String::new();
    }
    let tenths = rounded(part, whole, 1_000);
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) label: String,
    pub(super) cells: Vec<Cell>,
}

impl Row {
    pub(super) fn new(label: impl Into<String>, cells: Vec<Cell>) -> Self {
        Self { label: label.into(), cells }
    }
}

/// A table of the reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Table {
    /// The end of its file's address.
    pub(super) slug: &'static str,
    pub(super) title: &'static str,
    /// What is counted, and how.
    pub(super) note: &'static str,
    /// What a row is about.
    pub(super) of: &'static str,
    pub(super) columns: &'static [&'static str],
    /// Every row, as the file has them.
    pub(super) rows: Vec<Row>,
    /// The page shows so many, then the rest as one row under this name.
    pub(super) folded: Option<(usize, &'static str)>,
    /// What to say when there are none.
    pub(super) none: &'static str,
}

impl Table {
    /// The sum of the rows, column by column.
    pub(super) fn totals(&self) -> Vec<Cell> {
        sum_of(&self.rows)
    }

    /// The rows of the page; they add up to the same total.
    pub(super) fn shown_rows(&self) -> Vec<Row> {
        match self.folded {
            Some((most, name)) if self.rows.len() > most + 1 => {
                let (shown, rest) = self.rows.split_at(most);
                let folded = Row::new(format!("{name} ({})", rest.len()), sum_of(rest));
                shown.iter().cloned().chain([folded]).collect()
            }
            _ => self.rows.clone(),
        }
    }
}

fn sum_of(rows: &[Row]) -> Vec<Cell> {
    let Some((first, rest)) = rows.split_first() else { return Vec::new() };
    let plus = |sum: Vec<Cell>, row: &Row| sum.into_iter().zip(&row.cells).map(|(one, two)| one.plus(*two)).collect();
    rest.iter().fold(first.cells.clone(), plus)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded_half_up_and_none_is_made_of_nothing() {
        let table = [
            (Cell::Rate(1, 3), "33\u{a0}%", "33.3"),
            (Cell::Rate(2, 3), "67\u{a0}%", "66.7"),
            (Cell::Rate(1, 8), "13\u{a0}%", "12.5"),
            (Cell::Share(1, 2_000), "0\u{a0}%", "0.1"),
            (Cell::Rate(5, 5), "100\u{a0}%", "100.0"),
            (Cell::Rate(0, 0), "–", ""),
        ];

        for (cell, words, value) in table {
            assert_eq!((cell.words().as_str(), cell.values()), (words, vec![value.to_owned()]));
        }
        assert_eq!(Cell::Of(41, 48).words(), "41 of 48, 85\u{a0}%");
        assert_eq!(Cell::Of(41, 48).values(), ["41", "48", "85.4"]);
        assert_eq!((Cell::Of(0, 0).words(), Cell::Of(0, 0).values()[2].as_str()), ("–".to_owned(), ""));
    }

    #[test]
    fn what_is_folded_adds_up_to_the_same() {
        let row = |label: &str, count: i64| Row::new(label, vec![Cell::Count(count), Cell::Share(count, 10)]);
        let mut table = Table {
            slug: "x",
            title: "X",
            note: "",
            of: "Employer",
            columns: &["Members", "Share"],
            rows: vec![row("A", 4), row("B", 3), row("C", 2), row("D", 1)],
            folded: Some((2, "All others")),
            none: "",
        };

        assert_eq!(table.shown_rows(), [row("A", 4), row("B", 3), row("All others (2)", 3)]);
        assert_eq!(sum_of(&table.shown_rows()), table.totals());
        assert_eq!(table.totals(), [Cell::Count(10), Cell::Share(10, 10)]);
        // One row more is shown as itself.
        table.rows.pop();
        assert_eq!(table.shown_rows(), table.rows);
        assert_eq!(sum_of(&[]), []);
    }
}
