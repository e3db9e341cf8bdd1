//! Groups: naming places later, claim links, and officers who book for somebody (GRP-1 to GRP-9).

use crate::web::Access::{Can, Link, SignedIn};
use crate::web::route_table::RouteTable;

/// Every page of groups.
pub(super) fn group_pages(table: &mut RouteTable) {
    use crate::bookings::groups::name_list::LARGEST_LIST;
    use crate::bookings::groups::{claim_page, names_page, somebody_page};
    use crate::kernel::Permission::ManageBookings;
    use crate::web::upload::A_LITTLE_MORE;
    for (at, demand) in [("/bookings/{reference}/names", SignedIn), ("/manage/{token}/names", Link)] {
        table.at(at).get(demand, names_page::show_names).post(demand, names_page::update_names);
    }
    let largest = LARGEST_LIST + A_LITTLE_MORE;
    table.at("/bookings/{reference}/names/list").upload(SignedIn, largest, names_page::review_list);
    table.at("/manage/{token}/names/list").upload(Link, largest, names_page::review_list);
    table.at("/claim-place/{token}").get(Link, claim_page::show_claim).post(Link, claim_page::create_claim);
    table.at("/admin/events/{id}/bookings/new").get(Can(ManageBookings), somebody_page::new_booking);
    table.at("/admin/events/{id}/bookings").post(Can(ManageBookings), somebody_page::create_booking);
}
