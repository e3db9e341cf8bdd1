//! Puts a date on the site. A paid one without a time cannot be sold, because its refund deadline needs an instant (SES-3); it
//! can only be announced.

use crate::app::App;
use crate::audit::Actor;
use crate::bookings::sale::EventSale;
use crate::bookings::sale::find_sale;
use crate::events::{EventDetails, EventId, PublishEventError, load_event, publish_event};
use crate::identity::NOT_SET_UP;
use crate::kernel::Unexpected;
use crate::unexpected_from;

/// Why a date was not published.
#[derive(Debug, thiserror::Error)]
pub enum PublishDateError {
    /// It is published already, or cancelled.
    #[error("This date is on the site already, or has been cancelled.")]
    NotADraft,
    /// CH-03: what is on the site names the charity.
    #[error("{NOT_SET_UP}")]
    NotSetUp,
    /// SES-3.
    #[error("{0}")]
    CannotBeSold(CannotBeSold),
    /// SES-7: it would be found short at once.
    #[error("The day on which it is decided whether this date runs has passed. Choose a new one, then publish.")]
    DecisionPassed,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(PublishDateError);

impl From<PublishEventError> for PublishDateError {
    fn from(error: PublishEventError) -> Self {
        match error {
            PublishEventError::NotADraft => Self::NotADraft,
            PublishEventError::NotSetUp => Self::NotSetUp,
            PublishEventError::Unexpected(error) => Self::Unexpected(error),
        }
    }
}

/// Why places on a published date could not be sold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotBeSold {
    /// Paid, and only the day is known.
    #[error(
        "Paid places cannot be sold while the time is not known: the last day for a refund is counted from it. \
         Enter the time first, or announce the date without selling it."
    )]
    TimeUnknown,
    /// Not even the day is known.
    #[error(
        "Places cannot be booked while the day is not known. Enter the day first, or announce the date without bookings."
    )]
    DayUnknown,
}

/// Whether places could be sold once it is published (SES-3): paid ones need a time, free ones a day.
pub fn check_sellable(event: &EventDetails, sale: &EventSale) -> Result<(), CannotBeSold> {
    match (event.when.known_day(), event.starts_at()) {
        (None, _) => Err(CannotBeSold::DayUnknown),
        (Some(_), None) if !sale.prices.is_free() => Err(CannotBeSold::TimeUnknown),
        _ => Ok(()),
    }
}

/// Publishes. With `announce_only` a date that cannot be sold yet goes on the site without bookings.
pub async fn publish_date(
    app: &App,
    id: EventId,
    announce_only: bool,
    officer_id: i64,
) -> Result<(), PublishDateError> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            publish_event(tx, id, Actor::Person(officer_id), now).await?;
            let event = load_event(tx, id).await?;
            if event.run.is_some_and(|run| run.is_open() && run.minimum.decide_at <= now) {
                return Err(PublishDateError::DecisionPassed);
            }
            match find_sale(tx, id.0).await? {
                Some(sale) if !announce_only => check_sellable(&event, &sale).map_err(PublishDateError::CannotBeSold),
                _ => Ok(()),
            }
        })
        .await
}
