//! Decides what arriving money buys: the term it was for, the same term though the money is late, or nothing, and then all of
//! it goes back. Runs in the transaction that records the payment.

use chrono::NaiveDate;

use super::emails;
use super::open_order::{OrderCharge, raise_order_charge};
use super::order::{OrderKind, OrderState, OrderSummary};
use super::order_rules::{StartFacts, first_day};
use super::queries::{find_open_order, load_order};
use super::store;
use crate::app::App;
use crate::audit::{Actor, Entry, record};
use crate::db::Tx;
use crate::jobs::enqueue;
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::members::membership::chain::Chain;
use crate::members::membership::give_term::{GiveTermError, GivenTerm, NewTerm, write_term};
use crate::members::membership::officer_facts::FactKind;
use crate::members::membership::queries::load_chain;
use crate::members::membership::term::Basis;
use crate::members::membership::term_source::TermSource;
use crate::members::membership::{changing, ending};
use crate::payments::{self, Purpose};

/// What the money bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderSettlement {
    /// The term; the membership is active from its first day.
    Active {
        /// Whose.
        person_id: i64,
        /// The term.
        term_id: i64,
    },
    /// Some is still owed.
    PartPaid,
    /// Nothing; it is being refunded.
    Returned,
    /// The charge is not an order's; the money stays on account, where the treasurer sees it.
    NotAnOrder,
}

/// Hands a payment that was made for `charge_id` to its order.
pub async fn settle_order(
    app: &App,
    tx: &Tx,
    payment_id: i64,
    charge_id: i64,
    now: Instant,
) -> Result<OrderSettlement, Unexpected> {
    let Some(order_id) = find_order_of(tx, charge_id).await? else { return Ok(OrderSettlement::NotAnOrder) };
    payments::lock_charge(tx, charge_id).await?;
    store::lock_order(tx, order_id).await?;
    let order = load_order(tx, order_id).await?;
    if matches!(order.state, OrderState::Open | OrderState::Expired) && is_year_over(tx, &order, payment_id).await? {
        return give_back(app, tx, &order, (payment_id, "the membership year it was for had ended"), now).await;
    }
    match order.state {
        OrderState::Open => settle_open(app, tx, &order, payment_id, now).await,
        OrderState::Expired => settle_late(app, tx, &order, payment_id, now).await,
        OrderState::Paid => give_back(app, tx, &order, (payment_id, "paid twice"), now).await,
        OrderState::Withdrawn => give_back(app, tx, &order, (payment_id, "the order had been withdrawn"), now).await,
    }
}

/// Pays an open order out of a payment that was made for something else as well, and leaves the rest of it on account for
/// whoever sold that (ELG-7). An order that is not open takes nothing.
pub async fn settle_order_from(
    app: &App,
    tx: &Tx,
    payment_id: i64,
    order_id: i64,
    now: Instant,
) -> Result<OrderSettlement, Unexpected> {
    let Some(charge_id) = load_order(tx, order_id).await?.charge_id else { return Ok(OrderSettlement::NotAnOrder) };
    payments::lock_charge(tx, charge_id).await?;
    store::lock_order(tx, order_id).await?;
    let order = load_order(tx, order_id).await?;
    if order.state != OrderState::Open || is_year_over(tx, &order, payment_id).await? {
        return Ok(OrderSettlement::Returned);
    }
    pay_open(app, tx, &order, payment_id, now).await
}

/// Whether the last day that was promised with the price lies before the first day this money could buy (rules 2.3).
async fn is_year_over(tx: &Tx, order: &OrderSummary, payment_id: i64) -> Result<bool, Unexpected> {
    let Some(promised) = order.promised_end else { return Ok(false) };
    let chain = load_chain(tx, order.person_id).await?;
    let value_on = payments::queries::value_date_of(tx, payment_id).await?;
    Ok(start_of(order, &chain, value_on) > promised)
}

