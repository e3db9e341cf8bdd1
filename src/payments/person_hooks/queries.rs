//! What a person was charged and paid, for their data download.

use entity::{charge, charge_line, payment, payment_allocation, refund};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};

use crate::kernel::Unexpected;

pub(super) async fn export(db: &impl ConnectionTrait, ids: &[i64]) -> Result<Value, Unexpected> {
    let charges = charge::Entity::find()
        .filter(charge::Column::PayerPersonId.is_in(ids.iter().copied()))
        .order_by_asc(charge::Column::Id)
        .all(db)
        .await?;
    let mut shown = Vec::with_capacity(charges.len());
    for row in charges {
        let lines = charge_line::Entity::find().filter(charge_line::Column::ChargeId.eq(row.id)).all(db).await?;
        let lines: Vec<Value> = lines
            .iter()
            .map(|line| json!({ "description": line.description, "price_pence": line.price_pence }))
            .collect();
        shown.push(json!({
            "reference": row.reference, "description": row.description, "raised_at": row.raised_at,
            "payer_name": row.payer_name, "payer_email": row.payer_email, "lines": lines,
            "payments": payments(db, row.id).await?, "refunds": refunds(db, row.id).await?,
        }));
    }
    Ok(Value::Array(shown))
}

async fn payments(db: &impl ConnectionTrait, charge_id: i64) -> Result<Vec<Value>, Unexpected> {
    let parts = payment_allocation::Entity::find().filter(payment_allocation::Column::ChargeId.eq(charge_id));
    let parts = parts.all(db).await?;
    let paid = payment::Entity::find().filter(payment::Column::Id.is_in(parts.iter().map(|part| part.payment_id)));
    let shown = |row: payment::Model| {
        json!({
            "reference": row.reference, "method": row.method, "amount_pence": row.amount_pence, "value_on": row.value_on,
            "bank_reference": row.bank_reference,
        })
    };
    Ok(paid.all(db).await?.into_iter().map(shown).collect())
}

async fn refunds(db: &impl ConnectionTrait, charge_id: i64) -> Result<Vec<Value>, Unexpected> {
    let rows = refund::Entity::find().filter(refund::Column::ChargeId.eq(charge_id)).all(db).await?;
    let shown = |row: &refund::Model| {
        json!({
            "reference": row.reference, "amount_pence": row.amount_pence, "reason": row.reason, "state": row.state,
            "requested_at": row.requested_at, "ended_at": row.ended_at,
        })
    };
    Ok(rows.iter().map(shown).collect())
}
