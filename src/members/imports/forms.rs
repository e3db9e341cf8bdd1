//! What officers choose and type about an import.

use std::collections::BTreeMap;

use serde_json::json;

use super::fields::{ImportField, folded_heading};
use super::staged::Choice;
use super::steer_import::Columns;
use crate::kernel::short_text::clean_line;
use crate::web::{FieldErrors, FormView, Posted};

/// The name of the select of a column, counted from 1.
pub(super) fn column_field(index: usize) -> String {
    format!("column_{}", index + 1)
}

/// Reads what each column is.
pub(super) fn read_columns(form: &Posted, headers: &[String]) -> Result<Columns, FieldErrors> {
    let mut errors = FieldErrors::new();
    let mut given: BTreeMap<ImportField, usize> = BTreeMap::new();
    let mut words = Vec::with_capacity(headers.len());
    for index in 0..headers.len() {
        let field = ImportField::parse(form.get(&column_field(index)));
        if let Some(first) = field.and_then(|field| given.insert(field, index)) {
            let label = field.map_or("", ImportField::label);
            errors
                .add(column_field(index), format!("Column {} is “{label}” already; choose one of the two", first + 1));
        }
        words.push(field.map_or("", ImportField::word));
    }
    let has_name = given.contains_key(&ImportField::Name) || given.contains_key(&ImportField::FamilyName);
    if !has_name {
        errors.add(column_field(0), "Say which column holds the name");
    }
    let typed = form.get("save_as").trim();
    let save_as = if typed.is_empty() { None } else { errors.check("save_as", clean_line(typed, 60)) };
    errors.into_result()?;
    let mapping: BTreeMap<String, &str> =
        headers.iter().map(|header| folded_heading(header)).zip(words.iter().copied()).collect();
    Ok(Columns {
        addresses_verified: form.has("addresses_verified"),
        save_as: save_as.map(|name| (name, json!(mapping))),
        words,
    })
}

/// The form with these choices.
pub(super) fn columns_form(words: &[String], addresses_verified: bool, save_as: &str) -> FormView {
    let columns = words.iter().enumerate().map(|(index, word)| (column_field(index), word.clone()));
    let rest = [
        ("addresses_verified".to_owned(), if addresses_verified { "yes" } else { "" }.to_owned()),
        ("save_as".to_owned(), save_as.to_owned()),
        ("mapping".to_owned(), String::new()),
    ];
    FormView::filled(columns.chain(rest))
}

/// The form as it was sent.
pub(super) fn typed_columns(form: &Posted, headers: &[String]) -> FormView {
    let words: Vec<String> = (0..headers.len()).map(|index| form.get(&column_field(index)).to_owned()).collect();
    columns_form(&words, form.has("addresses_verified"), form.get("save_as"))
}

/// Reads the choice for one row, or for all when no row is named.
pub(super) fn read_choice(form: &Posted) -> Option<(Option<i64>, Choice)> {
    let choice = Choice::parse(form.get("choice"))?;
    match form.get("line") {
        "" => Some((None, choice)),
        line => Some((Some(line.parse().ok()?), choice)),
    }
}

/// Reads why an import is taken back.
pub(super) fn read_reason(form: &Posted) -> Result<String, FieldErrors> {
    let mut errors = FieldErrors::new();
    if form.get("reason").trim().is_empty() {
        errors.add("reason", "Enter why the import is taken back");
        return Err(errors);
    }
    errors.check("reason", clean_line(form.get("reason"), 200)).ok_or(errors)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers() -> Vec<String> {
        vec!["Name".to_owned(), "E-mail".to_owned(), "Shoe size".to_owned()]
    }

    #[test]
    fn columns_are_read_and_kept_under_their_headings() {
        let form =
            Posted::of(&[("column_1", "name"), ("column_2", "email"), ("column_3", ""), ("save_as", "Old list")]);

        let columns = read_columns(&form, &headers()).unwrap();

        assert_eq!(columns.words, ["name", "email", ""]);
        let (name, mapping) = columns.save_as.unwrap();
        assert_eq!((name.as_str(), mapping["email"].as_str()), ("Old list", Some("email")));
        assert!(!columns.addresses_verified);
    }

    #[test]
    fn two_columns_of_one_kind_and_a_list_without_names_are_refused() {
        let twice = Posted::of(&[("column_1", "name"), ("column_2", "email"), ("column_3", "email")]);
        let nameless = Posted::of(&[("column_2", "email")]);

        let wrong = |form: &Posted| read_columns(form, &headers()).unwrap_err().iter().next().unwrap().field.clone();
        assert_eq!(wrong(&twice), "column_3");
        assert_eq!(wrong(&nameless), "column_1");
    }

    #[test]
    fn a_choice_is_for_one_row_or_for_all() {
        assert_eq!(read_choice(&Posted::of(&[("choice", "join"), ("line", "7")])), Some((Some(7), Choice::Join)));
        assert_eq!(read_choice(&Posted::of(&[("choice", "leave_out")])), Some((None, Choice::LeaveOut)));
        assert_eq!(read_choice(&Posted::of(&[("choice", "gold")])), None);
        assert_eq!(read_choice(&Posted::of(&[("choice", "join"), ("line", "x")])), None);
    }
}
