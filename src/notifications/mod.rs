//! Mail: an outbox row in the caller's transaction, rendering and delivery by a job afterwards. A row keeps the template's
//! name and its data, never the text; personal links are derived when the message leaves (D17, D18). Delivery is at least
//! once, always under the same Message-ID, and a dedupe key keeps a second row from being made.

pub mod admin;
pub mod calendar;
pub mod calendar_text;
pub mod captured_mail;
pub mod deliver;
pub mod dev_mail;
pub mod jobs;
pub mod message;
mod mime_message;
pub mod outbox;
pub mod person_hooks;
pub mod personal_links;
mod plain_links;
pub mod preferences;
pub mod queries;
pub mod render;
pub mod resend;
mod smtp_url;
mod store;
pub mod test_message;
#[cfg(test)]
mod tests;
pub mod transport;
pub mod wipe;

pub use calendar::{CalendarFile, CalendarMethod, CalendarTime};
pub use calendar_text::{CalendarParty, calendar_feed_text, calendar_text};
pub use dev_mail::dev_routes;
pub use message::{NewMessage, PersonalLink, personal_link};
pub use personal_links::personal_url;
pub use plain_links::plain_links;
