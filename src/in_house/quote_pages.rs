//! `/in-house-quote/{token}`: the quote as the authority sees it, its acceptance, and afterwards what became of it: the date, the
//! link for its own people, and who of them has registered (INH-3 to INH-5).

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use chrono::Duration;
use entity::in_house_enquiry;
use serde::Serialize;

use super::accept_quote::{AcceptError, accept_quote, is_agreed};
use super::cancellation_terms::terms_words;
use super::date_view::{DateView, date_of, first_day_of};
use super::forms::read_acceptance;
use super::queries::{QuoteRecord, find_quote, load_enquiry, quotes_of_enquiry};
use super::quote::{QuoteState, Standing, over_words, standing};
use super::quote_words::{LineWords, is_vat_registered, line_words, mode_words};
use crate::app::App;
use crate::kernel::uk_time::{date_and_time, long_date};
use crate::kernel::{Instant, LinkPurpose, Unexpected};
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Posted};

const PAGE: &str = "in_house/quote.html";

/// A quote in words; the officers' preview shows the same.
#[derive(Serialize)]
pub(super) struct QuoteView {
    pub(super) reference: String,
    pub(super) version: i32,
    pub(super) organisation: String,
    pub(super) contact: String,
    pub(super) title: String,
    pub(super) mode: &'static str,
    pub(super) over: String,
    pub(super) words: String,
    pub(super) lines: Vec<LineWords>,
    pub(super) total: String,
    pub(super) valid_until: String,
    pub(super) terms: Vec<String>,
}

impl QuoteView {
    pub(super) fn new(
        enquiry: &in_house_enquiry::Model,
        quote: &QuoteRecord,
        (first_day, is_vat_registered): (Option<chrono::NaiveDate>, bool),
    ) -> Self {
        let content = &quote.content;
        Self {
            reference: enquiry.reference.clone(),
            version: quote.row.version,
            organisation: enquiry.organisation_name.clone(),
            contact: enquiry.contact_name.clone(),
            title: content.title.clone(),
            mode: mode_words(content.mode),
            over: over_words(content.most_attendees, content.extra),
            words: content.words.clone(),
            lines: line_words(content, is_vat_registered),
            total: content.total().to_string(),
            valid_until: long_date(content.valid_until),
            terms: terms_words(&content.terms, first_day),
        }
    }
}

/// Who accepted, and when.
#[derive(Serialize)]
struct AcceptedView {
    name: String,
    role: String,
    when: String,
    po_number: String,
}

#[derive(Serialize)]
struct QuotePage {
    base: String,
    quote: QuoteView,
    form: FormView,
    /// "open", "run_out", "replaced", "withdrawn", "accepted" or "cancelled".
    standing: &'static str,
    until: String,
    /// The page of the version on offer, when this is not it.
    current: Option<String>,
    accepted: Option<AcceptedView>,
    date: Option<DateView>,
    /// It was accepted and has not begun.
    may_cancel: bool,
}

/// The quote a token opens; 404 for one that was never sent.
pub(super) async fn open(app: &App, token: &str) -> Result<(QuoteRecord, in_house_enquiry::Model), PageError> {
    let id = app.links.subject(token).ok_or(PageError::NotFound)?;
    let quote = find_quote(app.db.reader(), id).await?.ok_or(PageError::NotFound)?;
    let is_good = app.links.verify(token, LinkPurpose::InHouseQuote, quote.row.link_generation);
    if !is_good || quote.state == QuoteState::Draft {
        return Err(PageError::NotFound);
    }
    let enquiry = load_enquiry(app.db.reader(), quote.row.enquiry_id).await?;
    Ok((quote, enquiry))
}

/// GET: looking changes nothing.
pub async fn show_quote(app: Data<App>, page: PageContext, token: Path<String>) -> Result<HttpResponse, PageError> {
    let form = FormView::blank(&["name", "role", "po_number", "billing_email", "billing_address", "agreed"]);
    show(&app, &page, &token, (form, StatusCode::OK)).await
}

