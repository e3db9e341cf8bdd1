//! Orders that nobody paid: a mail after 7 and after 30 days, and the end of the offer at its time.

use chrono::Duration;
use serde_json::json;

use super::close_order::{Closing, close_order};
use super::letters::{Letter, queue_letter};
use super::order::OrderSummary;
use super::queries::load_order;
use super::{OrderKind, store};
use crate::app::App;
use crate::kernel::uk_time::{london_date, long_date};
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

async fn expire_one(
    app: &App,
    tx: &sea_orm::DatabaseTransaction,
    order_id: i64,
    now: Instant,
) -> Result<(), Unexpected> {
    let order = load_order(tx, order_id).await?;
    if !close_order(app, tx, &order, Closing::expired(), now).await? || !is_new_membership(&order) {
        return Ok(());
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
