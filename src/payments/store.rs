//! Rows of charges, lines, credits, payments and allocations: statements that write, or load for writing.

use std::collections::BTreeMap;

use chrono::NaiveDate;
pub use entity::charge::Model as ChargeRow;
pub use entity::charge_line::Model as LineRow;
pub use entity::payment::Model as PaymentRow;
use entity::{charge, charge_credit, charge_line, payment, payment_allocation};
use sea_orm::sea_query::{Expr, LockType, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::charge::{NewLine, Payer, PayerKind};
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Pence, Unexpected};

/// Makes every other transaction that wants this charge's money wait until ours ends. Charges are locked before
/// payments, and each kind by rising id, so that two transactions never wait for one another.
pub async fn lock_charge(tx: &impl ConnectionTrait, charge_id: i64) -> Result<(), Unexpected> {
    let found: Option<i64> = charge::Entity::find_by_id(charge_id)
        .select_only()
        .column(charge::Column::Id)
        .lock(LockType::NoKeyUpdate)
        .into_tuple()
        .one(tx)
        .await?;
    found.map(|_| ()).with_context(|| format!("there is no charge {charge_id}"))
}

/// The same for a payment; gives it as it is behind the lock.
pub async fn lock_payment(tx: &impl ConnectionTrait, payment_id: i64) -> Result<PaymentRow, Unexpected> {
    let found = payment::Entity::find_by_id(payment_id).lock(LockType::NoKeyUpdate).one(tx).await?;
    found.with_context(|| format!("there is no payment {payment_id}"))
}

/// Writes the charge's row.
pub async fn insert_charge(
    tx: &impl ConnectionTrait,
    payer: &Payer,
    (reference, description): (&str, &str),
    now: Instant,
) -> Result<i64, Unexpected> {
    let (kind, person, organisation) = match payer.kind {
        PayerKind::Person(id) => ("person", id, None),
        PayerKind::Organisation(id) => ("organisation", None, id),
    };
    let row = charge::ActiveModel {
        reference: Set(reference.to_owned()),
        payer_kind: Set(kind.to_owned()),
        payer_person_id: Set(person),
        payer_organisation_id: Set(organisation),
        payer_name: Set(payer.name.clone()),
        payer_email: Set(payer.email.clone()),
        description: Set(description.to_owned()),
        raised_at: Set(now),
        ..Default::default()
    };
    Ok(charge::Entity::insert(row).exec(tx).await?.last_insert_id)
}

/// Writes the lines in one statement and gives their ids in the same order.
pub async fn insert_lines(
    tx: &impl ConnectionTrait,
    charge_id: i64,
    lines: &[NewLine],
    now: Instant,
) -> Result<Vec<i64>, Unexpected> {
    insert_lines_after(tx, (charge_id, 0), lines, now).await
}

/// The same behind the `there` lines that the charge has already.
pub async fn insert_lines_after(
    tx: &impl ConnectionTrait,
    (charge_id, there): (i64, i32),
    lines: &[NewLine],
    now: Instant,
) -> Result<Vec<i64>, Unexpected> {
    let rows = lines.iter().zip(there + 1..).map(|(line, position)| line_row(charge_id, position, line, now));
    let mut written = charge_line::Entity::insert_many(rows).exec_with_returning(tx).await?;
    written.sort_by_key(|line| line.position);
    Ok(written.into_iter().map(|line| line.id).collect())
}

fn line_row(charge_id: i64, position: i32, line: &NewLine, now: Instant) -> charge_line::ActiveModel {
    charge_line::ActiveModel {
        charge_id: Set(charge_id),
        position: Set(position),
        purpose_kind: Set(line.purpose.kind().to_owned()),
        purpose_id: Set(line.purpose.id()),
        description: Set(line.description.clone()),
        vat_treatment: Set(line.vat.word().to_owned()),
        list_price_pence: Set(line.list_price.get()),
        discount_pence: Set(line.discount.get()),
        price_pence: Set(line.price().get()),
        fund: Set(line.fund.clone()),
        activity: Set(line.activity.clone()),
        raised_at: Set(now),
        ..Default::default()
    }
}

/// A charge that must exist.
pub async fn load_charge(db: &impl ConnectionTrait, charge_id: i64) -> Result<ChargeRow, Unexpected> {
    let found = charge::Entity::find_by_id(charge_id).one(db).await?;
    found.with_context(|| format!("there is no charge {charge_id}"))
}

/// Lines by id, each of which must exist, in rising order of id.
pub async fn load_lines(db: &impl ConnectionTrait, ids: &[i64]) -> Result<Vec<LineRow>, Unexpected> {
    let found = charge_line::Entity::find()
        .filter(charge_line::Column::Id.is_in(ids.iter().copied()))
        .order_by_asc(charge_line::Column::Id)
        .all(db)
        .await?;
    (found.len() == ids.len()).then_some(found).context("a charge line is missing or named twice")
}

/// Every line of a charge, in order.
pub async fn list_lines(db: &impl ConnectionTrait, charge_id: i64) -> Result<Vec<LineRow>, Unexpected> {
    let lines = charge_line::Entity::find()
        .filter(charge_line::Column::ChargeId.eq(charge_id))
        .order_by_asc(charge_line::Column::Position)
        .all(db)
        .await?;
    Ok(lines)
}

/// What was credited of a line so far.
pub async fn credited_of_line(db: &impl ConnectionTrait, line_id: i64) -> Result<Pence, Unexpected> {
    Ok(credited_of_lines(db, &[line_id]).await?.remove(&line_id).unwrap_or_default())
}

