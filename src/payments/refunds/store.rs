//! Rows of refunds and their lines: statements that write, or load for writing.

use entity::{charge_line, refund, refund_line};
use refund::Column as R;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect,
};

use super::refund_state::{RefundEvent, RefundState, transition};
use crate::kernel::unexpected::Context;
use crate::kernel::{Pence, Unexpected};
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

    /// Whether the card processor is to pay it; otherwise an officer does.
    pub fn is_by_card(&self) -> bool {
        self.row.method == "stripe"
    }
}

/// Writes a refund and its lines.
pub async fn insert_refund(
    tx: &impl ConnectionTrait,
    new: refund::ActiveModel,
    lines: &[(i64, Pence)],
) -> Result<RefundId, Unexpected> {
    let id = refund::Entity::insert(new).exec(tx).await?.last_insert_id;
    let rows = lines.iter().map(|(line_id, amount)| refund_line::ActiveModel {
        refund_id: Set(id),
        charge_line_id: Set(*line_id),
        amount_pence: Set(amount.get()),
        ..Default::default()
    });
    if !lines.is_empty() {
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

/// What of a line has gone back or is to go back.
pub async fn refunded_of_line(db: &impl ConnectionTrait, line_id: i64) -> Result<Pence, Unexpected> {
    let to_refund = refund_line::Entity::belongs_to(refund::Entity).from(refund_line::Column::RefundId).to(R::Id);
    let rows = refund_line::Entity::find()
        .join(JoinType::InnerJoin, to_refund.into())
        .filter(refund_line::Column::ChargeLineId.eq(line_id))
        .filter(R::State.is_in(RefundState::STANDING.map(RefundState::word)))
        .all(db)
        .await?;
    Ok(rows.iter().map(|row| Pence::new(row.amount_pence)).sum())
}

/// The lines of a refund, each with its charge line.
pub async fn lines_of(db: &impl ConnectionTrait, id: RefundId) -> Result<Vec<(charge_line::Model, Pence)>, Unexpected> {
    let rows = refund_line::Entity::find().filter(refund_line::Column::RefundId.eq(id.0)).all(db).await?;
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        let line = charge_line::Entity::find_by_id(row.charge_line_id).one(db).await?;
        lines.push((line.context("a refund's line is missing")?, Pence::new(row.amount_pence)));
    }
    Ok(lines)
}

/// Moves a refund along one edge of the graph, with other columns in the same statement. None when the edge does not exist
/// from where it stands, or somebody else moved it first: then nothing is written.
pub async fn mark(
    tx: &impl ConnectionTrait,
    refund: &RefundRow,
    event: RefundEvent,
    also: &[(R, sea_orm::sea_query::SimpleExpr)],
) -> Result<Option<RefundState>, Unexpected> {
    let Ok(next) = transition(refund.state, event) else { return Ok(None) };
    let mut update = refund::Entity::update_many().col_expr(R::State, Expr::value(next.word()));
    for (column, value) in also {
        update = update.col_expr(*column, value.clone());
    }
    let done = update.filter(R::Id.eq(refund.row.id)).filter(R::State.eq(refund.state.word())).exec(tx).await?;
    Ok((done.rows_affected == 1).then_some(next))
}
