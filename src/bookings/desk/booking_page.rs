//! One booking at the desk: its places, what can be done with them, and what has happened to them.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use serde::Serialize;

use super::open_date::powers;
use super::views::{Powers, moment_words, payer_words};
use crate::app::App;
use crate::bookings::door::open_at_desk;
use crate::bookings::email_words::refund_words;
use crate::bookings::groups::queries::invitations_of;
use crate::bookings::join_block::concerns;
use crate::bookings::place_change::views::{ChangesView, changes_view};
use crate::bookings::queries::{money_words, places_of_booking};
use crate::bookings::views::{PlaceView, StateTag, place_views};
use crate::events::{EventId, EventView, load_event};
use crate::payments::queries::references_of;
use crate::web::{PageContext, PageError, SignedIn};

#[derive(Serialize)]
struct DeskBookingView {
    base: String,
    reference: String,
    tag: StateTag,
    event: EventView,
    event_href: String,
    booker: String,
    email: String,
    payer: String,
    booked: String,
    total: String,
    charge_href: Option<String>,
    places: Vec<PlaceView>,
    refund_words: Vec<String>,
    changes: ChangesView,
    /// Where joining is held back or let go; empty when the invoice is not overdue, or there is none (INV-6).
    join_block_href: String,
    may: Powers,
}

/// GET /admin/bookings/{ref}
pub async fn show_booking(
    app: Data<App>,
    page: PageContext,
    officer: SignedIn,
    reference: Path<String>,
) -> Result<HttpResponse, PageError> {
    let open = open_at_desk(&app, officer.person_id, &reference).await?;
    let (db, now, booking) = (app.db.reader(), app.now(), &open.booking);
    let event = load_event(db, EventId(booking.event_id)).await?;
    let places = places_of_booking(db, booking.id).await?;
    let may = powers(&page);
    let charge = match booking.charge_id.filter(|_| may.view_money) {
        Some(id) => references_of(db, &[id]).await?.remove(&id),
        None => None,
    };
    let is_wiped = booking.personal_data_wiped_at.is_some();
    let view = DeskBookingView {
        base: open.base.clone(),
        reference: booking.reference.clone(),
        tag: StateTag::of(&booking.state),
        event_href: format!("/admin/events/{}", event.id),
        booker: if is_wiped { "No longer kept".to_owned() } else { booking.booker_name.clone() },
        email: booking.booker_email.clone(),
        payer: payer_words(booking),
        booked: moment_words(booking.booked_at),
        total: money_words(booking.total_pence),
        charge_href: charge.map(|reference| format!("/admin/money/charges/{reference}")),
        places: place_views(&places, &invitations_of(db, &places).await?, &open.base, false),
        refund_words: refund_words(db, booking, &event, now).await?,
        changes: changes_view(&app, &open, (&places, &event), now).await?,
        event: EventView::new(&event, now),
        join_block_href: if may.manage_bookings && concerns(db, booking, now).await? {
            format!("{}/join-block", open.base)
        } else {
            String::new()
        },
        may,
    };
    page.render("admin/bookings/show.html", &view)
}
