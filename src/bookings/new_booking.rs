//! The booking form: shown, edited row by row without script, and sent.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use serde::Deserialize;

use super::book_places::{BookPlaces, BookPlacesError, book_places_from};
use super::code_page::ask_for_code;
use super::discounts::code_terms::CodeTerms;
use super::discounts::count_try;
use super::discounts::form_fields::LONGEST_TYPED;
use super::discounts::form_prices::{FormPrices, PriceView, form_prices};
use super::event_facts::event_dates;
use super::form_desk::{Desk, find_booker};
use super::forms::BookingForm;
use super::hold::bank_transfer_is_in_time;
use super::invoicing::{InvoiceOffer, late_booking_words};
use super::modes::{ModesView, modes_view};
use super::refund_policy::{PayerKind, fourteen_day_words, needs_start_now, policy_words};
use super::sale::load_current_terms;
use super::sale_window::NotOnSale;
use super::views::{NewBookingView, RowView};
use super::waiting_list::booking_part::{WaitingFields, WaitingPart, seats_of, waiting_part};
use crate::app::App;
use crate::events::{EventView, find_published_id};
use crate::kernel::uk_time::london_date;
use crate::kernel::{LinkPurpose, Pence};
use crate::payments;
use crate::web::markdown::to_safe_html_kept;
use crate::web::{FieldErrors, Flash, PageContext, PageError, Posted};

/// `?code=AUTUMN`, as it stands in a link that officers give out.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct NewBookingQuery {
    code: Option<String>,
}

/// GET the form. A signed-out visitor at a members' meeting is asked to sign in first.
pub async fn new_booking(
    app: Data<App>,
    page: PageContext,
    slug: Path<String>,
    query: Query<NewBookingQuery>,
) -> Result<HttpResponse, PageError> {
    let desk = Desk::open(&app, &page, &slug).await?;
    if desk.sale.members_only && desk.booker.is_none() {
        return Err(PageError::SignInFirst);
    }
    if let Some(words) = desk.refusal() {
        return Ok(page.redirect_with(&Flash::problem(words), &format!("/events/{slug}")));
    }
    // Somebody who has a place on this date books for others (DUP-1).
    let comes_too = desk.booker.is_some() && desk.other_places.same_date.is_empty();
    let mut form = BookingForm::blank(comes_too, app.tokens.secret());
    read_code(&app, &page, query.into_inner(), &mut form).await?;
    show(&app, &page, &desk, &form, &FieldErrors::new(), StatusCode::OK).await
}

/// Takes over a code from the address; each counts as a try (ELG-14).
async fn read_code(
    app: &App,
    page: &PageContext,
    query: NewBookingQuery,
    form: &mut BookingForm,
) -> Result<(), PageError> {
    if let Some(code) = query.code.filter(|code| !code.trim().is_empty()) {
        count_try(app, &page.client).await?;
        form.price.code = code.trim().chars().take(LONGEST_TYPED).collect();
    }
    Ok(())
}

/// The form for seats that are kept for somebody on the waiting list, by the token of their entry (WTL-4).
pub(super) async fn show_for_waiting_list(
    app: &App,
    page: &PageContext,
    (slug, token): (&str, &str),
    query: NewBookingQuery,
) -> Result<HttpResponse, PageError> {
    let desk = Desk::open(app, page, slug).await?;
    if desk.sale.members_only && desk.booker.is_none() {
        return Err(PageError::SignInFirst);
    }
    if let Some(words) = desk.refusal() {
        return Ok(page.redirect_with(&Flash::problem(words), &format!("/waiting-list/{token}")));
    }
    let mut form = BookingForm::blank(desk.booker.is_some(), app.tokens.secret());
    form.waiting = WaitingFields::of_entry(token);
    read_code(app, page, query, &mut form).await?;
    show(app, page, &desk, &form, &FieldErrors::new(), StatusCode::OK).await
}

