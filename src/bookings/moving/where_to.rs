//! Which dates a place may move to (TRF-1). The number of the other date comes from a form, so what nobody would be shown is
//! answered like what does not exist.

use entity::{booking, place};
use sea_orm::ConnectionTrait;

use crate::bookings::sale::EventSale;
use crate::events::{EventDetails, EventId, find_event};
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Unexpected};
use crate::members;

/// Another public date of one course: meetings and single events have none, and an authority's own training is sold to nobody
/// else (INH-4, INH-6).
pub fn is_other_date(from: &EventDetails, to: &EventDetails) -> bool {
    let same_course = match (&from.course, &to.course) {
        (Some(from), Some(to)) => from.id == to.id,
        _ => false,
    };
    to.id != from.id && same_course && !from.is_private() && !to.is_private()
}

/// The date of that number, if places could move there from `from`.
pub(super) async fn find_other_date(
    db: &impl ConnectionTrait,
    from: &EventDetails,
    to_event_id: i64,
) -> Result<Option<EventDetails>, Unexpected> {
    let found = find_event(db, EventId(to_event_id)).await?;
    Ok(found.filter(|to| is_other_date(from, to)))
}

/// Whether everybody on these places may come to the other date: a date for members takes members on places of their own (ELG-6),
/// and one that is booked with a code takes nobody from elsewhere but by an officer (ELG-12).
pub(super) async fn may_all_come(
    db: &impl ConnectionTrait,
    (booking, places): (&booking::Model, &[place::Model]),
    (to, by_officer): (&EventSale, bool),
    now: Instant,
) -> Result<bool, Unexpected> {
    if to.rules.code_only && !by_officer {
        return Ok(false);
    }
    if !to.members_only {
        return Ok(true);
    }
    for place in places {
        let own = if place.is_booker { place.person_id.or(booking.booker_person_id) } else { place.person_id };
        let Some(person_id) = own else { return Ok(false) };
        if !members::standing(db, person_id, london_date(now)).await?.gives_member_price() {
            return Ok(false);
        }
    }
    Ok(true)
}
