//! Bank holidays that the charity may change (TM-05).

use crate::support::form::TestForm;
use crate::support::page::Page;
use crate::support::people::Person;

mod compare_list;
mod deadlines;
mod edit_days;

const PAGE: &str = "/admin/bank-holidays";

/// The form that adds a day, filled in.
async fn addition(officer: &Person, day: &str, name: &str) -> TestForm {
    officer.get(PAGE).await.form(PAGE).fill_all(&[("day", day), ("name", name)])
}

/// Adds a day.
async fn add(officer: &Person, day: &str, name: &str) -> Page {
    officer.submit(addition(officer, day, name).await).await
}

/// Presses the button beside a day: "removal" or "restoration".
async fn press(officer: &Person, day: &str, act: &str) -> Page {
    officer.submit(officer.get(PAGE).await.form(&format!("{PAGE}/{day}/{act}"))).await
}
