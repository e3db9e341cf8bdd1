//! The letters of an application. Each goes to the applicant's primary address, once.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::approve::OpenedFor;
use super::decide_application::DecideApplication;
use super::decision::RefusalReason;
use super::queries::ApplicationRecord;
use crate::app::App;
use crate::db::Tx;
use crate::kernel::uk_time::{london_date, long_date};
use crate::kernel::{Instant, Unexpected};
use crate::members::people::find_person;
use crate::notifications::{NewMessage, outbox};

/// Queues one letter, unless the applicant has no address or a closed account.
async fn queue(
    app: &App,
    tx: &Tx,
    (application, template): (&ApplicationRecord, &'static str),
    (mut data, key): (Value, String),
    now: Instant,
) -> Result<(), Unexpected> {
    let Some(person) = find_person(tx, application.person_id).await? else { return Ok(()) };
    if person.email.is_empty() || person.is_disabled {
        return Ok(());
    }
    if let Some(fields) = data.as_object_mut() {
        fields.insert("name".to_owned(), json!(person.name));
        fields.insert("reference".to_owned(), json!(application.reference));
    }
    let message = NewMessage {
        template,
        person_id: Some(person.id),
        to_name: person.name,
        to_address: person.email,
        data,
        calendar: None,
        dedupe_key: key,
    };
    outbox::queue(tx, app.tokens.as_ref(), message, now).await
}

/// We have it, and answer by a day.
pub(super) async fn queue_received(
    app: &App,
    tx: &Tx,
    (application, type_name): (&ApplicationRecord, &str),
    reply_by: NaiveDate,
    now: Instant,
) -> Result<(), Unexpected> {
    let data = json!({ "type": type_name, "reply_by": long_date(reply_by) });
    let key = format!("application-received:{}", application.id);
    queue(app, tx, (application, "application_received"), (data, key), now).await
}

/// It is approved; what to do now.
pub(super) async fn queue_approved(
    app: &App,
    tx: &Tx,
    (application, type_name): (&ApplicationRecord, &str),
    opened: OpenedFor,
    now: Instant,
) -> Result<(), Unexpected> {
    let (price, pay_by, begins) = match opened {
        OpenedFor::ToPay { price, open_until } => {
            let last_day = london_date(open_until - chrono::Duration::microseconds(1));
            (price.to_string(), long_date(last_day), String::new())
        }
        OpenedFor::WithRenewal { from } => (String::new(), String::new(), long_date(from)),
        OpenedFor::Settled => (String::new(), String::new(), String::new()),
    };
    let data = json!({ "type": type_name, "price": price, "pay_by": pay_by, "begins": begins });
    let key = format!("application-approved:{}", application.id);
    queue(app, tx, (application, "application_approved"), (data, key), now).await
}

/// We need to know more.
pub(super) async fn queue_question(
    app: &App,
    tx: &Tx,
    (application, type_name): (&ApplicationRecord, &str),
    question: &str,
    now: Instant,
) -> Result<(), Unexpected> {
    let answer_by = long_date(super::close_unanswered::answer_by(now));
    let data = json!({ "type": type_name, "question": question, "answer_by": answer_by });
    let key = format!("application-question:{}:{}", application.id, now.timestamp_micros());
    queue(app, tx, (application, "application_question"), (data, key), now).await
}

/// It is refused, why, and how to appeal.
pub(super) async fn queue_refused(
    app: &App,
    tx: &Tx,
    (application, type_name): (&ApplicationRecord, &str),
    command: &DecideApplication,
    now: Instant,
) -> Result<(), Unexpected> {
    let code = command.reason_code.filter(|code| *code != RefusalReason::Other).map(RefusalReason::label);
    let data = json!({ "type": type_name, "code_words": code.unwrap_or_default(), "reason": command.reason });
    let key = format!("application-refused:{}", application.id);
    queue(app, tx, (application, "application_refused"), (data, key), now).await
}

/// The way back to a draft; at most one an hour, however often it is asked for.
pub async fn queue_way_back(app: &App, tx: &Tx, draft: &ApplicationRecord, now: Instant) -> Result<(), Unexpected> {
    let data = json!({ "kept_until": long_date(super::jobs::kept_until(draft.updated_at)) });
    let key = format!("application-saved:{}:{}", draft.id, now.timestamp() / 3_600);
    queue(app, tx, (draft, "application_saved"), (data, key), now).await
}

/// A draft was left alone for some days.
pub(super) async fn queue_reminder(
    app: &App,
    tx: &Tx,
    draft: &ApplicationRecord,
    now: Instant,
) -> Result<(), Unexpected> {
    let data = json!({ "kept_until": long_date(super::jobs::kept_until(draft.updated_at)) });
    let key = format!("application-reminder:{}", draft.id);
    queue(app, tx, (draft, "application_reminder"), (data, key), now).await
}

/// A question of ours has waited for a month.
pub(super) async fn queue_question_reminder(
    app: &App,
    tx: &Tx,
    application: &ApplicationRecord,
    now: Instant,
) -> Result<(), Unexpected> {
    let data = json!({ "answer_by": long_date(super::close_unanswered::answer_by(application.updated_at)) });
    let key = format!("application-question-reminder:{}:{}", application.id, application.updated_at.timestamp());
    queue(app, tx, (application, "application_question_reminder"), (data, key), now).await
}

/// It is closed, because our question was not answered.
pub(super) async fn queue_expired(
    app: &App,
    tx: &Tx,
    application: &ApplicationRecord,
    now: Instant,
) -> Result<(), Unexpected> {
    let key = format!("application-expired:{}", application.id);
    queue(app, tx, (application, "application_expired"), (json!({}), key), now).await
}
