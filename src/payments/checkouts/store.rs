//! Rows of checkouts: statements that write, or load for writing.

use checkout::Column as C;
use chrono::{DateTime, Duration};
use entity::checkout;
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait, NullOrdering, SimpleExpr};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect};

use super::checkout_state::{CheckoutEvent, CheckoutState, transition};
use super::request::CheckoutRequest;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::payments::charge::CheckoutId;
use crate::payments::seen::SessionSeen;

/// A checkout's row, its state and request read.
#[derive(Clone, Debug)]
pub struct CheckoutRow {
    /// The row as it is kept.
    pub row: checkout::Model,
    /// Where it stands.
    pub state: CheckoutState,
    /// What Stripe is asked for.
    pub request: CheckoutRequest,
}

impl CheckoutRow {
    fn read(row: checkout::Model) -> Result<Self, Unexpected> {
        let state = CheckoutState::parse(&row.state).with_context(|| format!("no checkout is {}", row.state))?;
        let request = serde_json::from_value(row.request.clone()).context("a checkout's request cannot be read")?;
        Ok(Self { row, state, request })
    }

    /// The row's id.
    pub fn id(&self) -> CheckoutId {
        CheckoutId(self.row.id)
    }

    /// What it would bring.
    pub fn amount(&self) -> Pence {
        Pence::new(self.row.amount_pence)
    }
}

fn read_all(rows: Vec<checkout::Model>) -> Result<Vec<CheckoutRow>, Unexpected> {
    rows.into_iter().map(CheckoutRow::read).collect()
}

/// Writes a checkout that Stripe has not been asked for yet.
pub async fn insert_checkout(
    tx: &impl ConnectionTrait,
    charge_id: i64,
    amount: Pence,
    request: &CheckoutRequest,
    now: Instant,
) -> Result<CheckoutId, Unexpected> {
    let expires_at = DateTime::from_timestamp(request.expires_at, 0).context("a checkout ends at no known time")?;
    let row = checkout::ActiveModel {
        reference: Set(request.reference.clone()),
        charge_id: Set(charge_id),
        state: Set(CheckoutState::Created.word().to_owned()),
        amount_pence: Set(amount.get()),
        request: Set(serde_json::to_value(request).context("a checkout's request cannot be kept")?),
        expires_at: Set(expires_at),
        created_at: Set(now),
        ..Default::default()
    };
    Ok(CheckoutId(checkout::Entity::insert(row).exec(tx).await?.last_insert_id))
}

/// A checkout that must exist.
pub async fn load_checkout(db: &impl ConnectionTrait, id: CheckoutId) -> Result<CheckoutRow, Unexpected> {
    let found = checkout::Entity::find_by_id(id.0).one(db).await?;
    CheckoutRow::read(found.with_context(|| format!("there is no checkout {}", id.0))?)
}

/// The checkout of a session: by Stripe's id, or by our reference when the answer that told us the id was lost.
pub async fn find_of_session(
    db: &impl ConnectionTrait,
    session_id: Option<&str>,
    reference: Option<&str>,
) -> Result<Option<CheckoutRow>, Unexpected> {
    let mut found = None;
    if let Some(id) = session_id {
        found = checkout::Entity::find().filter(C::StripeSessionId.eq(id)).one(db).await?;
    }
    if let (None, Some(reference)) = (&found, reference) {
        let unanswered = C::Reference.eq(reference).and(C::StripeSessionId.is_null());
        found = checkout::Entity::find().filter(unanswered).one(db).await?;
    }
    found.map(CheckoutRow::read).transpose()
}

/// The checkouts of a charge that may still be paid in the ordinary way, the newest first.
pub async fn list_live(db: &impl ConnectionTrait, charge_id: i64) -> Result<Vec<CheckoutRow>, Unexpected> {
    let rows = checkout::Entity::find()
        .filter(C::ChargeId.eq(charge_id))
        .filter(C::State.is_in(CheckoutState::LIVE.map(CheckoutState::word)))
        .order_by_desc(C::Id)
        .all(db)
        .await?;
    read_all(rows)
}

/// Live checkouts to ask Stripe about: made more than two minutes ago and not asked about in the last two, the longest
/// unasked first.
pub async fn list_to_check(db: &impl ConnectionTrait, now: Instant, most: u64) -> Result<Vec<CheckoutRow>, Unexpected> {
    let settled = now - Duration::minutes(2);
    let rows = checkout::Entity::find()
        .filter(C::State.is_in(CheckoutState::LIVE.map(CheckoutState::word)))
        .filter(C::CreatedAt.lt(settled))
        .filter(C::LastCheckedAt.is_null().or(C::LastCheckedAt.lt(settled)))
        .order_by_with_nulls(C::LastCheckedAt, Order::Asc, NullOrdering::First)
        .order_by_asc(C::Id)
        .limit(most)
        .all(db)
        .await?;
    read_all(rows)
}

/// Stripe gave it an id and an address. False when it was past that already.
pub async fn mark_opened(
    tx: &impl ConnectionTrait,
    checkout: &CheckoutRow,
    seen: &SessionSeen,
) -> Result<bool, Unexpected> {
    let address = [(C::StripeSessionId, Expr::value(seen.id.clone())), (C::Url, Expr::value(seen.url.clone()))];
    mark(tx, checkout, CheckoutEvent::Opened, address).await
}

/// It ended without money; `session_id` is known when Stripe ever made it. False when it had ended already.
pub async fn mark_expired(
    tx: &impl ConnectionTrait,
    checkout: &CheckoutRow,
    session_id: Option<&str>,
    now: Instant,
) -> Result<bool, Unexpected> {
    mark(tx, checkout, CheckoutEvent::Expired, ending(checkout, session_id, now)).await
}

/// It brought money. False when that was known.
pub async fn mark_paid(
    tx: &impl ConnectionTrait,
    checkout: &CheckoutRow,
    session_id: Option<&str>,
    now: Instant,
) -> Result<bool, Unexpected> {
    mark(tx, checkout, CheckoutEvent::Paid, ending(checkout, session_id, now)).await
}

fn ending(checkout: &CheckoutRow, session_id: Option<&str>, now: Instant) -> [(C, SimpleExpr); 2] {
    let session_id = session_id.map(str::to_owned).or_else(|| checkout.row.stripe_session_id.clone());
    [(C::StripeSessionId, Expr::value(session_id)), (C::EndedAt, Expr::value(now))]
}

/// Moves a checkout along one edge of the graph, with other columns in the same statement. False when the edge does not
/// exist from where it stands, or somebody else moved it first: then nothing is written.
async fn mark(
    tx: &impl ConnectionTrait,
    checkout: &CheckoutRow,
    event: CheckoutEvent,
    also: [(C, SimpleExpr); 2],
) -> Result<bool, Unexpected> {
    let Ok(next) = transition(checkout.state, event) else { return Ok(false) };
    let mut update = checkout::Entity::update_many().col_expr(C::State, Expr::value(next.word()));
    for (column, value) in also {
        update = update.col_expr(column, value);
    }
    let done = update.filter(C::Id.eq(checkout.row.id)).filter(C::State.eq(checkout.state.word())).exec(tx).await?;
    Ok(done.rows_affected == 1)
}

/// Notes when Stripe was last asked.
pub async fn mark_checked(tx: &impl ConnectionTrait, id: CheckoutId, now: Instant) -> Result<(), Unexpected> {
    checkout::Entity::update_many()
        .col_expr(C::LastCheckedAt, Expr::value(now))
        .filter(C::Id.eq(id.0))
        .exec(tx)
        .await?;
    Ok(())
}
