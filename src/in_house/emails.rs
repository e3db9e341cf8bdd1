//! The letters of in-house training: to the authority's contact, and to the officers who look after events.

use entity::{in_house_enquiry, in_house_quote};
use serde_json::{Value, json};

use super::queries::QuoteRecord;
use super::quote_words::{is_vat_registered, line_words, title_of};
use crate::app::App;
use crate::db::Tx;
use crate::identity;
use crate::kernel::uk_time::{london_date, long_date};
use crate::kernel::{Instant, LinkPurpose, Role, Unexpected};
use crate::members::{people, roles};
use crate::notifications::{NewMessage, outbox, personal_link};

/// Queues one letter to the contact, unless they are forgotten.
async fn to_contact(
    app: &App,
    tx: &Tx,
    (enquiry, template): (&in_house_enquiry::Model, &'static str),
    (mut data, key): (Value, String),
    now: Instant,
) -> Result<(), Unexpected> {
    if enquiry.contact_email.is_empty() {
        return Ok(());
    }
    if let Some(fields) = data.as_object_mut() {
        fields.insert("name".to_owned(), json!(enquiry.contact_name));
        fields.insert("reference".to_owned(), json!(enquiry.reference));
        fields.insert("organisation".to_owned(), json!(enquiry.organisation_name));
    }
    let message = NewMessage {
        template,
        person_id: enquiry.person_id,
        to_name: enquiry.contact_name.clone(),
        to_address: enquiry.contact_email.clone(),
        data,
        calendar: None,
        dedupe_key: key,
    };
    outbox::queue(tx, app.tokens.as_ref(), message, now).await
}

fn quote_link(quote: &in_house_quote::Model) -> Value {
    json!(personal_link(LinkPurpose::InHouseQuote, quote.id, quote.link_generation))
}

/// We have it, and a person answers by a day (INH-1).
pub(super) async fn queue_received(
    app: &App,
    tx: &Tx,
    enquiry: &in_house_enquiry::Model,
    topic: &str,
    now: Instant,
) -> Result<(), Unexpected> {
    let data = json!({
        "topic": topic,
        "attendees": enquiry.attendees,
        "date_wishes": enquiry.date_wishes,
        "answer_by": long_date(enquiry.answer_due_on),
    });
    to_contact(app, tx, (enquiry, "in_house_received"), (data, format!("in-house-received:{}", enquiry.id)), now).await
}

/// An officer's own words.
pub(super) async fn queue_answer(
    app: &App,
    tx: &Tx,
    enquiry: &in_house_enquiry::Model,
    words: &str,
    now: Instant,
) -> Result<(), Unexpected> {
    let key = format!("in-house-answered:{}:{}", enquiry.id, now.timestamp_micros());
    to_contact(app, tx, (enquiry, "in_house_answered"), (json!({ "words": words }), key), now).await
}

/// A version of the quote, with its link.
pub(super) async fn queue_quote(
    app: &App,
    tx: &Tx,
    (enquiry, quote): (&in_house_enquiry::Model, &QuoteRecord),
    now: Instant,
) -> Result<(), Unexpected> {
    let data = json!({
        "title": quote.content.title,
        "version": quote.row.version,
        "is_newer": quote.row.version > 1,
        "lines": line_words(&quote.content, is_vat_registered(tx, now).await?),
        "total": quote.content.total().to_string(),
        "valid_until": long_date(quote.content.valid_until),
        "link": quote_link(&quote.row),
    });
    to_contact(app, tx, (enquiry, "in_house_quoted"), (data, format!("in-house-quoted:{}", quote.row.id)), now).await
}

/// Somebody accepted, who, and what comes next.
pub(super) async fn queue_accepted(
    app: &App,
    tx: &Tx,
    (enquiry, quote): (&in_house_enquiry::Model, &QuoteRecord),
    (accepted_by, po_number): (&str, &str),
    now: Instant,
) -> Result<(), Unexpected> {
    let data = json!({
        "title": quote.content.title,
        "accepted_by": accepted_by,
        "po_number": po_number,
        "total": quote.content.total().to_string(),
        "link": quote_link(&quote.row),
    });
    let key = format!("in-house-accepted:{}", quote.row.id);
    to_contact(app, tx, (enquiry, "in_house_accepted"), (data, key), now).await
}

/// What the contact is told of the date.
pub(super) struct DateSet<'a> {
    pub(super) title: &'a str,
    pub(super) when: &'a str,
    pub(super) place: &'a str,
    pub(super) seats: i32,
    pub(super) domain: &'a str,
    pub(super) link: Value,
}

