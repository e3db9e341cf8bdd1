//! Pages that compose several features: what a visitor, a member and an officer see first.

mod account;
mod admin_home;
mod calendar_feed;
mod course_page;
mod event_list;
mod event_page;
mod fixed_pages;
mod health;
mod home;
mod offers;
mod sitemap;

use std::sync::Arc;

use nairo::audit::Actor;
use nairo::bookings::set_up_sale::{NewSale, set_up_sale};
use nairo::bookings::standard_rules::ensure_standard_rules;
use nairo::events::{
    CourseContent, CourseId, DateCertainty, EventContent, EventId, EventKind, EventMode, EventWhen, Facilitator,
    JoinUrl, NewEvent, Platform, WallTime, create_course, create_event, load_event, mark_cancelled, publish_course,
    publish_event,
};
use nairo::kernel::{Pence, Unexpected};

use crate::support::TestApp;

/// Half past nine to one o'clock on this London day.
fn half_day(day: &str) -> EventWhen {
    let typed = WallTime { day: day.parse().ok(), starts: "09:30:00".parse().ok(), ends: "13:00:00".parse().ok() };
    EventWhen::from_wall(DateCertainty::DateAndTime, typed).unwrap()
}

/// An online half-day with a facilitator and a meeting address that must never be seen.
fn training(title: &str, when: EventWhen) -> NewEvent {
    let facilitator = Facilitator { name: "Ann Lee".to_owned(), post_held: "Co-Chair".to_owned(), person_id: None };
    let content = EventContent {
        title: title.to_owned(),
        summary: "A half day <b>on the role</b>.".to_owned(),
        description: "We start with *the law*.\n\n## What it covers\n\n- Challenge".to_owned(),
        when,
        mode: EventMode::Online,
        platform: Platform::Zoom,
        venue: String::new(),
        join_url: JoinUrl::parse("https://zoom.example.org/j/secret").ok(),
        link_promised_on: None,
        cpd_minutes: 0,
        resources: String::new(),
        facilitators: vec![facilitator],
    };
    NewEvent { course: None, kind: EventKind::Training, content }
}

/// A free meeting of members, time and link to follow.
fn meeting(title: &str, day: &str) -> NewEvent {
    let mut new = training(title, EventWhen::DateOnly(day.parse().unwrap()));
    new.kind = EventKind::MembersMeeting;
    new.content.platform = Platform::Undecided;
    new.content.join_url = None;
    new
}

/// £90, members £50.
const USUAL: (i64, Option<i64>) = (9_000, Some(5_000));
/// Free.
const FREE: (i64, Option<i64>) = (0, None);

impl TestApp {
    /// Publishes a date with this many seats at these prices, and gives its id and address.
    async fn on_sale(&self, new: NewEvent, seats: i32, (standard, member): (i64, Option<i64>)) -> (EventId, String) {
        let (app, now) = (Arc::clone(&self.state), self.now());
        let members_only = new.kind == EventKind::MembersMeeting;
        let made = app.db.write_tx(async |tx| {
            let refund_policy_id = ensure_standard_rules(tx, now).await?;
            let id = create_event(tx, new, Actor::System, now).await?;
            let sale = NewSale {
                event_id: id.0,
                refund_policy_id,
                capacity: seats,
                standard_price: Pence::new(standard),
                member_price: member.map(Pence::new),
                vat: "exempt".to_owned(),
                most_places: 10,
                members_only,
                closes_at: None,
            };
            set_up_sale(tx, &sale).await?;
            publish_event(tx, id, Actor::System, now).await.map_err(|error| Unexpected::because(error.to_string()))?;
            Ok::<_, Unexpected>(id)
        });
        let id = made.await.unwrap();
        (id, format!("/events/{}", load_event(app.db.reader(), id).await.unwrap().slug))
    }

    /// A course on the site.
    async fn course_on_site(&self, title: &str) -> CourseId {
        let now = self.now();
        let content = CourseContent {
            title: title.to_owned(),
            summary: "The whole of the work in half a day.".to_owned(),
            overview: "What is a reviewing officer *for*?".to_owned(),
            topics: vec!["The law".to_owned(), "Challenge".to_owned()],
            audience: "Practising officers.".to_owned(),
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

    /// Calls a date off.
    async fn call_off(&self, id: EventId) {
        let now = self.now();
        let done =
            self.state.db.write_tx(async |tx| mark_cancelled(tx, id, "Ann is unwell.", Actor::System, now).await);
        assert!(done.await.unwrap());
    }
}

/// The structured data of a page, or none.
fn json_ld(page: &crate::support::page::Page) -> Option<serde_json::Value> {
    let (_, rest) = page.html.split_once("<script type=\"application/ld+json\">")?;
    let (json, _) = rest.split_once("</script>")?;
    Some(serde_json::from_str(json).unwrap())
}
