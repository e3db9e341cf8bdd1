//! `/address-confirmation/{token}`: whoever reads an address that our office was given confirms that it is theirs. Looking changes
//! nothing (D17); the button does.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::change::{ChangeKind, OpenChange};
use super::queries::find_any_change;
use super::request_for_member::{Confirmed, confirm_by_link};
use super::store::find_change;
use super::views::ConfirmationPage;
use crate::app::App;
use crate::kernel::LinkPurpose;
use crate::kernel::uk_time::until_end_of;
use crate::web::{PageContext, PageError};

const TEMPLATE: &str = "members/email_confirmation.html";

/// The change behind a token, under way or over.
async fn open(app: &App, token: &str) -> Result<(i64, String, Option<OpenChange>), PageError> {
    let id = app.links.subject(token).ok_or(PageError::NotFound)?;
    if !app.links.verify(token, LinkPurpose::ConfirmAddress, 1) {
        return Err(PageError::NotFound);
    }
    let db = app.db.reader();
    let any = find_any_change(db, id).await?.filter(|change| change.kind == ChangeKind::Replace);
    let address = any.ok_or(PageError::NotFound)?.new_address;
    Ok((id, address, find_change(db, id).await?))
}

/// GET `/address-confirmation/{token}`.
pub async fn show_confirmation(
    app: Data<App>,
    page: PageContext,
    token: Path<String>,
) -> Result<HttpResponse, PageError> {
    let (_, address, change) = open(&app, &token).await?;
    let view = ConfirmationPage {
        action: format!("/address-confirmation/{token}"),
        address,
        is_open: change.is_some_and(|open| !open.is_new_confirmed),
        is_done: false,
        is_overtaken: false,
        notice: String::new(),
    };
    page.render(TEMPLATE, &view)
}

/// POST `/address-confirmation/{token}`. Pressed twice, it is confirmed once.
pub async fn create_confirmation(
    app: Data<App>,
    page: PageContext,
    token: Path<String>,
) -> Result<HttpResponse, PageError> {
    let (id, address, _) = open(&app, &token).await?;
    let confirmed = confirm_by_link(&app, id).await?;
    let notice = match confirmed {
        Confirmed::WaitsUntil(at) => until_end_of(at),
        Confirmed::Over | Confirmed::Done | Confirmed::Overtaken => String::new(),
    };
    let view = ConfirmationPage {
        action: format!("/address-confirmation/{token}"),
        address,
        is_open: false,
        is_done: matches!(confirmed, Confirmed::WaitsUntil(_) | Confirmed::Done),
        is_overtaken: confirmed == Confirmed::Overtaken,
        notice,
    };
    page.render(TEMPLATE, &view)
}
