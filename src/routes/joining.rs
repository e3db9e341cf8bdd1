//! Joining: employers, the application, and the desk that decides it.

use crate::web::Access::{Can, Public, SignedIn};
use crate::web::route_table::RouteTable;

pub(super) fn employer_pages(table: &mut RouteTable) {
    use crate::members::employers::pages;
    table.at("/employers").get(Public, pages::list_employers);
    table.at("/account/employer").get(SignedIn, pages::show_successors).post(SignedIn, pages::choose_successor);
}

pub(super) fn join_pages(table: &mut RouteTable) {
    use crate::members::join;
    table.at("/join").get(Public, join::show_join);
    table.at("/join/continue").get(SignedIn, join::continue_draft);
    table.at("/join/check").get(SignedIn, join::show_check).post(SignedIn, join::create_application);
    table.at("/join/return-link").post(SignedIn, join::create_return_link);
    table.at("/join/payment").get(SignedIn, join::show_payment).post(SignedIn, join::create_payment);
    table.at("/join/done").get(SignedIn, join::show_done);
    table.at("/join/{step}").get(SignedIn, join::show_step).post(SignedIn, join::save_step);
    table.at("/account/application").get(SignedIn, join::show_own_application);
    table.at("/account/application/answer").post(SignedIn, join::create_answer);
    table.at("/account/application/withdrawal").post(SignedIn, join::create_withdrawal);
}

pub(super) fn applications_desk(table: &mut RouteTable) {
    use crate::kernel::Permission::DecideApplications;
    use crate::members::applications::desk::{list_page, show_page};
    use crate::members::desk::removals::pages as removals;
    let officer = Can(DecideApplications);
    table.at("/admin/applications").get(officer, list_page::list_applications);
    table.at("/admin/applications/{reference}").get(officer, show_page::show_application);
    table.at("/admin/applications/{reference}/decision").post(officer, show_page::create_decision);
    table.at("/admin/applications/{reference}/review").post(officer, show_page::create_review);
    table.at("/admin/removals").get(officer, removals::list_removals);
    table.at("/admin/removals/{id}/confirmation").post(officer.sudo(), removals::create_confirmation);
    table.at("/admin/removals/{id}/withdrawal").post(officer, removals::create_withdrawal);
}
