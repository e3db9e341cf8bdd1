//! Sets the date of accepted training: fills in the private event, opens registration, and sends the authority's contact the link
//! for their own people (INH-4).

use chrono::NaiveDate;

use super::emails::{self, DateSet};
use super::enquiry_state::EnquiryEvent;
use super::move_enquiry::{MoveError, Step, move_enquiry, state_of};
use super::queries::{find_registration, quotes_of_enquiry};
use super::quote::QuoteState;
use super::store::enquiries::lock_enquiry;
use super::store::registrations::set_domain;
use crate::app::App;
use crate::audit::Actor;
use crate::bookings::set_up_sale::set_capacity;
use crate::events::{
    EventContent, EventId, EventMode, EventView, EventWhen, JoinUrl, Platform, PublishEventError, UpdateEventError,
    load_event, publish_event, update_event,
};
use crate::identity::NOT_SET_UP;
use crate::kernel::unexpected::Context;
use crate::kernel::{LinkPurpose, Unexpected};
use crate::notifications::personal_link;
use crate::unexpected_from;

/// The command.
#[derive(Clone, Debug)]
pub struct ScheduleTraining {
    /// Which enquiry.
    pub enquiry_id: i64,
    /// When.
    pub when: EventWhen,
    /// The video service, where there is a video part.
    pub platform: Platform,
    /// Where, for training in a room.
    pub venue: String,
    /// The meeting's own address, if it is known.
    pub join_url: Option<JoinUrl>,
    /// The London day by which the address is promised, if it is not known (LNK-7).
    pub link_promised_on: Option<NaiveDate>,
    /// How many may register.
    pub seats: i32,
    /// Whose addresses may register; "" for anybody with the link.
    pub domain: String,
    /// Who says so.
    pub officer: i64,
}

/// Why no date was set.
#[derive(Debug, thiserror::Error)]
pub enum ScheduleError {
    /// Not accepted, or scheduled already.
    #[error("{0}")]
    NotNow(MoveError),
    /// More seats than the quote allows.
    #[error("The quote is for up to {most} people and no more. Offer a new version for a larger group.")]
    TooManySeats {
        /// How many it allows.
        most: i32,
    },
    /// In a room, and no room.
    #[error("Enter where it takes place")]
    VenueMissing,
    /// Somebody changed the event meanwhile, or it is published or cancelled.
    #[error("Somebody has changed the date since you opened this page. Open it again and compare.")]
    Changed,
    /// CH-03: whoever registers is told who the charity is.
    #[error("{NOT_SET_UP}")]
    NotSetUp,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(ScheduleError);

impl From<MoveError> for ScheduleError {
    fn from(error: MoveError) -> Self {
        match error {
            MoveError::Unexpected(error) => Self::Unexpected(error),
            refused @ MoveError::NotNow(_) => Self::NotNow(refused),
        }
    }
}

impl From<UpdateEventError> for ScheduleError {
    fn from(error: UpdateEventError) -> Self {
        match error {
            UpdateEventError::Unexpected(error) => Self::Unexpected(error),
            UpdateEventError::ChangedMeanwhile | UpdateEventError::Cancelled => Self::Changed,
        }
    }
}

impl From<PublishEventError> for ScheduleError {
    fn from(error: PublishEventError) -> Self {
        match error {
            PublishEventError::Unexpected(error) => Self::Unexpected(error),
            PublishEventError::NotADraft => Self::Changed,
            PublishEventError::NotSetUp => Self::NotSetUp,
        }
    }
}

/// Sets it, all in one transaction.
pub async fn schedule_training(app: &App, command: &ScheduleTraining) -> Result<(), ScheduleError> {
    let (now, by) = (app.now(), Actor::Person(command.officer));
    app.db
        .write_tx(async |tx| {
            let enquiry = lock_enquiry(tx, command.enquiry_id).await?;
            let state = state_of(&enquiry)?;
            if !state.allows(EnquiryEvent::Scheduled) {
                return Err(ScheduleError::NotNow(MoveError::NotNow(state)));
            }
            let quotes = quotes_of_enquiry(tx, enquiry.id).await?;
            let quote = quotes.into_iter().find(|quote| quote.state == QuoteState::Accepted);
            let quote = quote.context("an accepted enquiry has no accepted quote")?;
            let event_id = EventId(quote.row.event_id.context("an accepted quote has no event")?);
            if quote.content.extra.is_none() && command.seats > quote.content.most_attendees {
                return Err(ScheduleError::TooManySeats { most: quote.content.most_attendees });
            }
            let event = load_event(tx, event_id).await?;
            if event.mode != EventMode::Online && command.venue.is_empty() {
                return Err(ScheduleError::VenueMissing);
            }
            let content = EventContent {
                when: command.when,
                platform: if event.mode == EventMode::InPerson { Platform::None } else { command.platform },
                venue: command.venue.clone(),
                join_url: command.join_url.clone(),
                link_promised_on: command.link_promised_on,
                ..event.content()
            };
            set_capacity(tx, event_id.0, command.seats).await?;
            update_event(tx, (event_id, event.version), content, by, now).await?;
            publish_event(tx, event_id, by, now).await?;
            set_domain(tx, event_id.0, &command.domain).await?;
            let view = EventView::new(&load_event(tx, event_id).await?, now);
            move_enquiry(tx, &enquiry, Step::plain(EnquiryEvent::Scheduled, by, &view.when_words), now).await?;
            let link = find_registration(tx, event_id.0).await?.context("a private event has no link")?;
            let link = personal_link(LinkPurpose::InHouseRegister, event_id.0, link.link_generation);
            let date = DateSet {
                title: &view.title,
                when: &view.when_words,
                place: &view.place_words,
                seats: command.seats,
                domain: &command.domain,
                link: serde_json::to_value(link)?,
            };
            emails::queue_scheduled(app, tx, (&enquiry, &quote), date, now).await?;
            Ok(())
        })
        .await
}
