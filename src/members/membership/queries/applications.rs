//! What a picture needs of applications.

use chrono::NaiveDate;
use entity::{membership_application, membership_type};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::type_version_on;
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Unexpected};

/// An application that is not closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiveApplication {
    /// The row.
    pub id: i64,
    /// What people quote.
    pub reference: String,
    /// `joining`, `rejoining` or `type_change`.
    pub kind: String,
    /// `draft`, `submitted` or `waiting_for_evidence`.
    pub state: String,
    /// Code of the type applied for.
    pub type_code: String,
    /// What that type is called.
    pub type_name: String,
    /// When it was sent in; none for a draft.
    pub submitted_at: Option<Instant>,
    /// The day by which we promised an answer.
    pub reply_by: Option<NaiveDate>,
}

/// The person's application that is not closed, if there is one.
pub async fn find_live_application(
    db: &impl ConnectionTrait,
    person_id: i64,
) -> Result<Option<LiveApplication>, Unexpected> {
    use membership_application::{Column, Entity};
    let live = Column::State.is_in(["draft", "submitted", "waiting_for_evidence"]);
    let Some(row) = Entity::find().filter(Column::PersonId.eq(person_id)).filter(live).one(db).await? else {
        return Ok(None);
    };
    let kind = membership_type::Entity::find_by_id(row.membership_type_id).one(db).await?;
    let version = type_version_on(db, row.membership_type_id, london_date(row.created_at)).await?;
    Ok(Some(LiveApplication {
        id: row.id,
        reference: row.reference,
        kind: row.kind,
        state: row.state,
        type_code: kind.map(|kind| kind.code).unwrap_or_default(),
        type_name: version.map(|offered| offered.version.name).unwrap_or_default(),
        submitted_at: row.submitted_at,
        reply_by: row.reply_by,
    }))
}
