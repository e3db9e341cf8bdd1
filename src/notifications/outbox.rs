//! Queues messages, in the caller's transaction: the row and the job that delivers it are one with the change they tell
//! of (R16).

use entity::outbox_message::{ActiveModel, Column, Entity};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};
use serde::{Deserialize, Serialize};

use super::message::NewMessage;
use super::render::MessageData;
use crate::jobs::{self, NewJob, Priority};
use crate::kernel::{Instant, TokenSource, Unexpected};

/// The name of the job that delivers one message.
pub const DELIVER_MESSAGE: &str = "deliver_message";

/// Waiting for a mail server counts as an attempt, and that may last days; delivery itself decides when to stop.
const ATTEMPTS: i32 = 10_000;

/// Which message a delivery job is for.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct DeliverMessage {
    /// The outbox row.
    pub outbox_message_id: i64,
    /// When an officer asked to try once more; the time for giving up counts from here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resent_at: Option<Instant>,
}

/// How the folder of a marketing template begins. Every other one is service mail, and a test keeps it free of promotion
/// (DP-01).
pub const MARKETING_PREFIX: &str = "marketing_";

const SERVICE: &str = "service";
const MARKETING: &str = "marketing";

/// Somebody waits for these before a screen; everything else may come after them. The folders of `templates/emails`.
const SOON: &[&str] = &["sign_in_code", "password_reset_code", "address_code", "address_confirm", "confirmation_code"];

/// These go to very many people in one night, or at one press of a button: letters to single people come before them.
const BULK: &[&str] = &[
    "application_reminder",
    "booker_reminder",
    "event_changed",
    "event_changed_for_attendee",
    "invoice_reminder",
    "membership_unpaid",
    "membership_year_turned",
    "names_missing",
    "places_first_come",
    "records_moved",
    "refund_day_reminder",
    "renewal_reminder",
    "some_places_free",
    "waiting_list_ended",
];

/// What a letter's delivery comes before, unless whoever queues it knows better.
fn usual_priority(template: &str) -> Priority {
    if SOON.contains(&template) {
        Priority::Soon
    } else if BULK.contains(&template) || template.starts_with(MARKETING_PREFIX) {
        Priority::Bulk
    } else {
        Priority::Usual
    }
}

/// Queues a service message and its delivery job. A message whose dedupe key is known is dropped: it was told before. A
/// marketing template is refused: that is for [`queue_marketing`](super::preferences::queue_marketing), which asks for a basis.
pub async fn queue(
    tx: &impl ConnectionTrait,
    tokens: &dyn TokenSource,
    message: NewMessage,
    now: Instant,
) -> Result<(), Unexpected> {
    queue_all(tx, tokens, vec![message], Vec::new(), now).await
}

/// Queues messages with their delivery jobs, and `jobs` with them, in two statements however many there are.
pub async fn queue_all(
    tx: &impl ConnectionTrait,
    tokens: &dyn TokenSource,
    messages: Vec<NewMessage>,
    jobs: Vec<NewJob>,
    now: Instant,
) -> Result<(), Unexpected> {
    write(tx, (service_rows(tokens, messages, now)?, usual_priority), jobs, now).await
}

/// The same for what is one of very many, whatever its template usually is.
pub async fn queue_in_bulk(
    tx: &impl ConnectionTrait,
    tokens: &dyn TokenSource,
    messages: Vec<NewMessage>,
    now: Instant,
) -> Result<(), Unexpected> {
    write(tx, (service_rows(tokens, messages, now)?, |_| Priority::Bulk), Vec::new(), now).await
}

fn service_rows(
    tokens: &dyn TokenSource,
    messages: Vec<NewMessage>,
    now: Instant,
) -> Result<Vec<ActiveModel>, Unexpected> {
    let row = |message: NewMessage| {
        check_kind(message.template, SERVICE)?;
        message_row(tokens, (message, SERVICE), now)
    };
    messages.into_iter().map(row).collect()
}

