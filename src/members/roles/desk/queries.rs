//! Reads of grants with the names of those concerned.

use std::collections::BTreeMap;

use entity::{person, person_email, role_grant};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::kernel::{Instant, Role};
use chrono::NaiveDate;

/// How many people a search shows.
const MOST_FOUND: u64 = 20;

/// One grant, past, present or planned.
#[derive(Clone, Debug)]
pub(super) struct Grant {
    pub(super) id: i64,
    pub(super) person_id: i64,
    pub(super) person_name: String,
    pub(super) person_reference: String,
    pub(super) role: Role,
    pub(super) starts_on: NaiveDate,
    pub(super) ends_on: Option<NaiveDate>,
    pub(super) ended_at: Option<Instant>,
    /// "" for the operator.
    pub(super) given_by: String,
}

/// Every grant there ever was, or one person's; the newest first. An association has some dozens.
pub(super) async fn grants(db: &impl ConnectionTrait, of: Option<i64>) -> Result<Vec<Grant>, DbErr> {
    use role_grant::{Column, Entity};
    let mut query = Entity::find().order_by_desc(Column::StartsOn).order_by_desc(Column::Id);
    if let Some(id) = of {
        query = query.filter(Column::PersonId.eq(id));
    }
    let rows = query.all(db).await?;
    let ids = rows.iter().flat_map(|row| [Some(row.person_id), row.granted_by_id]).flatten();
    let people = person::Entity::find().filter(person::Column::Id.is_in(ids)).all(db).await?;
    let people: BTreeMap<i64, person::Model> = people.into_iter().map(|row| (row.id, row)).collect();
    let name = |id: i64| people.get(&id).map(|row| row.full_name.clone()).unwrap_or_default();
    let grant = |row: role_grant::Model| {
        Some(Grant {
            id: row.id,
            person_id: row.person_id,
            person_name: name(row.person_id),
            person_reference: people.get(&row.person_id)?.reference.clone(),
            role: Role::parse(&row.role)?,
            starts_on: row.starts_on,
            ends_on: row.ends_on,
            ended_at: row.ended_at,
            given_by: row.granted_by_id.map(name).unwrap_or_default(),
        })
    };
    Ok(rows.into_iter().filter_map(grant).collect())
}

/// A person found by name or address.
#[derive(Clone, Debug)]
pub(super) struct FoundPerson {
    pub(super) reference: String,
    pub(super) name: String,
    pub(super) email: String,
}

/// People whose name, or one of whose addresses, holds `folded`; by name.
pub(super) async fn search_people(db: &impl ConnectionTrait, folded: &str) -> Result<Vec<FoundPerson>, DbErr> {
    let by_address = person_email::Entity::find()
        .filter(person_email::Column::FoldedAddress.contains(folded))
        .limit(MOST_FOUND)
        .all(db)
        .await?;
    let ids = by_address.iter().map(|row| row.person_id);
    let matching = Condition::any().add(person::Column::FoldedName.contains(folded)).add(person::Column::Id.is_in(ids));
    let people = person::Entity::find()
        .filter(matching)
        .filter(person::Column::MergedIntoId.is_null())
        .filter(person::Column::ErasedAt.is_null())
        .order_by_asc(person::Column::FoldedName)
        .limit(MOST_FOUND)
        .all(db)
        .await?;
    let emails = person_email::Entity::find()
        .filter(person_email::Column::PersonId.is_in(people.iter().map(|row| row.id)))
        .filter(person_email::Column::IsPrimary.eq(true))
        .all(db)
        .await?;
    let emails: BTreeMap<i64, String> = emails.into_iter().map(|row| (row.person_id, row.address)).collect();
    let found = people.into_iter().map(|row| FoundPerson {
        email: emails.get(&row.id).cloned().unwrap_or_default(),
        reference: row.reference,
        name: row.full_name,
    });
    Ok(found.collect())
}

/// Whose reference this is.
pub(super) async fn find_by_reference(db: &impl ConnectionTrait, reference: &str) -> Result<Option<i64>, DbErr> {
    let found = person::Entity::find()
        .filter(person::Column::Reference.eq(reference))
        .filter(person::Column::MergedIntoId.is_null())
        .filter(person::Column::ErasedAt.is_null())
        .one(db)
        .await?;
    Ok(found.map(|row| row.id))
}
