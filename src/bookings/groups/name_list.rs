//! Reads a list of names and addresses, pasted or from a CSV file (GRP-2). Every row is taken or refused with its number, and
//! reading writes nothing. The readers of encodings, separators and quotes are those of the members' imports. Pure.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::kernel::{EmailAddress, PersonName};
use crate::members::imports::{
    CsvReader, FileShape, FileShapeError, RawRow, find_shape, folded_heading, looks_like_a_formula,
};

/// The largest list, in bytes.
pub const LARGEST_LIST: u64 = 2 * 1024 * 1024;
/// Rows read; a longer list is refused as a whole.
pub const MOST_ROWS: usize = 10_000;

const EMAIL_HEADINGS: [&str; 6] = ["email", "emailaddress", "mail", "attendeeemail", "workemail", "emailaddresses"];
const NAME_HEADINGS: [&str; 5] = ["name", "fullname", "attendee", "attendeename", "names"];
const FIRST_HEADINGS: [&str; 4] = ["firstname", "forename", "givenname", "first"];
const LAST_HEADINGS: [&str; 4] = ["lastname", "surname", "familyname", "last"];

/// Somebody on a list.
#[derive(Clone, Debug)]
pub struct ListedName {
    /// As it goes on the register.
    pub name: PersonName,
    /// Their mailbox; several people may share one (GRP-6).
    pub email: EmailAddress,
}

/// One row of a list that is not empty.
#[derive(Clone, Debug)]
pub struct ListRow {
    /// Its number, counted from 1 as a spreadsheet does, headings included.
    pub number: usize,
    /// Who it names, or why it is refused.
    pub outcome: Result<ListedName, String>,
}

/// Why a list cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum NameListError {
    /// Its encoding or its first row.
    #[error("{0}")]
    Shape(#[from] FileShapeError),
    /// More than [`LARGEST_LIST`].
    #[error("The file is larger than 2 MB. Take out everything but names and email addresses, and choose it again")]
    TooLarge,
    /// More than [`MOST_ROWS`].
    #[error("The list has more than 10,000 rows. Nothing has been read; send a shorter one")]
    TooManyRows,
    /// Headings that name neither a name nor an address.
    #[error("The first row must hold the headings Name and Email, or the first person")]
    OddHeadings,
    /// Headings and nothing below.
    #[error("There is nobody on the list. Write one person a line: name, then email address")]
    Nobody,
}

/// Where names and addresses stand in a row.
enum Columns {
    /// By the headings: the columns that make up the name, and the address.
    Headed(Vec<usize>, usize),
    /// No headings: the address is the cell with an @, the name is the rest.
    Guessed,
}

/// Reads a whole list.
pub fn read_list(bytes: &[u8]) -> Result<Vec<ListRow>, NameListError> {
    if bytes.len() as u64 > LARGEST_LIST {
        return Err(NameListError::TooLarge);
    }
    let shape = find_shape(|| Ok(bytes))?;
    let columns = columns(&shape.headers)?;
    let mut people = People::default();
    if matches!(columns, Columns::Guessed) {
        people.take(1, read_cells(&shape.headers, &columns));
    }
    let rest = bytes.get(usize::try_from(shape.first_row_at).unwrap_or(bytes.len())..).unwrap_or_default();
    let mut reader = CsvReader::new(rest, shape.delimiter.byte());
    let mut number = 1;
    while let Some(row) = reader.next_row().map_err(FileShapeError::from)? {
        number += 1;
        if number > MOST_ROWS + 1 {
            return Err(NameListError::TooManyRows);
        }
        let cells = decoded(&row, &shape);
        if cells.iter().any(|cell| !cell.is_empty()) {
            people.take(number, whole(&row).and_then(|()| read_cells(&cells, &columns)));
        }
    }
    if people.rows.is_empty() { Err(NameListError::Nobody) } else { Ok(people.rows) }
}

