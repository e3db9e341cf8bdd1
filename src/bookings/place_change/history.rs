//! What has happened to the places of a booking, in sentences: who, by whom, when (SUB-4, TRF).

use std::collections::BTreeMap;

use entity::{place, place_move, place_naming};
use sea_orm::ConnectionTrait;

use super::queries::{moves_from, moves_into, names_of, namings_of, requests_of};
use crate::bookings::store as bookings;
use crate::bookings::substitution::name_change::ChangedBy;
use crate::events::{EventId, EventView, load_event};
use crate::kernel::uk_time::date_and_time;
use crate::kernel::{Instant, Unexpected};

/// Another booking that places came from or went to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherBooking {
    /// Its row.
    pub booking_id: i64,
    /// What people quote.
    pub reference: String,
    /// For its personal link.
    pub link_generation: i32,
    /// Its date in words.
    pub when_words: String,
}

/// The history of a booking.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// Sentences, the oldest first.
    pub lines: Vec<String>,
    /// Where places went, the last move first.
    pub moved_to: Vec<OtherBooking>,
    /// Where they came from.
    pub moved_from: Option<OtherBooking>,
}

/// Names of the officers who acted, for officers to read; nobody else sees who it was.
type Officers = BTreeMap<i64, String>;

/// Reads it; `for_officers` names whoever of the office acted (SUB-4).
pub async fn history_of(
    db: &impl ConnectionTrait,
    booking_id: i64,
    (places, for_officers): (&[place::Model], bool),
    now: Instant,
) -> Result<History, Unexpected> {
    let ids: Vec<i64> = places.iter().map(|place| place.id).collect();
    let mut dated: Vec<(Instant, String)> = Vec::new();
    let (namings, away, here, requests) = tokio::try_join!(
        namings_of(db, &ids),
        moves_from(db, booking_id),
        moves_into(db, booking_id),
        requests_of(db, &ids)
    )?;
    let officers =
        if for_officers { officers_of(db, &namings, away.iter().chain(&here)).await? } else { Officers::new() };
    for naming in namings {
        dated.push((naming.made_at, naming_words(&naming, &officers)));
    }
    for request in requests {
        let asked = places.iter().find(|place| place.id == request.place_id);
        let name = asked.map_or("An attendee", |place| place.attendee_name.as_str());
        dated.push((request.asked_at, format!("{name} asked for the place to be cancelled.")));
    }
    let mut moved_to: Vec<OtherBooking> = Vec::new();
    for moved in away {
        let other = other_booking(db, moved.new_booking_id, now).await?;
        let name = places.iter().find(|place| place.id == moved.old_place_id);
        let name = name.map_or("A place", |place| place.attendee_name.as_str());
        let by = by_words(&moved.made_by, moved.actor_person_id, &officers);
        dated.push((moved.moved_at, move_words(name, (&moved, by), &other, for_officers)));
        if !moved_to.contains(&other) {
            moved_to.insert(0, other);
        }
    }
    let moved_from = match here.into_iter().next() {
        Some(moved) => {
            let other = other_booking(db, moved.old_booking_id, now).await?;
            let by = by_words(&moved.made_by, moved.actor_person_id, &officers);
            dated.push((
                moved.moved_at,
                format!("Moved here from {}, booking {}, {by}.", other.when_words, other.reference),
            ));
            Some(other)
        }
        None => None,
    };
    dated.sort_by_key(|(at, _)| *at);
    let lines = dated.into_iter().map(|(at, words)| format!("{}: {words}", date_and_time(at))).collect();
    Ok(History { lines, moved_to, moved_from })
}

/// Who of the office acted.
async fn officers_of<'a>(
    db: &impl ConnectionTrait,
    namings: &[place_naming::Model],
    moves: impl Iterator<Item = &'a place_move::Model>,
) -> Result<Officers, Unexpected> {
    let named = namings.iter().map(|naming| (&naming.made_by, naming.actor_person_id));
    let acted = named.chain(moves.map(|moved| (&moved.made_by, moved.actor_person_id)));
    let ids = acted.filter(|(by, _)| *by == ChangedBy::Officer.word()).filter_map(|(_, id)| id);
    Ok(names_of(db, ids.collect()).await?)
}

fn naming_words(naming: &place_naming::Model, officers: &Officers) -> String {
    let by = by_words(&naming.made_by, naming.actor_person_id, officers);
    let unless_wiped = |name: &str| if name.is_empty() { "somebody".to_owned() } else { name.to_owned() };
    let (old, new) = (unless_wiped(&naming.old_name), unless_wiped(&naming.new_name));
    match naming.kind.as_str() {
        "correction" if old == new => format!("The address of {new} was corrected {by}."),
        "correction" => format!("“{old}” was corrected to “{new}” {by}."),
        _ => format!("{new} takes the place of {old}, named {by}."),
    }
}

fn move_words(
    name: &str,
    (moved, by): (&place_move::Model, String),
    other: &OtherBooking,
    for_officers: bool,
) -> String {
    let why = if for_officers && !moved.reason.is_empty() { format!(" ({})", moved.reason) } else { String::new() };
    format!("{name} moved to {}, booking {}, {by}{why}.", other.when_words, other.reference)
}

/// "by the booker", or for officers "by Dilys Penhaligon of the office".
fn by_words(word: &str, actor: Option<i64>, officers: &Officers) -> String {
    let label = ChangedBy::label(ChangedBy::parse(word));
    match actor.filter(|_| word == ChangedBy::Officer.word()).and_then(|id| officers.get(&id)) {
        Some(name) => format!("by {name} of the office"),
        None => label.to_owned(),
    }
}

async fn other_booking(db: &impl ConnectionTrait, id: i64, now: Instant) -> Result<OtherBooking, Unexpected> {
    let booking = bookings::load_booking(db, id).await?;
    let event = load_event(db, EventId(booking.event_id)).await?;
    Ok(OtherBooking {
        booking_id: booking.id,
        reference: booking.reference,
        link_generation: booking.link_generation,
        when_words: EventView::new(&event, now).when_words,
    })
}
