//! Reads about imports.

use std::collections::BTreeMap;

use entity::{import_batch, import_mapping, import_row, person};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::staged::RowState;
use crate::kernel::{Instant, Unexpected};
use crate::web::Page;

/// The batch with this id.
pub async fn find_batch(db: &impl ConnectionTrait, id: i64) -> Result<Option<import_batch::Model>, DbErr> {
    import_batch::Entity::find_by_id(id).one(db).await
}

/// The batch with this reference.
pub async fn find_by_reference(
    db: &impl ConnectionTrait,
    reference: &str,
) -> Result<Option<import_batch::Model>, DbErr> {
    import_batch::Entity::find().filter(import_batch::Column::Reference.eq(reference)).one(db).await
}

/// Batches, the newest first, and how many there are.
pub(super) async fn list_batches(
    db: &impl ConnectionTrait,
    page: Page,
) -> Result<(Vec<import_batch::Model>, u64), DbErr> {
    let all = import_batch::Entity::find().order_by_desc(import_batch::Column::Id);
    let total = all.clone().count(db).await?;
    Ok((all.offset(page.offset()).limit(page.size).all(db).await?, total))
}

#[derive(FromQueryResult)]
struct Counted {
    state: String,
    rows: i64,
}

/// How many rows of a batch are in each state.
pub async fn count_rows(db: &impl ConnectionTrait, batch_id: i64) -> Result<BTreeMap<&'static str, i64>, DbErr> {
    let rows = import_row::Entity::find()
        .select_only()
        .column(import_row::Column::State)
        .column_as(import_row::Column::Id.count(), "rows")
        .filter(import_row::Column::BatchId.eq(batch_id))
        .group_by(import_row::Column::State)
        .into_model::<Counted>()
        .all(db)
        .await?;
    let mut counts: BTreeMap<&'static str, i64> = RowState::ALL.iter().map(|state| (state.word(), 0)).collect();
    for row in rows {
        if let Some(state) = RowState::parse(&row.state) {
            counts.insert(state.word(), row.rows);
        }
    }
    Ok(counts)
}

/// How many perhaps known rows would be written all the same.
pub(super) async fn count_chosen(db: &impl ConnectionTrait, batch_id: i64) -> Result<u64, DbErr> {
    import_row::Entity::find()
        .filter(import_row::Column::BatchId.eq(batch_id))
        .filter(import_row::Column::State.eq(RowState::Duplicate.word()))
        .filter(import_row::Column::Choice.ne("leave_out"))
        .count(db)
        .await
}

/// Rows in one state (or all), in the file's order, and how many there are.
pub(super) async fn list_rows(
    db: &impl ConnectionTrait,
    batch_id: i64,
    state: Option<RowState>,
    page: Page,
) -> Result<(Vec<import_row::Model>, u64), DbErr> {
    let mut rows = import_row::Entity::find()
        .filter(import_row::Column::BatchId.eq(batch_id))
        .order_by_asc(import_row::Column::Line);
    if let Some(state) = state {
        rows = rows.filter(import_row::Column::State.eq(state.word()));
    }
    let total = rows.clone().count(db).await?;
    Ok((rows.offset(page.offset()).limit(page.size).all(db).await?, total))
}

/// The next rows after a line, for the report.
pub(super) async fn rows_after(
    db: &impl ConnectionTrait,
    batch_id: i64,
    line: i64,
    most: u64,
) -> Result<Vec<import_row::Model>, DbErr> {
    import_row::Entity::find()
        .filter(import_row::Column::BatchId.eq(batch_id))
        .filter(import_row::Column::Line.gt(line))
        .order_by_asc(import_row::Column::Line)
        .limit(most)
        .all(db)
        .await
}

/// Names and references of people, by id.
pub(super) async fn people_by_id(
    db: &impl ConnectionTrait,
    ids: Vec<i64>,
) -> Result<BTreeMap<i64, (String, String)>, DbErr> {
    let rows = person::Entity::find().filter(person::Column::Id.is_in(ids)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id, (row.full_name, row.reference))).collect())
}

/// A mapping's name, with the field of each folded heading.
pub(super) type SavedMapping = (String, BTreeMap<String, String>);

/// Saved mappings by name: folded heading to field.
pub(super) async fn saved_mappings(db: &impl ConnectionTrait) -> Result<Vec<SavedMapping>, Unexpected> {
    let rows =
        import_mapping::Entity::find().order_by_desc(import_mapping::Column::UpdatedAt).limit(50).all(db).await?;
    rows.into_iter().map(|row| Ok((row.name, serde_json::from_value(row.columns)?))).collect()
}

/// Batches whose rows are kept no longer: ended, or left lying, before `before`.
pub(super) async fn to_forget(db: &impl ConnectionTrait, before: Instant) -> Result<Vec<import_batch::Model>, DbErr> {
    import_batch::Entity::find()
        .filter(import_batch::Column::RowsForgottenAt.is_null())
        .filter(import_batch::Column::CreatedAt.lt(before))
        .filter(import_batch::Column::State.is_not_in(["checking", "writing", "undoing"]))
        .limit(20)
        .all(db)
        .await
        .map(|batches| batches.into_iter().filter(|it| it.finished_at.is_none_or(|end| end < before)).collect())
}
