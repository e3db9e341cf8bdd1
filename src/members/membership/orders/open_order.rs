//! Opens an order: decides whether this person may have this term now, fixes its price, and raises the charge. A free one is
//! settled at once.

use super::close_order::{Closing, close_order};
use super::order::{OpenedOrder, OrderKind};
use super::order_rules::{MayNotOrder, OrderPlan, check_type, plan_order};
use super::queries::find_open_order;
use super::settle_order::complete_order;
use super::store::{self, NewOrderRow};
use crate::app::App;
use crate::audit::{Actor, Entry, record};
use crate::db::Tx;
use crate::kernel::uk_time::{end_of_days_after, london_date};
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::members::membership::chain::Chain;
use crate::members::membership::queries::{
    OfferedType, honoured_price, load_chain, planned_type, type_for_renewal, type_with_code,
};
use crate::members::people::find_person;
use crate::payments::{self, NewCharge, NewLine, Payer, PayerKind, Purpose, VatTreatment};
use crate::unexpected_from;

/// The fund subscriptions belong to.
const GENERAL_FUND: &str = "general";
/// The activity they are reported under.
const MEMBERSHIP: &str = "membership";

/// What somebody wants to have.
#[derive(Clone, Debug)]
pub struct OpenOrder {
    /// Who.
    pub person_id: i64,
    /// What for. Somebody who was a member before joins again, whichever of the two is said.
    pub kind: OrderKind,
    /// Code of the type.
    pub type_code: String,
    /// The approved application behind it, if one was needed.
    pub application_id: Option<i64>,
}

/// Why no order was opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenOrderError {
    /// There is one to be paid; two tabs meet here.
    #[error("an order is open already")]
    AlreadyOpen(OpenedOrder),
    /// They have a term that covers today or lies ahead.
    #[error("this person is a member already")]
    AlreadyMember,
    /// The renewal is not open yet.
    #[error("renewal opens on {opens_on}")]
    TooEarly {
        /// The first day on which it may be taken.
        opens_on: chrono::NaiveDate,
    },
    /// No live term, or one for life: nothing to renew.
    #[error("there is no live term to renew")]
    NothingToRenew,
    /// Somebody has to decide first.
    #[error("this needs an application")]
    NeedsApplication,
    /// The type is closed, not there yet, or given by the trustees only.
    #[error("this type of membership is not offered")]
    NotOffered,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(OpenOrderError);

impl From<MayNotOrder> for OpenOrderError {
    fn from(why: MayNotOrder) -> Self {
        match why {
            MayNotOrder::AlreadyMember => Self::AlreadyMember,
            MayNotOrder::TooEarly { opens_on } => Self::TooEarly { opens_on },
            MayNotOrder::NothingToRenew | MayNotOrder::ForLife => Self::NothingToRenew,
            MayNotOrder::NeedsApplication => Self::NeedsApplication,
            MayNotOrder::NotOffered => Self::NotOffered,
        }
    }
}

/// Opens the order in the caller's transaction. Kinds are joining, renewal and rejoining; a change of type is opened by
/// [`change_type`](crate::members::membership::change_type()).
pub async fn open_order(app: &App, tx: &Tx, new: OpenOrder, now: Instant) -> Result<OpenedOrder, OpenOrderError> {
    let today = london_date(now);
    meet_open_order(app, tx, new.person_id, now).await?;
    let chain = load_chain(tx, new.person_id).await?;
    let plan = plan_order(new.kind, &chain, today)?;
    let offered = match chain.last_term().filter(|_| plan.kind == OrderKind::Renewal) {
        Some(last) => type_for_renewal(tx, (last.id, &new.type_code), plan.priced_on).await?,
        None => type_with_code(tx, &new.type_code, plan.priced_on).await?,
    };
    let offered = offered.ok_or(OpenOrderError::NotOffered)?;
    if new.application_id.is_none() {
        let is_planned = planned_type(tx, new.person_id).await? == Some(offered.id);
        check_type(plan, (&offered, is_planned), &chain, today)?;
    }
    let price = price_of(tx, &chain, plan, &offered).await?;
    let ready = ReadyOrder { person_id: new.person_id, plan, offered, price, application_id: new.application_id };
    place_order(app, tx, ready, now).await
}

/// Two tabs meet one order. One whose time is over is closed here, though the job that closes it has not come by yet.
pub(in crate::members::membership) async fn meet_open_order(
    app: &App,
    tx: &Tx,
    person_id: i64,
    now: Instant,
) -> Result<(), OpenOrderError> {
    match find_open_order(tx, person_id).await? {
        Some(open) if open.open_until <= now => {
            close_order(app, tx, &open, Closing::expired(), now).await?;
            Ok(())
        }
        Some(open) => Err(OpenOrderError::AlreadyOpen(open.into())),
        None => Ok(()),
    }
}

