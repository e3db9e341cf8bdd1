//! Mail: an outbox row in the caller's transaction, rendering and delivery by a job afterwards. A row keeps the template's
//! name and its data, never the text; personal links are derived when the message leaves (D17, D18). Delivery is at least
//! once, always under the same Message-ID, and a dedupe key keeps a second row from being made.

pub mod calendar;
pub mod message;
pub mod outbox;
pub mod transport;

pub use calendar::{CalendarFile, CalendarMethod, CalendarTime};
pub use message::{NewMessage, PersonalLink, personal_link};
