//! Whether a date runs (SES-7), and meetings booked as a series (SES-6).

use crate::web::Access::{Can, Public};
use crate::web::route_table::RouteTable;

/// Every page of series, and the officer's word that a date runs.
pub(super) fn series_and_running(table: &mut RouteTable) {
    use crate::bookings::running::pages as running;
    use crate::bookings::series::{desk, pages};
    use crate::kernel::Permission::ManageEvents;
    let officer = Can(ManageEvents);
    table.at("/admin/events/{id}/running").post(officer, running::create_running);
    table.at("/events/{slug}/series/new").get(Public, pages::new_series_booking);
    table.at("/events/{slug}/series").post(Public, pages::create_series_booking);
    table.at("/admin/events/{id}/series/new").get(officer, desk::new_page::new_series);
    table.at("/admin/events/{id}/series").post(officer, desk::new_page::create_series);
    table.at("/admin/series").get(officer, desk::show_page::list_series);
    table.at("/admin/series/{id}").get(officer, desk::show_page::show_series);
    table.at("/admin/series/{id}/publication").post(officer, desk::show_page::create_publication);
    table.at("/admin/series/{id}/dates").post(officer, desk::show_page::create_date);
    table.at("/admin/series/{id}/dates/{event}/removal").post(officer, desk::show_page::create_removal);
}
