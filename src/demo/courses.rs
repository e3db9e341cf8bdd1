//! The demo's programme: the three courses, the dates that the association really held, and dates to come, reckoned from today.

use chrono::{Datelike, Days, NaiveDate, NaiveTime, Weekday};

use super::course_words::{challenge_of_challenge, new_or_aspiring, role_of_the_iro};
use super::people::CO_CHAIR;
use super::travelling_clock::TravellingClock;
use crate::app::App;
use crate::audit::Actor;
use crate::bookings::sale::{SeatLimit, set_seat_limits};
use crate::bookings::set_up_sale::{NewSale, set_up_sale};
use crate::bookings::standard_rules::ensure_standard_rules;
use crate::db::Tx;
use crate::events::{
    CourseContent, CourseId, EventContent, EventId, EventKind, EventMode, EventWhen, Facilitator, JoinUrl, NewEvent,
    Platform, create_course, create_event, load_course, publish_course, publish_event,
};
use crate::kernel::{Instant, Pence, Unexpected, WorkingDays, uk_time};

/// The dates that bookings are made for later.
#[derive(Clone, Copy, Debug)]
pub(super) struct ComingDates {
    /// Plenty of places; refunds in full.
    pub open: EventId,
    /// Two places left.
    pub nearly_full: EventId,
    /// Every place taken.
    pub full: EventId,
    /// Within a week: too late for a refund.
    pub soon: EventId,
    /// Will be called off.
    pub called_off: EventId,
    /// Took place three weeks ago.
    pub held: EventId,
    /// A members' meeting without a time.
    pub meeting_without_time: EventId,
    /// Another date of the course that is open: a place moves there.
    pub later: EventId,
    /// Booked, and then moved by the office.
    pub moved: EventId,
}

/// Seats on most dates.
const SEATS: i32 = 20;
/// Seats on the date that is furthest away of its course, on which much is tried out.
const MANY_SEATS: i32 = 30;
/// Seats on the date that fills up.
pub(super) const FEW_SEATS: i32 = 4;
/// Seats on the date that is nearly full.
pub(super) const SEATS_NEARLY_FULL: i32 = 8;

/// The ids of the three courses and of the one refund policy.
#[derive(Clone, Copy)]
struct Programme {
    role: CourseId,
    challenge: CourseId,
    aspiring: CourseId,
    policy: i64,
}

/// Sets everything up. The clock travels: what was held in 2022 was announced in 2022.
pub(super) async fn make_programme(
    app: &App,
    clock: &TravellingClock,
    today: NaiveDate,
) -> Result<ComingDates, Unexpected> {
    clock.travel(at(day(2022, 6, 1), 10));
    let programme = make_courses(app).await?;
    for (announced, held, course) in past_dates(programme) {
        clock.travel(at(announced, 10));
        make_training(app, course, programme.policy, held, SEATS).await?;
    }
    clock.travel(at(day(2022, 8, 1), 10));
    let morning = span(day(2022, 8, 25), (9, 30), (11, 0))?;
    make_meeting(app, programme.policy, "Ideas for a stronger service", MEETING_IDEAS, morning, Platform::Zoom).await?;
    let september = EventWhen::DateOnly(day(2022, 9, 14));
    make_meeting(app, programme.policy, "Campaign update", MEETING_UPDATE, september, Platform::Undecided).await?;
    clock.travel(at(today - Days::new(70), 10));
    let held =
        make_training(app, programme.role, programme.policy, next(today - Days::new(25), Weekday::Fri), SEATS).await?;
    clock.travel(at(today - Days::new(30), 10));
    coming_dates(app, programme, held, today).await
}

async fn make_courses(app: &App) -> Result<Programme, Unexpected> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            let policy = ensure_standard_rules(tx, now).await?;
            Ok(Programme {
                role: make_course(tx, &role_of_the_iro(), now).await?,
                challenge: make_course(tx, &challenge_of_challenge(), now).await?,
                aspiring: make_course(tx, &new_or_aspiring(), now).await?,
                policy,
            })
        })
        .await
}

async fn make_course(tx: &Tx, content: &CourseContent, now: Instant) -> Result<CourseId, Unexpected> {
    let id = create_course(tx, content, Actor::System, now).await?;
    publish_course(tx, id, Actor::System, now).await?;
    Ok(id)
}

