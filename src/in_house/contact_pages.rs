//! What the authority's contact does by the link of the accepted quote: cancels the training by the quote's own terms, or takes one
//! person off the list. Looking changes nothing; what the page says is what happens.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use entity::in_house_enquiry;
use serde::{Deserialize, Serialize};

use super::cancel_training::{CancelError, CancelTraining, CancelledBy, cancel_training, preview_cancellation};
use super::date_view::first_day_of;
use super::forms::read_cancel_reason;
use super::queries::QuoteRecord;
use super::quote::QuoteState;
use super::quote_pages::open;
use super::take_off_list::{TakeOffError, find_removable, take_off_list};
use crate::app::App;
use crate::in_house::cancellation_terms::terms_words;
use crate::kernel::Pence;
use crate::kernel::uk_time::until_end_of;
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Posted};

#[derive(Serialize)]
struct CancelView {
    base: String,
    form: FormView,
    title: String,
    organisation: String,
    reference: String,
    terms: Vec<String>,
    percent: u8,
    given_back: String,
    kept: String,
    refund: Option<String>,
    until: String,
    shown: i64,
    keeps_something: bool,
}

/// The accepted quote that a token opens; its page when there is nothing to cancel.
async fn open_accepted(
    app: &App,
    page: &PageContext,
    token: &str,
) -> Result<Result<(QuoteRecord, in_house_enquiry::Model), HttpResponse>, PageError> {
    let (quote, enquiry) = open(app, token).await?;
    if quote.state == QuoteState::Accepted {
        return Ok(Ok((quote, enquiry)));
    }
    let words = "There is nothing to cancel: this page says how it stands.";
    Ok(Err(page.redirect_with(&Flash::info(words), &format!("/in-house-quote/{token}"))))
}

/// GET /in-house-quote/{token}/cancellation
pub async fn new_cancellation(
    app: Data<App>,
    page: PageContext,
    token: Path<String>,
) -> Result<HttpResponse, PageError> {
    match open_accepted(&app, &page, &token).await? {
        Ok(opened) => show(&app, &page, (&token, &opened), (FormView::blank(&["reason"]), StatusCode::OK)).await,
        Err(elsewhere) => Ok(elsewhere),
    }
}

/// POST to the same.
pub async fn create_cancellation(
    app: Data<App>,
    page: PageContext,
    token: Path<String>,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    let opened = match open_accepted(&app, &page, &token).await? {
        Ok(opened) => opened,
        Err(elsewhere) => return Ok(elsewhere),
    };
    let again = async |errors: FieldErrors, status| {
        let typed = FormView::filled([("reason", posted.get("reason"))]).with_errors(&errors);
        show(&app, &page, (&token, &opened), (typed, status)).await
    };
    let reason = match read_cancel_reason(&posted) {
        Ok(reason) => reason,
        Err(errors) => return again(errors, StatusCode::UNPROCESSABLE_ENTITY).await,
    };
    let command = CancelTraining {
        quote_id: opened.0.row.id,
        by: CancelledBy::Authority,
        reason,
        expected: Pence::new(posted.get("shown").parse().unwrap_or(-1)),
        officer: None,
    };
    match cancel_training(&app, &command).await {
        Ok(done) => {
            let words = if done.given_back.is_zero() {
                format!("The training is cancelled. You pay {} in all.", done.kept)
            } else {
                format!("The training is cancelled. You do not pay {}; you pay {} in all.", done.given_back, done.kept)
            };
            Ok(page.redirect_with(&Flash::done(words), &format!("/in-house-quote/{token}")))
        }
        Err(CancelError::Unexpected(error)) => Err(error.into()),
        Err(refusal) => again(FieldErrors::one("", refusal.to_string()), StatusCode::CONFLICT).await,
    }
}

async fn show(
    app: &App,
    page: &PageContext,
    (token, (quote, enquiry)): (&str, &(QuoteRecord, in_house_enquiry::Model)),
    (form, status): (FormView, StatusCode),
) -> Result<HttpResponse, PageError> {
    let (db, now) = (app.db.reader(), app.now());
    let base = format!("/in-house-quote/{token}");
    if super::cancel_training::has_begun(db, quote, now).await? {
        return Ok(page.redirect_with(&Flash::problem(CancelError::Begun.to_string()), &base));
    }
    let outcome = preview_cancellation(db, quote, CancelledBy::Authority, now).await?;
    let view = CancelView {
        base,
        form,
        title: quote.content.title.clone(),
        organisation: enquiry.organisation_name.clone(),
        reference: enquiry.reference.clone(),
        terms: terms_words(&quote.content.terms, first_day_of(app, quote).await?),
        percent: outcome.percent,
        given_back: outcome.given_back.to_string(),
        kept: outcome.kept.to_string(),
        refund: (!outcome.refund.is_zero()).then(|| outcome.refund.to_string()),
        until: outcome.until.map(until_end_of).unwrap_or_default(),
        shown: outcome.given_back.get(),
        keeps_something: !outcome.kept.is_zero(),
    };
    page.render_with(status, "in_house/cancellation.html", &view)
}

/// Somebody on the list, as its address names them.
#[derive(Debug, Deserialize)]
pub struct OnList {
    token: String,
    reference: String,
    position: i32,
}

#[derive(Serialize)]
struct TakeOffView {
    base: String,
    here: String,
    title: String,
    name: String,
}

/// GET /in-house-quote/{token}/places/{reference}/{position}
pub async fn show_take_off(app: Data<App>, page: PageContext, at: Path<OnList>) -> Result<HttpResponse, PageError> {
    let (quote, event_id) = open_date(&app, &at.token).await?;
    let base = format!("/in-house-quote/{}", at.token);
    match find_removable(&app, event_id, &at.reference, at.position).await {
        Ok(person) => {
            let here = format!("{base}/places/{}/{}", at.reference, at.position);
            let view = TakeOffView { base, here, title: quote.content.title, name: person.attendee_name };
            page.render("in_house/take_off.html", &view)
        }
        Err(error) => refused(&page, error, &base),
    }
}

/// POST to the same: takes them off.
pub async fn create_take_off(app: Data<App>, page: PageContext, at: Path<OnList>) -> Result<HttpResponse, PageError> {
    let (quote, event_id) = open_date(&app, &at.token).await?;
    let base = format!("/in-house-quote/{}", at.token);
    let host = super::queries::load_enquiry(app.db.reader(), quote.row.enquiry_id).await?.organisation_name;
    let found = find_removable(&app, event_id, &at.reference, at.position).await;
    let done = match found {
        Ok(person) => take_off_list(&app, &person, &host).await.map(|()| person),
        Err(error) => Err(error),
    };
    match done {
        Ok(person) => {
            let words = format!("{} is off the list and has been told. The place is free again.", person.attendee_name);
            Ok(page.redirect_with(&Flash::done(words), &base))
        }
        Err(error) => refused(&page, error, &base),
    }
}

/// The accepted quote of a token and its date; 404 while there is none.
async fn open_date(app: &App, token: &str) -> Result<(QuoteRecord, i64), PageError> {
    let (quote, _) = open(app, token).await?;
    let event_id = quote.row.event_id.filter(|_| quote.state == QuoteState::Accepted).ok_or(PageError::NotFound)?;
    Ok((quote, event_id))
}

fn refused(page: &PageContext, error: TakeOffError, base: &str) -> Result<HttpResponse, PageError> {
    match error {
        TakeOffError::Unexpected(error) => Err(error.into()),
        refusal => Ok(page.redirect_with(&Flash::info(refusal.to_string()), base)),
    }
}
