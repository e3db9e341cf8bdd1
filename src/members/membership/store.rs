//! Statements on membership types, numbers and terms.

use chrono::NaiveDate;
use entity::{membership, membership_price, membership_term, membership_type, number_series};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use super::membership_type::NewMembershipType;
use super::standing::Basis;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Pence, Unexpected};

/// Numbers start here, so that the first is not a single figure.
const FIRST_NUMBER: i64 = 1001;

/// The type's id, old or new.
pub(super) async fn insert_type(db: &impl ConnectionTrait, new: &NewMembershipType) -> Result<i64, Unexpected> {
    let row = membership_type::ActiveModel {
        code: Set(new.code.clone()),
        name: Set(new.name.clone()),
        who_for: Set(new.who_for.clone()),
        term_months: Set(i32::try_from(new.term_months)?),
        needs_decision: Set(new.needs_decision),
        gives_member_price: Set(new.gives_member_price),
        position: Set(new.position),
        ..Default::default()
    };
    membership_type::Entity::insert(row)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(db)
        .await?;
    let stored = find_type(db, &new.code).await?.context("the membership type just written is not there")?;
    Ok(stored.id)
}

/// Writes a price; the same day again replaces it.
pub(super) async fn insert_price(
    db: &impl ConnectionTrait,
    membership_type_id: i64,
    from: NaiveDate,
    price: Pence,
) -> Result<(), DbErr> {
    use membership_price::{ActiveModel, Column, Entity};
    let row = ActiveModel {
        membership_type_id: Set(membership_type_id),
        valid_from: Set(from),
        price_pence: Set(price.get()),
        ..Default::default()
    };
    let replace =
        OnConflict::columns([Column::MembershipTypeId, Column::ValidFrom]).update_column(Column::PricePence).to_owned();
    Entity::insert(row).on_conflict(replace).exec_without_returning(db).await?;
    Ok(())
}

/// The type with this code.
pub(super) async fn find_type(db: &impl ConnectionTrait, code: &str) -> Result<Option<membership_type::Model>, DbErr> {
    membership_type::Entity::find().filter(membership_type::Column::Code.eq(code)).one(db).await
}

/// The person's membership, if they ever had one.
pub(super) async fn find_membership_row(
    db: &impl ConnectionTrait,
    person_id: i64,
) -> Result<Option<membership::Model>, DbErr> {
    membership::Entity::find().filter(membership::Column::PersonId.eq(person_id)).one(db).await
}

/// The next membership number. Counted up in one statement, so two at once get two numbers, and a number whose member is
/// erased is not given again.
pub(super) async fn next_number(db: &impl ConnectionTrait) -> Result<i64, Unexpected> {
    use number_series::{ActiveModel, Column, Entity};
    let row = ActiveModel { name: Set("membership".to_owned()), last_number: Set(FIRST_NUMBER) };
    let count_up = OnConflict::column(Column::Name)
        .value(Column::LastNumber, Expr::col((Entity, Column::LastNumber)).add(1))
        .to_owned();
    Entity::insert(row).on_conflict(count_up).exec_without_returning(db).await?;
    let series = Entity::find_by_id("membership".to_owned()).one(db).await?;
    Ok(series.context("the series of membership numbers is not there")?.last_number)
}

/// Makes the membership that terms hang on.
pub(super) async fn insert_membership(
    db: &impl ConnectionTrait,
    person_id: i64,
    number: i64,
    member_since: NaiveDate,
    now: Instant,
) -> Result<i64, DbErr> {
    let row = membership::ActiveModel {
        person_id: Set(person_id),
        number: Set(number),
        member_since: Set(member_since),
        created_at: Set(now),
        ..Default::default()
    };
    Ok(membership::Entity::insert(row).exec(db).await?.last_insert_id)
}

/// A term to be written.
pub(super) struct NewTermRow {
    pub(super) membership_id: i64,
    pub(super) membership_type_id: i64,
    pub(super) basis: Basis,
    pub(super) starts_on: NaiveDate,
    pub(super) ends_on: NaiveDate,
    pub(super) charge_id: Option<i64>,
    pub(super) money_cleared_at: Option<Instant>,
}

/// Writes a term. None when the membership has one that starts on this day.
pub(super) async fn insert_term(
    db: &impl ConnectionTrait,
    new: NewTermRow,
    now: Instant,
) -> Result<Option<i64>, Unexpected> {
    use membership_term::{ActiveModel, Column, Entity};
    let row = ActiveModel {
        membership_id: Set(new.membership_id),
        membership_type_id: Set(new.membership_type_id),
        basis: Set(new.basis.word().to_owned()),
        starts_on: Set(new.starts_on),
        ends_on: Set(new.ends_on),
        charge_id: Set(new.charge_id),
        money_cleared_at: Set(new.money_cleared_at),
        created_at: Set(now),
        ..Default::default()
    };
    let done =
        Entity::insert(row).on_conflict(OnConflict::new().do_nothing().to_owned()).exec_without_returning(db).await?;
    if done == 0 {
        return Ok(None);
    }
    let mine =
        Entity::find().filter(Column::MembershipId.eq(new.membership_id)).filter(Column::StartsOn.eq(new.starts_on));
    Ok(Some(mine.one(db).await?.context("the term just written is not there")?.id))
}
