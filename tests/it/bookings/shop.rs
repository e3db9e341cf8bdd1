//! Puts events on sale for the booking tests, and fills in the booking form as a visitor would.

use std::sync::Arc;

use chrono::{Duration, NaiveDate, NaiveTime};
use nairo::audit::Actor;
use nairo::bookings::modes::set_pools;
use nairo::bookings::refund_policy::RefundTier;
use nairo::bookings::set_up_sale::{NewSale, create_booking_terms, create_refund_policy, set_up_sale};
use nairo::events::{
    CourseContent, CourseId, DateCertainty, EventContent, EventKind, EventMode, EventWhen, NewEvent, Platform,
    VenueDetails, WallTime, create_course, create_event, load_event, publish_course, publish_event, set_venue,
};
use nairo::kernel::uk_time::london_date;
use nairo::kernel::{Pence, Unexpected};

use crate::support::TestApp;
use crate::support::client::Client;
use crate::support::form::TestForm;
use crate::support::page::Page;

/// An event on sale.
#[derive(Clone, Debug)]
pub struct OnSale {
    pub id: i64,
    pub slug: String,
}

/// What differs from a half-day online course in 30 days for £90, members £50, 20 places, refunds up to 7 days before.
#[derive(Clone, Debug)]
pub struct Offer {
    days: i64,
    capacity: i32,
    standard: i64,
    member: Option<i64>,
    members_only: bool,
    with_time: bool,
    most: i32,
    join_url: Option<&'static str>,
    course: Option<CourseId>,
    both: Option<(i32, i32)>,
}

pub fn course() -> Offer {
    Offer {
        days: 30,
        capacity: 20,
        standard: 9_000,
        member: Some(5_000),
        members_only: false,
        with_time: true,
        most: 10,
        join_url: None,
        course: None,
        both: None,
    }
}

fn garden_room() -> VenueDetails {
    VenueDetails {
        room: "Garden Room".to_owned(),
        address: "1 High Street, Sampleton".to_owned(),
        travel: "Five minutes from the station.".to_owned(),
        access: "Step-free, with a hearing loop.".to_owned(),
        arrive_minutes: Some(30),
    }
}

/// A free members' meeting on a day whose time is not known yet.
pub fn members_meeting() -> Offer {
    Offer { standard: 0, member: None, members_only: true, with_time: false, most: 1, ..course() }
}

impl Offer {
    pub fn in_days(self, days: i64) -> Self {
        Self { days, ..self }
    }

    pub fn with_capacity(self, capacity: i32) -> Self {
        Self { capacity, ..self }
    }

    pub fn for_pence(self, standard: i64, member: Option<i64>) -> Self {
        Self { standard, member, ..self }
    }

    pub fn at_half_past_nine(self) -> Self {
        Self { with_time: true, ..self }
    }

    pub fn joined_at(self, join_url: &'static str) -> Self {
        Self { join_url: Some(join_url), ..self }
    }

    /// In person and online, with so many places in the room and so many online (SES-8).
    pub fn in_room_and_online(self, room: i32, online: i32) -> Self {
        Self { both: Some((room, online)), capacity: room + online, ..self }
    }

    /// A date of this course: places can move between its dates.
    pub fn of(self, course: CourseId) -> Self {
        Self { course: Some(course), ..self }
    }

    /// Half past nine to one o'clock, London time.
    fn when(&self, today: NaiveDate) -> EventWhen {
        let time = |h, m| NaiveTime::from_hms_opt(h, m, 0);
        let certainty = if self.with_time { DateCertainty::DateAndTime } else { DateCertainty::DateOnly };
        let wall = WallTime {
            day: Some(today + Duration::days(self.days)),
            starts: self.with_time.then(|| time(9, 30)).flatten(),
            ends: self.with_time.then(|| time(13, 0)).flatten(),
        };
        EventWhen::from_wall(certainty, wall).unwrap()
    }
}

