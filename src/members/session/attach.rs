//! Turns the session cookie into a viewer.

use std::collections::BTreeSet;
use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::cookie::Cookie;
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{FromRequest, HttpMessage, HttpRequest, ResponseError, web};

use super::lifetime::{is_confirmed, is_use_noted};
use super::queries::{FoundSession, find_session, was_renewed};
use super::store;
use crate::app::App;
use crate::kernel::{Instant, Permission, Unexpected, uk_time};
use crate::members::membership::{self, MembershipFile};
use crate::web::{HalfSignedIn, PageError, Viewer};

/// The membership of whoever is signed in, as it was read for this request: a page that tells of it need not read it again.
#[derive(Clone, Debug)]
pub struct OwnMembership(pub Arc<MembershipFile>);

impl FromRequest for OwnMembership {
    type Error = PageError;
    type Future = Ready<Result<Self, PageError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(request.extensions().get::<Self>().cloned().ok_or(PageError::SignInFirst))
    }
}

/// Middleware: finds the live session, if any, and tells the shell who is looking. Rights are read from the database on
/// every request, so a role, a session or an account that ended is gone on the next page (S4). Without a cookie it does nothing.
pub async fn attach_viewer(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let app = request.app_data::<web::Data<App>>().cloned();
    let found = app.and_then(|app| {
        let name = app.shell.cookies.session();
        let token = request.cookie(&name)?.value().to_owned();
        Some((app, name, token))
    });
    let Some((app, name, token)) = found else { return Ok(next.call(request).await?.map_into_boxed_body()) };
    let is_known = match find_visitor(&app, &token).await {
        Ok(Visitor::SignedIn(viewer, membership)) => {
            request.extensions_mut().insert(viewer);
            request.extensions_mut().insert(OwnMembership(Arc::new(membership)));
            true
        }
        Ok(Visitor::HalfWay(half_way)) => {
            request.extensions_mut().insert(half_way);
            true
        }
        Ok(Visitor::Late) => true,
        Ok(Visitor::Stranger) => false,
        // Who this is cannot be told: an error page says so, rather than a page that treats them as a stranger.
        Err(error) => return Ok(request.into_response(PageError::Unexpected(error).error_response())),
    };
    let mut response = next.call(request).await?.map_into_boxed_body();
    if !is_known && !response.response().cookies().any(|cookie| cookie.name() == name) {
        forget(&mut response, &app.shell.cookies.removal(name));
    }
    Ok(response)
}

fn forget<B>(response: &mut ServiceResponse<B>, removal: &Cookie<'_>) {
    if let Err(error) = response.response_mut().add_cookie(removal) {
        tracing::error!(%error, "a cookie cannot be removed");
    }
}

/// Who brings a session cookie.
enum Visitor {
    SignedIn(Viewer, MembershipFile),
    /// Gave the first factor only.
    HalfWay(HalfSignedIn),
    /// The session has another token since: a second click of the same form. The cookie of the first answer stays.
    Late,
    Stranger,
}

async fn find_visitor(app: &App, token: &str) -> Result<Visitor, Unexpected> {
    let now = app.now();
    let today = uk_time::london_date(now);
    let Some(session) = find_session(app.db.reader(), token, today).await? else {
        let is_late = was_renewed(app.db.reader(), token).await?;
        return Ok(if is_late { Visitor::Late } else { Visitor::Stranger });
    };
    if now >= session.ends_at {
        // Written down, so that a clock set back does not bring it to life again.
        app.db.write_tx(async |tx| store::end_one(tx, session.id, now).await).await?;
        return Ok(Visitor::Stranger);
    }
    if session.awaits_factor {
        return Ok(Visitor::HalfWay(HalfSignedIn {
            person_id: session.person_id,
            session_id: session.id,
            email: session.email,
        }));
    }
    if is_use_noted(session.last_seen_at, now) {
        note_use(app, session.id, now).await;
    }
    let membership = membership::read_file(app.db.reader(), session.person_id).await?;
    let standing = membership.evidence.standing_on(today);
    Ok(Visitor::SignedIn(viewer(session, standing.is_member(), now), membership))
}

/// A use that cannot be written down must not keep anyone from reading.
async fn note_use(app: &App, session_id: i64, now: Instant) {
    if let Err(error) = app.db.write_tx(async |tx| store::mark_used(tx, session_id, now).await).await {
        tracing::warn!(%error, session_id, "the use of a session was not noted");
    }
}

fn viewer(session: FoundSession, is_member: bool, now: Instant) -> Viewer {
    let mut held: BTreeSet<Permission> = session.roles.iter().flat_map(|role| role.permissions()).copied().collect();
    let back_office = held.contains(&Permission::ViewBackOffice);
    let owes_second_factor = back_office && session.second_factor_at.is_none();
    if owes_second_factor {
        held.clear();
    }
    Viewer {
        person_id: session.person_id,
        session_id: session.id,
        name: session.name,
        email: session.email,
        is_member,
        back_office,
        owes_second_factor,
        is_confirmed: is_confirmed(session.confirmed_at, now),
        permissions: held.into_iter().map(Permission::word).collect(),
    }
}