/// What the association held: announced, held, which course.
fn past_dates(programme: Programme) -> [(NaiveDate, NaiveDate, CourseId); 5] {
    let Programme { role, challenge, aspiring, .. } = programme;
    [
        (day(2022, 7, 20), day(2022, 9, 9), aspiring),
        (day(2022, 7, 20), day(2022, 10, 7), challenge),
        (day(2022, 7, 20), day(2022, 12, 9), aspiring),
        (day(2022, 7, 20), day(2023, 1, 20), challenge),
        (day(2025, 4, 14), day(2025, 12, 4), role),
    ]
}

async fn coming_dates(
    app: &App,
    programme: Programme,
    held: EventId,
    today: NaiveDate,
) -> Result<ComingDates, Unexpected> {
    let Programme { role, challenge, aspiring, policy } = programme;
    // Each Friday is reckoned from the one before, so that two never fall together when a holiday is passed over.
    let friday_after = |day: NaiveDate, days: u64| next(day + Days::new(days), Weekday::Fri);
    let first = friday_after(today, 15);
    let second = friday_after(first, 7);
    let third = friday_after(second, 7);
    let fourth = friday_after(third, 7);
    let soon = make_training(app, aspiring, policy, WorkingDays::shipped().after(today, 3), SEATS).await?;
    let nearly_full = make_training(app, challenge, policy, first, SEATS_NEARLY_FULL).await?;
    let open = make_training(app, role, policy, second, SEATS).await?;
    let called_off = make_training(app, challenge, policy, third, SEATS).await?;
    let full = make_training(app, aspiring, policy, fourth, FEW_SEATS).await?;
    let fifth = friday_after(fourth, 21);
    let moved = make_training(app, challenge, policy, fifth, SEATS).await?;
    let sixth = friday_after(fifth, 21);
    let later = make_training(app, role, policy, sixth, MANY_SEATS).await?;
    // Printed handbooks for fewer people than there is room for: the smaller number is what can be booked.
    let handbooks = SeatLimit { name: "Printed handbooks".to_owned(), places: MANY_SEATS - 4 };
    app.db.write_tx(async |tx| Ok::<_, Unexpected>(set_seat_limits(tx, later.0, &[handbooks]).await?)).await?;
    make_training(app, aspiring, policy, friday_after(sixth, 21), SEATS).await?;
    let undated = EventWhen::DateOnly(next(today + Days::new(18), Weekday::Wed));
    let meeting_without_time =
        make_meeting(app, policy, "Campaign update", MEETING_UPDATE, undated, Platform::Undecided).await?;
    let evening = span(next(today + Days::new(9), Weekday::Thu), (17, 30), (18, 30))?;
    make_meeting(app, policy, "Caseloads: what we found", MEETING_CASELOADS, evening, Platform::Teams).await?;
    Ok(ComingDates { open, nearly_full, full, soon, called_off, held, meeting_without_time, later, moved })
}

/// An hour in the evening for members, at a free meeting that is held again and again.
pub(super) async fn make_circle(app: &App, policy: i64, title: &str, day: NaiveDate) -> Result<EventId, Unexpected> {
    make_meeting(app, policy, title, MEETING_IDEAS, span(day, (17, 30), (18, 30))?, Platform::Zoom).await
}

/// A morning by Zoom, on sale at the course's prices.
pub(super) async fn make_training(
    app: &App,
    course: CourseId,
    policy: i64,
    day: NaiveDate,
    seats: i32,
) -> Result<EventId, Unexpected> {
    make_priced_training(app, (course, policy), day, seats, None).await
}

