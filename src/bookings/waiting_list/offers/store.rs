//! Statements that write offers, or load them to be written. Every change of state repeats the old state in its filter.

use entity::{waiting_offer, waiting_tally};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

use crate::bookings::modes::PlaceMode;
use crate::bookings::waiting_list::tending::OpenOffer;
use crate::db::is_literally;
use crate::kernel::Instant;

/// How an offer ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::bookings::waiting_list) enum OfferEnd {
    /// Its seats were booked.
    Taken,
    /// The person did not want them.
    Declined,
    /// Its time was over.
    Expired,
    /// The entry or the list ended.
    Withdrawn,
}

impl OfferEnd {
    fn word(self) -> &'static str {
        match self {
            Self::Taken => "taken",
            Self::Declined => "declined",
            Self::Expired => "expired",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// The open offer of an entry, if there is one.
pub async fn find_open_offer(db: &impl ConnectionTrait, entry_id: i64) -> Result<Option<waiting_offer::Model>, DbErr> {
    waiting_offer::Entity::find()
        .filter(waiting_offer::Column::WaitingEntryId.eq(entry_id))
        .filter(is_literally((waiting_offer::Entity, waiting_offer::Column::State), &["open"]))
        .one(db)
        .await
}

/// Every open offer of an event.
pub(in crate::bookings::waiting_list) async fn list_open_offers(
    db: &impl ConnectionTrait,
    event_id: i64,
) -> Result<Vec<OpenOffer>, DbErr> {
    let rows = waiting_offer::Entity::find()
        .filter(waiting_offer::Column::EventId.eq(event_id))
        .filter(is_literally((waiting_offer::Entity, waiting_offer::Column::State), &["open"]))
        .order_by_asc(waiting_offer::Column::Id)
        .all(db)
        .await?;
    let offer = |row: waiting_offer::Model| OpenOffer {
        id: row.id,
        entry_id: row.waiting_entry_id,
        seats: row.seats,
        mode: PlaceMode::parse(&row.mode),
        expires_at: row.expires_at,
    };
    Ok(rows.into_iter().map(offer).collect())
}

/// Writes an offer; its seats are taken already.
pub(in crate::bookings::waiting_list) async fn insert_offer(
    db: &impl ConnectionTrait,
    row: waiting_offer::ActiveModel,
) -> Result<(), DbErr> {
    waiting_offer::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// Ends an open offer. False: it had ended.
pub(in crate::bookings::waiting_list) async fn mark_offer(
    db: &impl ConnectionTrait,
    id: i64,
    to: OfferEnd,
    now: Instant,
) -> Result<bool, DbErr> {
    let done = waiting_offer::Entity::update_many()
        .col_expr(waiting_offer::Column::State, Expr::value(to.word()))
        .col_expr(waiting_offer::Column::EndedAt, Expr::value(now))
        .filter(waiting_offer::Column::Id.eq(id))
        .filter(waiting_offer::Column::State.eq("open"))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Adds the ended offers of entries that are about to be forgotten to the tally of their events.
pub(in crate::bookings::waiting_list) async fn tally_offers(
    db: &impl ConnectionTrait,
    entries: &[i64],
) -> Result<(), DbErr> {
    use waiting_tally::Column as Tally;
    let ended: Vec<(i64, String, i64)> = waiting_offer::Entity::find()
        .select_only()
        .columns([waiting_offer::Column::EventId, waiting_offer::Column::State])
        .column_as(waiting_offer::Column::Id.count(), "offers")
        .filter(waiting_offer::Column::WaitingEntryId.is_in(entries.iter().copied()))
        .group_by(waiting_offer::Column::EventId)
        .group_by(waiting_offer::Column::State)
        .into_tuple()
        .all(db)
        .await?;
    for (event_id, state, offers) in ended {
        let column = match state.as_str() {
            "taken" => Tally::Taken,
            "declined" => Tally::Declined,
            "expired" => Tally::Expired,
            _ => Tally::Withdrawn,
        };
        let row = waiting_tally::ActiveModel {
            event_id: Set(event_id),
            taken: Set(0),
            declined: Set(0),
            expired: Set(0),
            withdrawn: Set(0),
        };
        let there_already = OnConflict::column(Tally::EventId).do_nothing().to_owned();
        waiting_tally::Entity::insert(row).on_conflict(there_already).exec_without_returning(db).await?;
        waiting_tally::Entity::update_many()
            .col_expr(column, Expr::col(column).add(i32::try_from(offers).unwrap_or(i32::MAX)))
            .filter(Tally::EventId.eq(event_id))
            .exec(db)
            .await?;
    }
    Ok(())
}