/// The date is set: the link by which the authority's own people register.
pub(super) async fn queue_scheduled(
    app: &App,
    tx: &Tx,
    (enquiry, quote): (&in_house_enquiry::Model, &QuoteRecord),
    date: DateSet<'_>,
    now: Instant,
) -> Result<(), Unexpected> {
    let data = json!({
        "title": date.title,
        "when": date.when,
        "place": date.place,
        "seats": date.seats,
        "domain": date.domain,
        "register": date.link,
        "link": quote_link(&quote.row),
    });
    let key = format!("in-house-scheduled:{}:{}", quote.row.id, now.timestamp_micros());
    to_contact(app, tx, (enquiry, "in_house_scheduled"), (data, key), now).await
}

/// It is cancelled, and what is owed.
pub(super) async fn queue_cancelled(
    app: &App,
    tx: &Tx,
    (enquiry, quote): (&in_house_enquiry::Model, &QuoteRecord),
    (by_us, reason): (bool, &str),
    (given_back, owed): (String, String),
    now: Instant,
) -> Result<(), Unexpected> {
    let data = json!({
        "title": quote.content.title,
        "by_us": by_us,
        "reason": reason,
        "given_back": given_back,
        "owed": owed,
        "link": quote_link(&quote.row),
    });
    let key = format!("in-house-cancelled:{}", quote.row.id);
    to_contact(app, tx, (enquiry, "in_house_cancelled"), (data, key), now).await
}

/// Why officers hear of an enquiry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Notice {
    /// It came in.
    Arrived,
    /// Nobody has answered in time (INH-1).
    Late,
    /// The quote was accepted; a date is wanted.
    Accepted,
    /// The authority's contact has cancelled what was accepted.
    Cancelled,
}

impl Notice {
    const fn word(self) -> &'static str {
        match self {
            Self::Arrived => "arrived",
            Self::Late => "late",
            Self::Accepted => "accepted",
            Self::Cancelled => "cancelled",
        }
    }
}

/// Tells everybody who holds the office of events officer; the charity's mailbox while nobody does.
pub(super) async fn queue_notice(
    app: &App,
    tx: &Tx,
    enquiry: &in_house_enquiry::Model,
    notice: Notice,
    now: Instant,
) -> Result<(), Unexpected> {
    let data = json!({
        "notice": notice.word(),
        "organisation": enquiry.organisation_name,
        "topic": title_of(tx, enquiry).await?,
        "reference": enquiry.reference,
        "received_on": long_date(london_date(enquiry.received_at)),
        "answer_by": long_date(enquiry.answer_due_on),
    });
    let message = |person_id: Option<i64>, (to_name, to_address): (String, String)| NewMessage {
        template: "in_house_officer_notice",
        dedupe_key: format!("in-house-{}:{}:{}", notice.word(), enquiry.id, person_id.unwrap_or_default()),
        person_id,
        to_name,
        to_address,
        data: data.clone(),
        calendar: None,
    };
    let mut messages = Vec::new();
    for id in roles::people_holding(tx, Role::EventsOfficer, london_date(now)).await? {
        if let Some(officer) =
            people::find_person(tx, id).await?.filter(|one| !one.is_disabled && !one.email.is_empty())
        {
            messages.push(message(Some(id), (officer.name, officer.email)));
        }
    }
    if messages.is_empty()
        && let Some(identity) = identity::load_identity(tx).await?.filter(|identity| !identity.email.is_empty())
    {
        messages.push(message(None, ("Events officer".to_owned(), identity.email)));
    }
    outbox::queue_all(tx, app.tokens.as_ref(), messages, Vec::new(), now).await
}
