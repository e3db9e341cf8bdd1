//! Takes seats of a date, and of each kind where it has two; all of them or none. Every statement is guarded by itself (CLK-8).

use sea_orm::DbErr;

use super::seats::{PlaceMode, Seats};
use super::store;
use crate::app::App;
use crate::bookings::place_claim::ClaimBy;
use crate::bookings::sale::EventSale;
use crate::bookings::store::release_places;
use crate::db::Tx;

/// Takes the seats, or none. The date's own pool comes first, always.
pub(in crate::bookings) async fn claim_seats(
    app: &App,
    tx: &Tx,
    sale: &EventSale,
    wanted: Seats,
    by: ClaimBy,
) -> Result<bool, DbErr> {
    if !app.claim.claim(tx, sale.pool_id, wanted.places, by).await? {
        return Ok(false);
    }
    let Some(pools) = sale.modes else { return Ok(true) };
    let mut got = Seats { places: wanted.places, ..Seats::default() };
    for mode in PlaceMode::ALL.into_iter().filter(|mode| wanted.in_mode(*mode) > 0) {
        if !app.claim.claim(tx, pools.pool(mode).id, wanted.in_mode(mode), by).await? {
            release_seats(tx, (sale.event_id, sale.pool_id), got).await?;
            return Ok(false);
        }
        match mode {
            PlaceMode::Room => got.room = wanted.room,
            PlaceMode::Online => got.online = wanted.online,
        }
    }
    Ok(true)
}

/// Gives seats of a date back, exactly as many of each kind as were taken (HLD-9). From then on whoever waits for them comes before
/// the public (WTL-4).
pub(in crate::bookings) async fn release_seats(
    tx: &Tx,
    (event_id, pool_id): (i64, i64),
    seats: Seats,
) -> Result<(), DbErr> {
    release_places(tx, pool_id, seats.places).await?;
    for mode in PlaceMode::ALL.into_iter().filter(|mode| seats.in_mode(*mode) > 0) {
        store::give_back(tx, event_id, mode, seats.in_mode(mode)).await?;
    }
    Ok(())
}
