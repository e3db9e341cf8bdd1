//! The world that is measured: a charity, its programme and news through the product's use cases, then its people and
//! bookings in bulk. The same on every run but for the day it is made on.

use std::time::Duration;

use chrono::{Days, NaiveDate, NaiveTime};
use entity::{capacity_pool, event, post};
use nairo::audit::Actor;
use nairo::bookings::refund_policy::RefundTier;
use nairo::bookings::set_up_sale::{NewSale, create_booking_terms, create_refund_policy, set_up_sale};
use nairo::campaign::{PostContent, PostKind, create_post, publish_post};
use nairo::db::{Db, PoolSizes, Tx};
use nairo::events::{
    CourseContent, CourseDetails, EventWhen, Facilitator, NewEvent, create_course, create_event, load_course,
    publish_course, publish_event,
};
use nairo::identity::{CharityIdentity, save_identity};
use nairo::jobs::queries::count_jobs;
use nairo::kernel::unexpected::Context;
use nairo::kernel::{Clock, Instant, Pence, SystemClock, Unexpected, uk_time};
use sea_orm::{ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder};

use super::child::Site;
use super::crowd;

/// Events in all; the first [`COMING`] of them are still to come.
pub const EVENTS: usize = 500;
/// Events that are still to come.
pub const COMING: usize = 200;
const COURSES: usize = 12;
const POSTS: usize = 60;
/// Seats of an event; enough that the bookings measured are refused nowhere.
const SEATS: i32 = 5_000;

/// What the measurements need to know of it.
pub struct World {
    /// Addresses of events that take bookings.
    pub open_events: Vec<String>,
    /// Address of the event page that is measured.
    pub event_path: String,
    /// Address of the news page that is measured.
    pub news_path: String,
    /// `Cookie` headers of people who are signed in, of the first person first.
    pub sessions: Vec<String>,
    /// What more rows refer to.
    pub programme: Programme,
}

/// What bulk rows refer to.
pub struct Programme {
    /// Event and pool, by row id.
    pub events: Vec<(i64, i64)>,
    /// The refund policy.
    pub policy: i64,
    /// The booking terms.
    pub terms: i64,
}

/// Makes tables and rows in an empty database.
pub async fn make(site: &Site) -> Result<World, Unexpected> {
    site.migrate()?;
    let db = Db::open(&site.database, PoolSizes::default()).await?;
    let now = SystemClock.now();
    let programme = db.write_tx(async |tx| make_programme(tx, now).await).await?;
    let sessions = crowd::make(&db, &programme, now).await?;
    let world = addresses(&db, (sessions, programme), now).await?;
    count_rows(&db).await?;
    db.close().await;
    Ok(world)
}

/// Lets PostgreSQL count and tidy what was written in bulk, as its autovacuum would have done long before; that of the private server
/// is off.
pub async fn count_rows(db: &Db) -> Result<(), Unexpected> {
    db.refresh_statistics().await?;
    if db.backend() == DbBackend::Postgres {
        db.for_migrations().execute_unprepared("VACUUM ANALYZE").await?;
    }
    Ok(())
}

