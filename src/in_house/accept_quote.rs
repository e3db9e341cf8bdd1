//! An authority accepts a quote by its link (INH-3): the first wins, and whoever comes second sees who and when. Acceptance makes
//! a private draft of the event, the link by which people register for it, and the charge to be invoiced (INH-4).

use entity::in_house_enquiry;

use super::bill::draft_invoice;
use super::emails::{self, Notice};
use super::enquiry_state::EnquiryEvent;
use super::forms::TypedAcceptance;
use super::move_enquiry::{MoveError, Step, move_enquiry};
use super::queries::{QuoteRecord, find_quote};
use super::quote::{QuoteState, Standing, standing};
use super::quote_words::line_words;
use super::store::enquiries::lock_enquiry;
use super::store::quotes::{mark_accepted, set_outcome};
use super::store::registrations::open_link;
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::bookings::set_up_sale::{NewSale, set_up_sale};
use crate::bookings::standard_rules::ensure_standard_rules;
use crate::db::Tx;
use crate::events::{
    CourseId, EventContent, EventId, EventKind, EventMode, EventWhen, NewEvent, Platform, Visibility,
    change_visibility, create_event, load_course,
};
use crate::kernel::uk_time::london_date;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::payments::{self, NewCharge, NewLine, Payer, PayerKind, Purpose, VatTreatment};
use crate::unexpected_from;

