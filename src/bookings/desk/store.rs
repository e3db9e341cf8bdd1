//! Statements that change how a date is sold. Seats are changed by [`set_capacity`](crate::bookings::set_up_sale::set_capacity).

use entity::{event_sale, price_band};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use crate::bookings::set_up_sale::NewSale;

/// Writes policy, limits and closing over what is stored. Bookings keep the policy they were made under (REF-1).
pub async fn update_sale(tx: &impl ConnectionTrait, sale: &NewSale) -> Result<(), DbErr> {
    let row = event_sale::ActiveModel {
        refund_policy_id: Set(sale.refund_policy_id),
        most_places_a_booking: Set(sale.most_places),
        closes_at: Set(sale.closes_at),
        members_only: Set(sale.members_only),
        ..Default::default()
    };
    event_sale::Entity::update_many().set(row).filter(event_sale::Column::EventId.eq(sale.event_id)).exec(tx).await?;
    Ok(())
}

/// Writes other prices; only for a date that nobody has booked.
pub async fn replace_prices(tx: &impl ConnectionTrait, sale: &NewSale) -> Result<(), DbErr> {
    price_band::Entity::delete_many().filter(price_band::Column::EventId.eq(sale.event_id)).exec(tx).await?;
    let standard = Some(("standard", "Standard price", sale.standard_price));
    let member = sale.member_price.map(|price| ("member", "Member price", price));
    let rows = standard.into_iter().chain(member).map(|(audience, name, price)| price_band::ActiveModel {
        event_id: Set(sale.event_id),
        audience: Set(audience.to_owned()),
        name: Set(name.to_owned()),
        price_pence: Set(price.get()),
        vat_treatment: Set(sale.vat.clone()),
        ..Default::default()
    });
    price_band::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}
