//! The form of questions behind both doors: the booker's for the booking, and each attendee's own for their place.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use entity::{booking, place};

use super::forms::{CHANGED_MEANWHILE, is_current, read_answers};
use super::home::Home;
use super::queries::{Respondent, answers_of, questions_of};
use super::question::{Question, QuestionScope};
use super::save_answers::{SaveAnswers, SaveAnswersError, save_answers};
use super::showing::{AskedOf, counted, on_form};
use super::views::{self, AnswerPageView, AskedView};
use crate::app::App;
use crate::bookings::booking_state::BookingState;
use crate::bookings::door::{OpenBooking, open_by_link, open_own};
use crate::bookings::needs;
use crate::bookings::pricing::PriceReason;
use crate::bookings::queries::find_booking;
use crate::bookings::show_place::open_place;
use crate::events::{EventDetails, EventId, EventView, load_event};
use crate::kernel::uk_time::date_and_time;
use crate::kernel::{LinkPurpose, Unexpected};
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Posted, SignedIn};

const FORM: &str = "bookings/questions.html";

/// A form that somebody has open.
struct OpenForm {
    who: Respondent,
    generation: i32,
    base: String,
    name: String,
    reference: String,
    event: EventDetails,
    questions: Vec<Question>,
    asked: AskedOf,
    is_live: bool,
}

impl OpenForm {
    fn form(&self) -> Vec<&Question> {
        on_form(&self.questions, self.asked)
    }

    async fn of_booking(app: &App, open: OpenBooking) -> Result<Self, PageError> {
        let OpenBooking { booking, base, .. } = open;
        let event = load_event(app.db.reader(), EventId(booking.event_id)).await?;
        Ok(Self {
            who: Respondent::Booking(booking.id),
            generation: booking.link_generation,
            asked: asked_of(app, &event, QuestionScope::Booking, false).await?,
            questions: questions_of(app.db.reader(), Home::Event(event.id)).await?,
            is_live: takes_a_place(&booking.state) && !event.is_cancelled(),
            name: String::new(),
            reference: booking.reference,
            base,
            event,
        })
    }

    async fn of_place(app: &App, token: &str) -> Result<Self, PageError> {
        let (place, event) = open_place(app, token, LinkPurpose::ManagePlace).await?;
        let booking = find_booking(app.db.reader(), place.booking_id).await?.ok_or(PageError::NotFound)?;
        Ok(Self {
            who: Respondent::Place(place.id),
            generation: place.link_generation,
            asked: asked_of(app, &event, QuestionScope::Place, is_member_price(&place)).await?,
            questions: questions_of(app.db.reader(), Home::Event(event.id)).await?,
            is_live: takes_a_place(&place.state) && !event.is_cancelled(),
            name: place.attendee_name,
            reference: booking.reference,
            base: format!("/manage/{token}"),
            event,
        })
    }
}

fn takes_a_place(state: &str) -> bool {
    BookingState::parse(state).is_some_and(BookingState::takes_a_place)
}

fn is_member_price(place: &place::Model) -> bool {
    place.price_reason == PriceReason::Member.word()
}

async fn asked_of(
    app: &App,
    event: &EventDetails,
    scope: QuestionScope,
    member_price: bool,
) -> Result<AskedOf, Unexpected> {
    let serves_food = needs::care::find_care(app.db.reader(), event.id.0).await?.serves_food;
    Ok(asked_at(event, serves_food, scope, member_price))
}

/// What showing depends on, at this date.
pub(super) fn asked_at(event: &EventDetails, serves_food: bool, scope: QuestionScope, member_price: bool) -> AskedOf {
    AskedOf { scope, online: event.mode.has_online(), in_person: event.mode.has_room(), serves_food, member_price }
}

/// What a booking's own page says of its questions, with the way to the booker's own place: that is theirs as much as the booking
/// is. Nobody else's leads from there (GRP-7).
pub async fn asked_of_booking(
    app: &App,
    (booking, places): (&booking::Model, &[place::Model]),
    event: &EventDetails,
    base: &str,
) -> Result<AskedView, Unexpected> {
    let is_open = takes_a_place(&booking.state) && !event.is_cancelled() && !event.when.has_started(app.now());
    if !is_open {
        return Ok(AskedView::default());
    }
    let asked = asked_of(app, event, QuestionScope::Booking, false).await?;
    let view = asked_view(app, (event, asked), Respondent::Booking(booking.id), base).await?;
    let own = places.iter().find(|place| place.is_booker && place.state == BookingState::Confirmed.word());
    let own_place = own
        .map(|place| format!("/manage/{}", app.links.token(LinkPurpose::ManagePlace, place.id, place.link_generation)));
    Ok(AskedView { own_place: own_place.unwrap_or_default(), ..view })
}

/// What a place's own page says of its questions and of what they need.
pub async fn asked_of_place(
    app: &App,
    place: &place::Model,
    event: &EventDetails,
    base: &str,
) -> Result<AskedView, Unexpected> {
    let is_open = takes_a_place(&place.state) && !event.is_cancelled() && !event.when.has_started(app.now());
    if !is_open {
        return Ok(AskedView::default());
    }
    let asked = asked_of(app, event, QuestionScope::Place, is_member_price(place)).await?;
    let view = asked_view(app, (event, asked), Respondent::Place(place.id), base).await?;
    let needs_words = needs::standing_words(app, place.id).await?;
    Ok(AskedView { needs_href: format!("{base}/needs"), needs_words, ..view })
}

