//! People, how they prove who they are, which offices they hold, and whether they are members.
//!
//! A person, their email addresses and their login are three things (D9). Offices and membership are dated rows (D7): what
//! somebody may do, and whether they are a member, is always derived for a day and never typed.

pub mod addresses;
pub mod applications;
pub mod desk;
pub mod directory;
pub mod email_choices;
pub mod employers;
pub mod erasure;
pub mod exports;
pub mod factors;
pub mod imports;
pub mod jobs;
pub mod join;
pub mod membership;
pub mod merge;
pub mod own_membership;
pub mod people;
pub mod person_hooks;
pub mod practice;
pub mod profile;
pub mod queries;
pub mod registrations;
pub mod roles;
pub mod search;
pub mod security;
pub mod session;
pub mod sign_in;
pub mod sudo;

pub use membership::{NewTerm, Standing, give_term, standing};
pub use people::{CreatedAdmin, DisablePerson, NewPerson, create_admin, create_person, disable_person};
pub use roles::{EndRole, GrantRole, end_role, grant_role};
