//! Whether the charity's record can be printed yet. Until it can, nothing is put on the site and nothing is sold (CH-03): all of
//! it would have to name the charity.

use sea_orm::{ConnectionTrait, DbErr};

use super::kept::Known;
use super::store::{CharityIdentity, load_identity};

/// What an officer reads who puts something on the site before that.
pub const NOT_SET_UP: &str = "The charity’s name, number and address are not filled in yet, so nothing can go on the site: every page, email and receipt must print them. An administrator fills them in under Charity.";

impl CharityIdentity {
    /// Name, number and address are there. What else is asked of them is for whoever edits the record.
    pub fn is_set_up(&self) -> bool {
        [&self.name, &self.charity_number, &self.address].iter().all(|part| !part.is_empty())
    }
}

impl Known {
    /// The record is there, and set up.
    pub fn is_set_up(&self) -> bool {
        self.record.as_deref().is_some_and(CharityIdentity::is_set_up)
    }
}

/// The same, asked of the database: for a transaction that puts something on the site.
pub async fn is_set_up(db: &impl ConnectionTrait) -> Result<bool, DbErr> {
    Ok(load_identity(db).await?.is_some_and(|identity| identity.is_set_up()))
}
