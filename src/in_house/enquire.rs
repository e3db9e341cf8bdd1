//! Takes an enquiry: writes it down, acknowledges it at once by email and tells the officers (INH-1). How many may come from one
//! address of the network, and to one mailbox, is limited (INH-7).

use chrono::Duration;
use entity::in_house_enquiry;
use sea_orm::ActiveValue::Set;

use super::answer_clock::answer_due_on;
use super::emails::{self, Notice};
use super::enquiry_state::EnquiryState;
use super::quote_words::title_of;
use super::store::enquiries::{NewNote, insert_enquiry, insert_note};
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::db::Tx;
use crate::idempotency::{self, Claim};
use crate::kernel::{EmailAddress, Instant, PersonName, Unexpected, WorkingDays};
use crate::limits::{self, Limit};
use crate::unexpected_from;

/// Enquiries from one address of the network; a whole council may share one.
const BY_CLIENT: Limit = Limit { what: "in-house-client", most: 10, window: Duration::hours(1) };
/// Enquiries in the name of one mailbox: each is acknowledged to it.
const BY_MAILBOX: Limit = Limit { what: "in-house-mailbox", most: 6, window: Duration::hours(24) };

/// The command: everything the form said, in types.
#[derive(Clone, Debug)]
pub struct Enquire {
    /// The authority on our list, if it was found there.
    pub organisation_id: Option<i64>,
    /// Its name.
    pub organisation_name: String,
    /// The signed-in person, if any.
    pub person_id: Option<i64>,
    /// Who asks.
    pub contact_name: PersonName,
    /// Where we write to.
    pub email: EmailAddress,
    /// Where we may call; may be empty.
    pub phone: String,
    /// The course wanted, if it is one of ours.
    pub course_id: Option<i64>,
    /// What else is wanted; may be empty beside a course.
    pub topic: String,
    /// How many would take part, about.
    pub attendees: i32,
    /// "online", "in_person" or "either".
    pub mode: String,
    /// Days or months wished for.
    pub date_wishes: String,
    /// What they need; may be empty.
    pub needs: String,
    /// Who holds the budget; may be empty.
    pub budget_holder: String,
    /// How a purchase order comes about there; may be empty.
    pub po_route: String,
    /// Makes a double submit one enquiry.
    pub idempotency_key: String,
    /// What else was in the form.
    pub digest: String,
}

/// Why it was not taken.
#[derive(Debug, thiserror::Error)]
pub enum EnquireError {
    /// Too many from here; again after so many seconds.
    #[error("too many enquiries from one place")]
    TooMany {
        /// How long to wait.
        seconds: u32,
    },
    /// The key was used for another form.
    #[error("This form was sent before with other answers. We have the first. Open the page again to send another.")]
    AlreadySent,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(EnquireError);

/// Takes it and gives its reference. A repeat with the same key and form gives the same one.
pub async fn enquire(app: &App, command: &Enquire, client: &str) -> Result<String, EnquireError> {
    let now = app.now();
    let reference = app.tokens.reference();
    app.db.write_tx(async |tx| take(app, tx, command, (client, &reference), now).await).await?
}

/// A refusal by a limit is a value, so that the count stays; it comes before the form's key is used up.
async fn take(
    app: &App,
    tx: &Tx,
    command: &Enquire,
    (client, reference): (&str, &str),
    now: Instant,
) -> Result<Result<String, EnquireError>, EnquireError> {
    for (limit, subject) in [(BY_CLIENT, client), (BY_MAILBOX, command.email.folded().as_str())] {
        if let Err(seconds) = limits::hit(tx, limit, subject, now).await? {
            return Ok(Err(EnquireError::TooMany { seconds }));
        }
    }
    let key = (command.idempotency_key.as_str(), "in-house-enquiry", command.digest.as_str());
    match idempotency::claim_for(tx, key, Some(reference), now).await? {
        Claim::Fresh => {}
        Claim::Repeat(reference) => return Ok(Ok(reference)),
        Claim::Different => return Err(EnquireError::AlreadySent),
    }
    let days = app.holidays.read(tx, now).await?;
    let enquiry = insert_enquiry(tx, row_of(command, reference, (&days, now))).await?;
    let note = NewNote {
        enquiry_id: enquiry.id,
        kind: "moved",
        actor: "contact",
        written_by: None,
        to: Some(EnquiryState::New),
        words: "",
    };
    insert_note(tx, note, now).await?;
    let entry = Entry {
        actor: Actor::person_or_visitor(command.person_id),
        action: "in_house_enquiry.received",
        subject_kind: "in_house_enquiry",
        subject_id: enquiry.id,
        reason: None,
        values: None,
    };
    audit::record(tx, entry, now).await?;
    let topic = title_of(tx, &enquiry).await?;
    emails::queue_received(app, tx, &enquiry, &topic, now).await?;
    emails::queue_notice(app, tx, &enquiry, Notice::Arrived, now).await?;
    Ok(Ok(reference.to_owned()))
}

fn row_of(command: &Enquire, reference: &str, (days, now): (&WorkingDays, Instant)) -> in_house_enquiry::ActiveModel {
    in_house_enquiry::ActiveModel {
        reference: Set(reference.to_owned()),
        organisation_id: Set(command.organisation_id),
        organisation_name: Set(command.organisation_name.clone()),
        person_id: Set(command.person_id),
        contact_name: Set(command.contact_name.as_str().to_owned()),
        contact_email: Set(command.email.as_str().to_owned()),
        folded_email: Set(command.email.folded()),
        contact_phone: Set(command.phone.clone()),
        course_id: Set(command.course_id),
        topic: Set(command.topic.clone()),
        attendees: Set(command.attendees),
        mode: Set(command.mode.clone()),
        date_wishes: Set(command.date_wishes.clone()),
        needs: Set(command.needs.clone()),
        budget_holder: Set(command.budget_holder.clone()),
        po_route: Set(command.po_route.clone()),
        state: Set(EnquiryState::New.word().to_owned()),
        state_since: Set(now),
        received_at: Set(now),
        answer_due_on: Set(answer_due_on(days, now)),
        ..Default::default()
    }
}
