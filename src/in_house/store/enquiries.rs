//! Enquiries and their history.

use entity::{in_house_enquiry, in_house_note};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use crate::in_house::enquiry_state::EnquiryState;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected};

/// Writes a new enquiry.
pub(in crate::in_house) async fn insert_enquiry(
    tx: &impl ConnectionTrait,
    row: in_house_enquiry::ActiveModel,
) -> Result<in_house_enquiry::Model, DbErr> {
    in_house_enquiry::Entity::insert(row).exec_with_returning(tx).await
}

/// Makes every other transaction that wants to change this enquiry wait until ours ends, and reads it behind that.
pub(in crate::in_house) async fn lock_enquiry(
    tx: &impl ConnectionTrait,
    id: i64,
) -> Result<in_house_enquiry::Model, Unexpected> {
    use in_house_enquiry::{Column, Entity};
    let same = Expr::col(Column::Reference);
    Entity::update_many().col_expr(Column::Reference, same).filter(Column::Id.eq(id)).exec(tx).await?;
    Entity::find_by_id(id).one(tx).await?.context("an enquiry is missing")
}

/// What a change of state writes beside it.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::in_house) struct Beside<'a> {
    /// Why it came to nothing.
    pub(in crate::in_house) lost_reason: Option<&'a str>,
    /// Which one it is the same as.
    pub(in crate::in_house) duplicate_of: Option<i64>,
}

/// Moves an enquiry on; says if it won.
pub(in crate::in_house) async fn mark_enquiry(
    tx: &impl ConnectionTrait,
    id: i64,
    (from, to): (EnquiryState, EnquiryState),
    beside: Beside<'_>,
    now: Instant,
) -> Result<bool, DbErr> {
    use in_house_enquiry::{Column, Entity};
    let done = Entity::update_many()
        .col_expr(Column::State, Expr::value(to.word()))
        .col_expr(Column::StateSince, Expr::value(now))
        .col_expr(Column::LostReason, Expr::value(beside.lost_reason.map(str::to_owned)))
        .col_expr(Column::DuplicateOfId, Expr::value(beside.duplicate_of))
        .filter(Column::Id.eq(id))
        .filter(Column::State.eq(from.word()))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Writes down the first answer of a person; later ones change nothing.
pub(in crate::in_house) async fn mark_answered(tx: &impl ConnectionTrait, id: i64, now: Instant) -> Result<(), DbErr> {
    use in_house_enquiry::{Column, Entity};
    Entity::update_many()
        .col_expr(Column::FirstAnsweredAt, Expr::value(now))
        .filter(Column::Id.eq(id))
        .filter(Column::FirstAnsweredAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

/// Takes the one alert that an enquiry has; says if it won.
pub(in crate::in_house) async fn claim_alert(tx: &impl ConnectionTrait, id: i64, now: Instant) -> Result<bool, DbErr> {
    use in_house_enquiry::{Column, Entity};
    let done = Entity::update_many()
        .col_expr(Column::AlertedAt, Expr::value(now))
        .filter(Column::Id.eq(id))
        .filter(Column::AlertedAt.is_null())
        .filter(Column::FirstAnsweredAt.is_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// A line of the history.
pub(in crate::in_house) struct NewNote<'a> {
    pub(in crate::in_house) enquiry_id: i64,
    /// "moved", "note", "written" or "spoken".
    pub(in crate::in_house) kind: &'static str,
    /// "officer", "contact" or "system".
    pub(in crate::in_house) actor: &'static str,
    /// The officer.
    pub(in crate::in_house) written_by: Option<i64>,
    pub(in crate::in_house) to: Option<EnquiryState>,
    pub(in crate::in_house) words: &'a str,
}

/// Writes a line of the history.
pub(in crate::in_house) async fn insert_note(
    tx: &impl ConnectionTrait,
    note: NewNote<'_>,
    now: Instant,
) -> Result<(), DbErr> {
    let row = in_house_note::ActiveModel {
        enquiry_id: Set(note.enquiry_id),
        kind: Set(note.kind.to_owned()),
        actor: Set(note.actor.to_owned()),
        written_by_id: Set(note.written_by),
        to_state: Set(note.to.map(|state| state.word().to_owned())),
        words: Set(note.words.to_owned()),
        noted_at: Set(now),
        ..Default::default()
    };
    in_house_note::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Forgets the people of an enquiry and what was said; that there was one stays for the figures.
pub(in crate::in_house) async fn wipe_enquiry(tx: &impl ConnectionTrait, id: i64, now: Instant) -> Result<(), DbErr> {
    use in_house_enquiry::{Column, Entity};
    let mut wipe = Entity::update_many()
        .col_expr(Column::PersonId, Expr::value(None::<i64>))
        .col_expr(Column::WipedAt, Expr::value(now))
        .filter(Column::Id.eq(id));
    for column in [
        Column::ContactName,
        Column::ContactEmail,
        Column::FoldedEmail,
        Column::ContactPhone,
        Column::Needs,
        Column::BudgetHolder,
        Column::PoRoute,
    ] {
        wipe = wipe.col_expr(column, Expr::value(""));
    }
    wipe.exec(tx).await?;
    in_house_note::Entity::delete_many()
        .filter(in_house_note::Column::EnquiryId.eq(id))
        .filter(in_house_note::Column::Kind.ne("moved"))
        .exec(tx)
        .await?;
    Ok(())
}