/// The order a charge was raised for; an order that was paid late has a newer charge, so the lines are asked too.
async fn find_order_of(tx: &Tx, charge_id: i64) -> Result<Option<i64>, Unexpected> {
    if let Some(order_id) = store::find_by_charge(tx, charge_id).await? {
        return Ok(Some(order_id));
    }
    for purpose in payments::queries::purposes_of(tx, charge_id).await? {
        if let Purpose::MembershipTerm(order_id) = purpose
            && store::exists(tx, order_id).await?
        {
            return Ok(Some(order_id));
        }
    }
    Ok(None)
}

async fn settle_open(
    app: &App,
    tx: &Tx,
    order: &OrderSummary,
    payment_id: i64,
    now: Instant,
) -> Result<OrderSettlement, Unexpected> {
    let bought = pay_open(app, tx, order, payment_id, now).await?;
    if matches!(bought, OrderSettlement::Active { .. }) {
        payments::refund_left_over(tx, app.tokens.as_ref(), payment_id, "more than was owed", now).await?;
    }
    Ok(bought)
}

/// Sets the money against the order, and makes the term when all of it is there.
async fn pay_open(
    app: &App,
    tx: &Tx,
    order: &OrderSummary,
    payment_id: i64,
    now: Instant,
) -> Result<OrderSettlement, Unexpected> {
    let Some(charge_id) = order.charge_id else { return Ok(OrderSettlement::NotAnOrder) };
    payments::settle(tx, payment_id, charge_id, now).await?;
    if payments::queries::charge_money(tx, charge_id).await?.outstanding > Pence::ZERO {
        return Ok(OrderSettlement::PartPaid);
    }
    let value_on = payments::queries::value_date_of(tx, payment_id).await?;
    complete_order(app, tx, order, value_on, now).await
}

/// Money for an order that had merely expired is honoured at the price it was offered for, unless something newer took its
/// place. It may also be what an open order of the same kind waits for.
async fn settle_late(
    app: &App,
    tx: &Tx,
    order: &OrderSummary,
    payment_id: i64,
    now: Instant,
) -> Result<OrderSettlement, Unexpected> {
    if let Some(open) = find_open_order(tx, order.person_id).await? {
        let is_the_same = open.type_id == order.type_id && open.kind != OrderKind::TypeChange;
        return if is_the_same && order.kind != OrderKind::TypeChange {
            store::lock_order(tx, open.id).await?;
            settle_open(app, tx, &open, payment_id, now).await
        } else {
            give_back(app, tx, order, (payment_id, "another order had taken its place"), now).await
        };
    }
    let chain = load_chain(tx, order.person_id).await?;
    let paid = payments::queries::on_account(tx, payment_id).await?;
    if order.kind == OrderKind::TypeChange || has_newer_term(&chain, order) || paid < order.price {
        return give_back(app, tx, order, (payment_id, "the offer had ended when the payment arrived"), now).await;
    }
    if is_barred(&chain, london_date(now)) {
        return give_back(app, tx, order, (payment_id, "the membership had been ended"), now).await;
    }
    let charge = OrderCharge { order_id: order.id, kind: order.kind, person_id: order.person_id, price: order.price };
    let raised = raise_order_charge(app, tx, (charge, &order.type_name), now).await?;
    store::set_charge(tx, order.id, raised.id, None).await?;
    let settled = payments::settle(tx, payment_id, raised.id, now).await?;
    let value_on = payments::queries::value_date_of(tx, payment_id).await?;
    let renewed = OrderSummary { charge_id: Some(raised.id), ..order.clone() };
    let bought = complete_order(app, tx, &renewed, value_on, now).await?;
    if settled.left_over > Pence::ZERO {
        payments::refund_left_over(tx, app.tokens.as_ref(), payment_id, "more than was owed", now).await?;
    }
    Ok(bought)
}

/// A term written after the order was opened, or one that lies ahead.
fn has_newer_term(chain: &Chain, order: &OrderSummary) -> bool {
    chain.counted().any(|record| record.created_at > order.created_at)
}

fn is_barred(chain: &Chain, today: NaiveDate) -> bool {
    [FactKind::Died, FactKind::Removed].into_iter().any(|kind| chain.fact_on(kind, today).is_some())
}

