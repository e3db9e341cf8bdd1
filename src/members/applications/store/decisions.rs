//! Statements on decisions. They are added and never changed.

use entity::membership_decision::ActiveModel;
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait};

use crate::kernel::Instant;
use crate::members::applications::Decision;

/// A decision to be written down.
pub(in crate::members::applications) struct NewDecision<'a> {
    pub(in crate::members::applications) application_id: i64,
    pub(in crate::members::applications) decider_id: i64,
    pub(in crate::members::applications) decision: Decision,
    pub(in crate::members::applications) reason_code: Option<&'a str>,
    pub(in crate::members::applications) reason: &'a str,
    pub(in crate::members::applications) minute_reference: &'a str,
}

/// Writes a decision down; that there is no conflict of interest was said.
pub(in crate::members::applications) async fn insert_decision(
    db: &impl ConnectionTrait,
    new: NewDecision<'_>,
    now: Instant,
) -> Result<(), DbErr> {
    let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let row = ActiveModel {
        application_id: Set(new.application_id),
        decider_id: Set(new.decider_id),
        decision: Set(new.decision.word().to_owned()),
        reason_code: Set(new.reason_code.map(str::to_owned)),
        reason: Set(text(new.reason)),
        has_no_conflict: Set(true),
        minute_reference: Set(text(new.minute_reference)),
        decided_at: Set(now),
        ..Default::default()
    };
    entity::membership_decision::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}
