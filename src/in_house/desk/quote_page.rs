//! `/admin/in-house/{reference}/quotes`: writes a version, shows it as the authority will see it, and sends it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use entity::in_house_enquiry;
use serde::Serialize;

use super::quote_form::{ROWS, TIERS, blank, filled, read, typed};
use super::show_page::find;
use super::views::Choice;
use crate::app::App;
use crate::events::EventMode;
use crate::in_house::queries::{QuoteRecord, quotes_of_enquiry};
use crate::in_house::quote::{LineKind, QuoteState};
use crate::in_house::quote_pages::QuoteView;
use crate::in_house::quote_words::{is_vat_registered, mode_words, title_of};
use crate::in_house::write_quote::{QuoteError, save_draft, send_quote};
use crate::kernel::LinkPurpose;
use crate::kernel::uk_time::london_date;
use crate::payments::VatTreatment;
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Permitted, Posted, may};

#[derive(Serialize)]
struct FormPage {
    base: String,
    organisation: String,
    form: FormView,
    rows: Vec<usize>,
    tiers: Vec<usize>,
    modes: Vec<Choice>,
    kinds: Vec<Choice>,
    vats: Vec<Choice>,
    overs: Vec<Choice>,
}

#[derive(Serialize)]
struct PreviewPage {
    base: String,
    quote: QuoteView,
    is_draft: bool,
    link: String,
}

/// GET `…/quotes/new`: filled from the newest version, or from the enquiry.
pub async fn new_quote(app: Data<App>, page: PageContext, reference: Path<String>) -> Result<HttpResponse, PageError> {
    let enquiry = find(&app, &reference).await?;
    let today = london_date(app.now());
    let versions = quotes_of_enquiry(app.db.reader(), enquiry.id).await?;
    let form = if let Some(newest) = versions.first() {
        let mut form = filled(&newest.content);
        if newest.content.valid_until < today {
            let fresh = blank(("", 1), EventMode::Online, today);
            form.set("valid_until", fresh.fields["valid_until"].value.as_str());
        }
        form
    } else {
        let mode = if enquiry.mode == "in_person" { EventMode::InPerson } else { EventMode::Online };
        let title = title_of(app.db.reader(), &enquiry).await?;
        let line = title.lines().next().unwrap_or_default();
        blank((line, enquiry.attendees), mode, today)
    };
    show(&page, &enquiry, (form, StatusCode::OK))
}

/// POST `…/quotes`: saves the draft and shows it.
pub async fn create_quote(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageEvents>,
    reference: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let enquiry = find(&app, &reference).await?;
    let again = |errors: &FieldErrors, status| show(&page, &enquiry, (typed(&form).with_errors(errors), status));
    let content = match read(&form, london_date(app.now())) {
        Ok(content) => content,
        Err(errors) => return again(&errors, StatusCode::UNPROCESSABLE_ENTITY),
    };
    match save_draft(&app, enquiry.id, &content, officer.person_id).await {
        Ok(_) => {
            let versions = quotes_of_enquiry(app.db.reader(), enquiry.id).await?;
            let version = versions.first().map_or(1, |newest| newest.row.version);
            Ok(page.redirect(&format!("/admin/in-house/{reference}/quotes/{version}")))
        }
        Err(QuoteError::Unexpected(error)) => Err(error.into()),
        Err(refusal) => again(&FieldErrors::one("", refusal.to_string()), StatusCode::CONFLICT),
    }
}

/// GET `…/quotes/{version}`.
pub async fn show_version(
    app: Data<App>,
    page: PageContext,
    at: Path<(String, String)>,
) -> Result<HttpResponse, PageError> {
    let (enquiry, quote) = open(&app, &at).await?;
    let is_draft = quote.state == QuoteState::Draft;
    let token = app.links.token(LinkPurpose::InHouseQuote, quote.row.id, quote.row.link_generation);
    let view = PreviewPage {
        base: format!("/admin/in-house/{}", enquiry.reference),
        quote: QuoteView::new(&enquiry, &quote, (None, is_vat_registered(app.db.reader(), app.now()).await?)),
        is_draft,
        link: if is_draft { String::new() } else { format!("{}/in-house-quote/{token}", app.shell.base_url) },
    };
    page.render("admin/in_house/quote.html", &view)
}

/// POST `…/quotes/{version}/sending`.
pub async fn create_sending(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageEvents>,
    at: Path<(String, String)>,
    _: Posted,
) -> Result<HttpResponse, PageError> {
    let (enquiry, quote) = open(&app, &at).await?;
    let base = format!("/admin/in-house/{}", enquiry.reference);
    match send_quote(&app, quote.row.id, officer.person_id).await {
        Ok(()) => {
            let words = format!("The quote is on its way to {}.", enquiry.contact_name);
            Ok(page.redirect_with(&Flash::done(words), &base))
        }
        Err(QuoteError::Unexpected(error)) => Err(error.into()),
        Err(refusal) => {
            let back = format!("{base}/quotes/{}", quote.row.version);
            Ok(page.redirect_with(&Flash::problem(refusal.to_string()), &back))
        }
    }
}

async fn open(app: &App, at: &Path<(String, String)>) -> Result<(in_house_enquiry::Model, QuoteRecord), PageError> {
    let (reference, version) = (&at.0, &at.1);
    let enquiry = find(app, reference).await?;
    let version: i32 = version.parse().map_err(|_| PageError::NotFound)?;
    let versions = quotes_of_enquiry(app.db.reader(), enquiry.id).await?;
    let quote = versions.into_iter().find(|quote| quote.row.version == version);
    Ok((enquiry, quote.ok_or(PageError::NotFound)?))
}

fn show(
    page: &PageContext,
    enquiry: &in_house_enquiry::Model,
    (form, status): (FormView, StatusCode),
) -> Result<HttpResponse, PageError> {
    let modes = [EventMode::Online, EventMode::InPerson, EventMode::Hybrid];
    let vat = |treatment: VatTreatment| Choice::new(treatment.word(), treatment.label(), "");
    let view = FormPage {
        base: format!("/admin/in-house/{}", enquiry.reference),
        organisation: enquiry.organisation_name.clone(),
        form,
        rows: (1..=ROWS).collect(),
        tiers: (1..=TIERS).collect(),
        modes: modes.map(|mode| Choice::new(mode.word(), mode_words(mode), "")).into(),
        kinds: LineKind::ALL.map(|kind| Choice::new(kind.word(), kind.label(), "")).into(),
        vats: [VatTreatment::Exempt, VatTreatment::OutsideScope, VatTreatment::Zero, VatTreatment::Standard]
            .map(vat)
            .into(),
        overs: vec![
            Choice::new("refused", "Nobody more can come", ""),
            Choice::new("priced", "Each person more has a price", "Agreed before they register"),
        ],
    };
    page.render_with(status, "admin/in_house/quote_form.html", &view)
}