/// The same at other prices: anyone's and the members'.
pub(super) async fn make_priced_training(
    app: &App,
    (course, policy): (CourseId, i64),
    day: NaiveDate,
    seats: i32,
    prices: Option<(Pence, Pence)>,
) -> Result<EventId, Unexpected> {
    let now = app.now();
    let when = span(day, (9, 30), (13, 0))?;
    app.db
        .write_tx(async |tx| {
            let course = load_course(tx, course).await?;
            let (standard, member) = prices.unwrap_or((course.content.standard_price, course.content.member_price));
            let mut new = NewEvent::of_course(&course, when);
            new.content.facilitators = vec![facilitator()];
            new.content.join_url = JoinUrl::parse("https://zoom.example.org/j/4159275").ok();
            let id = create_event(tx, new, Actor::System, now).await?;
            let sale = NewSale {
                event_id: id.0,
                refund_policy_id: policy,
                capacity: seats,
                standard_price: standard,
                member_price: Some(member),
                vat: "exempt".to_owned(),
                most_places: 10,
                members_only: false,
                closes_at: None,
            };
            set_up_sale(tx, &sale).await?;
            publish_event(tx, id, Actor::System, now).await?;
            Ok(id)
        })
        .await
}

async fn make_meeting(
    app: &App,
    policy: i64,
    title: &str,
    summary: &str,
    when: EventWhen,
    platform: Platform,
) -> Result<EventId, Unexpected> {
    let now = app.now();
    let content = EventContent {
        title: title.to_owned(),
        summary: summary.to_owned(),
        description: MEETING_WORDS.to_owned(),
        when,
        mode: EventMode::Online,
        platform,
        venue: String::new(),
        join_url: None,
        link_promised_on: None,
        cpd_minutes: 0,
        resources: String::new(),
        facilitators: Vec::new(),
    };
    app.db
        .write_tx(async |tx| {
            let new = NewEvent { course: None, kind: EventKind::MembersMeeting, content };
            let id = create_event(tx, new, Actor::System, now).await?;
            let sale = NewSale {
                event_id: id.0,
                refund_policy_id: policy,
                capacity: 100,
                standard_price: Pence::ZERO,
                member_price: None,
                vat: "outside_scope".to_owned(),
                most_places: 1,
                members_only: true,
                closes_at: None,
            };
            set_up_sale(tx, &sale).await?;
            publish_event(tx, id, Actor::System, now).await?;
            Ok(id)
        })
        .await
}

const MEETING_IDEAS: &str = "What would make reviewing stronger where you work? Members compare notes.";
const MEETING_UPDATE: &str = "Where the campaign to keep the reviewing service stands, and what comes next.";
const MEETING_CASELOADS: &str =
    "How many children does each of us review for? The answers to our members’ questions, and what to do with them.";
const MEETING_WORDS: &str = "An hour by video, for members. The meeting is free. Whoever books gets the link, and word of any change.\n\nIf you have something for the agenda, write to us.";

fn facilitator() -> Facilitator {
    Facilitator { name: CO_CHAIR.name.to_owned(), post_held: "Co-Chair".to_owned(), person_id: None }
}

/// From wall time to wall time on one day.
fn span(day: NaiveDate, from: (u32, u32), to: (u32, u32)) -> Result<EventWhen, Unexpected> {
    let starts_at = uk_time::resolve(day.and_time(time(from.0, from.1)))?;
    let ends_at = uk_time::resolve(day.and_time(time(to.0, to.1)))?;
    Ok(EventWhen::DateAndTime { first_day: day, starts_at, ends_at })
}

fn at(day: NaiveDate, hour: u32) -> Instant {
    uk_time::resolve(day.and_time(time(hour, 0))).unwrap_or_else(|_| uk_time::start_of_day(day))
}

fn time(hour: u32, minute: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or(NaiveTime::MIN)
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or(NaiveDate::MIN)
}

/// The first such weekday on or after `from` that is a working day: nobody trains on Christmas Day.
fn next(from: NaiveDate, weekday: Weekday) -> NaiveDate {
    let ahead = (7 + weekday.num_days_from_monday() - from.weekday().num_days_from_monday()) % 7;
    let found = from + Days::new(ahead.into());
    if WorkingDays::shipped().is_working_day(found) { found } else { next(found + Days::new(1), weekday) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_friday_may_be_today_but_not_a_holiday() {
        let (today, coming) = (("2026-11-20", "2026-11-20"), ("2026-11-21", "2026-11-27"));
        for (from, friday) in [today, coming, ("2026-11-26", "2026-11-27"), ("2026-12-19", "2027-01-08")] {
            assert_eq!(next(from.parse().unwrap(), Weekday::Fri), friday.parse().unwrap());
        }
    }
}
