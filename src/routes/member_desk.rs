//! The membership officers' addresses.

use crate::web::Access::Can;
use crate::web::route_table::RouteTable;

pub(super) fn membership_desk(table: &mut RouteTable) {
    use crate::kernel::Permission::ManageMembers;
    use crate::members::desk::{list, overview, register, reports, types};
    let officer = Can(ManageMembers);
    table.at("/admin/members").get(officer, list::pages::list_members);
    table.at("/admin/members/overview").get(officer, overview::pages::show_overview);
    table.at("/admin/members/overview/plot.svg").get(officer, overview::pages::show_plot);
    table.at("/admin/members/reports").get(officer, reports::pages::show_reports);
    table.at("/admin/members/reports/{table}.csv").get(officer.sudo(), reports::pages::download_report);
    registration_desk(table);
    person_desk(table);
    table.at("/admin/register").get(officer, register::pages::show_register);
    table.at("/admin/register/downloads").post(officer.sudo(), register::pages::download_register);
    table.at("/admin/membership-types").get(officer, types::pages::list);
    table.at("/admin/membership-types/new").get(officer, types::pages::new_type).post(officer, types::pages::create);
    table.at("/admin/membership-types/{code}").get(officer, types::pages::show);
    table
        .at("/admin/membership-types/{code}/versions")
        .get(officer, types::pages::new_version)
        .post(officer, types::pages::create_version);
    table.at("/admin/membership-types/{code}/profession").post(officer, types::pages::create_profession);
    table.at("/admin/membership-types/{code}/closing").post(officer, types::pages::create_closing);
}

fn person_desk(table: &mut RouteTable) {
    use crate::kernel::Permission::{ManageMembers, RecordPayments};
    use crate::members::desk::{acts, person};
    let officer = Can(ManageMembers);
    table.at("/admin/members/{reference}").get(officer, person::pages::show_person);
    table.at("/admin/members/{reference}/status").get(officer, person::explain_status);
    table
        .at("/admin/members/{reference}/details")
        .get(officer, person::details_page::edit_details)
        .post(officer, person::details_page::update_details);
    table
        .at("/admin/members/{reference}/employer")
        .get(officer, person::employer_page::edit_employer)
        .post(officer, person::employer_page::update_their_employer);
    table
        .at("/admin/members/{reference}/email")
        .get(officer, person::email_page::edit_email)
        .post(officer.sudo(), person::email_page::update_email);
    table.at("/admin/members/{reference}/notes").post(officer, person::pages::create_note);
    table
        .at("/admin/members/{reference}/acts/{act}")
        .get(officer, acts::pages::new_act)
        .post(officer, acts::pages::create_act);
    table
        .at("/admin/members/{reference}/facts/{id}/withdrawal")
        .get(officer, acts::new_withdrawal)
        .post(officer, acts::create_withdrawal);
    table
        .at("/admin/members/{reference}/terms/{id}/ending")
        .get(officer, acts::new_term_ending)
        .post(officer, acts::create_term_ending);
    table
        .at("/admin/members/{reference}/payment")
        .get(Can(RecordPayments), acts::payment_page::new_payment)
        .post(Can(RecordPayments), acts::payment_page::create_payment);
}

/// The yearly check of registrations. The numbers of many people leave the house only after a fresh proof.
fn registration_desk(table: &mut RouteTable) {
    use crate::kernel::Permission::ManageMembers;
    use crate::members::desk::registrations::{list_pages, pages, person_pages};
    use crate::members::registrations::LARGEST_FILE;
    use crate::web::upload::A_LITTLE_MORE;
    let officer = Can(ManageMembers);
    table.at("/admin/members/registrations").get(officer, pages::show_registrations);
    table.at("/admin/members/registrations/lists").post(officer, pages::create_lists);
    table.at("/admin/members/registrations/lists/{reference}").get(officer, list_pages::show_list);
    table
        .at("/admin/members/registrations/lists/{reference}/downloads")
        .post(officer.sudo(), list_pages::download_numbers);
    table.at("/admin/members/registrations/lists/{reference}/results").upload(
        officer,
        LARGEST_FILE + A_LITTLE_MORE,
        list_pages::create_results,
    );
    table
        .at("/admin/members/registrations/lists/{reference}/confirmation")
        .post(officer, list_pages::create_confirmation);
    table.at("/admin/members/registrations/lists/{reference}/removal").post(officer, list_pages::create_removal);
    table.at("/admin/members/{reference}/registration").get(officer, person_pages::show_registration);
    table.at("/admin/members/{reference}/registration/checks").post(officer, person_pages::create_check);
    table
        .at("/admin/members/{reference}/registration/queries/{id}/settlement")
        .post(officer, person_pages::create_settlement);
}
