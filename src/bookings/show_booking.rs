//! Puts together a booking's page and its cancellation preview from the database's truth.

use chrono::Duration;
use entity::{booking, place};

use super::accepted_terms::accepted_terms;
use super::booking_state::BookingState;
use super::cancellation::CancelledBy;
use super::cancellation_views::{CancellationView, explanation, refund_lines};
use super::door::OpenBooking;
use super::email_words::refund_words;
use super::event_facts::{event_dates, sale_facts};
use super::groups::queries::invitations_of;
use super::groups::views::NamesPanel;
use super::hold::PaymentMethod;
use super::invoicing::{cancellation_words, invoice_on_booking, line_words};
use super::joining::{Owed, still_owed};
use super::place_change::views::changes_view;
use super::queries::{money_words, places_of_booking};
use super::questions::answer_pages::asked_of_booking;
use super::receipt_page::receipt_href;
use super::sale::find_sale;
use super::series::booking_part::series_part;
use super::views::{BankView, BookingView, StateTag, held_words, place_views};
use super::way_back::WayBack;
use super::what_comes_back::{money_of_booking, reckon_what_comes_back, refund_terms};
use crate::app::App;
use crate::events::{EventDetails, EventId, EventView, load_event};
use crate::kernel::uk_time::{rfc3339_london, until_end_of};
use crate::kernel::{Instant, Pence, Unexpected};
use crate::payments::ChargeMoney;
use crate::web::{FieldErrors, FormView};

/// The booking page.
pub(super) async fn booking_view(
    app: &App,
    open: &OpenBooking,
    just_returned: bool,
) -> Result<BookingView, Unexpected> {
    let (db, now, booking) = (app.db.reader(), app.now(), &open.booking);
    let (event, places, invoice, days, identity, money, accepted, series) = tokio::try_join!(
        Box::pin(load_event(db, EventId(booking.event_id))),
        async { Ok(places_of_booking(db, booking.id).await?) },
        Box::pin(invoice_on_booking(app, booking, now)),
        async { Ok(app.holidays.read(db, now).await?) },
        async { Ok(app.identity.read(db, now).await?) },
        money_of_booking(db, booking),
        accepted_terms(db, booking),
        Box::pin(series_part(app, open, now)),
    )?;
    let started = event_dates(&event).is_none_or(|dates| now >= dates.started_from());
    let state = BookingState::parse(&booking.state).unwrap_or(BookingState::Cancelled);
    let can_cancel = state.takes_a_place() && !started && !event.is_cancelled();
    let (invitations, refund_words, membership_due, book_again, asked, changes) = tokio::try_join!(
        async { Ok(invitations_of(db, &places).await?) },
        Box::pin(refund_words(db, booking, &event, now)),
        Box::pin(membership_due(app, booking, state)),
        Box::pin(book_again(app, &event, state, now)),
        Box::pin(asked_of_booking(app, (booking, &places), &event, &open.base)),
        Box::pin(changes_view(app, open, (&places, &event), now)),
    )?;
    // Whoever was turned down as a customer pays like everybody else.
    let by_invoice = booking.payment_method == PaymentMethod::Invoice.word();
    let by_bank = booking.payment_method == "bank_transfer" || by_invoice && invoice.is_none();
    let bank = identity.record.filter(|_| by_bank && state == BookingState::Held).map(|charity| BankView {
        name: charity.bank_account_name.clone(),
        sort_code: charity.bank_sort_code.clone(),
        account: charity.bank_account_number.clone(),
    });
    Ok(BookingView {
        reference: booking.reference.clone(),
        base: open.base.clone(),
        state: booking.state.clone(),
        tag: StateTag::of(&booking.state),
        names: NamesPanel::of(&places, &event, &open.base, (&days, now)).filter(|_| can_cancel),
        places: place_views(&places, &invitations, &open.base, can_cancel && live(&places).count() > 1),
        total: money_words(live(&places).map(|place| place.price_pence).sum::<i64>()),
        payer: booking.organisation_name.clone().unwrap_or_else(|| booking.booker_name.clone()),
        is_free: booking.total_pence == 0,
        by_bank,
        invoice,
        held_until: booking.held_until.map(rfc3339_london).unwrap_or_default(),
        held_words: booking.held_until.map(held_words).unwrap_or_default(),
        just_returned: just_returned && state == BookingState::Held && !by_bank,
        can_cancel,
        refund_words,
        accepted,
        due: (money.outstanding + membership_due).to_string(),
        receipt: receipt_href(open, &money),
        money: money_sentences(money),
        bank,
        book_again,
        asked,
        changes,
        series,
        event: EventView::new(&event, now),
    })
}

/// What is paid for a membership with the booking, while it is held (ELG-7).
async fn membership_due(app: &App, booking: &booking::Model, state: BookingState) -> Result<Pence, Unexpected> {
    if state != BookingState::Held {
        return Ok(Pence::ZERO);
    }
    match still_owed(app.db.reader(), booking, app.now()).await? {
        Owed::Membership { amount, .. } => Ok(amount),
        Owed::Nothing | Owed::Over => Ok(Pence::ZERO),
    }
}

