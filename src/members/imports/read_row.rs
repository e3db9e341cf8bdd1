//! One row of a file into what we keep, or into everything that is wrong with it, column by column. Pure: what other rows and
//! other people have to do with it is for [`super::find_duplicates`].

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::csv_reader::{CellFault, RawRow};
use super::fields::ImportField;
use super::file_shape::Encoding;
use super::typed_values::{NewsBasis, check_basis, looks_like_a_formula, read_day, read_number};
use super::work_words;
use crate::kernel::short_text::{clean_block, clean_line};
use crate::kernel::{EmailAddress, PersonName};

/// What a row says about a person, as it is kept until it is written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RowValues {
    pub name: String,
    pub email: Option<String>,
    pub second_email: Option<String>,
    pub number: Option<i64>,
    pub member_since: Option<NaiveDate>,
    pub type_code: Option<String>,
    pub term_start: Option<NaiveDate>,
    pub term_end: Option<NaiveDate>,
    pub employer: Option<String>,
    pub roles: Vec<String>,
    pub regulator: Option<String>,
    pub registration_number: Option<String>,
    pub nation: Option<String>,
    pub region: Option<String>,
    pub address: Option<String>,
    pub postcode: Option<String>,
    pub news_basis: Option<String>,
    pub news_basis_on: Option<NaiveDate>,
}

/// One thing wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The heading of the column, or its number; "" for the row as a whole.
    pub column: String,
    /// What is wrong and how to mend it.
    pub words: String,
}

/// How the file's columns are to be read.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The headings, as many as there are columns.
    pub headers: Vec<String>,
    /// What each column is for.
    pub columns: Vec<Option<ImportField>>,
    /// How letters are written.
    pub encoding: Encoding,
    /// Codes of membership types, by code and by name, folded.
    pub types: BTreeMap<String, String>,
    /// Today in London.
    pub today: NaiveDate,
}

impl Plan {
    fn heading(&self, index: usize) -> String {
        match self.headers.get(index).map(String::as_str) {
            Some("") | None => format!("Column {}", index + 1),
            Some(heading) => heading.to_owned(),
        }
    }
}

/// Reads one row. It is good when nothing is wrong with it.
pub fn read_row(row: &RawRow, plan: &Plan) -> (RowValues, Vec<Problem>) {
    let mut reading = Reading { plan, problems: Vec::new(), values: RowValues::default(), parts: BTreeMap::new() };
    reading.check_shape(row);
    for (index, cell) in row.cells.iter().enumerate() {
        if let Some(fault) = cell.fault {
            reading.wrong(index, words_for(fault));
        } else if let Some(field) = plan.columns.get(index).copied().flatten() {
            let text = plan.encoding.decode(cell);
            reading.take(index, field, text.trim());
        }
    }
    reading.finish()
}

fn words_for(fault: CellFault) -> &'static str {
    match fault {
        CellFault::TooLong => "This cell is longer than anything we keep",
        CellFault::NeverClosed => {
            "A quotation mark is opened here and never closed, so everything after it was taken for this cell"
        }
        CellFault::TextAfterQuote => {
            "There is text after the closing quotation mark; double a quotation mark inside text"
        }
    }
}

struct Reading<'a> {
    plan: &'a Plan,
    problems: Vec<Problem>,
    values: RowValues,
    /// Where each field stands, for what is found out later.
    parts: BTreeMap<ImportField, (usize, String)>,
}

