//! Removals that wait for a second person.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::{person, removal_proposal};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, Select};

use super::load_chain;
use crate::kernel::{Instant, Unexpected};
use crate::members::membership::chain::FactRecord;
use crate::members::membership::officer_facts::{FactKind, ProposalState};

/// One that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingRemoval {
    /// The row.
    pub id: i64,
    /// Whose membership is to end.
    pub person_id: i64,
    /// Their name.
    pub person_name: String,
    /// First London day without membership.
    pub from: NaiveDate,
    /// Where the resolution is minuted.
    pub minute_reference: String,
    /// Why it was resolved; the member reads it.
    pub reason: String,
    /// Who put it forward.
    pub proposed_by_id: i64,
    /// Their name.
    pub proposed_by: String,
    /// When.
    pub proposed_at: Instant,
}

fn waiting() -> Select<removal_proposal::Entity> {
    removal_proposal::Entity::find().filter(removal_proposal::Column::State.eq(ProposalState::Waiting.word()))
}

/// The resolution that keeps somebody out on a day, with its minute; none for whoever may come back like anybody.
pub async fn removal_in_force(
    db: &impl ConnectionTrait,
    person_id: i64,
    on: NaiveDate,
) -> Result<Option<FactRecord>, Unexpected> {
    Ok(load_chain(db, person_id).await?.fact_on(FactKind::Removed, on).cloned())
}

/// How many wait.
pub async fn count_waiting_removals(db: &impl ConnectionTrait) -> Result<u64, Unexpected> {
    Ok(waiting().count(db).await?)
}

/// All that wait, the oldest first; of one person only, if one is named.
pub async fn waiting_removals(
    db: &impl ConnectionTrait,
    person_id: Option<i64>,
) -> Result<Vec<WaitingRemoval>, Unexpected> {
    use removal_proposal::Column;
    let mut wanted = waiting();
    if let Some(id) = person_id {
        wanted = wanted.filter(Column::PersonId.eq(id));
    }
    let rows = wanted.order_by_asc(Column::Id).all(db).await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let ids = rows.iter().flat_map(|row| [row.person_id, row.proposed_by_id]);
    let people = person::Entity::find().filter(person::Column::Id.is_in(ids)).all(db).await?;
    let names: BTreeMap<i64, String> = people.into_iter().map(|row| (row.id, row.full_name)).collect();
    let name = |id: i64| names.get(&id).cloned().unwrap_or_default();
    let removal = |row: removal_proposal::Model| WaitingRemoval {
        person_name: name(row.person_id),
        proposed_by: name(row.proposed_by_id),
        id: row.id,
        person_id: row.person_id,
        from: row.from_day,
        minute_reference: row.minute_reference,
        reason: row.reason,
        proposed_by_id: row.proposed_by_id,
        proposed_at: row.proposed_at,
    };
    Ok(rows.into_iter().map(removal).collect())
}
