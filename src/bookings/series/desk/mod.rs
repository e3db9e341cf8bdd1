//! The officers' pages of series: make one of a meeting, see its dates, publish them, put meetings in and take them out.

pub mod new_page;
pub mod show_page;

use sea_orm::ConnectionTrait;
use serde::Serialize;

use crate::bookings::sale::EventSale;
use crate::events::EventDetails;
use crate::events::series::{check_for_series, series_of};
use crate::kernel::Unexpected;

/// Whether nobody pays for a date that takes bookings; only such make a series (SES-6).
pub(super) fn check_free(sale: Option<&EventSale>) -> bool {
    sale.is_some_and(|sale| sale.prices.is_free())
}

/// The series of a date at its desk.
#[derive(Clone, Debug, Serialize)]
pub struct SeriesAtDesk {
    /// What it is called; empty while the meeting is a date of none.
    name: String,
    /// Its page, or the form that makes one.
    href: String,
}

/// The series of a date, or the way to make one of it; none for what cannot be one of a series.
pub async fn series_at_desk(
    db: &impl ConnectionTrait,
    event: &EventDetails,
    sale: Option<&EventSale>,
) -> Result<Option<SeriesAtDesk>, Unexpected> {
    if let Some(series) = series_of(db, event.id).await? {
        return Ok(Some(SeriesAtDesk { name: series.name, href: format!("/admin/series/{}", series.id) }));
    }
    let may_begin = check_for_series(event).is_ok() && check_free(sale) && event.when.known_day().is_some();
    Ok(may_begin.then(|| SeriesAtDesk { name: String::new(), href: format!("/admin/events/{}/series/new", event.id) }))
}
