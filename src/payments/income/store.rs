//! Statements about recognised income.

use chrono::NaiveDate;
use entity::{charge_credit, income_recognition};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::rule::LineInBooks;
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::payments::store::LineRow;

/// What stands in the books of a line. Read it behind the charge's lock.
pub(super) async fn load_line(db: &impl ConnectionTrait, line: &LineRow) -> Result<LineInBooks, Unexpected> {
    let credits = charge_credit::Entity::find().filter(charge_credit::Column::ChargeLineId.eq(line.id)).all(db).await?;
    let recognised =
        income_recognition::Entity::find().filter(income_recognition::Column::ChargeLineId.eq(line.id)).all(db).await?;
    Ok(LineInBooks {
        price: Pence::new(line.price_pence),
        credited: credits.iter().map(|row| Pence::new(row.amount_pence)).sum(),
        recognised: recognised.iter().map(|row| Pence::new(row.amount_pence)).sum(),
        last_credit_on: credits.iter().map(|row| london_date(row.credited_at)).max(),
        last_recognised_on: recognised.iter().map(|row| row.earned_on).max(),
    })
}

/// Writes down that income of a line was earned, or given back, and gives the row's id.
pub(super) async fn insert_recognition(
    tx: &impl ConnectionTrait,
    line_id: i64,
    (amount, on): (Pence, NaiveDate),
    now: Instant,
) -> Result<i64, Unexpected> {
    let row = income_recognition::ActiveModel {
        charge_line_id: Set(line_id),
        amount_pence: Set(amount.get()),
        earned_on: Set(on),
        recognised_at: Set(now),
        ..Default::default()
    };
    Ok(income_recognition::Entity::insert(row).exec(tx).await?.last_insert_id)
}
