//! In-house training: what an authority sees, what its people see, and the officers' pipeline.

use crate::web::Access::{Can, Link, Public};
use crate::web::route_table::RouteTable;

pub(super) fn in_house_pages(table: &mut RouteTable) {
    use crate::in_house::{contact_pages, enquiry_pages, quote_pages, register_pages};
    table.at("/in-house").get(Public, enquiry_pages::new_enquiry).post(Public, enquiry_pages::create_enquiry);
    table.at("/in-house/received").get(Public, enquiry_pages::show_received);
    table.at("/courses/{slug}/in-house").get(Public, enquiry_pages::new_course_enquiry);
    table.at("/in-house-quote/{token}").get(Link, quote_pages::show_quote);
    table.at("/in-house-quote/{token}/acceptance").post(Link, quote_pages::create_acceptance);
    table
        .at("/in-house-quote/{token}/cancellation")
        .get(Link, contact_pages::new_cancellation)
        .post(Link, contact_pages::create_cancellation);
    table
        .at("/in-house-quote/{token}/places/{reference}/{position}")
        .get(Link, contact_pages::show_take_off)
        .post(Link, contact_pages::create_take_off);
    table
        .at("/in-house-register/{token}")
        .get(Link, register_pages::new_registration)
        .post(Link, register_pages::create_registration);
}

pub(super) fn in_house_desk(table: &mut RouteTable) {
    use crate::in_house::desk::{act_pages, cancel_page, date_page, list_page, quote_page, show_page, visibility_page};
    use crate::kernel::Permission::{ManageBookings, ManageEvents};
    let officer = Can(ManageEvents);
    table.at("/admin/in-house").get(officer, list_page::list_all);
    table.at("/admin/in-house/{reference}").get(officer, show_page::show_enquiry);
    table.at("/admin/in-house/{reference}/notes").post(officer, act_pages::create_note);
    table.at("/admin/in-house/{reference}/loss").post(officer, act_pages::create_loss);
    table.at("/admin/in-house/{reference}/reopening").post(officer, act_pages::create_reopening);
    table.at("/admin/in-house/{reference}/merger").post(officer, act_pages::create_merger);
    table.at("/admin/in-house/{reference}/date").post(officer, date_page::create_date);
    table.at("/admin/in-house/{reference}/delivery").post(officer, act_pages::create_delivery);
    table.at("/admin/in-house/{reference}/invoice").post(officer, act_pages::create_invoice);
    table.at("/admin/in-house/{reference}/quotes/new").get(officer, quote_page::new_quote);
    table.at("/admin/in-house/{reference}/quotes").post(officer, quote_page::create_quote);
    table.at("/admin/in-house/{reference}/quotes/{version}").get(officer, quote_page::show_version);
    table.at("/admin/in-house/{reference}/quotes/{version}/sending").post(officer, quote_page::create_sending);
    table
        .at("/admin/in-house/{reference}/cancellation")
        .get(Can(ManageBookings), cancel_page::new_cancellation)
        .post(Can(ManageBookings).sudo(), cancel_page::create_cancellation);
    table
        .at("/admin/events/{id}/visibility")
        .get(officer, visibility_page::show_visibility)
        .post(officer, visibility_page::update_visibility);
    table.at("/admin/events/{id}/registration-link").post(officer, visibility_page::create_link);
}
