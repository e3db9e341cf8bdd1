//! What the template of the reports sees. Figures are words already.

use serde::Serialize;

use super::coverage::Region;
use super::period::Period;
use super::table::{Cell, Row, Table};
use crate::web::FormView;

/// Where the reports are.
pub(super) const REPORTS: &str = "/admin/members/reports";

/// The page.
#[derive(Serialize)]
pub(super) struct ReportsView {
    pub(super) form: FormView,
    /// The first and the last day in words.
    pub(super) first_day: String,
    pub(super) last_day: String,
    /// Nobody was ever a member.
    pub(super) is_empty: bool,
    pub(super) tables: Vec<TableView>,
    /// Councils without a member, by region; those regions that have some.
    pub(super) without: Vec<WithoutView>,
    /// Every council with its members, as a file.
    pub(super) councils_file: String,
}

/// A table as the partial of reports shows it.
#[derive(Serialize)]
pub(super) struct TableView {
    slug: &'static str,
    title: &'static str,
    note: &'static str,
    of: &'static str,
    columns: &'static [&'static str],
    rows: Vec<RowView>,
    totals: Vec<String>,
    none: &'static str,
    file: String,
}

#[derive(Serialize)]
struct RowView {
    label: String,
    sub: &'static str,
    href: &'static str,
    cells: Vec<String>,
}

/// The councils of a region that have no member.
#[derive(Serialize)]
pub(super) struct WithoutView {
    region: String,
    names: String,
}

impl TableView {
    pub(super) fn new(table: &Table, period: Period) -> Self {
        let row = |row: Row| RowView { cells: words(&row.cells), label: row.label, sub: "", href: "" };
        Self {
            slug: table.slug,
            title: table.title,
            note: table.note,
            of: table.of,
            columns: table.columns,
            rows: table.shown_rows().into_iter().map(row).collect(),
            totals: words(&table.totals()),
            none: table.none,
            file: file_of(table, period),
        }
    }
}

/// The address of a table's file.
pub(super) fn file_of(table: &Table, period: Period) -> String {
    format!("{REPORTS}/{}.csv?{}", table.slug, period.query())
}

/// The regions that have councils without a member.
pub(super) fn without(regions: &[Region]) -> Vec<WithoutView> {
    let view = |region: &Region| WithoutView { region: region.label.clone(), names: region.without().join(", ") };
    regions.iter().map(view).filter(|view| !view.names.is_empty()).collect()
}

fn words(cells: &[Cell]) -> Vec<String> {
    cells.iter().map(|cell| cell.words()).collect()
}
