//! Forgets people in what went to and came from the card processor.

use entity::{charge, checkout, webhook_event};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use serde_json::Value;

use crate::audit;
use crate::kernel::Unexpected;

pub(super) async fn erase(tx: &impl ConnectionTrait, ids: &[i64], addresses: &[String]) -> Result<(), Unexpected> {
    let charges: Vec<i64> = charge::Entity::find()
        .select_only()
        .column(charge::Column::Id)
        .filter(charge::Column::PayerPersonId.is_in(ids.iter().copied()))
        .into_tuple()
        .all(tx)
        .await?;
    let checkouts = checkout::Entity::find()
        .filter(checkout::Column::ChargeId.is_in(charges.iter().copied()))
        .filter(checkout::Column::State.is_in(["expired", "paid"]))
        .all(tx)
        .await?;
    for row in checkouts {
        checkout::Entity::update_many()
            .col_expr(checkout::Column::Request, Expr::value(nameless(row.request)))
            .filter(checkout::Column::Id.eq(row.id))
            .exec(tx)
            .await?;
    }
    for address in addresses {
        webhook_event::Entity::update_many()
            .col_expr(webhook_event::Column::Body, Expr::value(""))
            .filter(webhook_event::Column::ProcessedAt.is_not_null())
            .filter(webhook_event::Column::Body.contains(address))
            .exec(tx)
            .await?;
    }
    for id in charges {
        audit::empty_values_of(tx, "charge", id).await?;
    }
    Ok(())
}

/// The request without whom it was for; it will not be sent again.
fn nameless(mut request: Value) -> Value {
    request["customer_email"] = Value::from("");
    if let Some(lines) = request["lines"].as_array_mut() {
        for line in lines.iter_mut() {
            line["name"] = Value::from("");
        }
    }
    request
}
