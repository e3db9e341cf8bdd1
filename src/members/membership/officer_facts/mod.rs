//! Dated facts that officers, or members themselves, put on record: suspended, gave notice, removed by resolution, died, in
//! contact, extended, price let go, paused. Each is a use case; none asks who may: the page that calls it does.

mod decide_removal;
mod end_term;
mod extend_membership;
mod fact_kind;
mod give_officer_term;
mod note_contact;
mod officer_act;
mod propose_removal;
mod record_death;
mod remove_member;
mod revoke_fact;
pub(super) mod store;
mod suspend;
mod waive_price;

pub use decide_removal::{confirm_removal, drop_removal};
pub use end_term::{EndTerm, end_term};
pub use extend_membership::{ExtendMembership, extend_membership};
pub use fact_kind::FactKind;
pub use give_officer_term::{OfficerTerm, give_officer_term};
pub use note_contact::{LONGEST_CONTACT_DAYS, NoteContact, note_contact};
pub use officer_act::{ByOfficer, OfficerActError};
pub use propose_removal::{ProposeRemoval, propose_removal};
pub use record_death::{RecordDeath, record_death};
pub use revoke_fact::{RevokeFact, revoke_fact};
pub(super) use store::removals::ProposalState;
pub use suspend::{Suspend, suspend};
pub use waive_price::{WaivePrice, waive_price};
