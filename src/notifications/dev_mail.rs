//! Captured mail in the browser, for the demo only: these routes are never in `serve`'s table (D25).

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Data, Path};
use serde::Serialize;

use super::captured_mail::{self, CaptureEntry};
use super::transport::Mailer;
use crate::app::App;
use crate::kernel::unexpected::Context;
use crate::web::Access::Public;
use crate::web::route_table::RouteTable;
use crate::web::{MomentView, PageContext, PageError};

/// The email is shown as a mail program would: its own style, nothing else; no script, no picture, no form, no frame.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Adds `/dev/mail`; called by the demo's route table alone.
pub fn dev_routes(table: &mut RouteTable) {
    table.at("/dev/mail").get(Public, list_mail);
    table.at("/dev/mail/{id}").get(Public, show_mail);
    table.at("/dev/mail/{id}/html").get(Public, show_html);
    table.at("/dev/mail/{id}/raw").get(Public, show_raw);
    table.at("/dev/mail/{id}/invite.ics").get(Public, show_calendar);
}

#[derive(Serialize)]
struct MailListView {
    mails: Vec<MailLine>,
}

#[derive(Serialize)]
struct MailLine {
    href: String,
    subject: String,
    to_name: String,
    to: String,
    at: MomentView,
    has_calendar: bool,
}

#[derive(Serialize)]
struct MailView {
    line: MailLine,
    from: String,
    message_id: String,
    text: String,
    calendar: Option<String>,
}

/// The newest first.
async fn list_mail(app: Data<App>, page: PageContext) -> Result<HttpResponse, PageError> {
    let Mailer::Captured(folder) = &app.mailer else { return Err(PageError::NotFound) };
    let entries = captured_mail::list(folder).await.context("captured mail cannot be read")?;
    page.render("dev/mail_list.html", &MailListView { mails: entries.iter().map(line).collect() })
}

/// Headers, plain text, and the way to everything else.
async fn show_mail(app: Data<App>, page: PageContext, id: Path<String>) -> Result<HttpResponse, PageError> {
    let entry = find(&app, &id).await?;
    let view = MailView {
        line: line(&entry),
        from: entry.mail.from,
        message_id: entry.mail.message_id,
        text: entry.mail.text,
        calendar: entry.mail.calendar,
    };
    page.render("dev/mail.html", &view)
}

/// The HTML part, as it was sent.
async fn show_html(app: Data<App>, id: Path<String>) -> Result<HttpResponse, PageError> {
    let entry = find(&app, &id).await?;
    Ok(part("text/html; charset=utf-8", entry.mail.html.into_bytes()))
}

/// The whole message, as a mail server would have got it.
async fn show_raw(app: Data<App>, id: Path<String>) -> Result<HttpResponse, PageError> {
    let entry = find(&app, &id).await?;
    Ok(part("message/rfc822", entry.mail.raw))
}

/// The calendar file.
async fn show_calendar(app: Data<App>, id: Path<String>) -> Result<HttpResponse, PageError> {
    let calendar = find(&app, &id).await?.mail.calendar.ok_or(PageError::NotFound)?;
    Ok(part("text/calendar; charset=utf-8", calendar.into_bytes()))
}

async fn find(app: &App, id: &str) -> Result<CaptureEntry, PageError> {
    let Mailer::Captured(folder) = &app.mailer else { return Err(PageError::NotFound) };
    captured_mail::find(folder, id).await.context("captured mail cannot be read")?.ok_or(PageError::NotFound)
}

fn part(kind: &str, bytes: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, kind))
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(bytes)
}

fn line(entry: &CaptureEntry) -> MailLine {
    MailLine {
        href: format!("/dev/mail/{}", entry.id),
        subject: entry.mail.subject.clone(),
        to_name: entry.mail.to_name.clone(),
        to: entry.mail.to.clone(),
        at: MomentView::short(entry.at),
        has_calendar: entry.mail.calendar.is_some(),
    }
}
