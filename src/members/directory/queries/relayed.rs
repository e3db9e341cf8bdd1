//! Messages that were relayed: who to whom and when, never what they said.

use entity::relayed_message::{Column, Entity};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use crate::kernel::Instant;

/// One message.
#[derive(Clone, Debug)]
pub(in crate::members::directory) struct RelayedMessage {
    pub(in crate::members::directory) sender_id: i64,
    pub(in crate::members::directory) recipient_id: i64,
    pub(in crate::members::directory) sent_at: Instant,
    pub(in crate::members::directory) is_reported: bool,
}

/// A message by its row.
pub(in crate::members::directory) async fn find_relayed(
    db: &impl ConnectionTrait,
    id: i64,
) -> Result<Option<RelayedMessage>, DbErr> {
    Ok(Entity::find_by_id(id).one(db).await?.map(|row| RelayedMessage {
        sender_id: row.sender_person_id,
        recipient_id: row.recipient_person_id,
        sent_at: row.sent_at,
        is_reported: row.reported_at.is_some(),
    }))
}

/// Whether the recipient ever reported a message of the sender's: then no other is relayed.
pub(in crate::members::directory) async fn has_reported(
    db: &impl ConnectionTrait,
    recipient_id: i64,
    sender_id: i64,
) -> Result<bool, DbErr> {
    let found = Entity::find()
        .filter(Column::RecipientPersonId.eq(recipient_id))
        .filter(Column::SenderPersonId.eq(sender_id))
        .filter(Column::ReportedAt.is_not_null())
        .one(db)
        .await?;
    Ok(found.is_some())
}
