//! Reads about merges: two records side by side, and merges that can still be taken back.

use entity::{merge_record, person};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::record::MergeRecord;
use super::store;
use super::undo::REVERSIBLE_FOR;
use crate::kernel::{Instant, Unexpected};
use crate::members::search;

/// An address with its row, so that one can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChoosableAddress {
    /// The row.
    pub id: i64,
    /// The address.
    pub address: String,
    /// The one we write to.
    pub is_primary: bool,
    /// Shown to be theirs.
    pub is_verified: bool,
}

/// Addresses of a record.
pub async fn addresses(db: &impl ConnectionTrait, person_id: i64) -> Result<Vec<ChoosableAddress>, DbErr> {
    let rows = store::emails_of(db, person_id).await?;
    let address = |row: entity::person_email::Model| ChoosableAddress {
        id: row.id,
        address: row.address,
        is_primary: row.is_primary,
        is_verified: row.verified_at.is_some(),
    };
    Ok(rows.into_iter().map(address).collect())
}

/// The id of the record with this reference, merged or not.
pub async fn id_of(db: &impl ConnectionTrait, reference: &str) -> Result<Option<i64>, DbErr> {
    let row = person::Entity::find().filter(person::Column::Reference.eq(reference)).one(db).await?;
    Ok(row.map(|row| row.id))
}

/// Merges of this record, the newest first.
pub async fn merges_of(db: &impl ConnectionTrait, person_id: i64) -> Result<Vec<MergeRecord>, DbErr> {
    let either = Condition::any()
        .add(merge_record::Column::IntoPersonId.eq(person_id))
        .add(merge_record::Column::FromPersonId.eq(person_id));
    merge_record::Entity::find().filter(either).order_by_desc(merge_record::Column::Id).all(db).await
}

/// One merge.
pub async fn find_merge(db: &impl ConnectionTrait, id: i64) -> Result<Option<MergeRecord>, DbErr> {
    merge_record::Entity::find_by_id(id).one(db).await
}

/// Whether a merge can still be taken back.
pub fn is_reversible(record: &MergeRecord, now: Instant) -> bool {
    record.undone_at.is_none() && now < record.merged_at + REVERSIBLE_FOR
}

/// The name on a record itself, merged or not.
pub async fn own_name(db: &impl ConnectionTrait, person_id: i64) -> Result<Option<String>, DbErr> {
    Ok(store::find_person(db, person_id).await?.map(|row| row.full_name))
}

/// Whole records that these typed words find, by name.
pub async fn find_records(db: &impl ConnectionTrait, typed: &str, most: u64) -> Result<Vec<i64>, Unexpected> {
    let Some(condition) = search::matching(db, &search::typed_words(typed)).await? else { return Ok(Vec::new()) };
    let ids = person::Entity::find()
        .select_only()
        .column(person::Column::Id)
        .filter(condition)
        .filter(person::Column::MergedIntoId.is_null())
        .filter(person::Column::ErasedAt.is_null())
        .order_by_asc(person::Column::FoldedName)
        .order_by_asc(person::Column::Id)
        .limit(most);
    Ok(ids.into_tuple().all(db).await?)
}
