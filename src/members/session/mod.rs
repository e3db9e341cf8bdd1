//! Sign-in sessions: opaque, random, stored hashed, ended on the server (ASVS 7). The cookie says nothing by itself.

mod attach;
mod device_words;
mod lifetime;
pub mod pages;
mod queries;
mod renew;
mod start;
mod store;

pub use attach::{OwnMembership, attach_viewer};
pub use device_words::device_words;
pub use lifetime::{BACK_OFFICE, CONFIRMED_FOR, HALF_WAY_LIFE, Lifetime, ORDINARY, is_confirmed, lifetime};
pub use queries::{OpenSession, export, find_own_session, open_sessions};
pub(super) use renew::{SessionProof, renew_session};
pub use start::{NewSession, Proof, StartedSession, session_cookie, start_session};
pub use store::{end_all, end_by_token, end_one, forget_ended};
