//! Two doors lead to a booking: the signed-in booker's own list, and the personal link in the email. Behind both is the same
//! page, so the rules cannot differ.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::web::Path;
use actix_web::{FromRequest, HttpRequest};
use entity::booking;
use serde::Deserialize;

use super::queries::{find_booking, find_own_booking};
use super::store::find_booking_called;
use crate::app::App;
use crate::audit::Actor;
use crate::kernel::LinkPurpose;
use crate::web::{PageContext, PageError, SignedIn};

/// A booking that the visitor may see and change.
pub struct OpenBooking {
    /// Its row.
    pub booking: booking::Model,
    /// The address its pages and forms hang under.
    pub base: String,
    /// For the audit.
    pub actor: Actor,
    /// An officer looks at it, at the desk.
    pub by_officer: bool,
}

/// `?place=2&returned=1` on a booking's pages.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct BookingQuery {
    /// The place's number in the booking.
    pub place: Option<i32>,
    /// Back from the payment page.
    pub returned: Option<String>,
}

/// The door that somebody came by; the route says which, and has checked that they may. A page that is the same behind both takes
/// this, and is written once.
#[derive(Clone, Debug)]
pub enum Door {
    /// The signed-in booker's own list.
    Own {
        /// The booker.
        who: SignedIn,
        /// The booking's reference.
        reference: String,
    },
    /// The personal link.
    Link(String),
}

impl FromRequest for Door {
    type Error = PageError;
    type Future = Ready<Result<Self, PageError>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let part = |name: &str| request.match_info().get(name).map(str::to_owned);
        if let Some(token) = part("token") {
            return ready(Ok(Self::Link(token)));
        }
        let reference = part("reference").ok_or(PageError::NotFound);
        let who = SignedIn::from_request(request, payload).into_inner();
        ready(reference.and_then(|reference| Ok(Self::Own { who: who?, reference })))
    }
}

impl Door {
    /// The booking behind the door.
    pub async fn open(&self, app: &App, page: &PageContext) -> Result<OpenBooking, PageError> {
        match self {
            Self::Own { who, reference } => open_own(app, who, &Path::from(reference.clone())).await,
            Self::Link(token) => open_by_link(app, page, token).await,
        }
    }
}

/// By the personal link: the token is the authority, for as long as its generation holds (D17).
pub async fn open_by_link(app: &App, page: &PageContext, token: &str) -> Result<OpenBooking, PageError> {
    let id = app.links.subject(token).ok_or(PageError::NotFound)?;
    let booking = find_booking(app.db.reader(), id).await?.ok_or(PageError::NotFound)?;
    if !app.links.verify(token, LinkPurpose::ManageBooking, booking.link_generation)
        || booking.personal_data_wiped_at.is_some()
    {
        return Err(PageError::NotFound);
    }
    let actor = page.viewer.as_ref().map_or(Actor::Link, |viewer| Actor::Person(viewer.person_id));
    Ok(OpenBooking { booking, base: format!("/manage/{token}"), actor, by_officer: false })
}

/// By the booker's own account: somebody else's booking does not exist.
pub async fn open_own(app: &App, who: &SignedIn, reference: &Path<String>) -> Result<OpenBooking, PageError> {
    let booking = find_own_booking(app.db.reader(), who.person_id, reference).await?.ok_or(PageError::NotFound)?;
    let base = format!("/bookings/{}", booking.reference);
    Ok(OpenBooking { booking, base, actor: Actor::Person(who.person_id), by_officer: false })
}

/// By an officer at the desk, whose right the route has checked.
pub async fn open_at_desk(app: &App, officer_id: i64, reference: &str) -> Result<OpenBooking, PageError> {
    let booking = find_booking_called(app.db.reader(), reference).await?.ok_or(PageError::NotFound)?;
    let base = format!("/admin/bookings/{}", booking.reference);
    Ok(OpenBooking { booking, base, actor: Actor::Person(officer_id), by_officer: true })
}
