//! `/account`: who I am here, whether I am a member, and what I have booked.

use actix_web::HttpResponse;
use actix_web::web::Data;
use serde::Serialize;

use crate::app::App;
use crate::bookings::queries::{BookingSummary, bookings_of_person};
use crate::kernel::uk_time;
use crate::members::queries::{AccountSummary, account_summary};
use crate::web::{PageContext, PageError, SignedIn};

#[derive(Serialize)]
struct AccountView {
    account: AccountSummary,
    bookings: Vec<BookingSummary>,
}

/// The page.
pub async fn show_account(app: Data<App>, page: PageContext, signed_in: SignedIn) -> Result<HttpResponse, PageError> {
    let (db, now) = (app.db.reader(), app.now());
    let account = account_summary(db, signed_in.person_id, uk_time::london_date(now)).await?;
    let account = account.ok_or(PageError::SignInFirst)?;
    let bookings = bookings_of_person(db, signed_in.person_id, now).await?;
    page.render("site/account.html", &AccountView { account, bookings })
}