/// Queues a marketing message that [`queue_marketing`](super::preferences::queue_marketing) found allowed.
pub(super) async fn queue_allowed_marketing(
    tx: &impl ConnectionTrait,
    tokens: &dyn TokenSource,
    message: NewMessage,
    now: Instant,
) -> Result<(), Unexpected> {
    check_kind(message.template, MARKETING)?;
    write(tx, (vec![message_row(tokens, (message, MARKETING), now)?], usual_priority), Vec::new(), now).await
}

/// Neither kind goes under the other's name.
fn check_kind(template: &str, kind: &str) -> Result<(), Unexpected> {
    if template.starts_with(MARKETING_PREFIX) == (kind == MARKETING) {
        return Ok(());
    }
    Err(Unexpected::because(format!("the email {template} cannot be queued as {kind} mail")))
}

async fn write(
    tx: &impl ConnectionTrait,
    (rows, priority): (Vec<ActiveModel>, fn(&str) -> Priority),
    mut jobs: Vec<NewJob>,
    now: Instant,
) -> Result<(), Unexpected> {
    if !rows.is_empty() {
        let known = OnConflict::column(Column::DedupeKey).do_nothing().to_owned();
        for written in Entity::insert_many(rows).on_conflict(known).exec_with_returning(tx).await? {
            let delivery = DeliverMessage { outbox_message_id: written.id, resent_at: None };
            jobs.push(delivery_job(delivery)?.priority(priority(&written.template)));
        }
    }
    Ok(jobs::enqueue_all(tx, jobs, now).await?)
}

fn message_row(
    tokens: &dyn TokenSource,
    (message, kind): (NewMessage, &str),
    now: Instant,
) -> Result<ActiveModel, Unexpected> {
    let data = serde_json::to_value(MessageData { view: message.data, calendar: message.calendar })?;
    Ok(ActiveModel {
        template: Set(message.template.to_owned()),
        kind: Set(kind.to_owned()),
        person_id: Set(message.person_id),
        to_name: Set(Some(message.to_name)),
        to_address: Set(Some(message.to_address)),
        data: Set(Some(data)),
        dedupe_key: Set(message.dedupe_key),
        message_id: Set(tokens.uuid()),
        state: Set("queued".to_owned()),
        created_at: Set(now),
        ..Default::default()
    })
}

/// Adds the job that delivers a message, unless one is waiting already.
pub(super) async fn enqueue_delivery(
    tx: &impl ConnectionTrait,
    delivery: DeliverMessage,
    now: Instant,
) -> Result<(), Unexpected> {
    Ok(jobs::enqueue(tx, delivery_job(delivery)?, now).await?)
}

fn delivery_job(delivery: DeliverMessage) -> Result<NewJob, Unexpected> {
    let key = format!("{DELIVER_MESSAGE}:{}", delivery.outbox_message_id);
    Ok(NewJob::new(DELIVER_MESSAGE, &delivery)?.once(key).attempts(ATTEMPTS))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{BULK, SOON, check_kind, usual_priority};
    use crate::jobs::Priority;

    #[test]
    fn what_somebody_waits_for_goes_before_everything_and_what_very_many_get_after() {
        let table = [
            ("sign_in_code", Priority::Soon),
            ("booking_confirmed", Priority::Usual),
            ("renewal_reminder", Priority::Bulk),
            ("marketing_message", Priority::Bulk),
        ];

        for (template, priority) in table {
            assert_eq!(usual_priority(template), priority, "{template}");
        }
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/emails");
        for template in SOON.iter().chain(BULK) {
            assert!(folder.join(template).join("subject.txt").is_file(), "no template is called {template}");
        }
    }

    #[test]
    fn no_template_goes_under_the_name_of_the_other_kind() {
        let table = [
            ("booking_confirmed", "service", true),
            ("booking_confirmed", "marketing", false),
            ("marketing_message", "marketing", true),
            ("marketing_message", "service", false),
        ];

        for (template, kind, wanted) in table {
            assert_eq!(check_kind(template, kind).is_ok(), wanted, "{template} as {kind}");
        }
    }
}
