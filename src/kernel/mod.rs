//! Shared kernel: small pure values that every feature may use.
//!
//! Nothing here reads a database, a file, the network or the environment, and nothing here imports
//! anything else of ours.

pub mod clock;
pub mod email_address;
pub mod folding;
pub mod links;
pub mod membership_months;
pub mod money;
mod money_sharing;
pub mod permission;
pub mod person_name;
pub mod postcode;
pub mod sealing;
mod shipped_holidays;
pub mod short_text;
pub mod slug;
pub mod spreadsheet_cell;
pub mod tokens;
mod typed_pounds;
pub mod uk_time;
mod uk_words;
pub mod unexpected;
pub mod working_days;

pub use clock::{Clock, Instant, StoppedClock, SystemClock};
pub use email_address::EmailAddress;
pub use links::{LinkKeys, LinkPurpose};
pub use money::Pence;
pub use permission::{Permission, Role};
pub use person_name::PersonName;
pub use postcode::Postcode;
pub use sealing::{SealingKey, SealingSecrets};
pub use tokens::{CountingTokens, RandomTokens, TokenSource};
pub use unexpected::Unexpected;
pub use working_days::WorkingDays;
