//! Reads of waiting lists, shaped for pages and for the job that looks at them.

use std::collections::BTreeMap;

use entity::{capacity_pool, waiting_entry, waiting_offer};
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::elsewhere::queries::entries_with_a_place_elsewhere;
use super::entry_state::EntryState;
use super::tending::{OpenEntry, OpenOffer};
use super::{offers, open_list::OpenList, store};
use crate::app::App;
use crate::db::is_literally;
use crate::kernel::{Instant, Unexpected};

/// Events with a list that may need something: somebody is on it, or seats are kept.
pub(super) async fn lists_in_use(db: &impl ConnectionTrait) -> Result<Vec<i64>, DbErr> {
    let with_entries = Query::select()
        .distinct()
        .column(waiting_entry::Column::EventId)
        .from(waiting_entry::Entity)
        .and_where(waiting_entry::Column::State.is_in(["waiting", "offered"]))
        .to_owned();
    let with_offers = Query::select()
        .distinct()
        .column(waiting_offer::Column::EventId)
        .from(waiting_offer::Entity)
        .and_where(is_literally((waiting_offer::Entity, waiting_offer::Column::State), &["open"]))
        .to_owned();
    let in_use = Condition::any()
        .add(capacity_pool::Column::PeopleWaiting.gt(0))
        .add(capacity_pool::Column::EventId.in_subquery(with_entries))
        .add(capacity_pool::Column::EventId.in_subquery(with_offers));
    capacity_pool::Entity::find()
        .select_only()
        .distinct()
        .column(capacity_pool::Column::EventId)
        .filter(in_use)
        .order_by_asc(capacity_pool::Column::EventId)
        .into_tuple()
        .all(db)
        .await
}

/// Everything on an event's list, as the rules see it.
pub(super) async fn open_entries(
    db: &impl ConnectionTrait,
    event_id: i64,
) -> Result<(Vec<OpenEntry>, Vec<OpenOffer>), DbErr> {
    let rows = store::list_open_entries(db, event_id).await?;
    let mut with_place = store::entries_with_a_place(db, event_id, &rows).await?;
    with_place.extend(entries_with_a_place_elsewhere(db, event_id, &rows).await?);
    let entries = rows.iter().map(|row| store::open_entry(row, &with_place)).collect();
    Ok((entries, offers::store::list_open_offers(db, event_id).await?))
}

/// An entry with its event and sale, for its own page.
pub(super) async fn find_entry_on_list(
    app: &App,
    db: &impl ConnectionTrait,
    entry_id: i64,
    now: Instant,
) -> Result<Option<(waiting_entry::Model, OpenList)>, Unexpected> {
    let Some(entry) = store::find_entry(db, entry_id).await? else { return Ok(None) };
    let list = OpenList::load(app, db, entry.event_id, now).await?;
    Ok(Some((entry, list)))
}

/// Every entry an event ever had, open ones in the order of their turns and then the others, newest first; with the open offers.
pub(super) async fn all_entries(
    db: &impl ConnectionTrait,
    event_id: i64,
) -> Result<(Vec<waiting_entry::Model>, BTreeMap<i64, waiting_offer::Model>), DbErr> {
    let mut entries = waiting_entry::Entity::find()
        .filter(waiting_entry::Column::EventId.eq(event_id))
        .order_by_asc(waiting_entry::Column::Id)
        .limit(500)
        .all(db)
        .await?;
    entries.sort_by_key(|entry| {
        let state = EntryState::parse(&entry.state);
        let turn = (std::cmp::Reverse(entry.priority), entry.joined_at, entry.id);
        (!state.is_open(), state != EntryState::Offered, entry.ended_at.map(std::cmp::Reverse), turn)
    });
    let offers = waiting_offer::Entity::find()
        .filter(waiting_offer::Column::EventId.eq(event_id))
        .filter(is_literally((waiting_offer::Entity, waiting_offer::Column::State), &["open"]))
        .all(db)
        .await?;
    Ok((entries, offers.into_iter().map(|offer| (offer.waiting_entry_id, offer)).collect()))
}

/// The open entry of an address on an event's list, if there is one.
pub async fn find_entry_of(
    db: &impl ConnectionTrait,
    event_id: i64,
    folded_email: &str,
) -> Result<Option<waiting_entry::Model>, DbErr> {
    store::find_open_entry_of(db, event_id, folded_email).await
}

/// What is on an event's list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OnList {
    /// Entries whose turn has not come.
    pub waiting: usize,
    /// Entries in all, those with an offer too: so many are told when the event is called off (WTL-12).
    pub entries: usize,
    /// Seats that are offered, which count as taken.
    pub seats_offered: i32,
}

/// What is on an event's list, for the desk of the date.
pub async fn on_list(db: &impl ConnectionTrait, event_id: i64) -> Result<OnList, DbErr> {
    let open = store::list_open_entries(db, event_id).await?;
    let waiting = open.iter().filter(|entry| entry.state == EntryState::Waiting.word()).count();
    let offers = offers::store::list_open_offers(db, event_id).await?;
    Ok(OnList { waiting, entries: open.len(), seats_offered: offers.iter().map(|offer| offer.seats).sum() })
}

/// Entries that are still on an event's list, waiting or offered a place (INH-6). True for good only behind the lock of its seats.
pub async fn count_open_entries(db: &impl ConnectionTrait, event_id: i64) -> Result<usize, DbErr> {
    Ok(store::list_open_entries(db, event_id).await?.len())
}
