//! The charity's changes, a row a day.

use chrono::NaiveDate;
use entity::bank_holiday::{ActiveModel, Column, Entity, Model};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use crate::kernel::working_days::HolidayChange;
use crate::kernel::{Instant, WorkingDays};

/// The shipped table with what the charity has changed.
pub(super) async fn load_working_days(db: &impl ConnectionTrait) -> Result<WorkingDays, DbErr> {
    let rows = Entity::find().order_by_asc(Column::Day).all(db).await?;
    Ok(WorkingDays::with_changes(rows.into_iter().map(|row| (row.day, change_of(row)))))
}

/// What is written of one day.
pub(super) async fn find_change(db: &impl ConnectionTrait, day: NaiveDate) -> Result<Option<Model>, DbErr> {
    Entity::find().filter(Column::Day.eq(day)).one(db).await
}

/// Writes what the charity says of `day`, over what it said before.
pub(super) async fn put_change(
    db: &impl ConnectionTrait,
    day: NaiveDate,
    change: &HolidayChange,
    now: Instant,
) -> Result<(), DbErr> {
    let row = ActiveModel {
        day: Set(day),
        name: Set(change.name.clone()),
        is_holiday: Set(change.is_holiday),
        changed_at: Set(now),
        ..Default::default()
    };
    let over =
        OnConflict::column(Column::Day).update_columns([Column::Name, Column::IsHoliday, Column::ChangedAt]).to_owned();
    Entity::insert(row).on_conflict(over).exec_without_returning(db).await?;
    Ok(())
}

/// Leaves `day` to the shipped table again. False: nothing was written of it.
pub(super) async fn delete_change(db: &impl ConnectionTrait, day: NaiveDate) -> Result<bool, DbErr> {
    let done = Entity::delete_many().filter(Column::Day.eq(day)).exec(db).await?;
    Ok(done.rows_affected == 1)
}

fn change_of(row: Model) -> HolidayChange {
    HolidayChange { name: row.name, is_holiday: row.is_holiday }
}
