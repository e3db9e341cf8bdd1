//! Reads the results file of a public search: a row a number, with name, status and the day registered until. Headings are
//! recognised, every row is read or refused with its line, and reading writes nothing. The readers of encodings, separators
//! and quotes are those of the members' imports. Pure.

use chrono::NaiveDate;

use crate::members::imports::{
    CsvReader, FileShape, FileShapeError, RawRow, find_shape, folded_heading, looks_like_a_formula, read_day,
};
use crate::members::practice::{Regulator, read_registration_number};

/// The largest file, in bytes; a list has at most 100 numbers.
pub const LARGEST_FILE: u64 = 1024 * 1024;
/// Rows read; a longer file is refused as a whole.
pub const MOST_ROWS: usize = 1_000;

const NUMBER: [&str; 12] = [
    "registrationnumber",
    "registrationno",
    "regnumber",
    "regno",
    "swenumber",
    "sweno",
    "swenglandnumber",
    "socialworkernumber",
    "registrantnumber",
    "registrationid",
    "registration",
    "number",
];
const NAME: [&str; 7] =
    ["name", "fullname", "registrantname", "registeredname", "socialworkername", "socialworker", "registrant"];
const FIRST: [&str; 6] = ["firstname", "forename", "givenname", "first", "forenames", "firstnames"];
const LAST: [&str; 4] = ["lastname", "surname", "familyname", "last"];
const STATUS: [&str; 6] =
    ["status", "registrationstatus", "registerstatus", "currentstatus", "registeredstatus", "result"];
const UNTIL: [&str; 12] = [
    "registereduntil",
    "registrationuntil",
    "registrationexpirydate",
    "registrationexpiry",
    "registrationexpires",
    "registrationenddate",
    "registrationends",
    "expirydate",
    "expires",
    "enddate",
    "validuntil",
    "until",
];

/// What one row says about its number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The name on the register; none when the file has no names.
    pub name: Option<String>,
    /// The register's own word; none when the file has no statuses.
    pub status: Option<String>,
    /// The last day of the registration.
    pub until: Option<NaiveDate>,
}

/// One row that is not empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultLine {
    /// Its line, counted from 1 as a spreadsheet does, headings included.
    pub line: usize,
    /// The number, tidied; none when it cannot be read.
    pub number: Option<String>,
    /// What it says, or why it cannot be used.
    pub read: Result<Found, String>,
}

/// Why a file cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum ResultsFileError {
    /// Its encoding or its first row.
    #[error("{0}")]
    Shape(#[from] FileShapeError),
    /// More than [`LARGEST_FILE`].
    #[error("The file is larger than 1 MB. Choose the results of this list alone")]
    TooLarge,
    /// More than a thousand.
    #[error("The file has more than 1,000 rows. Nothing has been read; choose the results of this list alone")]
    TooManyRows,
    /// No heading for the number.
    #[error("No column is headed Registration number. Write that heading over the numbers and choose the file again")]
    NoNumbers,
    /// Neither status nor date.
    #[error("No column is headed Status or Registered until. Write one of those headings and choose the file again")]
    NoStatus,
}

struct Columns {
    number: usize,
    name: Vec<usize>,
    status: Option<usize>,
    until: Option<usize>,
    width: usize,
}

/// Reads a whole file.
pub fn read_results(bytes: &[u8]) -> Result<Vec<ResultLine>, ResultsFileError> {
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(ResultsFileError::TooLarge);
    }
    let shape = find_shape(|| Ok(bytes))?;
    let columns = columns(&shape.headers)?;
    let rest = bytes.get(usize::try_from(shape.first_row_at).unwrap_or(bytes.len())..).unwrap_or_default();
    let mut reader = CsvReader::new(rest, shape.delimiter.byte());
    let (mut line, mut lines) = (1, Vec::new());
    while let Some(row) = reader.next_row().map_err(FileShapeError::from)? {
        line += 1;
        if line > MOST_ROWS + 1 {
            return Err(ResultsFileError::TooManyRows);
        }
        if !is_empty(&row) {
            lines.push(read_line(line, &row, &shape, &columns));
        }
    }
    Ok(lines)
}

