//! Statements on removals that were proposed.

use chrono::NaiveDate;
use entity::removal_proposal::{ActiveModel, Column, Entity};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected};

/// Where a proposal stands.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(in crate::members::membership) enum ProposalState {
    /// For a second person.
    Waiting,
    /// The membership has ended by it.
    Confirmed,
    /// Nothing came of it.
    Dropped,
}

impl ProposalState {
    /// The short word stored in records.
    pub(in crate::members::membership) const fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Confirmed => "confirmed",
            Self::Dropped => "dropped",
        }
    }
}

/// A proposal to be written.
pub(in crate::members::membership::officer_facts) struct NewProposal<'a> {
    pub(in crate::members::membership::officer_facts) person_id: i64,
    pub(in crate::members::membership::officer_facts) from_day: NaiveDate,
    pub(in crate::members::membership::officer_facts) minute_reference: &'a str,
    pub(in crate::members::membership::officer_facts) reason: &'a str,
    pub(in crate::members::membership::officer_facts) proposed_by_id: i64,
}

/// A proposal as it is decided on.
#[derive(Clone, Debug)]
pub(in crate::members::membership::officer_facts) struct WaitingProposal {
    pub(in crate::members::membership::officer_facts) person_id: i64,
    pub(in crate::members::membership::officer_facts) from_day: NaiveDate,
    pub(in crate::members::membership::officer_facts) minute_reference: String,
    pub(in crate::members::membership::officer_facts) reason: String,
    pub(in crate::members::membership::officer_facts) proposed_by_id: i64,
}

/// Writes a proposal. None when one waits already: the index lets one through.
pub(in crate::members::membership::officer_facts) async fn insert_proposal(
    tx: &impl ConnectionTrait,
    new: NewProposal<'_>,
    now: Instant,
) -> Result<Option<i64>, Unexpected> {
    let row = ActiveModel {
        person_id: Set(new.person_id),
        from_day: Set(new.from_day),
        minute_reference: Set(new.minute_reference.to_owned()),
        reason: Set(new.reason.to_owned()),
        proposed_by_id: Set(new.proposed_by_id),
        proposed_at: Set(now),
        state: Set(ProposalState::Waiting.word().to_owned()),
        ..Default::default()
    };
    let one_waits = OnConflict::new().do_nothing().to_owned();
    if Entity::insert(row).on_conflict(one_waits).exec_without_returning(tx).await? == 0 {
        return Ok(None);
    }
    let written = Entity::find()
        .filter(Column::PersonId.eq(new.person_id))
        .filter(Column::State.eq(ProposalState::Waiting.word()))
        .one(tx)
        .await?;
    Ok(Some(written.context("the proposal just written is not there")?.id))
}

/// Decides a proposal that waits. False when it does not.
pub(in crate::members::membership::officer_facts) async fn mark_decided(
    tx: &impl ConnectionTrait,
    id: i64,
    (state, officer_id): (ProposalState, i64),
    now: Instant,
) -> Result<bool, Unexpected> {
    let done = Entity::update_many()
        .col_expr(Column::State, Expr::value(state.word()))
        .col_expr(Column::DecidedById, Expr::value(officer_id))
        .col_expr(Column::DecidedAt, Expr::value(now))
        .filter(Column::Id.eq(id))
        .filter(Column::State.eq(ProposalState::Waiting.word()))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// A proposal that must exist.
pub(in crate::members::membership::officer_facts) async fn load_proposal(
    tx: &impl ConnectionTrait,
    id: i64,
) -> Result<WaitingProposal, Unexpected> {
    let row = Entity::find_by_id(id).one(tx).await?.context("the proposal just decided is not there")?;
    Ok(WaitingProposal {
        person_id: row.person_id,
        from_day: row.from_day,
        minute_reference: row.minute_reference,
        reason: row.reason,
        proposed_by_id: row.proposed_by_id,
    })
}
