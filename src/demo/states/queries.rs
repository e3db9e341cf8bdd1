//! How every row of the demo stands, and the page where it is seen. It reads whole tables: the demo's are short.

use std::collections::BTreeMap;

use entity::{
    booking, charge, charge_billing, checkout, course, customer, discount_code, dispute, event, event_change_notice,
    in_house_enquiry, membership_application, outbox_message, place, place_change, place_invitation, post, refund,
    suppressed_address, waiting_entry, write_off,
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use crate::kernel::Instant;

/// How one row stands, and the address of a page that shows it.
pub(super) type Row = (String, Option<String>);

/// The newest message to an address.
pub(super) async fn message_to(db: &impl ConnectionTrait, address: &str) -> Result<Option<i64>, DbErr> {
    let newest = outbox_message::Entity::find()
        .filter(outbox_message::Column::ToAddress.eq(address))
        .order_by_desc(outbox_message::Column::Id);
    Ok(newest.one(db).await?.map(|message| message.id))
}

fn desk(shelf: &str, key: impl std::fmt::Display) -> String {
    format!("/admin/{shelf}/{key}")
}

/// What officers and editors put on the site.
pub(super) async fn courses(db: &impl ConnectionTrait) -> Result<Vec<Row>, DbErr> {
    let rows = course::Entity::find().all(db).await?;
    Ok(rows.into_iter().map(|row| (row.state, Some(desk("courses", row.id)))).collect())
}

pub(super) async fn events(db: &impl ConnectionTrait) -> Result<Vec<Row>, DbErr> {
    let rows = event::Entity::find().all(db).await?;
    Ok(rows.into_iter().map(|row| (row.state, Some(desk("events", row.id)))).collect())
}

pub(super) async fn posts(db: &impl ConnectionTrait) -> Result<Vec<Row>, DbErr> {
    let rows = post::Entity::find().all(db).await?;
    Ok(rows.into_iter().map(|row| (row.state, Some(desk("news", row.id)))).collect())
}

/// The page of each booking.
async fn booking_pages(db: &impl ConnectionTrait) -> Result<BTreeMap<i64, String>, DbErr> {
    let rows = booking::Entity::find().all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id, format!("/admin/bookings/{}", row.reference))).collect())
}

/// The page of each charge.
async fn charge_pages(db: &impl ConnectionTrait) -> Result<BTreeMap<i64, String>, DbErr> {
    let rows = charge::Entity::find().all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id, format!("/admin/money/charges/{}", row.reference))).collect())
}

pub(super) async fn bookings(db: &impl ConnectionTrait) -> Result<Vec<Row>, DbErr> {
    let rows = booking::Entity::find().all(db).await?;
    Ok(rows.into_iter().map(|row| (row.state, Some(desk("bookings", row.reference)))).collect())
}

/// The state of each place, and the reason of the price of each that is booked.
pub(super) async fn places(db: &impl ConnectionTrait) -> Result<(Vec<Row>, Vec<Row>), DbErr> {
    let pages = booking_pages(db).await?;
    let rows = place::Entity::find().all(db).await?;
    let page = |row: &place::Model| pages.get(&row.booking_id).cloned();
    let booked = rows.iter().filter(|row| row.state == "confirmed");
    let priced = booked.map(|row| (row.price_reason.clone(), page(row))).collect();
    Ok((rows.iter().map(|row| (row.state.clone(), page(row))).collect(), priced))
}

/// Booked places without a name: with an open claim link, or without.
pub(super) async fn names(db: &impl ConnectionTrait) -> Result<Vec<Row>, DbErr> {
    let pages = booking_pages(db).await?;
    let invited = place_invitation::Entity::find().filter(place_invitation::Column::UsedAt.is_null()).all(db).await?;
    let nameless = place::Entity::find()
        .filter(place::Column::State.eq("confirmed"))
        .filter(place::Column::FoldedName.eq(""))
        .all(db)
        .await?;
    let has_link = |row: &place::Model| invited.iter().any(|link| link.place_id == row.id);
    let word = |row: &place::Model| if has_link(row) { "claim_link_open" } else { "no_name_yet" };
    Ok(nameless.iter().map(|row| (word(row).to_owned(), pages.get(&row.booking_id).cloned())).collect())
}

pub(super) async fn waiting_entries(db: &impl ConnectionTrait) -> Result<Vec<Row>, DbErr> {
    let rows = waiting_entry::Entity::find().all(db).await?;
    let page = |event_id: i64| Some(format!("/admin/events/{event_id}/waiting-list"));
    Ok(rows.into_iter().map(|row| (row.state, page(row.event_id))).collect())
}

pub(super) async fn checkouts(db: &impl ConnectionTrait) -> Result<Vec<Row>, DbErr> {
    let pages = charge_pages(db).await?;
    let rows = checkout::Entity::find().all(db).await?;
    Ok(rows.into_iter().map(|row| (row.state, pages.get(&row.charge_id).cloned())).collect())
}

