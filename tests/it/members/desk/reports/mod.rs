//! Reports about the membership (rules 2.19): what their pages and files say, read back.

mod figures;
mod files;

use entity::person_profile;
use nairo::kernel::Unexpected;
use nairo::members::employers::{find_employer_by_reference, load_employers};
use sea_orm::{ActiveValue::Set, EntityTrait};

use crate::support::app::TestApp;
use crate::support::html::Element;
use crate::support::page::Page;
use crate::support::people::Person;

pub const REPORTS: &str = "/admin/members/reports";

/// The cells of a row: its label, then its figures as they are written.
fn cells(row: &Element) -> Vec<String> {
    row.all().iter().filter(|cell| ["th", "td"].contains(&cell.name.as_str())).map(|cell| cell.text()).collect()
}

/// The rows of one table, and the line of sums below them.
pub fn table(page: &Page, slug: &str) -> (Vec<Vec<String>>, Vec<String>) {
    let root = page.root();
    let section = root.named("section").into_iter().find(|one| one.attr("aria-labelledby") == Some(slug)).unwrap();
    let rows = section.named("tbody").first().map(|body| body.named("tr").into_iter().map(cells).collect());
    (rows.unwrap_or_default(), section.named("tfoot").first().map(|foot| cells(foot)).unwrap_or_default())
}

/// The figures of the row that begins with `label`.
pub fn row(page: &Page, slug: &str, label: &str) -> Vec<String> {
    let (rows, _) = table(page, slug);
    let found = rows.iter().find(|row| row[0] == label);
    found.unwrap_or_else(|| panic!("{label} is not in {rows:?}"))[1..].to_vec()
}

/// Part and whole, or a count; a bare percentage says neither.
fn numbers(cell: &str) -> Vec<i64> {
    let counts = cell.split(',').next().unwrap_or_default();
    if cell.ends_with('%') && !cell.contains(" of ") {
        Vec::new()
    } else {
        counts.split(" of ").filter_map(|word| word.parse().ok()).collect()
    }
}

/// Every column of counts adds up to the line below it; shares of all add up to all.
pub fn assert_adds_up(page: &Page, slug: &str) {
    let (rows, totals) = table(page, slug);
    assert!(!rows.is_empty(), "{slug} is empty");
    for (column, total) in totals.iter().enumerate().skip(1) {
        let sums = rows.iter().map(|row| numbers(&row[column])).fold(Vec::new(), |sum: Vec<i64>, one| {
            let longest = sum.len().max(one.len());
            let at = |list: &[i64], at: usize| list.get(at).copied().unwrap_or_default();
            (0..longest).map(|index| at(&sum, index) + at(&one, index)).collect()
        });
        let wanted = numbers(total);
        assert!(wanted.is_empty() || sums == wanted, "{slug}, column {column}: {sums:?} and not {total}");
    }
}

/// The lines of a file, without the mark at its beginning.
pub async fn file(officer: &Person, slug: &str, query: &str) -> Vec<Vec<String>> {
    let file = officer.get_once(&format!("{REPORTS}/{slug}.csv{query}")).await;
    assert_eq!(file.assert_status(200).header("content-type"), "text/csv; charset=utf-8");
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).from_reader(file.html.trim_start_matches('\u{feff}').as_bytes());
    reader.records().map(|line| line.unwrap().iter().map(str::to_owned).collect()).collect()
}

pub async fn load_councils(app: &TestApp) {
    let now = app.now();
    app.state.db.write_tx(async |tx| load_employers(tx, now).await).await.unwrap();
}

/// Gives somebody an employer: the council of this code, or else what they typed.
pub async fn works_for(app: &TestApp, person: &Person, employer: &str) {
    let now = app.now();
    let council = find_employer_by_reference(app.state.db.reader(), employer, app.today()).await.unwrap();
    let row = person_profile::ActiveModel {
        person_id: Set(person.id),
        organisation_id: Set(council.as_ref().map(|council| council.id)),
        other_employer: Set(council.is_none().then(|| employer.to_owned())),
        welcomes_welsh: Set(false),
        updated_at: Set(now),
        ..Default::default()
    };
    let done = app.state.db.write_tx(async |tx| {
        person_profile::Entity::insert(row).exec_without_returning(tx).await?;
        Ok::<_, Unexpected>(())
    });
    done.await.unwrap();
}
