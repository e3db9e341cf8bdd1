//! The addresses of waiting lists: joining, one's own entry by its link, and the officers' page.

use crate::bookings::waiting_list::{desk, entry_page, pages};
use crate::kernel::Permission::{ManageBookings, ViewBookings};
use crate::web::Access::{Can, Link, Public};
use crate::web::route_table::RouteTable;

pub(super) fn waiting_list_pages(table: &mut RouteTable) {
    table.at("/events/{slug}/waiting-list/new").get(Public, pages::new_entry);
    table.at("/events/{slug}/waiting-list").post(Public, pages::create_entry);
    table.at("/waiting-list/{token}").get(Link, entry_page::show);
    table.at("/waiting-list/{token}/booking").get(Link, entry_page::book);
    table.at("/waiting-list/{token}/refusal").get(Link, entry_page::new_refusal).post(Link, entry_page::decline);
    table.at("/waiting-list/{token}/leaving").get(Link, entry_page::new_leaving).post(Link, entry_page::leave);
    table.at("/waiting-list/{token}/return").post(Link, entry_page::return_again);
    table.at("/waiting-list/{token}/places").post(Link, entry_page::update_places);
}

pub(super) fn waiting_list_desk(table: &mut RouteTable) {
    let officer = Can(ManageBookings);
    table.at("/admin/events/{id}/waiting-list").get(Can(ViewBookings), desk::show_list);
    table.at("/admin/events/{id}/waiting-list/position").post(officer, desk::update_position);
    table.at("/admin/events/{id}/waiting-list/{entry}/priority").post(officer, desk::update_priority);
    table.at("/admin/events/{id}/waiting-list/{entry}/offer").post(officer, desk::create_offer);
    table.at("/admin/events/{id}/waiting-list/{entry}/removal").post(officer, desk::create_removal);
}
