//! Who holds which office, from a day to a day (D7, D11). Code asks for permissions, which roles carry; the grant is read
//! from the database on every request (ASVS 8.3.1).

pub mod desk;
mod end_role;
mod grant_role;
mod queries;
mod store;

pub use end_role::{EndRole, EndRoleError, end_role};
pub use grant_role::{GrantRole, GrantRoleError, grant_role};
pub use queries::{export, held_on, holders_of, holds_office, people_holding, roles_held};