fn columns(first_row: &[String]) -> Result<Columns, NameListError> {
    if first_row.iter().any(|cell| cell.contains('@')) {
        return Ok(Columns::Guessed);
    }
    let headings: Vec<String> = first_row.iter().map(|heading| folded_heading(heading)).collect();
    let find = |known: &[&str]| headings.iter().position(|heading| known.contains(&heading.as_str()));
    let email = find(&EMAIL_HEADINGS).ok_or(NameListError::OddHeadings)?;
    let names = match (find(&NAME_HEADINGS), find(&FIRST_HEADINGS), find(&LAST_HEADINGS)) {
        (Some(name), ..) => vec![name],
        (None, Some(first), Some(last)) => vec![first, last],
        _ => return Err(NameListError::OddHeadings),
    };
    Ok(Columns::Headed(names, email))
}

fn decoded(row: &RawRow, shape: &FileShape) -> Vec<String> {
    row.cells.iter().map(|cell| shape.encoding.decode(cell).trim().to_owned()).collect()
}

fn whole(row: &RawRow) -> Result<(), String> {
    if row.cells.iter().any(|cell| cell.fault.is_some()) {
        return Err("A cell cannot be read: it is too long, or its quotation marks do not match".to_owned());
    }
    Ok(())
}

fn read_cells(cells: &[String], columns: &Columns) -> Result<ListedName, String> {
    let (name, email) = match columns {
        Columns::Headed(names, email) => {
            let cell = |at: &usize| cells.get(*at).map_or("", String::as_str);
            (names.iter().map(cell).collect::<Vec<_>>().join(" "), cell(email).to_owned())
        }
        Columns::Guessed => guessed(cells),
    };
    if looks_like_a_formula(name.trim()) || looks_like_a_formula(email.trim()) {
        return Err("A cell begins like a formula. Write the name and the address themselves".to_owned());
    }
    let name = PersonName::parse(&name).map_err(|error| error.to_string())?;
    let email = EmailAddress::parse(&email).map_err(|error| error.to_string())?;
    Ok(ListedName { name, email })
}

/// `Asha Verma, asha@…`, `Asha, Verma, asha@…`, `Asha Verma <asha@…>` or `Asha Verma asha@…`.
fn guessed(cells: &[String]) -> (String, String) {
    let Some(at) = cells.iter().position(|cell| cell.contains('@') && !looks_like_a_formula(cell)) else {
        return (cells.join(" "), String::new());
    };
    let (words, addresses): (Vec<&str>, Vec<&str>) = cells[at].split_whitespace().partition(|word| !word.contains('@'));
    let address = addresses.join(" ");
    let address = address.trim_matches(|letter| matches!(letter, '<' | '>' | '(' | ')' | ';' | ','));
    let others = cells.iter().enumerate().filter(|(index, cell)| *index != at && !cell.is_empty());
    let name: Vec<&str> = others.map(|(_, cell)| cell.as_str()).chain(words).collect();
    (name.join(" "), address.to_owned())
}

/// The rows so far, and who stands where: the same person twice is refused (D9, DUP-1).
#[derive(Default)]
struct People {
    rows: Vec<ListRow>,
    seen: BTreeMap<(String, String), usize>,
}

impl People {
    fn take(&mut self, number: usize, read: Result<ListedName, String>) {
        let outcome = read.and_then(|listed| match self.seen.entry((listed.email.folded(), listed.name.folded())) {
            Entry::Occupied(first) => Err(format!("This person stands in row {} already", first.get())),
            Entry::Vacant(free) => {
                free.insert(number);
                Ok(listed)
            }
        });
        self.rows.push(ListRow { number, outcome });
    }
}

/// The rows that were taken, as a list that [`read_list`] takes whole.
pub fn write_list(rows: &[ListRow]) -> String {
    let lines = rows.iter().filter_map(|row| row.outcome.as_ref().ok());
    let lines =
        lines.map(|listed| format!("\"{}\"\t{}\n", listed.name.as_str().replace('"', "\"\""), listed.email.as_str()));
    std::iter::once("Name\tEmail\n".to_owned()).chain(lines).collect()
}

#[cfg(test)]
#[path = "name_list_tests.rs"]
mod tests;
