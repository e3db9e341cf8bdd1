//! Queues messages, in the caller's transaction: the row and the job that delivers it are one with the change they tell
//! of (R16).

use entity::outbox_message::{ActiveModel, Column, Entity};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};
use serde::{Deserialize, Serialize};

use super::message::NewMessage;
use super::render::MessageData;
use crate::jobs::{self, NewJob};
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
    let row = |message: NewMessage| {
        check_kind(message.template, SERVICE)?;
        message_row(tokens, (message, SERVICE), now)
    };
    let rows = messages.into_iter().map(row).collect::<Result<Vec<_>, _>>()?;
    write(tx, rows, jobs, now).await
}

/// Queues a marketing message that [`queue_marketing`](super::preferences::queue_marketing) found allowed.
pub(super) async fn queue_allowed_marketing(
    tx: &impl ConnectionTrait,
    tokens: &dyn TokenSource,
    message: NewMessage,
    now: Instant,
) -> Result<(), Unexpected> {
    check_kind(message.template, MARKETING)?;
    write(tx, vec![message_row(tokens, (message, MARKETING), now)?], Vec::new(), now).await
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
    rows: Vec<ActiveModel>,
    mut jobs: Vec<NewJob>,
    now: Instant,
) -> Result<(), Unexpected> {
    if !rows.is_empty() {
        let known = OnConflict::column(Column::DedupeKey).do_nothing().to_owned();
        for written in Entity::insert_many(rows).on_conflict(known).exec_with_returning(tx).await? {
            jobs.push(delivery_job(DeliverMessage { outbox_message_id: written.id, resent_at: None })?);
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
    use super::check_kind;

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
