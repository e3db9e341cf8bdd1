//! POST `/admin/in-house/{reference}/date`: sets the date of accepted training.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::act_forms::{read_date, typed};
use super::show_page::{find, show};
use crate::app::App;
use crate::events::{date_warnings, days_of};
use crate::in_house::schedule::{ScheduleError, schedule_training};
use crate::web::{FieldErrors, Flash, PageContext, PageError, Permitted, Posted, may};

/// See the module's first line.
pub async fn create_date(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageEvents>,
    reference: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let enquiry = find(&app, &reference).await?;
    let again = async |errors: FieldErrors, status| {
        show(&app, &page, &enquiry, (typed(&form).with_errors(&errors), status)).await
    };
    let command = match read_date(&form, (enquiry.id, officer.person_id), app.now()) {
        Ok(command) => command,
        Err(errors) => return again(errors, StatusCode::UNPROCESSABLE_ENTITY).await,
    };
    let days = app.holidays.read(app.db.reader(), app.now()).await?;
    let warnings = date_warnings(&days_of(&command.when), &days);
    match schedule_training(&app, &command).await {
        Ok(()) => {
            let words = ["The date is set, and the contact has the link for their people."].map(str::to_owned);
            let done = Flash::done([&words[..], &warnings[..]].concat().join(" "));
            Ok(page.redirect_with(&done, &format!("/admin/in-house/{reference}")))
        }
        Err(ScheduleError::Unexpected(error)) => Err(error.into()),
        Err(refusal) => {
            let field = match refusal {
                ScheduleError::TooManySeats { .. } => "seats",
                ScheduleError::VenueMissing => "venue",
                _ => "",
            };
            again(FieldErrors::one(field, refusal.to_string()), StatusCode::CONFLICT).await
        }
    }
}
