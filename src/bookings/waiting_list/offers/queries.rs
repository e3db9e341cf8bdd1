//! What became of the offers of an event: those still known, and the tally of those that are forgotten (REP-4).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::{event, waiting_entry, waiting_offer, waiting_tally};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

use super::figures::OfferFigures;
use crate::bookings::waiting_list::entry_state::EntryState;

/// The figures of one event.
pub async fn offer_figures(db: &impl ConnectionTrait, event_id: i64) -> Result<OfferFigures, DbErr> {
    let known: Vec<(String, i64)> = waiting_offer::Entity::find()
        .select_only()
        .column(waiting_offer::Column::State)
        .column_as(waiting_offer::Column::Id.count(), "offers")
        .filter(waiting_offer::Column::EventId.eq(event_id))
        .group_by(waiting_offer::Column::State)
        .into_tuple()
        .all(db)
        .await?;
    let mut figures = OfferFigures::default();
    for (state, offers) in known {
        figures.add(&state, offers);
    }
    if let Some(tally) = waiting_tally::Entity::find_by_id(event_id).one(db).await? {
        add_forgotten(&mut figures, &tally);
    }
    Ok(figures)
}

fn add_forgotten(figures: &mut OfferFigures, tally: &waiting_tally::Model) {
    let forgotten = [
        ("taken", tally.taken),
        ("declined", tally.declined),
        ("expired", tally.expired),
        ("withdrawn", tally.withdrawn),
    ];
    for (state, offers) in forgotten {
        figures.add(state, offers.into());
    }
}

/// The waiting list of one date in figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitingSum {
    /// The event's row.
    pub event_id: i64,
    /// Its title.
    pub title: String,
    /// Its first day.
    pub on: Option<NaiveDate>,
    /// Entries whose turn has not come.
    pub waiting: i64,
    /// What became of its offers.
    pub offers: OfferFigures,
}

/// The waiting lists of dates that begin on these days, both included, the soonest first (REP-4). Dates that nobody ever waited
/// for, or of which that is forgotten and nothing was offered, are left out.
pub async fn waiting_sums(
    db: &impl ConnectionTrait,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<WaitingSum>, DbErr> {
    let with_entries = waiting_entry::Entity::find().select_only().column(waiting_entry::Column::EventId).into_query();
    let with_tally = waiting_tally::Entity::find().select_only().column(waiting_tally::Column::EventId).into_query();
    let had_one = Condition::any()
        .add(event::Column::Id.in_subquery(with_entries))
        .add(event::Column::Id.in_subquery(with_tally));
    let events = event::Entity::find()
        .filter(event::Column::FirstDay.between(from, to))
        .filter(had_one)
        .order_by_asc(event::Column::FirstDay)
        .order_by_asc(event::Column::Id)
        .all(db)
        .await?;
    let ids: Vec<i64> = events.iter().map(|event| event.id).collect();
    let waiting = waiting_by_event(db, &ids).await?;
    let mut offers = offers_by_event(db, &ids).await?;
    let sum = |event: event::Model| WaitingSum {
        event_id: event.id,
        title: event.title,
        on: event.first_day,
        waiting: waiting.get(&event.id).copied().unwrap_or_default(),
        offers: offers.remove(&event.id).unwrap_or_default(),
    };
    Ok(events.into_iter().map(sum).collect())
}

async fn waiting_by_event(db: &impl ConnectionTrait, ids: &[i64]) -> Result<BTreeMap<i64, i64>, DbErr> {
    let rows: Vec<(i64, i64)> = waiting_entry::Entity::find()
        .select_only()
        .column(waiting_entry::Column::EventId)
        .column_as(waiting_entry::Column::Id.count(), "entries")
        .filter(waiting_entry::Column::EventId.is_in(ids.iter().copied()))
        .filter(waiting_entry::Column::State.eq(EntryState::Waiting.word()))
        .group_by(waiting_entry::Column::EventId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

async fn offers_by_event(db: &impl ConnectionTrait, ids: &[i64]) -> Result<BTreeMap<i64, OfferFigures>, DbErr> {
    let known: Vec<(i64, String, i64)> = waiting_offer::Entity::find()
        .select_only()
        .columns([waiting_offer::Column::EventId, waiting_offer::Column::State])
        .column_as(waiting_offer::Column::Id.count(), "offers")
        .filter(waiting_offer::Column::EventId.is_in(ids.iter().copied()))
        .group_by(waiting_offer::Column::EventId)
        .group_by(waiting_offer::Column::State)
        .into_tuple()
        .all(db)
        .await?;
    let mut figures: BTreeMap<i64, OfferFigures> = BTreeMap::new();
    for (event_id, state, offers) in known {
        figures.entry(event_id).or_default().add(&state, offers);
    }
    let forgotten = waiting_tally::Column::EventId.is_in(ids.iter().copied());
    for tally in waiting_tally::Entity::find().filter(forgotten).all(db).await? {
        add_forgotten(figures.entry(tally.event_id).or_default(), &tally);
    }
    Ok(figures)
}
