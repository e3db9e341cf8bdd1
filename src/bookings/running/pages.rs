//! The officer's word that a date runs.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::confirm_running::{ConfirmRunningError, confirm_running};
use crate::app::App;
use crate::bookings::desk::OpenDate;
use crate::web::{Flash, PageContext, PageError, Permitted, may};

/// POST /admin/events/{id}/running
pub async fn create_running(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageEvents>,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let date = OpenDate::find(&app, &id).await?;
    let flash = match confirm_running(&app, date.event.id, officer.person_id).await {
        Ok(0) => Flash::done("It will run. Nobody has a place yet, so nobody had to be told."),
        Ok(_) => Flash::done("It will run. Everyone who has a place is told by email, and sees how to join."),
        Err(ConfirmRunningError::Unexpected(error)) => return Err(error.into()),
        Err(refusal) => Flash::problem(refusal.to_string()),
    };
    Ok(page.redirect_with(&flash, &date.base))
}
