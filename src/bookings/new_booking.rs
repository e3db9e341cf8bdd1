//! The booking form: shown, edited row by row without script, and sent.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::book_places::{BookPlaces, BookPlacesError, book_places_from};
use super::discounts::form_prices::{FormPrices, PriceView, form_prices};
use super::discounts::queries::Buyer;
use super::discounts::{AskedFor, count_try, find_code};
use super::event_facts::{event_dates, sale_facts};
use super::forms::BookingForm;
use super::groups::other_places::{OtherPlaces, other_places};
use super::hold::bank_transfer_is_in_time;
use super::invoicing::{InvoiceOffer, late_booking_words};
use super::joining::views::{JoinView, join_view};
use super::joining::{JoinChoice, JoinOffer, load_offer};
use super::refund_policy::{PayerKind, fourteen_day_words, needs_start_now, policy_words};
use super::renewal_nudge::renewal_words;
use super::sale::{EventSale, find_sale, load_current_terms};
use super::views::{MeView, NewBookingView, RowView};
use super::waiting_list::booking_part::{WaitingFields, seats_of, waiting_part};
use crate::app::App;
use crate::events::{EventDetails, EventView, find_published_by_slug, find_published_id};
use crate::identity::load_identity;
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, LinkPurpose, Pence};
use crate::members::{self, Standing, people::PersonRow};
use crate::payments;
use crate::web::markdown::to_safe_html;
use crate::web::{FieldErrors, Flash, PageContext, PageError, Posted};

/// What the form's page is made from.
struct Desk {
    event: EventDetails,
    sale: EventSale,
    booker: Option<PersonRow>,
    is_member: bool,
    /// What a member should know whose membership ends before the event (ELG-5).
    renewal_words: String,
    /// What may be done about a membership (ELG-7).
    offer: Option<JoinOffer>,
    other_places: OtherPlaces,
    now: Instant,
}

impl Desk {
    /// The published event with its sale, and who is signed in; 404 when there is nothing to book.
    async fn open(app: &App, page: &PageContext, slug: &str) -> Result<Self, PageError> {
        let (db, now) = (app.db.reader(), app.now());
        let event = find_published_by_slug(db, slug).await?.ok_or(PageError::NotFound)?;
        let sale = find_sale(db, event.id.0).await?.ok_or(PageError::NotFound)?;
        let booker = find_booker(app, page).await?;
        let standing = match &booker {
            Some(person) => members::standing(db, person.id, london_date(now)).await?,
            None => Standing::None,
        };
        let is_member = standing.gives_member_price();
        let saves = sale.prices.member_difference(sale.prices.standard) > Pence::ZERO;
        let offer = match &booker {
            Some(person) if saves && !is_member => load_offer(db, person.id, now).await?,
            _ => None,
        };
        let other_places = match &booker {
            Some(person) => other_places(app, &event, person.id).await?,
            None => OtherPlaces::default(),
        };
        let renewal_words = renewal_words(standing, &event, &sale);
        Ok(Self { event, sale, booker, is_member, renewal_words, offer, other_places, now })
    }

    /// Why this visitor cannot book now, if so.
    fn refusal(&self) -> Option<String> {
        if let Err(reason) = sale_facts(&self.event, &self.sale).check(self.now) {
            return Some(reason.to_string());
        }
        (self.sale.members_only && !self.is_member).then(|| BookPlacesError::MembersOnly.to_string())
    }

    fn me(&self, price: PriceView) -> Option<MeView> {
        let person = self.booker.as_ref()?;
        let PriceView { price, price_pence, why } = price;
        let renewal_words = self.renewal_words.clone();
        Some(MeView { name: person.name.clone(), email: person.email.clone(), price, price_pence, why, renewal_words })
    }

    /// The membership is paid with this booking, so the own place has the member price.
    fn joins_together(&self, form: &BookingForm) -> bool {
        let can = matches!(self.offer, Some(JoinOffer::Together { .. }));
        can && form.me && form.price.join == JoinChoice::Together
    }

    /// The part of the form about joining, while the booker comes too.
    fn join(&self, form: &BookingForm) -> Option<JoinView> {
        let offer = self.offer.as_ref().filter(|_| form.me)?;
        let now = form_prices(&self.sale, ("", None), &[false], self.now).places;
        let own = now.first().map_or(self.sale.prices.standard, |price| Pence::new(price.price_pence));
        let member = self.sale.prices.member.filter(|member| *member < own)?;
        Some(join_view(offer, form.price.join, (own, member)))
    }

