//! `nairo create-admin`: the first person who may sign in, or another one when everybody is locked out.

use std::sync::Arc;

use super::Failure;
use super::assemble::{assemble, block_on, open_ready_database, tool_settings};
use super::terminal::say;
use crate::bookings::standard_rules::ensure_standard_rules;
use crate::kernel::{EmailAddress, PersonName, SystemClock, uk_time};
use crate::members::create_admin as make_administrator;

/// Makes the person if need be, gives the role, writes the standard refund policy and booking terms if there are none, and prints a
/// code to sign in with. Safe to repeat.
pub fn create_admin(name: &str, email: &str) -> Result<(), Failure> {
    let name = PersonName::parse(name).map_err(|error| Failure::new(format!("--name: {error}")))?;
    let email = EmailAddress::parse(email).map_err(|error| Failure::new(format!("--email: {error}")))?;
    let settings = tool_settings()?;
    block_on(async {
        let db = open_ready_database(&settings).await?;
        let app = assemble(settings, db, Arc::new(SystemClock))?;
        let made =
            make_administrator(&app, name, email.clone()).await.map_err(|error| Failure::new(error.to_string()))?;
        app.db.write_tx(async |tx| ensure_standard_rules(tx, app.now()).await).await?;
        let already = if made.existed { " was an administrator already and" } else { "" };
        say(&format!("{}{already} can sign in at {}/sign-in/code", email.as_str(), app.settings.base_url));
        say(&format!("Code: {} (works once, until {})", made.code, uk_time::date_and_time(made.code_expires_at)));
        say("The back office then asks for a second step: an authenticator app or a passkey. Have a phone at hand.");
        app.db.clone().close().await;
        Ok(())
    })
}
