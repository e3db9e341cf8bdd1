//! Statements that keep the words people are found by.

use std::collections::{BTreeMap, BTreeSet};

use entity::{membership, organisation, person, person_email, person_profile, person_search_token};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::words::{Findable, words_of};
use crate::kernel::Unexpected;

/// Rows in one statement, well below the most values that a statement takes.
const ROWS: usize = 1_000;

/// Brings the words this person is found by up to date, in the caller's transaction. To be called by whoever writes a name, an
/// address, a membership number, an employer or a registration number.
pub async fn reindex(tx: &impl ConnectionTrait, person_id: i64) -> Result<(), Unexpected> {
    reindex_all(tx, &[person_id]).await
}

/// The same for several people at once.
pub(in crate::members) async fn reindex_all(tx: &impl ConnectionTrait, ids: &[i64]) -> Result<(), Unexpected> {
    use person_search_token::{ActiveModel, Column, Entity};
    let differences = compare(tx, ids).await?;
    let dead: Vec<i64> = differences.iter().flat_map(|one| one.dead.iter().copied()).collect();
    for rows in dead.chunks(ROWS) {
        Entity::delete_many().filter(Column::Id.is_in(rows.iter().copied())).exec(tx).await?;
    }
    let missing = differences.iter().flat_map(|one| one.missing.iter().map(|word| (one.person_id, word)));
    let missing: Vec<ActiveModel> = missing
        .map(|(person_id, word)| ActiveModel {
            token: Set(word.clone()),
            person_id: Set(person_id),
            ..Default::default()
        })
        .collect();
    for rows in missing.chunks(ROWS) {
        let nothing = OnConflict::columns([Column::Token, Column::PersonId]).do_nothing().to_owned();
        Entity::insert_many(rows.to_vec()).on_conflict(nothing).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// People among these whose words are not what they should be.
pub(super) async fn find_stale(db: &impl ConnectionTrait, ids: &[i64]) -> Result<Vec<i64>, Unexpected> {
    Ok(compare(db, ids).await?.into_iter().map(|difference| difference.person_id).collect())
}

/// Ids of people above `after`, in order.
pub(super) async fn ids_after(db: &impl ConnectionTrait, after: i64, most: u64) -> Result<Vec<i64>, Unexpected> {
    let ids = person::Entity::find().select_only().column(person::Column::Id).filter(person::Column::Id.gt(after));
    Ok(ids.order_by_asc(person::Column::Id).limit(most).into_tuple().all(db).await?)
}

/// How one person's stored words differ from what they should be.
struct Difference {
    person_id: i64,
    missing: Vec<String>,
    dead: Vec<i64>,
}

async fn compare(db: &impl ConnectionTrait, ids: &[i64]) -> Result<Vec<Difference>, Unexpected> {
    use person_search_token::{Column, Entity};
    let mut wanted: BTreeMap<i64, BTreeSet<String>> = ids.iter().map(|id| (*id, BTreeSet::new())).collect();
    for (id, person) in load(db, ids).await? {
        wanted.insert(id, words_of(&person));
    }
    let mut dead: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for row in Entity::find().filter(Column::PersonId.is_in(ids.iter().copied())).all(db).await? {
        let is_wanted = wanted.get_mut(&row.person_id).is_some_and(|words| words.remove(&row.token));
        if !is_wanted {
            dead.entry(row.person_id).or_default().push(row.id);
        }
    }
    let differences = wanted.into_iter().map(|(person_id, missing)| Difference {
        missing: missing.into_iter().collect(),
        dead: dead.remove(&person_id).unwrap_or_default(),
        person_id,
    });
    Ok(differences.filter(|one| !one.missing.is_empty() || !one.dead.is_empty()).collect())
}

/// What these people are found by. Somebody merged into another or erased is found by nothing.
async fn load(db: &impl ConnectionTrait, ids: &[i64]) -> Result<BTreeMap<i64, Findable>, Unexpected> {
    let people = person::Entity::find()
        .filter(person::Column::Id.is_in(ids.iter().copied()))
        .filter(person::Column::MergedIntoId.is_null())
        .filter(person::Column::ErasedAt.is_null());
    let mut found: BTreeMap<i64, Findable> = BTreeMap::new();
    for row in people.all(db).await? {
        let person = Findable { name: row.full_name, reference: row.reference, ..Findable::default() };
        found.insert(row.id, person);
    }
    let emails = person_email::Entity::find().filter(person_email::Column::PersonId.is_in(ids.iter().copied()));
    for row in emails.all(db).await? {
        found.entry(row.person_id).and_modify(|person| person.emails.push(row.address));
    }
    let memberships = membership::Entity::find().filter(membership::Column::PersonId.is_in(ids.iter().copied()));
    for row in memberships.all(db).await? {
        found.entry(row.person_id).and_modify(|person| person.number = Some(row.number));
    }
    let profiles = person_profile::Entity::find().filter(person_profile::Column::PersonId.is_in(ids.iter().copied()));
    let profiles = profiles.all(db).await?;
    let employers = employers_of(db, &profiles).await?;
    for row in profiles {
        found.entry(row.person_id).and_modify(|person| {
            let employer = row.organisation_id.and_then(|id| employers.get(&id).cloned());
            person.employers = employer.into_iter().chain(row.other_employer).collect();
            person.registration = row.registration_number;
        });
    }
    Ok(found)
}

async fn employers_of(
    db: &impl ConnectionTrait,
    profiles: &[person_profile::Model],
) -> Result<BTreeMap<i64, String>, Unexpected> {
    let ids: BTreeSet<i64> = profiles.iter().filter_map(|row| row.organisation_id).collect();
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows = organisation::Entity::find().filter(organisation::Column::Id.is_in(ids)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}
