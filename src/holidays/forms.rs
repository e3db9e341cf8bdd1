//! What officers type: a day to add, and a list pasted or uploaded.

use chrono::NaiveDate;

use super::change_days::DayChange;
use super::day_list::{DayList, MOST_NAME, NotAList, read_list};
use crate::kernel::uk_time::long_date;
use crate::kernel::working_days::{first_day, is_weekend};
use crate::web::{FieldErrors, FormView, Posted, TextInput, Uploaded};

const FIELDS: [&str; 4] = ["day", "name", "list", "file"];
const NAME: TextInput = TextInput::line("name", "name", MOST_NAME);
/// No deadline of ours lies further ahead.
const LAST_YEAR: i32 = 2100;

/// The page's forms, empty.
pub(super) fn blank() -> FormView {
    FormView::blank(&FIELDS)
}

/// The page's forms as they were sent.
pub(super) fn typed(posted: &Posted, errors: &FieldErrors) -> FormView {
    FormView::filled(FIELDS.iter().map(|field| (*field, posted.get(field)))).with_errors(errors)
}

/// A day to add, with its name.
pub(super) fn read_addition(posted: &Posted) -> Result<DayChange, FieldErrors> {
    let mut errors = FieldErrors::new();
    let day = errors.check("day", read_day(posted.get("day")));
    let name = NAME.read(posted, &mut errors);
    errors.into_result()?;
    Ok(DayChange::Add(day.unwrap_or_default(), name))
}

fn read_day(typed: &str) -> Result<NaiveDate, String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Err("Enter the day".to_owned());
    }
    let formats = ["%Y-%m-%d", "%d/%m/%Y"];
    let read = formats.iter().find_map(|format| NaiveDate::parse_from_str(typed, format).ok());
    let day = read.ok_or("Enter a date that exists, like 2027-05-07 or 7/5/2027")?;
    let last = NaiveDate::from_ymd_opt(LAST_YEAR, 12, 31).unwrap_or(NaiveDate::MAX);
    if day < first_day() || day > last {
        return Err(format!("Enter a date from {} on, until {LAST_YEAR}", long_date(first_day())));
    }
    if is_weekend(day) {
        let words = "is no working day anyway. Enter the weekday that people have off instead";
        return Err(format!("{} {words}", long_date(day)));
    }
    Ok(day)
}

/// The list that was pasted or uploaded.
pub(super) async fn read_sent(posted: &Posted, uploaded: &Uploaded) -> Result<DayList, FieldErrors> {
    let pasted = posted.get("list").trim();
    let Some(file) = uploaded.file() else {
        return read_list(pasted.as_bytes()).map_err(|error| FieldErrors::one("list", error.to_string()));
    };
    let refuse = |words: String| FieldErrors::one("file", words);
    if !pasted.is_empty() {
        return Err(refuse("Paste a list or choose a file, not both".to_owned()));
    }
    if file.bytes > super::day_list::MOST_BYTES as u64 {
        return Err(refuse(NotAList::TooLarge.to_string()));
    }
    let bytes = tokio::fs::read(file.path()).await.map_err(|error| {
        tracing::error!(%error, "a list of bank holidays cannot be read back");
        refuse("The file could not be read. Choose it again".to_owned())
    })?;
    read_list(&bytes).map_err(|error| refuse(error.to_string()))
}
