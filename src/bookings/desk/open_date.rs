//! Finds the date that an address names, and says what the officer may do with it.

use super::views::Powers;
use crate::app::App;
use crate::bookings::sale::{EventSale, find_sale};
use crate::events::{EventDetails, EventId, find_event};
use crate::kernel::Permission;
use crate::web::{PageContext, PageError};

/// A date with its sale.
pub struct OpenDate {
    /// The event, in any state.
    pub event: EventDetails,
    /// How it is sold; none when it takes no bookings.
    pub sale: Option<EventSale>,
    /// The address its pages hang under.
    pub base: String,
}

impl OpenDate {
    /// The date of `/admin/events/{id}…`, or 404.
    pub async fn find(app: &App, id: &str) -> Result<Self, PageError> {
        let id = id.parse::<i64>().ok().map(EventId).ok_or(PageError::NotFound)?;
        let event = find_event(app.db.reader(), id).await?.ok_or(PageError::NotFound)?;
        let sale = find_sale(app.db.reader(), id.0).await?;
        Ok(Self { event, sale, base: format!("/admin/events/{id}") })
    }

    /// The sale of a date that takes bookings; else 404: there is nothing to sell, change or cancel.
    pub fn sale(&self) -> Result<&EventSale, PageError> {
        self.sale.as_ref().ok_or(PageError::NotFound)
    }
}

/// What the signed-in officer may do at the desk.
pub fn powers(page: &PageContext) -> Powers {
    let may = |permission| page.viewer.as_ref().is_some_and(|viewer| viewer.may(permission));
    Powers {
        manage_events: may(Permission::ManageEvents),
        manage_bookings: may(Permission::ManageBookings),
        export: may(Permission::ExportAttendees),
        view_money: may(Permission::ViewMoney),
    }
}
