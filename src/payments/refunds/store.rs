//! Rows of refunds and their lines: statements that write, or load for writing.

use std::collections::BTreeMap;

use entity::{refund, refund_line};
use refund::Column as R;
use sea_orm::sea_query::{Expr, SimpleExpr};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
};

use super::refund_state::{RefundEvent, RefundState, transition};
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::payments::charge::RefundId;

/// A refund's row, its state read.
#[derive(Clone, Debug)]
pub struct RefundRow {
    /// The row as it is kept.
    pub row: refund::Model,
    /// Where it stands.
    pub state: RefundState,
}

impl RefundRow {
    fn read(row: refund::Model) -> Result<Self, Unexpected> {
        let state = RefundState::parse(&row.state).with_context(|| format!("no refund is {}", row.state))?;
        Ok(Self { row, state })
    }

    /// The row's id.
    pub fn id(&self) -> RefundId {
        RefundId(self.row.id)
    }

    /// How much goes back.
    pub fn amount(&self) -> Pence {
        Pence::new(self.row.amount_pence)
    }

    /// Whether it waits for an officer: it failed, or is to be paid by hand.
    pub fn is_with_an_officer(&self) -> bool {
        matches!(self.state, RefundState::Failed | RefundState::Manual)
    }

    /// Whether the card processor is to pay it; otherwise an officer does.
    pub fn is_by_card(&self) -> bool {
        self.row.method == "stripe"
    }
}

/// A refund about to be written.
#[derive(Clone, Debug)]
pub struct NewRefundRow<'a> {
    pub reference: &'a str,
    pub payment_id: i64,
    pub charge_id: Option<i64>,
    pub amount: Pence,
    pub reason: &'a str,
    pub dedupe_key: &'a str,
    pub state: RefundState,
    /// Whether the card processor is to pay it; otherwise an officer does.
    pub is_by_card: bool,
    pub stripe_refund_id: Option<&'a str>,
    pub requested_by: Option<i64>,
    /// By charge line.
    pub lines: &'a [(i64, Pence)],
}

