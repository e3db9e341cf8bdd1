//! Rows of customers: statements that write, or load for writing.

pub use entity::customer::Model as CustomerRow;
use entity::customer::{ActiveModel, Column, Entity};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use super::BillingDetails;
use super::update_customer::CustomerTerms;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected};
use crate::payments::invoices::STANDARD_TERMS_DAYS;

/// Writes the customer of an organisation unless there is one, and gives whichever is there. Two bookings at once meet one row.
pub(super) async fn find_or_insert(
    tx: &impl ConnectionTrait,
    organisation_id: i64,
    details: &BillingDetails,
    now: Instant,
) -> Result<CustomerRow, Unexpected> {
    let row = ActiveModel {
        organisation_id: Set(organisation_id),
        name: Set(details.name.clone()),
        address: Set(details.address.clone()),
        email: Set(details.email.clone()),
        contact_name: Set(details.contact_name.clone()),
        requires_po: Set(false),
        terms_days: Set(STANDARD_TERMS_DAYS),
        reminders_paused: Set(false),
        created_at: Set(now),
        updated_at: Set(now),
        ..Default::default()
    };
    let known = OnConflict::column(Column::OrganisationId).do_nothing().to_owned();
    Entity::insert(row).on_conflict(known).exec_without_returning(tx).await?;
    let found = Entity::find().filter(Column::OrganisationId.eq(organisation_id)).one(tx).await?;
    found.context("a customer just written is not there")
}

/// A customer that must exist.
pub(in crate::payments) async fn load(db: &impl ConnectionTrait, id: i64) -> Result<CustomerRow, Unexpected> {
    Entity::find_by_id(id).one(db).await?.with_context(|| format!("there is no customer {id}"))
}

/// Makes every other decision on this customer wait until ours ends.
pub(super) async fn lock(tx: &impl ConnectionTrait, id: i64) -> Result<(), DbErr> {
    let same = Expr::col(Column::Name);
    Entity::update_many().col_expr(Column::Name, same).filter(Column::Id.eq(id)).exec(tx).await?;
    Ok(())
}

/// Writes who approved it and when; approved again, nothing changes.
pub(super) async fn mark_approved(tx: &impl ConnectionTrait, id: i64, by: i64, now: Instant) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::ApprovedAt, Expr::value(now))
        .col_expr(Column::ApprovedById, Expr::value(by))
        .col_expr(Column::RefusedAt, Expr::value(None::<Instant>))
        .col_expr(Column::RefusedReason, Expr::value(None::<String>))
        .filter(Column::Id.eq(id))
        .filter(Column::ApprovedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

/// Writes that a customer who is not approved was turned down. One who is approved stays so.
pub(super) async fn mark_refused(tx: &impl ConnectionTrait, id: i64, reason: &str, now: Instant) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::RefusedAt, Expr::value(now))
        .col_expr(Column::RefusedReason, Expr::value(reason))
        .filter(Column::Id.eq(id))
        .filter(Column::ApprovedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

/// Writes what officers may change.
pub(super) async fn update(
    tx: &impl ConnectionTrait,
    id: i64,
    terms: &CustomerTerms,
    now: Instant,
) -> Result<(), DbErr> {
    let row = ActiveModel {
        id: Set(id),
        name: Set(terms.name.clone()),
        address: Set(terms.address.clone()),
        email: Set(terms.email.clone()),
        contact_name: Set(terms.contact_name.clone()),
        requires_po: Set(terms.requires_po),
        terms_days: Set(terms.terms_days),
        reminders_paused: Set(terms.reminders_paused),
        updated_at: Set(now),
        ..Default::default()
    };
    Entity::update(row).exec(tx).await?;
    Ok(())
}

/// Ends every link to the customer's statement that was given out.
pub(super) async fn revoke_links(tx: &impl ConnectionTrait, id: i64) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::LinkGeneration, Expr::col(Column::LinkGeneration).add(1))
        .filter(Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}
