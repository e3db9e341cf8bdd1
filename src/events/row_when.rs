//! When an event is, as its row says it.

use entity::event::Model;

use super::{DateCertainty, EventWhen};

/// None when the row contradicts itself.
pub(super) fn read_when(row: &Model) -> Option<EventWhen> {
    match DateCertainty::parse(&row.date_certainty)? {
        DateCertainty::DateAndTime => {
            Some(EventWhen::DateAndTime { first_day: row.first_day?, starts_at: row.starts_at?, ends_at: row.ends_at? })
        }
        DateCertainty::DateOnly => row.first_day.map(EventWhen::DateOnly),
        DateCertainty::MonthOnly => row.first_day.map(EventWhen::MonthOnly),
        DateCertainty::ToBeAnnounced => Some(EventWhen::ToBeAnnounced),
    }
}
