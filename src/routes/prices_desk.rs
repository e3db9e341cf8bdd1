//! The officers' pages that decide what is paid and what comes back: refund policies, discount codes, places given away.

use crate::web::Access::Can;
use crate::web::route_table::RouteTable;

/// What decides prices and refunds.
pub(super) fn prices_desk(table: &mut RouteTable) {
    refund_policies(table);
    discount_codes(table);
    given_places(table);
}

fn given_places(table: &mut RouteTable) {
    use crate::bookings::discounts::given::pages;
    use crate::kernel::Permission::ManageBookings;
    table
        .at("/admin/events/{id}/given-places")
        .get(Can(ManageBookings), pages::new_given_place)
        .post(Can(ManageBookings), pages::create_given_place);
}

fn discount_codes(table: &mut RouteTable) {
    use crate::bookings::discounts::desk::pages;
    use crate::kernel::Permission::ManageEvents;
    let officer = Can(ManageEvents);
    table.at("/admin/discount-codes").get(officer, pages::list);
    table.at("/admin/discount-codes/new").get(officer, pages::new_code).post(officer, pages::create);
    table.at("/admin/discount-codes/{id}").get(officer, pages::show);
    table.at("/admin/discount-codes/{id}/end").post(officer, pages::create_end);
}

fn refund_policies(table: &mut RouteTable) {
    use crate::bookings::policies::pages;
    use crate::kernel::Permission::ManageEvents;
    // What comes back to people is decided here, so writing it asks for a fresh proof.
    let officer = Can(ManageEvents);
    table.at("/admin/refund-policies").get(officer, pages::list);
    table.at("/admin/refund-policies/new").get(officer, pages::new_policy).post(officer.sudo(), pages::create);
    table.at("/admin/refund-policies/{code}").get(officer, pages::show);
    table
        .at("/admin/refund-policies/{code}/versions")
        .get(officer, pages::new_version)
        .post(officer.sudo(), pages::create_version);
}
