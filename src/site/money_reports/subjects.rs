//! What money was for, in words: a date of a course, membership, or nothing yet.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use crate::bookings;
use crate::events::{EventDetails, EventId, load_plain_events};
use crate::in_house;
use crate::kernel::Unexpected;
use crate::payments::Purpose;
use crate::payments::reports::subjects_of;

/// Databases take only so many values in one statement.
const AT_ONCE: usize = 5_000;

/// What an amount was for. Sorted as reports list it: events first, membership apart from them, then the rest.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Subject {
    /// A date of a course, or a meeting.
    Event {
        /// The course's title, or the event's own.
        course: String,
        /// The London day of the event, where it is known.
        on: Option<NaiveDate>,
        /// The event's title.
        title: String,
        /// The event.
        id: i64,
    },
    /// Terms of membership.
    Membership,
    /// Something else that was sold.
    Other(&'static str),
    /// Money that is not set against anything.
    Nothing,
}

impl Subject {
    /// The row it belongs to.
    pub(super) fn label(&self) -> String {
        match self {
            Self::Event { course, .. } => course.clone(),
            Self::Membership => "Membership".to_owned(),
            Self::Other(what) => (*what).to_owned(),
            Self::Nothing => "Not set against anything yet".to_owned(),
        }
    }

    /// The finer thing.
    pub(super) fn detail(&self) -> String {
        match self {
            Self::Event { title, .. } => title.clone(),
            _ => String::new(),
        }
    }

    /// The day of the event.
    pub(super) fn on(&self) -> Option<NaiveDate> {
        match self {
            Self::Event { on, .. } => *on,
            _ => None,
        }
    }

    /// Its page at the desk.
    pub(super) fn href(&self) -> String {
        match self {
            Self::Event { id, .. } => format!("/admin/events/{id}"),
            _ => String::new(),
        }
    }
}

/// The subjects of charges, by charge and activity.
pub(super) struct Subjects(BTreeMap<(i64, String), Subject>);

impl Subjects {
    /// What money of a charge was for. Money without a line's activity (drawn back by a bank, for example) belongs to whatever
    /// the charge was for first.
    pub(super) fn of(&self, charge_id: Option<i64>, activity: &str) -> Subject {
        let Some(charge_id) = charge_id else { return Subject::Nothing };
        let exact = self.0.get(&(charge_id, activity.to_owned()));
        let any =
            || self.0.range((charge_id, String::new())..(charge_id + 1, String::new())).next().map(|(_, one)| one);
        exact.or_else(any).cloned().unwrap_or(Subject::Nothing)
    }
}

/// Reads what these charges were for.
pub(super) async fn load_subjects(db: &impl ConnectionTrait, charge_ids: &[i64]) -> Result<Subjects, Unexpected> {
    let purposes = subjects_of(db, charge_ids).await?;
    let events = events_of(db, purposes.values().copied()).await?;
    let name = |purpose: &Purpose| match purpose {
        Purpose::MembershipTerm(_) => Subject::Membership,
        Purpose::InHouse(_) => events.get(purpose).map_or(Subject::Other(IN_HOUSE), in_house_subject),
        other => events.get(other).map_or(Subject::Other("Other sales"), event_subject),
    };
    Ok(Subjects(purposes.iter().map(|(key, purpose)| (key.clone(), name(purpose))).collect()))
}

/// Training for one authority is a row of its own, whatever the course.
const IN_HOUSE: &str = "In-house training";

fn in_house_subject(event: &EventDetails) -> Subject {
    Subject::Event {
        course: IN_HOUSE.to_owned(),
        on: event.when.known_day(),
        title: event.title.clone(),
        id: event.id.0,
    }
}

fn event_subject(event: &EventDetails) -> Subject {
    Subject::Event {
        course: event.course.as_ref().map_or_else(|| event.title.clone(), |course| course.title.clone()),
        on: event.when.known_day(),
        title: event.title.clone(),
        id: event.id.0,
    }
}

/// The events that purposes are for; memberships and unknown ones are left out.
pub(super) async fn events_of(
    db: &impl ConnectionTrait,
    purposes: impl Iterator<Item = Purpose>,
) -> Result<HashMap<Purpose, EventDetails>, Unexpected> {
    let purposes: Vec<Purpose> = purposes.collect();
    let of_kind =
        |kind: &str| -> Vec<i64> { purposes.iter().filter(|one| one.kind() == kind).map(|one| one.id()).collect() };
    let by_place = bookings::reports::events_of_places(db, &of_kind(Purpose::Place(0).kind())).await?;
    let by_change = bookings::reports::events_of_changes(db, &of_kind(Purpose::PlaceChange(0).kind())).await?;
    let by_quote = in_house::queries::events_of_quotes(db, &of_kind(Purpose::InHouse(0).kind())).await?;
    let event_id = |purpose: &Purpose| match purpose {
        Purpose::Place(id) => by_place.get(id),
        Purpose::PlaceChange(id) => by_change.get(id),
        Purpose::InHouse(id) => by_quote.get(id),
        Purpose::MembershipTerm(_) => None,
    };
    let mut ids: Vec<EventId> = purposes.iter().filter_map(event_id).copied().collect();
    ids.sort_unstable();
    ids.dedup();
    let mut events = HashMap::new();
    for some in ids.chunks(AT_ONCE) {
        events.extend(load_plain_events(db, some).await?);
    }
    let event_of = |purpose: &Purpose| event_id(purpose).and_then(|event| events.get(event)).cloned();
    Ok(purposes.iter().filter_map(|purpose| Some((*purpose, event_of(purpose)?))).collect())
}
