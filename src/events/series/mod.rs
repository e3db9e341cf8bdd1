//! A series: free meetings of members under one name, each an ordinary event that is changed, moved and called off alone (SES-6).
//! Booking all of them at once is `bookings`' matter.

mod put_in_series;
pub mod queries;
mod rhythm;
mod store;

pub use put_in_series::{NotForSeries, check_for_series, create_series, put_in_series, take_out_of_series};
pub use queries::{Series, events_of_series, find_series, list_series, list_without_series, series_of};
pub use rhythm::{MOST_DATES, Rhythm, RhythmError, series_dates};

/// Which series.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SeriesId(pub i64);

impl std::fmt::Display for SeriesId {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(out)
    }
}