/// POST the form: rows are edited, or places booked and the buyer sent to pay.
pub async fn create_booking(
    app: Data<App>,
    page: PageContext,
    slug: Path<String>,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    let again = async |form: &BookingForm, errors: &FieldErrors, status| {
        let desk = Desk::open(&app, &page, &slug).await?;
        show(&app, &page, &desk, form, errors, status).await
    };
    let mut form = BookingForm::read(&posted);
    if !form.price.code.is_empty() {
        count_try(&app, &page.client).await?;
    }
    if form.edit_rows(&posted) {
        return again(&form, &FieldErrors::new(), StatusCode::OK).await;
    }
    // The form's page is read again only when it is shown again; what counts is read in the transaction.
    let event_id = find_published_id(app.db.reader(), &slug).await?.ok_or(PageError::NotFound)?;
    let booker = find_booker(&app, &page).await?;
    let seats = seats_of(&app, &form.waiting).await?;
    let command = match form.command(event_id.0, booker.as_ref(), posted.digest()) {
        Ok(command) => BookPlaces { seats, ..command },
        Err(errors) => return again(&form, &errors, StatusCode::UNPROCESSABLE_ENTITY).await,
    };
    match book_places_from(&app, &command, Some(&page.client)).await {
        Ok(booked) => {
            let token = app.links.token(LinkPurpose::ManageBooking, booked.booking_id, booked.link_generation);
            let own_page = format!("/manage/{token}");
            let Some(checkout_id) = booked.checkout_id else { return Ok(page.redirect(&own_page)) };
            Ok(match payments::open_checkout(&app, checkout_id).await {
                Ok(url) => page.redirect(&url),
                Err(error) => page.redirect_with(&Flash::problem(error.to_string()), &own_page),
            })
        }
        Err(BookPlacesError::Unexpected(error)) => Err(PageError::Unexpected(error)),
        // The form itself has the bank account on it, which is not known either.
        Err(refusal @ BookPlacesError::NotOnSale(NotOnSale::NotSetUp)) => {
            Ok(page.redirect_with(&Flash::problem(refusal.to_string()), &format!("/events/{slug}")))
        }
        Err(BookPlacesError::TooManyHolds { seconds }) => Err(PageError::TooManyRequests(seconds)),
        Err(refusal) => {
            if let BookPlacesError::NotEnoughPlaces { left } = refusal {
                form.waiting.left = Some(left);
            }
            if matches!(refusal, BookPlacesError::NobodyHasToWait { .. }) {
                form.waiting.rest = 0;
            }
            let errors = FieldErrors::one(field_of(&refusal), refusal.to_string());
            again(&form, &errors, StatusCode::CONFLICT).await
        }
    }
}

/// The field a refusal belongs beside.
fn field_of(refusal: &BookPlacesError) -> &'static str {
    match refusal {
        BookPlacesError::StartNowNotAccepted => "start_now",
        BookPlacesError::TooLateForBankTransfer | BookPlacesError::NoCardPayments => "pay",
        BookPlacesError::CodeDoesNotApply | BookPlacesError::CodeNeeded => "code",
        BookPlacesError::JoinNotPossible | BookPlacesError::MembershipTermsChanged => "join",
        BookPlacesError::InvoiceForOrganisations => "payer",
        _ => "places",
    }
}

/// The signed-in booker's own price while they are not coming.
fn own_price(desk: &Desk) -> PriceView {
    form_prices(&desk.sale, ("", None), &[desk.is_member], desk.now).places.into_iter().next().unwrap_or_default()
}

/// What the form says about waiting, and whether its code books past the last place instead (ELG-12).
async fn waiting_or_past(
    app: &App,
    desk: &Desk,
    form: &BookingForm,
    code: Option<&CodeTerms>,
) -> Result<(WaitingPart, bool), PageError> {
    let mut waiting = waiting_part(app, &form.waiting, (&desk.sale, &desk.event.slug), form.places()).await?;
    let goes_past = waiting.is_full && code.is_some_and(|code| code.powers.passes_capacity);
    if goes_past {
        waiting.is_full = false;
        waiting.join_href.clear();
    }
    Ok((waiting, goes_past))
}

