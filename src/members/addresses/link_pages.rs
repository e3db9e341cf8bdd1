//! `/address-change/{token}`: whoever reads one of the addresses says that a change is not their doing. No sign-in: they may be
//! locked out. Looking changes nothing (D17); the button does.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::change::ChangeKind;
use super::queries::{AnyChange, find_any_change};
use super::stop_change::{OBJECTION_DAYS, Stopped, object};
use super::views::ObjectionPage;
use crate::app::App;
use crate::kernel::LinkPurpose;
use crate::web::{PageContext, PageError};

async fn open(app: &App, token: &str) -> Result<(i64, AnyChange), PageError> {
    let id = app.links.subject(token).ok_or(PageError::NotFound)?;
    if !app.links.verify(token, LinkPurpose::StopAddressChange, 1) {
        return Err(PageError::NotFound);
    }
    let change = find_any_change(app.db.reader(), id).await?.ok_or(PageError::NotFound)?;
    Ok((id, change))
}

fn view(app: &App, token: &str, change: &AnyChange, is_done: bool) -> ObjectionPage {
    let is_open = match change.outcome.as_deref() {
        None => true,
        Some("done") => change.kind == ChangeKind::Add && app.now() < change.created_at + OBJECTION_DAYS,
        Some(_) => false,
    };
    ObjectionPage {
        action: format!("/address-change/{token}"),
        words: ObjectionPage::words(change.kind, &change.new_address, change.old_address.as_deref()),
        is_open: is_open && !is_done,
        is_done,
        is_by_office: change.kind == ChangeKind::Replace,
    }
}

/// GET `/address-change/{token}`.
pub async fn show_objection(app: Data<App>, page: PageContext, token: Path<String>) -> Result<HttpResponse, PageError> {
    let (_, change) = open(&app, &token).await?;
    page.render("members/email_objection.html", &view(&app, &token, &change, false))
}

/// POST `/address-change/{token}`: stops it.
pub async fn stop_by_link(app: Data<App>, page: PageContext, token: Path<String>) -> Result<HttpResponse, PageError> {
    let (id, change) = open(&app, &token).await?;
    let is_done = object(&app, id).await? == Stopped::Stopped;
    let mut view = view(&app, &token, &change, is_done);
    view.is_open = false;
    page.render("members/email_objection.html", &view)
}
