//! Membership as a chain of dated terms (D7). Standing is derived for a day from the terms and the money that cleared; it is
//! nowhere stored. A number once given stays with its person and is never given again.

mod chain;
#[cfg(test)]
mod chain_tests;
mod changing;
mod ending;
mod evidence_asked;
mod explain;
mod give_term;
pub mod jobs;
mod membership_picture;
mod membership_type;
mod officer_facts;
mod orders;
pub mod profession;
mod queries;
mod reminders;
mod renewal;
mod renewal_offer;
mod standing;
mod status;
pub(in crate::members) mod status_sql;
mod store;
mod term;
mod term_rule;
mod term_source;
mod terms_of_membership;

pub use chain::{Chain, FactRecord, TermRecord};
pub use changing::{
    ChangeType, ChangeTypeError, LONGEST_PAUSE_MONTHS, Pause, PauseError, PauseFrom, PauseMembership, PauseReason,
    Side, TypeChange, TypeChanged, change_type, pause_membership, plan_change, plan_pause, preview_type_change,
};
pub use ending::{
    COOLING_OFF_DAYS, Leave, LeaveError, Leaving, MoneyGone, TermEnded, cooling_off_last_day, is_in_cooling_off, leave,
    money_gone_of, on_dispute_lost, on_refund, preview_leaving,
};
pub use evidence_asked::{EvidenceAsked, MOST_YEARS, years_words};
pub use explain::{DatedFact, explain};
pub use give_term::{GiveTermError, GivenTerm, NewTerm, give_term};
pub use membership_picture::{MembershipPicture, NextEvent, load_picture};
pub use membership_type::{AppliedForBy, NewMembershipType, TypeVersion, create_membership_type, put_type_version};
pub use officer_facts::{
    ByOfficer, EndTerm, ExtendMembership, FactKind, LONGEST_CONTACT_DAYS, NoteContact, OfficerActError, OfficerTerm,
    ProposeRemoval, RecordDeath, RevokeFact, Suspend, WaivePrice, confirm_removal, drop_removal, end_term,
    extend_membership, give_officer_term, note_contact, propose_removal, record_death, revoke_fact, suspend,
    waive_price,
};
pub use orders::{
    BankTransfer, HowToPay, OpenOrder, OpenOrderError, OpenedOrder, OrderKind, OrderPayer, OrderSettlement, OrderState,
    OrderSummary, PayBy, PayOrder, PayOrderError, accept_terms, bank_transfer, earned_days, expire_orders,
    find_open_order, find_order, has_seen, load_order, open_order, orders_of, pay_order, remind_unpaid, settle_order,
    settle_order_from, withdraw_order,
};
pub use queries::{
    LiveApplication, MembershipFile, MembershipRecord, OfferedType, WaitingRemoval, count_waiting_removals, export,
    find_live_application, find_membership, load_chain, offered_types, read_file, removal_in_force, standing, terms_of,
    type_for_renewal, type_version_on, type_with_code, version_first_day, waiting_removals,
};
pub(in crate::members) use queries::{read_rule, read_version};
pub use reminders::{NoticeKind, due_notice, send_reminders};
pub use renewal::{GRACE_DAYS, RENEWAL_OPENS_DAYS, TooEarly, next_term_start};
pub use renewal_offer::{RejoinOffer, RenewalOffer, rejoin_offer, renewal_offer};
pub use standing::{Evidence, FOR_LIFE, Fact, Standing, UnderWay, standing_on};
pub use status::{Status, status_on};
pub use term::{Basis, Term};
pub use term_rule::{DayOfYear, FixedYear, TermRule};
pub use term_source::TermSource;
pub use terms_of_membership::{
    AcceptedTerms, TermsOfMembership, TermsShown, accepted_terms, add_terms_of_membership, ensure_terms_at_start,
    find_current_terms, terms_shown,
};
