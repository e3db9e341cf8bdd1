//! Why a date was not changed, in words for the officer.

use super::write_minimum::MinimumFixed;
use crate::bookings::modes::PoolsRefused;
use crate::bookings::organiser_move::preview::NoticePreview;
use crate::events::UpdateEventError;
use crate::kernel::Unexpected;
use crate::unexpected_from;

/// Why a date was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeDateError {
    /// Somebody saved it since this officer opened the form.
    #[error(
        "Somebody else saved this date while you were writing. Nothing of yours is saved yet. Compare it with what is \
         stored now; saving again replaces their words with yours."
    )]
    ChangedMeanwhile,
    /// A cancelled date stays as it was.
    #[error("This date has been cancelled, so it can no longer be changed.")]
    Cancelled,
    /// People have booked: they need a day, and for a refund deadline a time.
    #[error(
        "People have booked this date, so it needs a new day and time. If they are not known yet, cancel the date, which tells \
         and refunds everyone, and add a new one later."
    )]
    NeedsNewDate,
    /// The officer has not seen yet who is told of it, or more or fewer have booked since.
    #[error("{}", tell_first_words(.0))]
    TellFirst(Box<NoticePreview>),
    /// REF-13: whoever has booked reads why.
    #[error("Say why the date is moved: everyone who has booked reads it.")]
    ReasonMissing(Box<NoticePreview>),
    /// Prices of a date that people have booked stay.
    #[error("People have booked at the prices of this date, so the prices stay as they are.")]
    PricesFixed,
    /// HLD-8: the officer has not said that it is meant.
    #[error(
        "{taken} places are taken. Nobody loses a place, but nobody can book until fewer are taken. Tick the box below if you mean it."
    )]
    FewerSeatsThanTaken {
        /// Seats taken now.
        taken: i32,
    },
    /// SES-7: what people who have booked were told about its running holds.
    #[error("{0}")]
    Minimum(MinimumFixed),
    /// HLD-8 for one kind of place, or seats are kept of which nobody knows the kind (SES-8).
    #[error("{0}")]
    Pools(PoolsRefused),
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(ChangeDateError);

impl From<PoolsRefused> for ChangeDateError {
    fn from(refusal: PoolsRefused) -> Self {
        match refusal {
            PoolsRefused::Unexpected(error) => Self::Unexpected(error),
            refusal => Self::Pools(refusal),
        }
    }
}

fn tell_first_words(preview: &NoticePreview) -> String {
    let bookings =
        if preview.bookings == 1 { "1 booking has".to_owned() } else { format!("{} bookings have", preview.bookings) };
    format!("{bookings} places on this date. Look below at what they are told, and save again if you mean it.")
}

impl From<UpdateEventError> for ChangeDateError {
    fn from(error: UpdateEventError) -> Self {
        match error {
            UpdateEventError::ChangedMeanwhile => Self::ChangedMeanwhile,
            UpdateEventError::Cancelled => Self::Cancelled,
            UpdateEventError::Unexpected(error) => Self::Unexpected(error),
        }
    }
}

impl From<MinimumFixed> for ChangeDateError {
    fn from(error: MinimumFixed) -> Self {
        match error {
            MinimumFixed::Unexpected(error) => Self::Unexpected(error),
            fixed => Self::Minimum(fixed),
        }
    }
}
