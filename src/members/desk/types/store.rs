//! Statements on types that only officers cause.

use chrono::NaiveDate;
use entity::{membership_application, membership_order, membership_term, membership_type, membership_type_version};
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
};

/// The type with this code.
pub(super) async fn find_type(db: &impl ConnectionTrait, code: &str) -> Result<Option<membership_type::Model>, DbErr> {
    membership_type::Entity::find().filter(membership_type::Column::Code.eq(code)).one(db).await
}

/// The place after the last type of the page.
pub(super) async fn next_position(db: &impl ConnectionTrait) -> Result<i32, DbErr> {
    let last = membership_type::Entity::find().order_by_desc(membership_type::Column::Position).one(db).await?;
    Ok(last.map_or(1, |last| last.position.saturating_add(1)))
}

/// The version of exactly this day.
pub(super) async fn find_version_of_day(
    db: &impl ConnectionTrait,
    type_id: i64,
    valid_from: NaiveDate,
) -> Result<Option<membership_type_version::Model>, DbErr> {
    use membership_type_version::{Column, Entity};
    Entity::find().filter(Column::MembershipTypeId.eq(type_id)).filter(Column::ValidFrom.eq(valid_from)).one(db).await
}

/// Whether somebody has a term, or an offer to pay for one, under this version, or applied under it and declared its words.
pub(super) async fn is_in_use(db: &impl ConnectionTrait, version_id: i64) -> Result<bool, DbErr> {
    use membership_order::Column as Order;
    use membership_term::Column as Term;
    let terms = membership_term::Entity::find().filter(Term::MembershipTypeVersionId.eq(version_id)).count(db).await?;
    if terms > 0 {
        return Ok(true);
    }
    let orders =
        membership_order::Entity::find().filter(Order::MembershipTypeVersionId.eq(version_id)).count(db).await?;
    if orders > 0 {
        return Ok(true);
    }
    let own = membership_application::Column::MembershipTypeVersionId.eq(version_id);
    Ok(membership_application::Entity::find().filter(own).count(db).await? > 0)
}

/// Says who wrote a version.
pub(super) async fn set_author(db: &impl ConnectionTrait, version_id: i64, person_id: i64) -> Result<(), DbErr> {
    use membership_type_version::{Column, Entity};
    Entity::update_many()
        .col_expr(Column::CreatedById, Expr::value(person_id))
        .filter(Column::Id.eq(version_id))
        .exec(db)
        .await?;
    Ok(())
}

/// The first day on which the type can no longer be had; none opens it again.
pub(super) async fn set_closed_on(
    db: &impl ConnectionTrait,
    type_id: i64,
    closed_on: Option<NaiveDate>,
) -> Result<(), DbErr> {
    let row = membership_type::ActiveModel { id: Set(type_id), closed_on: Set(closed_on), ..Default::default() };
    membership_type::Entity::update(row).exec(db).await?;
    Ok(())
}
