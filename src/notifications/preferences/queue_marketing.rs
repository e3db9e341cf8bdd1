//! Queues one marketing message, if its reader agreed to that kind of mail: the check and the row are one transaction, so a no
//! takes effect for the very next message (DP-03, DP-07).

use sea_orm::ConnectionTrait;

use super::choice::{MailPurpose, NotSent, may_send};
use super::queries::{current_choices, is_refused};
use super::unsubscribe_link::pack;
use crate::app::App;
use crate::kernel::{Instant, LinkPurpose, Unexpected};
use crate::notifications::deliver::address_hash;
use crate::notifications::message::{NewMessage, personal_link};
use crate::notifications::{outbox, store};

/// A marketing message to one person.
#[derive(Clone, Debug)]
pub struct NewMarketing {
    /// The folder below `templates/emails`; its name begins with `marketing_`.
    pub template: &'static str,
    /// Which kind of mail it is.
    pub purpose: MailPurpose,
    /// Whose message it is.
    pub person_id: i64,
    /// The recipient's name.
    pub to_name: String,
    /// The recipient's address.
    pub to_address: String,
    /// What the templates see as `view`; `unsubscribe_url` is added.
    pub data: serde_json::Map<String, serde_json::Value>,
    /// Names what this message tells; one person gets it once.
    pub dedupe_key: String,
}

/// What became of it.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum MarketingOutcome {
    /// It waits to go, or did before.
    Queued,
    /// It may not be sent.
    NotSent(NotSent),
}

/// Queues the message in the caller's transaction, or says why not.
pub async fn queue_marketing(
    tx: &impl ConnectionTrait,
    app: &App,
    message: NewMarketing,
    now: Instant,
) -> Result<MarketingOutcome, Unexpected> {
    let hash = address_hash(&app.settings.secret_key, &message.to_address);
    let choices = current_choices(tx, message.person_id).await?;
    let is_refused = is_refused(tx, &hash, message.purpose).await?;
    let has_bounced = store::is_flagged(tx, &hash).await?;
    if let Err(reason) = may_send(choices.get(&message.purpose), is_refused, has_bounced) {
        return Ok(MarketingOutcome::NotSent(reason));
    }
    let subject = pack(message.person_id, Some(message.purpose));
    let link = serde_json::to_value(personal_link(LinkPurpose::Unsubscribe, subject, 1))?;
    let mut data = message.data;
    data.insert("unsubscribe_url".to_owned(), link);
    let row = NewMessage {
        template: message.template,
        person_id: Some(message.person_id),
        to_name: message.to_name,
        to_address: message.to_address,
        data: serde_json::Value::Object(data),
        calendar: None,
        dedupe_key: message.dedupe_key,
    };
    outbox::queue_allowed_marketing(tx, app.tokens.as_ref(), row, now).await?;
    Ok(MarketingOutcome::Queued)
}
