//! What the templates of imports see.

use std::collections::BTreeMap;

use entity::{import_batch, import_row};
use serde::Serialize;

use super::batch_state::BatchState;
use super::fields::{ImportField, twice_headed};
use super::file_shape::Encoding;
use super::forms::column_field;
use super::read_row::RowValues;
use super::report::found;
use super::staged::{Choice, RowState};
use crate::kernel::Unexpected;
use crate::kernel::uk_time::{date_and_time, london_date, long_date};
use crate::web::{FormView, Pagination};

/// One word with its colour.
#[derive(Debug, Serialize)]
pub(super) struct TagView {
    label: &'static str,
    kind: &'static str,
}

/// An option of a select.
#[derive(Debug, Serialize)]
pub(super) struct OptionView {
    value: String,
    label: String,
}

impl OptionView {
    pub(super) fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }
}

/// The list of imports.
#[derive(Debug, Serialize)]
pub(super) struct ListView {
    pub(super) form: FormView,
    pub(super) batches: Vec<BatchRowView>,
    pub(super) pages: Pagination,
}

/// One import in the list.
#[derive(Debug, Serialize)]
pub(super) struct BatchRowView {
    href: String,
    file_name: String,
    reference: String,
    state: TagView,
    rows: i64,
    uploaded: String,
}

impl From<import_batch::Model> for BatchRowView {
    fn from(batch: import_batch::Model) -> Self {
        Self {
            href: path(&batch.reference),
            state: batch_tag(&batch),
            rows: batch.rows_read,
            uploaded: long_date(london_date(batch.created_at)),
            file_name: batch.file_name,
            reference: batch.reference,
        }
    }
}

/// The page of an import.
pub(super) fn path(reference: &str) -> String {
    format!("/admin/imports/{reference}")
}

fn batch_tag(batch: &import_batch::Model) -> TagView {
    let state = BatchState::parse(&batch.state).unwrap_or(BatchState::Uploaded);
    let kind = match state {
        BatchState::Written => "done",
        BatchState::Uploaded | BatchState::Checked => "caution",
        BatchState::Checking | BatchState::Writing | BatchState::Undoing => "strong",
        BatchState::Undone | BatchState::Discarded => "plain",
    };
    TagView { label: state.label(), kind }
}

/// What every page of one import shows at its top.
#[derive(Debug, Serialize)]
pub(super) struct HeadView {
    pub(super) href: String,
    pub(super) reference: String,
    pub(super) file_name: String,
    pub(super) size: String,
    pub(super) encoding: &'static str,
    pub(super) delimiter: String,
    pub(super) uploaded: String,
    pub(super) state: TagView,
    pub(super) is_moving: bool,
}

impl From<&import_batch::Model> for HeadView {
    fn from(batch: &import_batch::Model) -> Self {
        Self {
            href: path(&batch.reference),
            reference: batch.reference.clone(),
            file_name: batch.file_name.clone(),
            size: size_words(batch.file_bytes),
            encoding: Encoding::parse(&batch.encoding).map_or("", Encoding::label),
            delimiter: batch.delimiter.clone(),
            uploaded: date_and_time(batch.created_at),
            state: batch_tag(batch),
            is_moving: BatchState::parse(&batch.state).is_some_and(BatchState::is_moving),
        }
    }
}

/// `14 KB`, in whole thousands of bytes.
pub(super) fn size_words(bytes: i64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} KB", bytes / 1_000),
        _ => format!("{} MB", bytes / 1_000_000),
    }
}

/// The page that asks what the columns are.
#[derive(Debug, Serialize)]
pub(super) struct ColumnsView {
    pub(super) batch: HeadView,
    pub(super) form: FormView,
    pub(super) columns: Vec<ColumnView>,
    pub(super) fields: Vec<OptionView>,
    pub(super) mappings: Vec<OptionView>,
    pub(super) mapping: String,
    pub(super) warnings: Vec<String>,
}

/// One column.
#[derive(Debug, Serialize)]
pub(super) struct ColumnView {
    field: String,
    label: String,
}

