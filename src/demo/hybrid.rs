//! A date in person and online: both kinds of place are in use, the room is nearly full, and somebody has changed over (SES-8).

use chrono::{Days, Duration, NaiveDate, NaiveTime};

use super::WorldMaker;
use super::people::{ASHA, BENEDICT, DemoPerson, GARETH, MINH_KHAI};
use super::questions::person_id;
use crate::app::App;
use crate::audit::Actor;
use crate::bookings::book_places::{Attendee, BookPlaces, Extras, SeatsFrom, book_places};
use crate::bookings::hold::PaymentMethod;
use crate::bookings::modes::PlaceMode::{self, Online, Room};
use crate::bookings::modes::set_pools;
use crate::bookings::modes::switch_mode::{SwitchMode, switch_mode};
use crate::bookings::queries::places_of_booking;
use crate::bookings::refund_policy::PayerKind;
use crate::bookings::sale::list_policies;
use crate::bookings::set_up_sale::{NewSale, set_up_sale};
use crate::events::{
    EventContent, EventId, EventKind, EventMode, EventWhen, JoinUrl, NewEvent, Platform, VenueDetails, create_event,
    publish_event, set_venue,
};
use crate::kernel::unexpected::Context;
use crate::kernel::{EmailAddress, Instant, Pence, PersonName, Unexpected, uk_time};

const IN_ROOM: i32 = 6;
const ONLINE: i32 = 40;

/// Announces the afternoon, and lets people book it.
pub(super) async fn make_hybrid(maker: &WorldMaker<'_>, now: Instant) -> Result<(), Unexpected> {
    let today = uk_time::london_date(now);
    maker.clock.travel(now - Duration::days(23));
    let event = announce(maker.app, today + Days::new(79)).await?;
    maker.clock.travel(now - Duration::days(17));
    book(maker.app, event, (ASHA, Room), &[(MINH_KHAI.name, MINH_KHAI.mailbox, Online)]).await?;
    maker.clock.travel(now - Duration::days(12));
    let colleagues = [("Petra Vance", "petra.vance", Room), ("Idris Fenwick", "reviewing.team", Room)];
    book(maker.app, event, (BENEDICT, Room), &colleagues).await?;
    maker.clock.travel(now - Duration::days(5));
    let gareth = book(maker.app, event, (GARETH, Online), &[]).await?;
    maker.clock.travel(now - Duration::days(2));
    let place = places_of_booking(maker.app.db.reader(), gareth).await?.into_iter().next();
    let place_id = place.context("a demo booking has no place")?.id;
    let actor = Actor::Person(person_id(maker.app, GARETH.mailbox).await?);
    let command = SwitchMode { place_id, to: Room, by_officer: false, actor };
    switch_mode(maker.app, command).await.map_err(|error| Unexpected::because(error.to_string()))
}

async fn announce(app: &App, day: NaiveDate) -> Result<EventId, Unexpected> {
    let at = |hour: u32| {
        let time = NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or(NaiveTime::MIN);
        uk_time::resolve(day.and_time(time)).unwrap_or_else(|_| uk_time::start_of_day(day))
    };
    let content = EventContent {
        title: "An open afternoon: reviewing in practice".to_owned(),
        summary: "Three short talks and an hour of questions, in a room in York and by video at the same time.".to_owned(),
        description: "Come to the room for the talks and the tea, or follow both by video and ask from there. It costs nothing.\n\nYou choose when you book, and can change over while there is a place.".to_owned(),
        when: EventWhen::DateAndTime { first_day: day, starts_at: at(13), ends_at: at(16) },
        mode: EventMode::Hybrid,
        platform: Platform::Zoom,
        venue: "Bishopgate Rooms, York".to_owned(),
        join_url: JoinUrl::parse("https://zoom.example.org/j/4159276").ok(),
        link_promised_on: None,
        facilitators: Vec::new(),
        cpd_minutes: 180,
        resources: String::new(),
    };
    let venue = VenueDetails {
        room: "Library, first floor".to_owned(),
        address: "12 Bishopgate Lane, York".to_owned(),
        travel: "Ten minutes on foot from the station, along the river. There is no car park.".to_owned(),
        access: "A lift to every floor, a hearing loop, and a quiet room next door.".to_owned(),
        arrive_minutes: Some(30),
    };
    let now = app.now();
    let policy = list_policies(app.db.reader()).await?.into_iter().next().context("the demo has no refund policy")?;
    app.db
        .write_tx(async |tx| {
            let id =
                create_event(tx, NewEvent { course: None, kind: EventKind::Training, content }, Actor::System, now)
                    .await?;
            set_venue(tx, id, &venue, Actor::System, now).await?;
            let sale = NewSale {
                event_id: id.0,
                refund_policy_id: policy.id,
                capacity: IN_ROOM + ONLINE,
                standard_price: Pence::ZERO,
                member_price: None,
                vat: "outside_scope".to_owned(),
                most_places: 10,
                members_only: false,
                closes_at: None,
            };
            set_up_sale(tx, &sale).await?;
            set_pools(tx, id.0, (IN_ROOM, ONLINE)).await?;
            publish_event(tx, id, Actor::System, now).await.map_err(|error| Unexpected::because(error.to_string()))?;
            Ok(id)
        })
        .await
}

/// Somebody signed in books their own place, and others. Gives the booking.
async fn book(
    app: &App,
    event: EventId,
    (person, own): (DemoPerson, PlaceMode),
    others: &[(&str, &str, PlaceMode)],
) -> Result<i64, Unexpected> {
    let attendee = |name: &str, mailbox: &str, is_booker: bool| {
        Ok::<_, Unexpected>(Attendee {
            name: PersonName::parse(name).context("a demo name")?,
            email: EmailAddress::parse(&format!("{mailbox}@example.org")).context("a demo address")?,
            is_booker,
        })
    };
    let booker = attendee(person.name, person.mailbox, true)?;
    let mut attendees = vec![booker.clone()];
    for (name, mailbox, _) in others {
        attendees.push(attendee(name, mailbox, false)?);
    }
    let key = app.tokens.secret();
    let command = BookPlaces {
        event_id: event.0,
        booker_person_id: Some(person_id(app, person.mailbox).await?),
        booker_name: booker.name,
        booker_email: booker.email,
        attendees,
        unnamed: 0,
        officer: None,
        payer: PayerKind::Person,
        organisation: None,
        method: PaymentMethod::Free,
        billing: None,
        start_now_accepted: false,
        shown_total: Pence::ZERO,
        seats: SeatsFrom::Public,
        rest: None,
        extras: Extras {
            modes: std::iter::once(own).chain(others.iter().map(|(_, _, mode)| *mode)).collect(),
            ..Extras::default()
        },
        digest: key.clone(),
        idempotency_key: key,
    };
    let booked = book_places(app, &command).await.map_err(|error| Unexpected::because(error.to_string()))?;
    Ok(booked.booking_id)
}