/// Why a quote was not accepted. The page shows where it stands now, with who and when.
#[derive(Debug, thiserror::Error)]
pub enum AcceptError {
    /// Not on offer any more, or not yet.
    #[error("this version cannot be accepted")]
    NotOpen(Standing),
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(AcceptError);

impl From<MoveError> for AcceptError {
    fn from(error: MoveError) -> Self {
        match error {
            MoveError::Unexpected(error) => Self::Unexpected(error),
            MoveError::NotNow(_) => Self::NotOpen(Standing::NotOffered),
        }
    }
}

/// Accepts it for whoever holds the link.
pub(super) async fn accept_quote(app: &App, quote_id: i64, typed: &TypedAcceptance) -> Result<(), AcceptError> {
    let now = app.now();
    app.db.write_tx(async |tx| accept(app, tx, quote_id, typed, now).await).await
}

/// The same for a caller who has the words already, such as the demo.
pub async fn accept_as(
    app: &App,
    quote_id: i64,
    (name, role, po_number): (&str, &str, &str),
) -> Result<(), AcceptError> {
    let typed = TypedAcceptance {
        name: name.to_owned(),
        role: role.to_owned(),
        po_number: po_number.to_owned(),
        billing_email: String::new(),
        billing_address: String::new(),
    };
    accept_quote(app, quote_id, &typed).await
}

async fn accept(app: &App, tx: &Tx, quote_id: i64, typed: &TypedAcceptance, now: Instant) -> Result<(), AcceptError> {
    let known = find_quote(tx, quote_id).await?.ok_or(AcceptError::NotOpen(Standing::NotOffered))?;
    let enquiry = lock_enquiry(tx, known.row.enquiry_id).await?;
    if !mark_accepted(tx, quote_id, typed.by(), london_date(now), now).await? {
        let quote = find_quote(tx, quote_id).await?.context("a quote is missing")?;
        return Err(AcceptError::NotOpen(standing(quote.state, quote.content.valid_until, now)));
    }
    let quote = find_quote(tx, quote_id).await?.context("a quote just accepted is missing")?;
    let words = format!("Version {}, by {} ({})", quote.row.version, typed.name, typed.role);
    move_enquiry(tx, &enquiry, Step::plain(EnquiryEvent::AcceptedByLink, Actor::Link, &words), now).await?;
    let entry = Entry {
        actor: Actor::Link,
        action: "in_house_quote.accepted",
        subject_kind: "in_house_quote",
        subject_id: quote_id,
        reason: None,
        values: None,
    };
    audit::record(tx, entry, now).await?;
    let event_id = make_event(tx, (&enquiry, &quote), now).await?;
    let charge_id = raise_charge(app, tx, (&enquiry, &quote), now).await?;
    set_outcome(tx, quote_id, (charge_id, event_id.0)).await?;
    draft_invoice(app, tx, (&enquiry, &quote), (charge_id, typed), now).await?;
    emails::queue_accepted(app, tx, (&enquiry, &quote), (&typed.name, &typed.po_number), now).await?;
    emails::queue_notice(app, tx, &enquiry, Notice::Accepted, now).await?;
    Ok(())
}

/// The private draft, whose date an officer sets; its seats are as many as the quote says, and cost the attendee nothing.
async fn make_event(
    tx: &Tx,
    (enquiry, quote): (&in_house_enquiry::Model, &QuoteRecord),
    now: Instant,
) -> Result<EventId, Unexpected> {
    let by = Actor::System;
    let course = match enquiry.course_id {
        Some(id) => Some(load_course(tx, CourseId(id)).await?),
        None => None,
    };
    let content = EventContent {
        title: quote.content.title.clone(),
        summary: course.as_ref().map(|course| course.content.summary.clone()).unwrap_or_default(),
        description: course.as_ref().map(|course| course.content.event_description()).unwrap_or_default(),
        when: EventWhen::ToBeAnnounced,
        mode: quote.content.mode,
        platform: if quote.content.mode == EventMode::InPerson { Platform::None } else { Platform::Undecided },
        venue: String::new(),
        join_url: None,
        link_promised_on: None,
        cpd_minutes: course.as_ref().map(|course| course.content.cpd_minutes).unwrap_or_default(),
        resources: course.as_ref().map(|course| course.content.resources.clone()).unwrap_or_default(),
        facilitators: Vec::new(),
    };
    let new = NewEvent { course: course.map(|course| course.id), kind: EventKind::Training, content };
    let id = create_event(tx, new, by, now).await?;
    change_visibility(tx, id, Visibility::Private, by, now).await?;
    let sale = NewSale {
        event_id: id.0,
        refund_policy_id: ensure_standard_rules(tx, now).await?,
        capacity: quote.content.most_attendees,
        standard_price: Pence::ZERO,
        member_price: None,
        vat: VatTreatment::OutsideScope.word().to_owned(),
        most_places: 1,
        members_only: false,
        closes_at: None,
    };
    set_up_sale(tx, &sale).await?;
    open_link(tx, id.0, (Some(quote.row.id), &enquiry.organisation_name)).await?;
    Ok(id)
}

/// What the authority owes: one line for each line of the quote.
async fn raise_charge(
    app: &App,
    tx: &Tx,
    (enquiry, quote): (&in_house_enquiry::Model, &QuoteRecord),
    now: Instant,
) -> Result<i64, Unexpected> {
    let words = line_words(&quote.content, false);
    let lines = quote.content.lines.iter().zip(words).map(|(line, words)| NewLine {
        purpose: Purpose::InHouse(quote.row.id),
        description: format!("{}: {}", quote.content.title, words.name),
        vat: line.vat,
        list_price: line.amount(),
        discount: Pence::ZERO,
        fund: "general".to_owned(),
        activity: "training".to_owned(),
    });
    let charge = NewCharge {
        payer: Payer {
            kind: PayerKind::Organisation(enquiry.organisation_id),
            name: enquiry.organisation_name.clone(),
            email: enquiry.contact_email.clone(),
        },
        description: format!("{}, in-house training {}", quote.content.title, enquiry.reference),
        lines: lines.collect(),
    };
    Ok(payments::raise_charge(tx, app.tokens.as_ref(), charge, now).await?.id)
}

/// Whether a state means that somebody accepted.
pub(super) fn is_agreed(state: QuoteState) -> bool {
    matches!(state, QuoteState::Accepted | QuoteState::Cancelled)
}
