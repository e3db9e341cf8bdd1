//! `/admin/in-house/{reference}/cancellation`: what cancelling accepted training comes to, and cancelling it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use entity::in_house_enquiry;
use serde::Serialize;

use super::act_forms::read_reason;
use super::show_page::find;
use super::views::Choice;
use crate::app::App;
use crate::in_house::cancel_training::{
    CancelError, CancelTraining, CancelledBy, TrainingCancellation, cancel_training, preview_cancellation,
};
use crate::in_house::queries::{QuoteRecord, quotes_of_enquiry};
use crate::in_house::quote::QuoteState;
use crate::kernel::Pence;
use crate::kernel::uk_time::until_end_of;
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Permitted, Posted, may};

#[derive(Serialize)]
struct CancelView {
    base: String,
    form: FormView,
    organisation: String,
    title: String,
    choices: Vec<Choice>,
    until: String,
    shown_authority: i64,
    shown_us: i64,
}

/// The accepted quote of an enquiry; 404 when there is nothing to cancel.
async fn open(app: &App, reference: &str) -> Result<(in_house_enquiry::Model, QuoteRecord), PageError> {
    let enquiry = find(app, reference).await?;
    let quotes = quotes_of_enquiry(app.db.reader(), enquiry.id).await?;
    let accepted = quotes.into_iter().find(|quote| quote.state == QuoteState::Accepted);
    Ok((enquiry, accepted.ok_or(PageError::NotFound)?))
}

/// GET.
pub async fn new_cancellation(
    app: Data<App>,
    page: PageContext,
    reference: Path<String>,
) -> Result<HttpResponse, PageError> {
    show(&app, &page, &reference, (FormView::blank(&["by", "reason"]), StatusCode::OK)).await
}

/// POST.
pub async fn create_cancellation(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageBookings>,
    reference: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let (_, quote) = open(&app, &reference).await?;
    let again = async |errors: FieldErrors, status| {
        let typed = FormView::filled(["by", "reason"].map(|field| (field, form.get(field)))).with_errors(&errors);
        show(&app, &page, &reference, (typed, status)).await
    };
    let Some(by) = CancelledBy::parse(form.get("by")) else {
        let errors = FieldErrors::one("by", "Say who cancels: the answer depends on it");
        return again(errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let reason = match read_reason(&form) {
        Ok(reason) => reason,
        Err(errors) => return again(errors, StatusCode::UNPROCESSABLE_ENTITY).await,
    };
    let shown = match by {
        CancelledBy::Authority => form.get("shown_authority"),
        CancelledBy::Us => form.get("shown_us"),
    };
    let expected = Pence::new(shown.parse().unwrap_or(-1));
    let command = CancelTraining { quote_id: quote.row.id, by, reason, expected, officer: Some(officer.person_id) };
    match cancel_training(&app, &command).await {
        Ok(done) => {
            let words = format!("Cancelled. Not owed: {}. Still owed or kept: {}.", done.given_back, done.kept);
            Ok(page.redirect_with(&Flash::done(words), &format!("/admin/in-house/{reference}")))
        }
        Err(CancelError::Unexpected(error)) => Err(error.into()),
        Err(refusal) => again(FieldErrors::one("", refusal.to_string()), StatusCode::CONFLICT).await,
    }
}

async fn show(
    app: &App,
    page: &PageContext,
    reference: &str,
    (form, status): (FormView, StatusCode),
) -> Result<HttpResponse, PageError> {
    let (enquiry, quote) = open(app, reference).await?;
    let (db, now) = (app.db.reader(), app.now());
    let theirs = preview_cancellation(db, &quote, CancelledBy::Authority, now).await?;
    let ours = preview_cancellation(db, &quote, CancelledBy::Us, now).await?;
    let view = CancelView {
        base: format!("/admin/in-house/{reference}"),
        form,
        organisation: enquiry.organisation_name,
        title: quote.content.title,
        until: theirs.until.map(until_end_of).unwrap_or_default(),
        choices: vec![
            Choice::new("authority", "The authority cancels", words(&theirs)),
            Choice::new("us", "We cancel", words(&ours)),
        ],
        shown_authority: theirs.given_back.get(),
        shown_us: ours.given_back.get(),
    };
    page.render_with(status, "admin/in_house/cancellation.html", &view)
}

/// "100%: £1,200 is not owed, £0 is. £600 that was paid goes back."
fn words(outcome: &TrainingCancellation) -> String {
    let TrainingCancellation { percent, given_back, kept, refund, .. } = outcome;
    let back = if refund.is_zero() { String::new() } else { format!(" {refund} that was paid goes back.") };
    format!("{percent}% is not owed: {given_back}. Still owed, or kept: {kept}.{back}")
}