fn is_empty(row: &RawRow) -> bool {
    row.cells.iter().all(|cell| cell.bytes.iter().all(u8::is_ascii_whitespace))
}

fn columns(headers: &[String]) -> Result<Columns, ResultsFileError> {
    let headings: Vec<String> = headers.iter().map(|heading| folded_heading(heading)).collect();
    let find = |known: &[&str]| known.iter().find_map(|word| headings.iter().position(|heading| heading == word));
    let holding = |part: &str| headings.iter().position(|heading| heading.contains(part));
    let number = find(&NUMBER).or_else(|| holding("registrationnumber")).ok_or(ResultsFileError::NoNumbers)?;
    let name = match (find(&NAME), find(&FIRST), find(&LAST)) {
        (_, Some(first), Some(last)) => vec![first, last],
        (Some(name), ..) => vec![name],
        _ => Vec::new(),
    };
    let status = find(&STATUS).or_else(|| holding("status"));
    let until = find(&UNTIL).or_else(|| holding("registereduntil"));
    if status.is_none() && until.is_none() {
        return Err(ResultsFileError::NoStatus);
    }
    Ok(Columns { number, name, status, until, width: headers.len() })
}

fn read_line(line: usize, row: &RawRow, shape: &FileShape, columns: &Columns) -> ResultLine {
    let cells: Vec<String> = row.cells.iter().map(|cell| plain(&shape.encoding.decode(cell))).collect();
    let cell = |at: usize| cells.get(at).map_or("", String::as_str);
    let number = read_registration_number(Regulator::SocialWorkEngland, cell(columns.number)).ok();
    let read = if row.cells.iter().any(|cell| cell.fault.is_some()) {
        Err("A cell cannot be read: it is too long, or its quotation marks do not match".to_owned())
    } else if row.width < columns.width {
        Err("This row is cut short: it has fewer cells than there are headings".to_owned())
    } else if number.is_none() {
        Err("This is no number of Social Work England, such as SW12345".to_owned())
    } else {
        read_cells(&cell, columns)
    };
    ResultLine { line, number, read }
}

fn read_cells<'a>(cell: &impl Fn(usize) -> &'a str, columns: &Columns) -> Result<Found, String> {
    let name = columns.name.iter().map(|at| cell(*at)).collect::<Vec<_>>().join(" ").trim().to_owned();
    let status = columns.status.map_or("", cell).to_owned();
    let until = match columns.until.map_or("", cell) {
        "" => None,
        typed => Some(read_day(without_time(typed)).map_err(|error| format!("Registered until: {error}"))?),
    };
    if [&name, &status].iter().any(|text| looks_like_a_formula(text)) {
        return Err("A cell begins like a formula. Write the name and the status themselves".to_owned());
    }
    let some = |text: String| Some(text).filter(|text| !text.is_empty());
    let found = Found { name: some(name), status: some(status), until };
    if found.status.is_none() && found.until.is_none() {
        return Err("The row says neither a status nor until when".to_owned());
    }
    let is_known = !found.status.as_deref().is_some_and(super::judge::says_not_found);
    if is_known && found.name.is_none() && !columns.name.is_empty() {
        return Err("The row has no name".to_owned());
    }
    Ok(found)
}

/// One line without hidden characters, of a length that can be kept.
fn plain(text: &str) -> String {
    let shown: String = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    shown.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(200).collect()
}

/// `30/11/2027` of `30/11/2027 00:00:00`, as spreadsheets like to write it.
fn without_time(typed: &str) -> &str {
    let Some(colon) = typed.find(':') else { return typed };
    let before = &typed[..colon];
    before.rfind([' ', 'T']).map_or(typed, |at| &before[..at])
}

#[cfg(test)]
#[path = "results_file_tests.rs"]
mod tests;
