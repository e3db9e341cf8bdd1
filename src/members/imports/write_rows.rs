//! Writes the people of a confirmed import, a few hundred at a time: one transaction a step, so that bookings go on meanwhile,
//! and a step that was broken off is done again from where it began.

use std::collections::{BTreeMap, BTreeSet};

use entity::{import_batch, import_row};
use sea_orm::ConnectionTrait;
use serde_json::json;

use super::batch_state::BatchState;
use super::join_person::join_person;
use super::queries::find_batch;
use super::read_row::{Problem, RowValues};
use super::staged::Choice;
use super::store::people::NewPerson;
use super::store::{batches, known, memberships, people, rows};
use super::{Progress, ROWS_A_STEP};
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::kernel::{Instant, TokenSource, Unexpected};
use crate::members::employers::folded_name;
use crate::members::search;

/// Writes the next rows. Safe to repeat and to break off anywhere.
pub async fn write_some_rows(app: &App, batch_id: i64) -> Result<Progress, Unexpected> {
    let db = app.db.reader();
    let Some(batch) = find_batch(db, batch_id).await? else { return Ok(Progress::Over) };
    if batch.state != BatchState::Writing.word() {
        return Ok(Progress::Over);
    }
    let staged = rows::to_write(db, batch.id, batch.next_line, ROWS_A_STEP as u64).await?;
    let next_line = staged.last().map_or(batch.next_line, |row| row.line + 1);
    let done = i64::try_from(staged.len())?;
    let step = batches::Step { next_line, next_byte: batch.next_byte, read: 0, done };
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            if !batches::claim_step(tx, &batch, &step).await? {
                return Ok(Progress::Over);
            }
            if staged.is_empty() {
                finish(tx, &batch, now).await?;
                return Ok(Progress::Over);
            }
            write(tx, app.tokens.as_ref(), &batch, staged, now).await?;
            Ok(Progress::More)
        })
        .await
}

async fn finish(tx: &impl ConnectionTrait, batch: &import_batch::Model, now: Instant) -> Result<(), Unexpected> {
    rows::mark_left_out(tx, batch.id).await?;
    batches::move_to(tx, batch, BatchState::Written, (None, now)).await?;
    let entry = Entry {
        actor: batch.confirmed_by_id.map_or(Actor::System, Actor::Person),
        action: "import.written",
        subject_kind: "import_batch",
        subject_id: batch.id,
        reason: None,
        values: Some((json!({}), json!({ "rows": batch.rows_done }))),
    };
    audit::record(tx, entry, now).await?;
    Ok(())
}

async fn write(
    tx: &impl ConnectionTrait,
    tokens: &dyn TokenSource,
    batch: &import_batch::Model,
    staged: Vec<import_row::Model>,
    now: Instant,
) -> Result<(), Unexpected> {
    let (mut new, mut joining) = (Vec::new(), Vec::new());
    for (row, values) in still_possible(tx, staged).await? {
        if row.choice == Choice::Join.word() {
            joining.push((row, values));
        } else {
            new.push(NewPerson { verified: batch.addresses_verified && row.match_person_id.is_none(), row, values });
        }
    }
    free_references(tx, tokens, &mut new).await?;
    write_new(tx, batch, &new, now).await?;
    for (row, values) in joining {
        join_person(tx, &row, &values, now).await?;
    }
    Ok(())
}

/// Rows whose addresses and numbers are still free; the others become problems, in words.
async fn still_possible(
    tx: &impl ConnectionTrait,
    staged: Vec<import_row::Model>,
) -> Result<Vec<(import_row::Model, RowValues)>, Unexpected> {
    let emails: Vec<String> =
        staged.iter().flat_map(|row| [&row.folded_email, &row.folded_second_email]).flatten().cloned().collect();
    let owners = known::owners_of(tx, &emails).await?;
    let numbers: Vec<i64> = staged.iter().filter_map(|row| row.number).collect();
    let holders = known::holders_of(tx, &numbers).await?;
    let mut good = Vec::with_capacity(staged.len());
    for row in staged {
        let owner = [&row.folded_email, &row.folded_second_email].into_iter().flatten().find_map(|it| owners.get(it));
        let holder = row.number.and_then(|number| holders.get(&number)).map(|(person_id, _)| person_id);
        let is_new = row.choice == Choice::Create.word();
        let words = match (is_new, owner, holder) {
            (true, Some(_), _) if row.match_person_id.is_none() => {
                "Since the check, somebody has shown this address to be theirs"
            }
            (true, _, Some(_)) => "Since the check, this membership number was given to somebody",
            (false, _, Some(holder)) if Some(*holder) != row.match_person_id => {
                "This membership number belongs to somebody else"
            }
            _ => {
                let values = serde_json::from_value(row.cells.clone())?;
                good.push((row, values));
                continue;
            }
        };
        let problem = Problem { column: String::new(), words: words.to_owned() };
        rows::mark_problem(tx, row.id, serde_json::to_value([problem])?).await?;
    }
    Ok(good)
}

/// References are short and random: one that somebody has by now is changed.
async fn free_references(
    tx: &impl ConnectionTrait,
    tokens: &dyn TokenSource,
    new: &mut [NewPerson],
) -> Result<(), Unexpected> {
    let references = new.iter().map(|one| one.row.person_reference.clone()).collect();
    let taken: BTreeSet<String> = known::taken_references(tx, references).await?;
    for one in new.iter_mut().filter(|one| taken.contains(&one.row.person_reference)) {
        one.row.person_reference = tokens.reference();
        rows::change_reference(tx, one.row.id, &one.row.person_reference).await?;
    }
    Ok(())
}

async fn write_new(
    tx: &impl ConnectionTrait,
    batch: &import_batch::Model,
    new: &[NewPerson],
    now: Instant,
) -> Result<(), Unexpected> {
    if new.is_empty() {
        return Ok(());
    }
    let ids = people::insert_people(tx, new, now).await?;
    let written: Vec<(i64, &NewPerson)> =
        new.iter().filter_map(|one| Some((*ids.get(&one.row.person_reference)?, one))).collect();
    people::insert_addresses(tx, &written, now).await?;
    let employers: BTreeSet<String> =
        new.iter().filter_map(|one| one.values.employer.as_deref()).map(folded_name).collect();
    let employers: BTreeMap<String, i64> = known::employers_named(tx, &employers).await?;
    people::insert_profiles(tx, &written, &employers, now).await?;
    people::insert_choices(tx, &written, (&batch.reference, batch.confirmed_by_id), now).await?;
    let members: Vec<(i64, &RowValues)> = written
        .iter()
        .filter(|(_, one)| one.values.term_start.is_some() || one.values.member_since.is_some())
        .map(|(id, one)| (*id, &one.values))
        .collect();
    let memberships = memberships::insert(tx, &members, now).await?;
    let terms: Vec<(i64, &RowValues)> =
        members.iter().filter_map(|(id, values)| Some((*memberships.get(id)?, *values))).collect();
    memberships::insert_terms(tx, &terms, &memberships::Types::load(tx).await?, now).await?;
    search::reindex_all(tx, &written.iter().map(|(id, _)| *id).collect::<Vec<_>>()).await?;
    rows::mark_written(tx, &new.iter().map(|one| one.row.id).collect::<Vec<_>>()).await?;
    Ok(())
}
