//! Takes seats for somebody on the list who books now (WTL-5, WTL-6, WTL-10): those that were offered, or free ones when who
//! comes first has them or a late answer finds them still there. The booking itself is the ordinary one.

use super::entry_state::{EntryEvent, EntryState, transition};
use super::offer_life::Handing;
use super::offers::{self, OfferEnd};
use super::open_list::handing_of;
use super::store;
use super::words::places_words;
use crate::app::App;
use crate::bookings::modes::{PlaceMode, Seats, claim_seats, release_seats};
use crate::bookings::place_claim::ClaimBy;
use crate::bookings::sale::EventSale;
use crate::bookings::sale::store::lock_seats;
use crate::db::Tx;
use crate::events::{EventId, load_plain_event};
use crate::kernel::Instant;
use crate::kernel::Unexpected;
use crate::kernel::unexpected::unexpected_from;

/// Why somebody on the list cannot book now.
#[derive(Debug, thiserror::Error)]
pub enum TakeSeatsError {
    /// The offer was used (WTL-10).
    #[error(
        "These places have been booked with this link already. The email that confirmed the booking has the link to it."
    )]
    Taken,
    /// It was given up, or the list has ended.
    #[error("This entry is no longer on the waiting list. Open the link in our email again to see what you can do.")]
    Gone,
    /// Nobody has offered it anything yet.
    #[error("No place has come free for you yet. We write to you as soon as one does.")]
    NotYet,
    /// Fewer seats than asked for.
    #[error("{} kept for you, so take people off the form until it fits. Nothing has been booked.", kept_words(*seats))]
    TooMany {
        /// How many there are.
        seats: i32,
    },
    /// SES-8: seats of the other kind are kept.
    #[error(
        "The places kept for you are {}. Choose that for everybody; each of you can switch afterwards while there is room.",
        mode.words()
    )]
    OtherMode {
        /// The kind that is kept.
        mode: PlaceMode,
    },
    /// Somebody else was faster, or the late answer came too late (WTL-10).
    #[error(
        "Somebody else has taken the place. Nothing has been booked or charged; you can go on waiting for the next one."
    )]
    SomebodyElse,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}

unexpected_from!(TakeSeatsError);

fn kept_words(seats: i32) -> String {
    if seats == 1 { "1 place is".to_owned() } else { format!("{} are", places_words(seats)) }
}

/// How an entry takes seats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// Those kept for it.
    Kept {
        /// How many.
        seats: i32,
    },
    /// Free ones, past the list, up to so many.
    Free {
        /// How many it asked for.
        most: i32,
    },
}

/// Decides how an entry may take seats. An offer whose time is over but whose seats nobody was offered since may still be used
/// (WTL-10). Pure.
pub(super) fn way_to_take(
    state: EntryState,
    kept: Option<i32>,
    asked: i32,
    handing: Handing,
) -> Result<Way, TakeSeatsError> {
    match (state, kept) {
        (EntryState::Offered, Some(seats)) => Ok(Way::Kept { seats }),
        (EntryState::Waiting, _) if handing == Handing::FirstCome => Ok(Way::Free { most: asked }),
        (EntryState::Waiting, _) => Err(TakeSeatsError::NotYet),
        (EntryState::Expired, _) => Ok(Way::Free { most: asked }),
        (EntryState::Taken, _) => Err(TakeSeatsError::Taken),
        _ => Err(TakeSeatsError::Gone),
    }
}

/// Takes `wanted` seats for an entry, and ends it; what it was offered and does not want goes on to the next person.
pub(in crate::bookings) async fn take_seats(
    app: &App,
    tx: &Tx,
    (entry_id, sale): (i64, &EventSale),
    seats_wanted: Seats,
    now: Instant,
) -> Result<(), TakeSeatsError> {
    let wanted = seats_wanted.places;
    lock_seats(tx, sale.event_id).await?;
    let found = store::find_entry(tx, entry_id).await?.filter(|entry| entry.event_id == sale.event_id);
    let entry = found.ok_or(TakeSeatsError::Gone)?;
    let state = EntryState::parse(&entry.state);
    let offer = offers::store::find_open_offer(tx, entry_id).await?;
    let event = load_plain_event(tx, EventId(sale.event_id)).await?;
    let days = app.holidays.read(tx, now).await?;
    let handing = handing_of(&days, &event, sale, now);
    match way_to_take(state, offer.as_ref().map(|offer| offer.seats), entry.places, handing)? {
        Way::Kept { seats } if wanted > seats => return Err(TakeSeatsError::TooMany { seats }),
        Way::Free { most } if wanted > most => return Err(TakeSeatsError::TooMany { seats: most }),
        Way::Kept { seats } => {
            let (offer_id, mode) = offer.map_or((0, None), |offer| (offer.id, PlaceMode::parse(&offer.mode)));
            if let Some(mode) = mode.filter(|mode| seats_wanted.in_mode(*mode) != wanted) {
                return Err(TakeSeatsError::OtherMode { mode });
            }
            if !offers::store::mark_offer(tx, offer_id, OfferEnd::Taken, now).await? {
                return Err(TakeSeatsError::Taken);
            }
            if seats > wanted {
                release_seats(tx, (sale.event_id, sale.pool_id), Seats::of(seats - wanted, mode)).await?;
            }
        }
        Way::Free { .. } => {
            if !claim_seats(app, tx, sale, seats_wanted, ClaimBy::PastTheList).await? {
                return Err(TakeSeatsError::SomebodyElse);
            }
        }
    }
    let taken = transition(state, EntryEvent::Taken).ok_or(TakeSeatsError::Gone)?;
    if store::mark_entry(tx, entry_id, (state, taken), now).await? { Ok(()) } else { Err(TakeSeatsError::Taken) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(way: Result<Way, TakeSeatsError>) -> String {
        way.map_or_else(|error| error.to_string(), |way| format!("{way:?}"))
    }

    #[test]
    fn wtl_10_every_state_and_way_of_handing_out() {
        let in_turn = Handing::InTurn { until: "2026-06-01T09:00:00Z".parse().unwrap() };
        let (kept, free) = ("Kept { seats: 2 }", "Free { most: 3 }");
        let table = [
            (EntryState::Offered, Some(2), in_turn, kept),
            (EntryState::Offered, Some(2), Handing::FirstCome, kept),
            (EntryState::Offered, None, in_turn, "no longer on the waiting list"),
            (EntryState::Waiting, None, in_turn, "No place has come free for you yet"),
            (EntryState::Waiting, None, Handing::FirstCome, free),
            (EntryState::Expired, None, in_turn, free),
            (EntryState::Expired, None, Handing::FirstCome, free),
            (EntryState::Taken, None, in_turn, "booked with this link already"),
            (EntryState::Declined, None, in_turn, "no longer on the waiting list"),
            (EntryState::Withdrawn, None, Handing::FirstCome, "no longer on the waiting list"),
            (EntryState::Closed, None, Handing::Ended, "no longer on the waiting list"),
        ];
        for (state, offer, handing, expected) in table {
            let words = words(way_to_take(state, offer, 3, handing));
            assert!(words.contains(expected), "{state:?} {offer:?} {handing:?}: {words}");
        }
    }

    #[test]
    fn a_refusal_says_how_many_are_kept() {
        assert!(TakeSeatsError::TooMany { seats: 1 }.to_string().starts_with("1 place is kept for you"));
        assert!(TakeSeatsError::TooMany { seats: 2 }.to_string().starts_with("2 places are kept for you"));
    }
}