/// POST `…/acceptance`.
pub async fn create_acceptance(
    app: Data<App>,
    page: PageContext,
    token: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let (quote, _) = open(&app, &token).await?;
    let filled = || {
        let agreed = if form.has("agreed") { "yes" } else { "" };
        let typed =
            ["name", "role", "po_number", "billing_email", "billing_address"].map(|field| (field, form.get(field)));
        FormView::filled(typed.into_iter().chain([("agreed", agreed)]))
    };
    let typed = match read_acceptance(&form) {
        Ok(typed) => typed,
        Err(errors) => {
            let again = (filled().with_errors(&errors), StatusCode::UNPROCESSABLE_ENTITY);
            return show(&app, &page, &token, again).await;
        }
    };
    match accept_quote(&app, quote.row.id, &typed).await {
        Ok(()) => {
            let done = Flash::done("Thank you. The quote is accepted, and we set the date with you now.");
            Ok(page.redirect_with(&done, &format!("/in-house-quote/{token}")))
        }
        Err(AcceptError::Unexpected(error)) => Err(error.into()),
        Err(AcceptError::NotOpen(now)) => {
            let errors = FieldErrors::one("", refused_words(now));
            show(&app, &page, &token, (filled().with_errors(&errors), StatusCode::CONFLICT)).await
        }
    }
}

fn refused_words(now: Standing) -> &'static str {
    match now {
        Standing::Accepted => {
            "Somebody accepted this quote before you did. Who and when stands below; nothing more is needed."
        }
        Standing::Replaced => "This version has been replaced, so it was not accepted. Look at the current one.",
        Standing::RunOut => "The last day for this quote is over, so it was not accepted. Write to us for a new one.",
        _ => "This quote is no longer on offer, so it was not accepted. Write to us if you still need the training.",
    }
}

async fn show(
    app: &App,
    page: &PageContext,
    token: &str,
    (form, status): (FormView, StatusCode),
) -> Result<HttpResponse, PageError> {
    let (quote, enquiry) = open(app, token).await?;
    let now = app.now();
    let stands = standing(quote.state, quote.content.valid_until, now);
    let base = format!("/in-house-quote/{token}");
    let date = date_of(app, &quote, (&base, now)).await?;
    let first_day = first_day_of(app, &quote).await?;
    let view = QuotePage {
        may_cancel: stands == Standing::Accepted && date.as_ref().is_some_and(|date| !date.has_begun),
        base,
        form,
        standing: standing_word(stands),
        until: match stands {
            Standing::Open { until } => date_and_time(until - Duration::microseconds(1)),
            _ => String::new(),
        },
        current: current(app, &quote, now).await?,
        accepted: accepted(&quote),
        date,
        quote: QuoteView::new(&enquiry, &quote, (first_day, is_vat_registered(app.db.reader(), app.now()).await?)),
    };
    page.render_with(status, PAGE, &view)
}

const fn standing_word(stands: Standing) -> &'static str {
    match stands {
        Standing::Open { .. } => "open",
        Standing::RunOut => "run_out",
        Standing::Replaced => "replaced",
        Standing::NotOffered => "withdrawn",
        Standing::Accepted => "accepted",
        Standing::Cancelled => "cancelled",
    }
}

/// The version that can be accepted, or was, instead of this one.
async fn current(app: &App, quote: &QuoteRecord, now: Instant) -> Result<Option<String>, Unexpected> {
    if is_agreed(quote.state) {
        return Ok(None);
    }
    let versions = quotes_of_enquiry(app.db.reader(), quote.row.enquiry_id).await?;
    let is_current = |other: &&QuoteRecord| {
        let stands = standing(other.state, other.content.valid_until, now);
        other.row.id != quote.row.id && matches!(stands, Standing::Open { .. } | Standing::Accepted)
    };
    let token =
        |row: &entity::in_house_quote::Model| app.links.token(LinkPurpose::InHouseQuote, row.id, row.link_generation);
    Ok(versions.iter().find(is_current).map(|other| format!("/in-house-quote/{}", token(&other.row))))
}

fn accepted(quote: &QuoteRecord) -> Option<AcceptedView> {
    let row = &quote.row;
    Some(AcceptedView {
        when: date_and_time(row.accepted_at?),
        name: row.accepted_by_name.clone().unwrap_or_default(),
        role: row.accepted_by_role.clone().unwrap_or_default(),
        po_number: row.po_number.clone().unwrap_or_default(),
    })
}
