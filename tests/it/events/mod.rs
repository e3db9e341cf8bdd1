//! Courses and dated events: the use cases and reads that bookings and pages stand on, and the officers' course desk.

mod change_event;
mod course_desk;
mod list_events;

use nairo::audit::Actor;
use nairo::events::{
    CourseContent, CourseId, DateCertainty, EventContent, EventDetails, EventId, EventKind, EventMode, EventWhen,
    Facilitator, NewEvent, Platform, WallTime, create_course, create_event, load_event, publish_event,
};
use nairo::kernel::{Pence, Unexpected};

use crate::support::TestApp;

/// Half past nine to one o'clock on this London day.
fn half_day(day: &str) -> EventWhen {
    let typed = WallTime { day: day.parse().ok(), starts: "09:30:00".parse().ok(), ends: "13:00:00".parse().ok() };
    EventWhen::from_wall(DateCertainty::DateAndTime, typed).unwrap()
}

/// An online event with one facilitator.
fn event(title: &str, when: EventWhen) -> NewEvent {
    let facilitator = Facilitator { name: "Ann Lee".to_owned(), post_held: "Co-Chair".to_owned(), person_id: None };
    let content = EventContent {
        title: title.to_owned(),
        summary: String::new(),
        description: String::new(),
        when,
        mode: EventMode::Online,
        platform: Platform::Zoom,
        venue: String::new(),
        join_url: None,
        link_promised_on: None,
        cpd_minutes: 0,
        resources: String::new(),
        facilitators: vec![facilitator],
    };
    NewEvent { course: None, kind: EventKind::Training, content }
}

fn course(title: &str) -> CourseContent {
    CourseContent {
        title: title.to_owned(),
        summary: "A half day.".to_owned(),
        overview: "The whole of the role.".to_owned(),
        topics: vec!["The law".to_owned()],
        audience: String::new(),
        further_information: String::new(),
        duration_minutes: 210,
        cpd_minutes: 210,
        standard_price: Pence::new(9_000),
        member_price: Pence::new(5_000),
        refund_policy: None,
        resources: String::new(),
    }
}

impl TestApp {
    async fn draft(&self, new: NewEvent) -> EventId {
        let now = self.now();
        let made = self.state.db.write_tx(async |tx| create_event(tx, new, Actor::System, now).await).await;
        made.unwrap()
    }

    async fn published(&self, new: NewEvent) -> EventId {
        let now = self.now();
        let made = self.state.db.write_tx(async |tx| {
            let id = create_event(tx, new, Actor::System, now).await?;
            publish_event(tx, id, Actor::System, now).await.map_err(|error| Unexpected::because(error.to_string()))?;
            Ok::<_, Unexpected>(id)
        });
        made.await.unwrap()
    }

    async fn event(&self, id: EventId) -> EventDetails {
        load_event(self.state.db.reader(), id).await.unwrap()
    }

    async fn new_course(&self, content: &CourseContent) -> CourseId {
        let now = self.now();
        let made = self.state.db.write_tx(async |tx| create_course(tx, content, Actor::System, now).await).await;
        made.unwrap()
    }
}
