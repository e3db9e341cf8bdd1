//! Rows of billings, invoices and credit notes: statements that write, or load for writing.

use std::collections::BTreeMap;

use chrono::NaiveDate;
pub use entity::charge_billing::Model as BillingRow;
pub use entity::credit_note::Model as CreditNoteRow;
pub use entity::invoice::Model as InvoiceRow;
use entity::{
    charge_billing, charge_credit, charge_line, credit_note, credit_note_line, invoice, invoice_notice, number_series,
};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
};

use super::number::Series;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Pence, Unexpected};

/// Writes how a charge is to be billed, unless it is known; gives the row that is there.
pub(super) async fn find_or_insert_billing(
    tx: &impl ConnectionTrait,
    row: charge_billing::ActiveModel,
    charge_id: i64,
) -> Result<BillingRow, Unexpected> {
    let known = OnConflict::column(charge_billing::Column::ChargeId).do_nothing().to_owned();
    charge_billing::Entity::insert(row).on_conflict(known).exec_without_returning(tx).await?;
    find_billing_of(tx, charge_id).await?.context("a billing just written is not there")
}

/// How a charge is billed, if it is to be invoiced at all.
pub(in crate::payments) async fn find_billing_of(
    db: &impl ConnectionTrait,
    charge_id: i64,
) -> Result<Option<BillingRow>, DbErr> {
    charge_billing::Entity::find().filter(charge_billing::Column::ChargeId.eq(charge_id)).one(db).await
}

/// A billing by its row.
pub(in crate::payments) async fn find_billing(db: &impl ConnectionTrait, id: i64) -> Result<Option<BillingRow>, DbErr> {
    charge_billing::Entity::find_by_id(id).one(db).await
}

/// Billings of a customer that staff have not looked at, by rising charge.
pub(in crate::payments) async fn list_unchecked(
    db: &impl ConnectionTrait,
    customer_id: i64,
) -> Result<Vec<BillingRow>, DbErr> {
    charge_billing::Entity::find()
        .filter(charge_billing::Column::CustomerId.eq(customer_id))
        .filter(charge_billing::Column::IsChecked.eq(false))
        .order_by_asc(charge_billing::Column::ChargeId)
        .all(db)
        .await
}

/// Staff have looked at all billings of a customer.
pub(in crate::payments) async fn mark_checked(tx: &impl ConnectionTrait, customer_id: i64) -> Result<(), DbErr> {
    charge_billing::Entity::update_many()
        .col_expr(charge_billing::Column::IsChecked, Expr::value(true))
        .filter(charge_billing::Column::CustomerId.eq(customer_id))
        .filter(charge_billing::Column::IsChecked.eq(false))
        .exec(tx)
        .await?;
    Ok(())
}

/// The customer was turned down: what waited will not be invoiced.
pub(in crate::payments) async fn delete_unchecked(tx: &impl ConnectionTrait, customer_id: i64) -> Result<(), DbErr> {
    charge_billing::Entity::delete_many()
        .filter(charge_billing::Column::CustomerId.eq(customer_id))
        .filter(charge_billing::Column::IsChecked.eq(false))
        .exec(tx)
        .await?;
    Ok(())
}