    /// The prices of the places on the form, the booker's own first.
    async fn prices(&self, app: &App, form: &BookingForm) -> Result<FormPrices, PageError> {
        let members: Vec<bool> = form
            .me
            .then_some(self.is_member || self.joins_together(form))
            .into_iter()
            .chain(form.rows.iter().map(|_| false))
            .chain(std::iter::repeat_n(false, form.unnamed()))
            .collect();
        let typed = form.price.code.as_str();
        if typed.is_empty() {
            return Ok(form_prices(&self.sale, ("", None), &members, self.now));
        }
        let email = self.booker.as_ref().map_or_else(|| form.folded_email(), |person| person.email.to_lowercase());
        let buyer = Buyer { person_id: self.booker.as_ref().map(|person| person.id), folded_email: &email };
        let asked = AskedFor {
            event: &self.event,
            places: members.len(),
            booker_is_member: self.is_member,
            buyer,
            now: self.now,
        };
        let code = find_code(app.db.reader(), typed, asked).await?;
        Ok(form_prices(&self.sale, (typed, code.as_ref()), &members, self.now))
    }
}

/// The signed-in person, if any.
async fn find_booker(app: &App, page: &PageContext) -> Result<Option<PersonRow>, PageError> {
    match &page.viewer {
        Some(viewer) => Ok(members::people::find_person(app.db.reader(), viewer.person_id).await?),
        None => Ok(None),
    }
}

/// GET the form. A signed-out visitor at a members' meeting is asked to sign in first.
pub async fn new_booking(app: Data<App>, page: PageContext, slug: Path<String>) -> Result<HttpResponse, PageError> {
    let desk = Desk::open(&app, &page, &slug).await?;
    if desk.sale.members_only && desk.booker.is_none() {
        return Err(PageError::SignInFirst);
    }
    if let Some(words) = desk.refusal() {
        return Ok(page.redirect_with(&Flash::problem(words), &format!("/events/{slug}")));
    }
    // Somebody who has a place on this date books for others (DUP-1).
    let comes_too = desk.booker.is_some() && desk.other_places.same_date.is_empty();
    let form = BookingForm::blank(comes_too, app.tokens.secret());
    show(&app, &page, &desk, &form, &FieldErrors::new(), StatusCode::OK).await
}

/// The form for seats that are kept for somebody on the waiting list, by the token of their entry (WTL-4).
pub(super) async fn show_for_waiting_list(
    app: &App,
    page: &PageContext,
    (slug, token): (&str, &str),
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
        BookPlacesError::CodeDoesNotApply => "code",
        BookPlacesError::JoinNotPossible => "join",
        BookPlacesError::InvoiceForOrganisations => "payer",
        _ => "places",
    }
}

/// The signed-in booker's own price while they are not coming.
fn own_price(desk: &Desk) -> PriceView {
    form_prices(&desk.sale, ("", None), &[desk.is_member], desk.now).places.into_iter().next().unwrap_or_default()
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
    let takes_transfers = load_identity(db).await?.is_some_and(|identity| identity.takes_bank_transfers());
    let FormPrices { places, view: pricing } = desk.prices(app, form).await?;
    let (own, others) = places.split_at(usize::from(form.me).min(places.len()));
    let first = 1 + usize::from(form.me);
    let rows = form.rows.iter().zip(others).zip(first..).map(|((row, price), n)| RowView {
        n,
        number: row.number,
        price: price.price.clone(),
        price_pence: price.price_pence,
        why: price.why.clone(),
    });
    let own = own.first().cloned().unwrap_or_else(|| own_price(desk));
    let me = desk.me(own);
    let join = desk.join(form);
    let membership = join.as_ref().map_or(Pence::ZERO, |join| Pence::new(join.membership_pence));
    let pricing = pricing.with_membership(membership);
    let mut errors = errors.clone();
    if !pricing.code_problem.is_empty() && errors.iter().all(|error| error.field != "code") {
        errors.add("code", pricing.code_problem.clone());
    }
    let waiting = waiting_part(app, &form.waiting, (&desk.sale, &desk.event.slug), form.places()).await?;
    let view = NewBookingView {
        event: EventView::new(&desk.event, desk.now),
        form: form.view().with_errors(&errors),
        me: me.clone().filter(|_| form.me),
        booker: me,
        rows: rows.collect(),
        unnamed: form.unnamed(),
        other_places: desk.other_places.clone(),
        count: if form.places() == 1 { "1 place".to_owned() } else { format!("{} places", form.places()) },
        pricing,
        join,
        max_places: if waiting.most > 0 { waiting.most } else { desk.sale.most_places },
        places_left_words: super::sale_panel::places_words(desk.sale.places_left()),
        waiting,
        is_free: desk.sale.prices.is_free(),
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
        terms_html: to_safe_html(&load_current_terms(db).await?.words),
        idempotency_key: form.idempotency_key().to_owned(),
    };
    page.render_with(status, "bookings/new.html", &view)
}
