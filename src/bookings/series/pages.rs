//! The page that books every date of a series that can be booked, and names those that cannot.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use serde::Serialize;

use super::book_series::{BookSeries, BookSeriesError, book_series};
use super::booking_part::LeftOutView;
use super::forms;
use super::offer::{Looker, OfferedDate, offered_dates};
use super::queries::Who;
use crate::app::App;
use crate::bookings::book_places::{BookPlacesError, is_member_today};
use crate::bookings::form_desk::find_booker;
use crate::bookings::sale::EventSale;
use crate::bookings::sale_panel::places_words;
use crate::events::series::{Series, series_of};
use crate::events::{EventDetails, EventView, find_published_by_slug};
use crate::kernel::{EmailAddress, Instant, LinkPurpose, PersonName};
use crate::members::people::PersonRow;
use crate::web::{FieldErrors, FormView, PageContext, PageError, Posted};

/// What the page shows.
#[derive(Serialize)]
struct SeriesBookingView {
    /// The meeting whose page led here.
    event: EventView,
    series: String,
    action: String,
    form: FormView,
    /// The signed-in person, who comes.
    me: Option<Me>,
    dates: Vec<DateRow>,
    left_out: Vec<LeftOutView>,
    /// The dates that are booked, for the form to send back.
    shown: String,
    idempotency_key: String,
}

#[derive(Serialize)]
struct Me {
    name: String,
    email: String,
}

/// A date that is booked with the others.
#[derive(Serialize)]
struct DateRow {
    title: String,
    when_words: String,
    place: String,
    places: String,
    run_words: String,
}

/// The meeting, its series, and who is signed in.
struct Open {
    event: EventDetails,
    series: Series,
    me: Option<PersonRow>,
    is_member: bool,
    now: Instant,
}

impl Open {
    async fn find(app: &App, page: &PageContext, slug: &str) -> Result<Self, PageError> {
        let (db, now) = (app.db.reader(), app.now());
        let event = find_published_by_slug(db, slug).await?.ok_or(PageError::NotFound)?;
        let series = series_of(db, event.id).await?.ok_or(PageError::NotFound)?;
        let me = find_booker(app, page).await?;
        let is_member = is_member_today(app, me.as_ref().map(|person| person.id), now).await?;
        Ok(Self { event, series, me, is_member, now })
    }

    async fn dates(&self, app: &App, posted: Option<&Posted>) -> Result<Vec<OfferedDate>, PageError> {
        let typed = |field| posted.map_or("", |posted| posted.get(field));
        let (name, email) = match &self.me {
            Some(person) => (person.name.as_str(), person.email.as_str()),
            None => (typed("name"), typed("email")),
        };
        let who = Who {
            person_id: self.me.as_ref().map(|person| person.id),
            folded_name: PersonName::parse(name).map(|name| name.folded()).unwrap_or_default(),
            folded_email: EmailAddress::parse(email).map(|email| email.folded()).unwrap_or_default(),
        };
        let looker = Looker { who, is_member: Some(self.is_member) };
        Ok(offered_dates(app.db.reader(), self.series.id, &looker, &[], self.now).await?)
    }

    fn view(&self, dates: &[OfferedDate], form: FormView, idempotency_key: String) -> SeriesBookingView {
        let bookable = || dates.iter().filter(|date| date.left_out.is_none());
        SeriesBookingView {
            event: EventView::new(&self.event, self.now),
            series: self.series.name.clone(),
            action: format!("/events/{}/series", self.event.slug),
            form,
            me: self.me.as_ref().map(|person| Me { name: person.name.clone(), email: person.email.clone() }),
            dates: bookable().map(|date| self.row(date)).collect(),
            left_out: dates.iter().filter_map(|date| self.left_out(date)).collect(),
            shown: forms::written_dates(bookable().map(|date| date.event.id.0)),
            idempotency_key,
        }
    }

    fn row(&self, date: &OfferedDate) -> DateRow {
        let view = EventView::new(&date.event, self.now);
        DateRow {
            title: view.title,
            when_words: view.when_words,
            place: view.place_words,
            places: places_words(date.sale.as_ref().map_or(0, EventSale::places_left)),
            run_words: view.run_words,
        }
    }

    fn left_out(&self, date: &OfferedDate) -> Option<LeftOutView> {
        let why = date.left_out?.words();
        let view = EventView::new(&date.event, self.now);
        Some(LeftOutView { when_words: view.when_words, href: view.href, why })
    }
}

/// GET /events/{slug}/series/new. Where all of it is for members, a visitor is asked to sign in first.
pub async fn new_series_booking(
    app: Data<App>,
    page: PageContext,
    slug: Path<String>,
) -> Result<HttpResponse, PageError> {
    let open = Open::find(&app, &page, &slug).await?;
    let dates = open.dates(&app, None).await?;
    let is_for_members = |date: &OfferedDate| date.sale.as_ref().is_some_and(|sale| sale.members_only);
    if open.me.is_none() && !dates.is_empty() && dates.iter().all(is_for_members) {
        return Err(PageError::SignInFirst);
    }
    page.render("bookings/series.html", &open.view(&dates, forms::blank(), app.tokens.secret()))
}

/// POST /events/{slug}/series
pub async fn create_series_booking(
    app: Data<App>,
    page: PageContext,
    slug: Path<String>,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    let open = Open::find(&app, &page, &slug).await?;
    let again = async |errors: &FieldErrors, status| {
        // Who else comes is nobody's business: only whoever is signed in is told which places they have.
        let dates = open.dates(&app, open.me.is_some().then_some(&posted)).await?;
        let view = open.view(&dates, forms::typed(&posted).with_errors(errors), app.tokens.secret());
        page.render_with(status, "bookings/series.html", &view)
    };
    let typed = match forms::read(&posted, open.me.as_ref()) {
        Ok(typed) => typed,
        Err(errors) => return again(&errors, StatusCode::UNPROCESSABLE_ENTITY).await,
    };
    let command = BookSeries {
        series: open.series.clone(),
        event_ids: typed.event_ids,
        booker_person_id: open.me.as_ref().map(|person| person.id),
        name: typed.name,
        email: typed.email,
        idempotency_key: typed.idempotency_key,
        digest: posted.digest(),
    };
    match book_series(&app, &command, Some(&page.client)).await {
        Ok(booked) => {
            let token = app.links.token(LinkPurpose::ManageBooking, booked.booking_id, booked.link_generation);
            Ok(page.redirect(&format!("/manage/{token}")))
        }
        Err(BookSeriesError::Unexpected(error)) => Err(PageError::Unexpected(error)),
        Err(BookSeriesError::Refused(BookPlacesError::TooManyHolds { seconds })) => {
            Err(PageError::TooManyRequests(seconds))
        }
        Err(refusal) => again(&FieldErrors::one("", refusal.to_string()), StatusCode::CONFLICT).await,
    }
}
