//! `/account`: who I am here, whether I am a member, and what I have booked.

use actix_web::HttpResponse;
use actix_web::web::Data;
use serde::Serialize;

use crate::app::App;
use crate::bookings::queries::{BookingSummary, bookings_of_person};
use crate::events::facilitating::leads_dates;
use crate::kernel::uk_time;
use crate::members::employers::employer_question;
use crate::members::queries::{AccountSummary, account_summary};
use crate::members::session::OwnMembership;
use crate::web::{PageContext, PageError, SignedIn};

#[derive(Serialize)]
struct AccountView {
    account: AccountSummary,
    bookings: Vec<BookingSummary>,
    /// Some date names them as its facilitator.
    leads_dates: bool,
    /// The employer on record that is no more; "" otherwise (PR-09).
    old_employer: String,
}

/// The page.
pub async fn show_account(
    app: Data<App>,
    page: PageContext,
    signed_in: SignedIn,
    membership: OwnMembership,
) -> Result<HttpResponse, PageError> {
    let (db, now) = (app.db.reader(), app.now());
    let me = (signed_in.person_id, signed_in.viewer.name.as_str());
    let today = uk_time::london_date(now);
    let account = account_summary(db, me, &membership.0, today).await?;
    let question = employer_question(db, signed_in.person_id, today).await?;
    let old_employer = question.map(|question| question.old.name).unwrap_or_default();
    let bookings = bookings_of_person(db, signed_in.person_id, now).await?;
    let leads_dates = leads_dates(db, signed_in.person_id).await?;
    page.render("site/account.html", &AccountView { account, bookings, leads_dates, old_employer })
}