fn live(places: &[place::Model]) -> impl Iterator<Item = &place::Model> {
    places.iter().filter(|place| BookingState::parse(&place.state).is_some_and(BookingState::takes_a_place))
}

/// For a booking that ended: the form again, when places are still sold.
async fn book_again(
    app: &App,
    event: &EventDetails,
    state: BookingState,
    now: Instant,
) -> Result<Option<String>, Unexpected> {
    if state.takes_a_place() {
        return Ok(None);
    }
    let sale = find_sale(app.db.reader(), event.id.0).await?;
    let open = sale.is_some_and(|sale| sale_facts(event, &sale).check(now).is_ok() && sale.places_left() > 0);
    Ok(open.then(|| format!("/events/{}/bookings/new", event.slug)))
}

/// What was paid and what is on its way back, from the ledger.
fn money_sentences(money: ChargeMoney) -> Vec<String> {
    let mut words = Vec::new();
    if money.paid.get() > 0 {
        words.push(format!("{} was paid.", money.paid));
    }
    if money.refunded.get() > 0 {
        words.push(format!("{} has been sent back.", money.refunded));
    }
    if money.refund_pending.get() > 0 {
        words.push(format!("{} is on its way back; banks take 5 to 10 days to show it.", money.refund_pending));
    }
    if money.paid.get() > 0 && money.outstanding.get() > 0 {
        words.push(format!("{} is still to be paid.", money.outstanding));
    }
    words
}

/// The preview of cancelling one place (by its number) or everything; none when nothing is live.
pub(super) async fn cancellation_view(
    app: &App,
    open: &OpenBooking,
    place: Option<i32>,
    errors: &FieldErrors,
) -> Result<Option<CancellationView>, Unexpected> {
    let (db, now, booking) = (app.db.reader(), app.now(), &open.booking);
    let (places, event, money, way_back) = tokio::try_join!(
        async { Ok(places_of_booking(db, booking.id).await?) },
        load_event(db, EventId(booking.event_id)),
        money_of_booking(db, booking),
        WayBack::of(db, booking),
    )?;
    let chosen: Vec<&place::Model> = live(&places).filter(|row| place.is_none_or(|n| row.position == n)).collect();
    if chosen.is_empty() {
        return Ok(None);
    }
    let terms = match event_dates(&event) {
        Some(_) => Some(refund_terms(db, booking, &event).await?),
        None => None,
    };
    let by = CancelledBy::Booker;
    let preview = reckon_what_comes_back(booking, &chosen, (&event, by), (money, terms.as_ref()), now)?;
    let last_day = terms.and_then(|terms| terms.last_deadline()).map(until_end_of);
    let is_held = booking.state == BookingState::Held.word();
    let by_invoice = booking.payment_method == PaymentMethod::Invoice.word() && !is_held;
    Ok(Some(CancellationView {
        reference: booking.reference.clone(),
        base: open.base.clone(),
        form: FormView::blank(&["reason"]).with_errors(errors),
        by_invoice,
        lines: if by_invoice { preview.places.iter().map(line_words).collect() } else { refund_lines(&preview) },
        total: preview.total.to_string(),
        total_pence: preview.total.get(),
        paid_pence: preview.paid.get(),
        has_refund: preview.total.get() > 0,
        explanation: if by_invoice {
            cancellation_words(&preview)
        } else if booking.total_pence == 0 || is_held {
            String::new()
        } else {
            explanation(&preview, last_day)
        },
        goes_to: way_back.label(),
        place: place.map(|n| n.to_string()).unwrap_or_default(),
        is_held,
        is_part: place.is_some() && live(&places).count() > 1,
        is_disputed: false,
        event: EventView::new(&event, now),
    }))
}

/// Thirty minutes before the start the joining page opens (D16).
pub(super) const JOIN_OPENS: Duration = Duration::minutes(30);

/// What a place's page says about joining.
pub(super) fn join_words(event: &EventDetails, now: Instant) -> (bool, String) {
    let (Some(starts), Some(ends)) = (event.starts_at(), event.ends_at()) else {
        return (false, "The time is still to be confirmed. We will write to you when it is.".to_owned());
    };
    match &event.join_url {
        _ if now >= ends => (false, "The event is over.".to_owned()),
        // How to join is held back until it is known to run (SES-7).
        _ if event.awaits_decision() => {
            let words = EventView::new(event, now).run_words;
            (false, format!("{words} How to join appears here once it is confirmed."))
        }
        _ if !event.mode.has_online() => {
            (false, format!("It takes place {}.", crate::events::place_words(event.mode, event.platform, &event.venue)))
        }
        None => (false, to_follow_words(event, now)),
        Some(_) if now < starts - JOIN_OPENS => {
            (false, "The button to join appears here 30 minutes before the start.".to_owned())
        }
        Some(_) => (true, String::new()),
    }
}

fn to_follow_words(event: &EventDetails, now: Instant) -> String {
    match EventView::new(event, now).link_words {
        words if words.is_empty() => "The link to join is to follow. It will appear here.".to_owned(),
        words => format!("{words} It will appear here."),
    }
}