async fn asked_view(
    app: &App,
    (event, asked): (&EventDetails, AskedOf),
    who: Respondent,
    base: &str,
) -> Result<AskedView, Unexpected> {
    let db = app.db.reader();
    let questions = questions_of(db, Home::Event(event.id)).await?;
    let form = on_form(&questions, asked);
    if form.is_empty() {
        return Ok(AskedView::default());
    }
    let stored = answers_of(db, who).await?;
    let answers = stored.iter().map(|(id, stored)| (*id, stored.answer.clone())).collect();
    let counted = counted(&form, &answers);
    let is_missing = |question: &&&Question| {
        question.wording.is_required && counted.contains(&question.id) && !stored.contains_key(&question.id)
    };
    Ok(AskedView {
        href: format!("{base}/questions"),
        missing: form.iter().filter(is_missing).count(),
        is_begun: !stored.is_empty(),
        ..AskedView::default()
    })
}

/// GET /bookings/{ref}/questions
pub async fn show_own(
    app: Data<App>,
    page: PageContext,
    who: SignedIn,
    reference: Path<String>,
) -> Result<HttpResponse, PageError> {
    let open = OpenForm::of_booking(&app, open_own(&app, &who, &reference).await?).await?;
    show(&app, &page, &open).await
}

/// POST /bookings/{ref}/questions
pub async fn answer_own(
    app: Data<App>,
    page: PageContext,
    who: SignedIn,
    reference: Path<String>,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    let open = OpenForm::of_booking(&app, open_own(&app, &who, &reference).await?).await?;
    answer(&app, &page, &open, &posted).await
}

/// The booking or the one place that a token opens.
async fn open_link(app: &App, page: &PageContext, token: &str) -> Result<OpenForm, PageError> {
    match open_by_link(app, page, token).await {
        Ok(open) => OpenForm::of_booking(app, open).await,
        Err(PageError::NotFound) => OpenForm::of_place(app, token).await,
        Err(error) => Err(error),
    }
}

/// GET /manage/{token}/questions
pub async fn show_by_link(app: Data<App>, page: PageContext, token: Path<String>) -> Result<HttpResponse, PageError> {
    let open = open_link(&app, &page, &token).await?;
    show(&app, &page, &open).await
}

/// POST /manage/{token}/questions
pub async fn answer_by_link(
    app: Data<App>,
    page: PageContext,
    token: Path<String>,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    let open = open_link(&app, &page, &token).await?;
    answer(&app, &page, &open, &posted).await
}

async fn show(app: &App, page: &PageContext, open: &OpenForm) -> Result<HttpResponse, PageError> {
    let form = open.form();
    if let Some(words) = refusal(app, open, &form) {
        return Ok(page.redirect_with(&Flash::info(words), &open.base));
    }
    let filled = views::filled(&form, &answers_of(app.db.reader(), open.who).await?);
    page.render(FORM, &page_view(app, open, &form, filled))
}

fn refusal(app: &App, open: &OpenForm, form: &[&Question]) -> Option<String> {
    if !open.is_live {
        Some(SaveAnswersError::NotBooked.to_string())
    } else if open.event.when.has_started(app.now()) {
        Some(SaveAnswersError::Started.to_string())
    } else if form.is_empty() {
        Some("We have no questions about this date.".to_owned())
    } else {
        None
    }
}

fn page_view(app: &App, open: &OpenForm, form: &[&Question], filled: FormView) -> AnswerPageView {
    let start = open.event.starts_at();
    AnswerPageView {
        base: open.base.clone(),
        event: EventView::new(&open.event, app.now()),
        name: open.name.clone(),
        reference: open.reference.clone(),
        form: filled,
        fields: views::fields(form),
        versions: views::versions(form),
        leads_to_needs: matches!(open.who, Respondent::Place(_)),
        until: start.map(date_and_time).unwrap_or_default(),
    }
}

async fn answer(app: &App, page: &PageContext, open: &OpenForm, posted: &Posted) -> Result<HttpResponse, PageError> {
    let form = open.form();
    let again = |status, errors: &FieldErrors| {
        let sent = views::sent(&form, posted).with_errors(errors);
        page.render_with(status, FORM, &page_view(app, open, &form, sent))
    };
    if let Some(words) = refusal(app, open, &form) {
        return Ok(page.redirect_with(&Flash::info(words), &open.base));
    }
    if !is_current(&form, posted) {
        return again(StatusCode::CONFLICT, &FieldErrors::one("", CHANGED_MEANWHILE));
    }
    let answers = match read_answers(&form, posted) {
        Ok(answers) => answers,
        Err(errors) => return again(StatusCode::UNPROCESSABLE_ENTITY, &errors),
    };
    match save_answers(app, &SaveAnswers { who: open.who, generation: open.generation, answers }).await {
        Ok(_) => Ok(next_page(page, open)),
        Err(SaveAnswersError::Unexpected(error)) => Err(error.into()),
        Err(refusal) => Ok(page.redirect_with(&Flash::problem(refusal.to_string()), &open.base)),
    }
}

fn next_page(page: &PageContext, open: &OpenForm) -> HttpResponse {
    match open.who {
        Respondent::Place(_) => {
            let words =
                "Your answers are kept. Tell us here if there is something you need on the day; if not, you are done.";
            page.redirect_with(&Flash::done(words), &format!("{}/needs", open.base))
        }
        Respondent::Booking(_) => {
            page.redirect_with(&Flash::done("Your answers are kept. You can change them until the start."), &open.base)
        }
    }
}
