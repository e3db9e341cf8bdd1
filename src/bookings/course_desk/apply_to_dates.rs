//! Lets the dates that an officer ticked take over what their course says now (SES-1): all of them in one transaction and by the rules
//! of each date's own form, or none. Nobody's price or refund policy changes by it: places keep what they were sold under (REF-1).

use std::collections::BTreeMap;

use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use super::copied_fields::CopiedField;
use super::date_plan::{CourseNow, DateNow, DatePlan, plan};
use super::policy_versions::PolicyVersions;
use super::queries::{Booked, count_booked, policy_versions};
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::bookings::desk::change_date::{ChangeDate, ChangeDateError, NoticeConfirmed, change_in};
use crate::bookings::desk::forms::TypedDate;
use crate::bookings::event_facts::event_dates;
use crate::bookings::sale::{EventSale, find_sales, seat_limits};
use crate::db::Tx;
use crate::events::courses::queries::list_coming_dates;
use crate::events::{CourseContent, CourseDetails, CourseId, EventDetails, EventId, load_course};
use crate::kernel::uk_time::long_date;
use crate::kernel::{Instant, Unexpected};
use crate::unexpected_from;

/// A date the officer ticked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct ChosenDate {
    pub(super) event_id: EventId,
    /// The version the officer saw.
    pub(super) version: i32,
    /// How many places the officer saw taken: those people are told of another title.
    pub(super) places: usize,
}

/// The command.
#[derive(Clone, Debug)]
pub(super) struct ApplyToDates {
    pub(super) course_id: CourseId,
    /// The version of the course the officer saw.
    pub(super) version: i32,
    pub(super) fields: Vec<CopiedField>,
    pub(super) chosen: Vec<ChosenDate>,
    pub(super) officer_id: i64,
}

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub(super) enum ApplyError {
    /// What would be taken over is not what the officer saw.
    #[error(
        "Somebody else changed this course meanwhile. No date has been changed. Look at what it says now, then tick again."
    )]
    CourseChanged,
    /// It began, was called off, or never was a date of this course.
    #[error(
        "A date you ticked can no longer be changed from here. No date has been changed. Look at those that can, then tick again."
    )]
    NotOffered,
    /// A date's own rules, or somebody who was faster.
    #[error("{date}: {why} No date has been changed.")]
    Refused {
        /// The day.
        date: String,
        /// In words.
        why: String,
    },
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(ApplyError);

/// A date that can take its course's words over.
pub(super) struct OfferedDate {
    pub(super) event: EventDetails,
    pub(super) sale: EventSale,
    pub(super) booked: Booked,
    stored: TypedDate,
}

impl OfferedDate {
    /// Somebody has a place, or one is kept for somebody.
    pub(super) fn has_bookings(&self) -> bool {
        self.sale.taken > 0 || self.booked.bookings > 0
    }

    /// What taking these fields over would do.
    pub(super) fn plan(&self, content: &CourseContent, policies: &PolicyVersions, fields: &[CopiedField]) -> DatePlan {
        let (event, sale, has_bookings) = (&self.event, &self.sale, self.has_bookings());
        let date = DateNow { event, sale, has_bookings, stored: self.stored.clone() };
        plan(&CourseNow { content, policies }, &date, fields)
    }
}

/// The course's dates that have not begun, are not called off and are for the desk to change.
pub(super) async fn offered_dates(
    db: &impl ConnectionTrait,
    course_id: CourseId,
    now: Instant,
) -> Result<Vec<OfferedDate>, Unexpected> {
    let mut events = list_coming_dates(db, course_id, now).await?;
    events.retain(|event| event_dates(event).is_none_or(|dates| now < dates.begins()));
    let ids: Vec<i64> = events.iter().map(|event| event.id.0).collect();
    let mut sales = find_sales(db, &ids).await?;
    let booked: BTreeMap<i64, Booked> = count_booked(db, &ids).await?;
    let mut offered = Vec::new();
    for event in events {
        let Some(sale) = sales.remove(&event.id.0) else { continue };
        let stored = TypedDate::stored(&event, &sale, &seat_limits(db, event.id.0).await?);
        let booked = booked.get(&event.id.0).copied().unwrap_or_default();
        offered.push(OfferedDate { event, sale, booked, stored });
    }
    Ok(offered)
}

/// Writes everything in one transaction, or says why not and writes nothing. Gives how many dates were changed.
pub(super) async fn apply_to_dates(app: &App, command: &ApplyToDates) -> Result<usize, ApplyError> {
    let now = app.now();
    app.db.write_tx(async |tx| apply_in(tx, command, now).await).await
}

async fn apply_in(tx: &Tx, command: &ApplyToDates, now: Instant) -> Result<usize, ApplyError> {
    let course = load_course(tx, command.course_id).await?;
    if course.version != command.version {
        return Err(ApplyError::CourseChanged);
    }
    let policies = policy_versions(tx).await?;
    let offered = offered_dates(tx, course.id, now).await?;
    let mut changed = Vec::new();
    for chosen in &command.chosen {
        let date = offered.iter().find(|date| date.event.id == chosen.event_id).ok_or(ApplyError::NotOffered)?;
        if usize::try_from(date.booked.places).ok() != Some(chosen.places) {
            return Err(ApplyError::Refused { date: day_words(&date.event), why: BOOKED_SINCE.to_owned() });
        }
        let plan = date.plan(&course.content, &policies, &command.fields);
        // What has the course's words already, because the form was sent twice, stays as it is.
        if !plan.changes_anything() {
            continue;
        }
        let change = ChangeDate {
            event_id: chosen.event_id,
            version: chosen.version,
            typed: plan.after,
            fewer_seats_ok: false,
            notice: Some(NoticeConfirmed { reason: String::new(), places: chosen.places }),
            officer_id: command.officer_id,
        };
        change_in(tx, &change, now).await.map_err(|error| refused(&date.event, error))?;
        changed.push(chosen.event_id.0);
    }
    if !changed.is_empty() {
        record(tx, &course, (&command.fields, &changed), (command.officer_id, now)).await?;
    }
    Ok(changed.len())
}

/// The date's own words for it; who has booked is counted on the page that is shown again.
const BOOKED_SINCE: &str = "More or fewer people have booked it since you looked.";

fn refused(event: &EventDetails, error: ChangeDateError) -> ApplyError {
    let why = match error {
        ChangeDateError::Unexpected(error) => return ApplyError::Unexpected(error),
        ChangeDateError::ChangedMeanwhile => "Somebody else changed this date meanwhile. Look at it again.".to_owned(),
        ChangeDateError::TellFirst(_) => BOOKED_SINCE.to_owned(),
        other => other.to_string(),
    };
    ApplyError::Refused { date: day_words(event), why }
}

fn day_words(event: &EventDetails) -> String {
    event.when.known_day().map_or_else(|| "Date to be announced".to_owned(), long_date)
}

/// Each date has its own entry for what changed; this one says why they changed together.
async fn record(
    tx: &Tx,
    course: &CourseDetails,
    (fields, changed): (&[CopiedField], &[i64]),
    (officer_id, now): (i64, Instant),
) -> Result<(), Unexpected> {
    let fields: Vec<&str> = fields.iter().map(|field| field.word()).collect();
    let entry = Entry {
        actor: Actor::Person(officer_id),
        action: "course.applied_to_dates",
        subject_kind: "course",
        subject_id: course.id.0,
        reason: None,
        values: Some((Value::Null, json!({ "fields": fields, "events": changed }))),
    };
    Ok(audit::record(tx, entry, now).await?)
}
