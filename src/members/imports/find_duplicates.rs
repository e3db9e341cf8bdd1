//! Compares rows with the rows before them and with the people we know. Who has a row's verified address is proposed; so is a
//! namesake who shares an address, a registration number, an employer or the membership number (rules 2.19).

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::ConnectionTrait;

use super::staged::{RowState, Staged};
use super::store::known::{Namesake, holders_of, namesakes, owners_of};
use super::store::rows::{folded, sharing};
use crate::kernel::{PersonName, Unexpected};
use crate::members::employers::folded_name;

/// Judges the rows of one step, in the step's transaction.
pub(super) async fn find_duplicates(
    tx: &impl ConnectionTrait,
    batch_id: i64,
    rows: &mut [Staged],
) -> Result<(), Unexpected> {
    let emails: Vec<String> = rows.iter().flat_map(folded_emails).collect();
    let numbers: Vec<i64> = rows.iter().filter_map(|row| row.values.number).collect();
    compare_within_file(tx, batch_id, rows, (&emails, &numbers)).await?;
    let owners = owners_of(tx, &emails).await?;
    let holders = holders_of(tx, &numbers).await?;
    let names: Vec<String> = rows.iter().filter_map(name_of).collect();
    let known = namesakes(tx, &names).await?;
    for row in rows.iter_mut().filter(|row| row.state == RowState::Good) {
        judge(row, &owners, &holders, &known);
    }
    Ok(())
}

fn folded_emails(row: &Staged) -> impl Iterator<Item = String> {
    let values = &row.values;
    [values.email.as_deref(), values.second_email.as_deref()].into_iter().filter_map(folded)
}

fn name_of(row: &Staged) -> Option<String> {
    PersonName::parse(&row.values.name).ok().map(|name| name.folded())
}

/// The first row of an address or a number stands; a later one with the same is a problem, because nobody can say which is
/// right.
async fn compare_within_file(
    tx: &impl ConnectionTrait,
    batch_id: i64,
    rows: &mut [Staged],
    (emails, numbers): (&[String], &[i64]),
) -> Result<(), Unexpected> {
    let (mut email_at, mut number_at): (BTreeMap<String, i64>, BTreeMap<i64, i64>) = Default::default();
    for before in sharing(tx, batch_id, emails, numbers).await? {
        for email in [before.folded_email, before.folded_second_email].into_iter().flatten() {
            email_at.entry(email).or_insert(before.line);
        }
        if let Some(number) = before.number {
            number_at.entry(number).or_insert(before.line);
        }
    }
    for row in rows {
        for email in folded_emails(row).collect::<Vec<_>>() {
            let first = *email_at.entry(email).or_insert(row.line);
            if first != row.line {
                row.add_problem("", format!("Row {first} has the same email address"));
            }
        }
        if let Some(number) = row.values.number {
            let first = *number_at.entry(number).or_insert(row.line);
            if first != row.line {
                row.add_problem("", format!("Row {first} has the same membership number"));
            }
        }
    }
    Ok(())
}

fn judge(
    row: &mut Staged,
    owners: &BTreeMap<String, i64>,
    holders: &BTreeMap<i64, (i64, String)>,
    known: &BTreeMap<String, Vec<Namesake>>,
) {
    let name = name_of(row).unwrap_or_default();
    let emails: BTreeSet<String> = folded_emails(row).collect();
    let holder = row.values.number.and_then(|number| holders.get(&number).map(|held| (number, held)));
    if let Some((number, (_, held_by))) = holder
        && *held_by != name
    {
        return row.add_problem("", format!("Membership number {number} belongs to somebody of another name"));
    }
    if let Some(owner) = emails.iter().find_map(|email| owners.get(email)) {
        return row.propose(*owner, "has this email address, verified".to_owned());
    }
    if let Some((_, (person_id, _))) = holder {
        return row.propose(*person_id, "has the same name and membership number".to_owned());
    }
    let shared =
        known.get(&name).into_iter().flatten().find_map(|one| Some((one.person_id, shared_with(row, &emails, one)?)));
    if let Some((person_id, what)) = shared {
        row.propose(person_id, format!("has the same name and {what}"));
    }
}

fn shared_with(row: &Staged, emails: &BTreeSet<String>, one: &Namesake) -> Option<&'static str> {
    let values = &row.values;
    if emails.iter().any(|email| one.folded_emails.contains(email)) {
        return Some("email address");
    }
    if values.registration_number.is_some() && values.registration_number == one.registration_number {
        return Some("registration number");
    }
    let employer = values.employer.as_deref().map(folded_name);
    employer.filter(|name| one.employers.contains(name)).map(|_| "employer")
}
