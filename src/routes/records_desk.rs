//! The back office of records: roles, files in and out, merging and erasure.

use crate::web::Access::{Can, SignedIn};
use crate::web::route_table::RouteTable;

pub(super) fn roles_desk(table: &mut RouteTable) {
    use crate::kernel::Permission::ManageRoles;
    use crate::members::roles::desk;
    let officer = Can(ManageRoles).sudo();
    table.at("/admin/roles").get(officer, desk::list_roles);
    table.at("/admin/roles/people").get(officer, desk::find_people);
    table.at("/admin/roles/people/{reference}").get(officer, desk::show_person);
    table.at("/admin/roles/people/{reference}/grants").post(officer, desk::create_grant);
    table.at("/admin/roles/people/{reference}/sessions-end").post(officer, desk::end_sessions);
    table
        .at("/admin/roles/people/{reference}/second-factor-reset")
        .get(officer, desk::new_reset)
        .post(officer, desk::create_reset);
    table.at("/admin/roles/grants/{id}/end").get(officer, desk::new_end).post(officer, desk::create_end);
}

/// People brought from files and written to files, and two records made one.
pub(super) fn import_desk(table: &mut RouteTable) {
    use crate::kernel::Permission::ManageMembers;
    use crate::members::imports::{pages, row_pages};
    let officer = Can(ManageMembers);
    record_desk(table);
    export_desk(table);
    table.at("/admin/imports").get(officer, pages::list_imports).upload(
        officer,
        pages::LARGEST_FILE,
        pages::create_import,
    );
    table.at("/admin/imports/{reference}").get(officer, pages::show_import);
    table.at("/admin/imports/{reference}/checks").post(officer, pages::create_check);
    table.at("/admin/imports/{reference}/removal").post(officer, pages::create_removal);
    table.at("/admin/imports/{reference}/progress.json").get(officer, row_pages::show_progress);
    table.at("/admin/imports/{reference}/report.csv").get(officer.sudo(), row_pages::download_report);
    table.at("/admin/imports/{reference}/choices").post(officer, row_pages::create_choice);
    table.at("/admin/imports/{reference}/confirmation").post(officer.sudo(), row_pages::create_confirmation);
    table.at("/admin/imports/{reference}/reversal").post(officer.sudo(), row_pages::create_reversal);
    table.at("/admin/imports/{reference}/welcome").post(officer, row_pages::create_welcome);
}

/// What is done with a whole record.
fn record_desk(table: &mut RouteTable) {
    use crate::kernel::Permission::ManageMembers;
    use crate::site::member_record::{data_page, erasure_page, merge_page};
    let officer = Can(ManageMembers);
    table.at("/account/data").get(SignedIn.sudo(), data_page::show_data);
    table.at("/account/data.json").get(SignedIn.sudo(), data_page::download_data);
    table.at("/admin/members/{reference}/data").post(officer.sudo(), data_page::give_data);
    table
        .at("/admin/members/{reference}/merge")
        .get(officer, merge_page::show_merge)
        .post(officer.sudo(), merge_page::create_merge);
    table.at("/admin/members/{reference}/merges/{id}/reversal").post(officer.sudo(), merge_page::create_reversal);
    table
        .at("/admin/members/{reference}/erasure")
        .get(officer.sudo(), erasure_page::show_erasure)
        .post(officer.sudo(), erasure_page::create_erasure);
}

/// Members as a file.
fn export_desk(table: &mut RouteTable) {
    use crate::kernel::Permission::ManageMembers;
    use crate::members::exports::pages;
    let officer = Can(ManageMembers);
    table.at("/admin/exports").get(officer.sudo(), pages::list_exports).post(officer.sudo(), pages::create_export);
    table.at("/admin/exports/{reference}/members.csv").get(officer.sudo(), pages::download_export);
}

/// Which days are no working days.
pub(super) fn bank_holidays_desk(table: &mut RouteTable) {
    use crate::holidays::admin;
    use crate::kernel::Permission::EditCharity;
    let officer = Can(EditCharity);
    table.at("/admin/bank-holidays").get(officer, admin::list_days).post(officer, admin::create_day);
    table.at("/admin/bank-holidays/comparison").upload(officer, admin::LARGEST_LIST, admin::compare_list);
    table.at("/admin/bank-holidays/changes").post(officer, admin::create_changes);
    table.at("/admin/bank-holidays/{day}/removal").post(officer, admin::create_removal);
    table.at("/admin/bank-holidays/{day}/restoration").post(officer, admin::create_restoration);
}
