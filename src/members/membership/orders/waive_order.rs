//! An order becomes its term without money: an officer let the price go.

use super::close_order::{OrderEnd, credit_all};
use super::open_order::{OpenOrder, OpenOrderError, ReadyOrder, meet_open_order, place_order};
use super::order::{OpenedOrder, OrderSummary};
use super::order_rules::plan_order;
use super::settle_order::complete_order;
use crate::app::App;
use crate::db::Tx;
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::members::membership::queries::{load_chain, type_with_code};

/// Makes the term of an open order. What was paid towards it goes back.
pub(in crate::members::membership) async fn waive_order(
    app: &App,
    tx: &Tx,
    order: &OrderSummary,
    now: Instant,
) -> Result<(), Unexpected> {
    if let Some(charge_id) = order.charge_id {
        let end = OrderEnd { charge_id, order_id: order.id, refund_reason: "The price was let go" };
        credit_all(app, tx, end, "the price was let go", now).await?;
    }
    let free = OrderSummary { price: Pence::ZERO, ..order.clone() };
    complete_order(app, tx, &free, london_date(now), now).await?;
    Ok(())
}

/// Opens and settles a free order. Nobody has to decide first: the officer has.
pub(in crate::members::membership) async fn open_free(
    app: &App,
    tx: &Tx,
    new: OpenOrder,
    now: Instant,
) -> Result<OpenedOrder, OpenOrderError> {
    meet_open_order(app, tx, new.person_id, now).await?;
    let chain = load_chain(tx, new.person_id).await?;
    let plan = plan_order(new.kind, &chain, london_date(now))?;
    let offered = type_with_code(tx, &new.type_code, plan.priced_on).await?.ok_or(OpenOrderError::NotOffered)?;
    let ready =
        ReadyOrder { person_id: new.person_id, plan, offered, price: Pence::ZERO, application_id: new.application_id };
    place_order(app, tx, ready, now).await
}
