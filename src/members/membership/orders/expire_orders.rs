//! Orders that nobody paid: a mail after 7 and after 30 days, and the end of the offer at its time. An offer that ends early only
//! because the membership year does is made again for the year that begins (rules 2.3).

use chrono::Duration;
use serde_json::json;

use super::close_order::{Closing, close_order};
use super::letters::{Letter, queue_letter};
use super::open_order::{OpenOrder, OpenOrderError, open_order};
use super::order::OrderSummary;
use super::order_rules::OFFER_DAYS;
use super::queries::load_order;
use super::{OrderKind, store};
use crate::app::App;
use crate::kernel::uk_time::{end_of_days_after, london_date, long_date};
use crate::kernel::{Instant, Pence, Unexpected};

/// How many a run takes at a time.
const BATCH: u64 = 100;

/// Days after the offer on which its mail goes out, the latest first.
const REMINDER_DAYS: [i64; 2] = [30, 7];

/// Closes every order whose time is over at `now`, each in its own transaction, and says how many there were. A renewal ends
/// quietly: its own notices have said so.
pub async fn expire_orders(app: &App, now: Instant) -> Result<usize, Unexpected> {
    let mut closed = 0;
    loop {
        let over = store::list_over(app.db.reader(), now, BATCH).await?;
        if over.is_empty() {
            return Ok(closed);
        }
        for order_id in over {
            app.db.write_tx(async |tx| expire_one(app, tx, order_id, now).await).await?;
            closed += 1;
        }
    }
}

async fn expire_one(app: &App, tx: &crate::db::Tx, order_id: i64, now: Instant) -> Result<(), Unexpected> {
    let order = load_order(tx, order_id).await?;
    if !close_order(app, tx, &order, Closing::expired(), now).await? || !is_new_membership(&order) {
        return Ok(());
    }
    if has_year_turned(&order, now)
        && let Some(next) = offer_next_year(app, tx, &order, now).await?
    {
        let data = json!({
            "type_name": next.type_name,
            "reference": next.reference,
            "is_free": next.price.is_zero(),
            "price": next.price.to_string(),
            "ends_on": next.promised_end.map(long_date),
            "pay_by": long_date(last_day(&next)),
        });
        let key = format!("membership-year-turned:{order_id}");
        let letter = Letter { template: "membership_year_turned", person_id: order.person_id, data, key };
        return queue_letter(app, tx, letter, now).await;
    }
    let data = json!({
        "type_name": order.type_name,
        "reference": order.reference,
        "ended_on": long_date(last_day(&order)),
    });
    let key = format!("membership-offer-ended:{order_id}");
    let letter = Letter { template: "membership_offer_ended", person_id: order.person_id, data, key };
    queue_letter(app, tx, letter, now).await
}

/// Whether the offer ended before its days were over, because the year it was for did.
fn has_year_turned(order: &OrderSummary, now: Instant) -> bool {
    order.promised_end.is_some() && now < end_of_days_after(london_date(order.created_at), OFFER_DAYS)
}

/// The same offer, with the approval behind it, for the year that has begun; none when nothing is offered any more.
async fn offer_next_year(
    app: &App,
    tx: &crate::db::Tx,
    order: &OrderSummary,
    now: Instant,
) -> Result<Option<OrderSummary>, Unexpected> {
    let new = OpenOrder {
        person_id: order.person_id,
        kind: order.kind,
        type_code: order.type_code.clone(),
        application_id: order.application_id,
    };
    match open_order(app, tx, new, now).await {
        Ok(opened) => Ok(Some(load_order(tx, opened.id).await?)),
        Err(OpenOrderError::Unexpected(error)) => Err(error),
        Err(_) => Ok(None),
    }
}

/// Writes to everybody whose new membership waits for money since 7 or 30 days; once for each, and only the later one when the
/// job was away. Says how many letters were due.
pub async fn remind_unpaid(app: &App, now: Instant) -> Result<usize, Unexpected> {
    let mut due = 0;
    let (mut newest, oldest) = (now - Duration::days(REMINDER_DAYS[1] - 1), now - Duration::days(61));
    newest = std::cmp::max(newest, oldest);
    for order_id in store::list_open_between(app.db.reader(), oldest, newest).await? {
        app.db
            .write_tx(async |tx| {
                let order = load_order(tx, order_id).await?;
                let age = (london_date(now) - london_date(order.created_at)).num_days();
                let Some(days) = REMINDER_DAYS.into_iter().find(|days| age >= *days) else { return Ok(()) };
                if !is_new_membership(&order) || order.price <= Pence::ZERO {
                    return Ok(());
                }
                due += 1;
                let data = json!({
                    "type_name": order.type_name,
                    "reference": order.reference,
                    "price": order.price.to_string(),
                    "pay_by": long_date(last_day(&order)),
                });
                let key = format!("membership-unpaid:{order_id}:{days}");
                let letter = Letter { template: "membership_unpaid", person_id: order.person_id, data, key };
                queue_letter(app, tx, letter, now).await
            })
            .await?;
    }
    Ok(due)
}

fn is_new_membership(order: &OrderSummary) -> bool {
    matches!(order.kind, OrderKind::Joining | OrderKind::Rejoining)
}

fn last_day(order: &OrderSummary) -> chrono::NaiveDate {
    london_date(order.open_until - Duration::microseconds(1))
}
