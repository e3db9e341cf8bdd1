//! Statements on renewal notices.

use entity::renewal_notice::{ActiveModel, Column, Entity};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};

use super::notice_kind::NoticeKind;
use crate::kernel::{Instant, Pence, Unexpected};

/// A notice to be written down.
pub(super) struct NewNotice {
    pub(super) term_id: i64,
    pub(super) type_id: i64,
    pub(super) price: Pence,
    /// It offers the next term; not so when the type closes first.
    pub(super) is_offer: bool,
}

/// Writes the notices down; one that is known stays as it is.
pub(super) async fn insert_notices(
    tx: &impl ConnectionTrait,
    kind: NoticeKind,
    notices: Vec<NewNotice>,
    now: Instant,
) -> Result<(), Unexpected> {
    if notices.is_empty() {
        return Ok(());
    }
    let rows = notices.into_iter().map(|notice| ActiveModel {
        membership_term_id: Set(notice.term_id),
        kind: Set(kind.word().to_owned()),
        membership_type_id: Set(notice.type_id),
        price_pence: Set(notice.price.get()),
        is_offer: Set(notice.is_offer),
        sent_at: Set(now),
        ..Default::default()
    });
    let known = OnConflict::columns([Column::MembershipTermId, Column::Kind]).do_nothing().to_owned();
    Entity::insert_many(rows).on_conflict(known).exec_without_returning(tx).await?;
    Ok(())
}