/// Writes the purchase order.
pub(super) async fn set_po(tx: &impl ConnectionTrait, id: i64, po_number: &str, now: Instant) -> Result<(), DbErr> {
    charge_billing::Entity::update_many()
        .col_expr(charge_billing::Column::PoNumber, Expr::value(po_number))
        .col_expr(charge_billing::Column::PoGivenAt, Expr::value(now))
        .filter(charge_billing::Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Writes whether the customer disputes what is billed, and why.
pub(super) async fn set_disputed(
    tx: &impl ConnectionTrait,
    id: i64,
    is_disputed: bool,
    reason: &str,
) -> Result<(), DbErr> {
    charge_billing::Entity::update_many()
        .col_expr(charge_billing::Column::IsDisputed, Expr::value(is_disputed))
        .col_expr(charge_billing::Column::DisputeReason, Expr::value(reason))
        .filter(charge_billing::Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Forgets the person behind a billing that came to nothing (HLD-11); one with an invoice stays, as the accounts must.
pub(in crate::payments) async fn forget_billing(tx: &impl ConnectionTrait, charge_id: i64) -> Result<(), DbErr> {
    let Some(billing) = find_billing_of(tx, charge_id).await? else { return Ok(()) };
    let invoices = invoice::Entity::find().filter(invoice::Column::BillingId.eq(billing.id)).one(tx).await?;
    if invoices.is_none() {
        invoice_notice::Entity::delete_many().filter(invoice_notice::Column::BillingId.eq(billing.id)).exec(tx).await?;
        charge_billing::Entity::delete_by_id(billing.id).exec(tx).await?;
    }
    Ok(())
}

/// The next number of a series, counted up in one statement that makes every other issue wait until this transaction ends: a
/// transaction that fails gives its number back, so none is missing (AC-03). Take it last: nothing else waits for it then.
pub(super) async fn next_number(
    tx: &impl ConnectionTrait,
    series: Series,
    (short_name, on): (&str, NaiveDate),
) -> Result<String, Unexpected> {
    use number_series::{ActiveModel, Column, Entity};
    let name = series.name(on);
    let row = ActiveModel { name: Set(name.clone()), last_number: Set(1) };
    let count_up = OnConflict::column(Column::Name)
        .value(Column::LastNumber, Expr::col((Entity, Column::LastNumber)).add(1))
        .to_owned();
    Entity::insert(row).on_conflict(count_up).exec_without_returning(tx).await?;
    let counted = Entity::find_by_id(name).one(tx).await?.context("a series of numbers is not there")?;
    Ok(series.number(short_name, on, counted.last_number))
}

/// Writes an invoice.
pub(super) async fn insert_invoice(tx: &impl ConnectionTrait, row: invoice::ActiveModel) -> Result<InvoiceRow, DbErr> {
    invoice::Entity::insert(row).exec_with_returning(tx).await
}

/// The invoice in force for a billing.
pub(in crate::payments) async fn find_current_invoice(
    db: &impl ConnectionTrait,
    billing_id: i64,
) -> Result<Option<InvoiceRow>, DbErr> {
    invoice::Entity::find()
        .filter(invoice::Column::BillingId.eq(billing_id))
        .filter(invoice::Column::ReplacedAt.is_null())
        .one(db)
        .await
}

/// Another invoice takes the place of this one. False: one has already.
pub(super) async fn mark_replaced(tx: &impl ConnectionTrait, invoice_id: i64, now: Instant) -> Result<bool, DbErr> {
    let done = invoice::Entity::update_many()
        .col_expr(invoice::Column::ReplacedAt, Expr::value(now))
        .filter(invoice::Column::Id.eq(invoice_id))
        .filter(invoice::Column::ReplacedAt.is_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// A credit of a charge's line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Credit {
    pub(super) id: i64,
    pub(super) charge_line_id: i64,
    pub(super) amount: Pence,
}

/// The credits of a charge, the oldest first, after the one given.
pub(super) async fn credits_after(
    db: &impl ConnectionTrait,
    charge_id: i64,
    last_credit_id: i64,
) -> Result<Vec<Credit>, DbErr> {
    let to_line = charge_credit::Entity::belongs_to(charge_line::Entity)
        .from(charge_credit::Column::ChargeLineId)
        .to(charge_line::Column::Id)
        .into();
    let rows = charge_credit::Entity::find()
        .join(JoinType::InnerJoin, to_line)
        .filter(charge_line::Column::ChargeId.eq(charge_id))
        .filter(charge_credit::Column::Id.gt(last_credit_id))
        .order_by_asc(charge_credit::Column::Id)
        .all(db)
        .await?;
    let credit = |row: charge_credit::Model| Credit {
        id: row.id,
        charge_line_id: row.charge_line_id,
        amount: Pence::new(row.amount_pence),
    };
    Ok(rows.into_iter().map(credit).collect())
}

/// Which of these credits stand on a credit note.
pub(super) async fn credits_noted(db: &impl ConnectionTrait, ids: &[i64]) -> Result<Vec<i64>, DbErr> {
    let found: Vec<Option<i64>> = credit_note_line::Entity::find()
        .select_only()
        .column(credit_note_line::Column::ChargeCreditId)
        .filter(credit_note_line::Column::ChargeCreditId.is_in(ids.iter().copied()))
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().flatten().collect())
}

/// What stands on the credit notes of an invoice so far, by line of its charge.
pub(super) async fn noted_of_lines(db: &impl ConnectionTrait, invoice_id: i64) -> Result<BTreeMap<i64, Pence>, DbErr> {
    let to_note = credit_note_line::Entity::belongs_to(credit_note::Entity)
        .from(credit_note_line::Column::CreditNoteId)
        .to(credit_note::Column::Id)
        .into();
    let rows = credit_note_line::Entity::find()
        .join(JoinType::InnerJoin, to_note)
        .filter(credit_note::Column::InvoiceId.eq(invoice_id))
        .all(db)
        .await?;
    let mut noted = BTreeMap::new();
    for row in rows {
        *noted.entry(row.charge_line_id).or_default() += Pence::new(row.amount_pence);
    }
    Ok(noted)
}

/// A line of a credit note about to be written.
pub(super) struct NewNoteLine {
    pub(super) charge_line_id: i64,
    /// None on a note that only makes room for a corrected invoice.
    pub(super) charge_credit_id: Option<i64>,
    pub(super) amount: Pence,
}

/// Writes a credit note with its lines.
pub(super) async fn insert_credit_note(
    tx: &impl ConnectionTrait,
    row: credit_note::ActiveModel,
    lines: &[NewNoteLine],
) -> Result<i64, DbErr> {
    let id = credit_note::Entity::insert(row).exec(tx).await?.last_insert_id;
    let rows = lines.iter().map(|line| credit_note_line::ActiveModel {
        credit_note_id: Set(id),
        charge_line_id: Set(line.charge_line_id),
        charge_credit_id: Set(line.charge_credit_id),
        amount_pence: Set(line.amount.get()),
        ..Default::default()
    });
    credit_note_line::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(id)
}

/// Notes that a notice went out. False: it went out before.
pub(super) async fn insert_notice(
    tx: &impl ConnectionTrait,
    billing_id: i64,
    (kind, dedupe_key): (&str, &str),
    now: Instant,
) -> Result<bool, DbErr> {
    let row = invoice_notice::ActiveModel {
        billing_id: Set(billing_id),
        kind: Set(kind.to_owned()),
        dedupe_key: Set(dedupe_key.to_owned()),
        sent_at: Set(now),
        ..Default::default()
    };
    let known = OnConflict::column(invoice_notice::Column::DedupeKey).do_nothing().to_owned();
    Ok(invoice_notice::Entity::insert(row).on_conflict(known).exec_without_returning(tx).await? == 1)
}