/// In the room or online, where the date has both (SES-8).
fn modes_for(desk: &Desk, form: &BookingForm) -> Option<ModesView> {
    let view = modes_view(&desk.sale, false)?;
    Some(if form.waiting.token.is_empty() { view } else { view.without_numbers() })
}

/// Each row of the form with its price, after the booker's own.
fn row_views(form: &BookingForm, prices: &[PriceView]) -> Vec<RowView> {
    let first = 1 + usize::from(form.me);
    let rows = form.rows.iter().zip(prices).zip(first..).map(|((row, price), n)| RowView {
        n,
        number: row.number,
        price: price.price.clone(),
        price_pence: price.price_pence,
        why: price.why.clone(),
    });
    rows.collect()
}

async fn show(
    app: &App,
    page: &PageContext,
    desk: &Desk,
    form: &BookingForm,
    errors: &FieldErrors,
    status: StatusCode,
) -> Result<HttpResponse, PageError> {
    let db = app.db.reader();
    let dates = event_dates(&desk.event).ok_or(PageError::NotFound)?;
    let today = london_date(desk.now);
    let known = app.identity.read(db, desk.now).await?;
    let takes_transfers = known.record.is_some_and(|identity| identity.takes_bank_transfers());
    let code = desk.code(app, form).await?;
    if desk.sale.rules.code_only && !code.as_ref().is_some_and(|code| code.powers.opens_hidden) {
        return ask_for_code(page, &desk.event, form, desk.now);
    }
    let FormPrices { places, view: pricing } = desk.prices(form, code.as_ref());
    let (own, others) = places.split_at(usize::from(form.me).min(places.len()));
    let rows = row_views(form, others);
    let own = own.first().cloned().unwrap_or_else(|| own_price(desk));
    let me = desk.me(own);
    let join = desk.join(form);
    let membership = join.as_ref().map_or(Pence::ZERO, |join| Pence::new(join.membership_pence));
    let pricing = pricing.with_membership(membership);
    let mut errors = errors.clone();
    if !pricing.code_problem.is_empty() && errors.iter().all(|error| error.field != "code") {
        errors.add("code", pricing.code_problem.clone());
    }
    let (waiting, goes_past) = waiting_or_past(app, desk, form, code.as_ref()).await?;
    let view = NewBookingView {
        event: EventView::new(&desk.event, desk.now),
        form: form.view().with_errors(&errors),
        me: me.clone().filter(|_| form.me),
        booker: me,
        rows,
        unnamed: form.unnamed(),
        other_places: desk.other_places.clone(),
        count: if form.places() == 1 { "1 place".to_owned() } else { format!("{} places", form.places()) },
        pricing,
        join,
        max_places: if waiting.most > 0 { waiting.most } else { desk.sale.most_places },
        places_left_words: super::sale_panel::places_words(desk.sale.places_left()),
        modes: modes_for(desk, form),
        waiting,
        is_free: desk.sale.prices.is_free(),
        asks_code: !desk.sale.prices.is_free() || desk.sale.rules.code_only,
        goes_past,
        members_only: desk.sale.members_only,
        by_card: app.gateway.is_some(),
        by_bank: takes_transfers && membership.is_zero() && bank_transfer_is_in_time(dates.begins(), desk.now),
        invoice: (takes_transfers && membership.is_zero() && !desk.sale.members_only).then(|| InvoiceOffer {
            is_open: form.asks_invoice(),
            late_words: late_booking_words(&desk.sale.policy.tiers, dates, desk.now),
        }),
        has_member_price: desk.sale.prices.member.is_some_and(|member| member < desk.sale.prices.standard),
        asks_start_now: !desk.sale.prices.is_free() && needs_start_now(PayerKind::Person, today, dates),
        refund_words: policy_words(&desk.sale.policy, dates, desk.now),
        fourteen_days: fourteen_day_words(today),
        terms_html: to_safe_html_kept(&load_current_terms(db).await?.words),
        idempotency_key: form.idempotency_key().to_owned(),
    };
    page.render_with(status, "bookings/new.html", &view)
}
