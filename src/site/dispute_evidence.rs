//! `/admin/money/disputes/{id}`: one dispute with everything that can be shown to the bank (REF-19): the terms accepted, the
//! emails sent, the page to join opened, what was refused. The case itself is argued in Stripe's dashboard.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use serde::Serialize;

use crate::app::App;
use crate::bookings::evidence::{BookingEvidence, PlaceEvidence, evidence_of_charge};
use crate::events::EventView;
use crate::kernel::uk_time::{date_and_time, long_date};
use crate::kernel::{Instant, Unexpected};
use crate::notifications::queries::{OutboxRow, list_with_keys};
use crate::payments::disputes::{DisputeFile, find_dispute};
use crate::web::{PageContext, PageError, Permitted, may};

#[derive(Serialize)]
struct EvidenceView {
    stripe_id: String,
    state: &'static str,
    kind: &'static str,
    what_now: &'static str,
    amount: String,
    fee: String,
    reason: String,
    opened_at: String,
    answer_by: String,
    ended_at: String,
    payment: String,
    charge_href: String,
    charge_words: String,
    booking: Option<BookingView>,
}

#[derive(Serialize)]
struct BookingView {
    reference: String,
    event: String,
    event_href: String,
    booker: String,
    facts: Vec<(&'static str, String)>,
    terms: String,
    places: Vec<PlaceView>,
    messages: Vec<MessageView>,
    refused: Vec<String>,
}

#[derive(Serialize)]
struct PlaceView {
    attendee: String,
    state: &'static str,
    cancelled: String,
    joined: String,
}

#[derive(Serialize)]
struct MessageView {
    what: String,
    to: String,
    when: String,
}

/// The page.
pub async fn show_dispute(
    app: Data<App>,
    page: PageContext,
    _officer: Permitted<may::ViewMoney>,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let db = app.db.reader();
    let dispute = find_dispute(db, &id).await?.ok_or(PageError::NotFound)?;
    let booking = match &dispute.charge {
        Some(charge) => evidence_of_charge(db, charge.id).await?,
        None => None,
    };
    let booking = match booking {
        Some(evidence) => Some(booking_view(&app, evidence).await?),
        None => None,
    };
    page.render("admin/money/dispute.html", &evidence_view(dispute, booking))
}

fn at(instant: Option<Instant>) -> String {
    instant.map(date_and_time).unwrap_or_default()
}

fn evidence_view(dispute: DisputeFile, booking: Option<BookingView>) -> EvidenceView {
    let (state, kind, what_now) = match dispute.state.as_str() {
        "won" => (
            "Won",
            "done",
            "The money stayed with us. Refunds that waited have gone out, and the booking can be changed again.",
        ),
        "lost" => (
            "Lost",
            "problem",
            "The bank has taken the money. Places of an event that had not begun are cancelled; otherwise what they cost is owed again.",
        ),
        _ => (
            "Open",
            "caution",
            "Answer it in Stripe’s dashboard with what stands below. Until the bank decides no refund is sent and the booking cannot be changed by whoever made it.",
        ),
    };
    EvidenceView {
        state,
        kind,
        what_now,
        amount: dispute.amount.to_string(),
        fee: if dispute.fee.is_zero() { String::new() } else { dispute.fee.to_string() },
        reason: dispute.reason.as_deref().map(in_words).unwrap_or_default(),
        opened_at: date_and_time(dispute.opened_at),
        answer_by: at(dispute.answer_by),
        ended_at: at(dispute.ended_at),
        payment: format!("{}, {} on {}", dispute.payment_reference, dispute.paid, long_date(dispute.paid_on)),
        charge_href: dispute
            .charge
            .as_ref()
            .map(|one| format!("/admin/money/charges/{}", one.reference))
            .unwrap_or_default(),
        charge_words: dispute
            .charge
            .map(|one| format!("{}, {}: {}", one.payer, one.email, one.description))
            .unwrap_or_default(),
        stripe_id: dispute.stripe_id,
        booking,
    }
}

async fn booking_view(app: &App, evidence: BookingEvidence) -> Result<BookingView, Unexpected> {
    let messages = list_with_keys(app.db.reader(), &evidence.message_keys).await?;
    let event = EventView::new(&evidence.event, app.now());
    let (name, email) = evidence.booker;
    let mut facts = vec![
        ("Booked, and terms accepted", date_and_time(evidence.booked_at)),
        ("Version of the terms", evidence.terms.0.to_string()),
        ("Refund policy", evidence.policy),
    ];
    facts.extend(evidence.confirmed_at.map(|at| ("Paid and confirmed", date_and_time(at))));
    facts.extend(evidence.start_now_accepted_at.map(|at| ("Asked for the place within 14 days", date_and_time(at))));
    Ok(BookingView {
        reference: evidence.reference,
        event_href: format!("/admin/events/{}", evidence.event.id),
        event: format!("{}, {}", event.title, event.when_words),
        booker: if name.is_empty() { "Forgotten".to_owned() } else { format!("{name}, {email}") },
        facts,
        terms: evidence.terms.1,
        places: evidence.places.into_iter().map(place_view).collect(),
        messages: messages.into_iter().map(message_view).collect(),
        refused: evidence
            .refused
            .iter()
            .map(|one| {
                let times = if one.times > 1 { format!(", {} times", one.times) } else { String::new() };
                format!("{}, first asked for on {}{times}", one.wanted, date_and_time(one.first_asked_at))
            })
            .collect(),
    })
}

fn place_view(place: PlaceEvidence) -> PlaceView {
    let joined = place.joined.map(|one| match one.times {
        1 => format!("Opened on {}", date_and_time(one.first_opened_at)),
        times => {
            let (first, last) = (date_and_time(one.first_opened_at), date_and_time(one.last_opened_at));
            format!("Opened {times} times, from {first} to {last}")
        }
    });
    PlaceView {
        attendee: place.attendee,
        state: place.state,
        cancelled: place.cancelled.map(|(at, why)| format!("{}: {why}", date_and_time(at))).unwrap_or_default(),
        joined: joined.unwrap_or_else(|| "Never opened".to_owned()),
    }
}

/// `booking_confirmed` as `Booking confirmed`.
fn in_words(word: &str) -> String {
    let spaced = word.replace('_', " ");
    let mut letters = spaced.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn message_view(row: OutboxRow) -> MessageView {
    MessageView {
        what: in_words(&row.template),
        to: row.to_address.unwrap_or_default(),
        when: row.sent_at.map_or_else(|| "Not accepted yet".to_owned(), date_and_time),
    }
}
