//! Who agreed to hear what, and on which basis (DP-02). Answers are added and never changed; the newest one counts. A refusal
//! is kept by a hash of the address as well, so that it survives an import, an erasure and a second joining, until the person
//! says yes again (DP-03). [`queue_marketing`] is the only way in which marketing can be queued at all.

mod choice;
mod queries;
mod queue_marketing;
mod record_choice;
mod store;
mod unsubscribe_link;

pub use choice::{Answer, Basis, Choice, MailPurpose, NotSent, SOFT_CHARITY_FROM, WORDING_VERSION, may_send};
pub use queries::{current_choices, export};
pub use queue_marketing::{MarketingOutcome, NewMarketing, queue_marketing};
pub use record_choice::{RecordChoice, RecordChoiceError, record_choice};
pub use unsubscribe_link::{pack, unpack};