impl TestApp {
    /// Publishes the offer and puts it on sale.
    pub async fn sell(&self, offer: Offer) -> OnSale {
        let app = Arc::clone(&self.state);
        let now = self.now();
        let content = EventContent {
            title: "The Role of the IRO".to_owned(),
            summary: "What an independent reviewing officer does, and why.".to_owned(),
            description: "An overview.".to_owned(),
            when: offer.when(london_date(now)),
            mode: if offer.both.is_some() { EventMode::Hybrid } else { EventMode::Online },
            platform: Platform::Zoom,
            venue: if offer.both.is_some() { "Sampleton Library".to_owned() } else { String::new() },
            join_url: offer.join_url.map(|url| nairo::events::JoinUrl::parse(url).unwrap()),
            link_promised_on: None,
            cpd_minutes: 0,
            resources: String::new(),
            facilitators: Vec::new(),
        };
        let kind = if offer.members_only { EventKind::MembersMeeting } else { EventKind::Training };
        let id = app
            .db
            .write_tx(async |tx| {
                let id = create_event(tx, NewEvent { course: offer.course, kind, content }, Actor::System, now).await?;
                let policy = match nairo::bookings::sale::list_policies(tx).await?.first() {
                    Some(policy) => policy.id,
                    None => {
                        create_booking_terms(tx, 1, "You may send somebody else in your place.", now).await?;
                        let tiers = [RefundTier { days_before: 7, percent: 100 }];
                        create_refund_policy(tx, ("standard", 1, "Seven days"), &tiers, now).await?
                    }
                };
                let sale = NewSale {
                    event_id: id.0,
                    refund_policy_id: policy,
                    capacity: offer.capacity,
                    standard_price: Pence::new(offer.standard),
                    member_price: offer.member.map(Pence::new),
                    vat: "exempt".to_owned(),
                    most_places: offer.most,
                    members_only: offer.members_only,
                    closes_at: None,
                };
                set_up_sale(tx, &sale).await?;
                if let Some(numbers) = offer.both {
                    set_pools(tx, id.0, numbers).await?;
                    set_venue(tx, id, &garden_room(), Actor::System, now).await?;
                }
                publish_event(tx, id, Actor::System, now)
                    .await
                    .map_err(|error| Unexpected::because(error.to_string()))?;
                Ok::<_, Unexpected>(id)
            })
            .await
            .unwrap();
        let slug = load_event(app.db.reader(), id).await.unwrap().slug;
        OnSale { id: id.0, slug }
    }

    /// A course on the site, for several dates of it.
    pub async fn a_course(&self) -> CourseId {
        let now = self.now();
        let content = CourseContent {
            title: "The Role of the IRO".to_owned(),
            summary: "What an independent reviewing officer does, and why.".to_owned(),
            overview: "An overview.".to_owned(),
            topics: Vec::new(),
            audience: String::new(),
            further_information: String::new(),
            duration_minutes: 210,
            cpd_minutes: 210,
            standard_price: Pence::new(9_000),
            member_price: Pence::new(5_000),
            refund_policy: None,
            resources: String::new(),
        };
        let made = self.state.db.write_tx(async |tx| {
            let id = create_course(tx, &content, Actor::System, now).await?;
            publish_course(tx, id, Actor::System, now).await.map_err(|error| Unexpected::because(error.to_string()))?;
            Ok::<_, Unexpected>(id)
        });
        made.await.unwrap()
    }

    /// Seats taken of an event, as the database counts them.
    pub async fn seats_taken(&self, event: &OnSale) -> i32 {
        nairo::bookings::sale::find_sale(self.state.db.reader(), event.id).await.unwrap().unwrap().taken
    }
}

impl OnSale {
    pub fn bookings_path(&self) -> String {
        format!("/events/{}/bookings", self.slug)
    }

    pub fn form_path(&self) -> String {
        format!("/events/{}/bookings/new", self.slug)
    }

    /// The booking form, filled in by a visitor for the people named (address: name@example.org).
    pub async fn filled(&self, client: &Client, people: &[&str]) -> TestForm {
        let page = client.get(&self.form_path()).await;
        let mut form = page.assert_status(200).form(&format!("/events/{}/bookings", self.slug));
        form = form.fill("booker_name", "Bo Booker").fill("booker_email", "bo@example.org");
        for (person, number) in people.iter().zip(1..) {
            let address = format!("{}@example.org", person.to_lowercase().replace(' ', "."));
            form =
                form.set(&format!("attendee_name_{number}"), person).set(&format!("attendee_email_{number}"), &address);
        }
        form
    }

    /// Books and goes as far as Stripe's page; gives the answer that leads there.
    pub async fn book(&self, client: &Client, people: &[&str]) -> Page {
        let form =
            self.filled(client, people).await.choose("payer", "organisation").fill("organisation", "Sampleton Council");
        client.submit_once(form.press("pay", "card")).await
    }

    /// Books, pays by card, lets the webhook arrive and the jobs run; gives the booking's page.
    pub async fn book_and_pay(&self, app: &TestApp, client: &Client, people: &[&str]) -> Page {
        let answer = self.book(client, people).await;
        let back = app.pay(&answer).await;
        app.settle().await;
        client.get(&back).await
    }
}