/// Makes the term of an order whose money is all there, or that is free. A payment page that is still open would invite paying
/// twice, so it is closed.
pub(in crate::members::membership) async fn complete_order(
    app: &App,
    tx: &Tx,
    order: &OrderSummary,
    value_on: NaiveDate,
    now: Instant,
) -> Result<OrderSettlement, Unexpected> {
    if !store::mark_order(tx, order.id, order.state, OrderState::Paid, now).await? {
        return Err(Unexpected::because("an order was settled twice at once"));
    }
    if let Some(charge_id) = order.charge_id
        && payments::queries::live_checkout(tx, charge_id).await?.is_some()
    {
        enqueue(tx, super::jobs::close_payment_page_job(charge_id)?, now).await?;
    }
    let chain = load_chain(tx, order.person_id).await?;
    let given = make_term(tx, order, &chain, value_on, now).await?;
    let entry = Entry {
        actor: Actor::System,
        action: "membership_order.paid",
        subject_kind: "membership_order",
        subject_id: order.id,
        reason: None,
        values: None,
    };
    record(tx, entry, now).await?;
    emails::queue_confirmation(app, tx, (order, given), now).await?;
    Ok(OrderSettlement::Active { person_id: order.person_id, term_id: given.id })
}

/// The first day of the term that money of this value date buys.
fn start_of(order: &OrderSummary, chain: &Chain, value_on: NaiveDate) -> NaiveDate {
    first_day(StartFacts {
        kind: order.kind,
        follows_end: order.follows_end,
        opened_on: london_date(order.created_at),
        value_on,
        last_day: chain.last_term().map(|record| record.term.last_day()),
    })
}

async fn make_term(
    tx: &Tx,
    order: &OrderSummary,
    chain: &Chain,
    value_on: NaiveDate,
    now: Instant,
) -> Result<GivenTerm, Unexpected> {
    let starts_on = start_of(order, chain, value_on);
    let is_change = order.kind == OrderKind::TypeChange;
    // What is let go after its year has ended runs by the rule; money that comes then has gone back before it gets here.
    let promised = order.promised_end.filter(|last| *last >= starts_on);
    let ends_on = if is_change { order.follows_end } else { promised };
    if is_change {
        ending::store::end_terms_before(tx, order.person_id, starts_on, ending::TYPE_CHANGED).await?;
    } else {
        changing::store::delete_planned_type(tx, order.person_id).await?;
    }
    let source = match order.kind {
        OrderKind::Joining => TermSource::Joining,
        OrderKind::Renewal => TermSource::Renewal,
        OrderKind::Rejoining => TermSource::Rejoining,
        OrderKind::TypeChange => TermSource::TypeChange,
    };
    let new = NewTerm {
        person_id: order.person_id,
        type_code: order.type_code.clone(),
        basis: Basis::Paid,
        source,
        starts_on,
        ends_on,
        price: order.price,
        order_id: Some(order.id),
        charge_id: order.charge_id,
        money_cleared_at: Some(now),
        actor: Actor::System,
    };
    write_term(tx, new, Some(order.version_id), now).await.map_err(|error| match error {
        GiveTermError::Unexpected(error) => error,
        refused => Unexpected::because(format!("a paid order could not become a term: {refused}")),
    })
}

async fn give_back(
    app: &App,
    tx: &Tx,
    order: &OrderSummary,
    (payment_id, why): (i64, &str),
    now: Instant,
) -> Result<OrderSettlement, Unexpected> {
    payments::refund_left_over(tx, app.tokens.as_ref(), payment_id, why, now).await?;
    let entry = Entry {
        actor: Actor::System,
        action: "membership_order.payment_returned",
        subject_kind: "membership_order",
        subject_id: order.id,
        reason: Some(why),
        values: None,
    };
    record(tx, entry, now).await?;
    emails::queue_payment_returned(app, tx, (order, payment_id), now).await?;
    Ok(OrderSettlement::Returned)
}
