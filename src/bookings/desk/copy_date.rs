//! Another date of the same thing (SES-9): content, prices, rules and questions are copied; bookings, the joining address and an own
//! closing instant never are.

use super::add_date::write_sale;
use super::write_rules::write_rules;
use crate::app::App;
use crate::audit::Actor;
use crate::bookings::modes::set_pools;
use crate::bookings::needs::care::copy_care;
use crate::bookings::questions::{Home, copy_questions};
use crate::bookings::sale::{BookingRules, EventSale, find_sale, seat_limits, set_seat_limits};
use crate::bookings::set_up_sale::NewSale;
use crate::db::Tx;
use crate::events::{EventId, EventWhen, duplicate_event};
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected};

/// Writes a draft like `source` at another time, with its own sale, and gives its id.
pub async fn copy_date(app: &App, source: EventId, when: EventWhen, officer_id: i64) -> Result<EventId, Unexpected> {
    let now = app.now();
    app.db.write_tx(async |tx| copy_date_in(tx, (source, when), officer_id, now).await).await
}

/// The same in the caller's transaction.
pub(in crate::bookings) async fn copy_date_in(
    tx: &Tx,
    (source, when): (EventId, EventWhen),
    officer_id: i64,
    now: Instant,
) -> Result<EventId, Unexpected> {
    let by = Actor::Person(officer_id);
    let copy = duplicate_event(tx, source, when, by, now).await?;
    let sale = find_sale(tx, source.0).await?.context("the copied date has no sale")?;
    write_sale(tx, &NewSale { closes_at: None, ..sale_of(copy, &sale) }, by, now).await?;
    if let Some(pools) = sale.modes {
        set_pools(tx, copy.0, (pools.room.capacity, pools.online.capacity)).await?;
    }
    set_seat_limits(tx, copy.0, &seat_limits(tx, source.0).await?).await?;
    write_rules(tx, (copy, BookingRules::default(), sale.rules), (by, now)).await?;
    copy_questions(tx, (Home::Event(source), Home::Event(copy)), (Some(officer_id), now)).await?;
    copy_care(tx, source, copy).await?;
    Ok(copy)
}

/// A stored sale as if it were written anew for `event`.
pub(super) fn sale_of(event: EventId, sale: &EventSale) -> NewSale {
    NewSale {
        event_id: event.0,
        refund_policy_id: sale.policy.id,
        capacity: sale.room,
        standard_price: sale.prices.standard,
        member_price: sale.prices.member,
        vat: sale.vat.clone(),
        most_places: sale.most_places,
        members_only: sale.members_only,
        closes_at: sale.closes_at,
    }
}