/// Waits until a server that has just started has done what comes round the first time: it would be measured with the pages.
pub async fn let_first_turns_end(site: &Site) -> Result<(), Unexpected> {
    let db = Db::open(&site.database, PoolSizes::default()).await?;
    let mut calm = 0;
    for _ in 0..240 {
        let jobs = count_jobs(db.reader(), SystemClock.now()).await?;
        calm = if jobs.due == 0 && jobs.running == 0 { calm + 1 } else { 0 };
        if calm == 4 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    db.close().await;
    Ok(())
}

async fn make_programme(tx: &Tx, now: Instant) -> Result<Programme, Unexpected> {
    save_identity(tx, &charity(), now).await?;
    let tiers = [RefundTier { days_before: 7, percent: 100 }];
    let policy = create_refund_policy(tx, ("seven-days", 1, "In full up to 7 days before"), &tiers, now).await?;
    let terms = create_booking_terms(tx, 1, &WORDS.repeat(4), now).await?;
    let mut courses = Vec::new();
    for number in 1..=COURSES {
        let id = create_course(tx, &course(number), Actor::System, now).await?;
        publish_course(tx, id, Actor::System, now).await?;
        courses.push(load_course(tx, id).await?);
    }
    let today = uk_time::london_date(now);
    for number in 0..EVENTS {
        // Two a week to come, from a month ahead; the rest were held.
        let day = match number.checked_sub(COMING) {
            None => today + Days::new(30 + days(number)),
            Some(past) => today - Days::new(1 + days(past)),
        };
        make_event(tx, &courses[number % COURSES], policy, day, now).await?;
    }
    for number in 1..=POSTS {
        let id = create_post(tx, &news(number), Actor::System, now).await?;
        publish_post(tx, id, Actor::System, now).await?;
    }
    let pools = capacity_pool::Entity::find().order_by_asc(capacity_pool::Column::EventId).all(tx).await?;
    Ok(Programme { events: pools.into_iter().map(|pool| (pool.event_id, pool.id)).collect(), policy, terms })
}

fn days(number: usize) -> u64 {
    u64::try_from(number * 7 / 2).unwrap_or(0)
}

async fn make_event(
    tx: &Tx,
    course: &CourseDetails,
    policy: i64,
    day: NaiveDate,
    now: Instant,
) -> Result<(), Unexpected> {
    let at = |hour| uk_time::resolve(day.and_time(NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default()));
    let when = EventWhen::DateAndTime { first_day: day, starts_at: at(10)?, ends_at: at(13)? };
    let mut new = NewEvent::of_course(course, when);
    new.content.facilitators = vec![Facilitator {
        name: "Invented Facilitator".to_owned(),
        post_held: "Independent trainer".to_owned(),
        person_id: None,
    }];
    let id = create_event(tx, new, Actor::System, now).await?;
    let sale = NewSale {
        event_id: id.0,
        refund_policy_id: policy,
        capacity: SEATS,
        standard_price: course.content.standard_price,
        member_price: Some(course.content.member_price),
        vat: "exempt".to_owned(),
        most_places: 10,
        members_only: false,
        closes_at: None,
    };
    set_up_sale(tx, &sale).await?;
    publish_event(tx, id, Actor::System, now).await.map_err(|error| Unexpected::because(error.to_string()))
}

async fn addresses(
    db: &Db,
    (sessions, programme): (Vec<String>, Programme),
    now: Instant,
) -> Result<World, Unexpected> {
    let coming = event::Entity::find()
        .filter(event::Column::StartsAt.gt(now))
        .order_by_asc(event::Column::StartsAt)
        .all(db.reader())
        .await?;
    let open_events: Vec<String> = coming.into_iter().map(|event| format!("/events/{}", event.slug)).take(50).collect();
    let post = post::Entity::find().order_by_desc(post::Column::Id).one(db.reader()).await?;
    let post = post.context("there is no news")?;
    Ok(World {
        event_path: open_events.first().cloned().context("no event is to come")?,
        news_path: format!("/news/{}", post.slug),
        open_events,
        sessions,
        programme,
    })
}

/// A charity that is plainly invented.
pub fn charity() -> CharityIdentity {
    CharityIdentity {
        name: "Example Association of Reviewing Officers".to_owned(),
        short_name: "EARO".to_owned(),
        strapline: "For practice that listens".to_owned(),
        charity_number: "1234567".to_owned(),
        legal_form: "cio".to_owned(),
        company_number: None,
        registered_office: None,
        address: "1 Example Street\nSampleton\nEX1 2MP".to_owned(),
        email: "office@example.org".to_owned(),
        phone: "01632 960000".to_owned(),
        bank_account_name: "Example Association".to_owned(),
        bank_sort_code: "00-00-00".to_owned(),
        bank_account_number: "00000000".to_owned(),
        vat_number: None,
        vat_registered_from: None,
        version: 0,
    }
}

fn course(number: usize) -> CourseContent {
    CourseContent {
        title: format!("Measured course {number}"),
        summary: "Half a day that exists to be asked for, with as many words as a real one has.".to_owned(),
        overview: WORDS.repeat(2),
        topics: (1..=6).map(|topic| format!("Topic {topic} of the measured course")).collect(),
        audience: "Whoever measures.".to_owned(),
        further_information: "Nothing here is real.".to_owned(),
        duration_minutes: 180,
        cpd_minutes: 180,
        standard_price: Pence::new(9_000),
        member_price: Pence::new(5_000),
        refund_policy: None,
        resources: String::new(),
    }
}

fn news(number: usize) -> PostContent {
    PostContent {
        kind: PostKind::News,
        title: format!("Measured news {number}"),
        summary: "A piece of news that exists to be asked for.".to_owned(),
        body: WORDS.repeat(6),
        byline_name: "Invented Author".to_owned(),
        byline_post_held: "Co-Chair".to_owned(),
        released_on: None,
    }
}

const WORDS: &str = "A paragraph of about the length that people write when they have something to say and an evening to \
say it in. It has a second sentence, with a [link](https://example.org/), and a third one that *stresses* a word, so that \
making it into HTML is as much work as usual.\n\n";
