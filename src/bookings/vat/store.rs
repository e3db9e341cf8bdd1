//! Writes how the prices of a date stand to VAT.

use entity::price_band::{Column, Entity};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use crate::payments::VatTreatment;

/// Writes it into every price of the date and gives the word that stood there; none when the date has no prices.
pub(super) async fn set(
    tx: &impl ConnectionTrait,
    event_id: i64,
    treatment: VatTreatment,
) -> Result<Option<String>, DbErr> {
    let Some(band) = Entity::find().filter(Column::EventId.eq(event_id)).one(tx).await? else { return Ok(None) };
    Entity::update_many()
        .col_expr(Column::VatTreatment, Expr::value(treatment.word()))
        .filter(Column::EventId.eq(event_id))
        .exec(tx)
        .await?;
    Ok(Some(band.vat_treatment))
}
