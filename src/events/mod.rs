//! Courses and dated events (training and members' meetings): what happens, when and where, and whether it is published.
//!
//! Selling is `bookings`' matter: nothing here knows a price band or a place. Statements that change something take the
//! caller's transaction, so that `bookings` can cancel or move an event together with what was sold for it.

mod changed_values;
pub mod courses;
mod create_event;
mod date_warnings;
mod duplicate_event;
mod event_details;
mod event_kind;
mod event_state;
mod event_when;
pub mod facilitating;
mod join_url;
mod mark_cancelled;
pub mod place_words;
mod publish_event;
pub mod queries;
mod row_when;
pub mod running;
pub mod series;
mod store;
mod update_event;
mod venues;
pub mod views;
mod visibility;

pub use courses::{
    CourseContent, CourseDetails, CourseId, CourseState, create_course, find_published_course, list_published_courses,
    load_course, publish_course, update_course, withdraw_course,
};
pub use create_event::{EventContent, NewEvent, create_event};
pub use date_warnings::{date_warnings, days_of, event_days};
pub use duplicate_event::duplicate_event;
pub use event_details::{CourseOfEvent, EventDetails, EventId, EventPart, Facilitator};
pub use event_kind::{EventKind, EventMode, Platform};
pub use event_state::{EventChange, EventState};
pub use event_when::{DateCertainty, EventWhen, EventWhenError, WallTime};
pub use join_url::{JoinUrl, JoinUrlError};
pub use mark_cancelled::mark_cancelled;
pub use place_words::place_words;
pub use publish_event::{PublishEventError, publish_event};
pub use queries::{
    EventFilter, ListedEvents, event_of_row, find_event, find_published_by_slug, find_published_id, list_drafts,
    list_over, list_past, list_upcoming, load_event, load_plain_event, load_plain_events,
};
pub use update_event::{EventChanges, UpdateEventError, WhenChange, update_event};
pub use venues::{VenueDetails, VenueRow, set_venue, venue_line, venue_rows};
pub use views::EventView;
pub use visibility::{Visibility, change_visibility};