impl Reading<'_> {
    fn wrong(&mut self, index: usize, words: impl Into<String>) {
        self.problems.push(Problem { column: self.plan.heading(index), words: words.into() });
    }

    fn wrong_in(&mut self, field: ImportField, words: &str) {
        let column = self.parts.get(&field).map_or_else(String::new, |(index, _)| self.plan.heading(*index));
        self.problems.push(Problem { column, words: words.to_owned() });
    }

    fn check_shape(&mut self, row: &RawRow) {
        let wanted = self.plan.headers.len();
        if row.width < wanted {
            let words = format!("The row ends after {} of {wanted} columns; the file may have been cut off", row.width);
            self.problems.push(Problem { column: self.plan.heading(row.width), words });
        }
        let surplus = row.cells.iter().skip(wanted).any(|cell| !cell.bytes.iter().all(u8::is_ascii_whitespace));
        if surplus || row.width > row.cells.len() {
            self.wrong(wanted, "There are more cells in this row than headings");
        }
    }

    fn take(&mut self, index: usize, field: ImportField, text: &str) {
        if text.is_empty() || text == "-" {
            return;
        }
        if looks_like_a_formula(text) {
            return self.wrong(index, "This begins like a formula; take the first sign away");
        }
        self.parts.insert(field, (index, text.to_owned()));
        if let Err(words) = self.read(field, text) {
            self.wrong(index, words);
        }
    }

    fn read(&mut self, field: ImportField, text: &str) -> Result<(), String> {
        let values = &mut self.values;
        let line = |most: usize| clean_line(text, most).map(Some).map_err(|error| error.to_string());
        match field {
            ImportField::Name | ImportField::GivenName | ImportField::FamilyName => {}
            ImportField::Email => values.email = Some(read_email(text)?),
            ImportField::SecondEmail => values.second_email = Some(read_email(text)?),
            ImportField::Number => values.number = Some(read_number(text)?),
            ImportField::MemberSince => values.member_since = Some(read_day(text)?),
            ImportField::TypeCode => values.type_code = Some(read_type(text, &self.plan.types)?),
            ImportField::TermStart => values.term_start = Some(read_day(text)?),
            ImportField::TermEnd => values.term_end = Some(read_day(text)?),
            ImportField::Employer => values.employer = line(200)?,
            ImportField::Roles => {
                for role in text.split([';', ',', '/']).map(str::trim).filter(|role| !role.is_empty()) {
                    let role = work_words::read_role(role);
                    if !values.roles.iter().any(|known| known == role) {
                        values.roles.push(role.to_owned());
                    }
                }
            }
            ImportField::Regulator => values.regulator = Some(work_words::read_regulator(text).word().to_owned()),
            ImportField::RegistrationNumber => values.registration_number = line(40)?,
            ImportField::Nation => values.nation = Some(work_words::read_nation(text)?.to_owned()),
            ImportField::Region => values.region = Some(text.to_owned()),
            ImportField::Address => {
                values.address = Some(clean_block(text, 400).map_err(|error| error.to_string())?);
            }
            ImportField::Postcode => values.postcode = Some(work_words::read_postcode(text)?),
            ImportField::NewsBasis => values.news_basis = Some(NewsBasis::read(text)?.word().to_owned()),
            ImportField::NewsBasisOn => values.news_basis_on = Some(read_day(text)?),
        }
        Ok(())
    }

    /// What can only be said of the row as a whole.
    fn finish(mut self) -> (RowValues, Vec<Problem>) {
        self.finish_name();
        self.finish_work();
        self.finish_membership();
        if let Some(basis) = self.values.news_basis.as_deref().and_then(|word| NewsBasis::read(word).ok())
            && let Err(words) = check_basis(basis, self.values.news_basis_on, self.plan.today)
        {
            self.wrong_in(ImportField::NewsBasis, words);
        }
        if self.values.second_email.is_some() && self.values.second_email == self.values.email {
            self.values.second_email = None;
        }
        if self.values.email.is_none() {
            self.values.email = self.values.second_email.take();
        }
        (self.values, self.problems)
    }

    fn finish_name(&mut self) {
        let part = |field| self.parts.get(&field).map_or("", |(_, text)| text.as_str());
        let whole = match part(ImportField::Name) {
            "" => format!("{} {}", part(ImportField::GivenName), part(ImportField::FamilyName)),
            whole => whole.to_owned(),
        };
        match PersonName::parse(&whole) {
            Ok(name) => self.values.name = name.into(),
            Err(error) => {
                let field = [ImportField::Name, ImportField::GivenName, ImportField::FamilyName];
                let index = self.plan.columns.iter().position(|column| column.is_some_and(|it| field.contains(&it)));
                // A formula in its place has been reported already.
                let column = index.map_or_else(String::new, |index| self.plan.heading(index));
                if !self.problems.iter().any(|problem| problem.column == column) {
                    self.problems.push(Problem { column, words: error.to_string() });
                }
            }
        }
    }

    fn finish_work(&mut self) {
        if let Some(typed) = self.values.registration_number.take() {
            match work_words::read_registration(self.values.regulator.as_deref(), &typed) {
                Ok(number) => self.values.registration_number = Some(number),
                Err(words) => self.wrong_in(ImportField::RegistrationNumber, &words),
            }
        }
        if let Some(typed) = self.values.region.take() {
            match work_words::read_region(&typed) {
                Ok(place) => {
                    self.values.region = Some(place.region().to_owned());
                    self.values.nation = Some(place.nation().to_owned());
                }
                Err(words) => self.wrong_in(ImportField::Region, &words),
            }
        }
    }

    fn finish_membership(&mut self) {
        let values = &self.values;
        let has_dates = values.term_start.is_some() || values.term_end.is_some();
        let mistake = match (values.term_start, values.term_end) {
            (Some(start), Some(end)) if end < start => Some((ImportField::TermEnd, "The term ends before it begins")),
            (None, Some(_)) => Some((ImportField::TermEnd, "The first day of this term is missing")),
            _ if has_dates && values.type_code.is_none() => {
                Some((ImportField::TermStart, "The membership type of this term is missing"))
            }
            _ if values.type_code.is_some() && values.term_start.is_none() => {
                Some((ImportField::TypeCode, "The first day of the term is missing"))
            }
            _ if values.number.is_some() && values.member_since.is_none() && values.term_start.is_none() => {
                Some((ImportField::Number, "A membership number needs “member since” or the first day of a term"))
            }
            _ => None,
        };
        let is_known = |field| {
            self.problems.iter().any(|problem| {
                self.parts.get(&field).is_some_and(|(index, _)| problem.column == self.plan.heading(*index))
            })
        };
        if let Some((field, words)) = mistake
            && !is_known(field)
        {
            self.wrong_in(field, words);
        }
        if self.values.member_since.is_some_and(|day| day > self.plan.today) {
            self.wrong_in(ImportField::MemberSince, "This day is in the future");
        }
    }
}

fn read_email(text: &str) -> Result<String, String> {
    EmailAddress::parse(text).map(String::from).map_err(|error| error.to_string())
}

fn read_type(text: &str, types: &BTreeMap<String, String>) -> Result<String, String> {
    types.get(&text.to_lowercase()).cloned().ok_or_else(|| "There is no membership type of this name".to_owned())
}

#[cfg(test)]
#[path = "read_row_tests.rs"]
mod tests;
