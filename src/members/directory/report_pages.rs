//! `/report-message/{token}`: the way to report a relayed message, from the message itself. Looking changes nothing (D17).

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use serde::Serialize;

use super::queries::{RelayedMessage, find_relayed};
use super::report_message::report_message;
use crate::app::App;
use crate::kernel::LinkPurpose;
use crate::kernel::uk_time::{london_date, long_date};
use crate::members::people;
use crate::web::{PageContext, PageError};

#[derive(Serialize)]
struct ReportPage {
    action: String,
    from_name: String,
    sent_on: String,
    is_done: bool,
}

async fn open(app: &App, token: &str) -> Result<(i64, RelayedMessage), PageError> {
    let id = app.links.subject(token).ok_or(PageError::NotFound)?;
    if !app.links.verify(token, LinkPurpose::ReportMessage, 1) {
        return Err(PageError::NotFound);
    }
    let message = find_relayed(app.db.reader(), id).await?.ok_or(PageError::NotFound)?;
    Ok((id, message))
}

async fn view(app: &App, token: &str, message: &RelayedMessage, is_done: bool) -> Result<ReportPage, PageError> {
    let sender = people::find_person(app.db.reader(), message.sender_id).await?;
    Ok(ReportPage {
        action: format!("/report-message/{token}"),
        from_name: sender.map(|sender| sender.name).unwrap_or_default(),
        sent_on: long_date(london_date(message.sent_at)),
        is_done: is_done || message.is_reported,
    })
}

/// GET `/report-message/{token}`.
pub async fn show_report(app: Data<App>, page: PageContext, token: Path<String>) -> Result<HttpResponse, PageError> {
    let (_, message) = open(&app, &token).await?;
    page.render("members/directory_report.html", &view(&app, &token, &message, false).await?)
}

/// POST `/report-message/{token}`.
pub async fn report(app: Data<App>, page: PageContext, token: Path<String>) -> Result<HttpResponse, PageError> {
    let (id, message) = open(&app, &token).await?;
    report_message(&app, id).await?;
    page.render("members/directory_report.html", &view(&app, &token, &message, true).await?)
}