/// Each refund: its state, its page and when it was asked for.
pub(super) async fn refunds(db: &impl ConnectionTrait) -> Result<Vec<(Row, Instant)>, DbErr> {
    let pages = charge_pages(db).await?;
    let rows = refund::Entity::find().all(db).await?;
    let page = |charge_id: Option<i64>| charge_id.and_then(|id| pages.get(&id).cloned());
    Ok(rows.into_iter().map(|row| ((row.state, page(row.charge_id)), row.requested_at)).collect())
}

pub(super) async fn disputes(db: &impl ConnectionTrait) -> Result<Vec<Row>, DbErr> {
    let rows = dispute::Entity::find().all(db).await?;
    Ok(rows.into_iter().map(|row| (row.state, Some(desk("money/disputes", row.stripe_dispute_id)))).collect())
}

/// Changes that cost something: what waits by its kind, what ended by how.
pub(super) async fn changes(db: &impl ConnectionTrait) -> Result<Vec<Row>, DbErr> {
    let pages = booking_pages(db).await?;
    let rows = place_change::Entity::find().all(db).await?;
    let word = |row: &place_change::Model| match row.state.as_str() {
        "waiting" => format!("{}_waits_for_payment", row.kind),
        ended => ended.to_owned(),
    };
    Ok(rows.iter().map(|row| (word(row), pages.get(&row.booking_id).cloned())).collect())
}

/// What bookers did after the office moved their date.
pub(super) async fn answers_to_moves(db: &impl ConnectionTrait) -> Result<Vec<Row>, DbErr> {
    let known = booking::Entity::find().all(db).await?;
    let told = event_change_notice::Entity::find().all(db).await?;
    let row = |notice: &event_change_notice::Model| {
        let booking = known.iter().find(|booking| booking.id == notice.booking_id)?;
        let word = match (booking.state.as_str(), notice.kept_at) {
            ("cancelled", _) => "refunded",
            ("moved", _) => "other_date",
            (_, Some(_)) => "kept",
            (_, None) => "no_answer_yet",
        };
        Some((word.to_owned(), Some(desk("bookings", &booking.reference))))
    };
    Ok(told.iter().filter_map(row).collect())
}

pub(super) async fn customers(db: &impl ConnectionTrait) -> Result<Vec<Row>, DbErr> {
    let rows = customer::Entity::find().all(db).await?;
    let word = |row: &customer::Model| match (row.approved_at, row.refused_at) {
        (Some(_), _) => "approved",
        (None, Some(_)) => "refused",
        (None, None) => "waits_for_approval",
    };
    Ok(rows.iter().map(|row| (word(row).to_owned(), Some(desk("customers", row.id)))).collect())
}

pub(super) async fn write_offs(db: &impl ConnectionTrait) -> Result<Vec<Row>, DbErr> {
    let billings = charge_billing::Entity::find().all(db).await?;
    let rows = write_off::Entity::find().all(db).await?;
    let billing = |charge_id: i64| billings.iter().find(|billing| billing.charge_id == charge_id);
    let page = |charge_id: i64| Some(desk("money/invoices", billing(charge_id)?.id));
    Ok(rows.into_iter().map(|row| (row.state, page(row.charge_id))).collect())
}

pub(super) async fn codes(db: &impl ConnectionTrait, now: Instant) -> Result<Vec<Row>, DbErr> {
    let rows = discount_code::Entity::find().all(db).await?;
    let word = |row: &discount_code::Model| {
        let is_over = row.ended_at.is_some() || row.ends_at.is_some_and(|ends| ends <= now);
        let is_used_up = row.most_uses.is_some_and(|most| row.uses >= most);
        match (is_over, is_used_up) {
            (true, _) => "over",
            (false, true) => "used_up",
            (false, false) => "running",
        }
    };
    Ok(rows.iter().map(|row| (word(row).to_owned(), Some(desk("discount-codes", row.id)))).collect())
}

/// A draft is its applicant's own and has no page at the desk.
pub(super) async fn applications(db: &impl ConnectionTrait) -> Result<Vec<Row>, DbErr> {
    let rows = membership_application::Entity::find().all(db).await?;
    let page =
        |row: &membership_application::Model| (row.state != "draft").then(|| desk("applications", &row.reference));
    Ok(rows.iter().map(|row| (row.state.clone(), page(row))).collect())
}

pub(super) async fn enquiries(db: &impl ConnectionTrait) -> Result<Vec<Row>, DbErr> {
    let rows = in_house_enquiry::Entity::find().all(db).await?;
    Ok(rows.into_iter().map(|row| (row.state, Some(desk("in-house", row.reference)))).collect())
}

/// Addresses that refuse mail for good.
pub(super) async fn unreachable(db: &impl ConnectionTrait) -> Result<u64, DbErr> {
    suppressed_address::Entity::find().count(db).await
}
