//! Addresses of bookings that change after they are paid: another person, another date, the attendee's own corrections; for
//! booker, attendee and officer.

use crate::web::Access::{Can, Link, SignedIn};
use crate::web::route_table::RouteTable;

pub(super) fn change_pages(table: &mut RouteTable) {
    use crate::bookings::{
        modes::switch_pages as mode, moving::pages as moving, place_change::pages as change, substitution,
    };
    use substitution::{pages as person, place_page as place};
    table
        .at("/bookings/{reference}/places/{position}/attendee")
        .get(SignedIn, person::edit_own)
        .post(SignedIn, person::update_own);
    table
        .at("/manage/{token}/places/{position}/attendee")
        .get(Link, person::edit_by_link)
        .post(Link, person::update_by_link);
    table.at("/bookings/{reference}/move").get(SignedIn, moving::new_own).post(SignedIn, moving::create_own);
    table.at("/manage/{token}/move").get(Link, moving::new_by_link).post(Link, moving::create_by_link);
    table.at("/bookings/{reference}/changes/{id}/payment").post(SignedIn, change::pay_own);
    table.at("/manage/{token}/changes/{id}/payment").post(Link, change::pay_by_link);
    table.at("/bookings/{reference}/changes/{id}/withdrawal").post(SignedIn, change::withdraw_own);
    table.at("/manage/{token}/changes/{id}/withdrawal").post(Link, change::withdraw_by_link);
    table.at("/bookings/{reference}/kept-places").post(SignedIn, change::keep_own);
    table.at("/manage/{token}/kept-places").post(Link, change::keep_by_link);
    table.at("/manage/{token}/details").get(Link, place::edit_details).post(Link, place::update_details);
    table.at("/manage/{token}/request").post(Link, place::create_request);
    table.at("/bookings/{reference}/places/{position}/mode").post(SignedIn, mode::update_own);
    table.at("/manage/{token}/places/{position}/mode").post(Link, mode::update_by_link);
    table.at("/manage/{token}/mode").post(Link, mode::update_place);
}

/// One booking at the officers' desk.
pub(super) fn booking_desk(table: &mut RouteTable) {
    use crate::bookings::desk::booking_page;
    use crate::bookings::join_block::pages as join_block;
    use crate::bookings::modes::switch_pages as mode;
    use crate::bookings::{moving::pages as moving, place_change::pages as change, substitution::pages as person};
    use crate::kernel::Permission::{ManageBookings, ViewBookings};
    let officer = Can(ManageBookings);
    table.at("/admin/bookings/{reference}").get(Can(ViewBookings), booking_page::show_booking);
    table
        .at("/admin/bookings/{reference}/places/{position}/attendee")
        .get(officer, person::edit_at_desk)
        .post(officer, person::update_at_desk);
    table
        .at("/admin/bookings/{reference}/move")
        .get(officer, moving::new_at_desk)
        .post(officer.sudo(), moving::create_at_desk);
    table.at("/admin/bookings/{reference}/places/{position}/mode").post(officer, mode::update_at_desk);
    table.at("/admin/bookings/{reference}/changes/{id}/withdrawal").post(officer, change::withdraw_at_desk);
    table
        .at("/admin/bookings/{reference}/join-block")
        .get(officer, join_block::show_block)
        .post(officer, join_block::create_block);
    table.at("/admin/bookings/{reference}/join-block/end").post(officer, join_block::end_block);
}
