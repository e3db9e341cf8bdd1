//! A series of members' meetings that one member has booked as a whole, and three dates that need a number of people: one that is still
//! open, one that was confirmed, and one that too few had booked at its decision.

use chrono::{Days, Duration, NaiveDate};

use super::WorldMaker;
use super::bookings::{Desk, by};
use super::courses::{ComingDates, make_circle, make_training};
use super::people::{ASHA, BENEDICT, GARETH, PEOPLE};
use crate::bookings::desk::publish_date::publish_date;
use crate::bookings::running::decide_running::decide_running;
use crate::bookings::sale::find_sale;
use crate::bookings::series::book_series::{BookSeries, book_series};
use crate::bookings::series::start_series::{StartSeries, start_series};
use crate::events::running::{Minimum, set_minimum};
use crate::events::series::{Rhythm, events_of_series, find_series};
use crate::events::{EventId, load_event};
use crate::kernel::uk_time::{end_of_days_before, london_date};
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Role, Unexpected, WorkingDays};
use crate::members;

const SERIES: &str = "Reviewing circle";
const DATES: usize = 5;
const SEATS: i32 = 16;

/// Everything of it.
pub(super) async fn make_series(maker: &WorldMaker<'_>, dates: ComingDates, now: Instant) -> Result<(), Unexpected> {
    maker.clock.travel(now - Duration::days(9));
    make_circles(maker, dates, now).await?;
    make_tentative(maker, dates, now).await
}

/// Five meetings, each month on the same weekday; Asha has booked them all.
async fn make_circles(maker: &WorldMaker<'_>, dates: ComingDates, now: Instant) -> Result<(), Unexpected> {
    let app = maker.app;
    let officer = PEOPLE.iter().find(|person| person.role == Some(Role::EventsOfficer));
    let officer = officer.context("the demo has no events officer")?;
    let officer_id = members::people::find_by_verified_email(app.db.reader(), &officer.email()).await?;
    let officer_id = officer_id.context("the demo's events officer is not there")?;
    let policy = policy_of(maker, dates.open).await?;
    let first = make_circle(app, policy, SERIES, WorkingDays::shipped().after(london_date(now), 12)).await?;
    let command = StartSeries {
        first,
        name: SERIES.to_owned(),
        rhythm: Rhythm::Monthly,
        count: DATES,
        officer_id,
        idempotency_key: app.tokens.uuid(),
        digest: String::new(),
    };
    let failed = |error: &dyn std::fmt::Display| Unexpected::because(error.to_string());
    let series = start_series(app, &command).await.map_err(|error| failed(&error))?;
    let mut event_ids = Vec::new();
    for event in events_of_series(app.db.reader(), series).await? {
        if event.id != first {
            publish_date(app, event.id, false, officer_id).await.map_err(|error| failed(&error))?;
        }
        event_ids.push(event.id.0);
    }
    let booked = BookSeries {
        series: find_series(app.db.reader(), series).await?.context("the demo's series is not there")?,
        event_ids,
        booker_person_id: members::people::find_by_verified_email(app.db.reader(), &ASHA.email()).await?,
        name: ASHA.person_name(),
        email: ASHA.email(),
        idempotency_key: app.tokens.uuid(),
        digest: String::new(),
    };
    maker.clock.travel(now - Duration::days(5));
    book_series(app, &booked, None).await.map_err(|error| failed(&error))?;
    Ok(())
}

/// Mornings some weeks away, which are only held when enough people come.
async fn make_tentative(maker: &WorldMaker<'_>, dates: ComingDates, now: Instant) -> Result<(), Unexpected> {
    let today = london_date(now);
    let desk = Desk { maker, now };
    maker.clock.travel(now - Duration::days(9));
    let open =
        tentative(maker, dates.open, (today + Days::new(45), 6), end_of_days_before(today + Days::new(25), 0)).await?;
    let runs = tentative(maker, dates.nearly_full, (today + Days::new(52), 2), now - Duration::days(2)).await?;
    let short = tentative(maker, dates.full, (today + Days::new(59), 8), now - Duration::days(1)).await?;
    desk.on_day(-7).pay(by(GARETH, open, &[])).await?;
    desk.on_day(-6).pay(by(ASHA, runs, &[])).await?;
    desk.on_day(-5).pay(by(BENEDICT, runs, &[])).await?;
    desk.on_day(-4).pay(by(BENEDICT, short, &[])).await?;
    maker.clock.travel(now - Duration::hours(20));
    decide_running(maker.app).await
}

/// A date of the same course as `like`, which needs so many people.
async fn tentative(
    maker: &WorldMaker<'_>,
    like: EventId,
    (day, places): (NaiveDate, i32),
    decide_at: Instant,
) -> Result<EventId, Unexpected> {
    let app = maker.app;
    let course = load_event(app.db.reader(), like).await?.course.context("a demo date has no course")?;
    let policy = policy_of(maker, like).await?;
    let id = make_training(app, course.id, policy, WorkingDays::shipped().after(day, 1), SEATS).await?;
    let minimum = Minimum { places, decide_at };
    app.db.write_tx(async |tx| Ok::<_, Unexpected>(set_minimum(tx, id, Some(minimum), app.now()).await?)).await?;
    Ok(id)
}

async fn policy_of(maker: &WorldMaker<'_>, event: EventId) -> Result<i64, Unexpected> {
    let sale = find_sale(maker.app.db.reader(), event.0).await?;
    Ok(sale.context("a demo event is not on sale")?.policy.id)
}
