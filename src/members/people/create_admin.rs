//! The first administrator, made by the operator on the command line (`nairo create-admin`). No default account, no
//! password: a code that works once, within the hour (ASVS 6.3.2).

use super::create_person::{CreatePersonError, NewPerson, create_person};
use super::queries::find_by_verified_email;
use crate::app::App;
use crate::kernel::{EmailAddress, Instant, PersonName, Role, Unexpected, uk_time};
use crate::members::roles::{self, GrantRole, GrantRoleError};
use crate::members::sign_in;
use crate::unexpected_from;

/// What the operator is told.
#[derive(Clone, Debug)]
pub struct CreatedAdmin {
    /// The administrator.
    pub person_id: i64,
    /// To be typed at `/sign-in/code` for this address; works once, for one hour.
    pub code: String,
    /// When the code stops working.
    pub code_expires_at: Instant,
    /// The person or the role was there already; only the code is new.
    pub existed: bool,
}

/// Why no administrator was made.
#[derive(Debug, thiserror::Error)]
pub enum CreateAdminError {
    /// The account with this address is closed.
    #[error("the account with this address is closed; choose another address")]
    Disabled,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(CreateAdminError);

/// Makes the person (unless the address is already somebody's), gives the role from today (unless held), and a new code.
/// Safe to repeat.
pub async fn create_admin(app: &App, name: PersonName, email: EmailAddress) -> Result<CreatedAdmin, CreateAdminError> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            let known = find_by_verified_email(tx, &email).await?;
            let person_id = match known {
                Some(id) => id,
                None => make(tx, app, name, &email, now).await?,
            };
            let grant = GrantRole {
                person_id,
                role: Role::Administrator,
                starts_on: uk_time::london_date(now),
                ends_on: None,
                granted_by: None,
            };
            let existed = match roles::grant_role(tx, grant, now).await {
                Ok(_) => false,
                Err(GrantRoleError::AlreadyHeld) => true,
                Err(error) => return Err(refused(error)),
            };
            let (code, code_expires_at) = sign_in::print_code(tx, app.tokens.as_ref(), &email, person_id, now).await?;
            Ok(CreatedAdmin { person_id, code, code_expires_at, existed: existed && known.is_some() })
        })
        .await
}

async fn make(
    tx: &impl sea_orm::ConnectionTrait,
    app: &App,
    name: PersonName,
    email: &EmailAddress,
    now: Instant,
) -> Result<i64, CreateAdminError> {
    let new = NewPerson { name, email: email.clone(), verified: true };
    create_person(tx, app.tokens.as_ref(), new, now).await.map_err(|error| match error {
        CreatePersonError::Unexpected(cause) => CreateAdminError::Unexpected(cause),
        other @ CreatePersonError::AddressTaken => CreateAdminError::Unexpected(other.into()),
    })
}

fn refused(error: GrantRoleError) -> CreateAdminError {
    match error {
        GrantRoleError::Disabled => CreateAdminError::Disabled,
        GrantRoleError::Unexpected(cause) => CreateAdminError::Unexpected(cause),
        other => CreateAdminError::Unexpected(other.into()),
    }
}
