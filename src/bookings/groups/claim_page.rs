//! The page behind a claim link (GRP-2): who are you? Looking at it changes nothing (D17); the button does.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use entity::place;
use serde::Serialize;

use super::carry_links::carried_to;
use super::claim_place::{ClaimPlace, ClaimPlaceError, OpenClaim, claim_place, find_claim, is_confirmed};
use super::emails::due_words;
use super::forms::ClaimForm;
use super::naming::{NotNameable, check};
use super::place_status::is_live;
use crate::app::App;
use crate::audit::Actor;
use crate::events::EventView;
use crate::kernel::{EmailAddress, LinkPurpose};
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Posted};

#[derive(Serialize)]
struct ClaimView {
    action: String,
    event: EventView,
    booked_by: String,
    form: FormView,
    due: Option<String>,
    /// Why there is nothing to fill in, or empty.
    refusal: String,
}

/// The claim a token opens; 404 for a link that a newer one has replaced.
async fn open(app: &App, token: &str) -> Result<OpenClaim, PageError> {
    let id = app.links.subject(token).ok_or(PageError::NotFound)?;
    let claim = find_claim(app.db.reader(), id).await?.ok_or(PageError::NotFound)?;
    if !app.links.verify(token, LinkPurpose::ClaimPlace, claim.generation) {
        return Err(PageError::NotFound);
    }
    Ok(claim)
}

/// Where the link of a place that was moved leads now (GRP-2).
async fn moved_claim(app: &App, claim: &OpenClaim) -> Result<Option<String>, PageError> {
    let db = app.db.reader();
    let Some(place_id) = carried_to(db, claim.place.id).await? else { return Ok(None) };
    let next = find_claim(db, place_id).await?;
    Ok(next.map(|next| format!("/claim-place/{}", app.links.token(LinkPurpose::ClaimPlace, place_id, next.generation))))
}

/// Why the place cannot be claimed now, if so.
fn refusal(app: &App, claim: &OpenClaim) -> Result<Option<ClaimPlaceError>, PageError> {
    if claim.is_used {
        return Ok(Some(ClaimPlaceError::Used));
    }
    if !is_live(&claim.place) {
        return Ok(Some(ClaimPlaceError::Ended));
    }
    match check(&claim.booking, &claim.event, app.now()) {
        Ok(()) => Ok(None),
        Err(NotNameable::Unexpected(error)) => Err(error.into()),
        Err(reason) => Ok(Some(reason.into())),
    }
}

/// GET /claim-place/{token}
pub async fn show_claim(app: Data<App>, page: PageContext, token: Path<String>) -> Result<HttpResponse, PageError> {
    let claim = open(&app, &token).await?;
    if let Some(path) = moved_claim(&app, &claim).await? {
        return Ok(page.redirect(&path));
    }
    let refusal = refusal(&app, &claim)?;
    render(&app, &page, &token, (&claim, &ClaimForm::default()), (&FieldErrors::new(), refusal)).await
}

/// POST /claim-place/{token}
pub async fn create_claim(
    app: Data<App>,
    page: PageContext,
    token: Path<String>,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    let claim = open(&app, &token).await?;
    if let Some(path) = moved_claim(&app, &claim).await? {
        let words = "The place has been moved to another date since you opened the page. Look at the date, and enter your name if you can come.";
        return Ok(page.redirect_with(&Flash::info(words), &path));
    }
    let form = ClaimForm::read(&posted);
    let (name, email) = match form.person() {
        Ok(person) => person,
        Err(errors) => return render(&app, &page, &token, (&claim, &form), (&errors, None)).await,
    };
    let actor = page.viewer.as_ref().map_or(Actor::Link, |viewer| Actor::Person(viewer.person_id));
    let command = ClaimPlace { place_id: claim.place.id, generation: claim.generation, name, email, actor };
    match claim_place(&app, &command).await {
        Ok(place) => Ok(done(&app, &page, &claim, (&place, &command.email))),
        Err(ClaimPlaceError::Unexpected(error)) => Err(error.into()),
        Err(refusal @ ClaimPlaceError::AlreadyBooked) => {
            let errors = FieldErrors::one("name", refusal.to_string());
            render(&app, &page, &token, (&claim, &form), (&errors, None)).await
        }
        Err(refusal) => render(&app, &page, &token, (&claim, &form), (&FieldErrors::new(), Some(refusal))).await,
    }
}

/// The place's own page, where needs are told, is shown only to whoever reads the mailbox that was typed (GRP-7): anybody may type
/// the address of somebody else.
fn done(
    app: &App,
    page: &PageContext,
    claim: &OpenClaim,
    (place, email): (&place::Model, &EmailAddress),
) -> HttpResponse {
    let event_page = EventView::new(&claim.event, app.now()).href;
    if !is_confirmed(place) {
        let words =
            "Thank you: your name is on the place. The booking is not paid for yet; once it is, we write to you.";
        return page.redirect_with(&Flash::done(words), &event_page);
    }
    if claim.is_proved(email) {
        let token = app.links.token(LinkPurpose::ManagePlace, place.id, place.link_generation);
        let words = "Thank you: the place is yours. A confirmation with a calendar entry is on its way to you.";
        return page.redirect_with(&Flash::done(words), &format!("/manage/{token}"));
    }
    let words = format!(
        "Thank you: the place is yours. We have written to {}; the confirmation with a calendar entry leads to your own page.",
        email.as_str()
    );
    page.redirect_with(&Flash::done(words), &event_page)
}

async fn render(
    app: &App,
    page: &PageContext,
    token: &str,
    (claim, form): (&OpenClaim, &ClaimForm),
    (errors, refusal): (&FieldErrors, Option<ClaimPlaceError>),
) -> Result<HttpResponse, PageError> {
    let status = match &refusal {
        Some(_) => StatusCode::GONE,
        None if errors.is_empty() => StatusCode::OK,
        None => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let days = app.holidays.read(app.db.reader(), app.now()).await?;
    let view = ClaimView {
        action: format!("/claim-place/{token}"),
        event: EventView::new(&claim.event, app.now()),
        booked_by: claim.booking.booker_name.clone(),
        form: form.view().with_errors(errors),
        due: due_words(&days, &claim.event),
        refusal: refusal.map(|reason| reason.to_string()).unwrap_or_default(),
    };
    page.render_with(status, "bookings/claim.html", &view)
}