/// Writes a refund and its lines.
pub async fn insert_refund(
    tx: &impl ConnectionTrait,
    new: NewRefundRow<'_>,
    now: Instant,
) -> Result<RefundId, Unexpected> {
    let row = refund::ActiveModel {
        reference: Set(new.reference.to_owned()),
        payment_id: Set(new.payment_id),
        charge_id: Set(new.charge_id),
        amount_pence: Set(new.amount.get()),
        reason: Set(new.reason.to_owned()),
        dedupe_key: Set(new.dedupe_key.to_owned()),
        state: Set(new.state.word().to_owned()),
        method: Set(if new.is_by_card { "stripe" } else { "manual" }.to_owned()),
        stripe_refund_id: Set(new.stripe_refund_id.map(str::to_owned)),
        attempts: Set(0),
        requested_by_id: Set(new.requested_by),
        requested_at: Set(now),
        ..Default::default()
    };
    let id = refund::Entity::insert(row).exec(tx).await?.last_insert_id;
    let rows = new.lines.iter().map(|(line_id, amount)| refund_line::ActiveModel {
        refund_id: Set(id),
        charge_line_id: Set(*line_id),
        amount_pence: Set(amount.get()),
        ..Default::default()
    });
    if !new.lines.is_empty() {
        refund_line::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(RefundId(id))
}

/// A refund that must exist.
pub async fn load_refund(db: &impl ConnectionTrait, id: RefundId) -> Result<RefundRow, Unexpected> {
    let found = refund::Entity::find_by_id(id.0).one(db).await?;
    RefundRow::read(found.with_context(|| format!("there is no refund {}", id.0))?)
}

/// The refund that people know by this reference.
pub async fn find_by_reference(db: &impl ConnectionTrait, reference: &str) -> Result<Option<RefundRow>, Unexpected> {
    let found = refund::Entity::find().filter(R::Reference.eq(reference)).one(db).await?;
    found.map(RefundRow::read).transpose()
}

/// Every refund that belongs to a charge, the oldest first.
pub async fn list_of_charge(db: &impl ConnectionTrait, charge_id: i64) -> Result<Vec<RefundRow>, Unexpected> {
    let rows = refund::Entity::find().filter(R::ChargeId.eq(charge_id)).order_by_asc(R::Id).all(db).await?;
    rows.into_iter().map(RefundRow::read).collect()
}

/// What of each line has gone back or is to go back; a line of which nothing has is left out.
pub async fn refunded_of_lines(
    db: &impl ConnectionTrait,
    line_ids: &[i64],
) -> Result<BTreeMap<i64, Pence>, Unexpected> {
    let to_refund = refund_line::Entity::belongs_to(refund::Entity).from(refund_line::Column::RefundId).to(R::Id);
    let rows = refund_line::Entity::find()
        .join(JoinType::InnerJoin, to_refund.into())
        .filter(refund_line::Column::ChargeLineId.is_in(line_ids.iter().copied()))
        .filter(R::State.is_in(RefundState::STANDING.map(RefundState::word)))
        .all(db)
        .await?;
    let mut refunded: BTreeMap<i64, Pence> = BTreeMap::new();
    for row in rows {
        *refunded.entry(row.charge_line_id).or_default() += Pence::new(row.amount_pence);
    }
    Ok(refunded)
}

/// The refund that Stripe knows by this id.
pub async fn find_by_stripe_id(db: &impl ConnectionTrait, id: &str) -> Result<Option<RefundRow>, Unexpected> {
    let found = refund::Entity::find().filter(R::StripeRefundId.eq(id)).one(db).await?;
    found.map(RefundRow::read).transpose()
}

/// Whether a refund was ever written under this key.
pub async fn is_key_known(db: &impl ConnectionTrait, dedupe_key: &str) -> Result<bool, Unexpected> {
    Ok(refund::Entity::find().filter(R::DedupeKey.eq(dedupe_key)).one(db).await?.is_some())
}

/// Refunds of a payment that have not left us: nothing was asked of Stripe, or it failed there.
pub async fn list_unsent_of_payment(db: &impl ConnectionTrait, payment_id: i64) -> Result<Vec<RefundRow>, Unexpected> {
    let unsent = [RefundState::Requested, RefundState::Approved, RefundState::Failed, RefundState::Manual];
    let rows = refund::Entity::find()
        .filter(R::PaymentId.eq(payment_id))
        .filter(R::State.is_in(unsent.map(RefundState::word)))
        .order_by_asc(R::Id)
        .all(db)
        .await?;
    rows.into_iter().map(RefundRow::read).collect()
}

/// Refunds in one state, the oldest first.
pub async fn list_in_state(
    db: &impl ConnectionTrait,
    state: RefundState,
    most: u64,
) -> Result<Vec<RefundRow>, Unexpected> {
    let rows = refund::Entity::find().filter(R::State.eq(state.word())).order_by_asc(R::Id).limit(most).all(db).await?;
    rows.into_iter().map(RefundRow::read).collect()
}

/// Refunds that were asked for before an instant and are not with their payer, the oldest first.
pub async fn list_awaited_before(db: &impl ConnectionTrait, before: Instant) -> Result<Vec<RefundRow>, Unexpected> {
    let rows = refund::Entity::find()
        .filter(R::State.is_in(RefundState::AWAITED.map(RefundState::word)))
        .filter(R::RequestedAt.lt(before))
        .order_by_asc(R::Id)
        .all(db)
        .await?;
    rows.into_iter().map(RefundRow::read).collect()
}

/// Notes, before the call, that this attempt goes out now. False when the refund is not to be sent any more. The first
/// instant stays: Stripe keeps a key for a day from then.
pub async fn mark_sending(tx: &impl ConnectionTrait, refund: &RefundRow, now: Instant) -> Result<bool, Unexpected> {
    let first = refund.row.sent_at.unwrap_or(now);
    let done = refund::Entity::update_many()
        .col_expr(R::SentAt, Expr::value(first))
        .filter(R::Id.eq(refund.row.id))
        .filter(R::State.eq(RefundState::Approved.word()))
        .filter(R::Attempts.eq(refund.row.attempts))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// A second person decided.
pub async fn mark_decided(
    tx: &impl ConnectionTrait,
    refund: &RefundRow,
    event: RefundEvent,
    by: i64,
    now: Instant,
) -> Result<bool, Unexpected> {
    let ended = (event == RefundEvent::Refused).then_some(now);
    mark(tx, refund, event, vec![(R::DecidedById, Expr::value(by)), (R::EndedAt, Expr::value(ended))]).await
}

/// Stripe has it, or the money has gone.
pub async fn mark_at_stripe(
    tx: &impl ConnectionTrait,
    refund: &RefundRow,
    event: RefundEvent,
    stripe_id: &str,
    now: Instant,
) -> Result<bool, Unexpected> {
    let ended = (event == RefundEvent::Succeeded).then_some(now);
    mark(tx, refund, event, vec![(R::StripeRefundId, Expr::value(stripe_id)), (R::EndedAt, Expr::value(ended))]).await
}

/// It did not arrive, or came back; the next attempt will have a key of its own.
pub async fn mark_failed(
    tx: &impl ConnectionTrait,
    refund: &RefundRow,
    stripe_id: Option<&str>,
    why: &str,
) -> Result<bool, Unexpected> {
    let stripe_id = stripe_id.map(str::to_owned).or_else(|| refund.row.stripe_refund_id.clone());
    let also = vec![
        (R::StripeRefundId, Expr::value(stripe_id)),
        (R::LastError, Expr::value(why)),
        (R::Attempts, Expr::value(refund.row.attempts + 1)),
        (R::EndedAt, Expr::value(None::<Instant>)),
    ];
    mark(tx, refund, RefundEvent::Failed, also).await
}

/// It goes out once more, as a new refund at Stripe.
pub async fn mark_tried_again(tx: &impl ConnectionTrait, refund: &RefundRow) -> Result<bool, Unexpected> {
    let also = vec![(R::StripeRefundId, Expr::value(None::<String>)), (R::SentAt, Expr::value(None::<Instant>))];
    mark(tx, refund, RefundEvent::TriedAgain, also).await
}

/// An officer is to pay it.
pub async fn mark_manual(tx: &impl ConnectionTrait, refund: &RefundRow) -> Result<bool, Unexpected> {
    mark(tx, refund, RefundEvent::WentManual, Vec::new()).await
}

/// An officer paid it; only the reference of that payment is kept (D13).
pub async fn mark_paid_by_hand(
    tx: &impl ConnectionTrait,
    refund: &RefundRow,
    bank_reference: &str,
    now: Instant,
) -> Result<bool, Unexpected> {
    let also = vec![
        (R::Method, Expr::value("manual")),
        (R::ManualReference, Expr::value(bank_reference)),
        (R::EndedAt, Expr::value(now)),
    ];
    mark(tx, refund, RefundEvent::PaidByHand, also).await
}

/// Nothing is to go back any more.
pub async fn mark_given_up(
    tx: &impl ConnectionTrait,
    refund: &RefundRow,
    why: &str,
    now: Instant,
) -> Result<bool, Unexpected> {
    let also = vec![(R::LastError, Expr::value(why)), (R::EndedAt, Expr::value(now))];
    mark(tx, refund, RefundEvent::GivenUp, also).await
}

/// Moves a refund along one edge of the graph, with other columns in the same statement. False when the edge does not exist
/// from where it stands, or somebody else moved it first: then nothing is written.
async fn mark(
    tx: &impl ConnectionTrait,
    refund: &RefundRow,
    event: RefundEvent,
    also: Vec<(R, SimpleExpr)>,
) -> Result<bool, Unexpected> {
    let Ok(next) = transition(refund.state, event) else { return Ok(false) };
    let mut update = refund::Entity::update_many().col_expr(R::State, Expr::value(next.word()));
    for (column, value) in also {
        update = update.col_expr(column, value);
    }
    let done = update.filter(R::Id.eq(refund.row.id)).filter(R::State.eq(refund.state.word())).exec(tx).await?;
    Ok(done.rows_affected == 1)
}
