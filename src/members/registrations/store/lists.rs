//! Statements on lists of numbers. A list is open until its results are confirmed or it is dropped; then its items are gone.

use entity::{person, person_profile, registration_list, registration_list_item};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use crate::kernel::Instant;
use crate::members::registrations::judge::{Asked, Judged, Judgement};
use crate::members::registrations::lists_of_numbers::Numbered;

/// Writes an open list with its items.
pub(in super::super) async fn insert(
    tx: &impl ConnectionTrait,
    (reference, officer): (&str, i64),
    people: &[Numbered],
    now: Instant,
) -> Result<i64, DbErr> {
    let mut numbers: Vec<&str> = people.iter().map(|one| one.number.as_str()).collect();
    numbers.dedup();
    let list = registration_list::ActiveModel {
        reference: Set(reference.to_owned()),
        state: Set("open".to_owned()),
        numbers: Set(i64::try_from(numbers.len()).unwrap_or(i64::MAX)),
        uploads: Set(0),
        problems: Set(serde_json::json!([])),
        prepared_by_id: Set(officer),
        prepared_at: Set(now),
        ..Default::default()
    };
    let list_id = registration_list::Entity::insert(list).exec(tx).await?.last_insert_id;
    let item = |one: &Numbered| registration_list_item::ActiveModel {
        list_id: Set(list_id),
        person_id: Set(one.person_id),
        number: Set(one.number.clone()),
        ..Default::default()
    };
    registration_list_item::Entity::insert_many(people.iter().map(item)).exec_without_returning(tx).await?;
    Ok(list_id)
}

/// Notes that the numbers left the house.
pub(in super::super) async fn mark_downloaded(tx: &impl ConnectionTrait, id: i64, now: Instant) -> Result<(), DbErr> {
    use registration_list::{Column, Entity};
    Entity::update_many().col_expr(Column::DownloadedAt, Expr::value(now)).filter(Column::Id.eq(id)).exec(tx).await?;
    Ok(())
}

/// The items of a list whose person is there and still has the number, to be judged.
pub(in super::super) async fn list_asked(db: &impl ConnectionTrait, list_id: i64) -> Result<Vec<Asked>, DbErr> {
    let rows = items_with_people(db, list_id).await?;
    let asked = |(item, person, _): (registration_list_item::Model, person::Model, String)| Asked {
        item_id: item.id,
        number: item.number,
        name: person.full_name,
    };
    Ok(rows.into_iter().filter(|(item, _, number)| item.number == *number).map(asked).collect())
}

/// Every item with its person and their number as it is now; "" for none.
pub(in super::super) async fn items_with_people(
    db: &impl ConnectionTrait,
    list_id: i64,
) -> Result<Vec<(registration_list_item::Model, person::Model, String)>, DbErr> {
    use registration_list_item::{Column, Entity};
    let items = Entity::find().filter(Column::ListId.eq(list_id)).order_by_asc(Column::Id).all(db).await?;
    let ids: Vec<i64> = items.iter().map(|item| item.person_id).collect();
    let people = person::Entity::find()
        .filter(person::Column::Id.is_in(ids.iter().copied()))
        .filter(person::Column::MergedIntoId.is_null())
        .filter(person::Column::ErasedAt.is_null())
        .all(db)
        .await?;
    let profiles = person_profile::Entity::find().filter(person_profile::Column::PersonId.is_in(ids)).all(db).await?;
    let joined = items.into_iter().filter_map(|item| {
        let person = people.iter().find(|person| person.id == item.person_id)?.clone();
        let profile = profiles.iter().find(|profile| profile.person_id == item.person_id);
        let number = profile.and_then(|profile| profile.registration_number.clone()).unwrap_or_default();
        Some((item, person, number))
    });
    Ok(joined.collect())
}

/// Takes in what a file said, in place of what one before it said. False when the list is not open any more.
pub(in super::super) async fn take_results(
    tx: &impl ConnectionTrait,
    list_id: i64,
    judgement: &Judgement,
    now: Instant,
) -> Result<bool, DbErr> {
    use registration_list::{Column, Entity};
    let problems = serde_json::to_value(&judgement.problems).map_err(|error| DbErr::Custom(error.to_string()))?;
    let done = Entity::update_many()
        .col_expr(Column::Uploads, Expr::col(Column::Uploads).add(1))
        .col_expr(Column::Problems, Expr::value(problems))
        .col_expr(Column::UploadedAt, Expr::value(now))
        .filter(Column::Id.eq(list_id))
        .filter(Column::State.eq("open"))
        .exec(tx)
        .await?;
    if done.rows_affected == 0 {
        return Ok(false);
    }
    for judged in &judgement.judged {
        put_outcome(tx, judged).await?;
    }
    Ok(true)
}

async fn put_outcome(tx: &impl ConnectionTrait, judged: &Judged) -> Result<(), DbErr> {
    use registration_list_item::{Column, Entity};
    Entity::update_many()
        .col_expr(Column::Outcome, Expr::value(judged.outcome.map(|outcome| outcome.word().to_owned())))
        .col_expr(Column::RegisteredUntil, Expr::value(judged.found.until))
        .col_expr(Column::NameFound, Expr::value(judged.found.name.clone()))
        .col_expr(Column::StatusFound, Expr::value(judged.found.status.clone()))
        .filter(Column::Id.eq(judged.item_id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Closes an open list; with `uploads`, only while no other file has come meanwhile. False when somebody was first.
pub(in super::super) async fn close(
    tx: &impl ConnectionTrait,
    (list_id, state): (i64, &str),
    uploads: Option<i64>,
    now: Instant,
) -> Result<bool, DbErr> {
    use registration_list::{Column, Entity};
    let mut update = Entity::update_many()
        .col_expr(Column::State, Expr::value(state))
        .col_expr(Column::ClosedAt, Expr::value(now))
        .filter(Column::Id.eq(list_id))
        .filter(Column::State.eq("open"));
    if let Some(uploads) = uploads {
        update = update.filter(Column::Uploads.eq(uploads));
    }
    Ok(update.exec(tx).await?.rows_affected == 1)
}

/// What a list was about is gone with its end.
pub(in super::super) async fn delete_items(tx: &impl ConnectionTrait, list_id: i64) -> Result<(), DbErr> {
    use registration_list_item::{Column, Entity};
    Entity::delete_many().filter(Column::ListId.eq(list_id)).exec(tx).await?;
    Ok(())
}

/// Open lists that were prepared before an instant.
pub(in super::super) async fn list_open_before(db: &impl ConnectionTrait, before: Instant) -> Result<Vec<i64>, DbErr> {
    use registration_list::{Column, Entity};
    let old = Entity::find().select_only().column(Column::Id).filter(Column::State.eq("open"));
    old.filter(Column::PreparedAt.lt(before)).into_tuple().all(db).await
}
