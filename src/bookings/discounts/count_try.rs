//! Codes guessed in bulk are slowed (ELG-14): every form that carries one counts for the address it comes from, before the code is
//! looked up and whether it is right or wrong.

use chrono::Duration;

use crate::app::App;
use crate::limits::{self, Limit};
use crate::web::PageError;

/// Forms with a code that one address may send; a whole council may share an address.
const TRIES: Limit = Limit { what: "discount-codes", most: 40, window: Duration::minutes(10) };

/// Counts one form with a code, or says how long to wait.
pub async fn count_try(app: &App, client: &str) -> Result<(), PageError> {
    let now = app.now();
    let counted = app.db.write_tx(async |tx| limits::hit(tx, TRIES, client, now).await).await?;
    counted.map_err(PageError::TooManyRequests)
}
