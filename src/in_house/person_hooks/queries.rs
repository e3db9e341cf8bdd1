//! What a person asked for, for their data download.

use entity::in_house_enquiry::{Column, Entity};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};

use crate::kernel::Unexpected;

pub(super) async fn export(db: &impl ConnectionTrait, ids: &[i64]) -> Result<Value, Unexpected> {
    let rows =
        Entity::find().filter(Column::PersonId.is_in(ids.iter().copied())).order_by_asc(Column::Id).all(db).await?;
    let shown = |row: entity::in_house_enquiry::Model| {
        json!({
            "reference": row.reference, "organisation": row.organisation_name, "name": row.contact_name,
            "email": row.contact_email, "telephone": row.contact_phone, "topic": row.topic, "attendees": row.attendees,
            "dates": row.date_wishes, "needs": row.needs, "budget_holder": row.budget_holder, "po_route": row.po_route,
            "state": row.state, "received_at": row.received_at,
        })
    };
    Ok(rows.into_iter().map(shown).collect())
}