/// The same for several; a line of which nothing was credited is left out.
pub async fn credited_of_lines(
    db: &impl ConnectionTrait,
    line_ids: &[i64],
) -> Result<BTreeMap<i64, Pence>, Unexpected> {
    let of_lines = charge_credit::Column::ChargeLineId.is_in(line_ids.iter().copied());
    let mut credited: BTreeMap<i64, Pence> = BTreeMap::new();
    for credit in charge_credit::Entity::find().filter(of_lines).all(db).await? {
        *credited.entry(credit.charge_line_id).or_default() += Pence::new(credit.amount_pence);
    }
    Ok(credited)
}

/// A credit of one line about to be written.
#[derive(Clone, Debug)]
pub struct NewCredit<'a> {
    pub line_id: i64,
    pub amount: Pence,
    pub reason: &'a str,
    pub dedupe_key: &'a str,
}

/// Writes a credit, unless one with its key is there: then none.
pub async fn insert_credit(
    tx: &impl ConnectionTrait,
    new: NewCredit<'_>,
    now: Instant,
) -> Result<Option<i64>, Unexpected> {
    let row = charge_credit::ActiveModel {
        charge_line_id: Set(new.line_id),
        amount_pence: Set(new.amount.get()),
        reason: Set(new.reason.to_owned()),
        dedupe_key: Set(new.dedupe_key.to_owned()),
        credited_at: Set(now),
        ..Default::default()
    };
    let known = OnConflict::column(charge_credit::Column::DedupeKey).do_nothing().to_owned();
    match charge_credit::Entity::insert(row).on_conflict(known).exec(tx).await {
        Ok(written) => Ok(Some(written.last_insert_id)),
        Err(DbErr::RecordNotInserted) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// How money came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Channel {
    /// By card, through Stripe.
    Card {
        /// The checkout it came through; each brings money once at most.
        checkout_id: i64,
        /// Stripe's id of the payment; refunds name it.
        payment_intent: Option<String>,
    },
    /// Into the bank account, written down by an officer (D14).
    BankTransfer {
        /// As the bank statement shows it.
        bank_reference: String,
        /// Who wrote it down.
        recorded_by: i64,
    },
}

/// A payment about to be written.
#[derive(Clone, Debug)]
pub struct NewPaymentRow<'a> {
    pub reference: &'a str,
    pub channel: &'a Channel,
    pub amount: Pence,
    pub value_on: NaiveDate,
    pub customer_id: Option<i64>,
}

/// Writes a payment.
pub async fn insert_payment(
    tx: &impl ConnectionTrait,
    new: NewPaymentRow<'_>,
    now: Instant,
) -> Result<i64, Unexpected> {
    let mut row = payment::ActiveModel {
        reference: Set(new.reference.to_owned()),
        amount_pence: Set(new.amount.get()),
        value_on: Set(new.value_on),
        received_at: Set(now),
        customer_id: Set(new.customer_id),
        ..Default::default()
    };
    match new.channel {
        Channel::Card { checkout_id, payment_intent } => {
            row.method = Set("card".to_owned());
            row.checkout_id = Set(Some(*checkout_id));
            row.stripe_payment_intent = Set(payment_intent.clone());
        }
        Channel::BankTransfer { bank_reference, recorded_by } => {
            row.method = Set("bank_transfer".to_owned());
            row.bank_reference = Set(Some(bank_reference.clone()));
            row.recorded_by_id = Set(Some(*recorded_by));
        }
    }
    Ok(payment::Entity::insert(row).exec(tx).await?.last_insert_id)
}

/// A payment that must exist.
pub async fn load_payment(db: &impl ConnectionTrait, payment_id: i64) -> Result<PaymentRow, Unexpected> {
    let found = payment::Entity::find_by_id(payment_id).one(db).await?;
    found.with_context(|| format!("there is no payment {payment_id}"))
}

/// The payment that Stripe knows by this payment intent.
pub async fn find_payment_by_intent(db: &impl ConnectionTrait, intent: &str) -> Result<Option<PaymentRow>, Unexpected> {
    Ok(payment::Entity::find().filter(payment::Column::StripePaymentIntent.eq(intent)).one(db).await?)
}

/// Writes that money of a payment is set against a charge.
pub async fn insert_allocation(
    tx: &impl ConnectionTrait,
    payment_id: i64,
    charge_id: i64,
    amount: Pence,
    now: Instant,
) -> Result<i64, Unexpected> {
    let row = payment_allocation::ActiveModel {
        payment_id: Set(payment_id),
        charge_id: Set(charge_id),
        amount_pence: Set(amount.get()),
        allocated_at: Set(now),
        ..Default::default()
    };
    Ok(payment_allocation::Entity::insert(row).exec(tx).await?.last_insert_id)
}

/// What was set against a charge, by rising payment; one payment may come several times.
pub async fn allocations_of(db: &impl ConnectionTrait, charge_id: i64) -> Result<Vec<(i64, Pence)>, Unexpected> {
    let rows = payment_allocation::Entity::find()
        .filter(payment_allocation::Column::ChargeId.eq(charge_id))
        .order_by_asc(payment_allocation::Column::PaymentId)
        .all(db)
        .await?;
    Ok(rows.iter().map(|row| (row.payment_id, Pence::new(row.amount_pence))).collect())
}

/// Forgets who was to pay a charge that nobody paid (HLD-11); the amounts stay.
pub async fn forget_payer(tx: &impl ConnectionTrait, charge_id: i64) -> Result<(), Unexpected> {
    super::invoices::store::forget_billing(tx, charge_id).await?;
    charge::Entity::update_many()
        .col_expr(charge::Column::PayerName, Expr::value(""))
        .col_expr(charge::Column::PayerEmail, Expr::value(""))
        .col_expr(charge::Column::PayerPersonId, Expr::value(None::<i64>))
        .filter(charge::Column::Id.eq(charge_id))
        .exec(tx)
        .await?;
    Ok(())
}
