//! What became of the offers of an event: those still known, and the tally of those that are forgotten (REP-4).

use entity::{waiting_offer, waiting_tally};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

use super::figures::OfferFigures;

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
    Ok(figures)
}
