//! What this feature does by itself: it forgets.

use super::{factors, session, sign_in};
use crate::app::App;
use crate::jobs::JobOutcome;
use crate::kernel::{Instant, Unexpected};

/// The name of the job that forgets dead codes after a day and ended sessions after 90.
pub const FORGET_OLD_SIGN_INS: &str = "forget_old_sign_ins";

/// Runs [`FORGET_OLD_SIGN_INS`].
pub async fn run_forget_old_sign_ins(app: &App) -> Result<JobOutcome, Unexpected> {
    forget_old_sign_ins(app, app.now()).await?;
    Ok(JobOutcome::Done)
}

/// Deletes codes and sessions that are kept no longer (retention). Says how many rows went.
pub async fn forget_old_sign_ins(app: &App, now: Instant) -> Result<u64, Unexpected> {
    app.db
        .write_tx(async |tx| {
            let codes = sign_in::forget_old_codes(tx, now).await?;
            let ceremonies = factors::forget_old_ceremonies(tx, now).await?;
            Ok(codes + ceremonies + session::forget_ended(tx, now).await?)
        })
        .await
}