/// The price of the version in force on the due day, or a lower one that a reminder of this term promised (CO-12, rules 2.1).
async fn price_of(tx: &Tx, chain: &Chain, plan: OrderPlan, offered: &OfferedType) -> Result<Pence, Unexpected> {
    if plan.kind != OrderKind::Renewal {
        return Ok(offered.version.joining_price_on(plan.priced_on));
    }
    let in_force = offered.version.renewal_price_on(plan.priced_on);
    let promised = match chain.last_term() {
        Some(last) => honoured_price(tx, last.id, offered.id).await?,
        None => None,
    };
    Ok(promised.map_or(in_force, |promised| std::cmp::min(promised, in_force)))
}

/// An order with everything decided.
pub(in crate::members::membership) struct ReadyOrder {
    pub(in crate::members::membership) person_id: i64,
    pub(in crate::members::membership) plan: OrderPlan,
    pub(in crate::members::membership) offered: OfferedType,
    pub(in crate::members::membership) price: Pence,
    pub(in crate::members::membership) application_id: Option<i64>,
}

/// Writes the order and its charge, and settles a free one.
pub(in crate::members::membership) async fn place_order(
    app: &App,
    tx: &Tx,
    ready: ReadyOrder,
    now: Instant,
) -> Result<OpenedOrder, OpenOrderError> {
    // An offer for part of a fixed year promises its last day, and does not outlive it.
    let promised_end = match ready.plan.kind {
        OrderKind::TypeChange => None,
        _ => ready.offered.version.term_rule().promised_end(ready.plan.priced_on),
    };
    let year_over = promised_end.map_or(ready.plan.open_until, |last| end_of_days_after(last, 0));
    let row = NewOrderRow {
        reference: app.tokens.reference(),
        person_id: ready.person_id,
        kind: ready.plan.kind,
        type_id: ready.offered.id,
        version_id: ready.offered.version_id,
        price: ready.price,
        application_id: ready.application_id,
        follows_end: ready.plan.follows_end,
        ends_on: promised_end,
        open_until: std::cmp::min(ready.plan.open_until, year_over),
    };
    let Some(order_id) = store::insert_order(tx, row, now).await? else {
        let open = find_open_order(tx, ready.person_id).await?.context("the open order has gone")?;
        return Err(OpenOrderError::AlreadyOpen(open.into()));
    };
    let charge = OrderCharge { order_id, kind: ready.plan.kind, person_id: ready.person_id, price: ready.price };
    let raised = raise_order_charge(app, tx, (charge, &ready.offered.version.name), now).await?;
    store::set_charge(tx, order_id, raised.id, Some(&raised.reference)).await?;
    let entry = Entry {
        actor: Actor::Person(ready.person_id),
        action: "membership_order.opened",
        subject_kind: "membership_order",
        subject_id: order_id,
        reason: None,
        values: None,
    };
    record(tx, entry, now).await?;
    let order = super::queries::load_order(tx, order_id).await?;
    if ready.price.is_zero() {
        complete_order(app, tx, &order, london_date(now), now).await?;
    }
    Ok(order.into())
}

/// What an order owes.
#[derive(Copy, Clone)]
pub(super) struct OrderCharge {
    pub(super) order_id: i64,
    pub(super) kind: OrderKind,
    pub(super) person_id: i64,
    pub(super) price: Pence,
}

/// Raises the charge of an order: one line, exempt from VAT as a professional subscription is.
pub(super) async fn raise_order_charge(
    app: &App,
    tx: &Tx,
    (order, type_name): (OrderCharge, &str),
    now: Instant,
) -> Result<payments::RaisedCharge, Unexpected> {
    let person = find_person(tx, order.person_id).await?.context("the person of an order is not there")?;
    let description = format!("{type_name}: {}", order.kind.label().to_lowercase());
    let line = NewLine {
        purpose: Purpose::MembershipTerm(order.order_id),
        description: description.clone(),
        vat: VatTreatment::ExemptMembership,
        list_price: order.price,
        discount: Pence::ZERO,
        fund: GENERAL_FUND.to_owned(),
        activity: MEMBERSHIP.to_owned(),
    };
    let payer = Payer { kind: PayerKind::Person(Some(person.id)), name: person.name, email: person.email };
    let charge = NewCharge { payer, description, lines: vec![line] };
    payments::raise_charge(tx, app.tokens.as_ref(), charge, now).await
}
