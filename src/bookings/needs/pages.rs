//! The attendee's own form of needs, by the personal link of their place. Whoever booked for them has another link and no way here
//! (GRP-7, QST-3).

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use entity::place;

use super::care::{asks_dietary, find_care};
use super::deadlines::{cut_off, forget_at, is_late};
use super::forms;
use super::need::Needs;
use super::queries::{latest_task, sealed_of_place};
use super::saved::find_saved;
use super::sealed_needs::{SealedFor, needs_key, open};
use super::task::TaskState;
use super::tell_needs::{NeedsTold, TellNeeds, TellNeedsError, tell_needs};
use super::views::{NeedsPageView, StandingView, ticks};
use crate::app::App;
use crate::bookings::booking_state::BookingState;
use crate::bookings::modes::seen_from;
use crate::bookings::show_place::open_place;
use crate::events::{EventDetails, EventView};
use crate::kernel::uk_time::{last_whole_day, long_date};
use crate::kernel::{EmailAddress, LinkPurpose, Unexpected};
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Posted};

const FORM: &str = "bookings/needs.html";

/// The form that an attendee has open.
struct OpenNeeds {
    place: place::Model,
    event: EventDetails,
    base: String,
    asks_dietary: bool,
    /// The signed-in person, when the place is their own.
    own_person: Option<i64>,
}

impl OpenNeeds {
    async fn find(app: &App, page: &PageContext, token: &str) -> Result<Self, PageError> {
        let (place, event) = open_place(app, token, LinkPurpose::ManagePlace).await?;
        let care = find_care(app.db.reader(), event.id.0).await?;
        Ok(Self {
            own_person: own_person(page, &place),
            asks_dietary: asks_dietary(&seen_from(&place, &event), care),
            base: format!("/manage/{token}"),
            place,
            event,
        })
    }

    /// Why nothing can be told any more, if so.
    fn refusal(&self, app: &App) -> Option<TellNeedsError> {
        let is_live = BookingState::parse(&self.place.state).is_some_and(BookingState::takes_a_place);
        if !is_live || self.event.is_cancelled() {
            Some(TellNeedsError::NotBooked)
        } else {
            self.event.when.has_started(app.now()).then_some(TellNeedsError::Started)
        }
    }
}

/// The viewer, when this is their own place: it is on their record, or goes to the address they have shown to be theirs.
fn own_person(page: &PageContext, place: &place::Model) -> Option<i64> {
    let viewer = page.viewer.as_ref()?;
    let by_address = EmailAddress::parse(&viewer.email).is_ok_and(|address| address.folded() == place.folded_email);
    (place.person_id == Some(viewer.person_id) || by_address).then_some(viewer.person_id)
}

/// GET /manage/{token}/needs
pub async fn show_needs(app: Data<App>, page: PageContext, token: Path<String>) -> Result<HttpResponse, PageError> {
    let open = OpenNeeds::find(&app, &page, &token).await?;
    if let Some(refusal) = open.refusal(&app) {
        return Ok(page.redirect_with(&Flash::info(refusal.to_string()), &open.base));
    }
    let told = told_before(&app, &open).await?;
    page.render(FORM, &page_view(&app, &open, forms::filled(&told.unwrap_or_default())).await?)
}

async fn told_before(app: &App, open_form: &OpenNeeds) -> Result<Option<Needs>, Unexpected> {
    let id = open_form.place.id;
    let row = sealed_of_place(app.db.reader(), id).await?;
    Ok(row.and_then(|row| open(&needs_key(app.settings.sealing()), SealedFor::Place(id), &row.sealed)))
}

async fn page_view(app: &App, open: &OpenNeeds, form: FormView) -> Result<NeedsPageView, Unexpected> {
    let (db, now) = (app.db.reader(), app.now());
    let first_day = open.event.when.known_day();
    let saved = match open.own_person {
        Some(person_id) => find_saved(app, db, person_id).await?,
        None => None,
    };
    let kept_until = forget_at(open.event.when.over_at(), None);
    let days = app.holidays.read(db, now).await?;
    let in_time = first_day.filter(|day| !is_late(&days, Some(*day), now)).map(|day| cut_off(&days, day));
    Ok(NeedsPageView {
        base: open.base.clone(),
        event: EventView::new(&open.event, now),
        name: open.place.attendee_name.clone(),
        form,
        ticks: ticks(),
        asks_dietary: open.asks_dietary,
        standing: standing(app, open.place.id).await?,
        can_keep: open.own_person.is_some(),
        saved: saved.map(|needs| saved_words(&needs.asked(open.asks_dietary))).unwrap_or_default(),
        kept_until: kept_until.map(|at| long_date(last_whole_day(at))).unwrap_or_default(),
        in_time_until: in_time.map(|at| long_date(last_whole_day(at))).unwrap_or_default(),
    })
}

async fn standing(app: &App, place_id: i64) -> Result<Option<StandingView>, Unexpected> {
    let db = app.db.reader();
    if sealed_of_place(db, place_id).await?.is_none() {
        return Ok(None);
    }
    let task = latest_task(db, place_id).await?;
    Ok(task.and_then(|task| {
        let state = TaskState::parse(&task.state)?;
        let (title, words) = state.told(task.due_on);
        let kind = if state == TaskState::Arranged { "done" } else { "info" };
        Some(StandingView { title: title.to_owned(), words, kind })
    }))
}

/// What is kept on the profile, a line each.
fn saved_words(needs: &Needs) -> Vec<String> {
    let dietary = if needs.dietary.is_empty() { String::new() } else { format!("Diet: {}", needs.dietary) };
    let labels = needs.labels().into_iter().map(str::to_owned);
    labels.chain([needs.more.clone(), dietary]).filter(|line| !line.is_empty()).collect()
}

/// POST /manage/{token}/needs: tell, use what is kept on the profile, or take everything back.
pub async fn update_needs(
    app: Data<App>,
    page: PageContext,
    token: Path<String>,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    let open = OpenNeeds::find(&app, &page, &token).await?;
    let again = async |errors: &FieldErrors| {
        let view = page_view(&app, &open, forms::sent(&posted).with_errors(errors)).await?;
        page.render_with(StatusCode::UNPROCESSABLE_ENTITY, FORM, &view)
    };
    let needs = match posted.get("do") {
        "take_back" => Needs::default(),
        "saved" => match open.own_person {
            Some(person_id) => find_saved(&app, app.db.reader(), person_id).await?.unwrap_or_default(),
            None => return Err(PageError::NotFound),
        },
        _ => match forms::read_needs(&posted, open.asks_dietary) {
            Ok(needs) => needs,
            Err(errors) => return again(&errors).await,
        },
    };
    let keep_for = open.own_person.filter(|_| posted.has("keep") && posted.get("do") == "tell");
    let command = TellNeeds { place_id: open.place.id, generation: open.place.link_generation, needs, keep_for };
    let flash = match tell_needs(&app, &command).await {
        Ok(NeedsTold::Received) => {
            Flash::done("Received. Whoever arranges this date answers here; you can change it until the start.")
        }
        Ok(NeedsTold::TakenBack) => Flash::done("What you told us is deleted."),
        Ok(NeedsTold::Unchanged) => Flash::info("That is what we have. Nothing was changed."),
        Err(TellNeedsError::Unexpected(error)) => return Err(error.into()),
        Err(refusal) => Flash::problem(refusal.to_string()),
    };
    Ok(page.redirect_with(&flash, &open.base))
}
