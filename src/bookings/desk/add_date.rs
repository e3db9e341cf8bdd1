//! Adds a date: the event with everything about selling it, in one transaction, as a draft.

use serde_json::{Value, json};

use super::forms::TypedDate;
use super::sale_fields::TypedSale;
use super::write_minimum::{MinimumFixed, write_minimum};
use super::write_rules::write_rules;
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::bookings::modes::set_pools;
use crate::bookings::questions::{Home, copy_questions};
use crate::bookings::sale::{BookingRules, set_early_bird, set_seat_limits};
use crate::bookings::set_up_sale::{NewSale, set_up_sale};
use crate::db::Tx;
use crate::events::{CourseDetails, EventContent, EventId, EventKind, NewEvent, create_event, set_venue};
use crate::idempotency::{self, Claim};
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected};
use crate::payments::VatTreatment;
use crate::unexpected_from;

/// The command.
#[derive(Clone, Debug)]
pub struct AddDate {
    /// The course it is a date of; none for a members' meeting.
    pub course: Option<CourseDetails>,
    /// What was typed.
    pub typed: TypedDate,
    /// Makes a double submit one date.
    pub idempotency_key: String,
    /// What else was in the form.
    pub digest: String,
    /// The officer.
    pub officer_id: i64,
}

/// Why no date was added.
#[derive(Debug, thiserror::Error)]
pub enum AddDateError {
    /// The key was used for another form.
    #[error("This form was sent before with other words in it. Look in the list of drafts before you send it again.")]
    AlreadySent,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(AddDateError);

impl From<MinimumFixed> for AddDateError {
    fn from(error: MinimumFixed) -> Self {
        // A new date has no decision that could stand in the way.
        Self::Unexpected(Unexpected::because(error.to_string()))
    }
}

/// Adds the draft and its sale. A repeat with the same key and form gives the same date.
pub async fn add_date(app: &App, command: AddDate) -> Result<EventId, AddDateError> {
    let now = app.now();
    let actor = format!("person:{}", command.officer_id);
    app.db
        .write_tx(async |tx| {
            match idempotency::claim(tx, &command.idempotency_key, &actor, &command.digest, now).await? {
                Claim::Fresh => {}
                Claim::Repeat(id) => return Ok(EventId(id.parse().context("an idempotency result is not a date")?)),
                Claim::Different => return Err(AddDateError::AlreadySent),
            }
            let by = Actor::Person(command.officer_id);
            let id = create_event(tx, new_event(command.course.as_ref(), &command.typed), by, now).await?;
            let sale = new_sale(id, vat_of(command.course.is_some()), &command.typed.sale);
            write_sale(tx, &sale, by, now).await?;
            set_venue(tx, id, &command.typed.venue_details, by, now).await?;
            if let Some(pools) = command.typed.pools {
                set_pools(tx, id.0, (pools.room, pools.online)).await?;
            }
            if !command.typed.limits.is_empty() {
                set_seat_limits(tx, id.0, &command.typed.limits).await?;
            }
            set_early_bird(tx, id.0, command.typed.early.map(|early| early.stored(None, now))).await?;
            write_rules(tx, (id, BookingRules::default(), command.typed.rules), (by, now)).await?;
            write_minimum(tx, (id, None, false), command.typed.minimum, (by, now)).await?;
            if let Some(course) = &command.course {
                let homes = (Home::Course(course.id), Home::Event(id));
                copy_questions(tx, homes, (Some(command.officer_id), now)).await?;
            }
            idempotency::finish(tx, &command.idempotency_key, &actor, &id.to_string()).await?;
            Ok(id)
        })
        .await
}

/// What was left empty is the course's (SES-1).
fn new_event(course: Option<&CourseDetails>, typed: &TypedDate) -> NewEvent {
    let or = |text: &str, of_course: fn(&CourseDetails) -> String| match course {
        Some(course) if text.is_empty() => of_course(course),
        _ => text.to_owned(),
    };
    let content = EventContent {
        title: or(&typed.title, |course| course.content.title.clone()),
        summary: or(&typed.summary, |course| course.content.summary.clone()),
        description: or(&typed.description, |course| course.content.event_description()),
        when: typed.when,
        mode: typed.mode,
        platform: typed.platform,
        venue: typed.venue.clone(),
        join_url: typed.join_url.clone(),
        link_promised_on: typed.link_promised_on,
        cpd_minutes: typed.learning.cpd_minutes,
        resources: or(&typed.learning.resources, |course| course.content.resources.clone()),
        facilitators: typed.facilitators.clone(),
    };
    let kind = if course.is_some() { EventKind::Training } else { EventKind::MembersMeeting };
    NewEvent { course: course.map(|course| course.id), kind, content }
}

/// Training by a body that puts its surplus back into it is exempt; a meeting of members is no supply (INV-8).
fn vat_of(is_training: bool) -> VatTreatment {
    if is_training { VatTreatment::Exempt } else { VatTreatment::OutsideScope }
}

fn new_sale(event_id: EventId, vat: VatTreatment, typed: &TypedSale) -> NewSale {
    NewSale {
        event_id: event_id.0,
        refund_policy_id: typed.refund_policy_id,
        capacity: typed.capacity,
        standard_price: typed.standard_price,
        member_price: typed.member_price,
        vat: vat.word().to_owned(),
        most_places: typed.most_places,
        members_only: typed.members_only,
        closes_at: typed.closes_at,
    }
}

/// Writes a new sale and the audit entry for it.
pub(super) async fn write_sale(tx: &Tx, sale: &NewSale, by: Actor, now: Instant) -> Result<(), Unexpected> {
    set_up_sale(tx, sale).await?;
    let entry = Entry {
        actor: by,
        action: "event_sale.created",
        subject_kind: "event_sale",
        subject_id: sale.event_id,
        reason: None,
        values: Some((Value::Null, audit_values(sale))),
    };
    audit::record(tx, entry, now).await?;
    Ok(())
}

/// What the audit trail keeps of a sale.
pub(super) fn audit_values(sale: &NewSale) -> Value {
    json!({
        "capacity": sale.capacity,
        "standard_price_pence": sale.standard_price.get(),
        "member_price_pence": sale.member_price.map(crate::kernel::Pence::get),
        "members_only": sale.members_only,
        "refund_policy_id": sale.refund_policy_id,
        "most_places": sale.most_places,
        "closes_at": sale.closes_at,
    })
}
