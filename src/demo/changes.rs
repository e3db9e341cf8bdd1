//! What happens to bookings after they are paid: another person for a place, another date, and an event that the office moved,
//! with its choice still open.

use chrono::Duration;

use super::WorldMaker;
use super::bookings::{Desk, Somebody, address, by, for_council, name};
use super::courses::ComingDates;
use super::people::BENEDICT;
use crate::audit::Actor;
use crate::bookings::moving::{MovePlaces, move_places};
use crate::bookings::organiser_move::note_change::note_change;
use crate::bookings::organiser_move::send_notices::send_notices;
use crate::bookings::queries::places_of_booking;
use crate::bookings::substitution::name_change::ChangedBy;
use crate::bookings::substitution::{NameAttendee, name_attendee};
use crate::events::{EventId, EventWhen, load_event, update_event};
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Pence, Unexpected};

const LOWFELL: &str = "Lowfell Borough Council";
const MARGIT: Somebody = ("Margit Sandström", "margit.sandstrom");
const LOWFELL_STAFF: [Somebody; 2] = [("Aled Pugh", "aled.pugh"), ("Tamsin Orchard", "tamsin.orchard")];
const LEILA: Somebody = ("Leila Brandt", "leila.brandt");
/// Why the office moved a date, as everybody who had booked reads it.
const REASON: &str = "Our facilitator is needed at court on the first date.";

/// Makes the changes, oldest first.
pub(super) async fn make_changes(maker: &WorldMaker<'_>, dates: ComingDates, now: Instant) -> Result<(), Unexpected> {
    let desk = Desk { maker, now };
    let pair = desk.on_day(-11).pay(for_council(dates.moved, LOWFELL, MARGIT, &LOWFELL_STAFF)).await?;
    pass_on(&desk, pair.booking_id, LEILA).await?;
    let single = desk.on_day(-8).pay(by(BENEDICT, dates.open, &[])).await?;
    desk.on_day(-5);
    move_all(maker, single.booking_id, dates.later).await?;
    desk.on_day(-2);
    move_event(maker, dates.moved).await
}

/// The booker names somebody else for the last place.
async fn pass_on(desk: &Desk<'_>, booking_id: i64, to: Somebody) -> Result<(), Unexpected> {
    let app = desk.on_day(-10).maker.app;
    let places = places_of_booking(app.db.reader(), booking_id).await?;
    let command = NameAttendee {
        place_id: places.last().context("a demo booking has no place")?.id,
        name: name(to),
        email: address(to),
        by: ChangedBy::Booker,
        actor: Actor::Link,
        shown_due: None,
    };
    name_attendee(app, &command).await.map_err(|error| Unexpected::because(error.to_string()))?;
    Ok(())
}

/// The booker moves everything to another date of the same course.
pub(super) async fn move_all(maker: &WorldMaker<'_>, booking_id: i64, to: EventId) -> Result<(), Unexpected> {
    let command = MovePlaces {
        booking_id,
        place_id: None,
        to_event_id: to.0,
        by_officer: false,
        actor: Actor::Link,
        shown: Some((Pence::ZERO, Pence::ZERO)),
        reason: String::new(),
    };
    move_places(maker.app, &command).await.map_err(|error| Unexpected::because(error.to_string()))?;
    Ok(())
}

/// The office moves a date by a week; ten minutes later everybody is told, and may choose.
pub(super) async fn move_event(maker: &WorldMaker<'_>, id: EventId) -> Result<(), Unexpected> {
    let (app, now) = (maker.app, maker.app.now());
    app.db
        .write_tx(async |tx| {
            let before = load_event(tx, id).await?;
            let mut content = before.content();
            content.when = a_week_later(before.when);
            update_event(tx, (id, before.version), content, Actor::System, now)
                .await
                .map_err(|error| Unexpected::because(error.to_string()))?;
            let after = load_event(tx, id).await?;
            note_change(tx, (&before, &after), REASON, (Actor::System, now)).await?;
            Ok::<_, Unexpected>(())
        })
        .await?;
    maker.clock.travel(now + Duration::minutes(10));
    let changes = crate::bookings::organiser_move::queries::changes_of_event(app.db.reader(), id.0).await?;
    for change in changes {
        send_notices(app, change.id).await?;
    }
    Ok(())
}

fn a_week_later(when: EventWhen) -> EventWhen {
    let week = Duration::days(7);
    match when {
        EventWhen::DateAndTime { first_day, starts_at, ends_at } => {
            EventWhen::DateAndTime { first_day: first_day + week, starts_at: starts_at + week, ends_at: ends_at + week }
        }
        other => other,
    }
}