/// The columns of a file, each with the name of its select.
pub(super) fn columns(headers: &[String]) -> Vec<ColumnView> {
    let label = |(index, header): (usize, &String)| match header.as_str() {
        "" => format!("Column {} (no heading)", index + 1),
        header => format!("Column {}: {header}", index + 1),
    };
    let column = |(index, header)| ColumnView { field: column_field(index), label: label((index, header)) };
    headers.iter().enumerate().map(column).collect()
}

/// Every field a column can be.
pub(super) fn field_options() -> Vec<OptionView> {
    ImportField::ALL.into_iter().map(|field| OptionView::new(field.word(), field.label())).collect()
}

/// What an officer should know about the headings.
pub(super) fn warnings(headers: &[String]) -> Vec<String> {
    let twice = twice_headed(headers).into_iter().map(|(heading, at)| {
        let at: Vec<String> = at.iter().map(usize::to_string).collect();
        format!("Columns {} are all headed “{heading}”. Only the first was guessed; check them.", at.join(" and "))
    });
    twice.collect()
}

/// The page with what was found, or what is going on.
#[derive(Debug, Serialize)]
pub(super) struct ReportView {
    pub(super) batch: HeadView,
    pub(super) form: FormView,
    pub(super) progress: ProgressView,
    pub(super) counts: Vec<CountView>,
    pub(super) shown: String,
    pub(super) rows: Vec<RowView>,
    pub(super) choices: Vec<OptionView>,
    pub(super) pages: Pagination,
    pub(super) to_write: i64,
    pub(super) addresses_verified: bool,
    pub(super) can_confirm: bool,
    pub(super) can_undo: bool,
    pub(super) can_release: bool,
    pub(super) released: Option<String>,
    pub(super) is_forgotten: bool,
}

/// How far a job has come; also what the page's script asks for.
#[derive(Clone, Debug, Serialize)]
pub(super) struct ProgressView {
    pub(super) is_moving: bool,
    pub(super) percent: i64,
    pub(super) words: String,
}

/// How many rows are in a state, with a link to them.
#[derive(Debug, Serialize)]
pub(super) struct CountView {
    pub(super) label: &'static str,
    pub(super) count: i64,
    pub(super) href: String,
    pub(super) is_shown: bool,
}

/// One row of the report.
#[derive(Debug, Serialize)]
pub(super) struct RowView {
    line: i64,
    name: String,
    email: String,
    state: TagView,
    found: Vec<String>,
    can_choose: bool,
    choice: String,
    choice_label: &'static str,
    person: Option<PersonView>,
}

/// Somebody on record.
#[derive(Debug, Serialize)]
pub(super) struct PersonView {
    name: String,
    href: String,
}

/// A row as the report shows it.
pub(super) fn row_view(
    row: &import_row::Model,
    people: &BTreeMap<i64, (String, String)>,
    can_choose: bool,
) -> Result<RowView, Unexpected> {
    let values: RowValues = serde_json::from_value(row.cells.clone())?;
    let state = RowState::parse(&row.state).unwrap_or(RowState::Problem);
    let kind = match state {
        RowState::Good | RowState::Written => "done",
        RowState::Duplicate | RowState::Kept => "caution",
        RowState::Problem => "problem",
        RowState::LeftOut | RowState::Undone => "plain",
    };
    let person = row.person_id.or(row.match_person_id).and_then(|id| people.get(&id));
    Ok(RowView {
        line: row.line,
        name: values.name,
        email: values.email.unwrap_or_default(),
        state: TagView { label: state.label(), kind },
        found: found(row)?,
        can_choose: can_choose && state == RowState::Duplicate,
        choice: row.choice.clone(),
        choice_label: Choice::parse(&row.choice).map_or("", Choice::label),
        person: person
            .map(|(name, reference)| PersonView { name: name.clone(), href: format!("/admin/members/{reference}") }),
    })
}

/// What can become of a row that may be known.
pub(super) fn choice_options() -> Vec<OptionView> {
    Choice::ALL.into_iter().map(|choice| OptionView::new(choice.word(), choice.label())).collect()
}
