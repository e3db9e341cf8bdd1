//! Membership as a chain of dated terms (D7). Standing is derived for a day from the terms and the money that cleared; it is
//! nowhere stored. A number once given stays with its person and is never given again.

mod give_term;
mod membership_type;
mod queries;
mod renewal;
mod standing;
mod store;
mod term_source;

pub use give_term::{GiveTermError, GivenTerm, NewTerm, give_term};
pub use membership_type::{AppliedForBy, NewMembershipType, TypeVersion, create_membership_type, put_type_version};
pub use queries::{
    MembershipFile, MembershipRecord, OfferedType, export, find_membership, offered_types, read_file, standing,
    terms_of, type_version_on,
};
pub use renewal::{GRACE_DAYS, RENEWAL_OPENS_DAYS, TooEarly, next_term_start};
pub use standing::{Basis, Standing, Term, standing_on};
pub use term_source::TermSource;
